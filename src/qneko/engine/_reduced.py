"""Reduced density matrices of a few qubits, from Pauli expectations."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..circuits import Observable
from ..errors import InputError
from ._program import Program

#: A subset of k qubits takes 4**k - 1 Pauli strings.
_MOST_QUBITS = 3
_PAULIS = np.array([[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]])

Expectations = Callable[[Program, Any, Any], NDArray[Any]]


def reduced_observables(
    n_qubits: int, subsets: Iterable[Sequence[int]] | None = None
) -> list[Observable]:
    """Return the Pauli strings whose expectations fix the reduced density matrices.

    Parameters
    ----------
    n_qubits : int
        Number of qubits of the circuit.
    subsets : iterable of sequences of int, optional
        The qubits of each reduced density matrix: all subsets of one size k, from 1 to 3. By
        default every qubit on its own.

    Returns
    -------
    list of Observable
        ``[X(0), Y(0), Z(0), X(1), ...]`` by default; 4**k - 1 strings a subset, those that several
        subsets share once.

    See Also
    --------
    reduced_states : What they are compiled for.
    """
    strings = _strings(_checked_subsets(n_qubits, subsets))
    return [Observable([(string, 1.0)]) for string in dict.fromkeys(itertools.chain(*strings))]


def reduced_states(
    program: Program,
    X: ArrayLike | None,
    w: ArrayLike | None = None,
    *,
    subsets: Iterable[Sequence[int]] | None = None,
    expectations: Expectations | None = None,
) -> NDArray[Any]:
    """Return reduced density matrices of every sample: partial traces over the other qubits.

    They are sums of Pauli expectations, ``rho = 2**-k sum_P <P> P``, so any device that gives
    expectations gives them. From shots they are unbiased, but need not be positive.

    Parameters
    ----------
    program : Program
        Compiled for ``reduced_observables(n_qubits, subsets)``.
    X, w : array-like
        Features and weights, as for `Program.expectations`.
    subsets : iterable of sequences of int, optional
        As for `reduced_observables`; the j-th qubit of a subset is bit j of the matrix's indices.
    expectations : callable, optional
        ``expectations(program, X, w)`` returns the expectations, such as the method of a device.
        By default they are exact.

    Returns
    -------
    ndarray of shape (n_samples, n_subsets, 2**k, 2**k), complex64 or complex128
        Hermitian, with trace 1.

    Raises
    ------
    InputError
        If the program measures something else, or the subsets are not of one size from 1 to 3.

    Examples
    --------
    >>> from qneko.circuits import Circuit, feature
    >>> from qneko.engine import compile, reduced_observables, reduced_states
    >>> circuit = Circuit(2).ry(feature(0), 0).cx(0, 1)
    >>> program = compile(circuit, reduced_observables(2))
    >>> rho = reduced_states(program, [[0.0], [1.0]])
    >>> rho.shape
    (2, 2, 2, 2)
    >>> rho[1, 0].real.round(4)
    array([[0.7702, 0.    ],
           [0.    , 0.2298]])
    """
    if not isinstance(program, Program):
        raise InputError(f"Expected a Program from compile(...), got {type(program).__name__}.")
    places = _checked_subsets(program.n_qubits, subsets)
    if list(program.observables) != reduced_observables(program.n_qubits, places):
        raise InputError(
            "The program must measure the Pauli strings of the subsets, got other observables: "
            "use compile(circuit, reduced_observables(n_qubits, subsets))."
        )
    run = Program.expectations if expectations is None else expectations
    values = np.asarray(run(program, X, w))
    strings = _strings(places)
    column = {o.terms[0][0]: number for number, o in enumerate(program.observables)}
    chosen = values[:, [[column[string] for string in subset] for subset in strings]]
    basis = _pauli_basis(len(places[0]))
    dim = basis.shape[-1]
    # sums in double precision are exact for float32: no row depends on how BLAS blocks the others
    rho = (chosen @ basis[1:].reshape(-1, dim * dim) + basis[0].ravel()) / dim
    kept: NDArray[Any] = rho.astype(np.result_type(values, np.complex64))
    return kept.reshape(*kept.shape[:2], dim, dim)


def _checked_subsets(
    n_qubits: int, subsets: Iterable[Sequence[int]] | None
) -> list[tuple[int, ...]]:
    if isinstance(n_qubits, bool) or not hasattr(n_qubits, "__index__") or n_qubits < 1:
        raise InputError(f"n_qubits must be a whole number from 1 on, got {n_qubits!r}.")
    places: list[tuple[int, ...]] = [tuple(s) for s in subsets or ()]
    if subsets is None:
        places = [(q,) for q in range(n_qubits)]
    sizes = {len(place) for place in places}
    if len(sizes) != 1 or not 1 <= max(sizes) <= _MOST_QUBITS:
        raise InputError(
            f"Subsets must all have one size from 1 to {_MOST_QUBITS} qubits, "
            f"got sizes {sorted(sizes)}."
        )
    for place in places:
        whole = all(hasattr(q, "__index__") and not isinstance(q, bool) for q in place)
        if not whole or len(set(place)) < len(place) or min(place) < 0 or max(place) >= n_qubits:
            raise InputError(
                f"A subset must hold different qubits from 0 to {n_qubits - 1}, got {place}."
            )
    return places


def _strings(places: list[tuple[int, ...]]) -> list[list[tuple[tuple[int, str], ...]]]:
    """Return each subset's Pauli strings, in the order of `_pauli_basis` without the identity."""
    letters = list(itertools.product("IXYZ", repeat=len(places[0])))[1:]
    return [
        [
            # the first letter is the highest bit's, as in a Kronecker product
            tuple(sorted((int(q), c) for q, c in zip(place[::-1], word, strict=True) if c != "I"))
            for word in letters
        ]
        for place in places
    ]


def _pauli_basis(k: int) -> NDArray[np.complex128]:
    """Return all Pauli strings of k qubits as matrices, (4**k, 2**k, 2**k), the identity first."""
    basis = np.ones((1, 1, 1), complex)
    for _ in range(k):
        basis = np.array([np.kron(a, b) for a in basis for b in _PAULIS])
    return basis
