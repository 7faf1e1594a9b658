"""The tables of a ledger, on SQLite or any other database that SQLAlchemy knows."""

from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

#: Raised whenever the tables or the meaning of their columns change.
SCHEMA_VERSION = "1"


class Base(DeclarativeBase):
    """The tables' common registry."""


class TaskRow(Base):
    """One task. JSON values are kept as text, so that numbers come back to the last bit."""

    __tablename__ = "task"

    key: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    spec: Mapped[str]
    attempts: Mapped[int]
    result: Mapped[str | None]
    error: Mapped[str | None]
    wall_s: Mapped[float]


class MetaRow(Base):
    """What the ledger says of itself."""

    __tablename__ = "meta"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
