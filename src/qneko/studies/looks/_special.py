"""A look into quantum models that are no circuit of the inputs: of graphs, and of ground states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._probe import circuits, classical_methods, everywhere

if TYPE_CHECKING:
    from ._diagnose import Look

_ENERGY_SHOTS = (
    "shots for a standard error of 1.6 millihartree, each Pauli string measured by itself with its "
    "best share (D. Wecker et al. 2015, arXiv:1507.08969), and shared by the strings"
)


def graph_kernel(look: Look) -> dict[str, Any]:
    """Look into a classifier of graphs: its Gram matrix, and the largest graph's circuit."""
    from ...models import QuantumEvolutionKernel
    from ...models.diagnostics import kernel_concentration, kernel_spectrum
    from ._shots import MEASURED_FORMULA, TRIAL_SHOTS, shots_to_resolve

    model = look.model
    own = QuantumEvolutionKernel().get_params(deep=False)
    shared = {k: v for k, v in model.get_params(deep=False).items() if k in own}
    kernel = QuantumEvolutionKernel(**shared | {"mu": model.mu_})
    gram = kernel.fit_transform(model.X_fit_)
    noisy = kernel.set_params(shots=TRIAL_SHOTS, random_state=look.seed % 2**32)
    upper = np.triu_indices(len(gram), 1)
    concentration = kernel_concentration(gram)
    circuit, weights = model.largest_circuit()
    n_samples = len(look.part.X_train)
    return {
        "kind": "kernel",
        "mean": concentration.mean,
        "variance": concentration.variance,
        "spectrum": kernel_spectrum(gram).eigenvalues[:50].tolist(),
        "shots_per_circuit": shots_to_resolve(
            gram[upper], noisy.fit_transform(model.X_fit_)[upper]
        ),
        "shots_formula": MEASURED_FORMULA,
        "n_qubits": circuit.n_qubits,
        "n_samples": n_samples,
        "circuits": circuits(model, n_samples),
        # the number of excited nodes looks at all qubits at once
        "simulability": classical_methods(circuit, [everywhere(circuit.n_qubits)], weights),
    }


def ground_state(look: Look) -> dict[str, Any]:
    """Look into the state that an eigensolver found for the first training geometry."""
    from ...domains.ground_states import hamiltonian_of

    model = look.model
    found = model.ground_state(*model.example_)
    observable = hamiltonian_of(*model.example_).observable
    n_samples = len(look.part.X_train)
    return {
        "kind": "variational",
        "n_weights": len(found.weights),
        "loss": [1000.0 * float(energy) for energy in found.trajectory],
        "n_circuits": int(found.n_circuits),
        "shots_per_circuit": model.shots_per_circuit(),
        "shots_formula": _ENERGY_SHOTS,
        "n_qubits": found.circuit.n_qubits,
        "n_samples": n_samples,
        "circuits": circuits(model, n_samples),
        "simulability": classical_methods(found.circuit, [observable], w=found.weights),
    }
