"""The data re-uploading classifier of Pérez-Salinas et al."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray

from ...circuits import universal_reuploading_ansatz
from ...engine import compile
from .._checks import check_choice
from ._classification import TrainedClassifier
from ._losses import Loss, infidelity, squared_error
from ._network import Network
from ._observables import make_observables
from ._readout import FidelityReadout

if TYPE_CHECKING:
    from ...hybrid import Device

Array = NDArray[Any]

LOSSES = ("weighted_fidelity", "fidelity")


class DataReuploadingClassifier(TrainedClassifier):
    """Data re-uploading classifier: few qubits, even one, that read all features in every layer.

    Each layer puts general rotations on each qubit, whose angles are trainable linear functions of
    three features at a time. Each class has a state on the Bloch sphere, as far from the others as
    can be, and a sample belongs to the class whose state its qubits come closest to.

    Use it on few features with a decision boundary that is curved, and to see what a single qubit
    can do. One qubit is a rotation in three dimensions: no quantum advantage hides there, and with
    ``n_qubits=1`` the control is the model itself. Training finds many local minima: try several
    values of `random_state`. With more than six classes their states come close to each other.

    Parameters
    ----------
    n_layers : int, default 6
        Layers; each reads all features.
    n_qubits : int, default 2
        Qubits, each of which reads all features.
    entanglement : {"linear", "ring", "full", "none"}, default "linear"
        Which pairs of qubits get a CZ between the layers.
    bandwidth : float or "scale", default "scale"
        Factor on the features before the weights multiply them; "scale" stands for
        ``0.7 / sqrt(X.var(axis=0).sum())`` of the training samples.
    loss : {"weighted_fidelity", "fidelity"}, default "weighted_fidelity"
        Half the squared distance of the fidelities with all classes' states, each times a trained
        weight, to those of the true class's state; or 1 minus the fidelity with the latter.
    optimizer : {"lbfgs", "adam", "spsa", "natural-gradient"}, default "lbfgs"
        L-BFGS on all samples (SciPy), or on shuffled mini-batches: Adam; SPSA, which asks for no
        gradients and so runs on any device; the quantum natural gradient, whose steps are equally
        long in the space of states, at the price of the metric's computation.
    max_iter : int, default 200
        Most iterations of L-BFGS, or epochs of the others.
    tol : float, default 1e-3
        L-BFGS stops when no entry of the gradient is larger; the others when the loss has not
        fallen by as much in `n_iter_no_change` epochs.
    learning_rate : float, default 0.05
        Step size; not of L-BFGS. Of SPSA: how far the first steps move each parameter.
    batch_size : int or None, default 32
        Samples in a mini-batch; None: all. Not of L-BFGS.
    early_stopping : bool, default False
        Whether to hold out `validation_fraction` of the samples (of each class as many, where
        that is possible), to stop when their score has not risen by `tol` in `n_iter_no_change`
        iterations, and to keep the parameters of the best score.
    validation_fraction : float, default 0.1
        Part of the samples held out for early stopping.
    n_iter_no_change : int, default 10
        Iterations without a gain after which training stops.
    warm_start : bool, default False
        Whether `fit` goes on from where the last call ended, with its bandwidth.
    checkpoint : str, path-like or None, default None
        File in which the training is kept while it runs. The same fit called again goes on from
        there: Adam, SPSA and the natural gradient to the same bits as without the interruption,
        L-BFGS from its last iterate, with a warning. The finished fit deletes the file. Each fit
        needs its own: not for searches and cross-validation.
    checkpoint_every : int, default 10
        Iterations between two writings of that file.
    verbose : bool or int, default False
        Whether to show a progress bar, on a terminal, once the fit takes over two seconds.
    device : str or Device, default "statevector"
        Where the circuit runs.
    dtype : {"float64", "float32"}, default "float64"
        Precision of states and expectations.
    random_state : int, RandomState instance or None, default None
        Initial parameters, order of mini-batches, perturbations, samples held out.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Labels, sorted.
    label_states_ : ndarray of shape (n_classes, 3)
        Bloch vectors of the classes' states.
    program_ : Program
        The compiled circuit.
    weights_ : ndarray of shape (n_weights,)
        Trained weights of the circuit, in radians.
    coef_ : ndarray of shape (n_classes, 3 * n_qubits)
        From the expectations of X, Y and Z of each qubit to the classes' weighted fidelities.
    intercept_ : ndarray of shape (n_classes,)
        The same, for what does not depend on the sample.
    loss_curve_ : list of float
        Training loss after each iteration.
    loss_ : float
        The last of them.
    validation_scores_ : list of float
        Accuracy of the samples held out after each iteration; only with early stopping.
    best_validation_score_ : float
        The best of them; only with early stopping.
    n_iter_ : int
        Iterations or epochs done, those of earlier fits that this one went on from included.
    n_circuits_ : int
        Circuits that this training would have run on hardware, by the parameter-shift rule, one
        for each different sample; without those of the natural gradient's metric.
    bandwidth_ : float
        The factor that was used.
    n_features_in_ : int
        Number of features.

    References
    ----------
    A. Pérez-Salinas, A. Cervera-Lierta, E. Gil-Fuster, J. I. Latorre, Data re-uploading for a
    universal quantum classifier, Quantum 4, 226 (2020), arXiv:1907.02085.

    Examples
    --------
    >>> from sklearn.datasets import make_circles
    >>> from qneko.models import DataReuploadingClassifier
    >>> X, y = make_circles(120, noise=0.05, factor=0.5, random_state=0)
    >>> model = DataReuploadingClassifier(n_qubits=1, random_state=0).fit(X[:80], y[:80])
    >>> bool(model.score(X[80:], y[80:]) > 0.9)
    True
    """

    alpha = 0.0  # the readout is bound to the states: there is nothing to penalise

    def __init__(
        self,
        n_layers: int = 6,
        *,
        n_qubits: int = 2,
        entanglement: str = "linear",
        bandwidth: float | str = "scale",
        loss: str = "weighted_fidelity",
        optimizer: str = "lbfgs",
        max_iter: int = 200,
        tol: float = 1e-3,
        learning_rate: float = 0.05,
        batch_size: int | None = 32,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        n_iter_no_change: int = 10,
        warm_start: bool = False,
        checkpoint: str | os.PathLike[str] | None = None,
        checkpoint_every: int = 10,
        verbose: bool | int = False,
        device: str | Device = "statevector",
        dtype: str = "float64",
        random_state: int | RandomState | None = None,
    ):
        super().__init__(
            bandwidth=bandwidth,
            optimizer=optimizer,
            max_iter=max_iter,
            tol=tol,
            learning_rate=learning_rate,
            batch_size=batch_size,
            early_stopping=early_stopping,
            validation_fraction=validation_fraction,
            n_iter_no_change=n_iter_no_change,
            warm_start=warm_start,
            checkpoint=checkpoint,
            checkpoint_every=checkpoint_every,
            verbose=verbose,
            device=device,
            dtype=dtype,
            random_state=random_state,
        )
        self.n_layers = n_layers
        self.n_qubits = n_qubits
        self.entanglement = entanglement
        self.loss = loss

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the weighted fidelities of the classes.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples,) or (n_samples, n_classes)
            Sums over the qubits. With two classes, the difference of their shares of the sum:
            positive for the second of `classes_`.
        """
        scores = self._scores(X)
        if len(self.classes_) > 2:
            return scores
        shares = _shares(scores)
        return shares[:, 1] - shares[:, 0]

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the share of each class in the weighted fidelities.

        They rank the classes, and are not calibrated.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples, n_classes)
            Rows sum to 1; columns in the order of `classes_`.
        """
        return _shares(self._scores(X))

    def _takes_qubit_per_feature(self) -> bool:
        return False

    def _network(self, device: Device, n_features: int) -> Network:
        circuit = universal_reuploading_ansatz(
            n_features,
            self.n_layers,
            self.entanglement,
            self.bandwidth_,
            n_qubits=self.n_qubits,
        )
        self.label_states_ = label_states(len(self.classes_))
        observables = make_observables("xyz", self.n_qubits, range(self.n_qubits))
        readout = FidelityReadout(
            self.label_states_, self.n_qubits, is_weighted=self.loss == "weighted_fidelity"
        )
        return Network(device, compile(circuit, observables, dtype=self.dtype), readout)

    def _loss(self) -> Loss:
        check_choice(LOSSES, loss=self.loss)
        return squared_error if self.loss == "weighted_fidelity" else infidelity

    def _targets(self, y: Array) -> Array:
        """Return the fidelities of the true class's state with those of all, for each qubit."""
        if self.loss == "fidelity":
            expected = np.eye(len(self.classes_))
        else:
            expected = (1 + self.label_states_ @ self.label_states_.T) / 2
        return expected[np.asarray(y, dtype=np.intp)].repeat(self.n_qubits, axis=1)


