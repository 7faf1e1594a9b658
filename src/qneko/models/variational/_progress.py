"""A progress bar for fits that take their time."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

from ._state import TrainingState

if TYPE_CHECKING:
    from typing import Self

    import rich.progress

#: Seconds after which a fit is worth a bar.
PATIENCE = 2.0


class Progress:
    """Shows iterations and loss on a terminal, from the third second on; elsewhere nothing.

    Parameters
    ----------
    title : str
        What is being fitted.
    total : int
        Most iterations; 0 shows nothing.
    """

    def __init__(self, title: str, total: int):
        self._title = title
        self._total = total
        self._begin = time.monotonic()
        self._bar: rich.progress.Progress | None = None
        self._done = 0

    def show(self, state: TrainingState) -> None:
        """Show the iteration that has just ended."""
        self._done += 1
        if self._bar is None and self._is_due():
            self._bar = _bar()
            self._bar.add_task(self._title, total=self._total, loss="")
            self._bar.start()
        if self._bar is not None:
            loss = f"loss {state.losses[-1]:.4g}"
            self._bar.update(self._bar.task_ids[0], completed=self._done, loss=loss)

    def _is_due(self) -> bool:
        waited = time.monotonic() - self._begin
        return self._total > 0 and waited > PATIENCE and sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


def _bar() -> rich.progress.Progress:
    # imported here: most fits are over before it is needed
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    return Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[loss]}"),
        console=Console(stderr=True),
        transient=True,
    )
