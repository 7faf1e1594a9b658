"""Checkpoints: an interrupted training on disk, written whole or not at all, without pickle."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from ...errors import InputError
from ._state import TrainingState

Array = NDArray[Any]

_VERSION = 1
_SLOT = "slot-"


class Checkpoint:
    """The file in which a training is kept while it goes on.

    Parameters
    ----------
    path : str or path-like
        The file (NPZ with arrays and one JSON text).
    fingerprint : str
        Of data, circuit and parameters: a file of another fit is refused.
    """

    def __init__(self, path: str | os.PathLike[str], fingerprint: str):
        self.path = Path(path)
        self._fingerprint = fingerprint

    def save(self, state: TrainingState, random: RandomState) -> None:
        """Write the state and the random numbers to come."""
        arrays = {f"{_SLOT}{name}": value for name, value in state.slots.items()}
        arrays["parameters"] = state.parameters
        if state.best_parameters is not None:
            arrays["best_parameters"] = state.best_parameters
        document = {
            "format": "qneko training checkpoint",
            "version": _VERSION,
            "fingerprint": self._fingerprint,
            "random": _random_to_json(random),
            "state": {name: getattr(state, name) for name in _PLAIN},
        }
        text = np.array(json.dumps(document))
        self._replace({**arrays, "document": text})

    def load(self, random: RandomState) -> TrainingState | None:
        """Return the state and set `random` to where it stood; None if there is no file.

        Raises
        ------
        InputError
            If the file is of another fit, or none of ours.
        """
        try:
            with np.load(self.path, allow_pickle=False) as content:
                arrays = {name: content[name] for name in content.files}
            document = json.loads(str(arrays.pop("document")))
            if document["version"] != _VERSION:
                raise KeyError(f"version {document['version']}")
            state = TrainingState(arrays.pop("parameters"), **document["state"])
        except FileNotFoundError:
            return None
        except (KeyError, TypeError, ValueError, EOFError, OSError, zipfile.BadZipFile) as error:
            raise InputError(
                f"{self.path} is not a checkpoint of this version, or it is damaged ({error}): "
                "delete it to begin anew, or name another file."
            ) from None
        if document["fingerprint"] != self._fingerprint:
            raise InputError(
                f"The checkpoint {self.path} is of another fit (other data, circuit or "
                "parameters): delete it to begin anew, or name another file."
            )
        state.best_parameters = arrays.pop("best_parameters", None)
        state.slots = {name.removeprefix(_SLOT): value for name, value in arrays.items()}
        _random_from_json(random, document["random"])
        return state

    def remove(self) -> None:
        """Delete the file: what was trained is finished."""
        self.path.unlink(missing_ok=True)

    def _replace(self, arrays: Mapping[str, Array]) -> None:
        if not self.path.parent.is_dir():
            raise InputError(
                f"Cannot write the checkpoint {self.path}: there is no folder {self.path.parent}."
            )
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, **arrays)  # type: ignore[arg-type]
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def fingerprint(plain: Mapping[str, Any], arrays: Iterable[Array | None]) -> str:
    """Return a hash of JSON values and arrays."""
    digest = hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode())
    for array in arrays:
        if array is None:
            digest.update(b"none")
        else:
            digest.update(f"{array.dtype.str}{array.shape}".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


#: What of a state JSON can say.
_PLAIN = [
    f.name
    for f in fields(TrainingState)
    if f.name not in ("parameters", "slots", "best_parameters")
]


def _random_to_json(random: RandomState) -> dict[str, Any]:
    content: dict[str, Any] = dict(random.get_state(legacy=False))
    # the key of the Mersenne twister is an array; other generators have whole numbers
    content["state"] = {k: np.asarray(v).tolist() for k, v in content["state"].items()}
    return content


def _random_from_json(random: RandomState, content: dict[str, Any]) -> None:
    state = dict(content["state"])
    if isinstance(state.get("key"), list):
        state["key"] = np.array(state["key"], dtype=np.uint32)
    random.set_state({**content, "state": state})
