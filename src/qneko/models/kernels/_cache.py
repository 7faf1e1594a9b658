"""Gram matrices are kept by what they were computed from, so that a search does not repeat them."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

#: Room for the Gram matrices of a search with 5 folds of 1000 samples.
MAX_BYTES = 128 * 2**20


class CacheInfo(NamedTuple):
    """How a cache has done.

    Parameters
    ----------
    hits, misses : int
        Requests that were answered from memory, and those that were computed.
    n_arrays, n_bytes : int
        What is held now.
    max_bytes : int
        The bound.
    """

    hits: int
    misses: int
    n_arrays: int
    n_bytes: int
    max_bytes: int


class GramCache:
    """Arrays by the content of what they were computed from; the longest unused go first.

    A key is a hash of all that decides the values: the samples bit by bit, the circuit, its
    weights, the precision, the kind of kernel and the device. Neither the identity of an array nor
    the order of fits plays a part, so training and test samples cannot be taken for each other.
    It may be used from many threads; each process has its own, which starts empty.

    Parameters
    ----------
    max_bytes : int
        Most bytes that are held; 0 holds nothing. It may be changed at any time.
    """

    def __init__(self, max_bytes: int = MAX_BYTES):
        self.max_bytes = max_bytes
        self._lock = threading.Lock()
        self._arrays: OrderedDict[bytes, Array] = OrderedDict()
        self._n_bytes = self._hits = self._misses = 0

    def get(self, key: bytes, compute: Callable[[], Array]) -> Array:
        """Return the array of a key, computing it if it is not there.

        Parameters
        ----------
        key : bytes
            From `content_key`.
        compute : callable
            Returns the array.

        Returns
        -------
        ndarray
            Read-only, for others may hold it, too.
        """
        with self._lock:
            if key in self._arrays:
                self._arrays.move_to_end(key)
                self._hits += 1
                return self._arrays[key]
            self._misses += 1
        # computed without the lock: two threads may do the same work, none waits for another's
        array = compute()
        array.flags.writeable = False
        with self._lock:
            if key not in self._arrays and array.nbytes <= self.max_bytes:
                self._arrays[key] = array
                self._n_bytes += array.nbytes
                self._shrink(self.max_bytes)
        return array

    def clear(self) -> None:
        """Forget everything, the counts of hits and misses too."""
        with self._lock:
            self._shrink(0)
            self._hits = self._misses = 0

    def info(self) -> CacheInfo:
        """Return hits, misses, and what is held."""
        with self._lock:
            return CacheInfo(
                self._hits, self._misses, len(self._arrays), self._n_bytes, self.max_bytes
            )

    def _shrink(self, n_bytes: int) -> None:
        while self._n_bytes > n_bytes:
            self._n_bytes -= self._arrays.popitem(last=False)[1].nbytes


#: The cache of this process; models use it unless they are made with ``cache=False``.
gram_cache = GramCache()


def _begin_anew() -> None:
    # a fork may have happened while another thread held the lock, which nobody would release here
    gram_cache._lock = threading.Lock()
    gram_cache.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)


def content_key(*parts: Array | bytes | str | None) -> bytes:
    """Return a hash of arrays (their values, shapes and types), bytes and texts, in this order."""
    digest = blake2b(digest_size=32)
    for part in parts:
        if isinstance(part, np.ndarray):
            head, content = f"array {part.dtype.str} {part.shape}", np.ascontiguousarray(part).data
        elif part is None:
            head, content = "none", memoryview(b"")
        else:
            raw = part.encode() if isinstance(part, str) else part
            head, content = f"{type(part).__name__} {len(raw)}", memoryview(raw)
        # the head says how long the content is: no two lists of parts run together alike
        digest.update(head.encode() + b"\0")
        digest.update(content)
    return digest.digest()
