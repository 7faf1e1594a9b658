"""Observables from text: Pauli strings and projectors on product states."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from ..errors import InputError
from ._observable import Observable, PauliString, Z
from ._operation import as_tuple

#: A state's letter -> the Pauli that it is an eigenstate of, and the eigenvalue.
_STATES = {
    "0": ("Z", 1.0),
    "1": ("Z", -1.0),
    "+": ("X", 1.0),
    "-": ("X", -1.0),
    "r": ("Y", 1.0),
    "l": ("Y", -1.0),
}

#: A projector on k qubits is a sum of 2**k Pauli strings.
_MAX_PROJECTOR_QUBITS = 16


def pauli(letters: str, qubits: int | Sequence[int] | None = None) -> Observable:
    """Return a Pauli string from its letters.

    Parameters
    ----------
    letters : str
        Of I, X, Y and Z, one a qubit.
    qubits : sequence of int, optional
        ``letters[k]`` acts on ``qubits[k]``. Without it the text is read as Qiskit's labels are,
        like a binary number: the **last** letter is qubit 0.

    Examples
    --------
    >>> from qneko.circuits import pauli
    >>> print(pauli("XIZ"), "and", pauli("XIZ", [0, 1, 2]))
    Z0 X2 and X0 Z2
    """
    pairs = _pairs("pauli", letters, "IXYZ", qubits)
    return Observable([(tuple((q, letter) for q, letter in pairs if letter != "I"), 1.0)])


def projector(states: str, qubits: int | Sequence[int] | None = None) -> Observable:
    """Return the projector on a product state; its expectation is the state's probability.

    Parameters
    ----------
    states : str
        One letter a qubit: 0 and 1 (eigenstates of Z), + and - (of X), r and l (of Y, to the
        eigenvalues 1 and -1). At most 16: it becomes a sum of 2**k Pauli strings.
    qubits : sequence of int, optional
        ``states[k]`` is the state of ``qubits[k]``. Without it the text is read as Qiskit's labels
        are, like a binary number: the **last** letter is qubit 0.

    Examples
    --------
    >>> from qneko.circuits import projector
    >>> print(projector("1", 3))
    0.5 I - 0.5 Z3
    >>> projector("01") == projector("10", [0, 1])
    True
    """
    pairs = _pairs("projector", states, "01+-rl", qubits)
    if len(pairs) > _MAX_PROJECTOR_QUBITS:
        raise InputError(
            f"projector: expected at most {_MAX_PROJECTOR_QUBITS} qubits, got {len(pairs)}; it "
            "would be a sum of 2**k Pauli strings. Project fewer, or look at the program's states."
        )
    factors = [((q, *_STATES[letter]), None) for q, letter in pairs]
    terms: list[tuple[PauliString, complex]] = []
    for chosen in itertools.product(*factors):
        sign = 0.5 ** len(factors)
        for factor in chosen:
            sign *= 1.0 if factor is None else factor[2]
        terms.append((tuple(factor[:2] for factor in chosen if factor), sign))
    return Observable(terms)


def all_z(n_qubits: int) -> list[Observable]:
    """Return ``[Z(0), Z(1), ...]``, one for each of `n_qubits` qubits."""
    if isinstance(n_qubits, bool) or not hasattr(n_qubits, "__index__") or n_qubits < 1:
        raise InputError(f"all_z(n_qubits) takes a whole number from 1 on, got {n_qubits!r}.")
    return [Z(q) for q in range(n_qubits)]


def _pairs(
    function: str, text: str, alphabet: str, qubits: int | Sequence[int] | None
) -> list[tuple[int, str]]:
    """Return (qubit, letter) for each letter of the text."""
    if not isinstance(text, str) or not text or set(text) - set(alphabet):
        raise InputError(
            f"{function}: expected a text of the letters {', '.join(alphabet)}, got {text!r}."
        )
    where = range(len(text))[::-1] if qubits is None else as_tuple(qubits)
    if len(where) != len(text) or len(set(where)) != len(where):
        raise InputError(
            f"{function}: expected {len(text)} different qubits, one a letter, got {tuple(where)}."
        )
    for q in where:
        if isinstance(q, bool) or not hasattr(q, "__index__") or q < 0:
            raise InputError(f"{function}: expected qubits from 0 on, got {q!r}.")
    return [(int(q), letter) for q, letter in zip(where, text, strict=True)]
