"""Devices by name."""

from __future__ import annotations

from difflib import get_close_matches

from ...errors import InputError
from ._device import BaseDevice, Device
from ._statevector import StatevectorDevice

_DEVICES: dict[str, type[BaseDevice]] = {"statevector": StatevectorDevice}


def list_devices() -> list[str]:
    """Return the names that `get_device` knows, the default one first."""
    return list(_DEVICES)


def get_device(name: str | Device = "statevector") -> Device:
    """Return a device by name; a device itself is handed back as it is.

    Parameters
    ----------
    name : str or Device, default "statevector"
        One of `list_devices`, or an object that has a device's methods.

    Raises
    ------
    InputError
        If no device has this name.
    """
    if isinstance(name, str):
        if name in _DEVICES:
            return _DEVICES[name]()
        close = get_close_matches(name, _DEVICES, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"known: {', '.join(_DEVICES)}."
        raise InputError(f"There is no device '{name}'; {hint}")
    if isinstance(name, Device):
        return name
    raise InputError(f"Expected a device or its name, got {type(name).__name__}.")
