"""What every kernel model does: build the feature map, settle the kernel, compute Gram matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from ...circuits import ENTANGLEMENTS, Circuit
from ...engine import Program
from ...errors import InputError
from ...hybrid import get_device
from .._base import SCALE, QuantumEstimator
from .._checks import check_choice, check_count, check_positive
from ._alignment import align
from ._feature_maps import DENSE, PRODUCT_SCALE, FeatureMap, check_circuit, find_feature_map
from ._kernels import KERNELS, QuantumKernel, compile_kernel, scale_gamma
from ._spectrum import clip_spectrum

if TYPE_CHECKING:
    from typing import Self

    from ...hybrid import Device

Array = NDArray[Any]


class KernelMachine(QuantumEstimator):
    """Base of all models that see their samples through a quantum kernel only."""

    feature_map: str | FeatureMap
    n_layers: int
    gamma: float | str
    weights: str | ArrayLike
    clip_eigenvalues: bool
    cache: bool
    dtype: str
    random_state: int | RandomState | None

    X_fit_: NDArray[np.float64]
    program_: Program
    weights_: NDArray[np.float64]
    gamma_: float
    projection_: NDArray[np.float64] | None

    @property
    def _kind(self) -> str:
        """Which kernel it is."""
        raise NotImplementedError

    def control(self) -> Self:
        """Return this model's entanglement-free twin.

        Returns
        -------
        estimator
            An unfitted clone with ``entanglement="none"`` and all other parameters equal. Of the
            feature maps "z" and "amplitude" it is the model itself: the one never couples qubits,
            the kernels of the other cost a classical computer some n_features operations.
        """
        return super().control()

    def gram(self, X: ArrayLike, Y: ArrayLike | None = None) -> NDArray[np.float64]:
        """Return the fitted model's kernel between samples.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Samples; ``model.X_fit_`` gives the training Gram matrix.
        Y : array-like of shape (n_others, n_features), optional
            Other samples; by default X itself.

        Returns
        -------
        ndarray of shape (n_samples, n_samples) or (n_samples, n_others)
            Kernel values, float64, computed from states in `dtype`, before any eigenvalue is
            clipped. Of X with itself: symmetric.
        """
        check_is_fitted(self)
        left = self._validate(X)
        return self._gram(left, None if Y is None else self._validate(Y)).copy()

    def _fit_gram(
        self,
        X: Array,
        y: Array | None = None,
        *,
        is_class: bool = False,
        sample_weight: Array | None = None,
    ) -> Array:
        """Settle the kernel for X, keep both, and return the training Gram matrix."""
        self._settle(X, y, is_class=is_class, sample_weight=sample_weight)
        return self._keep(X)

    def _settle(
        self,
        X: Array,
        y: Array | None = None,
        *,
        is_class: bool = False,
        sample_weight: Array | None = None,
    ) -> None:
        """Find the circuit, its weights and the widths for these samples."""
        check_choice(KERNELS, kernel=self._kind)
        self.__dict__.pop("alignment_", None)  # of an earlier fit
        if sample_weight is not None and np.ptp(sample_weight) == 0:
            sample_weight = None  # the same to the last bit
        device, circuit = self._build(X, sample_weight)
        self.program_ = compile_kernel(self._kind, circuit, self.dtype)
        random = check_random_state(self.random_state)
        self.weights_ = self._start_weights(circuit.n_weights, random)
        self.gamma_ = self._find_gamma(device, X, sample_weight)
        if isinstance(self.weights, str) and self.weights == "aligned":
            if y is None:
                raise InputError(
                    "weights='aligned' trains the kernel on labels or targets: hand over y, or the "
                    "weights of a trained model (weights=model.weights_)."
                )
            found = align(self._kernel, device, X, y, is_class=is_class, random=random)
            self.weights_, self.alignment_ = found

    def _keep(self, X: Array) -> Array:
        """Keep the samples that new ones are compared with, and return their Gram matrix."""
        self.X_fit_ = X
        gram = self._gram(X, None)
        self.projection_ = None
        if self.clip_eigenvalues:
            gram, self.projection_ = clip_spectrum(gram)
        return gram

    def _cross_gram(self, X: ArrayLike) -> Array:
        """Return what a fitted machine sees of new samples: kernel values to the training ones."""
        check_is_fitted(self)
        gram = self._gram(self._validate(X), self.X_fit_)
        return gram if self.projection_ is None else gram @ self.projection_

    def _support_gram(self, X: ArrayLike, support: Array) -> Array:
        """Return `_cross_gram` where only some of its columns are looked at."""
        device = get_device(self.device)
        has_states = self._kind != "fidelity" and self.cache and device.capabilities.exact
        if has_states or self.projection_ is not None:
            return self._cross_gram(X)
        left = self._validate(X)
        gram = np.zeros((len(left), len(self.X_fit_)))
        if len(support):
            gram[:, support] = self._gram(left, self.X_fit_[support])
        return gram

    @property
    def _kernel(self) -> QuantumKernel:
        return QuantumKernel(self._kind, self.program_, self.weights_, self.gamma_)

    def _gram(self, X: Array, Y: Array | None) -> Array:
        return self._kernel.gram(get_device(self.device), X, Y, cache=self.cache)

    def _build(self, X: Array, sample_weight: Array | None) -> tuple[Device, Circuit]:
        """Return the device and the feature map's circuit, after checking that they fit."""
        n_features = X.shape[1]
        is_named = isinstance(self.feature_map, str)
        has_qubit_a_feature = is_named and self.feature_map not in DENSE
        device = self._find_device(n_features if has_qubit_a_feature else 1)
        build = find_feature_map(self.feature_map)
        if is_named:  # also where a map has no use for one of them
            check_count(n_layers=self.n_layers)
            check_choice(ENTANGLEMENTS, entanglement=self.entanglement)
        scale = PRODUCT_SCALE.get(str(self.feature_map), SCALE)
        self.bandwidth_ = self._find_bandwidth(X, scale, sample_weight)
        circuit = build(n_features, self.n_layers, self.entanglement, self.bandwidth_)
        check_circuit(circuit, n_features)
        if circuit.n_qubits > device.capabilities.max_qubits:
            raise InputError(
                f"Expected a circuit of at most {device.capabilities.max_qubits} qubits for the "
                f"device '{device.name}', got {circuit.n_qubits}: use a feature map with fewer."
            )
        return device, circuit

    def _start_weights(self, n_weights: int, random: RandomState) -> NDArray[np.float64]:
        """Return the weights of the feature map, before any training."""
        given = self.weights
        if not isinstance(given, str):
            values = np.asarray(given, dtype=np.float64)
            if values.shape != (n_weights,) or not np.isfinite(values).all():
                raise InputError(
                    f"weights must be {n_weights} finite numbers, one for each weight of the "
                    f"feature map, got shape {values.shape}."
                )
            return values
        check_choice(("random", "aligned"), weights=given)
        if not n_weights and given == "aligned":
            raise InputError(
                "weights='aligned' needs a feature map with weights to train, such as "
                f"'reuploading', got {self.feature_map!r}."
            )
        return np.asarray(random.uniform(-np.pi, np.pi, n_weights))

    def _find_gamma(self, device: Device, X: Array, sample_weight: Array | None) -> float:
        """Return the width of the Gaussian; other kernels have none and get 1."""
        if isinstance(self.gamma, str):
            check_choice(("scale",), gamma=self.gamma)
            if self._kind != "projected":
                return 1.0
            kernel = QuantumKernel(self._kind, self.program_, self.weights_)
            return scale_gamma(kernel.reduced(device, X, cache=self.cache), sample_weight)
        check_positive(gamma=self.gamma)
        return float(self.gamma)

    def _validate(self, X: Any) -> NDArray[np.float64]:
        return np.asarray(validate_data(self, X, dtype=np.float64, reset=False))


class QuantumKernelModel(KernelMachine):
    """Base of the models that take every kernel."""

    def __init__(
        self,
        kernel: str,
        *,
        feature_map: str | FeatureMap,
        n_layers: int,
        entanglement: str,
        bandwidth: float | str,
        gamma: float | str,
        weights: str | ArrayLike,
        clip_eigenvalues: bool,
        cache: bool,
        device: str | Device,
        dtype: str,
        random_state: int | RandomState | None,
    ):
        self.kernel = kernel
        self.feature_map = feature_map
        self.n_layers = n_layers
        self.entanglement = entanglement
        self.bandwidth = bandwidth
        self.gamma = gamma
        self.weights = weights
        self.clip_eigenvalues = clip_eigenvalues
        self.cache = cache
        self.device = device
        self.dtype = dtype
        self.random_state = random_state

    @property
    def _kind(self) -> str:
        return self.kernel
