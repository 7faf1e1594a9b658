"""How a command ends early without being wrong."""

from __future__ import annotations


class StoppedByUserError(Exception):
    """The user pressed Ctrl-C; the message says how to go on."""
