"""Hybrid quantum-HPC machine learning with an honest verdict.

Import what you need from a floor: `qneko.circuits`, `qneko.engine`, `qneko.models`,
`qneko.domains`, `qneko.studies`. Importing `qneko` alone loads none of them.
"""

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    if name == "__version__":
        from importlib.metadata import version  # reads the disk: only when asked

        return version("qneko")
    raise AttributeError(f"module 'qneko' has no attribute {name!r}")
