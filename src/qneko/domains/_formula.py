"""Chemical formulas and SMILES as text: read and checked, not encoded."""

from __future__ import annotations

import re

from ..errors import InputError
from ._words import did_you_mean

#: All elements by atomic number, from 1 on.
ELEMENTS = tuple(
    re.findall(
        "[A-Z][a-z]?",
        "HHeLiBeBCNOFNeNaMgAlSiPSClArKCaScTiVCrMnFeCoNiCuZnGaGeAsSeBrKrRbSrYZrNbMoTcRuRhPdAgCdInSn"
        "SbTeIXeCsBaLaCePrNdPmSmEuGdTbDyHoErTmYbLuHfTaWReOsIrPtAuHgTlPbBiPoAtRnFrRaAcThPaUNpPuAmCmBk"
        "CfEsFmMdNoLrRfDbSgBhHsMtDsRgCnNhFlMcLvTsOg",
    )
)

_SYMBOLS = frozenset(ELEMENTS)
_TOKEN = re.compile(r"([A-Z][a-z]?|[()\[\]])(\d*\.?\d+(?:[eE]-?\d+)?|\d+\.|)")
_SMILES = re.compile(r"[A-Za-z0-9@+\-\[\]()=#$:/\\.%*~]+")
_CLOSES = {")": "(", "]": "["}


def composition(formula: str) -> dict[str, float]:
    """Return how many atoms of each element a chemical formula counts.

    Parameters
    ----------
    formula : str
        Symbols with whole or fractional numbers, and brackets: "Ag(AuS)2", "Fe0.62C0.01Mn0.37".

    Returns
    -------
    dict of str to float
        Number of atoms by symbol, in the order of the formula; not normalised.

    Raises
    ------
    InputError
        If the text is no formula.

    Examples
    --------
    >>> from qneko.domains import composition
    >>> composition("Ag(AuS)2")
    {'Ag': 1.0, 'Au': 2.0, 'S': 2.0}
    """
    try:
        return _composition(formula)
    except ValueError as error:
        raise InputError(
            f"{formula!r} is no chemical formula ({error}): write symbols and numbers, "
            "like Ag(AuS)2 or Fe0.62C0.01Mn0.37."
        ) from None


def _composition(formula: str) -> dict[str, float]:
    levels: list[dict[str, float]] = [{}]
    opened: list[str] = []
    at = 0
    while at < len(formula):
        token = _TOKEN.match(formula, at)
        if token is None:
            raise ValueError(f"at {formula[at:]!r}")
        what, number = token.groups()
        count = float(number) if number else 1.0
        at = token.end()
        if what in "([":
            if number:
                raise ValueError(f"a number after {what!r}")
            opened.append(what)
            levels.append({})
        elif what in _CLOSES:
            if not opened or opened.pop() != _CLOSES[what]:
                raise ValueError(f"a {what!r} that closes nothing")
            for symbol, n in levels.pop().items():
                levels[-1][symbol] = levels[-1].get(symbol, 0.0) + n * count
        elif what not in _SYMBOLS:
            raise ValueError(f"no element {what!r}{did_you_mean(what, ELEMENTS)}")
        else:
            levels[-1][what] = levels[-1].get(what, 0.0) + count
    if opened:
        raise ValueError(f"a {opened[-1]!r} is never closed")
    if not levels[0] or sum(levels[0].values()) <= 0.0:
        raise ValueError("no atoms")
    return levels[0]


def reduced(formula: str) -> str:
    """Return a name that is equal for all ways to write one composition: shares to 6 digits."""
    counts = composition(formula)
    total = sum(counts.values())
    return " ".join(f"{symbol}{counts[symbol] / total:.6g}" for symbol in sorted(counts))


def smiles_fault(text: str) -> str:
    """Return what is wrong with a SMILES string as far as its letters show, "" if nothing.

    Whether the molecule exists is for a chemistry library to say, where it is encoded.
    """
    if not _SMILES.fullmatch(text):
        odd = next(c for c in text if not _SMILES.fullmatch(c))
        return f"{odd!r} is no part of SMILES"
    for opening, closing in (("(", ")"), ("[", "]")):
        depth = 0
        for letter in text:
            depth += (letter == opening) - (letter == closing)
            if depth < 0:
                break
        if depth:
            return f"{opening!r} and {closing!r} do not match"
    return ""
