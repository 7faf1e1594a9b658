"""An engine without processes: each task runs in the caller, when it is submitted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, Self, TypeVar

T = TypeVar("T")


class InProcessEngine:
    """Runs each task at once, in the process and thread that submits it.

    For many small studies side by side, where the start of a worker process takes longer than its
    tasks, and for stepping through a task with a debugger. A task that crashes takes the driver
    with it, and the number of threads is the caller's: where either matters take `LocalEngine`.

    Parameters
    ----------
    initializer : callable, optional
        Called once, now.
    initargs : tuple, default ()
        Its arguments.

    Examples
    --------
    >>> import operator
    >>> from qneko.hybrid.engines import InProcessEngine
    >>> with InProcessEngine() as engine:
    ...     engine.submit(operator.add, 2, 3, key="sum").result()
    5
    """

    def __init__(
        self,
        *,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        if initializer is not None:
            initializer(*initargs)
        self._closed = False

    def submit(
        self,
        fn: Callable[..., T],
        /,
        *args: Any,
        key: str,
        resources: Mapping[str, float] | None = None,
        priority: int = 0,
        retries: int = 3,
    ) -> Future[T]:
        """Run ``fn(*args)`` and return its future, which is done; see `Engine.submit`."""
        if self._closed:
            raise RuntimeError("The engine was shut down.")
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args))
        except Exception as error:  # the task's result, as in a worker
            future.set_exception(error)
        return future

    def shutdown(self) -> None:
        """Take no more tasks; none is ever running."""
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.shutdown()
