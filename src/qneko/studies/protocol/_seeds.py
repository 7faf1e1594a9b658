"""All random numbers of a study come from one root, by names and not by order of execution."""

from __future__ import annotations

import hashlib

import numpy as np


def seed_for(root: int, *names: str | int) -> int:
    """Return the seed of something that has a name, the same in whatever order things run.

    Parameters
    ----------
    root : int
        Seed of the study.
    *names : str or int
        What the seed is for, such as ``"model", "svm.full", repeat, fold``.

    Returns
    -------
    int
        Between 0 and 2**32 - 1.
    """
    digest = hashlib.sha256("\x1f".join(str(n) for n in names).encode()).digest()
    key = tuple(int.from_bytes(digest[i : i + 4], "little") for i in range(0, 16, 4))
    return int(np.random.SeedSequence(root, spawn_key=key).generate_state(1)[0])
