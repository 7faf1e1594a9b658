"""Where programs run: devices declare what they can do and refuse the rest."""

from ._capabilities import Capabilities
from ._device import BaseDevice, Device
from ._registry import get_device, list_devices
from ._shot_noise import ShotNoiseDevice
from ._snapshot import Price, Snapshot, Times, get_snapshot, list_snapshots
from ._statevector import StatevectorDevice

__all__ = [
    "BaseDevice",
    "Capabilities",
    "Device",
    "Price",
    "ShotNoiseDevice",
    "Snapshot",
    "StatevectorDevice",
    "Times",
    "get_device",
    "get_snapshot",
    "list_devices",
    "list_snapshots",
]
