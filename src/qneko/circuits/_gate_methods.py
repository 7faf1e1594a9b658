"""One method a gate, in Qiskit's argument order: angles first, then qubits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from ._angle import Angle

if TYPE_CHECKING:
    from typing import Self


class GateMethods:
    """The gate methods of `Circuit`; each appends one gate and returns the circuit."""

    n_qubits: int

    def append(
        self,
        name: str,
        qubits: int | Sequence[int],
        angles: Sequence[Angle | float] = (),
        paulis: str = "",
        matrix: ArrayLike | None = None,
    ) -> Self:
        """Append a gate by name."""
        raise NotImplementedError

    def h(self, qubit: int) -> Self:
        """Hadamard."""
        return self.append("h", (qubit,))

    def x(self, qubit: int) -> Self:
        """Pauli X."""
        return self.append("x", (qubit,))

    def y(self, qubit: int) -> Self:
        """Pauli Y."""
        return self.append("y", (qubit,))

    def z(self, qubit: int) -> Self:
        """Pauli Z."""
        return self.append("z", (qubit,))

    def s(self, qubit: int) -> Self:
        """Phase gate, diag(1, i)."""
        return self.append("s", (qubit,))

    def sdg(self, qubit: int) -> Self:
        """Inverse phase gate, diag(1, -i)."""
        return self.append("sdg", (qubit,))

    def t(self, qubit: int) -> Self:
        """Diag(1, exp(i pi/4))."""
        return self.append("t", (qubit,))

    def tdg(self, qubit: int) -> Self:
        """Diag(1, exp(-i pi/4))."""
        return self.append("tdg", (qubit,))

    def sx(self, qubit: int) -> Self:
        """Square root of X."""
        return self.append("sx", (qubit,))

    def rx(self, angle: Angle | float, qubit: int) -> Self:
        """Exp(-i angle X / 2)."""
        return self.append("rx", (qubit,), (angle,))

    def ry(self, angle: Angle | float, qubit: int) -> Self:
        """Exp(-i angle Y / 2)."""
        return self.append("ry", (qubit,), (angle,))

    def rz(self, angle: Angle | float, qubit: int) -> Self:
        """Exp(-i angle Z / 2)."""
        return self.append("rz", (qubit,), (angle,))

    def p(self, angle: Angle | float, qubit: int) -> Self:
        """Diag(1, exp(i angle))."""
        return self.append("p", (qubit,), (angle,))

    def u(self, theta: Angle | float, phi: Angle | float, lam: Angle | float, qubit: int) -> Self:
        """General one-qubit gate, p(phi) ry(theta) p(lam)."""
        return self.append("u", (qubit,), (theta, phi, lam))

    def cx(self, control: int, target: int) -> Self:
        """Controlled X (CNOT)."""
        return self.append("cx", (control, target))

    def cy(self, control: int, target: int) -> Self:
        """Controlled Y."""
        return self.append("cy", (control, target))

    def cz(self, control: int, target: int) -> Self:
        """Controlled Z."""
        return self.append("cz", (control, target))

    def ch(self, control: int, target: int) -> Self:
        """Controlled Hadamard."""
        return self.append("ch", (control, target))

    def swap(self, first: int, second: int) -> Self:
        """Exchange of two qubits."""
        return self.append("swap", (first, second))

    def iswap(self, first: int, second: int) -> Self:
        """Exchange with a phase i on the exchanged states."""
        return self.append("iswap", (first, second))

    def crx(self, angle: Angle | float, control: int, target: int) -> Self:
        """Controlled exp(-i angle X / 2)."""
        return self.append("crx", (control, target), (angle,))

    def cry(self, angle: Angle | float, control: int, target: int) -> Self:
        """Controlled exp(-i angle Y / 2)."""
        return self.append("cry", (control, target), (angle,))

    def crz(self, angle: Angle | float, control: int, target: int) -> Self:
        """Controlled exp(-i angle Z / 2)."""
        return self.append("crz", (control, target), (angle,))

    def cp(self, angle: Angle | float, control: int, target: int) -> Self:
        """Diag(1, 1, 1, exp(i angle))."""
        return self.append("cp", (control, target), (angle,))

    def rxx(self, angle: Angle | float, first: int, second: int) -> Self:
        """Exp(-i angle XX / 2)."""
        return self.append("rxx", (first, second), (angle,))

    def ryy(self, angle: Angle | float, first: int, second: int) -> Self:
        """Exp(-i angle YY / 2)."""
        return self.append("ryy", (first, second), (angle,))

    def rzz(self, angle: Angle | float, first: int, second: int) -> Self:
        """Exp(-i angle ZZ / 2)."""
        return self.append("rzz", (first, second), (angle,))

    def ccx(self, control1: int, control2: int, target: int) -> Self:
        """Doubly controlled X (Toffoli)."""
        return self.append("ccx", (control1, control2, target))

    def cswap(self, control: int, first: int, second: int) -> Self:
        """Controlled exchange (Fredkin)."""
        return self.append("cswap", (control, first, second))

    def pauli_rotation(
        self, angle: Angle | float, paulis: str, qubits: int | Sequence[int]
    ) -> Self:
        """Exp(-i angle P / 2), where letter ``paulis[k]`` of P acts on ``qubits[k]``."""
        return self.append("pauli_rotation", qubits, (angle,), paulis)

    def unitary(self, matrix: ArrayLike, qubits: int | Sequence[int]) -> Self:
        """Any unitary matrix on 1 to 4 qubits.

        Parameters
        ----------
        matrix : array-like of shape (2**k, 2**k)
            Unitary to 1e-8. Bit ``i`` of a row's or column's index is ``qubits[i]``: the first
            qubit is the lowest bit, as in Qiskit.
        qubits : int or sequence of k ints
            Where it acts.

        Examples
        --------
        >>> from qneko.circuits import Circuit
        >>> print(Circuit(2).unitary([[0, 1j], [1, 0]], 1).operations[0])
        unitary(<2x2 matrix>, 1)
        """
        return self.append("unitary", qubits, matrix=matrix)

    def initialize(
        self, amplitudes: Sequence[Angle | float], qubits: int | Sequence[int] | None = None
    ) -> Self:
        """Prepare a state with given amplitudes: amplitude encoding, sample by sample.

        Only as the first operation on its qubits.

        Parameters
        ----------
        amplitudes : sequence of 2**k numbers or angles
            Real amplitudes of the basis states, in the order of their index; expressions of
            features and weights are allowed. They are normalised when the circuit runs, each
            sample by itself, and must not all be 0 there.
        qubits : int or sequence of k ints, optional
            Bit ``i`` of the index is ``qubits[i]``; by default all qubits of the circuit.

        Examples
        --------
        >>> from qneko.circuits import Circuit, feature
        >>> circuit = Circuit(2).initialize([feature(0), feature(1), feature(2), 0])
        >>> circuit.n_features
        3
        """
        where = range(self.n_qubits) if qubits is None else qubits
        return self.append("initialize", where, tuple(amplitudes))
