"""The pictures that there are, and which of them rows are shown in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .._blocks import Block
from .._rows import Rows
from . import _confusion, _energies, _parity, _places, _series, _stability


@dataclass(frozen=True)
class View:
    """One way to look at rows.

    Parameters
    ----------
    name : str
        Of its picture.
    applies : callable
        ``applies(rows) -> bool``: whether the task and the columns that it needs are there. It
        never asks for the name of a data set.
    show : callable
        ``show(rows) -> tuple of Block``: the picture, and the same in words and numbers.
    """

    name: str
    applies: Callable[[Rows], bool]
    show: Callable[[Rows], tuple[Block, ...]]


#: In the order of the report: what any study has, then what a field draws.
VIEWS = tuple(
    View(module.NAME, module.applies, module.show)
    for module in (_parity, _confusion, _series, _places, _stability, _energies)
)


def row_blocks(rows: Rows | None) -> tuple[Block, ...]:
    """Return all pictures that these rows allow, with their tables; none without rows."""
    if rows is None or not rows.evidence.run.pictures:
        return ()
    return tuple(block for view in VIEWS if view.applies(rows) for block in view.show(rows))
