"""Hybrid quantum-HPC machine learning with an honest verdict.

Import what you need from a floor: `qneko.circuits`, `qneko.engine`, `qneko.models`,
`qneko.domains`, `qneko.studies`. Importing `qneko` alone loads none of them.
"""

from importlib.metadata import version

__version__ = version("qneko")
__all__ = ["__version__"]
