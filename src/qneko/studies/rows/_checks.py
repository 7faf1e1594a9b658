"""What all kinds of data check of a study file before they make rows."""

from __future__ import annotations

from collections.abc import Iterable

from ...errors import InputError
from ..study_file._tables import DataSection


def kind_of(name: str) -> str:
    """Return what a shipped data set holds; a table for names that are not registered."""
    from ...domains import describe, names

    return describe(name).kind if name in names() else "table"


def refuse_keys(wanted: DataSection, keys: Iterable[str], why: str) -> None:
    """Refuse the first of some keys of ``[data]`` that is given; `why` follows its name."""
    for key in keys:
        if getattr(wanted, key) is not None:
            raise InputError(f"data.{key}: {why}; leave {key} out.")
