"""Regression with a trained circuit."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from numpy.random import RandomState

from ._assembly import with_linear_readout
from ._circuits import Ansatz, Body, Encoding, build
from ._network import Network
from ._observables import Observables
from ._regression import TrainedRegressor

if TYPE_CHECKING:
    from ...hybrid import Device


class VariationalRegressor(TrainedRegressor):
    """Trained circuit with a linear readout, as a regressor; by default with data re-uploading.

    As `VariationalClassifier`, for numbers. The target is standardised inside, so its unit and size
    do not matter.

    Use it on up to about 12 features, for smooth functions: with the default circuit it is a
    truncated Fourier series of the features. Not for functions with jumps, and not to extrapolate.

    Parameters
    ----------
    ansatz : str or callable, default "reuploading"
        Either reads the features itself: "reuploading", "reuploading-scaled" (with trainable input
        scales), "reuploading-universal" (each qubit reads all features), or a function of
        (n_features, n_layers, entanglement, bandwidth) that returns a circuit. Or has weights
        only and comes behind an encoding: "hardware-efficient", "strongly-entangling", "qcnn",
        "tree", "mps", or, with `encoding` given, a function of (n_qubits, n_layers, entanglement).
        All are circuits of `qneko.circuits`.
    encoding : {"angle", "zz", "iqp", "amplitude"}, callable or None, default None
        The feature map before an ansatz of weights only; None is "angle" there. Or a function of
        (n_features, entanglement=, bandwidth=), such as `zz_feature_map`, that returns a circuit.
        "amplitude" encodes the features and a 1, so that the length of a sample counts.
    n_layers : int, default 3
        Layers of the ansatz.
    n_qubits : int or None, default None
        Qubits of the re-uploading ansätze and of the angle encoding, where None is one a feature.
        On fewer, features share them, one after the other.
    entanglement : {"ring", "linear", "full", "none"}, default "ring"
        Which pairs of qubits a layer couples.
    bandwidth : float or "scale", default "scale"
        Factor on the features before they become angles; "scale" stands for
        ``0.7 / sqrt(X.var(axis=0).sum())`` of the training samples.
    observables : {"z", "xyz", "zz"}, list of Observable or callable, default "z"
        What is measured: Z of each qubit; X, Y and Z of each; Z of each and ZZ of each two; an own
        list; or a function from the number of qubits to one. The sets are about those qubits that
        hold the answer: of "qcnn", "tree" and "mps" with entanglement the last ones.
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
        Penalty on the squared readout, for a target of unit variance.
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
        Trained readout, in units of the target (of its logarithm with ``loss="poisson"``).
    intercept_ : ndarray of shape (n_scores,)
        Trained offset of the readout, in the same units.
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
        ansatz: str | Ansatz | Body = "reuploading",
        *,
        encoding: str | Encoding | None = None,
        n_layers: int = 3,
        n_qubits: int | None = None,
        entanglement: str = "ring",
        bandwidth: float | str = "scale",
        observables: Observables = "z",
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
        self.ansatz = ansatz
        self.encoding = encoding
        self.n_layers = n_layers
        self.n_qubits = n_qubits
        self.entanglement = entanglement
        self.observables = observables
        self.loss = loss
        self.alpha = alpha

    def _takes_qubit_per_feature(self) -> bool:
        return self.n_qubits is None and self.encoding != "amplitude"

    def _network(self, device: Device, n_features: int) -> Network:
        blueprint = build(
            n_features,
            ansatz=self.ansatz,
            encoding=self.encoding,
            n_qubits=self.n_qubits,
            n_layers=self.n_layers,
            entanglement=self.entanglement,
            bandwidth=self.bandwidth_,
        )
        return with_linear_readout(
            device, blueprint, self.observables, n_scores=self._n_scores(), dtype=self.dtype
        )
