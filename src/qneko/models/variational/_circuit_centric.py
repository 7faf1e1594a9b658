"""The circuit-centric classifier."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from numpy.random import RandomState

from ._assembly import with_answer
from ._circuits import Blueprint, with_encoding
from ._classification import TrainedClassifier
from ._network import Network

if TYPE_CHECKING:
    from ...hybrid import Device


class CircuitCentricClassifier(TrainedClassifier):
    """Circuit-centric classifier: features as amplitudes, entangling layers, one qubit read.

    ``ceil(log2(n_features + 1))`` qubits hold a sample and a constant 1, spread over the amplitudes
    that are left, as a state. (States are normalised: without the 1 a sample's length would be
    lost.) Trained layers of general rotations and CX over growing distances follow, and qubit 0 is
    measured: Z, and with more than two classes X, Y and Z. A linear readout turns this into scores;
    the paper has an offset alone, and the squared error (``loss="squared_error"``).

    Use it on many features: 1000 fit on 10 qubits. Know what it is: its scores are quadratic forms
    of the normalised sample, ``z @ A @ z`` with ``z = (x, 1) / |(x, 1)|``, and a support vector
    machine with a quadratic kernel has them all. The preparation of any state takes as many gates
    as there are features, which hardware does not forgive. The control leaves out the CX and
    measures all qubits: other quadratic forms, and no less.

    Parameters
    ----------
    n_layers : int, default 4
        Layers of the ansatz.
    entanglement : {"ring", "linear", "full", "none"}, default "ring"
        Which pairs of qubits a layer couples. With "none" all qubits are measured.
    bandwidth : float or "scale", default "scale"
        Factor on the features beside the constant 1; "scale" stands for
        ``0.7 / sqrt(X.var(axis=0).sum())`` of the training samples.
    loss : {"log_loss", "hinge", "squared_error"}, default "log_loss"
        Cross-entropy of the logistic (two classes) or softmax readout; hinge loss, or half the
        squared distance, to 1 for the score of the true class and -1 for the others. Only the first
        gives probabilities.
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
    alpha : float, default 1e-3
        Penalty on the squared readout, against overconfident probabilities.
    early_stopping : bool, default False
        Whether to hold out `validation_fraction` of the samples (of each class as many, where
        that is possible), to stop when their score has not risen by `tol` in `n_iter_no_change`
        iterations, and to keep the parameters of the best score.
    validation_fraction : float, default 0.1
        Part of the samples held out for early stopping.
    n_iter_no_change : int, default 10
        Iterations without a gain after which training stops.
    warm_start : bool, default False
        Whether `fit` goes on from where the last call ended, with its circuit and bandwidth.
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
    program_ : Program
        The compiled circuit.
    weights_ : ndarray of shape (n_weights,)
        Trained weights of the circuit, in radians.
    coef_ : ndarray of shape (n_scores, n_observables)
        Trained readout; one score with two classes, else one a class.
    intercept_ : ndarray of shape (n_scores,)
        Trained offsets of the readout.
    loss_curve_ : list of float
        Penalised training loss after each iteration.
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
    M. Schuld, A. Bocharov, K. Svore, N. Wiebe, Circuit-centric quantum classifiers,
    Phys. Rev. A 101, 032308 (2020), arXiv:1804.00633.

    Examples
    --------
    >>> from sklearn.datasets import load_breast_cancer
    >>> from sklearn.preprocessing import scale
    >>> from qneko.models import CircuitCentricClassifier
    >>> X, y = load_breast_cancer(return_X_y=True)  # 30 features
    >>> model = CircuitCentricClassifier(max_iter=400, random_state=0).fit(scale(X)[:300], y[:300])
    >>> bool(model.score(scale(X)[300:], y[300:]) > 0.9)
    True
    >>> model.program_.n_qubits
    5
    """

    def __init__(
        self,
        n_layers: int = 4,
        *,
        entanglement: str = "ring",
        bandwidth: float | str = "scale",
        loss: str = "log_loss",
        optimizer: str = "lbfgs",
        max_iter: int = 200,
        tol: float = 1e-3,
        learning_rate: float = 0.05,
        batch_size: int | None = 32,
        alpha: float = 1e-3,
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
        self.entanglement = entanglement
        self.loss = loss
        self.alpha = alpha

    def _takes_qubit_per_feature(self) -> bool:
        return False

    def _network(self, device: Device, n_features: int) -> Network:
        blueprint = with_encoding(
            n_features,
            ansatz="strongly-entangling",
            encoding="amplitude",
            n_qubits=None,
            n_layers=self.n_layers,
            entanglement=self.entanglement,
            bandwidth=self.bandwidth_,
        )
        if self.entanglement != "none":
            blueprint = Blueprint(blueprint.circuit, (0,))
        return with_answer(device, blueprint, n_scores=self._n_scores(), dtype=self.dtype)
