"""Write what was measured into docs/benchmarks.md, between two markers.

``python -m benchmarks.page full.json [more.json ...]`` writes the page again from saved
measurements; a later run of qneko on a case replaces what was measured of that case before, a run
of peers alone adds to it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import goals, table

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def write(measured: dict[str, Any]) -> None:
    """Replace what stands between the markers."""
    text = PAGE.read_text()
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    parts = [
        before + BEGIN,
        "## Against our goals",
        goals.render(measured),
        "## Results",
        table.render(measured),
        END + after,
    ]
    PAGE.write_text("\n\n".join(parts))


def join(files: Sequence[Path]) -> dict[str, Any]:
    """Return several runs as one: a later run of qneko on a case replaces it, others add to it."""
    runs = [json.loads(file.read_text()) for file in files]
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for run in runs:
        for case in {table.case(row) for row in run["rows"] if row["peer"] == "qneko"}:
            rows = {key: row for key, row in rows.items() if key[0] != case}
        rows |= {(table.case(r), r["peer"], r["n_threads"]): r for r in run["rows"]}
    joined = dict(runs[0])
    joined["rows"] = sorted(rows.values(), key=lambda row: table.case(row)[:3])
    joined["versions"] = {k: v for run in runs for k, v in run["versions"].items()}
    joined["command"] = "; ".join(dict.fromkeys(run["command"] for run in runs))
    for run in runs:
        joined["first_call"] = run.get("first_call", joined.get("first_call"))
    return joined


if __name__ == "__main__":
    write(join([Path(name) for name in sys.argv[1:]]))
