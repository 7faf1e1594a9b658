"""Spectra and waveforms: columns that are points along one axis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...errors import InputError

SpectrumStep = Literal["snv", "derivative", "fourier"]

#: Points and degree of the polynomials of the derivative, as usual for spectra.
_WINDOW, _DEGREE = 11, 2


def spectrum_features(
    spectra: pd.DataFrame, steps: Sequence[SpectrumStep] = ("snv", "derivative")
) -> pd.DataFrame:
    """Return spectra or waveforms without what differs from row to row for reasons of no interest.

    Every step looks at one row alone, so nothing can leak from one to another.

    Parameters
    ----------
    spectra : pandas.DataFrame of shape (n_samples, n_points)
        A row is a spectrum, a column a point of its axis, in their order and in equal steps.
    steps : sequence of {"snv", "derivative", "fourier"}, default ("snv", "derivative")
        In their order. "snv" is the standard normal variate (Barnes et al. 1989): each spectrum
        less its mean, over its standard deviation, which takes out how thick or bright a sample
        was. Not where that is what is asked for. "derivative" is the first derivative by Savitzky
        and Golay (1964), polynomials of degree 2 over 11 points (fewer where there are no more),
        which takes out a sloping baseline. "fourier" are the amplitudes of the discrete Fourier
        transform, for waveforms that may begin anywhere: where something happens is lost, how fast
        it oscillates stays.

    Returns
    -------
    pandas.DataFrame of shape (n_samples, n_points), or (n_samples, n_points // 2 + 1)
        float64, named after the points or, after "fourier", by cycles over the whole axis.

    Raises
    ------
    InputError
        If there are fewer than 5 points or gaps, if a spectrum is flat, which has no standard
        normal variate, or a step is unknown or given twice.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from qneko.domains import spectrum_features
    >>> time = np.arange(32) / 32
    >>> waves = pd.DataFrame(np.sin(2 * np.pi * np.array([[3], [5]]) * time))
    >>> spectrum_features(waves, ["fourier"]).idxmax(axis=1).tolist()
    ['3 cycles', '5 cycles']
    """
    from scipy.signal import savgol_filter  # late: slow to load

    _check(spectra, steps)
    values = spectra.to_numpy(dtype=np.float64)
    names = [str(name) for name in spectra.columns]
    for step in steps:
        if step == "snv":
            values = _standard_normal_variate(values)
        elif step == "derivative":
            window = min(_WINDOW, values.shape[1] - (values.shape[1] + 1) % 2)
            values = savgol_filter(values, window, _DEGREE, deriv=1, axis=1)
        else:
            values = np.abs(np.fft.rfft(values, axis=1)) / values.shape[1]
            names = [f"{k} cycles" for k in range(values.shape[1])]
    return pd.DataFrame(values, index=spectra.index, columns=names)


def _standard_normal_variate(values: NDArray[np.float64]) -> NDArray[np.float64]:
    centred = values - values.mean(axis=1, keepdims=True)
    spread = centred.std(axis=1, ddof=1, keepdims=True)
    largest = np.abs(values).max(axis=1, keepdims=True)
    flat = np.flatnonzero(spread[:, 0] <= 1e-12 * largest[:, 0])
    if flat.size:
        raise InputError(
            f"spectra: row {flat[0] + 1} is the same at every point, so it has no standard normal "
            f"variate ({flat.size} such rows in all): remove the row, or the step 'snv'."
        )
    return centred / spread


def _check(spectra: pd.DataFrame, steps: Sequence[str]) -> None:
    known = ("snv", "derivative", "fourier")
    for step in steps:
        if step not in known:
            raise InputError(f"spectra: steps are of {', '.join(known)}, got {step!r}.")
    if len(set(steps)) < len(steps) or "fourier" in steps[:-1]:
        raise InputError(
            f"spectra: each step is expected once, and 'fourier' last, got {', '.join(steps)}."
        )
    if spectra.shape[1] < 5:
        raise InputError(
            f"spectra: at least 5 points along the axis are expected, got {spectra.shape[1]}."
        )
    words = [c for c in spectra.columns if not pd.api.types.is_numeric_dtype(spectra[c].dtype)]
    if words:
        raise InputError(f"spectra: numbers are expected in every column, {words[0]!r} has words.")
    gaps = spectra.isna().to_numpy()
    if gaps.any():
        row, column = np.argwhere(gaps)[0]
        raise InputError(
            f"spectra: every point needs a value, and row {row + 1} has none in "
            f"{str(spectra.columns[column])!r} ({gaps.sum()} gaps in all): fill them in, or leave "
            "the point or the row out."
        )
