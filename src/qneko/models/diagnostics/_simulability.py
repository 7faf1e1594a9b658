"""Whether a classical computer could do the same, and why."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...circuits import Angle, Circuit, Observable, Operation
from ...engine import compile
from ...errors import InputError
from ...hybrid import get_device
from .._checks import check_positive
from ._figure import BLUE, GREY, axes, label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ...hybrid import Device

#: One state in double precision is then 16 GiB: a workstation.
_STATEVECTOR_QUBITS = 30
#: Bond dimension up to which a matrix product state of any width is quick.
_BOND = 256
#: Non-Clifford gates that stabiliser methods can take: their work grows as 2**(t / 2) or less.
_MAGIC = 60
#: Fourier coefficients of a function that can be written down and summed.
_FREQUENCIES = 1e7
_MOST_SAMPLES = 16
_MOST_QUBITS = 16

_CLIFFORD = {"h", "x", "y", "z", "s", "sdg", "sx", "cx", "cy", "cz", "swap", "iswap"}
#: Rotations that are Clifford at multiples of an angle; other gates are at none, or have none.
_FREE = ("rx", "ry", "rz", "p", "u", "rxx", "ryy", "rzz", "pauli_rotation")
_QUARTERS = {
    **dict.fromkeys(_FREE, math.pi / 2),
    **dict.fromkeys(("crx", "cry", "crz", "cp"), math.pi),
}


@dataclass(frozen=True)
class Reason:
    """One classical method, and what it would take.

    Parameters
    ----------
    method : str
        Its name.
    easy : bool
        Whether that is little.
    cost : float
        What the method's work grows with.
    sentence : str
        The same for people.
    """

    method: str
    easy: bool
    cost: float
    sentence: str


@dataclass(frozen=True)
class Simulability:
    """What stands against calling a circuit hard.

    Parameters
    ----------
    easy : bool
        Whether any of the methods is quick. If not, the circuit is not proven to be hard: only
        these methods were asked.
    reasons : tuple of Reason
        All methods asked, the easy ones first.
    bond_dimensions : ndarray of shape (n_qubits - 1,) or None
        For each cut between neighbouring qubits the largest bond dimension over the samples; None
        if the circuit is too wide to look.
    """

    easy: bool
    reasons: tuple[Reason, ...]
    bond_dimensions: NDArray[np.int64] | None

    def __str__(self) -> str:
        head = "Easy for a classical computer:" if self.easy else "No method asked is quick:"
        return "\n".join([head, *(f"- {reason.sentence}" for reason in self.reasons)])

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the bond dimension at each cut beside the largest that is possible.

        Parameters
        ----------
        ax : Axes, optional
            Where to draw; by default a new figure.

        Returns
        -------
        Axes
            What was drawn on.
        """
        if self.bond_dimensions is None or not len(self.bond_dimensions):
            raise InputError("There are no bond dimensions to draw: one qubit, or too many.")
        ax = axes(ax)
        cuts = np.arange(1, len(self.bond_dimensions) + 1)
        most = 2.0 ** np.minimum(cuts, len(cuts) + 1 - cuts)
        ax.semilogy(cuts, most, "--", color=GREY, base=2, label="largest possible")
        ax.semilogy(cuts, self.bond_dimensions, "o-", color=BLUE, base=2, label="this circuit")
        ax.legend(frameon=False)
        return label(ax, "Entanglement across each cut", "qubits left of the cut", "bond dimension")


def simulability(
    circuit: Circuit,
    observables: Sequence[Observable],
    X: ArrayLike | None = None,
    w: ArrayLike | None = None,
    *,
    tolerance: float = 1e-4,
    device: str | Device = "statevector",
) -> Simulability:
    """Ask whether a classical computer could compute a circuit's expectations, and why.

    A trained model is usually easy: it has few qubits, its observables see few of them, its states
    are hardly entangled, or its function has few frequencies. Being easy does not make a model
    bad; it makes a quantum computer unnecessary for it.

    Parameters
    ----------
    circuit : Circuit
        The circuit.
    observables : sequence of Observable
        What is measured.
    X : array-like of shape (n_samples, n_features), optional
        Samples at which entanglement is measured; the first 16 are taken.
    w : array-like of shape (n_weights,), optional
        Trained weights.
    tolerance : float, default 1e-4
        Weight of the state that a matrix product state may drop at a cut.
    device : str or Device, default "statevector"
        One that gives states.

    Returns
    -------
    Simulability
        Verdict and reasons; ``print`` it, or plot its bond dimensions.

    References
    ----------
    M. Cerezo et al., Does provable absence of barren plateaus imply classical simulability?
    (2023), arXiv:2312.09121; F. J. Schreiber, J. Eisert, J. J. Meyer, Phys. Rev. Lett. 131, 100803
    (2023), arXiv:2206.11740 (classical surrogates); S. Bravyi, D. Gosset, Phys. Rev. Lett. 116,
    250501 (2016), arXiv:1601.07601 (few non-Clifford gates).

    Examples
    --------
    >>> from qneko.circuits import Z, reuploading_ansatz
    >>> from qneko.models.diagnostics import simulability
    >>> circuit = reuploading_ansatz(3, n_layers=2)
    >>> print(simulability(circuit, [Z(0)], [[0.1, 0.2, 0.3]], [0.5] * 12))
    Easy for a classical computer:
    - A state vector of 3 qubits takes 128 bytes.
    - The observables see at most 3 of 3 qubits, so smaller circuits give the same numbers.
    - A matrix product state of bond dimension 2 holds the states to 0.0001.
    - As a function of the features it has at most 125 Fourier coefficients: a classical surrogate.
    - 18 gates may be no Clifford gates: stabiliser methods grow exponentially with them.
    """
    check_positive(tolerance=tolerance)
    bonds = _bond_dimensions(circuit, X, w, tolerance, device)
    reasons = [
        _by_state_vector(circuit),
        _by_light_cone(circuit, observables),
        *([_by_matrix_product(bonds, tolerance)] if bonds is not None and len(bonds) else []),
        *_by_surrogate(circuit),
        _by_stabilisers(circuit),
    ]
    ordered = tuple(sorted(reasons, key=lambda reason: not reason.easy))
    return Simulability(any(r.easy for r in reasons), ordered, bonds)


