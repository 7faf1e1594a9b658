"""Features of finite number whose inner products are nearly the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import eigh
from sklearn.base import ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from .._checks import check_count
from ._alignment import alignment_target
from ._base import QuantumKernelModel
from ._feature_maps import FeatureMap

if TYPE_CHECKING:
    from typing import Self

    from ...hybrid import Device


class QuantumKernelNystroem(ClassNamePrefixFeaturesOutMixin, TransformerMixin, QuantumKernelModel):
    """Nyström approximation of a quantum kernel, for many samples.

    A random part of the training samples become landmarks. The kernel to m landmarks, whitened,
    gives m features whose inner products are the kernel's best approximation from these values. So
    N samples cost N m kernel values instead of N**2, and a linear model after it in a pipeline
    does what the kernel machine would have done. Below about 2000 samples the exact models are as
    fast. With all samples as landmarks it is exact on them.

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
        alignment with the labels handed to `fit`, or these numbers (``weights_`` of another model).
    n_components : int, default 100
        Number of landmarks; all samples, if there are fewer.
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
        Draws landmarks and weights.

    Attributes
    ----------
    normalization_ : ndarray of shape (n_components, n_components)
        Inverse square root of the landmarks' Gram matrix.
    component_indices_ : ndarray of shape (n_components,)
        Which training samples are landmarks.
    X_fit_ : ndarray of shape (n_samples, n_features)
        The landmarks.
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
    C. Williams, M. Seeger, Using the Nyström method to speed up kernel machines, NIPS (2000).
    M. Schuld, N. Killoran, Phys. Rev. Lett. 122, 040504 (2019), arXiv:1803.07128.
    H.-Y. Huang et al., Power of data in quantum machine learning, Nat. Commun. 12, 2631 (2021),
    arXiv:2011.01938.

    Examples
    --------
    >>> from sklearn.datasets import make_moons
    >>> from sklearn.linear_model import LogisticRegression
    >>> from sklearn.pipeline import make_pipeline
    >>> from qneko.models import QuantumKernelNystroem
    >>> X, y = make_moons(500, noise=0.1, random_state=0)
    >>> features = QuantumKernelNystroem(n_components=30, random_state=0)
    >>> model = make_pipeline(features, LogisticRegression(C=100)).fit(X, y)
    >>> bool(model.score(X, y) > 0.9)
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
        n_components: int = 100,
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
        self.n_components = n_components

    def fit(self, X: ArrayLike, y: ArrayLike | None = None) -> Self:
        """Draw landmarks and compute their Gram matrix.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples, in radians once multiplied by `bandwidth`.
        y : array-like of shape (n_samples,), optional
            Labels or targets, for ``weights="aligned"`` only.

        Returns
        -------
        estimator
            This model, fitted.
        """
        check_count(n_components=self.n_components)
        data = validate_data(self, X, dtype=np.float64)
        target, is_class = alignment_target(self.weights, data, y)
        self._settle(data, target, is_class=is_class)
        random = check_random_state(self.random_state)
        n_landmarks = min(self.n_components, len(data))
        self.component_indices_ = random.permutation(len(data))[:n_landmarks]
        gram = self._keep(data[self.component_indices_])
        values, vectors = eigh(gram)
        # directions that the kernel does not see would be divided by zero; what is negative through
        # shot noise has no square root
        seen = values > len(values) * np.finfo(np.float64).eps * values[-1]
        basis = vectors[:, seen]
        self.normalization_ = basis / np.sqrt(values[seen]) @ basis.T
        return self

    def transform(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the features of samples.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples, n_components)
            ``transform(X) @ transform(Y).T`` is nearly the kernel of X and Y.
        """
        check_is_fitted(self)
        return self._cross_gram(X) @ self.normalization_

    @property
    def _n_features_out(self) -> int:
        return len(self.normalization_)
