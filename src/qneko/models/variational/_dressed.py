"""Dressed circuits: a circuit between two classical layers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from numpy.random import RandomState

from ...circuits import Circuit, angle_feature_map, hardware_efficient_ansatz
from ._assembly import with_linear_readout
from ._circuits import Blueprint
from ._classification import TrainedClassifier
from ._entry import Entry
from ._network import Network

if TYPE_CHECKING:
    from ...hybrid import Device
    from ._dressed_regressor import DressedCircuitRegressor


def dressed_network(
    model: DressedCircuitClassifier | DressedCircuitRegressor, device: Device, n_features: int
) -> Network:
    """Return a classical layer, H and RY(angle) on each qubit, layers of CX and RY, a readout."""
    n_qubits = model.n_qubits
    circuit = Circuit(n_qubits)
    for q in range(n_qubits):
        circuit.h(q)
    circuit.compose(angle_feature_map(n_qubits, 1, "none"))
    trained = hardware_efficient_ansatz(
        n_qubits, model.n_layers, model.entanglement, rotations=("ry",)
    )
    circuit.compose(trained)
    return with_linear_readout(
        device,
        Blueprint(circuit, tuple(range(n_qubits))),
        "z",
        n_scores=model._n_scores(),
        dtype=model.dtype,
        entry=Entry(n_features, n_qubits, model.bandwidth_),
    )


class DressedCircuitClassifier(TrainedClassifier):
    """Dressed quantum circuit: a circuit between two classical layers, all trained together.

    A linear layer squeezes any number of features into one angle a qubit, ``pi / 2 * tanh(...)``; a
    circuit of H, RY(angle) and layers of CX and RY(weight) follows; a linear layer makes scores of
    the qubits' Z. Gradients go back through the circuit to the first layer.

    Use it where there are more features than qubits, for example behind a trained neural network
    (transfer learning, as in the paper). The classical layers can do much by themselves: compare
    with the control, and with a neural network of one hidden layer of `n_qubits` units, before you
    credit the circuit.

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
    A. Mari, T. R. Bromley, J. Izaac, M. Schuld, N. Killoran, Transfer learning in hybrid
    classical-quantum neural networks, Quantum 4, 340 (2020), arXiv:1912.08278.

    Examples
    --------
    >>> from sklearn.datasets import load_breast_cancer
    >>> from sklearn.preprocessing import scale
    >>> from qneko.models import DressedCircuitClassifier
    >>> X, y = load_breast_cancer(return_X_y=True)  # 30 features
    >>> model = DressedCircuitClassifier(random_state=0).fit(scale(X)[:300], y[:300])
    >>> bool(model.score(scale(X)[300:], y[300:]) > 0.9)
    True
    """

    def __init__(
        self,
        n_qubits: int = 4,
        *,
        n_layers: int = 6,
        entanglement: str = "linear",
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
        self.n_qubits = n_qubits
        self.n_layers = n_layers
        self.entanglement = entanglement
        self.loss = loss
        self.alpha = alpha

    def _takes_qubit_per_feature(self) -> bool:
        return False

    def _network(self, device: Device, n_features: int) -> Network:
        return dressed_network(self, device, n_features)
