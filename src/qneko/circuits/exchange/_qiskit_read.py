"""Qiskit's circuits as ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import InputError, MissingExtraError
from .._angle import Angle, feature, weight
from .._circuit import Circuit
from .._gates import GATES
from .._operation import MAX_UNITARY_QUBITS
from ._names import symbols_by_name
from ._qasm_expressions import Cursor, Scope
from ._qasm_tokens import tokens

if TYPE_CHECKING:
    from qiskit import QuantumCircuit

_STATES = ("initialize", "state_preparation")


def from_qiskit(
    circuit: QuantumCircuit,
    *,
    features: Iterable[object] | None = None,
    weights: Iterable[object] | None = None,
) -> Circuit:
    """Return a Qiskit ``QuantumCircuit`` as a circuit.

    Gates that both know keep their name; others are taken apart as Qiskit defines them (so a sum in
    a ``PauliEvolutionGate`` becomes its product formula). A global phase is left out. Measurements
    at the end, and barriers, are passed over: a program measures observables, or all qubits when
    it samples. Control flow, resets and delays are refused. Needs the extra ``qiskit``.

    Parameters
    ----------
    circuit : qiskit.QuantumCircuit
        What to convert. Its qubits keep their numbers.
    features, weights : iterable of str or Parameter, optional
        Parameters that are features and weights, by position; a ``ParameterVector`` is an iterable
        of parameters. Without `features` they are those named ``x[0]``, ``x[1]``, ...; without
        `weights` they are all others, by their number if they are named ``w[0]``, ``w[1]``, ...,
        else in the order of ``circuit.parameters``.

    Returns
    -------
    Circuit

    Raises
    ------
    InputError
        If an instruction is not a gate, or an angle not a polynomial of the parameters.
    MissingExtraError
        If Qiskit is not installed.
    """
    try:
        import qiskit
    except ImportError:
        raise MissingExtraError("from_qiskit needs Qiskit: pip install 'qneko[qiskit]'.") from None
    if not isinstance(circuit, qiskit.QuantumCircuit):
        raise InputError(
            f"from_qiskit: expected a qiskit.QuantumCircuit, got {type(circuit).__name__}."
        )
    names = [parameter.name for parameter in circuit.parameters]
    symbols = symbols_by_name(names, features, weights)
    n_weights = 1 + max((s.index for s in symbols.values() if s.kind == "weight"), default=-1)
    own = [weight() for _ in range(n_weights)]
    values = {
        name: feature(symbol.index) if symbol.kind == "feature" else own[symbol.index]
        for name, symbol in symbols.items()
    }
    converted = Circuit(circuit.num_qubits)
    converted._declare(own)
    _Reader(converted, values).read(circuit, range(circuit.num_qubits), "")
    return converted


class _Reader:
    """Appends the instructions of Qiskit circuits, those inside others included."""

    def __init__(self, circuit: Circuit, values: Mapping[str, Angle]):
        self._circuit = circuit
        self._values = values
        self._touched: set[int] = set()
        self._measured: set[int] = set()

    def read(self, circuit: QuantumCircuit, qubits: Sequence[int], inside: str) -> None:
        """Append all of a circuit, whose qubits are `qubits` of the whole one."""
        for number, item in enumerate(circuit.data):
            where = [qubits[circuit.find_bit(q).index] for q in item.qubits]
            place = f"{inside}instruction {number} ({item.operation.name})"
            self._instruction(item.operation, where, place)

    def _instruction(self, operation: Any, qubits: list[int], place: str) -> None:
        name = operation.name
        if name == "barrier" or (name == "id" and _from_library(operation)):
            return
        if name == "measure":
            self._measured.update(qubits)
            return
        if name == "reset" and self._touched.isdisjoint(qubits):
            return
        if getattr(operation, "_condition", None) is not None:
            raise InputError(
                f"from_qiskit: {place} has a condition; a circuit has no control flow."
            )
        if not self._measured.isdisjoint(qubits):
            raise InputError(
                f"from_qiskit: {place} acts on a qubit that was measured; measurements are only "
                "read at the end."
            )
        if not self._append(operation, qubits, place):
            definition = _definition(operation)
            if definition is None:
                raise InputError(
                    f"from_qiskit: {place} is not a gate and is not made of gates; qneko has no "
                    "control flow, timing, or reset after gates."
                )
            self.read(definition, qubits, f"{place}, ")
        self._touched.update(qubits)

    def _append(self, operation: Any, qubits: list[int], place: str) -> bool:
        """Append an instruction that is one operation here; say whether it is."""
        name = operation.name
        if not _from_library(operation):
            return False
        if name in GATES:
            angles = [_angle(value, self._values, place) for value in operation.params]
            self._circuit.append(name, qubits, angles)
        elif name == "unitary" and len(qubits) <= MAX_UNITARY_QUBITS:
            self._circuit.unitary(operation.to_matrix(), qubits)
        elif name == "PauliEvolution":
            return self._pauli_rotation(operation, qubits, place)
        elif name in _STATES and self._touched.isdisjoint(qubits):
            return self._preparation(operation, qubits)
        elif name == "permutation" and len(qubits) <= MAX_UNITARY_QUBITS:  # has no definition
            self._circuit.unitary(np.asarray(operation), qubits)
        else:
            return False
        return True

    def _pauli_rotation(self, operation: Any, qubits: list[int], place: str) -> bool:
        """Append exp(-i time P) of one Pauli string; sums are left to Qiskit's definition."""
        terms: list[tuple[str, complex]] = getattr(operation.operator, "to_list", list)()
        if len(terms) != 1 or np.imag(terms[0][1]):
            return False
        label, coefficient = terms[0]
        letters = [
            (q, letter) for q, letter in zip(qubits, label[::-1], strict=True) if letter != "I"
        ]
        if letters:
            angle = 2.0 * float(np.real(coefficient)) * _angle(operation.time, self._values, place)
            where, paulis = zip(*letters, strict=True)
            self._circuit.pauli_rotation(angle, "".join(paulis), where)
        return True

    def _preparation(self, operation: Any, qubits: list[int]) -> bool:
        """Append real amplitudes; others are left to Qiskit's definition."""
        amplitudes = operation.params
        if len(amplitudes) != 2 ** len(qubits) or any(isinstance(a, str) for a in amplitudes):
            return False
        vector = np.array(amplitudes, dtype=complex)
        if np.any(vector.imag):
            return False
        self._circuit.initialize(vector.real.tolist(), qubits)
        return True


