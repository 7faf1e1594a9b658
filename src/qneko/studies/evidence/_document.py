"""Evidence as a file: its fingerprint, writing and reading it, its JSON Schema."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ...errors import InputError
from ._evidence import SCHEMA_VERSION, Evidence


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of ``evidence.json``."""
    schema = Evidence.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def fingerprint(evidence: Evidence) -> str:
    """Return the SHA-256 (hexadecimal) of everything outside ``run``.

    Two runs of the same study with the same qneko and the same libraries have the same one.
    """
    content = evidence.model_dump(mode="json", exclude={"run"})
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def save_evidence(evidence: Evidence, path: str | os.PathLike[str]) -> Path:
    """Write `evidence` as JSON, all of it or nothing, and return the path."""
    return write_atomically(path, evidence.model_dump_json(indent=2) + "\n")


def load_evidence(path: str | os.PathLike[str]) -> Evidence:
    """Read an ``evidence.json``.

    Raises
    ------
    InputError
        If the file is missing, is not JSON, has another schema version, or does not fit it.
    """
    path = Path(path)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"Cannot read the evidence {path}: {error.strerror}.") from error
    except ValueError as error:
        raise InputError(f"{path} is not JSON ({error}); run the study again.") from error
    found = content.get("schema_version") if isinstance(content, dict) else None
    if found != SCHEMA_VERSION:
        raise InputError(
            f"{path} has evidence schema {found!r}, this qneko reads {SCHEMA_VERSION!r}; "
            "use the qneko that wrote it, or run the study again."
        )
    try:
        return Evidence.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the document"
        raise InputError(f"{path} does not fit its schema at {where}: {first['msg']}.") from error


def write_atomically(path: str | os.PathLike[str], text: str) -> Path:
    """Write `text` to `path` as UTF-8 so that a reader sees the old file or the whole new one."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path


if __name__ == "__main__":
    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
