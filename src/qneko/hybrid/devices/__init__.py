"""Where programs run: devices declare what they can do and refuse the rest."""

from ._capabilities import Capabilities
from ._device import BaseDevice, Device
from ._registry import get_device, list_devices
from ._statevector import StatevectorDevice

__all__ = [
    "BaseDevice",
    "Capabilities",
    "Device",
    "StatevectorDevice",
    "get_device",
    "list_devices",
]
