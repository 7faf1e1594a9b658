"""The life of a task as a pure state machine: events in, the next entry out, no I/O.

Because nothing here touches a disk or a process, every order of events can be tested, and any
store can keep the entries.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from ...errors import LedgerError


class State(StrEnum):
    """Where a task stands."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a task.

    Parameters
    ----------
    key : str
        Hash of all that the task depends on.
    spec : JSON value
        What was asked, for people and for audits.
    state : State
        Where it stands.
    attempts : int
        How often it was started.
    result : JSON value
        Its result once it is done; it never changes afterwards.
    error : str or None
        The sentence of its last failure.
    wall_s : float
        Seconds that the successful run took.
    """

    key: str
    spec: Any
    state: State = State.PLANNED
    attempts: int = 0
    result: Any = None
    error: str | None = None
    wall_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Planned:
    """Somebody needs the task's result."""

    spec: Any


@dataclass(frozen=True, slots=True)
class Started:
    """The task was handed to an engine."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The task returned."""

    result: Any
    wall_s: float


@dataclass(frozen=True, slots=True)
class Failed:
    """The task could not be brought to an end."""

    error: str


@dataclass(frozen=True, slots=True)
class Abandoned:
    """The driver that owned the ledger is gone; what it had running is lost."""


Event = Planned | Started | Finished | Failed | Abandoned


def step(key: str, entry: Entry | None, event: Event) -> Entry:
    """Return the entry after an event; the same object if there is nothing to write.

    Parameters
    ----------
    key : str
        The task's key.
    entry : Entry or None
        What the store holds for it.
    event : Event
        What happened.

    Raises
    ------
    LedgerError
        If the event cannot happen in this state: it would run or pay for something twice, or
        replace a result.
    """
    match event:
        case Planned(spec):
            return _plan(key, entry, spec)
        case Abandoned():
            known = _known(key, entry)
            return replace(known, state=State.PLANNED) if known.state is State.RUNNING else known
        case Started():
            return _start(_known(key, entry))
        case Finished(result, wall_s):
            return _finish(_known(key, entry), result, wall_s)
        case Failed(error):
            known = _known(key, entry)
            if known.state is not State.RUNNING:
                raise _refusal(known, "fail")
            return replace(known, state=State.FAILED, error=error)


def _plan(key: str, entry: Entry | None, spec: Any) -> Entry:
    if entry is None:
        return Entry(key, spec)
    if entry.spec != spec:
        raise LedgerError(f"Task {key} is in the ledger with another description.")
    # a failure is not a result: whoever needs the task again gets another try
    return replace(entry, state=State.PLANNED) if entry.state is State.FAILED else entry


def _start(entry: Entry) -> Entry:
    if entry.state is not State.PLANNED:
        raise _refusal(entry, "start")
    return replace(entry, state=State.RUNNING, attempts=entry.attempts + 1, error=None)


def _finish(entry: Entry, result: Any, wall_s: float) -> Entry:
    if entry.state is State.DONE and entry.result == result:
        return entry  # engines may run a task twice; an equal answer is no news
    if entry.state is State.DONE:
        raise LedgerError(f"Task {entry.key} returned a second, different result.")
    if entry.state is not State.RUNNING:
        raise _refusal(entry, "finish")
    return replace(entry, state=State.DONE, result=result, wall_s=wall_s)


def _known(key: str, entry: Entry | None) -> Entry:
    if entry is None:
        raise LedgerError(f"Task {key} was never planned.")
    return entry


def _refusal(entry: Entry, verb: str) -> LedgerError:
    return LedgerError(f"Task {entry.key} is {entry.state.value}: it cannot {verb} now.")