def _by_state_vector(circuit: Circuit) -> Reason:
    n = circuit.n_qubits
    size = 16.0 * 2**n
    power = min(int(math.log2(size) // 10), 4) if size >= 1024 else 0
    text = f"{size / 1024**power:.4g} {('bytes', 'KiB', 'MiB', 'GiB', 'TiB')[power]}"
    easy = n <= _STATEVECTOR_QUBITS
    return Reason("state vector", easy, size, f"A state vector of {n} qubits takes {text}.")


def _by_light_cone(circuit: Circuit, observables: Sequence[Observable]) -> Reason:
    widest = 0
    for observable in observables:
        for string, _ in observable.terms:
            cone = {qubit for qubit, _ in string}
            for gate in reversed(circuit.operations):
                if cone.intersection(gate.qubits):
                    cone.update(gate.qubits)
            widest = max(widest, len(cone))
    return Reason(
        "light cone",
        widest <= _STATEVECTOR_QUBITS,
        widest,
        f"The observables see at most {widest} of {circuit.n_qubits} qubits, so smaller circuits "
        "give the same numbers.",
    )


def _by_matrix_product(bonds: NDArray[np.int64], tolerance: float) -> Reason:
    largest = int(bonds.max())
    return Reason(
        "matrix product state",
        largest <= _BOND,
        largest,
        f"A matrix product state of bond dimension {largest} holds the states to {tolerance:g}.",
    )


def _by_surrogate(circuit: Circuit) -> list[Reason]:
    """Count Fourier coefficients; none if an angle mixes features or is no linear one."""
    uploads: Counter[int] = Counter()
    for gate in circuit:
        if gate.name == "initialize" and any(angle.symbols for angle in gate.angles):
            return []
        for angle in gate.angles:
            columns = {s.index for s in angle.symbols if s.kind == "feature"}
            if len(columns) > 1 or not _is_fixed_upload(angle):
                return []
            # a controlled rotation has two frequencies, 1/2 and 1: counted as two uploads
            uploads.update(dict.fromkeys(columns, 2 if gate.name in ("crx", "cry", "crz") else 1))
    if not uploads:
        return []
    size = math.prod(2.0 * count + 1 for count in uploads.values())
    return [
        Reason(
            "classical surrogate",
            size <= _FREQUENCIES,
            size,
            f"As a function of the features it has at most {size:.7g} Fourier coefficients: "
            "a classical surrogate.",
        )
    ]


def _is_fixed_upload(angle: Angle) -> bool:
    """Whether features enter by themselves and times a number, not times each other or weights."""
    read = [m for m, _ in angle.terms if any(s.kind == "feature" for s in m)]
    return all(len(monomial) == 1 for monomial in read)


def _by_stabilisers(circuit: Circuit) -> Reason:
    count = sum(not _is_clifford(gate) for gate in circuit)
    return Reason(
        "stabiliser methods",
        count <= _MAGIC,
        count,
        f"{count} gates may be no Clifford gates: stabiliser methods grow exponentially with them.",
    )


def _is_clifford(gate: Operation) -> bool:
    if gate.name not in _QUARTERS:
        return gate.name in _CLIFFORD
    step = _QUARTERS[gate.name]
    return all(
        angle.is_constant and abs(math.remainder(angle.constant, step)) < 1e-12
        for angle in gate.angles
    )


def _bond_dimensions(
    circuit: Circuit,
    X: ArrayLike | None,
    w: ArrayLike | None,
    tolerance: float,
    device: str | Device,
) -> NDArray[np.int64] | None:
    """Return the largest bond dimension over the samples, for each cut."""
    n = circuit.n_qubits
    if n > _MOST_QUBITS:
        return None
    program = compile(circuit)
    features = np.empty((1, 0)) if X is None else np.asarray(X, dtype=np.float64)[:_MOST_SAMPLES]
    states = get_device(device).states(program, features, None if w is None else np.asarray(w))
    bonds = np.ones(n - 1, dtype=np.int64)
    for cut in range(1, n):
        # the index's high bits are the qubits right of the cut
        matrices = states.reshape(len(states), 2 ** (n - cut), 2**cut)
        weights = np.linalg.svd(matrices, compute_uv=False) ** 2
        dropped = 1 - np.cumsum(weights, axis=1)
        bonds[cut - 1] = 1 + (dropped > tolerance).sum(axis=1).max()
    return bonds
