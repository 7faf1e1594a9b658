"""Where it runs: devices for programs, engines for Python tasks, a ledger of what was done."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._progress import progress_bar
    from .devices import (
        Capabilities,
        Device,
        ShotNoiseDevice,
        Snapshot,
        get_device,
        get_snapshot,
        list_devices,
        list_snapshots,
    )
    from .engines import Engine, InProcessEngine, LocalEngine, WorkerLostError
    from .ledger import Ledger

__all__ = [
    "Capabilities",
    "Device",
    "Engine",
    "InProcessEngine",
    "Ledger",
    "LocalEngine",
    "ShotNoiseDevice",
    "Snapshot",
    "WorkerLostError",
    "get_device",
    "get_snapshot",
    "list_devices",
    "list_snapshots",
    "progress_bar",
]

_HOME = {
    **dict.fromkeys(("Capabilities", "Device", "get_device", "list_devices"), "devices"),
    **dict.fromkeys(("ShotNoiseDevice", "Snapshot", "get_snapshot", "list_snapshots"), "devices"),
    **dict.fromkeys(("Engine", "InProcessEngine", "LocalEngine", "WorkerLostError"), "engines"),
    "Ledger": "ledger",
    "progress_bar": "_progress",
}


def __getattr__(name: str) -> Any:
    # loaded on first use: a model needs a device, but not the database behind the ledger
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOME[name]}", __name__), name)
