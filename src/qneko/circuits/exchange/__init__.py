"""Circuits in other forms: OpenQASM 3, Qiskit, and plain data for JSON."""

from ._document import (
    circuit_from_dict,
    circuit_to_dict,
    observable_from_list,
    observable_to_list,
)
from ._qasm_read import from_openqasm3
from ._qasm_write import to_openqasm3
from ._qiskit_read import from_qiskit
from ._qiskit_write import to_qiskit

__all__ = [
    "circuit_from_dict",
    "circuit_to_dict",
    "from_openqasm3",
    "from_qiskit",
    "observable_from_list",
    "observable_to_list",
    "to_openqasm3",
    "to_qiskit",
]
