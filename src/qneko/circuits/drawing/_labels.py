"""Angles in few characters: 2x0, (π - x0)(π - x1), 0.1 + w3·x2."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .._angle import Angle, Monomial, Symbol

#: Pieces of a label; a symbol is drawn by its letter and number, in its colour where there is one.
Label = list[str | Symbol]

_DENOMINATORS = (1, 2, 3, 4, 6, 8, 12, 16)
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: Longer sums end in "…": the picture tells the structure, the circuit the details.
_MAX_TERMS = 3


def angle_label(angle: Angle) -> Label:
    """Return an angle as a short label; numbers have three digits."""
    factors = _factored(angle)
    if factors:
        return factors
    label: Label = []
    for position, (monomial, coefficient) in enumerate(angle.terms):
        if position == _MAX_TERMS:
            return [*label, " + …"]
        if coefficient < 0:
            label.append(" - " if position else "-")
        elif position:
            label.append(" + ")
        label += _term(monomial, abs(coefficient))
    return label or ["0"]


def plain(label: Sequence[str | Symbol]) -> str:
    """Return a label as plain text."""
    return "".join(p if isinstance(p, str) else f"{letter(p)}{p.index}" for p in label)


def letter(symbol: Symbol) -> str:
    """Return x for a feature, w for a weight."""
    return "x" if symbol.kind == "feature" else "w"


def number(value: float) -> str:
    """Return a positive number with three digits, or as the multiple of π that it is."""
    for denominator in _DENOMINATORS:
        numerator = round(value * denominator / math.pi)
        if 0 < numerator <= 16 and math.isclose(numerator * math.pi / denominator, value):
            multiple = "π" if numerator == 1 else f"{numerator}π"
            return multiple if denominator == 1 else f"{multiple}/{denominator}"
    return f"{value:.3g}"


def _term(monomial: Monomial, size: float) -> Label:
    """Return a positive term: coefficient, weights, features."""
    coefficient = number(size)
    if not monomial:
        return [coefficient]
    label: Label = [] if coefficient == "1" else [coefficient]
    if "/" in coefficient:
        label.append("·")
    ordered = sorted(set(monomial), key=lambda s: (s.kind != "weight", s))
    for position, symbol in enumerate(ordered):
        if position:
            label.append("·")
        label.append(symbol)
        power = monomial.count(symbol)
        if power > 1:
            label.append(str(power).translate(_SUPERSCRIPTS))
    return label


def _factored(angle: Angle) -> Label:
    """Return c(a - x)(b - y) where an angle is that, as in the ZZ feature map; else nothing."""
    terms = dict(angle.terms)
    product: Monomial = next((m for m in terms if len(m) == 2), ())
    if len(terms) != 4 or len(set(product)) != 2:
        return []
    a, b = product[0], product[1]
    if set(terms) != {(), (a,), (b,), product}:
        return []
    scale = terms[product]
    # (a + shift_a)(b + shift_b) scale
    shift_a, shift_b = terms[b,] / scale, terms[a,] / scale
    if not math.isclose(shift_a * shift_b * scale, terms[()], rel_tol=1e-9):
        return []
    flip = shift_a < 0 and shift_b < 0  # both signs: (π - x)(π - y)
    label: Label = []
    if scale < 0:
        label.append("-")
    if not math.isclose(abs(scale), 1.0):
        label.append(number(abs(scale)))
    for symbol, shift in ((a, shift_a), (b, shift_b)):
        if flip:
            label += ["(", number(-shift), " - ", symbol, ")"]
        else:
            label += ["(", symbol, " + " if shift > 0 else " - ", number(abs(shift)), ")"]
    return label
