"""The GF(2) frame: CNOT, SWAP and X as relabelling of basis states, at no cost."""

from __future__ import annotations


class Frame:
    """Where the logical qubits are: bit q is ``parity(rows[q] & p) ^ flips[q]`` of physical p.

    ``columns[q]`` is what to xor to p to flip logical qubit q and nothing else, the dual basis of
    the rows.
    """

    def __init__(self, n_qubits: int):
        self.rows = [1 << q for q in range(n_qubits)]
        self.columns = [1 << q for q in range(n_qubits)]
        self.flips = [0] * n_qubits

    def cx(self, control: int, target: int) -> None:
        """Absorb a CNOT."""
        self.rows[target] ^= self.rows[control]
        self.flips[target] ^= self.flips[control]
        self.columns[control] ^= self.columns[target]

    def swap(self, a: int, b: int) -> None:
        """Absorb an exchange of two qubits."""
        for table in (self.rows, self.columns, self.flips):
            table[a], table[b] = table[b], table[a]

    def x(self, qubit: int) -> None:
        """Absorb a Pauli X."""
        self.flips[qubit] ^= 1

    def origin(self) -> int:
        """Return the physical index of the logical state |0...0>."""
        index = 0
        for column, flip in zip(self.columns, self.flips, strict=True):
            index ^= column if flip else 0
        return index

    def pauli(self, letters: dict[int, str]) -> tuple[int, int, int]:
        """Return a logical Pauli string as physical (x, z, k), which stands for i^k X^x Z^z.

        ``X^x Z^z`` first gives p the sign ``(-1)^parity(z & p)``, then moves it to ``p ^ x``.
        """
        x = z = k = 0
        for qubit, letter in letters.items():
            if letter in "XY":
                x ^= self.columns[qubit]
            if letter in "YZ":
                z ^= self.rows[qubit]
                k += 2 * self.flips[qubit]
            if letter == "Y":
                k += 1  # Y = i X Z
        return x, z, k % 4
