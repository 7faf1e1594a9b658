"""Run the ready studies and write what they answered into docs/studies/.

``python -m ready.run`` runs all of them, and goes on where it was stopped. ``--quick`` takes a
quick look at each, checks that it comes to a verdict, and leaves the pages alone. ``python -m
ready.run materials`` takes one domain only.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qneko.studies import load_evidence

from . import page
from .studies import DOMAINS, ROOT, Ready, ready_studies

_ANSWERS = {"better", "on a par", "worse", "undecided"}


def run_all(
    chosen: Sequence[Ready], runs_dir: Path, *, quick: bool, workers: int | None
) -> list[dict[str, Any]]:
    """Run studies with one `qneko run`; return what it said of each, in their order."""
    command = [sys.executable, "-c", "from qneko.cli import main; main()", "run", "--json"]
    command += ["--runs-dir", str(runs_dir)]
    command += ["--quick"] if quick else []
    command += ["--workers", str(workers)] if workers else []
    command += [str(study.file.relative_to(ROOT)) for study in chosen]
    # progress goes to the terminal; a study that fails is told of in what is returned
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if not done.stdout.strip():
        raise SystemExit(done.returncode or 1)
    said = json.loads(done.stdout)
    if "studies" not in said:
        raise SystemExit(f"qneko run: {said}")
    found: list[dict[str, Any]] = said["studies"]
    return found


def faults(study: Ready, said: dict[str, Any], *, quick: bool) -> list[str]:
    """Return what a finished study lacks, a sentence each; empty if it is as it should be."""
    where = study.file.relative_to(ROOT)
    if "error" in said:
        return [f"{where} did not finish: {said['error']['message']}"]
    found = []
    evidence = load_evidence(ROOT / said["evidence"])
    report = ROOT / said["report"]
    if said["answer"] not in _ANSWERS or not said["sentence"]:
        found.append(f"{where} has no verdict.")
    if not report.is_file() or said["sentence"][:40] not in report.read_text(encoding="utf-8"):
        found.append(f"{where} has no report of its verdict.")
    if any("known leak" in note for note in evidence.data.notes):
        found.append(f"{where} uses a column that is known to tell the answer.")
    if evidence.study.quick_look != quick:
        found.append(f"{where} does not say rightly whether this is a quick look.")
    found += [f"{where}: {s}" for s in evidence.protocol.sentences if "failed" in s]
    return found


def main() -> int:
    """Return 0 if every study came to a verdict, with a report and without a known leak."""
    parser = argparse.ArgumentParser(prog="python -m ready.run", description=__doc__)
    parser.add_argument("domains", nargs="*", choices=[[], *DOMAINS], help="default: all")
    parser.add_argument("--quick", action="store_true", help="a quick look at each; no pages")
    parser.add_argument("--workers", type=int, help="default: one for each core")
    parser.add_argument("--runs-dir", type=Path, help="default: runs/ready, or runs/ready-quick")
    arguments = parser.parse_args()
    runs_dir = arguments.runs_dir or Path("runs", "ready-quick" if arguments.quick else "ready")
    chosen = ready_studies(tuple(arguments.domains or DOMAINS))
    begin = time.perf_counter()
    answers = run_all(chosen, runs_dir, quick=arguments.quick, workers=arguments.workers)
    minutes = (time.perf_counter() - begin) / 60
    both = list(zip(chosen, answers, strict=True))
    wrong = [f for s, a in both for f in faults(s, a, quick=arguments.quick)]
    print(f"{len(chosen)} studies in {minutes:.1f} minutes.")
    for sentence in wrong:
        print(f"Wrong: {sentence}")
    if not arguments.quick and not wrong:
        finished = [page.Finished(s, ROOT / a["folder"]) for s, a in both]
        for written in page.write(finished, None if arguments.domains else minutes):
            print(f"Written: {written.relative_to(ROOT)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
