"""A dressed circuit that predicts numbers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from numpy.random import RandomState

from ._dressed import dressed_network
from ._network import Network
from ._regression import TrainedRegressor

if TYPE_CHECKING:
    from ...hybrid import Device


class DressedCircuitRegressor(TrainedRegressor):
    """Dressed quantum circuit as a regressor: a circuit between two classical layers.

    As `DressedCircuitClassifier`, for numbers. The target is standardised inside.

    Use it where there are more features than qubits. The classical layers can do much by
    themselves: compare with the control, and with a neural network of one hidden layer.

    Parameters
    ----------
    n_qubits : int, default 4
        Qubits of the circuit, whatever the number of features.
    n_layers : int, default 6
        Layers of the circuit.
    entanglement : {"linear", "ring", "full", "none"}, default "linear"
        Which pairs of qubits a layer couples.
    bandwidth : float or "scale", default "scale"
        Factor on the features before the first layer; "scale" stands for
        ``0.7 / sqrt(X.var(axis=0).sum())`` of the training samples.
    loss : {"squared_error", "absolute_error", "huber", "poisson"}, default "squared_error"
        Half the squared error; the absolute error; Huber's, linear from half a standard deviation
        of the target on; Poisson's deviance of means exp(score), for counts and rates.
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
        Penalty on the squared matrices of both classical layers.
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
    program_ : Program
        The compiled circuit.
    weights_ : ndarray of shape (n_weights,)
        Trained weights of the circuit, in radians.
    coef_ : ndarray of shape (n_scores, n_observables)
        Trained readout, in units of the target.
    intercept_ : ndarray of shape (n_scores,)
        Trained offset of the readout, in units of the target.
    loss_curve_ : list of float
        Penalised training loss, for a target of unit variance, after each iteration.
    loss_ : float
        The last of them.
    validation_scores_ : list of float
        R² of the samples held out after each iteration; only with early stopping.
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
    A. Mari, T. R. Bromley, J. Izaac, M. Schuld, N. Killoran, Transfer learning in hybrid
    classical-quantum neural networks, Quantum 4, 340 (2020), arXiv:1912.08278.

    Examples
    --------
    >>> from sklearn.datasets import load_diabetes
    >>> from qneko.models import DressedCircuitRegressor
    >>> X, y = load_diabetes(return_X_y=True)  # 10 features
    >>> model = DressedCircuitRegressor(alpha=0.01, random_state=0).fit(X[:300], y[:300])
    >>> bool(model.score(X[300:], y[300:]) > 0.4)
    True
    """

    def __init__(
        self,
        n_qubits: int = 4,
        *,
        n_layers: int = 6,
        entanglement: str = "linear",
        bandwidth: float | str = "scale",
        loss: str = "squared_error",
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
        self.n_qubits = n_qubits
        self.n_layers = n_layers
        self.entanglement = entanglement
        self.loss = loss
        self.alpha = alpha

    def _takes_qubit_per_feature(self) -> bool:
        return False

    def _network(self, device: Device, n_features: int) -> Network:
        return dressed_network(self, device, n_features)
