"""Four families of two-class problems, each with knobs for its difficulty.

All numbers come from a `numpy.random.RandomState` in the order in which the paper's definitions
draw them, so that the published data sets are made again to the last bit from their seeds.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray
from sklearn.preprocessing import StandardScaler
from sklearn.utils import check_random_state

from ...errors import InputError

#: Features (n_samples, n_features) and labels -1 or 1 (n_samples,).
Problem = tuple[NDArray[np.float64], NDArray[np.int64]]
Seed = int | RandomState | None


def linearly_separable(
    n_samples: int, n_features: int, margin: float, random_state: Seed = None
) -> Problem:
    """Return points of a hypercube, labelled by the side of the plane ``sum(x) = 0`` they are on.

    Parameters
    ----------
    n_samples, n_features : int
        Size of the table.
    margin : float
        Points with ``|sum(x)| <= margin`` are left out; the paper takes 0.02 a feature.
    random_state : int, RandomState instance or None, default None
        Where the points come from.

    Returns
    -------
    X : ndarray of shape (n_samples, n_features)
        In [-1, 1].
    y : ndarray of shape (n_samples,)
        -1 where ``sum(x) > 0``, else 1.

    References
    ----------
    J. Bowles, S. Ahmed, M. Schuld, Better than classical? (2024), arXiv:2403.07059, section 5.

    Examples
    --------
    >>> from qneko.domains.synthetic import linearly_separable
    >>> X, y = linearly_separable(300, 10, margin=0.2, random_state=42)
    >>> X.shape, bool(((X.sum(axis=1) > 0) == (y == -1)).all())
    ((300, 10), True)
    """
    _check_sizes(n_samples=n_samples, n_features=n_features)
    random = check_random_state(random_state)
    X = 2 * random.uniform(size=(2 * n_samples, n_features)) - 1
    X = X[np.abs(X.sum(axis=1)) > margin][:n_samples]
    if len(X) < n_samples:
        raise InputError(
            f"A margin of {margin} leaves {len(X)} of {2 * n_samples} points, "
            f"fewer than the {n_samples} asked for: take a smaller one."
        )
    return X, np.where(X.sum(axis=1) > 0, -1, 1)


def hidden_manifold(
    n_samples: int, n_features: int, manifold_dimension: int, random_state: Seed = None
) -> Problem:
    """Return points of a low-dimensional manifold, labelled by a neural network on it.

    Points c of `manifold_dimension` normal numbers are embedded by ``tanh(F c / sqrt(m) - b)``, and
    labelled by a random network with one hidden layer of c, split at its median.

    Parameters
    ----------
    n_samples : int
        Rows; even, so that both classes are equally large.
    n_features : int
        Columns.
    manifold_dimension : int
        Dimension m of what the labels depend on.
    random_state : int, RandomState instance or None, default None
        Where points, embedding and network come from.

    Returns
    -------
    X : ndarray of shape (n_samples, n_features)
        In (-1, 1).
    y : ndarray of shape (n_samples,)
        -1 or 1, half of each.

    References
    ----------
    S. Goldt, M. Mézard, F. Krzakala, L. Zdeborová, Phys. Rev. X 10, 041044 (2020),
    arXiv:1909.11500; as J. Bowles, S. Ahmed, M. Schuld (2024), arXiv:2403.07059, use it.
    """
    _check_sizes(n_samples=n_samples, n_features=n_features, manifold_dimension=manifold_dimension)
    random = check_random_state(random_state)
    m = manifold_dimension
    embedding = random.normal(size=(m, n_features))
    points = random.normal(size=(n_samples, m))
    biases = 2 * random.uniform(size=n_features) - 1
    X = np.tanh(points @ embedding / np.sqrt(m) - biases)
    hidden = random.normal(size=(m, m))
    output = random.normal(size=m)
    scores = np.tanh(points @ hidden.T) @ output / np.sqrt(m)
    return X, np.where(scores - np.median(scores) < 0, -1, 1)


def hyperplanes(
    n_samples: int,
    n_features: int,
    n_hyperplanes: int,
    dim_hyperplanes: int,
    random_state: Seed = None,
) -> Problem:
    """Return points labelled by how many of some hyperplanes they are beyond: even or odd.

    The hyperplanes are in `dim_hyperplanes` dimensions; the points are then mapped linearly to
    `n_features` columns, which are standardised.

    Parameters
    ----------
    n_samples : int
        Rows; even, so that both classes are equally large.
    n_features : int
        Columns.
    n_hyperplanes : int
        How many there are; the more, the finer the pattern.
    dim_hyperplanes : int
        Dimension of what the labels depend on.
    random_state : int, RandomState instance or None, default None
        Where points and hyperplanes come from.

    Returns
    -------
    X : ndarray of shape (n_samples, n_features)
        Zero mean, unit variance.
    y : ndarray of shape (n_samples,)
        -1 for the first half, which are beyond an even number, and 1 for the second.

    References
    ----------
    J. Bowles, S. Ahmed, M. Schuld, Better than classical? (2024), arXiv:2403.07059, section 5.
    """
    _check_sizes(
        n_samples=n_samples,
        n_features=n_features,
        n_hyperplanes=n_hyperplanes,
        dim_hyperplanes=dim_hyperplanes,
    )
    random = check_random_state(random_state)
    normals = random.uniform(size=(n_hyperplanes, dim_hyperplanes))
    offsets = random.uniform(size=n_hyperplanes)
    # more than are needed, of which as many of each class are kept
    points = random.normal(size=(4 * n_samples, dim_hyperplanes))
    odd = ((points @ normals.T + offsets > 0).sum(axis=1) % 2).astype(bool)
    half = n_samples // 2
    kept = [points[~odd][:half], points[odd][:half]]
    if min(map(len, kept)) < half:
        raise InputError(
            f"These hyperplanes put fewer than {half} of {4 * n_samples} points on one side: "
            "take another random_state or more hyperplanes."
        )
    X = np.concatenate(kept) @ random.uniform(size=(dim_hyperplanes, n_features))
    return StandardScaler().fit_transform(X), _halves(half)


def two_curves(
    n_samples: int,
    n_features: int,
    degree: int,
    offset: float,
    noise: float,
    random_state: Seed = None,
) -> Problem:
    """Return noisy points of two copies of one closed curve, a class each.

    Every coordinate of the curve is a Fourier series of its parameter; the second curve is the
    first, shifted by `offset` in all coordinates.

    Parameters
    ----------
    n_samples : int
        Rows; even, so that both classes are equally large.
    n_features : int
        Columns: the curve's dimension.
    degree : int
        Highest frequency; the higher, the more the curves wind.
    offset : float
        Distance between the curves in each coordinate, before standardisation.
    noise : float
        Standard deviation of the noise in each coordinate, before standardisation.
    random_state : int, RandomState instance or None, default None
        Where curve and points come from.

    Returns
    -------
    X : ndarray of shape (n_samples, n_features)
        Zero mean, unit variance.
    y : ndarray of shape (n_samples,)
        -1 for the first curve, 1 for the second.

    References
    ----------
    S. Buchanan, D. Gilboa, J. Wright, Deep networks and the multiple manifold problem (2021),
    arXiv:2008.11245; as J. Bowles, S. Ahmed, M. Schuld (2024), arXiv:2403.07059, use it.
    """
    _check_sizes(n_samples=n_samples, n_features=n_features, degree=degree)
    random = check_random_state(random_state)
    coefficients = random.uniform(size=(n_features, degree + 1, 2))
    coefficients /= np.linalg.norm(coefficients)
    half = n_samples // 2
    curves = [_points_on_curve(random, half, coefficients, noise) for _ in range(2)]
    X = np.concatenate([curves[0], curves[1] + offset])
    return StandardScaler().fit_transform(X), _halves(half)


def _points_on_curve(
    random: RandomState, n_points: int, coefficients: NDArray[np.float64], noise: float
) -> NDArray[np.float64]:
    """Return points of shape (n_points, n_features); coefficients: (n_features, degree + 1, 2)."""
    n_features, n_frequencies = coefficients.shape[:2]
    times, errors = np.empty(n_points), np.empty((n_points, n_features))
    for row in range(n_points):  # in turns, as the published data were drawn
        times[row] = random.uniform()
        errors[row] = random.normal(scale=noise, size=n_features)
    angles = np.pi * times[:, None] * np.arange(1, n_frequencies)
    constant = coefficients[:, 0].sum(axis=1)
    waves = np.cos(angles) @ coefficients[:, 1:, 0].T + np.sin(angles) @ coefficients[:, 1:, 1].T
    return np.asarray(constant + waves + errors)


def _halves(half: int) -> NDArray[np.int64]:
    return np.repeat([-1, 1], half)


def _check_sizes(**sizes: Any) -> None:
    for name, size in sizes.items():
        if isinstance(size, bool) or not hasattr(size, "__index__") or size < 1:
            raise InputError(f"{name} must be a whole number from 1 on, got {size!r}.")
    if sizes["n_samples"] % 2:
        raise InputError(f"n_samples must be even, got {sizes['n_samples']}.")
