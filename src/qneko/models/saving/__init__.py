"""Models in files: JSON and arrays, versioned, safe to load from a stranger."""

from ._saving import load, save

__all__ = ["load", "save"]
