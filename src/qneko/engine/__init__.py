"""How circuits are computed: compiled once, run on whole batches by the native core."""

from ._gradients import parameter_shift, quantum_fisher
from ._gram import fidelity_gram
from ._program import Program, compile
from ._sampling import Estimate, counts

__all__ = [
    "Estimate",
    "Program",
    "compile",
    "counts",
    "fidelity_gram",
    "parameter_shift",
    "quantum_fisher",
]
