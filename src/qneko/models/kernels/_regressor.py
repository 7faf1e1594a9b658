"""Regression with quantum kernels: support vector machines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from numpy.random import RandomState
from numpy.typing import ArrayLike

from ...circuits import Circuit
from ._base import QuantumKernelModel
from ._feature_maps import FeatureMap
from ._fidelity import FidelityKernelMachine
from ._svr import SupportVectorRegressor

if TYPE_CHECKING:
    from ...hybrid import Device


class QuantumKernelRegressor(SupportVectorRegressor, QuantumKernelModel):
    """Support vector regressor on a quantum kernel.

    As `QuantumKernelClassifier`, with `sklearn.svm.SVR` behind it: use it where single samples may
    be far off, for it counts deviations and not their squares. `C` and `epsilon` are in units of
    the target, so scale the target (`sklearn.compose.TransformedTargetRegressor`). Use
    `QuantumGaussianProcessRegressor` where the uncertainty of a prediction matters.

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
        alignment with the target, or these numbers (``weights_`` of another model).
    C : float, default 1.0
        Inverse strength of regularisation, as in `sklearn.svm.SVR`.
    epsilon : float, default 0.1
        Deviations up to here, in units of the target, cost nothing.
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
        Draws weights, for feature maps that have some.

    Attributes
    ----------
    svm_ : SVR
        The fitted support vector machine on the precomputed kernel.
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
    M. Schuld, N. Killoran, Phys. Rev. Lett. 122, 040504 (2019), arXiv:1803.07128.
    H.-Y. Huang et al., Power of data in quantum machine learning, Nat. Commun. 12, 2631 (2021),
    arXiv:2011.01938.
    T. Hubregtsen et al., Training quantum embedding kernels on near-term quantum computers,
    Phys. Rev. A 106, 042431 (2022), arXiv:2105.02276.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.models import QuantumKernelRegressor
    >>> X = np.linspace(-2, 2, 40).reshape(-1, 1)
    >>> model = QuantumKernelRegressor("projected", C=10, epsilon=0.01).fit(X, np.sin(X[:, 0]))
    >>> bool(model.score(X, np.sin(X[:, 0])) > 0.9)
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
        epsilon: float = 0.1,
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
        self.epsilon = epsilon


class FidelityKernelRegressor(SupportVectorRegressor, FidelityKernelMachine):
    """Support vector regressor on the fidelity kernel of a quantum feature map.

    As `FidelityKernelClassifier`, with `sklearn.svm.SVR` behind it. `C` and `epsilon` are in units
    of the target, so scale the target (`sklearn.compose.TransformedTargetRegressor`).

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
        Inverse strength of regularisation, as in `sklearn.svm.SVR`.
    epsilon : float, default 0.1
        Deviations up to here, in units of the target, cost nothing.
    device : str or Device, default "statevector"
        Where the kernel is computed.
    dtype : {"float64", "float32"}, default "float64"
        Precision of the states.

    Attributes
    ----------
    X_fit_ : ndarray of shape (n_samples, n_features)
        Training samples with a weight other than zero.
    program_ : Program
        The compiled feature map.
    svm_ : SVR
        The fitted support vector machine on the precomputed kernel.
    bandwidth_ : float
        The factor that was used.
    n_features_in_ : int
        Number of features, and of qubits.

    References
    ----------
    M. Schuld, N. Killoran, Phys. Rev. Lett. 122, 040504 (2019), arXiv:1803.07128.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.models import FidelityKernelRegressor
    >>> X = np.linspace(-2, 2, 40).reshape(-1, 1)
    >>> model = FidelityKernelRegressor(C=10, epsilon=0.01).fit(X, np.sin(X[:, 0]))
    >>> bool(model.score(X, np.sin(X[:, 0])) > 0.9)
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
        epsilon: float = 0.1,
        device: str | Device = "statevector",
        dtype: str = "float64",
    ):
        self.feature_map = feature_map
        self.n_layers = n_layers
        self.entanglement = entanglement
        self.bandwidth = bandwidth
        self.C = C
        self.epsilon = epsilon
        self.device = device
        self.dtype = dtype
