"""The inverse of a gate, as one or a few gates: exact, the global phase included."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..errors import InputError
from ._operation import Operation

_SELF_INVERSE = frozenset(("h", "x", "y", "z", "cx", "cy", "cz", "ch", "swap", "ccx", "cswap"))
_PARTNERS = {"s": "sdg", "sdg": "s", "t": "tdg", "tdg": "t"}


def inverse(operation: Operation) -> tuple[Operation, ...]:
    """Return the gates that undo one, in the order in which they act."""
    name, qubits = operation.name, operation.qubits
    if name in _SELF_INVERSE:
        return (operation,)
    if name in _PARTNERS:
        return (replace(operation, name=_PARTNERS[name]),)
    if name == "sx":  # of order 4, and its square is x
        return (replace(operation, name="x"), operation)
    if name == "iswap":  # of order 4, and its square is z on both
        return (operation, *(Operation("z", (q,)) for q in qubits))
    if name == "u":
        theta, phi, lam = operation.angles
        return (replace(operation, angles=(-theta, -lam, -phi)),)
    if name == "unitary":
        adjoint = np.array(operation.matrix).conj().T
        return (replace(operation, matrix=tuple(tuple(row) for row in adjoint.tolist())),)
    if name == "initialize":
        raise InputError(
            f"{operation.name} on qubits {qubits} has no inverse: it prepares a state from |0...0> "
            "and is not a unitary gate."
        )
    return (replace(operation, angles=tuple(-a for a in operation.angles)),)
