"""`run_study`: from a study file to evidence and report in a folder."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path

from ...errors import InputError
from ...hybrid.engines import Engine, InProcessEngine, LocalEngine, usable_cores
from ...hybrid.ledger import Ledger
from ..evidence import _evidence as ev
from ..evidence._document import save_evidence
from ..evidence._registered import Registration
from ..protocol._workbench import Workbench
from ..rows._data import load_dataset
from ..study_file._load import load_spec
from ..study_file._quick import quick_look
from ..study_file._spec import StudySpec
from ..verdict._verdict import conclude
from ._driver import Driver
from ._machine import this_machine, versions
from ._observe import observe, timings
from ._outcome import Outcome
from ._plan import Plan, make_plan
from ._predictions import write_predictions
from ._progress import Progress, Silence
from ._registration import register
from ._task import forget, prepare


class StudyInterruptedError(KeyboardInterrupt):
    """The study was stopped on request; what is done is kept in its folder.

    Parameters
    ----------
    folder : Path
        The run's folder.
    n_done, n_tasks : int
        How far it had come.
    """

    def __init__(self, folder: Path, n_done: int, n_tasks: int):
        super().__init__(
            f"Interrupted after {n_done} of {n_tasks} tasks; they are kept in {folder}, and the "
            "same command goes on from there."
        )
        self.folder = folder
        self.n_done = n_done
        self.n_tasks = n_tasks


@dataclass(frozen=True)
class StudyResult:
    """A finished study.

    Parameters
    ----------
    evidence : Evidence
        All that was found.
    folder : Path
        Where ``evidence.json``, ``report.html`` and the ledger are.
    """

    evidence: ev.Evidence
    folder: Path

    @property
    def evidence_path(self) -> Path:
        """The evidence as a file."""
        return self.folder / "evidence.json"

    @property
    def report_path(self) -> Path:
        """The report as a file."""
        return self.folder / "report.html"


@dataclass(frozen=True)
class _Session:
    """One call of `run_study`: what may differ between two runs of the same study."""

    n_workers: int
    command: str | None
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    clock: float = field(default_factory=time.perf_counter)

    def record(
        self, plan: Plan, outcome: Outcome, n_tasks: int, registration: Registration
    ) -> ev.Run:
        return ev.Run(
            started=self.started.isoformat(timespec="seconds"),
            finished=datetime.now(UTC).isoformat(timespec="seconds"),
            wall_s=time.perf_counter() - self.clock,
            tasks=ev.Tasks(total=n_tasks, reused=outcome.n_reused),
            n_workers=self.n_workers,
            language=plan.spec.report.language,
            pictures=plan.spec.report.pictures,
            command=self.command,
            registration=registration,
            machine=this_machine(),
            versions=versions(),
            timings=timings(plan, outcome),
        )


def prepare_study(study: str | PathLike[str] | StudySpec, *, quick: bool = False) -> Plan:
    """Read a study and its data and plan it; writes nothing and computes nothing.

    Parameters
    ----------
    study : path or StudySpec
        A study file. Paths in it are relative to its folder, those of a spec to the current one.
    quick : bool, default False
        Whether to plan a quick look at it in its place, as the table ``[quick]`` says: to see
        whether all works, not for an answer.

    Returns
    -------
    Plan
        What `run_study` takes.

    Raises
    ------
    InputError
        If the study file or the data cannot be used.
    """
    if isinstance(study, StudySpec):
        spec, folder = study, Path()
    else:
        spec, folder = load_spec(study), Path(study).expanduser().parent
    if quick:
        spec = quick_look(spec)
    return make_plan(spec, load_dataset(spec, folder))


def run_study(
    study: str | PathLike[str] | StudySpec | Plan,
    *,
    n_workers: int | None = None,
    progress: Progress | None = None,
    runs_dir: str | PathLike[str] = "runs",
    command: str | None = None,
    report: bool = True,
) -> StudyResult:
    """Run a study to its verdict, or take it up where it was interrupted.

    Parameters
    ----------
    study : path, StudySpec or Plan
        A study file; or what `load_spec` or `prepare_study` made of one.
    n_workers : int, optional
        Worker processes; by default what the study file says, else the cores that there are. With
        0 everything runs in this process, with as many threads as it has: for many small studies,
        where starting workers takes longer than their tasks. Results do not depend on it.
    progress : Progress, optional
        Is told what happens.
    runs_dir : path, default "runs"
        The run gets a folder of its own in here.
    command : str, optional
        What somebody typed to get here, for the record.
    report : bool, default True
        Whether to write ``report.html`` beside ``evidence.json``: drawing can take longer than a
        small study, and `qneko report` makes it from the evidence at any time.

    Returns
    -------
    StudyResult
        Evidence, and the folder with ``evidence.json`` and ``report.html``.

    Raises
    ------
    InputError
        If the study file, the data or the folder cannot be used; nothing is written then.
    LedgerError
        If another process is running the same study.
    StudyInterruptedError
        On Ctrl-C; the same call goes on from there.

    Examples
    --------
    >>> from qneko.studies import run_study
    >>> run_study("studies/wdbc.toml").evidence.verdict.answer  # doctest: +SKIP
    """
    if n_workers is not None and n_workers < 0:
        raise InputError(f"n_workers must be 0 (this process) or more, got {n_workers}.")
    plan = study if isinstance(study, Plan) else prepare_study(study)
    if n_workers is None:
        n_workers = plan.spec.run.n_workers or usable_cores()
    session = _Session(max(n_workers, 1), command)  # this process counts as one
    folder = _make_folder(Path(runs_dir) / plan.folder_name)
    watcher = progress or Silence()
    bench = Workbench(plan.dataset, plan.protocol)
    with Ledger.open(folder / "ledger.sqlite") as ledger, _resumable(folder, plan, ledger):
        for left_over in folder.glob(".*.part"):
            left_over.unlink()  # of a run that was killed while it wrote
        registration = register(folder, plan)
        watcher.started(plan, session.n_workers)
        with _engine(n_workers, plan, bench) as engine:
            driver = Driver(plan, ledger, engine, watcher)
            outcome = driver.run()
        watcher.finished()
        run = session.record(plan, outcome, driver.n_done, registration)
        result = StudyResult(conclude(observe(plan, bench, outcome, run)), folder)
        write_predictions(folder, plan, bench, outcome)
        _write(result, report)
    return result


@contextmanager
def _engine(n_workers: int, plan: Plan, bench: Workbench) -> Iterator[Engine]:
    shared = (plan.digest, bench, plan.candidates)
    if n_workers > 0:
        with LocalEngine(n_workers, initializer=prepare, initargs=shared) as workers:
            yield workers
        return
    try:
        with InProcessEngine(initializer=prepare, initargs=shared) as here:
            yield here
    finally:
        forget(plan.digest)  # this process goes on, and may run many studies


@contextmanager
def _resumable(folder: Path, plan: Plan, ledger: Ledger) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        n_done = ledger.counts().get("done", 0)
        raise StudyInterruptedError(folder, n_done, plan.n_tasks) from None


def _make_folder(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"The folder {folder} cannot be made ({error.strerror}); choose another place for runs."
        ) from None
    return folder


def _write(result: StudyResult, report: bool) -> None:
    save_evidence(result.evidence, result.evidence_path)
    if not report:
        return
    # drawing takes a while to load: after the work, not before
    from ..report import read_rows, write_report

    rows = read_rows(result.folder, result.evidence)
    write_report(result.evidence, result.report_path, rows=rows)
