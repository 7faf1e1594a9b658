"""Observables: real linear combinations of Pauli strings."""

from __future__ import annotations

import cmath
from collections.abc import Iterable, Mapping
from numbers import Number

from ..errors import InputError

#: A Pauli string: ((qubit, "X" | "Y" | "Z"), ...) by rising qubit; () is the identity.
PauliString = tuple[tuple[int, str], ...]

#: The product of two different Paulis on one qubit: (the third one, its phase).
_PRODUCT = {
    ("X", "Y"): ("Z", 1j),
    ("Y", "Z"): ("X", 1j),
    ("Z", "X"): ("Y", 1j),
    ("Y", "X"): ("Z", -1j),
    ("Z", "Y"): ("X", -1j),
    ("X", "Z"): ("Y", -1j),
}


class Observable:
    """A linear combination of Pauli strings; measured ones need real coefficients.

    Made from `X`, `Y`, `Z` and `identity` with ``+``, ``-``, ``*`` by a number and ``@`` (operator
    product). Immutable and hashable.

    Examples
    --------
    >>> from qneko.circuits import X, Z
    >>> print(0.5 * Z(1) @ Z(2) - X(0))
    -X0 + 0.5 Z1 Z2
    """

    __slots__ = ("terms",)
    __array_ufunc__ = None  # NumPy numbers leave arithmetic with an observable to the observable

    def __init__(
        self, terms: Mapping[PauliString, complex] | Iterable[tuple[PauliString, complex]]
    ):
        pairs = terms.items() if isinstance(terms, Mapping) else terms
        #: ((string, coefficient), ...), sorted, no zero coefficients
        self.terms: tuple[tuple[PauliString, complex], ...] = _merged(
            (_checked(string), coefficient) for string, coefficient in pairs
        )

    @classmethod
    def _of(cls, terms: Iterable[tuple[PauliString, complex]]) -> Observable:
        """Return the combination of strings that are known to be in order."""
        observable = cls.__new__(cls)
        observable.terms = _merged(terms)
        return observable

    @staticmethod
    def sum(observables: Iterable[Observable]) -> Observable:
        """Return the sum of many, such as a Hamiltonian's terms, in time linear in their number.

        Python's own ``sum`` gives the same, but makes every partial sum on the way.

        Parameters
        ----------
        observables : iterable of Observable
            What to add; none at all gives 0.

        Examples
        --------
        >>> from qneko.circuits import Observable, X, Z
        >>> ising = [Z(q) @ Z(q + 1) for q in range(2)] + [0.5 * X(q) for q in range(3)]
        >>> print(Observable.sum(ising))
        0.5 X0 + Z0 Z1 + 0.5 X1 + Z1 Z2 + 0.5 X2
        """
        members = list(observables)
        for i, member in enumerate(members):
            if not isinstance(member, Observable):
                raise InputError(
                    f"Observable.sum: expected observables, got {type(member).__name__} "
                    f"at position {i}."
                )
        return Observable._of(term for member in members for term in member.terms)

    @property
    def n_qubits(self) -> int:
        """The least number of qubits that a circuit needs to be measured with it."""
        return 1 + max((q for string, _ in self.terms for q, _ in string), default=-1)

    @property
    def is_hermitian(self) -> bool:
        """Whether all coefficients are real, so that it can be measured."""
        return all(complex(c).imag == 0.0 for _, c in self.terms)

    def __add__(self, other: Observable) -> Observable:
        if not isinstance(other, Observable):
            return NotImplemented
        return Observable._of((*self.terms, *other.terms))

    def __radd__(self, other: int) -> Observable:
        # sum(observables) starts from 0
        return self if isinstance(other, int) and other == 0 else NotImplemented

    def __sub__(self, other: Observable) -> Observable:
        if not isinstance(other, Observable):
            return NotImplemented
        return self + (-1.0) * other

    def __neg__(self) -> Observable:
        return -1.0 * self

    def __mul__(self, factor: complex) -> Observable:
        if not isinstance(factor, Number) or isinstance(factor, bool):
            raise InputError(
                "An observable is multiplied by a number with * and by an observable with @, "
                f"got {type(factor).__name__}."
            )
        return Observable._of((s, c * factor) for s, c in self.terms)

    __rmul__ = __mul__

    def __truediv__(self, divisor: complex) -> Observable:
        if not isinstance(divisor, Number) or isinstance(divisor, bool) or not divisor:
            raise InputError(
                f"An observable can only be divided by a number other than 0, got {divisor}."
            )
        return Observable._of((s, c / divisor) for s, c in self.terms)

    def __matmul__(self, other: Observable) -> Observable:
        if not isinstance(other, Observable):
            return NotImplemented
        products = []
        for s1, c1 in self.terms:
            for s2, c2 in other.terms:
                string, phase = _multiply(s1, s2)
                products.append((string, c1 * c2 * phase))
        return Observable._of(products)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Observable) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(self.terms)

    def __str__(self) -> str:
        text = ""
        for string, coefficient in self.terms:
            paulis = " ".join(f"{p}{q}" for q, p in string) or "I"
            value = complex(coefficient)
            if value.imag:
                negative, size = False, f"({value:.6g})"
            else:
                negative, size = value.real < 0, f"{abs(value.real):.6g}"
            body = paulis if size == "1" else f"{size} {paulis}"
            sign = "-" if negative else "+"
            text += f" {sign} {body}" if text else ("-" if negative else "") + body
        return text or "0"

    __repr__ = __str__


