"""Which study file a run's folder belongs to, so that the folder alone is enough to go on."""

from __future__ import annotations

import json
import os
from pathlib import Path

from ..errors import InputError

_NAME = "origin.json"


def remember(folder: Path, study_file: Path, *, quick: bool = False) -> None:
    """Note the study file's place, and whether this is a quick look, in the run's folder.

    The folder is made if need be.

    Raises
    ------
    InputError
        If the folder cannot be written.
    """
    origin = {"study_file": str(study_file.expanduser().resolve()), "quick": quick}
    content = json.dumps(origin, indent=2) + "\n"
    temporary = folder / f".{_NAME}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.write_text(content, encoding="utf-8")
        os.replace(temporary, folder / _NAME)
    except OSError as error:
        raise InputError(
            f"The folder {folder} cannot be written ({error.strerror}): "
            "choose another one with --runs-dir."
        ) from None


def recall(folder: Path) -> tuple[Path, bool]:
    """Return the study file that a run's folder came from, and whether it was a quick look.

    Raises
    ------
    InputError
        If the folder is not a run's, or the study file is no longer where it was.
    """
    try:
        content = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        file, quick = Path(content["study_file"]), bool(content.get("quick", False))
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(
            f"{folder} is not the folder of a run (it has no readable {_NAME}): "
            "give a folder inside runs/, or the study file."
        ) from None
    if not file.is_file():
        raise InputError(
            f"The study file {file}, from which {folder} was run, is gone: "
            "put it back, or give the study file in its new place."
        )
    return file, quick
