"""Circuits as Qiskit's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import InputError, MissingExtraError
from .._angle import Angle, Symbol
from .._circuit import Circuit
from .._operation import Operation

if TYPE_CHECKING:
    from qiskit import QuantumCircuit


def to_qiskit(circuit: Circuit) -> QuantumCircuit:
    """Return a circuit as a Qiskit ``QuantumCircuit``.

    Features become the elements of the parameter vector ``x``, weights those of ``w``; gates keep
    their names, a pauli_rotation becomes a ``PauliEvolutionGate`` and an initialize a
    ``StatePreparation``. Needs the extra ``qiskit``.

    Parameters
    ----------
    circuit : Circuit
        What to convert.

    Returns
    -------
    qiskit.QuantumCircuit

    Raises
    ------
    InputError
        If amplitudes of an ``initialize`` depend on features or weights: Qiskit has no such gate.
    MissingExtraError
        If Qiskit is not installed.
    """
    try:
        from qiskit import QuantumCircuit
        from qiskit.circuit import ParameterVector
    except ImportError:
        raise MissingExtraError("to_qiskit needs Qiskit: pip install 'qneko[qiskit]'.") from None
    if not isinstance(circuit, Circuit):
        raise InputError(f"to_qiskit: expected a Circuit, got {type(circuit).__name__}.")
    vectors = {
        "feature": ParameterVector("x", circuit.n_features),
        "weight": ParameterVector("w", circuit.n_weights),
    }
    converted = QuantumCircuit(circuit.n_qubits)
    for number, operation in enumerate(circuit):
        _append(converted, number, operation, vectors)
    return converted


def _append(
    target: QuantumCircuit, number: int, operation: Operation, vectors: Mapping[str, Any]
) -> None:
    name, qubits = operation.name, list(operation.qubits)
    if name == "unitary":
        target.unitary(np.array(operation.matrix), qubits)
    elif name == "initialize":
        if not all(angle.is_constant for angle in operation.angles):
            raise InputError(
                f"Gate {number} (initialize): amplitudes that depend on features or weights cannot "
                "be written for Qiskit; give them numbers first, with "
                "compose(circuit, features=[...])."
            )
        amplitudes = np.array([angle.constant for angle in operation.angles])
        amplitudes /= np.abs(amplitudes).max()
        target.prepare_state(amplitudes / np.linalg.norm(amplitudes), qubits)
    elif name == "pauli_rotation":
        from qiskit.circuit.library import PauliEvolutionGate
        from qiskit.quantum_info import SparsePauliOp

        # Qiskit's labels begin with the last qubit
        generator = SparsePauliOp(operation.paulis[::-1])
        time = _expression(operation.angles[0] / 2, vectors)
        target.append(PauliEvolutionGate(generator, time=time), qubits)
    else:
        angles = [_expression(angle, vectors) for angle in operation.angles]
        getattr(target, name)(*angles, *qubits)


def _expression(angle: Angle, vectors: Mapping[str, Any]) -> Any:
    """Return a number, or a ``ParameterExpression``."""
    total: Any = angle.constant
    for monomial, coefficient in angle.terms:
        if monomial:
            product: Any = _parameter(monomial[0], vectors)
            for symbol in monomial[1:]:
                product = product * _parameter(symbol, vectors)
            product = product if coefficient == 1.0 else coefficient * product
            total = product if isinstance(total, float) and total == 0.0 else total + product
    return total


def _parameter(symbol: Symbol, vectors: Mapping[str, Any]) -> Any:
    return vectors[symbol.kind][symbol.index]
