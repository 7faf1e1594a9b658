"""``qneko run | plan | resume | report``: a study from its file to its verdict."""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import InputError
from ._options import Json, Quick, Quiet, RunsDir, Workers
from ._origin import recall, remember
from ._output import print_json
from ._stops import StoppedByUserError

if TYPE_CHECKING:
    from ..studies import Plan, StudyResult
    from ..studies.words._messages import Language

_TABLES = {".csv", ".tsv", ".parquet", ".xlsx", ".xls"}

StudyFile = Annotated[Path, typer.Argument(metavar="FILE", help="A study file (TOML).")]


def run(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="One or more study files (TOML).")
    ],
    quick: Quick = False,
    workers: Workers = None,
    runs_dir: RunsDir = Path("runs"),
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Run studies: tune and test all models, print the verdicts, write the reports.

    Interrupted at any moment, the same command goes on where it stopped. Of several studies one
    that fails costs no other, and a page compares those that are done.
    """
    if len(files) == 1:
        _run(files[0], _prepare(files[0], quick=quick), workers, runs_dir, quiet, as_json)
        return
    from ._many import run_many
    from ._plan_view import workers_of

    run_many(
        files,
        lambda file: _prepare(file, quick=quick),
        lambda file, plan: _execute(file, plan, workers, runs_dir, quiet),
        n_workers=lambda plan: workers_of(plan, workers),
        runs_dir=runs_dir,
        quiet=quiet,
        as_json=as_json,
    )


def resume(
    what: Annotated[
        Path, typer.Argument(metavar="FOLDER|FILE", help="A run's folder, or the study file.")
    ],
    workers: Workers = None,
    runs_dir: RunsDir = Path("runs"),
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Go on with an interrupted study; nothing that is known is computed again."""
    if not what.is_dir():
        _run(what, _prepare(what), workers, runs_dir, quiet, as_json)
        return
    file, quick = recall(what)
    plan = _prepare(file, quick=quick)
    if plan.folder_name != what.resolve().name:
        raise InputError(
            f"{file} or its data are no longer those of {what}: "
            f"`qneko run {shlex.quote(str(file))}` starts the changed study."
        )
    # relative to here, as it would be had the study been started from here
    runs_dir = Path(os.path.relpath(what.resolve().parent))
    _run(file, plan, workers, runs_dir, quiet, as_json)


def plan(
    file: StudyFile, quick: Quick = False, workers: Workers = None, as_json: Json = False
) -> None:
    """Show what a study would do and how long it would take; compute and write nothing."""
    from ._plan_view import plan_as_json, print_plan

    prepared = _prepare(file, quick=quick)
    if as_json:
        print_json(plan_as_json(prepared, workers))
    else:
        print_plan(prepared, workers)


def report(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A run's folder.")],
    figure: Annotated[
        Path | None,
        typer.Option(help="Also save the picture of all models here: .png, .svg or .pdf."),
    ] = None,
    figures: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Also save every figure in this folder."),
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="KIND",
            help="html, markdown, latex or json; svg, pdf or png for --figures. May be repeated. "
            r"\[default: html, and svg for --figures]",
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(help=r"Of the first part: en or ja. \[default: as in the study file]"),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the report of a finished study again, from what is in its folder."""
    from ..studies import load_evidence
    from ..studies.report import export_report, read_rows, save_figures, save_overview
    from ._verdict_view import print_verdict, verdict_as_json

    documents, pictures = _report_kinds(formats or [], figures)
    spoken = _report_language(language)

    path = folder if folder.suffix == ".json" else folder / "evidence.json"
    if not path.is_file():
        raise InputError(
            f"There is no {path}: give the folder of a finished study, or finish it with "
            "`qneko resume`."
        )
    evidence = load_evidence(path)
    rows = read_rows(path.parent, evidence)
    written = [export_report(evidence, path.parent, kind, spoken, rows) for kind in documents]
    if figure is not None:
        written.append(save_overview(evidence, figure))
    if figures is not None:
        for kind in pictures:
            written += save_figures(evidence, figures, kind, rows)
    if as_json:
        print_json(verdict_as_json(evidence, path.parent))
    else:
        print_verdict(evidence, written[0])
        for also in written[1:]:
            print(also)


def _report_kinds(asked: list[str], figures: Path | None) -> tuple[list[str], list[str]]:
    """Return the forms of the report and those of the figures among what was asked for."""
    from ..studies.report import FIGURE_KINDS, REPORT_KINDS

    for kind in asked:
        if kind not in (*REPORT_KINDS, *FIGURE_KINDS):
            raise InputError(
                f"--format must be one of {', '.join((*REPORT_KINDS, *FIGURE_KINDS))}, "
                f"got {kind!r}."
            )
    documents = [kind for kind in REPORT_KINDS if kind in asked] or ["html"]
    pictures = [kind for kind in FIGURE_KINDS if kind in asked]
    if pictures and figures is None:
        raise InputError(
            f"--format {pictures[0]} is for figures: say with --figures where they are to go."
        )
    return documents, pictures or ["svg"]


def _report_language(asked: str | None) -> Language | None:
    known: dict[str | None, Language | None] = {None: None, "en": "en", "ja": "ja"}
    if asked not in known:
        raise InputError(f"--language must be en or ja, got {asked!r}.")
    return known[asked]


def _prepare(file: Path, *, quick: bool = False) -> Plan:
    from ..studies import prepare_study

    suffixes = [suffix.lower() for suffix in file.suffixes]
    if file.is_file() and _TABLES.intersection(suffixes):
        raise InputError(
            f'{file} is a table, not a study file: write a study file with path = "{file.name}" '
            "and the target under [data], and give that."
        )
    return prepare_study(file, quick=quick)


def _run(
    file: Path, plan: Plan, workers: int | None, runs_dir: Path, quiet: bool, as_json: bool
) -> None:
    from ._verdict_view import print_verdict, verdict_as_json

    result = _execute(file, plan, workers, runs_dir, quiet)
    if as_json:
        print_json(verdict_as_json(result.evidence, result.folder))
    elif quiet:
        print(result.evidence.verdict.sentence)
        print(result.report_path)
    else:
        print_verdict(result.evidence, result.report_path)


def _execute(
    file: Path, plan: Plan, workers: int | None, runs_dir: Path, quiet: bool
) -> StudyResult:
    from ..studies import StudyInterruptedError, run_study
    from ._progress import ProgressView

    if workers is not None and workers < 1:
        raise InputError(f"--workers must be at least 1, got {workers}.")
    folder = runs_dir / plan.folder_name
    remember(folder, file, quick=plan.spec.study.quick_look)
    with nullcontext() if quiet else ProgressView() as view:
        try:
            return run_study(
                plan,
                n_workers=workers,
                progress=view,
                runs_dir=runs_dir,
                command=shlex.join(["qneko", *sys.argv[1:]]),
            )
        except StudyInterruptedError as stop:
            raise StoppedByUserError(
                f"{stop.n_done} of {stop.n_tasks} tasks are done and kept; "
                f"`qneko resume {shlex.quote(str(folder))}` goes on from there."
            ) from None
