"""From rows to distributions: graphs of one size are one batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from ...engine import Program, compile
from ...errors import InputError
from ...hybrid import get_device
from .._base import QuantumEstimator
from .._checks import check_choice, check_count, check_positive
from ._distributions import (
    OBSERVABLES,
    Bins,
    Distributions,
    common,
    energy,
    estimated,
    exact,
    joined,
    occupation,
)
from ._divergence import jensen_shannon
from ._evolution import EVOLUTIONS, INTERACTIONS, evolution_circuit
from ._rows import Array, n_entries, read_rows

if TYPE_CHECKING:
    from sklearn.utils import Tags

    from ...circuits import Circuit
    from ...hybrid import Device

#: Amplitudes of the states that are held at once: 256 MiB in double precision.
_AMPLITUDES = 2**24


class GraphEvolution(QuantumEstimator):
    """Base of the models on ``exp(-mu JS(p, p'))`` of measured distributions p of graphs."""

    evolution: str
    observable: str
    n_layers: int
    time: float | Sequence[float]
    pulse: float | Sequence[float]
    phase: float | Sequence[float]
    mu: float | str
    n_steps: int
    bin_width: float
    shots: int | None
    dtype: str
    random_state: int | RandomState | None

    _accepts: ClassVar[dict[str, Any]] = {"ensure_all_finite": "allow-nan"}

    X_fit_: NDArray[np.float64]
    distributions_: NDArray[np.float64]
    first_bin_: int
    times_: NDArray[np.float64]
    pulses_: NDArray[np.float64]
    phases_: NDArray[np.float64]
    mu_: float
    seed_: int

    def distributions(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the measured distributions of graphs.

        Parameters
        ----------
        X : array-like of shape (n_graphs, n_features)
            Rows of `GraphVectorizer`.

        Returns
        -------
        ndarray of shape (n_graphs, n_bins)
            Probabilities of the whole numbers from `first_bin_` on, or from the lowest energy of
            these graphs if that is lower; rows sum to 1.
        """
        check_is_fitted(self)
        fitted = Distributions(self.first_bin_, self.distributions_)
        return common(self._measure(self._validate(X)), fitted)[0]

    def _fit_distributions(self, X: Array) -> None:
        """Check the parameters, measure the training graphs and keep all of it."""
        self._check_parameters()
        self.times_ = spread("time", self.time, self.n_layers)
        self.pulses_ = spread("pulse", self.pulse, self.n_layers + 1)
        self.phases_ = spread("phase", self.phase, self.n_layers)
        self.seed_ = int(check_random_state(self.random_state).randint(2**31 - 1))
        self.X_fit_ = X
        self._measure_training()

    def _measure_training(self) -> None:
        measured = self._measure(self.X_fit_)
        self.first_bin_, self.distributions_ = measured.low, measured.probabilities

    def _settle_gram(self) -> Array:
        """Find the scale of the kernel and return the training graphs' Gram matrix."""
        divergences = jensen_shannon(self.distributions_, self.distributions_)
        self.mu_ = find_mu(self.mu, divergences)
        return np.exp(-self.mu_ * divergences)

    def _gram_to_fitted(self, X: Array) -> Array:
        fitted = Distributions(self.first_bin_, self.distributions_)
        return np.exp(-self.mu_ * jensen_shannon(*common(self._measure(X), fitted)))

    def _measure(self, X: Array) -> Distributions:
        """Return the distributions of graphs, size by size."""
        rows, sizes = read_rows(X)
        device = get_device(self.device)
        most = device.capabilities.max_qubits
        if sizes.max() > most:
            raise InputError(
                f"Expected graphs of at most {most} nodes, one for each qubit of the device "
                f"'{device.name}', got one of {sizes.max()}: leave larger graphs out, or give the "
                "model parts of them."
            )
        parts, places = [], []
        for size in map(int, np.unique(sizes)):
            same = np.flatnonzero(sizes == size)
            n_at_once = max(1, _AMPLITUDES >> size)
            for begin in range(0, len(same), n_at_once):
                places.append(same[begin : begin + n_at_once])
                graphs = rows[places[-1], : n_entries(size)]
                parts.append(self._measure_batch(device, graphs, size, begin))
        return joined(parts, places)

    def _measure_batch(
        self, device: Device, graphs: Array, n_nodes: int, number: int
    ) -> Distributions:
        if not n_nodes:  # nothing is excited, and there is no energy
            return Distributions(0, np.ones((len(graphs), 1)))
        used = np.flatnonzero(graphs.any(axis=0))
        program = self._compile(n_nodes, used)
        features = graphs[:, used[: program.n_features]]
        bins: Bins = occupation if self.observable == "occupation" else energy(self.bin_width)
        if self.shots is None:
            return exact(device.states(program, features), graphs, bins)
        # batches must not share their noise
        seed = int(np.random.SeedSequence([self.seed_, n_nodes, number]).generate_state(1)[0])
        samples = device.sample(program, features, shots=self.shots, seed=seed)
        return estimated(np.asarray(samples), graphs, bins)

    def largest_circuit(self) -> tuple[Circuit, NDArray[np.float64]]:
        """Return the circuit of the training graph with most nodes, and of these most edges.

        Returns
        -------
        circuit : Circuit
            Its features are the weights of that graph's edges and nodes.
        X : ndarray of shape (1, n_features)
            These weights.
        """
        check_is_fitted(self)
        rows, sizes = read_rows(self.X_fit_)
        largest = np.lexsort((np.count_nonzero(rows, axis=1), sizes))[-1]
        n_nodes = int(sizes[largest])
        used = np.flatnonzero(rows[largest, : n_entries(n_nodes)])
        return self._circuit(n_nodes, used), rows[largest, used][None]

    def _compile(self, n_nodes: int, used: NDArray[Any]) -> Program:
        return compile(self._circuit(n_nodes, used), dtype=self.dtype)

    def _circuit(self, n_nodes: int, used: NDArray[Any]) -> Circuit:
        return evolution_circuit(
            n_nodes,
            self.pulses_.tolist(),
            self.times_.tolist(),
            self.phases_.tolist(),
            evolution=self.evolution,
            entanglement=self.entanglement,
            n_steps=self.n_steps,
            used=used.tolist(),
        )

    def _check_parameters(self) -> None:
        check_choice(EVOLUTIONS, evolution=self.evolution)
        check_choice(OBSERVABLES, observable=self.observable)
        check_choice(INTERACTIONS, entanglement=self.entanglement)
        check_count(n_layers=self.n_layers, n_steps=self.n_steps)
        check_positive(bin_width=self.bin_width)
        find_mu(self.mu, np.zeros((1, 1)))
        if self.shots is not None:
            check_count(shots=self.shots)

    def _validate(self, X: Any, reset: bool = False) -> Array:
        return np.asarray(validate_data(self, X, dtype=np.float64, reset=reset, **self._accepts))

    def __sklearn_tags__(self) -> Tags:
        """Say that NaN is a node that a graph lacks."""
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags


def find_mu(mu: float | str, divergences: Array) -> float:
    """Return the factor on the divergences, after checking it or deriving it from them."""
    if isinstance(mu, str):
        check_choice(("scale",), mu=mu)
        mean = float(divergences.mean())
        # the divergences of equal distributions are rounding error, not a scale
        return 1 / mean if mean > 1e-12 else 1.0
    check_positive(mu=mu)
    return float(mu)


def spread(name: str, value: float | Sequence[float], length: int) -> Array:
    """Return one finite number a layer."""
    try:
        numbers = np.broadcast_to(np.asarray(value, dtype=np.float64), (length,)).copy()
    except (TypeError, ValueError):
        numbers = np.full(length, np.nan)
    if not np.isfinite(numbers).all():
        raise InputError(
            f"{name} must be a finite number or a sequence of {length} of them, got {value!r}."
        )
    return numbers
