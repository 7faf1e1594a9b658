"""Results that are known on paper: no tolerance but rounding or sampling error."""

from __future__ import annotations

import numpy as np

from qneko.circuits import (
    Circuit,
    Observable,
    Z,
    hardware_efficient_ansatz,
    identity,
    projector,
    reuploading_ansatz,
    weight,
)
from qneko.engine import compile, fidelity_gram
from qneko.models.diagnostics import (
    entangling_power,
    expressibility,
    fourier_spectrum,
    geometric_difference,
    gradient_variance,
    haar_limit,
    kernel_concentration,
)

from ..finding import Finding

TITLE = "Closed forms"
SOURCE = "Thanasilp 2024, Cerezo 2021, Schuld 2021, Sim 2019, Meyer and Wallach 2002, Huang 2021"
N_STATES = 3000


def run() -> list[Finding]:
    """Compute each closed form with what users call."""
    return [
        *(_haar(n) for n in (2, 4, 6)),
        *(_plateau(n, cost) for cost in ("global", "local") for n in (2, 6)),
        *(_frequencies(n_layers) for n_layers in (1, 3, 6)),
        _idle_expressibility(),
        _equator_expressibility(),
        _random_entanglement(),
        _equal_kernels(),
    ]


def _haar(n_qubits: int) -> Finding:
    random = np.random.default_rng(n_qubits)
    shape = (N_STATES, 2**n_qubits)
    states = random.normal(size=shape) + 1j * random.normal(size=shape)
    states /= np.linalg.norm(states, axis=1, keepdims=True)
    found = kernel_concentration(fidelity_gram(states))
    mean, variance = haar_limit(n_qubits)
    # pairs share states, so the number of states and not of pairs counts
    agrees = abs(found.mean - mean) < 4 * np.sqrt(variance / N_STATES)
    return Finding(
        f"fidelity of random states, {n_qubits} qubits: mean, variance",
        f"{mean:.5f}, {variance:.3e}",
        f"{found.mean:.5f}, {found.variance:.3e}",
        bool(agrees and abs(found.variance / variance - 1) < 0.05),
    )


def _plateau(n_qubits: int, cost: str) -> Finding:
    def rotations(n: int) -> Circuit:
        circuit = Circuit(n)
        for q in range(n):
            circuit.rx(weight(), q)
        return circuit

    def observable(n: int) -> Observable:
        if cost == "global":
            return identity() - projector("0" * n)
        return identity() - Observable.sum(0.5 * (identity() + Z(q)) for q in range(n)) / n

    exact = (3 / 8) ** (n_qubits - 1) / 8 if cost == "global" else 1 / (8 * n_qubits**2)
    found = gradient_variance(
        rotations, [n_qubits], observable=observable, n_samples=200_000, random_state=0
    ).variances[0]
    return Finding(
        f"product of RX, {cost} cost, {n_qubits} qubits: variance of the gradient",
        f"{exact:.4e}",
        f"{found:.4e}",
        bool(abs(found / exact - 1) < 0.03),
    )


def _frequencies(n_layers: int) -> Finding:
    program = compile(reuploading_ansatz(2, n_layers), Z(0))
    w = np.random.default_rng(0).uniform(-np.pi, np.pi, program.n_weights)
    found = fourier_spectrum(lambda X: program.expectations(X, w), [0.0, 0.4])
    above = float(np.abs(found.coefficients[n_layers + 1 :]).max())
    return Finding(
        f"re-uploading, {n_layers} layers: highest frequency; coefficients above it",
        f"{n_layers}; 0",
        f"{found.degree()}; {above:.0e}",
        found.degree() == n_layers and above < 1e-14,
    )


def _idle_expressibility() -> Finding:
    found = expressibility(Circuit(1).rz(weight(), 0), random_state=0).divergence
    return Finding(
        "expressibility of an idle qubit, 75 bins",
        f"ln 75 = {np.log(75):.6f}",
        f"{found:.6f}",
        bool(abs(found - np.log(75)) < 1e-9),
    )


def _equator_expressibility() -> Finding:
    shares = 2 / np.pi * np.diff(np.arcsin(np.sqrt(np.linspace(0, 1, 76))))
    exact = float(np.sum(shares * np.log(75 * shares)))
    found = expressibility(Circuit(1).h(0).rz(weight(), 0), n_samples=100_000, random_state=0)
    low, high = found.interval
    return Finding(
        "expressibility of a qubit on the equator, 75 bins",
        f"{exact:.4f}",
        f"{found.divergence:.4f} (95 %: {low:.4f} to {high:.4f})",
        low < exact < high,
    )


def _random_entanglement() -> Finding:
    found = entangling_power(hardware_efficient_ansatz(4, 12), n_samples=5000, random_state=0)
    return Finding(
        "Meyer-Wallach measure of a deep random circuit, 4 qubits",
        f"(D - 2) / (D + 1) = {found.random:.4f}",
        f"{found.mean:.4f} ± {found.standard_error:.4f}",
        abs(found.mean - found.random) < 4 * found.standard_error,
    )


def _equal_kernels() -> Finding:
    factors = np.random.default_rng(0).normal(size=(20, 30))
    found = geometric_difference(factors @ factors.T, 3 * factors @ factors.T, regularization=0)
    return Finding(
        "geometric difference of a kernel to itself",
        "1",
        f"1 {found - 1:+.0e}",
        abs(found - 1) < 1e-9,
    )
