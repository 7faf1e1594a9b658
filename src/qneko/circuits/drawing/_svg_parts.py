"""The parts of a circuit in SVG: labels, boxes and marks on wires."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from .._angle import Symbol
from ._figures import Figure
from ._labels import Label, letter

#: Distance of wires, and heights, in pixels.
ROW = 52.0
_BOX = 36.0
_PADDING = 9.0
_NAME_SIZE, _ARGUMENT_SIZE, _PORT_SIZE = 14.0, 12.0, 10.0
_SUBSCRIPT = 0.75
_DROP = 3.0

#: Okabe and Ito's blue and vermilion, which all kinds of colour vision tell apart; tints for areas.
FEATURE, WEIGHT = "#0072b2", "#d55e00"
FEATURE_TINT, WEIGHT_TINT = "#e1f0fa", "#fdecdc"

STYLE = f"""\
.qneko text{{font-family:"Helvetica Neue",Helvetica,Arial,sans-serif;fill:#1f2937}}
.qneko .paper{{fill:#fff}}
.qneko .wire{{stroke:#9aa3b0;stroke-width:1.25}}
.qneko .fold{{stroke-dasharray:2 3}}
.qneko .link{{stroke:#374151;stroke-width:1.5}}
.qneko .dot{{fill:#374151}}
.qneko .ring{{fill:#fff;stroke:#374151;stroke-width:1.5}}
.qneko .box{{fill:#f3f4f6;stroke:#6b7280;stroke-width:1.25}}
.qneko .reads-x{{fill:{FEATURE_TINT};stroke:{FEATURE}}}
.qneko .reads-w{{fill:{WEIGHT_TINT};stroke:{WEIGHT}}}
.qneko .reads-x.reads-w{{stroke:#4b5563}}
.qneko .name{{font-size:{_NAME_SIZE:g}px;font-weight:600}}
.qneko .arguments{{font-size:{_ARGUMENT_SIZE:g}px}}
.qneko .port{{font-size:{_PORT_SIZE:g}px;fill:#4b5563}}
.qneko .qubit{{font-size:{_NAME_SIZE:g}px;fill:#4b5563}}
.qneko .x{{fill:#005a8e;font-style:italic}}
.qneko .w{{fill:#a34700;font-style:italic}}
.qneko .sub{{font-size:{_SUBSCRIPT:g}em;font-style:normal}}"""

#: Widths in thousandths of the font size (Helvetica); others are taken as wide as a digit.
_WIDTHS = {
    **dict.fromkeys("ijl|'", 222),
    **dict.fromkeys(" ,./!It", 278),
    **dict.fromkeys("()-·r²³⁰¹⁴⁵⁶⁷⁸⁹", 333),
    **dict.fromkeys("+−=√", 600),
    **dict.fromkeys("XYKPSEAB", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("Mm", 833),
    **dict.fromkeys("WS…", 1000),
    "x": 500,
}
#: Other sans-serif fonts are wider than Helvetica, and names are bold.
_RESERVE = 1.08
_BOLD = 1.08


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is, in pixels."""
    return _RESERVE * size * sum(_WIDTHS.get(character, 556) for character in text) / 1000


def label_width(label: Label, size: float) -> float:
    """Return about how wide a label is, in pixels."""
    total = 0.0
    for part in label:
        if isinstance(part, str):
            total += text_width(part, size)
        else:
            total += text_width(letter(part), size)
            total += text_width(str(part.index), size * _SUBSCRIPT)
    return total


def label_markup(label: Label) -> str:
    """Return the inside of a text element: symbols in their colour, their numbers lowered."""
    parts, lowered = [], False
    for part in label:
        rise = f' dy="{-_DROP:g}"' if lowered else ""
        if isinstance(part, Symbol):
            kind = letter(part)
            parts.append(f'<tspan class="{kind}"{rise}>{kind}</tspan>')
            parts.append(f'<tspan class="{kind} sub" dy="{_DROP:g}">{part.index}</tspan>')
        else:
            text = escape(part.replace("-", "−"))
            parts.append(f"<tspan{rise}>{text}</tspan>" if rise else text)
        lowered = isinstance(part, Symbol)
    return "".join(parts)


def text(x: float, y: float, kind: str, markup: str, anchor: str = "middle") -> str:
    """Return a text element."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{markup}</text>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """Return a line."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def reads(figure: Figure) -> str:
    """Return the classes of a gate that reads features, weights or both."""
    kinds = {s.kind for angle in figure.operation.angles for s in angle.symbols}
    names = {"feature": "reads-x", "weight": "reads-w"}
    return " ".join(names[kind] for kind in sorted(kinds))


def figure_width(figure: Figure) -> float:
    """Return how wide a figure is, in pixels."""
    if not figure.box:
        return 20.0
    content = max(
        _BOLD * text_width(figure.name, _NAME_SIZE),
        label_width(figure.arguments, _ARGUMENT_SIZE),
    )
    return max(content + _port_width(figure) + 2 * _PADDING, _BOX)


def figure_markup(figure: Figure, x: float, top: float, half_fill: str) -> str:
    """Return a gate, centred at `x`; wire 0 lies at `top`, `half_fill` is for both kinds."""
    low, high = figure.span
    parts = [f"<title>{escape(str(figure.operation))}</title>"]
    if low < high:
        parts.append(line(x, top + low * ROW, x, top + high * ROW, "link"))
    if figure.box:
        parts += _box(figure, x, top, half_fill)
    parts += [
        f'<circle cx="{x:.1f}" cy="{top + q * ROW:.1f}" r="4.5" class="dot"/>' for q in figure.dots
    ]
    for q in figure.targets:
        y = top + q * ROW
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" class="ring"/>')
        parts += [line(x - 9, y, x + 9, y, "link"), line(x, y - 9, x, y + 9, "link")]
    for q in figure.crosses:
        y = top + q * ROW
        parts += [
            line(x - 6, y - 6, x + 6, y + 6, "link"),
            line(x - 6, y + 6, x + 6, y - 6, "link"),
        ]
    return f"<g>{''.join(parts)}</g>"


def _box(figure: Figure, x: float, top: float, half_fill: str) -> Iterable[str]:
    """Yield the box of a gate and what stands in it."""
    first, last = min(figure.box), max(figure.box)
    width = figure_width(figure)
    left, upper = x - width / 2, top + first * ROW - _BOX / 2
    kinds = reads(figure)
    fill = f' style="fill:url(#{half_fill})"' if " " in kinds else ""
    yield (
        f'<rect x="{left:.1f}" y="{upper:.1f}" width="{width:.1f}" '
        f'height="{(last - first) * ROW + _BOX:.1f}" rx="4" class="box {kinds}"{fill}/>'
    )
    for q in range(first, last + 1):
        if q not in figure.box:
            yield line(left, top + q * ROW, left + width, top + q * ROW, "wire")
    for q, port in figure.ports.items():
        yield text(left + 5, top + q * ROW + 3.5, "port", escape(port), "start")
    middle = (first + last) / 2
    if middle.is_integer() and int(middle) not in figure.box:
        middle += 0.5  # a wire runs through there
    y, centre = top + middle * ROW, x + _port_width(figure) / 2
    if figure.arguments:
        yield text(centre, y - 2.5, "name", escape(figure.name))
        yield text(centre, y + 11.5, "arguments", label_markup(figure.arguments))
    else:
        yield text(centre, y + 5, "name", escape(figure.name))


def _port_width(figure: Figure) -> float:
    return 8.0 if figure.ports else 0.0


def wire_label(x: float, y: float, qubit: int) -> str:
    """Return the name of a wire, to the left of `x`."""
    number = f'<tspan class="sub" dy="{_DROP:g}">{qubit}</tspan>'
    return text(x, y + 4.5, "qubit", f"q{number}", "end")


def swatch(x: float, y: float, kind: str, markup: str) -> str:
    """Return an entry of the legend; `y` is its middle."""
    square = f'<rect x="{x:.1f}" y="{y - 7:.1f}" width="14" height="14" rx="3" class="box {kind}"/>'
    return square + text(x + 21, y + 4, "arguments", markup, "start")


def widest(figures: Sequence[Figure]) -> float:
    """Return the width of a column."""
    return max(figure_width(figure) for figure in figures)
