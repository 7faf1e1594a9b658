"""Run studies whose answer is known, count the verdicts, and write docs/calibration.md.

``python -m calibration.run`` runs all; ``--quick`` fewer of each, and leaves the page alone.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from datetime import date
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

import qneko

from . import page
from .cases import CASES, Job
from .study import Answer, answer


def jobs(names: Sequence[str], *, quick: bool) -> list[Job]:
    """Return the studies of some cases; the quick ones are the first ones of the full run."""
    return [
        Job(case, i)
        for case in CASES
        if case.name in names
        for i in range(case.n_quick if quick else case.n_full)
    ]


def run_all(chosen: Sequence[Job], n_workers: int, log: Path | None) -> list[Answer]:
    """Run studies side by side, one thread each, and show how far they are.

    Answers are appended to `log` as they come; those that are there are not computed again.
    """
    known = {(a.case, a.index): a for a in (read(log) if log else [])}
    found = [known[job.name] for job in chosen if job.name in known]
    left = [job for job in chosen if job.name not in known]
    # read by the workers' libraries when they are loaded: hence fresh processes
    os.environ |= dict.fromkeys(
        ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "QNEKO_NUM_THREADS"), "1"
    )
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    fresh = multiprocessing.get_context("spawn")
    with (
        Progress(*columns, TimeElapsedColumn(), disable=not sys.stderr.isatty()) as progress,
        ProcessPoolExecutor(n_workers, mp_context=fresh) as pool,
    ):
        bar = progress.add_task("calibrating", total=len(left))
        for done in as_completed([pool.submit(answer, job) for job in left]):
            found.append(done.result())
            progress.advance(bar)
            if log:
                with log.open("a") as file:
                    file.write(json.dumps(asdict(found[-1])) + "\n")
    return found


def read(log: Path) -> list[Answer]:
    """Return the answers of a log, which may not be there yet."""
    lines = log.read_text().splitlines() if log.exists() else []
    return [Answer(**json.loads(line)) for line in lines]


def main() -> int:
    """Return 0 if no claim is refuted by what was counted."""
    names = [case.name for case in CASES]
    parser = argparse.ArgumentParser(prog="python -m calibration.run", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *names], help="default: all")
    parser.add_argument("--quick", action="store_true", help="fewer studies, for every change")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--log", type=Path, help="keep each answer here, and go on from there")
    arguments = parser.parse_args()
    begin = time.perf_counter()
    chosen = jobs(arguments.names or names, quick=arguments.quick)
    answers = run_all(chosen, arguments.workers, arguments.log)
    minutes = (time.perf_counter() - begin) / 60
    print(page.render(answers), f"\n{len(answers)} studies in {minutes:.1f} minutes.")
    if not arguments.names and not arguments.quick:
        page.write(
            answers,
            f"`make calibrate`, qneko {qneko.__version__}, Python {platform.python_version()}, "
            f"{date.today()}, {arguments.workers} processes.",
        )
    for sentence in (refuted := page.failures(answers)):
        print(f"Refuted: {sentence}")
    return 1 if refuted else 0


if __name__ == "__main__":
    sys.exit(main())
