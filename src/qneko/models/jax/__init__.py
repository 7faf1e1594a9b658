"""Circuits as JAX functions; imported by its full name only, and needs the extra ``jax``."""

from ...errors import MissingExtraError

try:
    import jax as _jax  # noqa: F401
except ImportError:
    raise MissingExtraError("qneko.models.jax needs JAX: pip install 'qneko[jax]'.") from None

from ._to_jax import to_jax

__all__ = ["to_jax"]
