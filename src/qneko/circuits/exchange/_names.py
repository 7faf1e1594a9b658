"""Names of features and weights outside qneko: x_3 and w_0, or what another program chose."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from ...errors import InputError
from .._angle import Symbol

_LETTERS = {"feature": "x", "weight": "w"}


def qasm_name(symbol: Symbol) -> str:
    """Return the name of a feature or weight as an OpenQASM identifier."""
    return f"{_LETTERS[symbol.kind]}_{symbol.index}"


def symbols_by_name(
    names: Sequence[str],
    features: Iterable[object] | None,
    weights: Iterable[object] | None,
) -> dict[str, Symbol]:
    """Decide which parameter of a circuit is which feature or weight.

    Parameters
    ----------
    names : sequence of str
        The circuit's parameters, in its order.
    features, weights : iterable of str or of objects with a ``name``, optional
        Their names, by position. Without `features` they are those named x_0, x_1, ... (or x[0],
        or _x_0_ as Qiskit writes it); without `weights` they are all the others: by their number
        if they are named w_0, w_1, ..., else in the circuit's order.

    Returns
    -------
    dict of str to Symbol
    """
    if features is None:
        found = _numbered("feature", names)
        if weights is not None:
            taken = set(_listed("weights", weights, names))
            found = {name: index for name, index in found.items() if name not in taken}
    else:
        found = _listed("features", features, names)
    symbols = {name: Symbol("feature", index) for name, index in found.items()}
    rest = [name for name in names if name not in symbols]
    if weights is not None:
        positions = _listed("weights", weights, names)
    else:
        positions = _numbered("weight", rest)
        if len(positions) < len(rest):
            positions = {name: position for position, name in enumerate(rest)}
    for name in rest:
        if name not in positions:
            raise InputError(
                f"Parameter {name!r} is neither in features nor in weights: add it to one of them."
            )
        symbols[name] = Symbol("weight", positions[name])
    owners: dict[Symbol, str] = {}
    for name, symbol in symbols.items():
        if owners.setdefault(symbol, name) != name:
            raise InputError(
                f"Parameters {owners[symbol]!r} and {name!r} would both be {symbol.kind} "
                f"{symbol.index}: say with features=[...] and weights=[...] which is which."
            )
    return symbols


def _numbered(kind: str, names: Iterable[str]) -> dict[str, int]:
    """Return the numbers of those names that have the form x_3, x[3] or _x_3_."""
    letter = _LETTERS[kind]
    digits = r"(\d{1,6})"  # a larger number is no position
    pattern = re.compile(rf"{letter}_{digits}|{letter}\[{digits}\]|_{letter}_{digits}_", re.ASCII)
    matches = {name: pattern.fullmatch(name) for name in names}
    return {
        name: int(next(group for group in match.groups() if group))
        for name, match in matches.items()
        if match
    }


def _listed(argument: str, given: Iterable[object], names: Sequence[str]) -> dict[str, int]:
    """Return the positions of the names that a caller gave."""
    wanted = [str(getattr(item, "name", item)) for item in given]
    for name in wanted:
        if name not in names:
            close = difflib.get_close_matches(name, names, n=1)
            hint = (
                f"did you mean {close[0]!r}?" if close else f"it has {', '.join(names) or 'none'}."
            )
            raise InputError(f"{argument}: {name!r} is not a parameter of the circuit; {hint}")
    if len(set(wanted)) < len(wanted):
        raise InputError(f"{argument}: expected different names, got {', '.join(wanted)}.")
    return {name: position for position, name in enumerate(wanted)}
