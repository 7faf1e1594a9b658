"""What a device declares that it can do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The abilities of a device; what is not declared here is refused.

    Parameters
    ----------
    exact : bool
        Whether expectation values carry rounding error only: no shots, no noise.
    gradients : bool
        Whether `value_and_vjp` works.
    states : bool
        Whether amplitudes can be read.
    sampling : bool
        Whether basis states can be drawn shot by shot.
    max_qubits : int
        The widest program that it takes.
    description : str
        One line for people.
    """

    exact: bool
    gradients: bool
    states: bool
    sampling: bool
    max_qubits: int
    description: str

    def __str__(self) -> str:
        declared = ["expectations"]
        declared += [n for n in ("gradients", "states", "sampling") if getattr(self, n)]
        values = "exact" if self.exact else "estimated"
        return f"{', '.join(declared)} ({values}, up to {self.max_qubits} qubits)"
