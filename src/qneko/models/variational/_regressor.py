"""Regression with a trained circuit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.base import RegressorMixin
from sklearn.utils.validation import validate_data

from ._base import Ansatz, VariationalModel
from ._losses import squared_error

if TYPE_CHECKING:
    from typing import Self

    from ...hybrid import Device


class VariationalRegressor(RegressorMixin, VariationalModel):
    """Data re-uploading circuit with a linear readout, trained as a regressor.

    As `VariationalClassifier`, trained on the squared error. The target is standardised inside, so
    its unit and size do not matter.

    Parameters
    ----------
    ansatz : {"reuploading", "reuploading-scaled"} or callable, default "reuploading"
        `reuploading_ansatz` of `qneko.circuits` with fixed or with trainable input scales, or a
        function of (n_features, n_layers, entanglement, bandwidth) that returns a circuit.
    n_layers : int, default 3
        Layers of the ansatz.
    entanglement : {"ring", "linear", "full", "none"}, default "ring"
        Which pairs of qubits a layer couples.
    bandwidth : float or "scale", default "scale"
        Factor on the features before they become angles; "scale" stands for
        ``0.7 / sqrt(X.var(axis=0).sum())`` of the training samples.
    optimizer : {"lbfgs", "adam"}, default "lbfgs"
        L-BFGS on all samples (SciPy), or Adam on shuffled mini-batches.
    max_iter : int, default 200
        Most iterations of L-BFGS, or epochs of Adam.
    tol : float, default 1e-3
        L-BFGS stops when no entry of the gradient is larger; Adam when the loss has not fallen by
        as much in ten epochs.
    learning_rate : float, default 0.05
        Step size of Adam.
    batch_size : int, default 32
        Samples in a mini-batch of Adam.
    alpha : float, default 1e-3
        Penalty on the squared readout, for a target of unit variance.
    device : str or Device, default "statevector"
        Where the circuit runs.
    dtype : {"float64", "float32"}, default "float64"
        Precision of states and expectations.
    random_state : int, RandomState instance or None, default None
        Initial weights and order of mini-batches.

    Attributes
    ----------
    program_ : Program
        The compiled circuit.
    weights_ : ndarray of shape (n_weights,)
        Trained weights of the circuit, in radians.
    coef_ : ndarray of shape (1, n_features)
        Trained readout, in units of the target.
    intercept_ : ndarray of shape (1,)
        Trained offset of the readout, in units of the target.
    loss_curve_ : list of float
        Penalised training loss after each iteration, for a target of unit variance.
    loss_ : float
        The last of them.
    n_iter_ : int
        Iterations or epochs done.
    n_circuits_ : int
        Circuits that this training would have run on hardware, by the parameter-shift rule.
    bandwidth_ : float
        The factor that was used.
    n_features_in_ : int
        Number of features, and of qubits.

    References
    ----------
    A. Pérez-Salinas et al., Quantum 4, 226 (2020), arXiv:1907.02085.
    M. Schuld, R. Sweke, J. J. Meyer, Phys. Rev. A 103, 032430 (2021), arXiv:2008.08605.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.models import VariationalRegressor
    >>> X = np.linspace(-2, 2, 40).reshape(-1, 1)
    >>> y = 300 + 5 * np.sin(X[:, 0])
    >>> model = VariationalRegressor(random_state=0).fit(X, y)
    >>> bool(model.score(X, y) > 0.95)
    True
    """

    def __init__(
        self,
        ansatz: str | Ansatz = "reuploading",
        *,
        n_layers: int = 3,
        entanglement: str = "ring",
        bandwidth: float | str = "scale",
        optimizer: str = "lbfgs",
        max_iter: int = 200,
        tol: float = 1e-3,
        learning_rate: float = 0.05,
        batch_size: int = 32,
        alpha: float = 1e-3,
        device: str | Device = "statevector",
        dtype: str = "float64",
        random_state: int | RandomState | None = None,
    ):
        self.ansatz = ansatz
        self.n_layers = n_layers
        self.entanglement = entanglement
        self.bandwidth = bandwidth
        self.optimizer = optimizer
        self.max_iter = max_iter
        self.tol = tol
        self.learning_rate = learning_rate
        self.batch_size = batch_size
        self.alpha = alpha
        self.device = device
        self.dtype = dtype
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Fit the regressor.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples, in radians once multiplied by `bandwidth`.
        y : array-like of shape (n_samples,)
            Target values, in any unit.

        Returns
        -------
        VariationalRegressor
            This model, fitted.
        """
        data, target = validate_data(self, X, y, dtype=np.float64, y_numeric=True)
        target = target.astype(np.float64, copy=False)
        mean, scale = target.mean(), target.std()
        if not scale > 1e-12 * abs(mean):  # constant up to rounding
            scale = 1.0
        self._train(data, ((target - mean) / scale)[:, None], squared_error)
        self.coef_ = scale * self.coef_
        self.intercept_ = mean + scale * self.intercept_
        return self

    def predict(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the predicted target of samples.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples,)
            In units of the target.
        """
        return self._scores(X)[:, 0]
