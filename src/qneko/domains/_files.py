"""The files of a shipped data set, if they are those that were registered; official versions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeAlias

from ..errors import InputError, MissingExtraError
from ._dataset import DatasetInfo

Paths: TypeAlias = dict[str, Path]
#: Makes a bundle of what is known, the shipped files, the official one if it was fetched, and the
#: names of leaks that were asked for.
Reader: TypeAlias = Callable[[DatasetInfo, Paths, Path | None, Sequence[str]], Any]


def verified_files(folder: Traversable, info: DatasetInfo) -> Paths:
    """Return the paths of a data set's files by name, the first one first.

    Raises
    ------
    InputError
        If one is not the file that was registered.
    """
    found = {}
    for file, expected in {info.file: info.sha256, **info.more_files}.items():
        path = Path(str(folder.joinpath(file)))
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        if sha256 != expected:
            raise InputError(
                f"The installed file {file} of {info.name!r} has the checksum {sha256[:12]}… where "
                f"{expected[:12]}… was expected: it was changed or damaged, install qneko again."
            )
        found[file] = path
    return found


def fetched_file(info: DatasetInfo) -> Path:
    """Return the path of the official version: from the cache, or fetched and checked.

    Raises
    ------
    InputError
        If it cannot be fetched, is not what was registered, or has no checksum to hold it to.
    MissingExtraError
        If pooch is not installed.
    """
    url = info.full["url"]
    if "sha256" not in info.full:
        raise InputError(
            f"The official version of {info.name!r} {info.full['why']}, so it cannot be checked: "
            f"get it from {url} and give the path of the file."
        )
    try:
        import pooch
    except ImportError:
        raise MissingExtraError(
            f"Fetching the official version of {info.name!r} needs pooch: "
            "pip install 'qneko[fetch]'."
        ) from None
    try:
        path = pooch.retrieve(url, f"sha256:{info.full['sha256']}", path=pooch.os_cache("qneko"))
    except ValueError:
        raise InputError(
            f"{url} is not the file that {info.name!r} was registered with (another checksum): "
            "use the version that ships with qneko, without full."
        ) from None
    except OSError as error:  # requests' exceptions are OSErrors
        raise InputError(
            f"The official version of {info.name!r} cannot be fetched from {url} "
            f"({type(error).__name__}): connect to the network, or use the version that ships with "
            "qneko, without full."
        ) from None
    return Path(path)
