"""Circuits in other programs' formats: OpenQASM 3 and Qiskit."""

from ._qasm_read import from_openqasm3
from ._qasm_write import to_openqasm3
from ._qiskit_read import from_qiskit
from ._qiskit_write import to_qiskit

__all__ = ["from_openqasm3", "from_qiskit", "to_openqasm3", "to_qiskit"]
