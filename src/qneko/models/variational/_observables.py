"""What is measured: named sets of observables, and the noise of a single shot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...circuits import Observable, PauliString, X, Y, Z
from ...errors import InputError
from .._checks import check_choice

Array = NDArray[Any]
Observables = str | Sequence[Observable] | Callable[[int], Sequence[Observable]]

OBSERVABLES = ("z", "xyz", "zz")


def make_observables(
    observables: Observables, n_qubits: int, measured: Sequence[int]
) -> list[Observable]:
    """Return what to measure.

    Parameters
    ----------
    observables : {"z", "xyz", "zz"}, sequence of Observable, or callable
        Z of each measured qubit; X, Y and Z of each; Z of each and ZZ of each two; an own list, or
        a function from the number of qubits to one.
    n_qubits : int
        Width of the circuit.
    measured : sequence of int
        Qubits that the named sets are about.
    """
    if isinstance(observables, str):
        check_choice(OBSERVABLES, observables=observables)
        if observables == "xyz":
            return [pauli(q) for q in measured for pauli in (X, Y, Z)]
        single = [Z(q) for q in measured]
        if observables == "z":
            return single
        return [*single, *(Z(p) @ Z(q) for i, q in enumerate(measured) for p in measured[:i])]
    found = list(observables(n_qubits) if callable(observables) else observables)
    if not found or not all(isinstance(o, Observable) for o in found):
        raise InputError(
            "observables must be 'z', 'xyz', 'zz', a list of observables such as [Z(0)], or a "
            f"function from the number of qubits to one, got {observables!r}."
        )
    return found


def joint_groups(observables: Iterable[Observable]) -> list[list[PauliString]]:
    """Return the Pauli strings in groups that one measurement of all qubits serves."""
    groups: list[tuple[dict[int, str], list[PauliString]]] = []
    for string in dict.fromkeys(s for o in observables for s, _ in o.terms if s):
        for letters, members in groups:
            if all(letters.get(q, letter) == letter for q, letter in string):
                letters.update(string)
                members.append(string)
                break
        else:
            groups.append((dict(string), [string]))
    return [members for _, members in groups]


def products(strings: Sequence[PauliString]) -> list[PauliString]:
    """Return the product of each two strings of a group: what both have on a qubit cancels."""
    return [
        tuple(sorted(set(strings[i]) ^ set(strings[j])))
        for i in range(len(strings))
        for j in range(i)
    ]


def string_coefficients(observables: Sequence[Observable], strings: Sequence[PauliString]) -> Array:
    """Return the coefficients of the strings in the observables, (n_observables, n_strings)."""
    table = [dict(o.terms) for o in observables]
    return np.array([[complex(t.get(s, 0.0)).real for s in strings] for t in table])


def covariance(means: Array, pairs: Array) -> Array:
    """Return the covariance of the strings of one group, of shape (n_samples, n, n).

    Parameters
    ----------
    means : ndarray of shape (n_samples, n)
        Expectations of the strings.
    pairs : ndarray of shape (n_samples, n * (n - 1) / 2)
        Expectations of their products, in the order of `products`.
    """
    n = means.shape[1]
    second = np.zeros((len(means), n, n))
    lower = np.tril_indices(n, -1)
    second[:, lower[0], lower[1]] = pairs
    second += second.transpose(0, 2, 1) + np.eye(n)  # a string's square is 1
    return second - means[:, :, None] * means[:, None, :]
