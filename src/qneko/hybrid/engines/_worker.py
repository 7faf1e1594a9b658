"""What runs inside a worker process: one task at a time, until the driver is gone."""

from __future__ import annotations

import os
import pickle
import signal
import threading
import traceback
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

#: Answers to the driver start with one of these.
READY, RESULT, ERROR, BROKEN = "ready", "result", "error", "broken"


def main(descriptor: int) -> None:
    """Serve the driver at the other end of an inherited socket; never returns.

    Parameters
    ----------
    descriptor : int
        File descriptor of our end. The driver sends ``(initializer, initargs)`` first, then one
        ``(fn, args)`` a task, each pickled.
    """
    # Ctrl-C in the terminal reaches the whole process group; it is the driver's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    connection = Connection(descriptor)
    inbox: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_read, args=(connection, inbox), daemon=True).start()
    _answer(connection, *_prepare(inbox.get()))
    while True:
        _answer(connection, *_run(inbox.get()))


def _read(connection: Connection, inbox: SimpleQueue[bytes]) -> None:
    """Hand on what the driver sends; its end closes with it, whatever killed it, and so do we."""
    try:
        while True:
            inbox.put(connection.recv_bytes())
    except (EOFError, OSError):
        os._exit(0)


def _prepare(message: bytes) -> tuple[str, Any]:
    try:
        initializer, initargs = pickle.loads(message)
        if initializer is not None:
            initializer(*initargs)
        _limit_threads()
    except Exception as error:  # sent to the driver, which raises it
        return BROKEN, _portable(error)
    return READY, None


def _run(message: bytes) -> tuple[str, Any]:
    try:
        fn, args = pickle.loads(message)
        return RESULT, fn(*args)
    except Exception as error:  # sent to the driver, which raises it from the task's future
        return ERROR, _portable(error)


def _limit_threads() -> None:
    # The environment already says 1; this holds for libraries that do not read it.
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)


def _portable(error: Exception) -> Exception:
    """Return the exception with its remote traceback, in a form that survives pickling."""
    trace = "".join(traceback.format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # its class may refuse in any way, and its text is what matters
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.add_note(f"In a worker process:\n{trace}")
    return error


def _answer(connection: Connection, kind: str, payload: Any) -> None:
    try:
        message = pickle.dumps((kind, payload))
    except Exception as error:  # a result that cannot be pickled is the task's failure
        message = pickle.dumps((ERROR, _portable(error)))
    try:
        connection.send_bytes(message)
    except OSError:
        os._exit(0)  # the driver is gone
