"""Models that compute the ground-state energy of a geometry, and learn nothing from other ones."""

from __future__ import annotations

from ._family import Family, Recipe
from ._space import Choice, Space, Value

_MODULE = "qneko.domains.ground_states"
_ROWS = ("molecule", "basis", "distance (Å)")


def _eigensolver(
    label: str, description: str, ansatz: str, space: Space, fit_s: float, **fixed: Value
) -> Family:
    # circuits of excitations start at the mean field; their control's few starts need no new seeds
    seed: dict[str, Value] = {} if space else {"random_state": 0}
    recipe = Recipe(
        _MODULE,
        "GroundStateRegressor",
        space,
        fit_s,
        fixed={"ansatz": ansatz, **seed, **fixed},
        is_random=not seed,
    )
    return Family(label, description, None, recipe, inputs="raw", needs=_ROWS, learns=False)


def _reference(method: str, label: str, description: str) -> Family:
    recipe = Recipe(
        _MODULE,
        "ReferenceEnergyRegressor",
        {},
        0.001,
        fixed={"method": method},
        is_random=False,
    )
    needs = (*_ROWS, f"{method.upper()} (mHa)")
    return Family(label, description, None, recipe, inputs="raw", needs=needs, learns=False)


#: Quantum models of ground states by the name that a study file gives them.
GROUND_STATE_QUANTUM: dict[str, Family] = {
    "vqe_uccsd": _eigensolver(
        "VQE with UCCSD",
        "The lowest energy of a circuit of all single and double excitations of the mean field.",
        "uccsd",
        {},
        2.0,
    ),
    "adapt_vqe": _eigensolver(
        "ADAPT-VQE",
        "The lowest energy of a circuit that grows by the excitation with the steepest energy.",
        "adaptive",
        {},
        6.0,
        # ten times less than chemical accuracy is gained by what comes after
        gradient_tol=1e-2,
    ),
    "vqe_hardware_efficient": _eigensolver(
        "VQE with hardware-efficient layers",
        "The lowest energy of layers of rotations and gates between neighbours.",
        "hardware-efficient",
        {"n_layers": Choice((2, 1, 3))},
        4.0,
    ),
}

#: Methods of quantum chemistry.
GROUND_STATE_BASELINES: dict[str, Family] = {
    "hartree_fock": _reference(
        "hf", "Hartree-Fock", "The energy of the mean field, as the source of the data computed it."
    ),
    "mp2": _reference(
        "mp2",
        "MP2",
        "Second-order perturbation theory on the mean field, as the source computed it.",
    ),
    "cisd": _reference(
        "cisd",
        "CISD",
        "Configuration interaction with singles and doubles, as the source computed it.",
    ),
    "ccsd": _reference(
        "ccsd", "CCSD", "Coupled cluster with singles and doubles, as the source computed it."
    ),
}

#: Who takes part where a study of ground states does not say: the last baseline learns the curve.
DEFAULT_SOLVERS = ("vqe_uccsd", "adapt_vqe")
DEFAULT_REFERENCES = ("hartree_fock", "mp2", "cisd", "ccsd", "gaussian_process")
