"""The face that every engine shows, and how it says that work was lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar, runtime_checkable

from ...errors import QnekoError

T = TypeVar("T")


class WorkerLostError(QnekoError):
    """Worker processes ended under a task more often than it may be tried again."""


@runtime_checkable
class Engine(Protocol):
    """Runs Python tasks somewhere: here, on a cluster, under a scheduler.

    No engine promises that a task runs exactly once, as a lost one is run again; what must not be
    repeated is kept in a ledger.
    """

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
        """Queue ``fn(*args)`` and return its future.

        Parameters
        ----------
        fn : callable
            A function of an importable module; it and its arguments are pickled.
        *args
            Its positional arguments.
        key : str
            Names the task. A key that is still queued or running gives the same future again.
        resources : mapping, optional
            What the task occupies while it runs, such as ``{"QPU": 1}``.
        priority : int, default 0
            Higher ones start first; equal ones in the order of submission.
        retries : int, default 3
            How often it is submitted again after a worker died under it. An exception that the
            task raises is its result and is not retried.
        """
        ...

    def shutdown(self) -> None:
        """Stop now: cancel what is queued, end what runs, leave no process behind."""
        ...
