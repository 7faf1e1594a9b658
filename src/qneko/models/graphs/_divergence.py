"""From distributions to a kernel, and how well a kernel fits labels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import entr

from ._rows import Array

#: Numbers of one block of pairs: 32 MiB.
_BLOCK = 2**22


def jensen_shannon(P: Array, Q: Array) -> Array:
    """Return the Jensen-Shannon divergences between the rows of P and of Q, in nats.

    From 0 (equal) to log 2 (no common support); its square root is a Hilbertian metric, so
    ``exp(-mu * divergence)`` is positive semi-definite for every mu (Endres & Schindelin 2003).
    """
    own_p, own_q = entr(P).sum(axis=1), entr(Q).sum(axis=1)
    divergences = np.empty((len(P), len(Q)))
    n_rows = max(1, _BLOCK // max(1, Q.size))
    for begin in range(0, len(P), n_rows):
        rows = slice(begin, begin + n_rows)
        mixed = entr((P[rows, None] + Q[None]) / 2).sum(axis=2)
        divergences[rows] = mixed - (own_p[rows, None] + own_q) / 2
    return np.maximum(divergences, 0.0)


def alignment(gram: Array, encoded: NDArray[np.int64]) -> float:
    """Return the centred kernel-target alignment, from -1 to 1 (Cortes et al. 2012)."""
    targets = np.eye(int(encoded.max()) + 1)[encoded]
    targets = targets - targets.mean(axis=0)
    ideal = targets @ targets.T
    centred = gram - gram.mean(axis=0) - gram.mean(axis=1)[:, None] + gram.mean()
    size = np.linalg.norm(centred) * np.linalg.norm(ideal)
    return float(np.vdot(centred, ideal) / size) if size > 0 else 0.0
