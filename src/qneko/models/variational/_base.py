"""A trained circuit with a linear readout: what classifier and regressor share."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from ...circuits import Circuit, Z, reuploading_ansatz
from ...engine import Program, compile
from ...errors import InputError
from .._base import QuantumEstimator
from .._checks import (
    check_choice,
    check_count,
    check_non_negative,
    check_positive,
)
from ._optimisers import Trained, adam, lbfgs

if TYPE_CHECKING:
    from ...hybrid import Device

Array = NDArray[Any]
Loss = Callable[[Array, Array], tuple[float, Array]]
Ansatz = Callable[[int, int, str, float], Circuit]

#: name -> function of (n_features, n_layers, entanglement, bandwidth); see `qneko.circuits`
ANSATZE: dict[str, Ansatz] = {
    "reuploading": reuploading_ansatz,
    "reuploading-scaled": partial(reuploading_ansatz, trainable_scale=True),
}

OPTIMIZERS = ("lbfgs", "adam")

#: Gates whose derivative takes four shifted circuits instead of two (arXiv:2107.12390).
_FOUR_SHIFTS = ("crx", "cry", "crz")


class VariationalModel(QuantumEstimator):
    """Base of the models ``scores = <Z> @ coef_ + intercept_`` with <Z> of a trained circuit.

    The expectation of Z on every qubit is read out, so that the entanglement-free control sees all
    features too.
    """

    ansatz: str | Ansatz
    n_layers: int
    optimizer: str
    max_iter: int
    tol: float
    learning_rate: float
    batch_size: int
    alpha: float
    dtype: str
    random_state: int | RandomState | None

    program_: Program
    weights_: NDArray[np.float64]
    coef_: NDArray[np.float64]
    intercept_: NDArray[np.float64]

    def score_variance(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the variance of each score if it were estimated from a single shot.

        One shot measures Z on all qubits at once; the variance is ``a @ Cov(Z) @ a`` with a column
        a of the readout. With S independent shots it is S times smaller.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples, n_scores)
            In squared units of the scores: one score for regression and two classes, else one a
            class.
        """
        check_is_fitted(self)
        data = self._validate(X)
        n = self.program_.n_qubits
        single = [Z(q) for q in range(n)]
        pairs = [Z(p) @ Z(q) for p in range(n) for q in range(p)]
        program = compile(self.program_.circuit, [*single, *pairs], dtype=self.dtype)
        device = self._find_device(n)
        values = np.asarray(device.expectations(program, data, self.weights_), dtype=np.float64)
        means = values[:, :n]
        second = np.zeros((len(data), n, n))
        lower = np.tril_indices(n, -1)
        second[:, lower[0], lower[1]] = values[:, n:]
        second += second.transpose(0, 2, 1) + np.eye(n)  # Z**2 = 1
        covariance = second - means[:, :, None] * means[:, None, :]
        readout = self.coef_.T
        return np.maximum(np.einsum("qk,sqp,pk->sk", readout, covariance, readout), 0.0)

    def _train(self, X: Array, targets: Array, loss: Loss) -> None:
        """Fit circuit and readout; targets are of shape (n_samples, n_scores)."""
        self._check_parameters()
        n_features, n_scores = X.shape[1], targets.shape[1]
        device = self._find_device(n_features)
        self.bandwidth_ = self._find_bandwidth(X)
        self.program_ = self._compile(n_features)
        n_weights = self.program_.n_weights
        random = check_random_state(self.random_state)
        weights = random.uniform(-np.pi, np.pi, n_weights)
        readout = random.normal(size=(n_features, n_scores)) / np.sqrt(n_features)
        start = np.concatenate([weights, readout.ravel(), np.zeros(n_scores)])
        objective = make_objective(device, self.program_, X, targets, loss, self.alpha)
        trained = self._optimise(objective, start, len(X), random)
        self.weights_, readout, self.intercept_ = unpack(trained.parameters, n_weights, n_scores)
        self.coef_ = readout.T
        self.loss_curve_ = trained.losses
        self.loss_ = trained.losses[-1]
        self.n_iter_ = len(trained.losses)
        self.n_circuits_ = trained.n_evaluations * (1 + n_shifts(self.program_.circuit))
        if not trained.converged:
            warnings.warn(
                f"{type(self).__name__} used up max_iter={self.max_iter} before its loss settled; "
                "more iterations may fit better.",
                ConvergenceWarning,
                stacklevel=3,
            )

    def _compile(self, n_features: int) -> Program:
        build = self.ansatz
        if isinstance(build, str):
            check_choice(ANSATZE, ansatz=build)
            build = ANSATZE[build]
        circuit = build(n_features, self.n_layers, self.entanglement, self.bandwidth_)
        if (circuit.n_features, circuit.n_qubits) != (n_features, n_features):
            raise InputError(
                f"The ansatz must read {n_features} features on as many qubits, "
                f"got a circuit with {circuit.n_features} and {circuit.n_qubits}."
            )
        return compile(circuit, [Z(q) for q in range(n_features)], dtype=self.dtype)

    def _optimise(
        self, objective: Any, start: Array, n_samples: int, random: RandomState
    ) -> Trained:
        if self.optimizer == "lbfgs":
            return lbfgs(
                objective,
                start,
                n_samples=n_samples,
                max_iter=self.max_iter,
                tol=self.tol,
                epsilon=float(np.finfo(self.program_.dtype).eps),
            )
        return adam(
            objective,
            start,
            n_samples=n_samples,
            max_iter=self.max_iter,
            tol=self.tol,
            learning_rate=self.learning_rate,
            batch_size=self.batch_size,
            random=random,
        )

    def _check_parameters(self) -> None:
        check_choice(OPTIMIZERS, optimizer=self.optimizer)
        check_count(max_iter=self.max_iter, batch_size=self.batch_size)
        check_positive(learning_rate=self.learning_rate)
        check_non_negative(alpha=self.alpha, tol=self.tol)

    def _scores(self, X: ArrayLike) -> NDArray[np.float64]:
        check_is_fitted(self)
        data = self._validate(X)
        device = self._find_device(self.program_.n_qubits)
        values = np.asarray(device.expectations(self.program_, data, self.weights_))
        return values.astype(np.float64, copy=False) @ self.coef_.T + self.intercept_

    def _validate(self, X: ArrayLike) -> NDArray[np.float64]:
        return np.asarray(validate_data(self, X, dtype=np.float64, reset=False))


