"""An ansatz that treats all qubits alike."""

from __future__ import annotations

import itertools

from ...errors import InputError
from .._angle import weight
from .._circuit import Circuit
from ._arguments import count, inputs


def permutation_equivariant_ansatz(
    n_features: int,
    n_layers: int = 3,
    entanglement: str = "full",
    bandwidth: float = 1.0,
    *,
    element_size: int = 1,
    reuploading: bool = True,
) -> Circuit:
    """Return an ansatz for sets: exchanging two elements exchanges their qubits, nothing else.

    One qubit an element. Each layer reads the features, RY and RZ in turn on the element's qubit;
    then RX(w) on all qubits, RY(w) on all, and RZZ(w / (n_qubits - 1)) on every pair, with one
    weight each. Expectations that treat all qubits alike, such as the mean of Z, do not depend
    on the order of the elements. Weights are numbered layer by layer, in this order.

    Parameters
    ----------
    n_features : int
        Number of features.
    n_layers : int, default 3
        Number of layers.
    entanglement : {"full", "none"}, default "full"
        Whether each pair gets an RZZ; other pairs would tell the qubits apart.
    bandwidth : float, default 1.0
        Factor on the features.
    element_size : int, default 1
        Features of an element, which follow one another. An element that the features do not fill
        has zeros for the rest.
    reuploading : bool, default True
        Whether every layer reads the features, as Meyer et al. do, or the first alone, as Schatzki
        et al. do: their theorems (no barren plateaus) and polynomial classical simulation need
        the latter.

    References
    ----------
    J. J. Meyer et al., Exploiting symmetry in variational quantum machine learning, PRX Quantum 4,
    010328 (2023), arXiv:2205.06217;
    L. Schatzki, M. Larocca, Q. T. Nguyen, F. Sauvage, M. Cerezo, Theoretical guarantees for
    permutation-equivariant quantum neural networks, npj Quantum Inf. 10, 12 (2024),
    arXiv:2210.09974.

    Examples
    --------
    >>> from qneko.circuits import permutation_equivariant_ansatz
    >>> permutation_equivariant_ansatz(6, n_layers=2, element_size=2)
    <Circuit: 3 qubits, 30 gates, 6 features, 6 weights>
    """
    if entanglement not in ("full", "none"):
        raise InputError(
            "entanglement must be 'full' or 'none', since other pairs would tell the qubits apart, "
            f"got {entanglement!r}."
        )
    x = inputs(n_features, bandwidth)
    size = count("element_size", element_size)
    circuit = Circuit(-(-len(x) // size))
    qubits = range(circuit.n_qubits)
    for layer in range(count("n_layers", n_layers)):
        if reuploading or not layer:
            for i, value in enumerate(x):
                circuit.append("rz" if i % size % 2 else "ry", i // size, (value,))
        for name in ("rx", "ry"):
            shared = weight()
            for q in qubits:
                circuit.append(name, q, (shared,))
        if entanglement == "full" and len(qubits) > 1:
            shared = weight() / (len(qubits) - 1)
            for a, b in itertools.combinations(qubits, 2):
                circuit.rzz(shared, a, b)
    return circuit
