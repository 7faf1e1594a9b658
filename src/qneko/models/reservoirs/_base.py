"""What every reservoir does, quantum or not: scale the input, run windows and series, read out."""

from __future__ import annotations

from abc import abstractmethod
from numbers import Real
from typing import Any, Protocol

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.utils.validation import check_array, check_is_fitted

from ...errors import InputError
from .._checks import check_choice, check_count

Array = NDArray[Any]


class Machine(Protocol):
    """A dynamical system that inputs drive: the fixed part of a reservoir computer."""

    n_readouts: int

    def start(self, n_series: int, index: int = 0) -> Array:
        """Return where series begin; another index is another beginning."""
        ...

    def run(
        self, inputs: Array, state: Array | None = None, *, last_only: bool = False
    ) -> tuple[Array, Array]:
        """Return the readouts of inputs (n_series, n_steps, n_channels), and the final state."""
        ...


class Reservoir:
    """Base of estimators that drive a random dynamical system with their input.

    Attributes named here are set by `_fit_reservoir`, from the training input alone.
    """

    n_channels: int
    input_range: str | tuple[float, float]
    random_state: int | RandomState | None

    input_min_: NDArray[np.float64]
    input_max_: NDArray[np.float64]
    n_readouts_: int

    @abstractmethod
    def _draw(self) -> None:
        """Check the parameters of the dynamics and draw what is random in them."""

    @abstractmethod
    def _machine(self) -> Machine:
        """Return the dynamics that `_draw` drew."""

    @abstractmethod
    def _is_memoryless(self) -> bool:
        """Return whether the readouts of a step depend on its input alone."""

    def run(self, series: ArrayLike) -> Array:
        """Return the readouts after each step of a series, or of many: the streaming form.

        The reservoir starts in its initial state and is driven by the whole past, not by a window;
        the two agree once the window is longer than the reservoir's memory.

        Parameters
        ----------
        series : array-like
            One series, of shape (n_steps,) or (n_steps, n_channels), or many, of shape (n_series,
            n_steps, n_channels); in the units of the training data.

        Returns
        -------
        ndarray of shape (n_steps, n_readouts) or (n_series, n_steps, n_readouts)
            Row t depends on steps 0 to t.
        """
        check_is_fitted(self)
        inputs = self._as_series(series)
        readouts, _ = self._machine().run(self._scale(inputs))
        return readouts if np.ndim(series) == 3 else readouts[0]

    def _fit_reservoir(self, inputs: Array) -> None:
        """Fit the scaling to inputs (n_series, n_steps, n_channels) and draw the dynamics."""
        self.input_min_, self.input_max_ = self._find_range(inputs)
        self._draw()
        self.n_readouts_ = self._machine().n_readouts

    def _find_range(self, inputs: Array) -> tuple[Array, Array]:
        given = self.input_range
        if isinstance(given, str):
            check_choice(("data",), input_range=given)
            return inputs.min(axis=(0, 1)), inputs.max(axis=(0, 1))
        if (
            not isinstance(given, (tuple, list))
            or len(given) != 2
            or not all(isinstance(end, Real) and np.isfinite(float(end)) for end in given)
            or not given[0] < given[1]
        ):
            raise InputError(
                f"input_range must be 'data' or a pair (low, high) with low < high, got {given!r}."
            )
        low, high = (np.full(inputs.shape[2], float(end)) for end in given)
        return low, high

    def _scale(self, inputs: Array) -> Array:
        """Return inputs from 0 to 1; what lies outside the fitted range is moved to its edge."""
        width = self.input_max_ - self.input_min_
        scaled = (inputs - self.input_min_) / np.where(width > 0, width, 1.0)
        return np.clip(scaled, 0.0, 1.0)

    def _windows(self, X: Array) -> Array:
        """Return rows as series, (n_samples, n_steps, n_channels): a row is step by step."""
        check_count(n_channels=self.n_channels)
        n_columns = X.shape[1]
        if n_columns % self.n_channels:
            raise InputError(
                f"Expected whole steps of {self.n_channels} channels in each row, got {n_columns} "
                "columns: order them step by step, all channels of a step together."
            )
        return X.reshape(len(X), -1, self.n_channels)

    def _as_series(self, series: ArrayLike) -> NDArray[np.float64]:
        """Return series as (n_series, n_steps, n_channels), or say what was expected."""
        check_count(n_channels=self.n_channels)
        values = check_array(series, dtype=np.float64, ensure_2d=False, allow_nd=True)
        if values.ndim == 1:
            values = values[:, None]
        if values.ndim == 2:
            values = values[None]
        if values.ndim != 3 or values.shape[2] != self.n_channels or not values.size:
            raise InputError(
                f"Expected a series of shape (n_steps, {self.n_channels}) or series of shape "
                f"(n_series, n_steps, {self.n_channels}), got {np.shape(series)}: the last axis "
                "is n_channels."
            )
        return np.asarray(values)

    def _read_windows(self, X: Array) -> NDArray[np.float64]:
        """Return the readouts at the end of each row."""
        inputs = self._scale(self._windows(X))
        readouts, _ = self._machine().run(inputs, last_only=True)
        return readouts
