"""Angles: polynomials of features (data, one row a sample) and weights (trainable, shared)."""

from __future__ import annotations

import itertools
import math
import secrets
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from numbers import Real
from operator import index
from typing import NamedTuple

from ..errors import InputError


class Symbol(NamedTuple):
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
    index: int  # type: ignore[assignment]  # nobody looks up positions in a symbol

    def __str__(self) -> str:
        return f"{'x' if self.kind == 'feature' else 'w'}[{self.index if self.index >= 0 else '?'}]"


Monomial = tuple[Symbol, ...]
Terms = tuple[tuple[Monomial, float], ...]


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
        #: ((symbols, coefficient), ...): sorted, no zero coefficients; () is the constant monomial
        self.terms: Terms = _normal(merged)

    @classmethod
    def _of(cls, terms: Terms) -> Angle:
        """Return the angle with terms that are known to be in the normal form."""
        angle = cls.__new__(cls)
        angle.terms = terms
        return angle

    @classmethod
    def of(cls, value: Angle | float) -> Angle:
        """Return `value` as an angle; a finite real number becomes a constant one."""
        if isinstance(value, Angle):
            return value
        # numpy scalars register as Real; bool is one too, but as an angle it is a mistake
        if isinstance(value, Real) and not isinstance(value, bool):
            return _constant(float(value))
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
        return self.terms[0][1] if self.terms and not self.terms[0][0] else 0.0

    @property
    def is_constant(self) -> bool:
        """Whether the angle depends on neither features nor weights."""
        return not self.terms or not self.terms[-1][0]

    def substitute(self, symbol_of: Callable[[Symbol], Symbol]) -> Angle:
        """Return the same polynomial with every symbol replaced by ``symbol_of(symbol)``."""
        if self.is_constant:
            return self
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
        more = Angle.of(other).terms
        if not self.terms or not more:
            return Angle._of(self.terms or more)
        if len(more) == 1:
            return Angle._of(_with_term(self.terms, *more[0]))
        merged = dict(self.terms)
        for monomial, coefficient in more:
            merged[monomial] = merged.get(monomial, 0.0) + coefficient
        return Angle._of(_normal(merged))

    def __mul__(self, other: Angle | float) -> Angle:
        factor = Angle.of(other)
        if factor.is_constant:
            return Angle._of(_normal({m: c * factor.constant for m, c in self.terms}))
        return Angle((m1 + m2, c1 * c2) for m1, c1 in self.terms for m2, c2 in factor.terms)

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self) -> Angle:
        return Angle._of(tuple([(m, -c) for m, c in self.terms]))

    def __sub__(self, other: Angle | float) -> Angle:
        return self + -Angle.of(other)

    def __rsub__(self, other: Angle | float) -> Angle:
        return Angle.of(other) - self

    def __truediv__(self, other: float) -> Angle:
        divisor = Angle.of(other)
        if not divisor.is_constant or divisor.constant == 0.0:
            raise InputError(f"An angle can only be divided by a number other than 0, got {other}.")
        return Angle._of(_normal({m: c / divisor.constant for m, c in self.terms}))

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


@lru_cache(maxsize=1024)  # gates' own angles, such as pi / 2, come again and again
def _constant(value: float) -> Angle:
    if not math.isfinite(value):
        raise InputError(f"An angle must be finite, got {value}.")
    return Angle._of((((), value),) if value else ())


def _normal(merged: dict[Monomial, float]) -> Terms:
    """Return terms of different sorted monomials in the normal form."""
    for coefficient in merged.values():
        _check_finite(coefficient)
    terms = [term for term in merged.items() if term[1] != 0.0]
    if len(terms) > 1:
        terms.sort()
    return tuple(terms)


def _with_term(terms: Terms, monomial: Monomial, coefficient: float) -> Terms:
    """Return normal terms with one more of them: no sorting, since most sums are such."""
    place = bisect_left(terms, (monomial,))
    after = place
    if place < len(terms) and terms[place][0] == monomial:
        coefficient += terms[place][1]
        _check_finite(coefficient)
        after += 1
    middle = ((monomial, coefficient),) if coefficient else ()
    return terms[:place] + middle + terms[after:]


def _check_finite(coefficient: float) -> None:
    if not math.isfinite(coefficient):
        raise InputError("An angle's coefficients must be finite; the arithmetic overflowed.")


def feature(index: int) -> Angle:
    """Return the angle that reads column `index` of ``X`` (one value a sample), in radians."""
    if isinstance(index, bool) or not hasattr(index, "__index__") or index < 0:
        raise InputError(f"feature(i) takes a column number from 0 on, got {index!r}.")
    return Angle._of((((Symbol("feature", int(index)),), 1.0),))


def weight() -> Angle:
    """Return a new trainable angle, in radians.

    It gets its position in ``w`` when a circuit first uses it (of several in one angle, the one
    made first gets the first); use the same object twice to share one weight between gates.
    """
    return Angle._of((((Symbol("weight", _next_label()),), 1.0),))


_created = itertools.count()


def _next_label() -> int:
    """Return a negative number that no other weight has.

    The count comes first, so that the numbering of weights is the same in every run; random bits
    tell apart weights made in different processes (circuits and angles can be pickled).
    """
    return (next(_created) << 64) + secrets.randbits(64) - (1 << 128)
