"""Tables whose answer is known, because the labels were made by a known rule."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray
from sklearn.metrics.pairwise import euclidean_distances

from qneko.domains import make_encoder
from qneko.models import FidelityKernelClassifier

Array = NDArray[np.float64]

#: The planted kernel: the study's own model at one point of the study's own search space.
BANDWIDTH, N_LAYERS = 0.8, 2
#: Columns that measure each hidden variable. The encoder scales columns and turns them into
#: principal components; shares of the variance that are far apart keep those the same in all folds.
COPIES = (8, 32, 128)
_MEASUREMENT_NOISE = 0.1
#: Of the classical kernel in Huang's relabelling; they cut its small eigenvalues off as well.
_REGULARISATION = 0.1
#: Columns of a narrow table, as many as qubits, and of a wide one.
NARROW, WIDE = 4, 20
#: Share of labels that are turned over where a rule makes them.
FLIPPED = 0.1


def table(columns: Array, labels: NDArray[np.bool_]) -> pd.DataFrame:
    """Return the columns and a target of two classes as a study reads them."""
    frame = pd.DataFrame(columns, columns=[f"x{i}" for i in range(columns.shape[1])])
    return frame.assign(target=np.where(labels, "high", "low"))


def random_labels(columns: Array, rng: Generator) -> NDArray[np.bool_]:
    """Return labels that have nothing to do with the columns, half of them of each class."""
    return np.asarray(rng.permutation(len(columns)) % 2 == 0)


def linear(columns: Array, rng: Generator) -> NDArray[np.bool_]:
    """Return on which side of a random plane each row lies."""
    return _above_median(columns @ rng.normal(size=columns.shape[1]))


def smooth(columns: Array, rng: Generator) -> NDArray[np.bool_]:
    """Return the sign of a smooth random function, a sum of Gaussians around random points."""
    centres = rng.normal(size=(20, columns.shape[1]))
    squares = euclidean_distances(columns, centres, squared=True)
    return _above_median(np.exp(-squares / columns.shape[1]) @ rng.normal(size=20))


def tree(columns: Array, rng: Generator) -> NDArray[np.bool_]:
    """Return labels by thresholds: which of two columns decides depends on a third one."""
    first, second, third = (columns[:, j] for j in rng.permutation(columns.shape[1])[:3])
    return np.where(first > 0, second > 0, third > 0)


def rings(columns: Array, rng: Generator) -> NDArray[np.bool_]:
    """Return whether three of the columns are far from zero together, whatever their signs."""
    chosen = rng.permutation(columns.shape[1])[:3]
    return _above_median(np.square(columns[:, chosen]).sum(axis=1))


Rule = Callable[[Array, Generator], NDArray[np.bool_]]


def by_rule(
    rule: Rule, n_samples: int, rng: Generator, *, flipped: float = 0.0, n_columns: int = NARROW
) -> pd.DataFrame:
    """Return a table of independent normal columns, labelled by a rule.

    Parameters
    ----------
    rule : callable
        One of the functions above.
    n_samples : int
        Rows.
    rng : Generator
        For all that is random.
    flipped : float
        Share of the labels that are turned over.
    n_columns : int
        Of them.
    """
    columns = rng.normal(size=(n_samples, n_columns))
    labels = rule(columns, rng)
    return table(columns, labels ^ (rng.random(n_samples) < flipped))


def planted(n_samples: int, rng: Generator) -> pd.DataFrame:
    """Return a table whose labels are easy for a quantum kernel and hard for a Gaussian one."""
    columns = measured(n_samples, rng)
    quantum, classical = kernels(encoded(columns))
    return table(columns, _above_median(relabel(quantum, classical)))


def measured(n_samples: int, rng: Generator) -> Array:
    """Return independent hidden variables, each measured by several noisy columns.

    They are uniform and not normal: a kernel's hardest labels sit on rows far from all others, and
    what holds for a few far rows cannot be learned from the rest.
    """
    hidden = rng.uniform(-np.sqrt(3), np.sqrt(3), size=(n_samples, len(COPIES)))
    exact = np.repeat(hidden, COPIES, axis=1)
    return exact + _MEASUREMENT_NOISE * rng.normal(size=exact.shape)


def encoded(columns: Array) -> Array:
    """Return what the quantum model sees of a table: the study's own encoding of all rows."""
    frame = pd.DataFrame(columns).rename(columns=str)
    return np.asarray(make_encoder(frame, len(COPIES)).fit_transform(frame))


def kernels(X: Array) -> tuple[Array, Array]:
    """Return the Gram matrices of the planted quantum and the Gaussian kernel."""
    model = FidelityKernelClassifier(bandwidth=BANDWIDTH, n_layers=N_LAYERS, probability=False).fit(
        X, np.arange(len(X)) % 2
    )  # a kernel without weights: the labels do not matter
    squares = euclidean_distances(X, squared=True)
    return model.kernel(model.X_fit_), np.exp(-squares / (X.shape[1] * X.var()))


def relabel(quantum: Array, classical: Array) -> Array:
    """Return Huang's labels, before they are cut into classes.

    They are ``sqrt(K_Q) v`` with v the eigenvector of the largest eigenvalue of
    ``sqrt(K_Q) (K_C + lambda 1)**-1 sqrt(K_Q)``: of all labels those with the largest ratio of the
    two kernels' model complexities, which is the square of the geometric difference.

    Parameters
    ----------
    quantum, classical : ndarray of shape (n_samples, n_samples)
        Gram matrices of the same rows.

    Returns
    -------
    ndarray of shape (n_samples,)
        Their sign is arbitrary.

    References
    ----------
    H.-Y. Huang et al., Nat. Commun. 12, 2631 (2021), arXiv:2011.01938, appendix G.
    """
    values, vectors = np.linalg.eigh(quantum)
    root = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    regular = classical + _REGULARISATION * np.eye(len(classical))
    return np.asarray(root @ np.linalg.eigh(root @ np.linalg.solve(regular, root))[1][:, -1])


def complexity_ratio(labels: Array, quantum: Array, classical: Array) -> float:
    """Return by how much labels are harder for the classical kernel than for the quantum one.

    The root of ``y (K_C + lambda 1)**-1 y / y (K_Q + lambda 1)**-1 y``; large: the bound on the
    error is smaller for the quantum kernel.
    """
    eye = _REGULARISATION * np.eye(len(labels))
    of_classical, of_quantum = (
        float(labels @ np.linalg.solve(kernel + eye, labels)) for kernel in (classical, quantum)
    )
    return float(np.sqrt(of_classical / of_quantum))


def _above_median(values: Array) -> NDArray[np.bool_]:
    return values > np.median(values)
