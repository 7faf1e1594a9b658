"""How circuits are computed: compiled once, run on whole batches by the native core."""

from ._gram import fidelity_gram
from ._program import Program, compile

__all__ = ["Program", "compile", "fidelity_gram"]
