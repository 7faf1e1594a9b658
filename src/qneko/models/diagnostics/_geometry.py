"""How far a quantum kernel is from classical ones: geometric difference and alignment."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import eigh
from scipy.optimize import minimize_scalar
from sklearn.metrics.pairwise import euclidean_distances, laplacian_kernel
from sklearn.utils import check_array

from ...errors import InputError
from .._checks import check_non_negative
from ._figure import BLUE, GREY, axes, label
from ._gram import check_gram, check_grams

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = NDArray[np.float64]

#: Widths of radial kernels, as multiples of scikit-learn's ``gamma="scale"``.
_WIDTHS = tuple(10.0**e for e in (-2, -1.5, -1, -0.5, 0, 0.5, 1))
#: Below this share of the largest eigenvalue a direction of a kernel is rounding error.
_RANK = 1e-10


@dataclass(frozen=True)
class ClassicalDistance:
    """Geometric difference of a kernel to classical ones.

    Parameters
    ----------
    difference : float
        The smallest geometric difference g.
    kernel : str
        The classical kernel that comes nearest.
    sqrt_n : float
        Square root of the number of samples: g far below it means that the classical kernel
        predicts as well, whatever the labels are.
    differences : dict of str to float
        Geometric difference to every classical kernel tried.
    """

    difference: float
    kernel: str
    sqrt_n: float
    differences: dict[str, float]

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw a bar for each classical kernel, and where a difference would begin to matter.

        Parameters
        ----------
        ax : Axes, optional
            Where to draw; by default a new figure.

        Returns
        -------
        Axes
            What was drawn on.
        """
        ax = axes(ax)
        names = sorted(self.differences, key=self.differences.__getitem__, reverse=True)
        ax.barh(names, [self.differences[name] for name in names], color=BLUE)
        ax.axvline(self.sqrt_n, color=GREY, linestyle="--")
        ax.text(self.sqrt_n, 1.0, "√N", color=GREY, ha="center", transform=ax.get_xaxis_transform())
        ax.set_xscale("log")
        return label(ax, "Distance from classical kernels", "geometric difference g", "")


def geometric_difference(
    K_classical: ArrayLike, K_quantum: ArrayLike, *, regularization: float = 1e-6
) -> float:
    """Return Huang's geometric difference ``g(K_classical || K_quantum)``.

    If it is far below the square root of the number of samples, no labels exist on which the
    quantum kernel predicts much better than the classical one: not worth a quantum computer. If it
    is about that large, some labels exist; whether yours are among them is another question.

    Parameters
    ----------
    K_classical, K_quantum : array-like of shape (n_samples, n_samples)
        Gram matrices of the same samples; both are scaled to a trace of n_samples.
    regularization : float, default 1e-6
        The lambda below. The larger, the less the smallest eigenvalues count, and the smaller g; 0
        needs an invertible classical kernel.

    Returns
    -------
    float
        ``sqrt(|| sqrt(Q) (C + lambda 1)**-1 sqrt(Q) ||)`` with the spectral norm; 1 for equal
        kernels without regularisation.

    Notes
    -----
    For lambda above 0 the paper splits the square into the part that bounds generalisation, with
    ``C (C + lambda 1)**-2``, and the part that bounds the training error, with
    ``lambda (C + lambda 1)**-2``. Their sum is what stands here: a classical kernel of low rank,
    which cannot even fit, must not pass for a near one.

    References
    ----------
    H.-Y. Huang et al., Power of data in quantum machine learning, Nat. Commun. 12, 2631 (2021),
    arXiv:2011.01938.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.models.diagnostics import geometric_difference
    >>> round(geometric_difference(np.diag([2.0, 1.0, 1.0]), np.eye(3), regularization=0), 4)
    1.1547
    """
    classical, quantum = check_grams(K_classical, K_quantum)
    check_non_negative(regularization=regularization)
    values, vectors = np.linalg.eigh(_unit_trace(classical))
    if values[-1] <= 0:
        raise InputError("The classical Gram matrix must have positive eigenvalues, it has none.")
    if regularization == 0 and values[0] <= _RANK * values[-1]:
        raise InputError(
            "The classical Gram matrix is singular: take a regularization above 0, such as 1e-6."
        )
    # root @ root.T is (C + lambda 1)**-1, and the product below has the eigenvalues of that in g
    root = vectors / np.sqrt(np.maximum(values, 0.0) + regularization)
    inner = root.T @ _unit_trace(quantum) @ root
    largest = eigh(inner, eigvals_only=True, subset_by_index=[len(inner) - 1, len(inner) - 1])[0]
    return math.sqrt(max(float(largest), 0.0))


