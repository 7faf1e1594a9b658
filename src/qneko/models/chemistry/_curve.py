"""What the geometries of a potential-energy curve have in common, and learn from each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ._energies import Energies, Minimum
from ._hamiltonian import ElectronicHamiltonian

#: Energies that differ by less are the same to a chemist, in hartree.
_SAME = 1e-7


def check_curve(
    hamiltonians: Sequence[ElectronicHamiltonian], exact: Sequence[float | None]
) -> None:
    """Raise if the Hamiltonians are no curve, or the exact energies are not one each."""
    kinds = {(h.n_orbitals, h.n_up, h.n_down) for h in hamiltonians}
    if len(kinds) != 1:
        raise InputError(
            "solve_curve: expected one or more Hamiltonians with equal numbers of orbitals and "
            f"of electrons of either spin, got {len(kinds)} kinds."
        )
    if len(exact) != len(hamiltonians):
        raise InputError(
            f"solve_curve: expected {len(hamiltonians)} exact energies, got {len(exact)}."
        )


def from_neighbours(energies: Energies, minimum: Minimum) -> NDArray[np.float64] | None:
    """Return weights with those of better neighbours in their place, None if none is better."""
    own, weights = minimum.trajectory[-1], minimum.weights
    before = np.concatenate([weights[:1], weights[:-1]])
    after = np.concatenate([weights[1:], weights[-1:]])
    candidates = np.array([weights, before, after])
    found = np.array([own, energies(before), energies(after)])
    best = found.argmin(axis=0)
    gains = found[0] - found.min(axis=0) > _SAME
    if not gains.any():
        return None
    return candidates[np.where(gains, best, 0), np.arange(len(own))]


def joined(first: Minimum, second: Minimum) -> Minimum:
    """Return the second minimum, with the trajectory of both."""
    trajectory = np.concatenate([first.trajectory, second.trajectory])
    return Minimum(second.weights, trajectory, second.converged)
