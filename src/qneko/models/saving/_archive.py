"""The file: a ZIP archive of one JSON document and plain arrays, written whole or not at all."""

from __future__ import annotations

import io
import json
import os
import struct
import tempfile
import zipfile
from pathlib import Path
from tokenize import TokenError
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from ...errors import InputError

DOCUMENT = "model.json"
#: The same model gives the same bytes, so a file's checksum means something.
_EPOCH = (1980, 1, 1, 0, 0, 0)
#: What reading a damaged archive, document or array raises; RuntimeError covers encryption,
#: versions that zipfile does not know, and documents nested too deep.
_DAMAGE = (
    zipfile.BadZipFile,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TokenError,
    ValueError,
    struct.error,
)


def write(path: str | os.PathLike[str], document: Any, arrays: list[NDArray[Any]]) -> None:
    """Write document and arrays to `path`; what was there stays until the new file is complete."""
    target = Path(path)
    text = json.dumps(document, allow_nan=False, ensure_ascii=False, indent=1).encode()
    if not target.parent.is_dir():
        raise InputError(f"Cannot save to {target}: there is no folder {target.parent}.")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                archive.writestr(zipfile.ZipInfo(DOCUMENT, _EPOCH), text)
                for number, array in enumerate(arrays):
                    archive.writestr(zipfile.ZipInfo(member(number), _EPOCH), _to_bytes(array))
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read(path: str | os.PathLike[str]) -> tuple[Any, list[NDArray[Any]]]:
    """Return document and arrays of a file, after checking that they are what they say."""
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {info.filename: info for info in archive.infolist()}
            if DOCUMENT not in sizes:
                raise InputError(f"{path} is not a model file: it has no {DOCUMENT}.")
            for info in sizes.values():
                # stored, never compressed: a file cannot claim to be larger than it is
                if info.compress_type != zipfile.ZIP_STORED:
                    raise InputError(f"{path} is not a model file: {info.filename} is compressed.")
            document = json.loads(archive.read(DOCUMENT))
            arrays: list[NDArray[Any]] = []
            while member(len(arrays)) in sizes:
                arrays.append(_from_bytes(archive.read(member(len(arrays)))))
    except FileNotFoundError:
        raise InputError(f"There is no file {path}.") from None
    except _DAMAGE as error:
        raise InputError(f"{path} is not a model file, or it is damaged: {error}.") from None
    return document, arrays


def member(number: int) -> str:
    """Return an array's name in the archive."""
    return f"arrays/{number:05d}.npy"


def _to_bytes(array: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    npy.write_array(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def _from_bytes(content: bytes) -> NDArray[Any]:
    buffer = io.BytesIO(content)
    version = npy.read_magic(buffer)
    header = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, _, dtype = header(buffer)
    n_bytes = int(np.prod(shape, dtype=object)) * dtype.itemsize
    if dtype.hasobject or n_bytes != len(content) - buffer.tell():
        raise ValueError("an array's size is not what its header says")
    buffer.seek(0)
    return np.asarray(npy.read_array(buffer, allow_pickle=False))
