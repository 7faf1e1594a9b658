"""The program: a compiled circuit with its observables, called on batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..circuits import Circuit, Observable
from ..errors import InputError
from . import _native
from ._checks import (
    check_circuit,
    check_cotangent,
    check_dtype,
    check_features,
    check_observables,
    check_result,
    check_weights,
)
from ._explain import Cost, Explanation, explain
from ._memory import empty
from ._plan import expectation_plan, state_plan
from ._sampling import (
    Estimate,
    check_shots,
    group_contribution,
    measurement_groups,
    rotate_to_z,
    sample_states,
)
from ._threads import n_threads

_Runner = _native.RunnerFloat32 | _native.RunnerFloat64
#: Bytes of final states that wait for the gradient; above it they are computed once more.
_MOST_KEPT = 1 << 28

Vjp = Callable[[ArrayLike], tuple[NDArray[Any], NDArray[np.float64]]]


def compile(
    circuit: Circuit,
    observables: Observable | Sequence[Observable] = (),
    *,
    dtype: Any = "float64",
) -> Program:
    """Compile a circuit and what is measured on it into a program.

    Parameters
    ----------
    circuit : Circuit
        What to run. It is copied: changing it later does not change the program.
    observables : Observable or sequence of Observable, default ()
        What `Program.expectations` returns, one column each. May be empty if only states or
        samples are wanted.
    dtype : {"float32", "float64"}, default "float64"
        Precision of states and results. Angles are always computed in float64.

    Returns
    -------
    Program
        Immutable, cheap to call.

    Raises
    ------
    InputError
        If an observable cannot be measured on the circuit, or the dtype is another one.

    Examples
    --------
    >>> from qneko.circuits import Circuit, feature, weight, Z
    >>> from qneko.engine import compile
    >>> circuit = Circuit(2).ry(feature(0), 0).ry(weight(), 1).cx(0, 1)
    >>> program = compile(circuit, [Z(0), Z(1)])
    >>> program.expectations([[0.0], [0.5]], [0.1]).round(4)
    array([[1.    , 0.995 ],
           [0.8776, 0.8732]])
    """
    return Program(circuit, observables, dtype)


class Program:
    """A compiled circuit; made by `compile`.

    All methods take ``X`` of shape (n_samples, n_features) and ``w`` of shape (n_weights,), in
    radians, and check them: wrong shapes, other than real numbers, NaN and infinities raise
    `InputError`. A circuit without features takes ``X=None`` for one run, one without weights
    ``w=None``.

    Attributes
    ----------
    circuit : Circuit
        What was compiled.
    observables : tuple of Observable
        What is measured.
    dtype : numpy.dtype
        float32 or float64.
    """

    def __init__(
        self, circuit: Circuit, observables: Observable | Sequence[Observable], dtype: Any
    ):
        self.circuit = check_circuit(circuit)
        self.observables = check_observables(circuit, observables)
        self.dtype = check_dtype(dtype)

    @property
    def n_qubits(self) -> int:
        """Number of qubits."""
        return self.circuit.n_qubits

    @property
    def n_features(self) -> int:
        """Columns of ``X``."""
        return self.circuit.n_features

    @property
    def n_weights(self) -> int:
        """Length of ``w``."""
        return self.circuit.n_weights

    @property
    def n_observables(self) -> int:
        """Columns of the expectations."""
        return len(self.observables)

    def expectations(self, X: ArrayLike | None, w: ArrayLike | None = None) -> NDArray[Any]:
        """Return the expectation of every observable for every sample.

        Returns
        -------
        ndarray of shape (n_samples, n_observables) and the program's dtype
        """
        features, weights = self._check(X, w)
        values = empty(len(features), self.n_observables, self.dtype)
        if values.size:
            self._run(self._expectation_runner, features, weights, values=values)
        return values

    def states(self, X: ArrayLike | None, w: ArrayLike | None = None) -> NDArray[Any]:
        """Return the final state of every sample, its global phase included.

        Returns
        -------
        ndarray of shape (n_samples, 2**n_qubits), complex64 or complex128
            Bit q of the second index is qubit q.
        """
        features, weights = self._check(X, w)
        size = 2**self.n_qubits
        states = empty(len(features), 2 * size, self.dtype)
        if len(features):
            self._run(self._state_runner, features, weights, states=states)
        return states.view(np.result_type(self.dtype, np.complex64))

    def value_and_vjp(
        self, X: ArrayLike | None, w: ArrayLike | None = None
    ) -> tuple[NDArray[Any], Vjp]:
        """Return expectations and a function that carries gradients back.

        Returns
        -------
        values : ndarray of shape (n_samples, n_observables)
            As `expectations` returns.
        vjp : callable
            ``vjp(cotangent)`` with dL/dvalues of the same shape returns ``(dL/dX, dL/dw)`` of
            shapes (n_samples, n_features) and (n_weights,), by the adjoint method (Jones and Gacon
            2020, arXiv:2009.02823). dL/dw is float64.
        """
        features, weights = self._check(X, w)
        values = empty(len(features), self.n_observables, self.dtype)
        kept = None
        if values.size:
            size = self._expectation_runner.kept_size(len(features))
            if size * self.dtype.itemsize <= _MOST_KEPT:
                kept = empty(1, size, self.dtype)[0]
            self._run(self._expectation_runner, features, weights, values=values, kept=kept)

        def vjp(cotangent: ArrayLike) -> tuple[NDArray[Any], NDArray[np.float64]]:
            return self._vjp(features, weights, cotangent, kept)[1:]

        return values, vjp

    def vjp(
        self, X: ArrayLike | None, w: ArrayLike | None, cotangent: ArrayLike
    ) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.float64]]:
        """Return expectations and gradients in one pass, for a cotangent that is known before.

        Returns
        -------
        values, gradient_X, gradient_w : ndarray
            As `value_and_vjp` and its function return them.
        """
        return self._vjp(*self._check(X, w), cotangent)

    def jacobian(
        self, X: ArrayLike | None, w: ArrayLike | None = None
    ) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return every expectation's derivatives, sample by sample, by the adjoint method.

        It costs one backward pass an observable; where a loss is what counts, `value_and_vjp`
        serves all observables with one.

        Returns
        -------
        by_feature : ndarray of shape (n_samples, n_observables, n_features)
            Derivatives by the features of the sample.
        by_weight : ndarray of shape (n_samples, n_observables, n_weights)
            Derivatives by the weights.
        """
        features, weights = self._check(X, w)
        shape = (len(features), self.n_observables)
        by_feature = np.zeros((*shape, self.n_features), self.dtype)
        by_weight = np.zeros((*shape, self.n_weights), self.dtype)
        for k in range(self.n_observables if len(features) else 0):
            cotangent = np.zeros(shape, self.dtype)
            cotangent[:, k] = 1
            rows_x = np.empty((len(features), self.n_features), self.dtype)
            rows_w = np.empty((len(features), self.n_weights), self.dtype)
            self._run(
                self._expectation_runner,
                features,
                weights,
                cotangent=cotangent,
                gradient_x=rows_x,
                gradient_w_rows=rows_w,
            )
            by_feature[:, k], by_weight[:, k] = rows_x, rows_w
        return by_feature, by_weight

    def sample(
        self, X: ArrayLike | None, w: ArrayLike | None = None, *, shots: int, seed: int = 0
    ) -> NDArray[np.int64]:
        """Measure all qubits `shots` times for every sample.

        Parameters
        ----------
        X, w : array-like
            Features and weights.
        shots : int
            Measurements a sample.
        seed : int, default 0
            A sample's outcomes depend on the seed and on its row number in this call alone.

        Returns
        -------
        ndarray of shape (n_samples, shots), int64
            Basis states as whole numbers; bit q is qubit q.
        """
        check_shots(shots, seed)
        return sample_states(self.states(X, w), shots, seed)

    def estimate(
        self, X: ArrayLike | None, w: ArrayLike | None = None, *, shots: int, seed: int = 0
    ) -> Estimate:
        """Estimate the expectations from shots, as quantum hardware would.

        Pauli strings that agree on every qubit are measured together; each such group gets `shots`
        shots.

        Parameters
        ----------
        X, w : array-like
            Features and weights.
        shots : int
            Measurements a sample and group.
        seed : int, default 0
            A sample's outcomes depend on the seed and on its row number in this call alone.

        Returns
        -------
        Estimate
            ``values`` and ``standard_errors``, both (n_samples, n_observables); with a single shot
            the errors are infinite.
        """
        check_shots(shots, seed)
        features, weights = self._check(X, w)
        shape = (len(features), self.n_observables)
        values, squares = np.zeros(shape), np.zeros(shape)
        values += [complex(dict(o.terms).get((), 0.0)).real for o in self.observables]
        for stream, group in enumerate(measurement_groups(self.observables)):
            rotated = compile(rotate_to_z(self.circuit, group.letters), dtype=self.dtype)
            states = rotated.states(features, weights)
            outcomes = sample_states(states, shots, seed, stream=stream)
            mean, square = group_contribution(group, outcomes, self.n_observables)
            values += mean
            squares += square
        return Estimate(values, np.sqrt(squares))

    def explain(self) -> Explanation:
        """Return what compilation did and what a sample costs; ``print`` it to read it."""
        return explain(self.circuit, self.observables, self.dtype)

    @property
    def cost(self) -> Cost:
        """Flops, bytes and passes for one sample."""
        return self.explain().cost

    def __repr__(self) -> str:
        return (
            f"<Program: {self.n_qubits} qubits, {self.n_features} features, "
            f"{self.n_weights} weights, {self.n_observables} observables, {self.dtype}>"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return Program, (self.circuit, self.observables, self.dtype.name)

    def _check(
        self, X: ArrayLike | None, w: ArrayLike | None
    ) -> tuple[NDArray[Any], NDArray[np.float64]]:
        return check_features(X, self.n_features, self.dtype), check_weights(w, self.n_weights)

    def _vjp(
        self,
        features: NDArray[Any],
        weights: NDArray[np.float64],
        cotangent: ArrayLike,
        kept: NDArray[Any] | None = None,
    ) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.float64]]:
        values = empty(len(features), self.n_observables, self.dtype)
        checked = check_cotangent(cotangent, values.shape, self.dtype)
        gradient_x = np.zeros(features.shape, self.dtype)
        gradient_w = np.zeros(self.n_weights)
        if values.size:
            self._run(
                self._expectation_runner,
                features,
                weights,
                values=values,
                cotangent=checked,
                gradient_x=gradient_x,
                gradient_w=gradient_w,
                kept=kept,
                resume=kept is not None,
            )
        return values, gradient_x, gradient_w

    def _run(
        self,
        runner: _Runner,
        features: NDArray[Any],
        weights: NDArray[np.float64],
        **outputs: Any,
    ) -> None:
        try:
            runner.run(features, weights, n_threads(), **outputs)
        except ValueError as error:  # what only the numbers themselves can show
            raise InputError(f"The circuit cannot be run: {error}.") from None
        # an angle that is not finite spoils all that is computed for its sample
        if "states" in outputs:
            check_result(outputs["states"][:, 0])
        elif "values" in outputs:
            check_result(outputs["values"])
        else:
            check_result(outputs["gradient_x"])
            check_result(outputs["gradient_w_rows"])

    @cached_property
    def _expectation_runner(self) -> _Runner:
        return self._runner(expectation_plan(self.circuit, self.observables))

    @cached_property
    def _state_runner(self) -> _Runner:
        return self._runner(state_plan(self.circuit))

    def _runner(self, plan: _native.Plan) -> _Runner:
        if self.dtype == np.float32:
            return _native.RunnerFloat32(plan)
        return _native.RunnerFloat64(plan)
