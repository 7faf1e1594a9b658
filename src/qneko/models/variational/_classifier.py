"""Classification with a trained circuit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, softmax
from sklearn.base import ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import validate_data

from ...errors import InputError
from ._base import Ansatz, VariationalModel
from ._losses import cross_entropy, logistic

if TYPE_CHECKING:
    from typing import Self

    from ...hybrid import Device


class VariationalClassifier(ClassifierMixin, VariationalModel):
    """Data re-uploading circuit with a linear readout, trained as a classifier.

    One qubit a feature; each layer of the ansatz reads the features again, so that an expectation
    is a truncated Fourier series of the features. The expectations of Z on all qubits enter a
    logistic (two classes) or softmax readout, and circuit and readout are trained together on the
    cross-entropy, with gradients by the adjoint method.

    Use it on up to about 12 features. Its functions are as smooth as `n_layers` and `bandwidth`
    allow and no smoother; where a linear model does well, start from that. More qubits and
    layers make the loss flatter (barren plateaus), which more iterations do not cure.

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
        Penalty on the squared readout, against overconfident probabilities.
    device : str or Device, default "statevector"
        Where the circuit runs.
    dtype : {"float64", "float32"}, default "float64"
        Precision of states and expectations.
    random_state : int, RandomState instance or None, default None
        Initial weights and order of mini-batches.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Labels, sorted.
    program_ : Program
        The compiled circuit.
    weights_ : ndarray of shape (n_weights,)
        Trained weights of the circuit, in radians.
    coef_ : ndarray of shape (n_scores, n_features)
        Trained readout; one score with two classes, else one a class.
    intercept_ : ndarray of shape (n_scores,)
        Trained offsets of the readout.
    loss_curve_ : list of float
        Penalised training loss after each iteration.
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
    J. R. McClean et al., Nat. Commun. 9, 4812 (2018), arXiv:1803.11173 (barren plateaus).

    Examples
    --------
    >>> from sklearn.datasets import make_moons
    >>> from qneko.models import VariationalClassifier
    >>> X, y = make_moons(80, noise=0.1, random_state=0)
    >>> model = VariationalClassifier(random_state=0).fit(X[:60], y[:60])
    >>> bool(model.score(X[60:], y[60:]) > 0.9)
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
        """Fit the classifier.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples, in radians once multiplied by `bandwidth`.
        y : array-like of shape (n_samples,)
            Labels of any type, two classes or more.

        Returns
        -------
        VariationalClassifier
            This model, fitted.
        """
        data, labels = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(labels)
        self.classes_, encoded = np.unique(labels, return_inverse=True)
        n_classes = len(self.classes_)
        if n_classes < 2:
            raise InputError(
                f"Expected labels of at least two classes, got 1 class ({self.classes_[0]!r})."
            )
        if n_classes == 2:
            self._train(data, encoded[:, None].astype(np.float64), logistic)
        else:
            self._train(data, np.eye(n_classes)[encoded], cross_entropy)
        return self

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return log-odds (two classes) or unnormalised log-probabilities.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples,) or (n_samples, n_classes)
            With two classes, positive for the second of `classes_`.
        """
        scores = self._scores(X)
        return scores[:, 0] if len(self.classes_) == 2 else scores

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the probabilities of the classes.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples, n_classes)
            Rows sum to 1; columns in the order of `classes_`.
        """
        scores = self._scores(X)
        if len(self.classes_) == 2:
            second = expit(scores)
            return np.hstack([1 - second, second])
        return softmax(scores, axis=1)

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Return the labels of samples.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples,)
            Elements of `classes_`.
        """
        scores = self._scores(X)
        if len(self.classes_) == 2:
            return self.classes_[(scores[:, 0] > 0).astype(np.intp)]
        return self.classes_[scores.argmax(axis=1)]