def classical_distance(
    K_quantum: ArrayLike, X: ArrayLike, *, regularization: float = 1e-6
) -> ClassicalDistance:
    """Return the geometric difference of a kernel to the best of a set of classical kernels.

    Tried are the linear kernel, and Gaussian and Laplacian ones of seven widths each, from a
    hundredth of to ten times scikit-learn's ``gamma="scale"``.

    Parameters
    ----------
    K_quantum : array-like of shape (n_samples, n_samples)
        Gram matrix, such as ``model.kernel(model.X_fit_)``.
    X : array-like of shape (n_samples, n_features)
        The samples, scaled as the model got them.
    regularization : float, default 1e-6
        As in `geometric_difference`.

    Returns
    -------
    ClassicalDistance
        The smallest difference and all others; it can be plotted.

    References
    ----------
    H.-Y. Huang et al., Nat. Commun. 12, 2631 (2021), arXiv:2011.01938.
    """
    quantum = check_gram(K_quantum)
    found = {
        name: geometric_difference(kernel, quantum, regularization=regularization)
        for name, kernel in _classical_kernels(_samples(X, len(quantum))).items()
    }
    best = min(found, key=found.__getitem__)
    return ClassicalDistance(found[best], best, math.sqrt(len(quantum)), found)


def centered_alignment(K: ArrayLike, L: ArrayLike) -> float:
    """Return the centred kernel alignment (CKA) of two Gram matrices of the same samples.

    Parameters
    ----------
    K, L : array-like of shape (n_samples, n_samples)
        Gram matrices.

    Returns
    -------
    float
        From 0 (nothing in common) to 1 (equal up to a factor and a shift): the cosine between the
        matrices after both feature spaces were centred.

    References
    ----------
    C. Cortes, M. Mohri, A. Rostamizadeh, JMLR 13, 795 (2012), arXiv:1203.0550.
    """
    first, second = (_centered(gram) for gram in check_grams(K, L))
    scale = np.linalg.norm(first) * np.linalg.norm(second)
    if scale == 0.0:
        raise InputError("A Gram matrix of samples that are all alike has no alignment.")
    return float(np.vdot(first, second) / scale)


def rbf_alignment(K: ArrayLike, X: ArrayLike) -> tuple[float, float]:
    """Return the largest centred alignment of a kernel with any Gaussian kernel.

    Close to 1 the kernel is a Gaussian one for this data, as fidelity kernels of small bandwidth
    become (Flórez Ablan et al. 2025, arXiv:2503.05602); scikit-learn has it for nothing.

    Parameters
    ----------
    K : array-like of shape (n_samples, n_samples)
        Gram matrix.
    X : array-like of shape (n_samples, n_features)
        The samples, scaled as the model got them.

    Returns
    -------
    alignment, gamma : float
        The alignment, and the Gaussian kernel's ``gamma`` in ``exp(-gamma |x - y|**2)``.
    """
    gram = check_gram(K)
    squares = euclidean_distances(_samples(X, len(gram)), squared=True)
    typical = float(np.median(squares[np.triu_indices(len(gram), 1)]))
    if typical == 0.0:
        raise InputError("Most samples are equal: there is no Gaussian kernel to compare with.")

    target = _centered(gram)
    size = np.linalg.norm(target)
    if size == 0.0:
        raise InputError("A Gram matrix of samples that are all alike has no alignment.")

    def alignment(log_gamma: float) -> float:
        gaussian = np.exp((-math.exp(log_gamma) / typical) * squares)
        gaussian -= 1.0  # centring takes it off anyway; so no digits are lost where all are near 1
        rows = gaussian.mean(axis=0)
        # |centred|**2 without building the centred matrix
        square = np.vdot(gaussian, gaussian) - len(gram) * (
            2 * rows @ rows - rows.sum() * rows.mean()
        )
        return float(np.vdot(target, gaussian) / (size * math.sqrt(square)))

    # the alignment may have several maxima in the width: a grid finds the hill, then its top
    grid = np.linspace(math.log(1e-3), math.log(30.0), 24)
    best = int(np.argmax([alignment(value) for value in grid]))
    bounds = (grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)])
    top = minimize_scalar(lambda value: -alignment(value), bounds=bounds, method="bounded")
    return -float(top.fun), float(np.exp(top.x) / typical)


def _classical_kernels(X: Array) -> dict[str, Array]:
    squares = euclidean_distances(X, squared=True)
    variance = X.var()
    scale = 1.0 / (X.shape[1] * variance) if variance > 0 else 1.0
    kernels = {"linear": X @ X.T}
    radial: dict[str, Callable[[float], Array]] = {
        "Gaussian": lambda gamma: np.exp(-gamma * squares),
        "Laplacian": lambda gamma: laplacian_kernel(X, gamma=gamma),
    }
    for name, kernel in radial.items():
        for width in _WIDTHS:
            kernels[f"{name}, gamma={width * scale:.3g}"] = kernel(width * scale)
    return {name: K for name, K in kernels.items() if np.trace(K) > 0}


def _unit_trace(gram: Array) -> Array:
    trace = np.trace(gram)
    if not trace > 0:
        raise InputError("A Gram matrix has a positive trace; this one has not.")
    return gram * (len(gram) / trace)


def _centered(gram: Array) -> Array:
    rows = gram.mean(axis=0)
    return np.asarray(gram - rows - rows[:, None] + rows.mean())


def _samples(X: ArrayLike, n_samples: int) -> Array:
    data = check_array(X, dtype=np.float64)
    if len(data) != n_samples:
        raise InputError(f"X must have a row for each of {n_samples} samples, got {len(data)}.")
    return np.asarray(data)
