"""Circuits in text, with box characters."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from .._circuit import Circuit
from ._figures import Figure, figures
from ._labels import plain

#: Directions in which a line leaves a cell.
_UP, _DOWN, _LEFT, _RIGHT = 1, 2, 4, 8
_LINES = " ╵╷│╴┘┐┤╶└┌├─┴┬┼"
_MARKS = {"dots": "●", "targets": "⊕", "crosses": "×"}
_MIN_WIDTH = 20


class _Canvas:
    """Cells that hold lines, as directions that are joined, or a character."""

    def __init__(self, n_qubits: int, width: int):
        self.n_rows, self.width = 2 * n_qubits + 1, width
        self._lines = [[0] * width for _ in range(self.n_rows)]
        self._characters: dict[tuple[int, int], str] = {}
        for row in range(1, self.n_rows, 2):  # wire q lies in row 2 q + 1
            self.line(row, 0, row, width - 1)
            self._lines[row][0] |= _LEFT
            self._lines[row][-1] |= _RIGHT

    def line(self, row1: int, column1: int, row2: int, column2: int) -> None:
        """Draw a horizontal or vertical line between two cells."""
        for row in range(row1, row2):
            self._lines[row][column1] |= _DOWN
            self._lines[row + 1][column1] |= _UP
        for column in range(column1, column2):
            self._lines[row1][column] |= _RIGHT
            self._lines[row1][column + 1] |= _LEFT

    def box(self, top: int, left: int, bottom: int, right: int, ends: set[int]) -> None:
        """Draw an empty box; in the rows `ends` wires end at it, others run through."""
        inside = range(left + 1, right)
        for row in range(top + 1, bottom):
            passing = _LEFT | _RIGHT if row % 2 and row not in ends else 0
            for column in inside:
                self._lines[row][column] = passing
        for column in inside:
            self._lines[top][column] &= ~_DOWN
            self._lines[bottom][column] &= ~_UP
        for row in ends:
            self._lines[row][left] &= ~_RIGHT
            self._lines[row][right] &= ~_LEFT
        for row in (top, bottom):
            self.line(row, left, row, right)
        for column in (left, right):
            self.line(top, column, bottom, column)

    def write(self, row: int, column: int, text: str) -> None:
        """Write a text."""
        for offset, character in enumerate(text):
            self._characters[row, column + offset] = character

    def rows(self) -> list[str]:
        """Return the rows as text."""
        return [
            "".join(
                self._characters.get((row, column), _LINES[lines])
                for column, lines in enumerate(cells)
            )
            for row, cells in enumerate(self._lines)
        ]


def draw_text(circuit: Circuit, width: int | None = None) -> str:
    """Return a circuit in text.

    Parameters
    ----------
    circuit : Circuit
        What to draw.
    width : int, optional
        Where lines are folded; by default the width of the terminal.
    """
    labels = [f"q{q}: " for q in range(circuit.n_qubits)]
    margin = max(map(len, labels))
    available = max(width or shutil.get_terminal_size().columns, _MIN_WIDTH) - margin - 2
    columns = [_column(column, circuit.n_qubits) for column in figures(circuit)]
    blocks = _folded(columns or [_Canvas(circuit.n_qubits, 3).rows()], available)
    texts = []
    for number, block in enumerate(blocks):
        rows = ["".join(parts) for parts in zip(*block, strict=True)]
        lines = []
        for row, content in enumerate(rows):
            wire = row % 2 == 1
            label = labels[row // 2].rjust(margin) if wire else " " * margin
            start = ("«" if number else "─") if wire else " "
            end = ("─" if number == len(blocks) - 1 else "»") if wire else " "
            lines.append((label + start + content + end).rstrip())
        last = len(lines) - 1
        texts.append("\n".join(text for i, text in enumerate(lines) if text or 0 < i < last))
    return "\n\n".join(texts)


def _folded(columns: Sequence[list[str]], available: int) -> list[list[list[str]]]:
    """Return the columns in blocks that fit, one at least in each."""
    blocks: list[list[list[str]]] = [[]]
    used = 0
    for column in columns:
        if blocks[-1] and used + len(column[0]) > available:
            blocks.append([])
            used = 0
        blocks[-1].append(column)
        used += len(column[0])
    return blocks


def _column(column: Sequence[Figure], n_qubits: int) -> list[str]:
    """Return the rows of one column."""
    canvas = _Canvas(n_qubits, max(_width(figure) for figure in column) + 2)
    for figure in column:
        _draw(canvas, figure)
    return canvas.rows()


def _label(figure: Figure) -> str:
    return f"{figure.name}({plain(figure.arguments)})" if figure.arguments else figure.name


def _width(figure: Figure) -> int:
    """Return how many cells a figure needs."""
    if not figure.box:
        return 1
    ports = 2 if figure.ports else 0
    return len(_label(figure)) + ports + 4


def _draw(canvas: _Canvas, figure: Figure) -> None:
    low, high = figure.span
    middle = canvas.width // 2
    canvas.line(2 * low + 1, middle, 2 * high + 1, middle)
    if figure.box:
        _draw_box(canvas, figure)
    for kind, mark in _MARKS.items():
        for q in getattr(figure, kind):
            canvas.write(2 * q + 1, middle, mark)


def _draw_box(canvas: _Canvas, figure: Figure) -> None:
    """Draw the box over what is there; wires that it does not touch run through it."""
    width = _width(figure)
    left = canvas.width // 2 - width // 2
    top, bottom = 2 * min(figure.box), 2 * max(figure.box) + 2
    canvas.box(top, left, bottom, left + width - 1, {2 * q + 1 for q in figure.box})
    row = (top + bottom) // 2
    if row % 2 and row // 2 not in figure.box:
        row += 1  # a wire runs through there
    canvas.write(row, left + (4 if figure.ports else 2), _label(figure))
    for q, port in figure.ports.items():
        canvas.write(2 * q + 1, left + 2, port)
