"""The default engine: worker processes on this machine."""

from __future__ import annotations

import heapq
import itertools
import os
import pickle
import signal
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import Any, Self, TypeVar

from ...errors import InputError
from . import _worker
from ._engine import WorkerLostError
from ._process import WorkerProcess, usable_cores

T = TypeVar("T")

#: Workers that die in a row before they are ready; then starting more would not help.
_MAX_FAILED_STARTS = 3


@dataclass(order=True, slots=True)
class _Job:
    """A submitted task; sorts by priority, then age."""

    rank: tuple[int, int]
    key: str = field(compare=False)
    message: bytes = field(compare=False)
    resources: Mapping[str, float] = field(compare=False)
    retries: int = field(compare=False)
    future: Future[Any] = field(compare=False, default_factory=Future)
    n_lost: int = field(compare=False, default=0)


class LocalEngine:
    """Runs tasks in processes of this machine, one thread each.

    A worker that dies is replaced, and only the task that it was running is run again. Workers
    end as soon as the driver is gone, however it went. Ctrl-C reaches the driver alone.

    Parameters
    ----------
    n_workers : int, optional
        Most processes at once; by default the cores that this process may use. They start as tasks
        arrive.
    initializer : callable, optional
        Called once in each worker before its first task: load there what all tasks share.
    initargs : tuple, default ()
        Its arguments, pickled.
    resources : mapping, optional
        What tasks may ask for besides a worker, and how much of it there is.

    Examples
    --------
    >>> import operator
    >>> from qneko.hybrid.engines import LocalEngine
    >>> with LocalEngine(1) as engine:
    ...     engine.submit(operator.add, 2, 3, key="sum").result()
    5
    """

    def __init__(
        self,
        n_workers: int | None = None,
        *,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
        resources: Mapping[str, float] | None = None,
    ):
        if n_workers is not None and n_workers < 1:
            raise InputError(f"n_workers must be 1 or more, got {n_workers}.")
        self.n_workers = usable_cores() if n_workers is None else n_workers
        self._initial = pickle.dumps((initializer, initargs))
        self._failure: Exception | None = None
        self._free = dict(resources or {})
        self._capacity = dict(self._free)
        self._lock = threading.Lock()
        self._queue: list[_Job] = []
        self._by_key: dict[str, _Job] = {}
        self._age = itertools.count()
        self._closed = False
        # None: not ready yet, or idle
        self._workers: dict[WorkerProcess, _Job | None] = {}
        self._starting: set[WorkerProcess] = set()
        self._failed_starts = 0
        self._wake_reader, self._wake_writer = os.pipe()
        self._awake = False
        self._thread = threading.Thread(target=self._serve, name="qneko-engine", daemon=True)
        self._thread.start()

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
        """Queue ``fn(*args)`` and return its future; see `Engine.submit`."""
        needs = dict(resources or {})
        for name, amount in needs.items():
            if amount > self._capacity.get(name, 0):
                raise InputError(
                    f"Task '{key}' asks for {amount:g} of '{name}', but this engine has "
                    f"{self._capacity.get(name, 0):g}; give LocalEngine(resources=...) more."
                )
        if getattr(fn, "__module__", None) == "__main__":
            raise InputError(
                f"Task '{key}': workers import what they run, so {fn.__qualname__} must be in a "
                "module, not in the script that was started."
            )
        message = pickle.dumps((fn, args))
        with self._lock:
            if self._closed:
                raise self._failure or RuntimeError("The engine was shut down.")
            if key in self._by_key:
                return self._by_key[key].future
            job = _Job((-priority, next(self._age)), key, message, needs, retries)
            self._by_key[key] = job
            heapq.heappush(self._queue, job)
        self._wake()
        return job.future

    def worker_pids(self) -> list[int]:
        """Return the process ids of the workers that live now."""
        return [w.pid for w in list(self._workers)]

    def shutdown(self) -> None:
        """Stop now: cancel what is queued, end what runs, leave no process behind."""
        with self._lock:
            self._closed = True
        self._wake()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.shutdown()

    def _wake(self) -> None:
        with self._lock:
            if not self._awake and self._wake_writer >= 0:
                self._awake = True
                os.write(self._wake_writer, b"!")

    # What follows runs in the engine's own thread, which alone touches workers.

    def _serve(self) -> None:
        # Children inherit the mask: a Ctrl-C cannot hit them before they learned to ignore it.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            while not self._closed:
                self._fill()
                self._dispatch()
                self._listen()
        except Exception as error:  # handed to every waiting future: nobody may wait for ever
            self._failure = error
        finally:
            self._stop()

    def _fill(self) -> None:
        with self._lock:
            n_jobs = len(self._queue) + sum(job is not None for job in self._workers.values())
        # no more than there is work for: on a large machine each one costs memory
        while len(self._workers) < min(self.n_workers, n_jobs):
            worker = WorkerProcess(self._initial)
            self._workers[worker] = None
            self._starting.add(worker)

    def _dispatch(self) -> None:
        for worker, running in self._workers.items():
            if running is not None or worker in self._starting:
                continue
            job = self._next_job()
            if job is None:
                return
            for name, amount in job.resources.items():
                self._free[name] -= amount
            self._workers[worker] = job
            worker.send(job.message)

    def _next_job(self) -> _Job | None:
        """Take the first job in line whose resources are free."""
        passed_over: list[_Job] = []
        found = None
        with self._lock:
            while self._queue and found is None:
                job = heapq.heappop(self._queue)
                if any(self._free[name] < amount for name, amount in job.resources.items()):
                    passed_over.append(job)
                elif job.future.running() or job.future.set_running_or_notify_cancel():
                    found = job
                else:
                    self._by_key.pop(job.key)
            for job in passed_over:
                heapq.heappush(self._queue, job)
        return found

    def _listen(self) -> None:
        """Wait for a submission, an answer or a death, and deal with it."""
        by_connection: dict[object, WorkerProcess] = {w.connection: w for w in self._workers}
        for source in wait([self._wake_reader, *(w.connection for w in self._workers)]):
            if source == self._wake_reader:
                with self._lock:
                    os.read(self._wake_reader, 1)
                    self._awake = False
                continue
            worker = by_connection[source]
            try:
                kind, payload = worker.receive()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            if kind == _worker.BROKEN:
                raise payload
            if kind == _worker.READY:
                self._starting.discard(worker)
                self._failed_starts = 0
                continue
            job = self._release(worker)
            self._workers[worker] = None
            if kind == _worker.RESULT:
                job.future.set_result(payload)
            else:
                job.future.set_exception(payload)

    def _release(self, worker: WorkerProcess) -> _Job:
        """Give back what the worker's job occupied."""
        job = self._workers[worker]
        assert job is not None
        for name, amount in job.resources.items():
            self._free[name] += amount
        with self._lock:
            self._by_key.pop(job.key, None)
        return job

    def _bury(self, worker: WorkerProcess) -> None:
        """Forget a dead worker; its task goes back into the queue, or fails if lost too often."""
        code = worker.end()
        how = f"exit code {code}" if code >= 0 else f"signal {-code}"
        if code == -signal.SIGKILL:
            how += ", as when memory runs out"
        if worker in self._starting:
            self._starting.discard(worker)
            self._workers.pop(worker)
            self._failed_starts += 1
            if self._failed_starts >= _MAX_FAILED_STARTS:
                raise WorkerLostError(f"Worker processes end before they are ready ({how}).")
            return
        if self._workers[worker] is None:
            self._workers.pop(worker)
            return
        job = self._release(worker)
        self._workers.pop(worker)
        job.n_lost += 1
        if job.n_lost > job.retries:
            job.future.set_exception(
                WorkerLostError(
                    f"Task '{job.key}': its worker process ended {job.n_lost} times, at last "
                    f"by {how}."
                )
            )
            return
        with self._lock:
            self._by_key[job.key] = job
            heapq.heappush(self._queue, job)

    def _stop(self) -> None:
        with self._lock:
            self._closed = True
            jobs = [*self._queue, *(j for j in self._workers.values() if j is not None)]
            self._queue.clear()
            self._by_key.clear()
            os.close(self._wake_reader)
            os.close(self._wake_writer)
            self._wake_writer = -1
        for worker in self._workers:
            worker.end()
        self._workers.clear()
        for job in jobs:
            if self._failure is None and job.future.cancel():
                job.future.set_running_or_notify_cancel()
            elif job.future.running() or job.future.set_running_or_notify_cancel():
                reason = self._failure or CancelledError("The engine was shut down.")
                job.future.set_exception(reason)
