"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, only the verdict.")]
Quick = Annotated[
    bool, typer.Option("--quick", help="A quick look: few rows, folds and trials, and no answer.")
]
RunsDir = Annotated[
    Path, typer.Option("--runs-dir", metavar="FOLDER", help="Where results are kept.")
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers", "-w", metavar="N", help=r"Processes to use. \[default: one for each core]"
    ),
]
