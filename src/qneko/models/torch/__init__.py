"""Circuits as PyTorch modules; imported by its full name only, and needs the extra ``torch``."""

from ...errors import MissingExtraError

try:
    import torch as _torch  # noqa: F401
except ImportError:
    raise MissingExtraError(
        "qneko.models.torch needs PyTorch: pip install 'qneko[torch]'."
    ) from None

from ._layer import QuantumLayer

__all__ = ["QuantumLayer"]