def _definition(operation: Any) -> QuantumCircuit | None:
    """Return the circuit that an instruction stands for, if it stands for one."""
    if operation.name != "annotated":  # a gate with controls, powers or an inverse put off
        definition: QuantumCircuit | None = getattr(operation, "definition", None)
        return definition
    from qiskit import QuantumCircuit
    from qiskit.transpiler.passes import HighLevelSynthesis

    circuit = QuantumCircuit(operation.num_qubits)
    circuit.append(operation, range(operation.num_qubits))
    return HighLevelSynthesis()(circuit)


def _from_library(operation: Any) -> bool:
    """Whether an instruction is Qiskit's own; others may use the same names."""
    kind = getattr(operation, "base_class", type(operation))
    return str(kind.__module__).startswith("qiskit.circuit.library.")


def _angle(value: Any, values: Mapping[str, Angle], place: str) -> Angle:
    """Return a parameter of an instruction as an angle."""
    if not hasattr(value, "parameters"):
        return Angle.of(float(value))
    from qiskit.circuit import Parameter

    # the text of an expression is the same in all versions; safe names make it readable
    stand_ins = {parameter: Parameter(f"p_{i}") for i, parameter in enumerate(value.parameters)}
    scope: Scope = {new.name: values[old.name] for old, new in stand_ins.items()}
    text = str(value.subs(stand_ins))
    try:
        words = tokens(text)
        # 1/2 is a half to Qiskit; only exponents are whole numbers
        for i, (word, before) in enumerate(zip(words, [words[-1], *words], strict=False)):
            if word.kind == "whole" and before.text != "**":
                words[i] = word._replace(kind="real")
        cursor = Cursor(words)
        angle = Angle.of(cursor.expression()(scope))
        if cursor.token.kind != "end":
            raise InputError(f"cannot read {cursor.token.text!r}.")
    except InputError:
        raise InputError(
            f"from_qiskit: {place} has the angle {value}, which is not a polynomial of its "
            "parameters."
        ) from None
    return angle
