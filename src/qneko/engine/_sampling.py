"""Shots from states, and what they say about observables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..circuits import Circuit, Observable, PauliString
from ..errors import InputError


class Estimate(NamedTuple):
    """Expectations from shots, with their standard errors; both (n_samples, n_observables)."""

    values: NDArray[np.float64]
    standard_errors: NDArray[np.float64]


def check_shots(shots: int, seed: int) -> None:
    """Raise if the number of shots or the seed cannot be used."""
    if isinstance(shots, bool) or not hasattr(shots, "__index__") or shots < 1:
        raise InputError(f"shots must be a whole number from 1 on, got {shots!r}.")
    if isinstance(seed, bool) or not hasattr(seed, "__index__") or seed < 0:
        raise InputError(f"seed must be a whole number from 0 on, got {seed!r}.")


def sample_states(
    states: NDArray[Any], shots: int, seed: int, stream: int = 0
) -> NDArray[np.int64]:
    """Draw basis states from |amplitude|^2, in O(2**n_qubits + shots log shots) a state.

    Parameters
    ----------
    states : ndarray of shape (n_samples, 2**n_qubits), complex
        Normalised states.
    shots : int
        Draws a state.
    seed : int
        Row i draws from the Philox stream with key `seed` and counter (stream, i), so what it gets
        does not depend on the other rows.
    stream : int, default 0
        Which of several measurements this is.

    Returns
    -------
    ndarray of shape (n_samples, shots), int64
    """
    outcomes = np.empty((len(states), shots), np.int64)
    for i, state in enumerate(states):
        edges = np.cumsum(state.real.astype(np.float64) ** 2 + state.imag.astype(np.float64) ** 2)
        philox = np.random.Philox(key=int(seed), counter=[0, 0, stream, i])
        # scaled by the last edge, so that rounding leaves no gap above it
        draws = np.random.Generator(philox).random(shots) * edges[-1]
        outcomes[i] = np.minimum(np.searchsorted(edges, draws, side="right"), len(edges) - 1)
    return outcomes


def counts(outcomes: NDArray[np.int64], n_qubits: int) -> list[dict[str, int]]:
    """Return how often each basis state was seen, one dictionary a sample.

    Parameters
    ----------
    outcomes : ndarray of shape (n_samples, shots), int64
        What `Program.sample` returned.
    n_qubits : int
        Length of the keys; qubit 0 is their last character, as in Qiskit.
    """
    tables = []
    for row in outcomes:
        seen, times = np.unique(row, return_counts=True)
        tables.append(
            {f"{s:0{n_qubits}b}": int(t) for s, t in zip(seen.tolist(), times, strict=True)}
        )
    return tables


class MeasurementGroup(NamedTuple):
    """Pauli strings that one measurement of all qubits serves: they agree on every qubit."""

    letters: dict[int, str]
    members: list[tuple[int, PauliString, float]]  # (observable, string, coefficient)


def measurement_groups(observables: Sequence[Observable]) -> list[MeasurementGroup]:
    """Group Pauli strings by qubit-wise commutation, first fit; identities need no measurement."""
    groups: list[MeasurementGroup] = []
    for number, observable in enumerate(observables):
        for string, coefficient in observable.terms:
            if not string:
                continue
            home = None
            for group in groups:
                if all(group.letters.get(q, letter) == letter for q, letter in string):
                    home = group
                    break
            if home is None:
                home = MeasurementGroup({}, [])
                groups.append(home)
            home.letters.update(string)
            home.members.append((number, string, complex(coefficient).real))
    return groups


def rotate_to_z(circuit: Circuit, letters: dict[int, str]) -> Circuit:
    """Return `circuit` followed by the gates that turn the given Paulis into Z."""
    rotated = circuit.copy()
    for qubit, letter in letters.items():
        if letter == "X":
            rotated.h(qubit)
        elif letter == "Y":
            rotated.sdg(qubit).h(qubit)
    return rotated


def group_contribution(
    group: MeasurementGroup, outcomes: NDArray[np.int64], n_observables: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what one group's shots add to values and to squared standard errors."""
    n_samples, shots = outcomes.shape
    totals = np.zeros((n_samples, n_observables))
    squares = np.zeros((n_samples, n_observables))
    for observable in sorted({number for number, _, _ in group.members}):
        per_shot = np.zeros(outcomes.shape)
        for number, string, coefficient in group.members:
            if number == observable:
                mask = sum(1 << q for q, _ in string)
                odd = np.bitwise_count(outcomes & mask) % 2
                per_shot += coefficient * (1 - 2 * odd.astype(np.int8))
        totals[:, observable] = per_shot.mean(axis=1)
        if shots > 1:
            squares[:, observable] = per_shot.var(axis=1, ddof=1) / shots
        else:
            squares[:, observable] = np.inf  # one shot says nothing about its spread
    return totals, squares
