"""Excitations of electrons, their rotations, and the pools that ansätze take them from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from ...circuits import Angle, Circuit, PauliString
from ._hamiltonian import ElectronicHamiltonian
from ._jordan_wigner import jordan_wigner


@dataclass(frozen=True)
class Excitation:
    """Electrons that move between spin orbitals: ``exp(t (T - T^))``.

    T creates in `target` and annihilates in `source`, e.g. ``T = a_2^ a_3^ a_1 a_0``.

    Attributes
    ----------
    source, target : tuple of int
        Spin orbitals, even ones with spin up: as many of either, none in both.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]

    @cached_property
    def rotations(self) -> tuple[tuple[PauliString, float], ...]:
        """The Pauli strings of the generator and their factors: ``T - T^ = i sum c P``."""
        n = len(self.source)
        modes = (*self.target, *reversed(self.source))
        product = jordan_wigner([1.0], [modes], (True,) * n + (False,) * n)
        return tuple((s, 2 * complex(c).imag) for s, c in product.terms if complex(c).imag)

    def append_to(self, circuit: Circuit, angle: Angle | float) -> None:
        """Append ``exp(angle (T - T^))``: exact, since the strings of one excitation commute."""
        for string, factor in self.rotations:
            qubits, letters = zip(*string, strict=True)
            circuit.pauli_rotation(-2 * factor * angle, "".join(letters), qubits)

    def __str__(self) -> str:
        return f"{','.join(map(str, self.source))} -> {','.join(map(str, self.target))}"


def excitations(hamiltonian: ElectronicHamiltonian) -> tuple[Excitation, ...]:
    """Return all double, then all single excitations of the mean field that conserve spin."""
    filled = hamiltonian.occupied
    empty = tuple(q for q in range(hamiltonian.n_qubits) if q not in filled)
    return tuple(
        Excitation(source, target)
        for n in (2, 1)
        for source in combinations(filled, n)
        for target in combinations(empty, n)
        if _spin(source) == _spin(target)
    )


def generalized_excitations(hamiltonian: ElectronicHamiltonian) -> tuple[Excitation, ...]:
    """Return the doubles, then the singles between any spin orbitals, filled or empty.

    Those of a pair and its reverse are one, with the other sign.
    """
    return tuple(_generalized(hamiltonian.n_qubits))


def _generalized(n_qubits: int) -> Iterator[Excitation]:
    for n in (2, 1):
        groups = list(combinations(range(n_qubits), n))
        for source, target in combinations(groups, 2):
            if _spin(source) == _spin(target) and not set(source) & set(target):
                yield Excitation(source, target)


def _spin(orbitals: Sequence[int]) -> int:
    return sum(q % 2 for q in orbitals)
