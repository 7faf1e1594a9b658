"""How circuits are computed: compiled once, run on whole batches by the native core."""

from ._explain import Cost, Explanation
from ._gradients import parameter_shift, quantum_fisher
from ._gram import fidelity_gram, gram_tiles
from ._program import Program, compile
from ._projected import projected_gram
from ._reduced import reduced_observables, reduced_states
from ._sampling import Estimate, counts

__all__ = [
    "Cost",
    "Estimate",
    "Explanation",
    "Program",
    "compile",
    "counts",
    "fidelity_gram",
    "gram_tiles",
    "parameter_shift",
    "projected_gram",
    "quantum_fisher",
    "reduced_observables",
    "reduced_states",
]
