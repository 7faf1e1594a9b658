"""Writing the protocol down before the first task runs, and finding out what was run before it.

Every run's folder holds ``protocol.json``: all that was fixed, its SHA-256, and when that was. A
later run with another protocol finds those that lie beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ...hybrid.ledger import count_done
from ..evidence._document import write_atomically
from ..evidence._registered import EarlierProtocol, Registration
from ._fixed import protocol_of, protocol_sha256
from ._plan import Plan

_NAME = "protocol.json"
_LEDGER = "ledger.sqlite"


@dataclass(frozen=True)
class _Written:
    """A protocol as it was found in a folder.

    Parameters
    ----------
    sha256, registered : str
        Its checksum, and when it was written down.
    content : dict
        What was fixed.
    n_results : int
        Results that were there of it.
    n_results_before : int
        Results that were there already when it was written down.
    """

    sha256: str
    registered: str
    content: dict[str, Any]
    n_results: int
    n_results_before: int = 0


def register(folder: Path, plan: Plan) -> Registration:
    """Write the protocol into the run's folder if it is not there yet, and look around.

    To be called with the folder's ledger open, so that one process writes, and before the first
    task. A protocol that is replaced stays in the file if there were results of it.

    Parameters
    ----------
    folder : Path
        The run's folder; those beside it are looked at.
    plan : Plan
        What is going to be done.

    Returns
    -------
    Registration
        When it was registered, and the protocols with results that were there before.
    """
    content = protocol_of(plan)
    sha256 = protocol_sha256(content)
    own = list(_written(folder))
    current = next((w for w in own if w.sha256 == sha256), None)
    replaced = [w for w in own if w.sha256 != sha256 and w.n_results]
    if current is None or own[0] is not current:
        n_done = 0 if replaced else count_done(folder / _LEDGER)
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        current = current or _Written(sha256, now, content, 0, n_done)
        _write(folder, current, replaced)
    others = [w for f in _beside(folder) for w in _written(f) if w.n_results]
    earlier = [w for w in (*replaced, *others) if w.registered < current.registered]
    related = (_earlier(w, content) for w in sorted(earlier, key=lambda w: w.registered))
    return Registration(
        registered=current.registered,
        n_results_before=current.n_results_before,
        earlier=tuple(e for e in related if e is not None and e.sha256 != sha256),
    )


def _write(folder: Path, current: _Written, replaced: list[_Written]) -> None:
    document = {
        "sha256": current.sha256,
        "registered": current.registered,
        "n_results_before": current.n_results_before,
        "content": current.content,
        "replaced": [asdict(w) for w in replaced],
    }
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    write_atomically(folder / _NAME, text + "\n")


def _beside(folder: Path) -> Iterator[Path]:
    home = folder.resolve()
    for file in sorted(home.parent.glob(f"*/{_NAME}")):
        if file.parent != home:
            yield file.parent


def _written(folder: Path) -> Iterator[_Written]:
    """Yield the protocol of a folder and those that it replaced; none if there is no record."""
    try:
        document = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        finished = (folder / "evidence.json").is_file()
        n_results = max(count_done(folder / _LEDGER), int(finished))
        yield _Written(
            protocol_sha256(document["content"]),
            str(document["registered"]),
            dict(document["content"]),
            n_results,
            int(document["n_results_before"]),
        )
        for old in document["replaced"]:
            yield _Written(**old)
    except (OSError, ValueError, KeyError, TypeError):
        return  # no record, or none that can be read


def _earlier(found: _Written, now: Mapping[str, Any]) -> EarlierProtocol | None:
    """Return an earlier protocol if it has to do with this one: its study, or its data."""
    was = found.content
    try:
        same_study = _name(was) == _name(now)
        same_data = all(was["data"][key] == now["data"][key] for key in ("sha256", "target"))
        if not same_study and not same_data:
            return None
        return EarlierProtocol(
            study=was["study"]["study"]["name"],
            sha256=found.sha256,
            registered=found.registered,
            n_results=found.n_results,
            same_study=same_study,
            same_file=was["study"] == now["study"],
            same_data=same_data,
            changes=tuple(changes(was, now)),
        )
    except (KeyError, TypeError):
        return None


def _name(content: Mapping[str, Any]) -> str:
    name: str = content["study"]["study"]["name"]
    return name.casefold()


def changes(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return what differs between two protocols: key, before and after.

    Parameters
    ----------
    was, now : mapping
        Contents, as `protocol_of` makes them.

    Returns
    -------
    list of str
        First what stands in the study file. What follows from it is told only if nothing does.
    """
    found = _differences("", was["study"], now["study"])
    if was["data"]["sha256"] != now["data"]["sha256"]:
        found.append(
            f"the data file ({was['data']['sha256'][:8]} before, {now['data']['sha256'][:8]} now)"
        )
    if was.get("qneko") != now.get("qneko"):
        found.append(f"qneko ({was.get('qneko')} before, {now.get('qneko')} now)")
    if not found:
        for part in ("data", "protocol", "candidates", "rule"):
            found += _differences(part, was.get(part), now.get(part))
    return found


def _differences(place: str, was: Any, now: Any) -> list[str]:
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        keys = dict.fromkeys((*was, *now))
        return [
            d
            for key in keys
            for d in _differences(f"{place}.{key}" if place else key, was.get(key), now.get(key))
        ]
    return [] if was == now else [f"{place} ({_shown(was)} before, {_shown(now)} now)"]


def _shown(value: Any) -> str:
    if value is None:
        return "not given"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}..."
