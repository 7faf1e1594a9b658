"""One small file a workload; each defines ``WORKLOAD``. Add yours to ``NAMES``."""

from __future__ import annotations

from importlib import import_module

from ..problem import Workload as Workload

NAMES = ("w1", "w2", "w3", "w4", "w5", "w6", "w7")


def load(name: str) -> Workload:
    """Return a workload by name."""
    return import_module(f".{name}", __name__).WORKLOAD
