"""Clustering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike
from sklearn.base import ClusterMixin
from sklearn.cluster import SpectralClustering
from sklearn.utils.validation import validate_data

from .._checks import check_choice, check_count
from ._base import QuantumKernelModel
from ._feature_maps import FeatureMap

if TYPE_CHECKING:
    from typing import Self

    from ...hybrid import Device


class QuantumSpectralClustering(ClusterMixin, QuantumKernelModel):
    """Spectral clustering of the graph whose edges are quantum-kernel values.

    `sklearn.cluster.SpectralClustering` on the Gram matrix: samples are together if many samples
    like both connect them. Use it on up to a few thousand samples with a known number of clusters.
    New samples cannot be assigned. There are no labels, so nothing says which bandwidth is right:
    look at several, and distrust clusters that come and go.

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
    weights : "random" or array-like of shape (n_weights,), default "random"
        Weights of a feature map that has some: drawn with `random_state`, or these numbers
        (``weights_`` of a model that was trained on labels).
    n_clusters : int, default 8
        How many clusters.
    assign_labels : {"kmeans", "discretize", "cluster_qr"}, default "kmeans"
        How the spectral coordinates become labels; see `sklearn.cluster.SpectralClustering`.
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
        Draws weights, and starts the eigensolver and k-means.

    Attributes
    ----------
    labels_ : ndarray of shape (n_samples,)
        The cluster of each training sample.
    clustering_ : SpectralClustering
        The fitted model on the precomputed kernel.
    X_fit_ : ndarray of shape (n_samples, n_features)
        Training samples.
    program_ : Program
        The compiled feature map.
    weights_ : ndarray of shape (n_weights,)
        Its weights.
    bandwidth_ : float
        The factor that was used.
    gamma_ : float
        The width that was used.
    n_features_in_ : int
        Number of features.

    References
    ----------
    A. Ng, M. Jordan, Y. Weiss, On spectral clustering: analysis and an algorithm, NIPS (2001).
    V. Havlíček et al., Nature 567, 209 (2019), arXiv:1804.11326.
    H.-Y. Huang et al., Power of data in quantum machine learning, Nat. Commun. 12, 2631 (2021),
    arXiv:2011.01938.

    Examples
    --------
    >>> from sklearn.datasets import make_blobs
    >>> from sklearn.metrics import adjusted_rand_score
    >>> from qneko.models import QuantumSpectralClustering
    >>> X, y = make_blobs(60, centers=3, random_state=0, cluster_std=0.5)
    >>> labels = QuantumSpectralClustering(n_clusters=3, random_state=0).fit_predict(X)
    >>> bool(adjusted_rand_score(y, labels) > 0.8)
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
        n_clusters: int = 8,
        assign_labels: str = "kmeans",
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
        self.n_clusters = n_clusters
        self.assign_labels = assign_labels

    def fit(self, X: ArrayLike, y: Any = None) -> Self:
        """Find the clusters.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples, in radians once multiplied by `bandwidth`.
        y : None
            Ignored.

        Returns
        -------
        estimator
            This model, fitted.
        """
        check_count(n_clusters=self.n_clusters)
        check_choice(("kmeans", "discretize", "cluster_qr"), assign_labels=self.assign_labels)
        data = validate_data(self, X, dtype=np.float64, ensure_min_samples=2)
        # weights of edges: estimated or clipped values may be a little below zero
        affinity = np.maximum(self._fit_gram(data), 0)
        clustering = SpectralClustering(
            self.n_clusters,
            affinity="precomputed",
            assign_labels=self.assign_labels,
            random_state=self.random_state,
        )
        self.clustering_ = clustering.fit(affinity)
        self.labels_ = clustering.labels_
        return self
