"""What a system with a closed-form answer consists of."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import NDArray

from qneko.circuits import Circuit, Observable


@dataclass(frozen=True)
class System:
    """A circuit, its inputs, and what must come out (float64 / complex128 arrays).

    Parameters
    ----------
    name : str
        Shown as the test's id.
    circuit : Circuit
        What is run.
    observables : tuple of Observable
        What is measured.
    X : array of shape (n_samples, n_features)
        Feature values.
    w : array of shape (n_weights,)
        Weight values.
    expectations : array of shape (n_samples, n_observables)
        The closed form.
    by_feature : array of shape (n_samples, n_observables, n_features)
        Its derivatives by each feature of the sample.
    by_weight : array of shape (n_samples, n_observables, n_weights)
        Its derivatives by each weight.
    states : array of shape (n_samples, 2**n_qubits)
        The final states, global phase included.
    """

    name: str
    circuit: Circuit
    observables: tuple[Observable, ...]
    X: NDArray
    w: NDArray
    expectations: NDArray
    by_feature: NDArray
    by_weight: NDArray
    states: NDArray

    def __str__(self) -> str:
        return self.name
