"""Several studies at once: ``qneko run`` with many files, and ``qneko compare``."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import InputError, QnekoError
from ._options import Json
from ._output import console, print_json, print_table
from ._progress import in_words
from ._stops import StoppedByUserError

if TYPE_CHECKING:
    from ..studies import Collection, Plan, StudyResult

FAILED, BAD_INPUT = 1, 2


@dataclass
class Job:
    """One study file of several, and what became of it.

    Parameters
    ----------
    file : Path
        The study file.
    plan : Plan or None
        None if it cannot be used.
    result : StudyResult or None
        None until it is done, or if it failed.
    error : QnekoError or None
        What was wrong.
    """

    file: Path
    plan: Plan | None = None
    result: StudyResult | None = None
    error: QnekoError | None = None

    @property
    def exit_code(self) -> int:
        """What the command would leave with if this were the only study."""
        if self.error is None:
            return 0
        return BAD_INPUT if isinstance(self.error, InputError) else FAILED


def run_many(
    files: Sequence[Path],
    prepare: Callable[[Path], Plan],
    execute: Callable[[Path, Plan], StudyResult],
    *,
    n_workers: Callable[[Plan], int],
    runs_dir: Path,
    quiet: bool,
    as_json: bool,
) -> None:
    """Run studies one after the other; one that fails is told of at the end and costs no other.

    Parameters
    ----------
    files : sequence of Path
        Study files.
    prepare, execute : callable
        Read one, and run one.
    n_workers : callable
        How many processes a plan gets.
    runs_dir : Path
        Where results are kept, the overview too.
    quiet, as_json : bool
        What is printed.

    Raises
    ------
    typer.Exit
        With 2 if a study cannot be used, 1 if one failed.
    """
    jobs = _planned(files, prepare)
    ready = [job for job in jobs if job.plan is not None]
    estimates = [job.plan.estimated_s(n_workers(job.plan)) for job in ready if job.plan]
    if not quiet:
        _say(f"{_studies(len(ready))} to run, about {in_words(sum(estimates))} in all.")
    began = time.monotonic()
    for place, job in enumerate(ready):
        assert job.plan is not None
        if not quiet:
            _say(f"[{place + 1}/{len(ready)}] {job.file}")
        try:
            job.result = execute(job.file, job.plan)
        except StoppedByUserError as stop:
            raise StoppedByUserError(
                f"{place} of {_studies(len(ready))} are done, and of this one {stop} "
                "The same command goes on from there."
            ) from None
        except QnekoError as error:
            job.error = error
        except Exception as error:  # a fault of ours in one study must not cost the others
            if os.environ.get("QNEKO_DEBUG"):
                raise
            from ._main import unexpected

            job.error = QnekoError(unexpected(error, sys.argv[1:]))
        if job.error is not None:
            print(f"error: {job.file}: {job.error}", file=sys.stderr)
        if not quiet and place + 1 < len(ready):
            # by what the studies before took beside their estimates
            speed = (time.monotonic() - began) / sum(estimates[: place + 1])
            left = speed * sum(estimates[place + 1 :])
            _say(f"{place + 1} of {_studies(len(ready))} done, about {in_words(left)} left.")
    overview = _overview(jobs, runs_dir)
    _tell(jobs, overview, quiet=quiet, as_json=as_json)
    codes = {job.exit_code for job in jobs}
    if codes != {0}:
        raise typer.Exit(FAILED if FAILED in codes else BAD_INPUT)


def _planned(files: Sequence[Path], prepare: Callable[[Path], Plan]) -> list[Job]:
    """Read all study files before the first one runs, so that what is wrong is told early."""
    jobs: list[Job] = []
    seen: dict[str, Path] = {}
    for file in files:
        job = Job(file)
        try:
            plan = prepare(file)
            if plan.folder_name in seen:
                raise InputError(
                    f"{file} is the same study as {seen[plan.folder_name]}: leave one of them out."
                )
            seen[plan.folder_name] = file
            job.plan = plan
        except QnekoError as error:
            job.error = error
            print(f"error: {error}", file=sys.stderr)
        jobs.append(job)
    return jobs


def _overview(jobs: Sequence[Job], runs_dir: Path) -> Path | None:
    """Write the overview of what is done; None if there is nothing to compare."""
    from ..studies import gather
    from ..studies.report import write_collection

    done = [(str(j.result.folder), j.result.evidence) for j in jobs if j.result is not None]
    if len(done) < 2:
        return None
    try:
        return write_collection(gather(done), runs_dir / "overview.html")
    except InputError as error:
        _say(f"No overview: {error}")
        return None


def _tell(jobs: Sequence[Job], overview: Path | None, *, quiet: bool, as_json: bool) -> None:
    from ._verdict_view import verdict_as_json

    if as_json:
        print_json(
            {
                "studies": [
                    {"file": str(j.file), **verdict_as_json(j.result.evidence, j.result.folder)}
                    if j.result is not None
                    else {"file": str(j.file), "error": _error(j)}
                    for j in jobs
                ],
                "overview": None if overview is None else str(overview),
            }
        )
        return
    if quiet:
        for j in jobs:
            if j.result is not None:
                print(f"{j.result.evidence.study.name}: {j.result.evidence.verdict.answer}")
    else:
        print_table(
            "",
            ["study", "verdict", "report"],
            [
                (
                    j.result.evidence.study.name,
                    j.result.evidence.verdict.answer,
                    str(j.result.report_path),
                )
                if j.result is not None
                else (str(j.file), "failed", "")
                for j in jobs
            ],
        )
    if overview is not None:
        print(f"Overview: {overview}")


def _error(job: Job) -> dict[str, Any]:
    error = job.error
    return {
        "type": type(error).__name__,
        "message": " ".join(str(error).split()),
        "exit_code": job.exit_code,
    }


def compare(
    folders: Annotated[
        list[Path], typer.Argument(metavar="FOLDER...", help="Folders of finished studies.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="FILE",
            help=r"Where the page is written. \[default: overview.html beside the folders]",
        ),
    ] = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Compare finished studies: verdicts, ranks over data sets, and one page for all."""
    from ..studies import gather, load_evidence
    from ..studies.report import write_collection

    found = []
    for folder in folders:
        path = folder if folder.suffix == ".json" else folder / "evidence.json"
        if not path.is_file():
            raise InputError(
                f"There is no {path}: give the folders of finished studies, or finish this one "
                "with `qneko resume`."
            )
        found.append((str(path.parent), load_evidence(path)))
    collection = gather(found)
    target = out or Path(found[0][0]).parent / "overview.html"
    try:
        written = write_collection(collection, target)
    except OSError as error:
        raise InputError(
            f"The page {target} cannot be written ({error.strerror}): choose another with --out."
        ) from None
    if as_json:
        print_json({**collection.model_dump(mode="json"), "overview": str(written)})
    else:
        _print_collection(collection, written)


def _print_collection(collection: Collection, written: Path) -> None:
    from ..studies.report import headline, model_sentence

    print_table(
        "",
        ["study", "data", "rows>", "metric", "bar>", "verdict"],
        [
            (m.study, m.data, m.n_samples, m.metric.replace("_", " "), f"{m.bar:.3f}", m.answer)
            for m in collection.members
        ],
    )
    order = sorted(collection.entrants, key=lambda e: (e.mean_rank, e.id))
    say = console().print
    if collection.friedman is not None:
        print_table("", ["model", "mean rank>"], [(e.label, f"{e.mean_rank:.2f}") for e in order])
        say(
            f"Critical difference of mean ranks {collection.critical_difference:.2f}; Friedman's "
            f"test by permutations: p = {collection.friedman.p_permutation:.2g}."
        )
    say(f"{headline(collection)}.", markup=False)
    for found in collection.against_bar:
        say(model_sentence(collection, found), markup=False)
    for note in collection.notes:
        say(note, style="yellow", markup=False)
    print(f"Overview: {written}")


def _studies(n: int) -> str:
    return "1 study" if n == 1 else f"{n} studies"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
