"""The durable record of what was planned, run and paid for."""

from ._ledger import Ledger, count_done
from ._machine import Entry, State, step

__all__ = ["Entry", "Ledger", "State", "count_done", "step"]
