"""Kernel principal components."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.base import ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.decomposition import KernelPCA
from sklearn.utils.validation import check_is_fitted, validate_data

from ._alignment import alignment_target
from ._base import QuantumKernelModel
from ._feature_maps import FeatureMap

if TYPE_CHECKING:
    from typing import Self

    from ...hybrid import Device


class QuantumKernelPCA(ClassNamePrefixFeaturesOutMixin, TransformerMixin, QuantumKernelModel):
    """Principal components in the space of a quantum kernel.

    `sklearn.decomposition.KernelPCA` on the Gram matrix. Use it to look at data through a quantum
    kernel, or before a linear model. It needs all kernel values: for more than a few thousand
    samples use `QuantumKernelNystroem`. With a large bandwidth all states are nearly orthogonal,
    and no component says more than another.

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
    n_components : int or None, default None
        How many; None keeps all with an eigenvalue above zero.
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
        Draws weights, and starts the iterative eigensolver of large matrices.

    Attributes
    ----------
    pca_ : KernelPCA
        The fitted model on the precomputed kernel.
    eigenvalues_ : ndarray of shape (n_components,)
        Eigenvalues of the centred Gram matrix, descending.
    X_fit_ : ndarray of shape (n_samples, n_features)
        Training samples.
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
    B. Schölkopf, A. Smola, K.-R. Müller, Nonlinear component analysis as a kernel eigenvalue
    problem, Neural Comput. 10, 1299 (1998).
    M. Schuld, N. Killoran, Phys. Rev. Lett. 122, 040504 (2019), arXiv:1803.07128.
    H.-Y. Huang et al., Power of data in quantum machine learning, Nat. Commun. 12, 2631 (2021),
    arXiv:2011.01938.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from qneko.models import QuantumKernelPCA
    >>> X, _ = load_iris(return_X_y=True)
    >>> QuantumKernelPCA(n_components=2).fit_transform(X).shape
    (150, 2)
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
        n_components: int | None = None,
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
        """Find the components.

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
        self._fit(X, y)
        return self

    def fit_transform(self, X: ArrayLike, y: ArrayLike | None = None) -> NDArray[np.float64]:
        """Find the components and return those of the training samples.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Training samples.
        y : array-like of shape (n_samples,), optional
            Labels or targets, for ``weights="aligned"`` only.

        Returns
        -------
        ndarray of shape (n_samples, n_components)
            As ``fit(X, y).transform(X)``.
        """
        gram = self._fit(X, y)
        return self.pca_.transform(gram)

    def transform(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the components of samples.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        ndarray of shape (n_samples, n_components)
            Coordinates along the components.
        """
        check_is_fitted(self)
        return self.pca_.transform(self._cross_gram(X))

    def _fit(self, X: ArrayLike, y: ArrayLike | None) -> NDArray[np.float64]:
        data = validate_data(self, X, dtype=np.float64)
        target, is_class = alignment_target(self.weights, data, y)
        gram = self._fit_gram(data, target, is_class=is_class)
        self.pca_ = KernelPCA(
            self.n_components, kernel="precomputed", random_state=self.random_state
        ).fit(gram)
        self.eigenvalues_ = self.pca_.eigenvalues_
        return gram

    @property
    def _n_features_out(self) -> int:
        return len(self.eigenvalues_)
