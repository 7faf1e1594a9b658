"""Who else used the processor while we measured? Linux tells; elsewhere nobody is noticed."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

STAT = Path("/proc/stat")
#: cores that others may use during a measurement, on average
ALLOWED = 0.15
#: ticks that are within the resolution of the counters
NOISE = 3


class Watch:
    """Counts, from its making on, the processor time that is not ours.

    Parameters
    ----------
    pids : sequence of int
        Our processes, this one not counted.
    """

    def __init__(self, pids: Sequence[int]):
        self._pids = (*pids, os.getpid())
        self._start = time.perf_counter()
        self._ticks = self._others()

    def disturbed(self) -> bool:
        """Return whether others used more than a little since the making."""
        if not STAT.exists():
            return False
        per_second = os.sysconf("SC_CLK_TCK")
        allowed = ALLOWED * per_second * (time.perf_counter() - self._start)
        return self._others() - self._ticks > max(NOISE, allowed)

    def _others(self) -> int:
        if not STAT.exists():
            return 0
        # user, nice, system, idle, iowait, irq, softirq, steal
        fields = [int(f) for f in STAT.read_text().split("\n", 1)[0].split()[1:9]]
        return sum(fields) - fields[3] - fields[4] - sum(_ticks(pid) for pid in self._pids)


def _ticks(pid: int) -> int:
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0
    return int(after_name[11]) + int(after_name[12])


def wait(pids: Sequence[int], deadline: float) -> None:
    """Wait until others have left the processor for half a second, or the deadline has come."""
    while time.perf_counter() < deadline:
        watch = Watch(pids)
        time.sleep(0.5)
        if not watch.disturbed():
            return
