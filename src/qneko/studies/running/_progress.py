"""What a running study tells whoever watches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ._plan import Plan


@dataclass(frozen=True)
class Standing:
    """The candidate that is ahead on the outer splits scored so far.

    Parameters
    ----------
    label : str
        Its name for people.
    metric : str
        The primary metric.
    score : float
        Its mean score, in the metric's unit.
    n_splits : int
        On so many outer splits.
    """

    label: str
    metric: str
    score: float
    n_splits: int


@dataclass(frozen=True)
class TaskDone:
    """One task came to its end.

    Parameters
    ----------
    n_done, n_tasks : int
        Tasks so far, and in all.
    n_reused : int
        Of those done, how many the ledger already knew.
    share : float
        Estimated share of the study's work that is done, from 0 to 1; tasks differ in length, so
        time left is better guessed from it than from the number of tasks.
    kind : str
        "trial", "final", "diagnostic" or "curve".
    label : str
        Whose task it was.
    best : Standing or None
        Who is ahead; None before the first final score.
    """

    n_done: int
    n_tasks: int
    n_reused: int
    share: float
    kind: str
    label: str
    best: Standing | None


class Progress(Protocol):
    """Watches a study; every method is called from the thread that runs it."""

    def started(self, plan: Plan, n_workers: int) -> None:
        """Everything is checked; work begins."""
        ...

    def task_done(self, done: TaskDone) -> None:
        """One more task is done."""
        ...

    def finished(self) -> None:
        """All tasks are done; evidence and report are being written."""
        ...


class Silence:
    """Watches and says nothing."""

    def started(self, plan: Plan, n_workers: int) -> None:
        """Say nothing."""

    def task_done(self, done: TaskDone) -> None:
        """Say nothing."""

    def finished(self) -> None:
        """Say nothing."""
