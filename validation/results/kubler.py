"""Kübler 2021: a kernel that knows which qubit matters learns; the kernel of whole states does not.

The setting is the paper's: x uniform on [0, 2 pi)^d, one RX a qubit, then a fixed random unitary
V, and the target ``f(x) = <Z>`` of one qubit after V. The full kernel is the fidelity, to which V
makes no difference; the biased kernel is ``Tr(rho(x) rho(y))`` of that qubit. V is Haar random up
to four qubits; beyond, eight layers of Haar random gates on three neighbours. Kernel ridge
regression on 100 samples without noise, with a regularisation of 1e-6.

The paper's text was read in excerpts; the numbers of its figures could not be, so what is compared
are its claims, and the spectrum that follows from its definitions.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.stats import unitary_group
from sklearn.kernel_ridge import KernelRidge
from sklearn.metrics.pairwise import rbf_kernel

from qneko.circuits import Circuit, feature
from qneko.engine import compile, projected_gram, reduced_observables, reduced_states
from qneko.models import QuantumKernelRidge
from validation.finding import Finding

TITLE = "The inductive bias of quantum kernels: biased against full"
SOURCE = (
    "J. Kübler, S. Buchholz, B. Schölkopf, The inductive bias of quantum kernels, NeurIPS (2021), "
    "arXiv:2106.03747."
)

Array = NDArray[Any]

WIDTHS = (1, 3, 5, 7, 9)
SEEDS = range(10)
TRAIN, TEST = 100, 200
ALPHA = 1e-6
KERNELS = ("biased", "biased by another V", "full", "RBF")


def run() -> list[Finding]:
    """Learn the same targets with four kernels at growing width."""
    errors = {d: np.mean([learn(d, seed) for seed in SEEDS], axis=0) for d in WIDTHS}
    widest = dict(zip(KERNELS, errors[WIDTHS[-1]], strict=True))
    found = [
        Finding(
            f"{WIDTHS[-1]} qubits, {TRAIN} samples: error of the biased kernel, relative to the "
            "target's variance",
            "learns (about 0)",
            f"{widest['biased']:.1e}",
            bool(widest["biased"] < 1e-3),
        )
    ]
    found += [
        Finding(
            f"the same of the kernel {name}" if name == "RBF" else f"the same, {name}",
            "learns nothing (1 or more)",
            f"{widest[name]:.2f}",
            bool(widest[name] > 0.9),
        )
        for name in KERNELS[1:]
    ]
    full = [errors[d][2] for d in WIDTHS]
    found.append(
        Finding(
            f"full kernel at {', '.join(map(str, WIDTHS))} qubits",
            "fails as the width grows",
            ", ".join(f"{e:.2g}" for e in full),
            bool(full[0] < 1e-3 and np.all(np.diff(full) > 0)),
        )
    )
    return [*found, spectrum()]


def learn(d: int, seed: int) -> list[float]:
    """Return the relative squared errors on new samples, by kernel."""
    rng = np.random.default_rng([d, seed])
    X = rng.uniform(0, 2 * np.pi, size=(TRAIN + TEST, d))
    circuit, other = (encoded(d).compose(scrambler(d, rng)) for _ in range(2))
    rho, wrong = (reduced(c, X) for c in (circuit, other))
    target = 2 * rho[:, 0, 0, 0].real - 1  # <Z>
    grams = [
        projected_gram(rho, kernel="linear"),
        projected_gram(wrong, kernel="linear"),
        full_gram(X),
        rbf_kernel(X, gamma=1 / (d * X.var())),
    ]
    return [relative_error(gram, target) for gram in grams]


def relative_error(gram: Array, target: Array) -> float:
    """Fit on the first samples, and return the error on the others in units of their variance."""
    mean = target[:TRAIN].mean()
    model = KernelRidge(alpha=ALPHA, kernel="precomputed")
    model.fit(gram[:TRAIN, :TRAIN], target[:TRAIN] - mean)
    error = model.predict(gram[TRAIN:, :TRAIN]) + mean - target[TRAIN:]
    return float(np.mean(error**2) / target[TRAIN:].var())


def spectrum() -> Finding:
    """Return the largest eigenvalue of the full kernel, which says how little it prefers."""
    X = np.random.default_rng(0).uniform(0, 2 * np.pi, size=(2000, 5))
    top = float(np.linalg.eigvalsh(full_gram(X) / len(X))[-1])
    return Finding(
        "largest eigenvalue of the full kernel's integral operator, 5 qubits (2000 samples)",
        f"2^-5 = {2**-5:.4f}",
        f"{top:.4f}",
        bool(abs(top * 2**5 - 1) < 0.05),
    )


def full_gram(X: Array) -> Array:
    """Return the fidelities of the encoded states; V would cancel."""
    model = QuantumKernelRidge(feature_map=lambda n, *_: encoded(n), bandwidth=1.0)
    return model.fit(X, X[:, 0]).gram(X)


def encoded(d: int) -> Circuit:
    """Return one RX a feature."""
    circuit = Circuit(d)
    for q in range(d):
        circuit.rx(feature(q), q)
    return circuit


def scrambler(d: int, rng: Generator) -> Circuit:
    """Return a random unitary on all qubits."""
    circuit = Circuit(d)
    if d <= 4:
        return circuit.unitary(haar(d, rng), list(range(d)))
    for layer in range(8):
        for first in range(layer % 3, d - 2, 3):
            circuit.unitary(haar(3, rng), [first, first + 1, first + 2])
        # neighbours at the two ends meet, too
        circuit.unitary(haar(3, rng), [d - 1, 0, 1])
    return circuit


def haar(n_qubits: int, rng: Generator) -> Array:
    """Return a Haar random unitary."""
    return np.asarray(unitary_group.rvs(2**n_qubits, random_state=rng))


def reduced(circuit: Circuit, X: Array) -> Array:
    """Return the reduced states of the first qubit, (n_samples, 1, 2, 2)."""
    program = compile(circuit, reduced_observables(circuit.n_qubits, [(0,)]))
    return reduced_states(program, X, subsets=[(0,)])
