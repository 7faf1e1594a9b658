"""Live progress of a study: a bar in a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from ..studies import Plan, TaskDone

#: Seconds between two lines where there is no terminal.
_LINE_EVERY_S = 10.0
#: Share of the work that must be done before the speed is measured rather than estimated.
_ENOUGH_SHARE = 0.05


class TimeLeft:
    """Guesses the seconds that are left, from the share of the work that is done.

    Tasks that the ledger already knew cost nothing, so the clock starts again after each of them.

    Parameters
    ----------
    estimated_s : float
        What the plan says that the whole takes; used until the speed is known.
    clock : callable
        Returns seconds; for tests.
    """

    def __init__(self, estimated_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._estimated_s = estimated_s
        self._clock = clock
        self._since, self._share_then, self._n_reused = clock(), 0.0, 0

    def after(self, share: float, n_reused: int) -> float:
        """Return the seconds left now that `share` of the work is done."""
        now = self._clock()
        if n_reused > self._n_reused:
            self._since, self._share_then, self._n_reused = now, share, n_reused
        fresh = share - self._share_then
        if fresh < _ENOUGH_SHARE:
            return self._estimated_s * (1.0 - share)
        return (now - self._since) / fresh * (1.0 - share)


def in_words(seconds: float) -> str:
    """Return seconds as "42 s", "3 min 20 s" or "2 h 5 min"."""
    s = round(max(0.0, seconds))
    if s < 60:
        return f"{s} s"
    if s < 3600:
        return f"{s // 60} min {s % 60} s"
    return f"{s // 3600} h {s % 3600 // 60} min"


def in_workers(n: int) -> str:
    """Return "1 worker" or "2 workers"."""
    return "1 worker" if n == 1 else f"{n} workers"


class ProgressView:
    """Shows a study's progress on stderr; a context manager that leaves the terminal clean."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._stack = ExitStack()
        self._bar: Bar | None = None
        self._row: TaskID | None = None
        self._last_line = 0.0
        self._left = TimeLeft(0.0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def started(self, plan: Plan, n_workers: int) -> None:
        """Say what is going to happen, and begin to show it."""
        estimate = plan.estimated_s(n_workers)
        self._left = TimeLeft(estimate)
        self._say(
            f"{plan.spec.study.name}: {len(plan.candidates)} candidates, {plan.n_tasks} tasks, "
            f"{in_workers(n_workers)}, about {in_words(estimate)}."
        )
        self._last_line = time.monotonic()
        if self._live:
            self._open_bar(plan.n_tasks, estimate)

    def task_done(self, done: TaskDone) -> None:
        """Move on by one task."""
        left = self._left.after(done.share, done.n_reused)
        reused = f", {done.n_reused} known before" if done.n_reused else ""
        best = ""
        if done.best is not None:
            b = done.best
            best = f"best so far: {b.label}, {b.metric.replace('_', ' ')} {b.score:.3f}"
        if self._bar is not None and self._row is not None:
            from rich.markup import escape

            self._bar.update(
                self._row, completed=done.n_done, left=in_words(left), best=escape(best)
            )
        elif time.monotonic() - self._last_line >= _LINE_EVERY_S:
            self._last_line = time.monotonic()
            self._say(
                f"{done.n_done} of {done.n_tasks} tasks{reused}, about {in_words(left)} left"
                + (f"; {best}." if best else ".")
            )

    def finished(self) -> None:
        """Say that only evidence and report are missing."""
        self._stack.close()
        self._bar = None
        self._say("All tasks are done; writing evidence and report.")

    def _open_bar(self, n_tasks: int, left: float) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        bar = Progress(
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("{task.fields[left]} left"),
            TextColumn("[dim]{task.fields[best]}[/dim]"),
            console=Console(stderr=True),
            transient=True,
        )
        self._bar = self._stack.enter_context(bar)
        self._row = bar.add_task("", total=n_tasks, left=in_words(left), best="")

    def _say(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)
