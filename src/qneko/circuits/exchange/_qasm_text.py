"""Angles as OpenQASM expressions: read back, they are the same to the last bit."""

from __future__ import annotations

import math
from collections.abc import Callable

from .._angle import Angle, Symbol

_DENOMINATORS = (1, 2, 3, 4, 6, 8, 12, 16)


def expression(angle: Angle, name_of: Callable[[Symbol], str]) -> str:
    """Return an angle as an expression of +, -, *, numbers and names."""
    text = ""
    for monomial, coefficient in angle.terms:
        factors = [name_of(s) for s in sorted(monomial, key=lambda s: (s.kind != "weight", s))]
        size = abs(coefficient)
        body = "*".join(factors if factors and size == 1.0 else [number(size), *factors])
        minus = coefficient < 0
        text += f" {'-' if minus else '+'} {body}" if text else f"{'-' if minus else ''}{body}"
    # OpenQASM tells whole numbers from real ones: inputs are real, so numbers are written so
    return text or "0.0"


def number(value: float) -> str:
    """Return a positive number as a multiple of pi if it is exactly one, else in decimals."""
    for denominator in _DENOMINATORS:
        numerator = round(value * denominator / math.pi)
        if 0 < numerator <= 64 and numerator * math.pi / denominator == value:
            multiple = "pi" if numerator == 1 else f"{numerator}*pi"
            return multiple if denominator == 1 else f"{multiple}/{denominator}"
    return repr(value)