def make_objective(
    device: Device, program: Program, X: Array, targets: Array, loss: Loss, alpha: float
) -> Callable[[Array, Array | None], tuple[float, Array]]:
    """Return the penalised mean loss and its gradient as a function of all parameters.

    The parameters are the circuit's weights, the readout of shape (n_qubits, n_scores) row by row,
    and the intercepts. The penalty is ``alpha / 2`` times the squared readout.
    """
    features = np.ascontiguousarray(X, dtype=program.dtype)
    n_scores = targets.shape[1]

    def objective(parameters: Array, rows: Array | None = None) -> tuple[float, Array]:
        weights, readout, intercept = unpack(parameters, program.n_weights, n_scores)
        batch = features if rows is None else features[rows]
        values, vjp = device.value_and_vjp(program, batch, weights)
        values = values.astype(np.float64, copy=False)
        scores = values @ readout + intercept
        value, slope = loss(scores, targets if rows is None else targets[rows])
        by_weight = vjp(slope @ readout.T)[1]
        by_readout = values.T @ slope + alpha * readout
        gradient = np.concatenate([by_weight, by_readout.ravel(), slope.sum(axis=0)])
        return value + alpha / 2 * float(np.vdot(readout, readout)), gradient

    return objective


def unpack(parameters: Array, n_weights: int, n_scores: int) -> tuple[Array, Array, Array]:
    """Return weights, readout of shape (n_qubits, n_scores) and intercepts, as views."""
    weights, rest = parameters[:n_weights], parameters[n_weights:]
    return weights, rest[:-n_scores].reshape(-1, n_scores), rest[-n_scores:]


def n_shifts(circuit: Circuit) -> int:
    """Return how many shifted circuits one sample's gradient takes by the parameter-shift rule."""
    return sum(
        4 if operation.name in _FOUR_SHIFTS else 2
        for operation in circuit
        for angle in operation.angles
        if any(symbol.kind == "weight" for symbol in angle.symbols)
    )
