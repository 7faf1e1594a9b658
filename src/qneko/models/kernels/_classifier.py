"""Classification with quantum kernels: support vector machines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from numpy.random import RandomState
from numpy.typing import ArrayLike

from ...circuits import Circuit
from ._base import QuantumKernelModel
from ._feature_maps import FeatureMap
from ._fidelity import FidelityKernelMachine
from ._svc import SupportVectorClassifier

if TYPE_CHECKING:
    from ...hybrid import Device


class QuantumKernelClassifier(SupportVectorClassifier, QuantumKernelModel):
    """Support vector classifier on a quantum kernel.

    Use it on up to about 15 scaled features and a few thousand samples. "fidelity" compares whole
    states; "projected" compares what single qubits say, and keeps telling samples apart where
    fidelities concentrate at zero. Trained weights (``feature_map="reuploading",
    weights="aligned"``) help most where C is small; a better alignment is not always a better
    accuracy, so compare with fixed maps. Do not expect a kernel to help that a tuned RBF kernel
    matches: compare both, and the `control`.

    Parameters
    ----------
    kernel : {"fidelity", "projected", "projected-linear"}, default "fidelity"
        Overlap of the states; Gaussian or inner product of the reduced states of each qubit.
    feature_map : str or callable, default "angle"
        A name in `qneko.models.kernels.FEATURE_MAPS`, or a function of (n_features, n_layers,
        entanglement, bandwidth) that returns a circuit.
    n_layers : int, default 2
        Repetitions of the feature map.
    entanglement : {"ring", "linear", "full", "none"}, default "ring"
        Which pairs of qubits the feature map couples.
    bandwidth : float or "scale", default "scale"
        Factor on the features before they become angles; "scale" stands for
        ``0.7 / sqrt(X.var(axis=0).sum())`` of the training samples, with 0.2 for "zz" and "pauli".
    gamma : float or "scale", default "scale"
        Of the Gaussian ``exp(-gamma * distance**2)`` of "projected"; "scale" is 1 over the summed
        variance of the reduced states.
    weights : {"random", "aligned"} or array-like of shape (n_weights,), default "random"
        Weights of a feature map that has some: drawn with `random_state`, trained by kernel-target
        alignment with the labels, or these numbers (``weights_`` of another model).
    C : float, default 1.0
        Inverse strength of regularisation, as in `sklearn.svm.SVC`.
    probability : bool, default True
        Whether to calibrate `predict_proba`: temperature scaling of cross-validated decisions, five
        small refits on parts of the Gram matrix that is already there.
    clip_eigenvalues : bool, default False
        Whether negative eigenvalues of the training Gram matrix, which shot noise brings, are set
        to zero. An exact kernel has none.
    cache : bool, default True
        Whether Gram matrices are kept in `qneko.models.kernels.gram_cache` and looked up there.
    device : str or Device, default "statevector"
        Where the kernel is computed.
    dtype : {"float64", "float32"}, default "float64"
        Precision of the states.
    random_state : int, RandomState instance or None, default None
        Draws weights, and shuffles the calibration folds; None keeps the samples' order there.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Labels, sorted.
    svm_ : SVC
        The fitted support vector machine on the precomputed kernel; its classes are positions in
        `classes_`.
    probability_scale_ : float
        Factor between decisions and log-probabilities, if `probability`.
    X_fit_ : ndarray of shape (n_samples, n_features)
        Training samples with a weight other than zero.
    program_ : Program
        The compiled feature map.
    weights_ : ndarray of shape (n_weights,)
        Its weights.
    alignment_ : float
        Centred alignment that training reached, with ``weights="aligned"``.
    bandwidth_ : float
        The factor that was used.
    gamma_ : float
        The width that was used.
    n_features_in_ : int
        Number of features.

    References
    ----------
    V. Havlíček et al., Nature 567, 209 (2019), arXiv:1804.11326.
    H.-Y. Huang et al., Power of data in quantum machine learning, Nat. Commun. 12, 2631 (2021),
    arXiv:2011.01938.
    T. Hubregtsen et al., Training quantum embedding kernels on near-term quantum computers,
    Phys. Rev. A 106, 042431 (2022), arXiv:2105.02276.

    Examples
    --------
    >>> from sklearn.datasets import make_moons
    >>> from qneko.models import QuantumKernelClassifier
    >>> X, y = make_moons(80, noise=0.1, random_state=0)
    >>> model = QuantumKernelClassifier("projected", C=100).fit(X[:60], y[:60])
    >>> bool(model.score(X[60:], y[60:]) > 0.9)
    True
    """

    def __init__(
        self,
        kernel: str = "fidelity",
        *,
        feature_map: str | FeatureMap = "angle",
        n_layers: int = 2,
        entanglement: str = "ring",
        bandwidth: float | str = "scale",
        gamma: float | str = "scale",
        weights: str | ArrayLike = "random",
        C: float = 1.0,
        probability: bool = True,
        clip_eigenvalues: bool = False,
        cache: bool = True,
        device: str | Device = "statevector",
        dtype: str = "float64",
        random_state: int | RandomState | None = None,
    ):
        super().__init__(
            kernel,
            feature_map=feature_map,
            n_layers=n_layers,
            entanglement=entanglement,
            bandwidth=bandwidth,
            gamma=gamma,
            weights=weights,
            clip_eigenvalues=clip_eigenvalues,
            cache=cache,
            device=device,
            dtype=dtype,
            random_state=random_state,
        )
        self.C = C
        self.probability = probability


class FidelityKernelClassifier(SupportVectorClassifier, FidelityKernelMachine):
    """Support vector classifier on the fidelity kernel of a quantum feature map.

    The kernel is ``k(x, y) = |<psi(x)|psi(y)>|**2`` with the state ``psi(x)`` that the feature map
    prepares from x, one qubit a feature. The Gram matrix is computed once a fit, on `device`.

    Use it on up to about 15 scaled features and a few thousand samples. Do not expect it to help
    where `qneko.models.diagnostics.kernel_concentration` finds all pairs of samples about equally
    unlike; a smaller `bandwidth` or fewer features is the cure, and the smaller the bandwidth, the
    closer the kernel comes to a classical one.

    Parameters
    ----------
    feature_map : str or callable, default "angle"
        A name in `qneko.models.kernels.FEATURE_MAPS` of a map without weights, or a function of
        (n_features, n_layers, entanglement, bandwidth) that returns such a circuit.
    n_layers : int, default 2
        Repetitions of the feature map.
    entanglement : {"ring", "linear", "full", "none"}, default "ring"
        Which pairs of qubits the feature map couples.
    bandwidth : float or "scale", default "scale"
        Factor on the features before they become angles; "scale" stands for
        ``0.7 / sqrt(X.var(axis=0).sum())`` of the training samples, with 0.2 for "zz" and "pauli".
    C : float, default 1.0
        Inverse strength of regularisation, as in `sklearn.svm.SVC`.
    probability : bool, default True
        Whether to calibrate `predict_proba`: temperature scaling of cross-validated decisions, five
        small refits on parts of the Gram matrix that is already there.
    device : str or Device, default "statevector"
        Where the kernel is computed.
    dtype : {"float64", "float32"}, default "float64"
        Precision of the states.
    random_state : int, RandomState instance or None, default None
        Shuffles the calibration folds; None keeps the samples' order. Everything else is
        deterministic.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Labels, sorted.
    X_fit_ : ndarray of shape (n_samples, n_features)
        Training samples with a weight other than zero.
    program_ : Program
        The compiled feature map.
    svm_ : SVC
        The fitted support vector machine on the precomputed kernel; its classes are positions in
        `classes_`.
    probability_scale_ : float
        Factor between decisions and log-probabilities, if `probability`.
    bandwidth_ : float
        The factor that was used.
    n_features_in_ : int
        Number of features, and of qubits.

    References
    ----------
    V. Havlíček et al., Nature 567, 209 (2019), arXiv:1804.11326.
    M. Schuld, N. Killoran, Phys. Rev. Lett. 122, 040504 (2019), arXiv:1803.07128.
    C. Guo et al., On calibration of modern neural networks (2017), arXiv:1706.04599.

    Examples
    --------
    >>> from sklearn.datasets import make_moons
    >>> from qneko.models import FidelityKernelClassifier
    >>> X, y = make_moons(80, noise=0.1, random_state=0)
    >>> model = FidelityKernelClassifier(C=100).fit(X[:60], y[:60])
    >>> bool(model.score(X[60:], y[60:]) > 0.9)
    True
    """

    def __init__(
        self,
        feature_map: str | Callable[[int, int, str, float], Circuit] = "angle",
        *,
        n_layers: int = 2,
        entanglement: str = "ring",
        bandwidth: float | str = "scale",
        C: float = 1.0,
        probability: bool = True,
        device: str | Device = "statevector",
        dtype: str = "float64",
        random_state: int | RandomState | None = None,
    ):
        self.feature_map = feature_map
        self.n_layers = n_layers
        self.entanglement = entanglement
        self.bandwidth = bandwidth
        self.C = C
        self.probability = probability
        self.device = device
        self.dtype = dtype
        self.random_state = random_state