def _merged(
    terms: Iterable[tuple[PauliString, complex]],
) -> tuple[tuple[PauliString, complex], ...]:
    """Return the terms sorted, with equal strings added and zeros left out."""
    merged: dict[PauliString, complex] = {}
    for string, coefficient in terms:
        merged[string] = merged.get(string, 0.0) + coefficient
    for string, coefficient in merged.items():
        if not cmath.isfinite(coefficient):
            raise InputError(f"An observable's coefficients must be finite, got {coefficient}.")
        if complex(coefficient).imag == 0.0:
            merged[string] = complex(coefficient).real
    return tuple(sorted((s, c) for s, c in merged.items() if c != 0))


def _checked(string: PauliString) -> PauliString:
    """Return a Pauli string sorted by qubit, or say what is wrong with it."""
    ordered = tuple(sorted(string))
    qubits = [q for q, _ in ordered]
    if any(p not in ("X", "Y", "Z") or q < 0 for q, p in ordered) or len(set(qubits)) < len(qubits):
        raise InputError(
            "A Pauli string is ((qubit, 'X' | 'Y' | 'Z'), ...) with different qubits from 0 on, "
            f"got {string}."
        )
    return ordered


def _multiply(first: PauliString, second: PauliString) -> tuple[PauliString, complex]:
    """Return the product of two Pauli strings as (string, phase)."""
    letters, phase = dict(first), 1.0 + 0.0j
    for qubit, pauli in second:
        mine = letters.pop(qubit, None)
        if mine is None:
            letters[qubit] = pauli
        elif mine != pauli:
            letters[qubit], factor = _PRODUCT[mine, pauli]
            phase *= factor
    return tuple(sorted(letters.items())), phase if phase.imag else phase.real


def _pauli(letter: str, qubit: int) -> Observable:
    if isinstance(qubit, bool) or not hasattr(qubit, "__index__") or qubit < 0:
        raise InputError(f"{letter}(q) takes a qubit number from 0 on, got {qubit!r}.")
    return Observable([(((int(qubit), letter),), 1.0)])


def X(qubit: int) -> Observable:
    """Return the Pauli X of one qubit."""
    return _pauli("X", qubit)


def Y(qubit: int) -> Observable:
    """Return the Pauli Y of one qubit."""
    return _pauli("Y", qubit)


def Z(qubit: int) -> Observable:
    """Return the Pauli Z of one qubit."""
    return _pauli("Z", qubit)


def identity() -> Observable:
    """Return the identity, whose expectation is 1; times a number it shifts an observable."""
    return Observable([((), 1.0)])
