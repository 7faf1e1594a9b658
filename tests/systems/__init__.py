"""Circuits whose states, expectations and gradients are known on paper.

`SYSTEMS` is data: every method (the NumPy reference, the native engine, each device) is tested
against the same closed forms. Parametrize with ``@pytest.mark.parametrize("system", SYSTEMS,
ids=str)``.
"""

from ._entangled import ENTANGLED
from ._products import PRODUCTS, barren_plateau
from ._system import System

SYSTEMS = (*PRODUCTS, *ENTANGLED)

__all__ = ["SYSTEMS", "System", "barren_plateau"]
