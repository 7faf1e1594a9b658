"""One worker process, as its driver sees it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from multiprocessing import Pipe
from typing import Any

#: One thread each, so that results do not depend on how many workers share the machine, and
#: n workers load n cores. Read by the libraries when they are loaded: hence set before Python is.
_ONE_THREAD = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "QNEKO_NUM_THREADS",
)

#: The search path comes along, so that the worker imports what the driver can; -P keeps files of
#: the current folder from standing in front of the standard library.
_BOOTSTRAP = (
    "import sys; fd, *sys.path = sys.argv[1:]; "
    "from qneko.hybrid.engines._worker import main; main(int(fd))"
)


def usable_cores() -> int:
    """Return how many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class WorkerProcess:
    """A fresh Python process and the socket to it.

    It is started as a program of its own and not by `multiprocessing`, which would run the user's
    script again in every worker and could not give it another environment.

    Parameters
    ----------
    initial : bytes
        Pickled ``(initializer, initargs)``, called once in the worker before its first task.
    """

    def __init__(self, initial: bytes):
        self.connection, theirs = Pipe()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _BOOTSTRAP, str(theirs.fileno()), *sys.path],
                pass_fds=(theirs.fileno(),),
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=2,  # standard output is the driver's alone: it may be read by a program
            )
        finally:
            theirs.close()
        self.send(initial)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def send(self, message: bytes) -> None:
        """Send one pickled message; a dead worker is noticed when its answer is awaited."""
        try:
            self.connection.send_bytes(message)
        except OSError:
            return

    def receive(self) -> tuple[str, Any]:
        """Return its next answer; EOFError or OSError if it died."""
        kind, payload = pickle.loads(self.connection.recv_bytes())
        return kind, payload

    def end(self) -> int:
        """Kill it, wait until it is gone, and return how it ended (minus a signal's number)."""
        self.connection.close()
        self._process.kill()
        return self._process.wait()


def _environment() -> dict[str, str]:
    return {
        **os.environ,
        **dict.fromkeys(_ONE_THREAD, "1"),
        "PYTHONHASHSEED": "0",  # the order of sets must not differ between workers
        "QNEKO_PROGRESS": "0",  # the driver shows how far the whole is
    }
