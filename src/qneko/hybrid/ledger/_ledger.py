"""The durable record of tasks: the state machine of `_machine` over a database."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, bindparam, create_engine, event, insert, select, update
from sqlalchemy import Engine as Database
from sqlalchemy.exc import SQLAlchemyError

from ...errors import LedgerError
from ._lock import FileLock
from ._machine import Abandoned, Entry, Event, Failed, Finished, Planned, Started, State, step
from ._tables import SCHEMA_VERSION, Base, MetaRow, TaskRow

_TASKS = TaskRow.metadata.tables[TaskRow.__tablename__]
_INSERT = insert(_TASKS)
# compiled once: the values of every column come with each execution
_UPDATE = (
    update(_TASKS)
    .where(_TASKS.c.key == bindparam("known_key"))
    .values({c.name: bindparam(c.name) for c in _TASKS.c if c.name != "key"})
)


class Ledger:
    """What was planned, started and finished, kept on disk as it happens.

    Each change is one transaction: a driver that is killed at any moment loses at most what was
    running. One process writes at a time, and all methods are called from one thread.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "ledger.sqlite"
    >>> with Ledger.open(path) as ledger:
    ...     ledger.plan("a1", {"what": "2 + 3"})
    ...     ledger.start("a1")
    ...     ledger.finish("a1", {"sum": 5}, wall_s=0.01)
    {'sum': 5}
    >>> with Ledger.open(path) as ledger:
    ...     ledger.get("a1")
    {'sum': 5}
    """

    def __init__(self, path: Path, lock: FileLock, database: Database):
        self.path = path
        self._lock = lock
        self._database = database
        self._connection: Connection | None = None
        self._entries: dict[str, Entry] = {}

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open a ledger for writing, or make a new one; its folder must exist.

        Tasks that a killed driver left running become planned again.

        Raises
        ------
        LedgerError
            If another process writes to it, or the file is no ledger of this version.
        """
        path = Path(path)
        lock = FileLock(path.with_suffix(".lock"))
        lock.acquire()
        ledger = cls(path, lock, _sqlite(path))
        try:
            with ledger._explained():
                ledger._load()
        except BaseException:
            ledger.close()
            raise
        return ledger

    def close(self) -> None:
        """Close the database and let the next writer in."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._database.dispose()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def get(self, key: str) -> Any | None:
        """Return a finished task's result; None if there is none yet."""
        entry = self._entries.get(key)
        return entry.result if entry is not None and entry.state is State.DONE else None

    def entry(self, key: str) -> Entry | None:
        """Return all that is known of a task; None if it was never planned."""
        return self._entries.get(key)

    def plan(self, key: str, spec: Any) -> None:
        """Note that a task is needed; spec is a JSON value that describes it to people."""
        self._apply(key, Planned(_as_json(spec)))

    def start(self, key: str) -> None:
        """Note that a task goes to an engine; refused if it runs already or is done."""
        self._apply(key, Started())

    def finish(self, key: str, result: Any, wall_s: float = 0.0) -> Any:
        """Note a task's result and return it as it will be read back later.

        Parameters
        ----------
        key : str
            The task.
        result : JSON value
            Finite numbers, strings, lists and dicts with string keys.
        wall_s : float
            Seconds that it took.
        """
        return self._apply(key, Finished(_as_json(result), float(wall_s))).result

    def fail(self, key: str, error: str) -> None:
        """Note that a task could not be brought to an end; planning it again gives a new try."""
        self._apply(key, Failed(error))

    def counts(self) -> dict[str, int]:
        """Return how many tasks are in each state; states without tasks are left out."""
        return dict(Counter(entry.state.value for entry in self._entries.values()))

    def _apply(self, key: str, happened: Event) -> Entry:
        before = self._entries.get(key)
        after = step(key, before, happened)
        if after is not before:
            self._write(after, is_new=before is None)
            self._entries[key] = after  # only once it is on disk
        return after

    def _write(self, entry: Entry, *, is_new: bool) -> None:
        row = {
            "key" if is_new else "known_key": entry.key,
            "state": entry.state.value,
            "spec": json.dumps(entry.spec),
            "attempts": entry.attempts,
            "result": json.dumps(entry.result) if entry.state is State.DONE else None,
            "error": entry.error,
            "wall_s": entry.wall_s,
        }
        connection = self._open_connection()
        with self._explained(), connection.begin():
            connection.execute(_INSERT if is_new else _UPDATE, row)

    def _load(self) -> None:
        Base.metadata.create_all(self._database)
        self._connection = self._database.connect()
        with self._connection.begin():
            version = self._connection.scalar(
                select(MetaRow.value).where(MetaRow.name == "schema_version")
            )
            if version is None:
                self._connection.execute(
                    insert(MetaRow).values(name="schema_version", value=SCHEMA_VERSION)
                )
            elif version != SCHEMA_VERSION:
                raise LedgerError(
                    f"{self.path} has ledger version {version}, this qneko writes version "
                    f"{SCHEMA_VERSION}: move the folder away and run again."
                )
            rows = self._connection.execute(select(_TASKS)).all()
        for row in rows:
            self._entries[row.key] = Entry(
                row.key,
                json.loads(row.spec),
                State(row.state),
                row.attempts,
                None if row.result is None else json.loads(row.result),
                row.error,
                row.wall_s,
            )
        for key in list(self._entries):
            self._apply(key, Abandoned())

    def _open_connection(self) -> Connection:
        if self._connection is None:
            raise LedgerError(f"{self.path} was closed.")
        return self._connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, json.JSONDecodeError) as error:
            cause = getattr(error, "orig", None) or error
            raise LedgerError(
                f"{self.path} cannot be read or written as a ledger ({cause}): free the disk, or "
                "move the file away and run again."
            ) from error


def count_done(path: str | Path) -> int:
    """Return how many tasks of a ledger are done, without opening it for writing.

    A ledger that is missing, damaged or of another kind has none.
    """
    path = Path(path)
    if not path.is_file():
        return 0
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            row = database.execute(
                "SELECT COUNT(*) FROM task WHERE state = ?", (State.DONE.value,)
            ).fetchone()
    except sqlite3.Error:
        return 0
    return int(row[0])


def _sqlite(path: Path) -> Database:
    database = create_engine(f"sqlite:///{path}")

    @event.listens_for(database, "connect")
    def configure(connection: Any, _: object) -> None:
        # WAL: a kill leaves the last whole transaction; NORMAL: only a power cut may lose one more
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")

    return database


def _as_json(value: Any) -> Any:
    """Return the value as it comes back from JSON, so that fresh and resumed runs see the same."""
    try:
        return json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise LedgerError(f"A ledger keeps finite JSON values only: {error}.") from None
