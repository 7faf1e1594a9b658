"""Fail unless two folders of runs hold reports and the same evidence, bit by bit outside ``run``.

Usage: python compare_runs.py FIRST SECOND
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def evidence(folder: Path) -> dict[str, str]:
    """Return, by study, the canonical text of what must not differ between two equal runs."""
    found = {}
    for path in sorted(folder.glob("*/evidence.json")):
        document = json.loads(path.read_text())
        seconds, workers = document["run"]["wall_s"], document["run"]["n_workers"]
        print(f"{path}: {document['verdict']['answer']}; {seconds:.0f} s with {workers} workers")
        if not (path.parent / "report.html").stat().st_size:
            sys.exit(f"{path.parent / 'report.html'} is empty.")
        del document["run"]
        found[path.parent.name] = json.dumps(document, sort_keys=True)
    return found


def main() -> None:
    """Compare the folders named on the command line."""
    first, second = (evidence(Path(argument)) for argument in sys.argv[1:])
    if not first:
        sys.exit(f"No evidence.json below {sys.argv[1]}.")
    if first != second:
        differing = sorted(name for name in first | second if first.get(name) != second.get(name))
        sys.exit(f"Two runs of the same study differ: {', '.join(differing)}.")
    print("The two runs agree bit by bit.")


if __name__ == "__main__":
    main()