def label_states(n_classes: int) -> NDArray[np.float64]:
    """Return Bloch vectors that are far from each other.

    Opposite points, a triangle, a tetrahedron and an octahedron for 2, 3, 4 and 6 classes, as in
    the paper; a spiral of equal areas for other numbers.
    """
    if n_classes == 2:
        return np.array([[0.0, 0.0, 1.0], [0.0, 0.0, -1.0]])
    if n_classes == 3:
        angles = 2 * np.pi * np.arange(3) / 3
        return np.stack([np.sin(angles), np.zeros(3), np.cos(angles)], axis=1)
    if n_classes == 4:
        corners = np.array([[1.0, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]])
        return corners / np.sqrt(3)
    if n_classes == 6:
        return np.concatenate([np.eye(3), -np.eye(3)])
    z = 1 - (2 * np.arange(n_classes) + 1) / n_classes
    around = np.pi * (3 - np.sqrt(5)) * np.arange(n_classes)
    radius = np.sqrt(1 - z**2)
    return np.stack([radius * np.cos(around), radius * np.sin(around), z], axis=1)


def _shares(scores: Array) -> NDArray[np.float64]:
    """Return the scores as parts of their sum; trained weights can make scores negative."""
    positive = scores - np.minimum(scores.min(axis=1, keepdims=True), 0.0)
    total = positive.sum(axis=1, keepdims=True)
    even = np.full_like(positive, 1 / positive.shape[1])
    return np.divide(positive, total, out=even, where=total > 0)
