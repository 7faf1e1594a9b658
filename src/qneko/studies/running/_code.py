"""Which code computes a task: a result is reused only by the code that would find it again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

#: Floors and folders that turn results into words and pictures, but compute none.
_TELLING = {"cli", "consortium", "report", "verdict"}
_LIBRARIES = ("numpy", "scipy", "scikit-learn", "pandas")


@cache
def code_fingerprint() -> str:
    """Return the SHA-256 (hexadecimal) of qneko's code and of the libraries that compute with it.

    Read from the files and not from the version number alone, so that whoever works on a model
    never gets yesterday's results.
    """
    digest = hashlib.sha256()
    root = Path(__file__).parent.parent.parent
    for file in sorted(root.rglob("*.py")):
        inside = file.relative_to(root)
        if not _TELLING.intersection(inside.parts):
            digest.update(f"{inside.as_posix()}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    # an editable installation keeps the compiled core elsewhere than the sources
    native = find_spec("qneko.engine._native")
    if native is not None and native.origin is not None:
        digest.update(hashlib.sha256(Path(native.origin).read_bytes()).digest())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\0".encode())
    return digest.hexdigest()
