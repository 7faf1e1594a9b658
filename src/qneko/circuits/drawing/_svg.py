"""Circuits as SVG: one file, nothing from elsewhere, and readable without colours."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from html import escape

from .._angle import Symbol
from .._circuit import Circuit
from ._figures import Figure, figures
from ._svg_parts import (
    FEATURE_TINT,
    ROW,
    STYLE,
    WEIGHT_TINT,
    figure_markup,
    label_markup,
    line,
    swatch,
    text_width,
    widest,
    wire_label,
)

Column = list[Figure]

_WIDTH = 960
_MARGIN = 16.0
_GAP = 16.0
_STUB = 18.0
_BLOCK_GAP = 18.0
_LEGEND = (
    ("feature", "reads-x", " feature: data, one value a sample"),
    ("weight", "reads-w", " weight: trainable"),
)
#: More gates are not read out one by one in the description.
_MAX_DESCRIBED = 100


def draw_svg(circuit: Circuit, width: int | None = None) -> str:
    """Return a circuit as SVG.

    Gates that read features are blue and say x, those that read weights are orange and say w; one
    that reads both is half and half. Every gate has a tooltip with its exact angles.

    Parameters
    ----------
    circuit : Circuit
        What to draw.
    width : int, optional
        Pixels after which the circuit is folded; by default 960.
    """
    start = _MARGIN + text_width(f"q{circuit.n_qubits - 1}", 14) + 8
    blocks = _folded(figures(circuit), (width or _WIDTH) - start - _MARGIN - 2 * _STUB)
    right = start + max(_block_width(block) for block in blocks)
    gradient = f"qneko-{zlib.crc32(repr(circuit.operations).encode()):08x}"
    parts, top = [], _MARGIN + ROW / 2
    for number, block in enumerate(blocks):
        folds = (number > 0, number < len(blocks) - 1)
        parts += _block(block, circuit.n_qubits, start, top, folds, gradient)
        top += circuit.n_qubits * ROW + _BLOCK_GAP
    bottom = top - ROW / 2 - _BLOCK_GAP
    legend, legend_right = _legend(circuit, _MARGIN, bottom + 14)
    if legend:
        parts.append(legend)
        bottom += 26
    return _document(circuit, parts, max(right, legend_right) + _MARGIN, bottom + _MARGIN, gradient)


def _folded(columns: Sequence[Column], available: float) -> list[list[Column]]:
    """Return the columns in blocks that fit, one at least in each."""
    blocks: list[list[Column]] = [[]]
    used = 0.0
    for column in columns:
        width = widest(column) + _GAP
        if blocks[-1] and used + width > available:
            blocks.append([])
            used = 0.0
        blocks[-1].append(column)
        used += width
    return blocks


def _block_width(block: Sequence[Column]) -> float:
    return 2 * _STUB + sum(widest(column) + _GAP for column in block)


def _block(
    block: Sequence[Column],
    n_qubits: int,
    start: float,
    top: float,
    folds: tuple[bool, bool],
    gradient: str,
) -> list[str]:
    """Return one line of the circuit; where it is folded, the ends of the wires are dashed."""
    end = start + _block_width(block)
    parts = []
    for q in range(n_qubits):
        y = top + q * ROW
        parts.append(wire_label(start - 6, y, q))
        parts.append(line(start, y, start + _STUB, y, "wire fold" if folds[0] else "wire"))
        parts.append(line(start + _STUB, y, end - _STUB, y, "wire"))
        parts.append(line(end - _STUB, y, end, y, "wire fold" if folds[1] else "wire"))
    x = start + _STUB
    for column in block:
        width = widest(column) + _GAP
        parts += [figure_markup(figure, x + width / 2, top, gradient) for figure in column]
        x += width
    return parts


def _legend(circuit: Circuit, x: float, y: float) -> tuple[str, float]:
    """Return what the colours and letters mean, and where it ends."""
    kinds = {s.kind for o in circuit for angle in o.angles for s in angle.symbols}
    parts = []
    for kind, style, meaning in _LEGEND:
        if kind in kinds:
            markup = label_markup([Symbol(kind, 0)]).partition("</tspan>")[0] + "</tspan>"
            parts.append(swatch(x, y, style, markup + escape(meaning)))
            x += 21 + text_width("x" + meaning, 12) + 24
    return "".join(parts), x


def _document(
    circuit: Circuit, parts: Sequence[str], width: float, height: float, gradient: str
) -> str:
    title = f"Quantum circuit: {circuit.n_qubits} qubits, {len(circuit)} gates"
    gates = [str(operation) for operation in circuit.operations[:_MAX_DESCRIBED]]
    more = len(circuit) - len(gates)
    description = (
        f"{circuit.n_features} features (x), {circuit.n_weights} weights (w). "
        f"Gates in order: {'; '.join(gates) or 'none'}{f'; and {more} more' if more else ''}."
    )
    halves = (
        f'<linearGradient id="{gradient}"><stop offset="0.5" stop-color="{FEATURE_TINT}"/>'
        f'<stop offset="0.5" stop-color="{WEIGHT_TINT}"/></linearGradient>'
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="qneko" role="img" '
            f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" '
            f'style="max-width:100%;height:auto" aria-labelledby="{gradient}-t {gradient}-d">',
            f'<title id="{gradient}-t">{escape(title)}</title>',
            f'<desc id="{gradient}-d">{escape(description)}</desc>',
            f"<style>{STYLE}</style><defs>{halves}</defs>",
            f'<rect width="{width:.0f}" height="{height:.0f}" rx="6" class="paper"/>',
            *parts,
            "</svg>",
            "",
        ]
    )
