"""Lists of names that a caller chooses from."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import InputError
from .._words import did_you_mean


def wanted(what: str, names: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return the names, if they are some of the known ones, each once.

    Raises
    ------
    InputError
        If not.
    """
    if isinstance(names, str):
        raise InputError(f"{what}: a list is expected, got the text {names!r}: write [{names!r}].")
    for name in names:
        if name not in known:
            raise InputError(
                f"{what}: {', '.join(known)} are known, got {name!r}{did_you_mean(name, known)}."
            )
    if not names or len(set(names)) < len(names):
        raise InputError(f"{what}: at least one of {', '.join(known)} is expected, each once.")
    return tuple(names)
