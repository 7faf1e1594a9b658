"""Compute published results again and write docs/validation.md.

``python -m validation.run`` runs all modules of `validation/results`, one a core;
``python -m validation.run havlicek qcnn`` only those, and leaves the page alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

import qneko

from . import page
from .page import Section

RESULTS = Path(__file__).parent / "results"


def names() -> list[str]:
    """Return the modules that hold results."""
    return sorted(m.name for m in iter_modules([str(RESULTS)]) if not m.name.startswith("_"))


def compute(name: str) -> Section:
    """Run one module."""
    module = import_module(f"validation.results.{name}")
    begin = time.perf_counter()
    findings = module.run()
    return Section(name, module.TITLE, module.SOURCE, findings, time.perf_counter() - begin)


def compute_all(chosen: Sequence[str], n_workers: int) -> list[Section]:
    """Run modules side by side, one thread each, and show how far they are."""
    os.environ |= dict.fromkeys(
        ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "QNEKO_NUM_THREADS"), "1"
    )
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    found: dict[str, Section] = {}
    with (
        Progress(*columns, TimeElapsedColumn(), disable=not sys.stderr.isatty()) as progress,
        ProcessPoolExecutor(n_workers, max_tasks_per_child=1) as pool,
    ):
        bar = progress.add_task("validating", total=len(chosen))
        waiting = {pool.submit(compute, name): name for name in chosen}
        for done in as_completed(waiting):
            found[waiting[done]] = done.result()
            print(page.render(found[waiting[done]]), flush=True, end="\n\n")
            progress.advance(bar)
    return [found[name] for name in chosen]


def main() -> int:
    """Return 0 if every difference from the literature has an explanation."""
    parser = argparse.ArgumentParser(prog="python -m validation.run", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *names()], help="default: all")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path, help="also write the findings here")
    arguments = parser.parse_args()
    begin = time.perf_counter()
    sections = compute_all(arguments.names or names(), arguments.workers)
    if arguments.json:
        content = {s.name: [f.as_dict() for f in s.findings] for s in sections}
        arguments.json.write_text(json.dumps(content, indent=2))
    if not arguments.names:
        minutes = (time.perf_counter() - begin) / 60
        page.write(
            sections,
            f"`make validate`, qneko {qneko.__version__}, Python {platform.python_version()}, "
            f"{date.today()}, {arguments.workers} cores, {minutes:.1f} minutes.",
        )
    unexplained = [f for s in sections for f in s.findings if not f.is_explained]
    for finding in unexplained:
        print(f"Not explained: {finding.what}: {finding.published}, ours {finding.ours}.")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
