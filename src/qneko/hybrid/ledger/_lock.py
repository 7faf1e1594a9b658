"""One writer at a time, held by the operating system so that a killed one leaves no trace."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from ...errors import LedgerError


class FileLock:
    """An exclusive lock on a file, which holds the owner's process id for people to read.

    The kernel drops it with the process, also on ``kill -9``: no stale locks, no clean-up.

    Parameters
    ----------
    path : Path
        The lock file; made if it is missing, never removed.
    """

    def __init__(self, path: Path):
        self.path = path
        self._descriptor = -1

    def acquire(self) -> None:
        """Take the lock at once.

        Raises
        ------
        LedgerError
            If another process has it, or the file cannot be written.
        """
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise LedgerError(f"{self.path} cannot be written: {error.strerror}.") from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(descriptor, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(descriptor)
            raise LedgerError(
                f"{self.path.parent} is in use by process {owner}: wait until it has ended, or "
                "end it."
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode("ascii"))
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
