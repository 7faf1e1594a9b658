"""Angles: polynomials of features (data, one row a sample) and weights (trainable, shared)."""

from __future__ import annotations

import itertools
import math
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from numbers import Real
from operator import index

from ..errors import InputError


@dataclass(frozen=True, slots=True, order=True)
class Symbol:
    """One variable of an angle: a feature column, or a weight.

    Parameters
    ----------
    kind : {"feature", "weight"}
        What the variable is.
    index : int
        Column of ``X``, or position in ``w``. A weight that no circuit has used yet has no
        position: it carries a negative number instead, which tells it from all others.
    """

    kind: str
    index: int

    def __str__(self) -> str:
        return f"{'x' if self.kind == 'feature' else 'w'}[{self.index if self.index >= 0 else '?'}]"


Monomial = tuple[Symbol, ...]


class Angle:
    """A real polynomial of features and weights, in radians.

    Made from `feature`, `weight` and plain numbers with ``+``, ``-``, ``*``, ``/`` by a number
    and ``**`` by a whole number. Immutable and hashable.

    Examples
    --------
    >>> from qneko.circuits import feature, weight, pi
    >>> print((pi - feature(0)) * 2)
    6.28319 - 2*x[0]
    >>> print(2 * weight() * feature(0) + 0.1)
    0.1 + 2*w[?]*x[0]
    """

    __slots__ = ("terms",)
    __array_ufunc__ = None  # NumPy numbers leave arithmetic with an angle to the angle

    def __init__(self, terms: Mapping[Monomial, float] | Iterable[tuple[Monomial, float]] = ()):
        merged: dict[Monomial, float] = {}
        for monomial, coefficient in terms.items() if isinstance(terms, Mapping) else terms:
            ordered = tuple(sorted(monomial))
            merged[ordered] = merged.get(ordered, 0.0) + coefficient
        if not all(map(math.isfinite, merged.values())):
            raise InputError("An angle's coefficients must be finite; the arithmetic overflowed.")
        #: ((symbols, coefficient), ...): sorted, no zero coefficients; () is the constant monomial
        self.terms: tuple[tuple[Monomial, float], ...] = tuple(
            sorted((m, c) for m, c in merged.items() if c != 0.0)
        )

    @classmethod
    def of(cls, value: Angle | float) -> Angle:
        """Return `value` as an angle; a finite real number becomes a constant one."""
        if isinstance(value, Angle):
            return value
        # numpy scalars register as Real; bool is one too, but as an angle it is a mistake
        if isinstance(value, Real) and not isinstance(value, bool):
            if not math.isfinite(value):
                raise InputError(f"An angle must be finite, got {value}.")
            return cls({(): float(value)})
        raise InputError(
            "An angle is a number or an expression of feature(i) and weight(), "
            f"got {type(value).__name__}."
        )

    @property
    def symbols(self) -> frozenset[Symbol]:
        """The variables that occur."""
        return frozenset(s for monomial, _ in self.terms for s in monomial)

    @property
    def constant(self) -> float:
        """The coefficient of the constant term, in radians."""
        return dict(self.terms).get((), 0.0)

    @property
    def is_constant(self) -> bool:
        """Whether the angle depends on neither features nor weights."""
        return not self.symbols

    def substitute(self, symbol_of: Callable[[Symbol], Symbol]) -> Angle:
        """Return the same polynomial with every symbol replaced by ``symbol_of(symbol)``."""
        return Angle((tuple(symbol_of(s) for s in m), c) for m, c in self.terms)

    def insert(self, value_of: Callable[[Symbol], Angle]) -> Angle:
        """Return the polynomial with every symbol replaced by the angle ``value_of(symbol)``."""
        terms: list[tuple[Monomial, float]] = []
        for monomial, coefficient in self.terms:
            product: list[tuple[Monomial, float]] = [((), coefficient)]
            for symbol in monomial:
                value = value_of(symbol).terms
                product = [(m1 + m2, c1 * c2) for m1, c1 in product for m2, c2 in value]
            terms += product
        return Angle(terms)

    def __add__(self, other: Angle | float) -> Angle:
        return Angle((*self.terms, *Angle.of(other).terms))

    def __mul__(self, other: Angle | float) -> Angle:
        return Angle(
            (m1 + m2, c1 * c2) for m1, c1 in self.terms for m2, c2 in Angle.of(other).terms
        )

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self) -> Angle:
        return self * -1.0

    def __sub__(self, other: Angle | float) -> Angle:
        return self + -Angle.of(other)

    def __rsub__(self, other: Angle | float) -> Angle:
        return Angle.of(other) - self

    def __truediv__(self, other: float) -> Angle:
        divisor = Angle.of(other)
        if not divisor.is_constant or divisor.constant == 0.0:
            raise InputError(f"An angle can only be divided by a number other than 0, got {other}.")
        return Angle((m, c / divisor.constant) for m, c in self.terms)

    def __rtruediv__(self, other: float) -> Angle:
        raise InputError(f"An angle is a polynomial: it cannot divide, got {other} / ({self}).")

    def __pow__(self, exponent: int) -> Angle:
        if isinstance(exponent, bool) or not hasattr(exponent, "__index__") or exponent < 0:
            raise InputError(f"An angle's exponent is a whole number from 0 on, got {exponent!r}.")
        power = Angle.of(1.0)
        for _ in range(index(exponent)):
            power = power * self
        return power

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Angle) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(self.terms)

    def __str__(self) -> str:
        text = ""
        for monomial, coefficient in self.terms:
            factors = [str(s) for s in sorted(monomial, key=lambda s: (s.kind != "weight", s))]
            size = f"{abs(coefficient):.6g}"
            body = "*".join(factors if factors and size == "1" else [size, *factors])
            sign = "-" if coefficient < 0 else "+"
            text += f" {sign} {body}" if text else ("-" if coefficient < 0 else "") + body
        return text or "0"

    __repr__ = __str__


def feature(index: int) -> Angle:
    """Return the angle that reads column `index` of ``X`` (one value a sample), in radians."""
    if isinstance(index, bool) or not hasattr(index, "__index__") or index < 0:
        raise InputError(f"feature(i) takes a column number from 0 on, got {index!r}.")
    return Angle([((Symbol("feature", int(index)),), 1.0)])


def weight() -> Angle:
    """Return a new trainable angle, in radians.

    It gets its position in ``w`` when a circuit first uses it (of several in one angle, the one
    made first gets the first); use the same object twice to share one weight between gates.
    """
    return Angle([((Symbol("weight", _next_label()),), 1.0)])


_created = itertools.count()


def _next_label() -> int:
    """Return a negative number that no other weight has.

    The count comes first, so that the numbering of weights is the same in every run; random bits
    tell apart weights made in different processes (circuits and angles can be pickled).
    """
    return (next(_created) << 64) + secrets.randbits(64) - (1 << 128)
