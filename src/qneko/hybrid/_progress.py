"""A bar for work that takes longer than people like to wait, where somebody is looking."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing import current_process

#: Work that is done sooner shows nothing.
_AFTER_S = 2.0

_taken = threading.Lock()  # one bar at a time: the outer one tells more


@contextmanager
def progress_bar(
    description: str, clock: Callable[[], float] = time.monotonic
) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on stderr once the work has taken two seconds; it goes when the work is done.

    Nothing is shown where stderr is not a terminal, in other processes than the main one and in
    other threads (their bars would write over each other), inside another bar, and with
    ``QNEKO_PROGRESS=0`` in the environment. rich is loaded only when a bar appears.

    Parameters
    ----------
    description : str
        What is being done, such as "Gram matrix".
    clock : callable, default time.monotonic
        Returns seconds; for tests.

    Yields
    ------
    callable
        To be called as ``step(done, total)`` after each part, from the thread that opened the bar;
        what `qneko.engine.fidelity_gram` takes as `progress`.

    Examples
    --------
    >>> from qneko.hybrid import progress_bar
    >>> with progress_bar("Squares") as step:
    ...     for i in range(3):
    ...         step(i + 1, 3)
    """
    start = clock()
    if not _is_watched() or not _taken.acquire(blocking=False):
        yield lambda done, total: None
        return
    update: Callable[[int, int], None] | None = None
    try:
        with ExitStack() as stack:

            def step(done: int, total: int) -> None:
                nonlocal update
                if update is None and done < total and clock() - start >= _AFTER_S:
                    update = _open(description, clock() - start, stack)
                if update is not None:
                    update(done, total)

            yield step
    finally:
        _taken.release()


def _is_watched() -> bool:
    return (
        sys.stderr is not None
        and sys.stderr.isatty()
        and os.environ.get("QNEKO_PROGRESS") != "0"
        and current_process().name == "MainProcess"
        and threading.current_thread() is threading.main_thread()
    )


def _open(description: str, elapsed_s: float, stack: ExitStack) -> Callable[[int, int], None]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        TaskProgressColumn(),
        TextColumn("{task.fields[left]}"),
        console=Console(stderr=True),
        transient=True,
    )
    row = stack.enter_context(bar).add_task(description, total=None, left="")
    opened = time.monotonic()

    def update(done: int, total: int) -> None:
        # rich's own estimate would know nothing of the time before the bar appeared
        left = (elapsed_s + time.monotonic() - opened) / max(done, 1) * (total - done)
        bar.update(row, completed=done, total=total, left=f"about {left:.0f} s left")

    return update
