"""Which frequencies of a feature a model can hear."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import InputError
from .._checks import check_count, check_positive
from ._figure import BLUE, axes, label

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class FourierSpectrum:
    """Fourier coefficients of a model along one feature.

    Parameters
    ----------
    frequencies : ndarray of shape (degree + 1,)
        0, 1, ..., degree: cycles in a period.
    coefficients : ndarray of shape (degree + 1,), complex128
        c_k of ``f(x) = sum_k c_k exp(2 pi i k x / period)`` with ``c_-k = conj(c_k)``.
    period : float
        In units of the feature.
    """

    frequencies: NDArray[np.int64]
    coefficients: NDArray[np.complex128]
    period: float

    def degree(self, tolerance: float = 1e-9) -> int:
        """Return the highest frequency whose coefficient is above `tolerance`.

        Parameters
        ----------
        tolerance : float, default 1e-9
            As a share of the largest coefficient.

        Returns
        -------
        int
            0 for a constant.
        """
        sizes = np.abs(self.coefficients)
        heard = np.flatnonzero(sizes > tolerance * max(sizes.max(), np.finfo(float).tiny))
        return int(self.frequencies[heard[-1]]) if len(heard) else 0

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the size of each coefficient.

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
        ax.bar(self.frequencies, np.abs(self.coefficients), color=BLUE)
        return label(ax, "Fourier spectrum", "frequency (cycles a period)", "|coefficient|")


def fourier_spectrum(
    function: Callable[[NDArray[np.float64]], ArrayLike],
    base: ArrayLike,
    *,
    feature: int = 0,
    degree: int = 16,
    period: float = 2 * math.pi,
) -> FourierSpectrum:
    """Return the Fourier coefficients of a function along one feature, the others held fixed.

    An expectation of a circuit that reads a feature L times through Pauli rotations is a Fourier
    series of degree L in it; more layers, and nothing else, give higher frequencies.

    Parameters
    ----------
    function : callable
        Of samples of shape (n, n_features) to values of shape (n,) or (n, 1): ``model.predict``,
        ``model.decision_function``, or ``lambda X: program.expectations(X, w)``.
    base : array-like of shape (n_features,)
        Values of the features; that of `feature` does not matter.
    feature : int, default 0
        Which one varies.
    degree : int, default 16
        Highest frequency that is computed; the function is sampled at 4 degree + 1 points, so that
        frequencies up to three times as high cannot pass for lower ones.
    period : float, default 2 pi
        Of the function, in units of the feature: 2 pi over the bandwidth for a model whose angles
        are the features times its bandwidth.

    Returns
    -------
    FourierSpectrum
        Coefficients of frequencies 0 to degree; it can be plotted.

    Raises
    ------
    InputError
        If the function gives several values a sample.

    References
    ----------
    M. Schuld, R. Sweke, J. J. Meyer, Phys. Rev. A 103, 032430 (2021), arXiv:2008.08605.

    Examples
    --------
    >>> from qneko.circuits import Circuit, Z, feature
    >>> from qneko.engine import compile
    >>> from qneko.models.diagnostics import fourier_spectrum
    >>> twice = compile(Circuit(1).rx(feature(0), 0).rx(feature(0), 0), Z(0))
    >>> fourier_spectrum(twice.expectations, [0.0]).degree()
    2
    """
    check_count(degree=degree)
    check_positive(period=period)
    point = np.asarray(base, dtype=np.float64)
    if point.ndim != 1 or not 0 <= feature < len(point):
        raise InputError(
            "base must hold one value a feature, and feature be one of their positions, "
            f"got shape {point.shape} and {feature!r}."
        )
    n_points = 4 * degree + 1
    samples = np.tile(point, (n_points, 1))
    samples[:, feature] = np.arange(n_points) * (period / n_points)
    values: NDArray[Any] = np.asarray(function(samples), dtype=np.float64)
    if values.size != n_points:
        raise InputError(
            f"The function must give one value a sample, got shape {values.shape} for {n_points} "
            "samples: pick one output."
        )
    coefficients = np.fft.rfft(values.ravel())[: degree + 1] / n_points
    return FourierSpectrum(np.arange(degree + 1), coefficients, float(period))
