"""Pictures of circuits: what they show, that they fold, and that the SVG stands alone."""

from __future__ import annotations

import itertools
import math
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qneko.circuits import (
    GATES,
    Angle,
    Circuit,
    feature,
    pi,
    reuploading_ansatz,
    weight,
    zz_feature_map,
)
from qneko.circuits.drawing._labels import angle_label, plain
from qneko.errors import InputError
from tests.engine.strategies import circuits

SVG = "{http://www.w3.org/2000/svg}"
X0, X1 = feature(0), feature(1)


def numbered(angle: Angle) -> Angle:
    """Return an angle as a circuit holds it, with numbered weights."""
    return Circuit(1).rx(angle, 0).operations[0].angles[0]


def w(index: int) -> Angle:
    """Return a weight that comes after `index` others."""
    circuit = Circuit(1)
    for _ in range(index + 1):
        circuit.rx(weight(), 0)
    return circuit.operations[-1].angles[0]


# --- labels -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("angle", "text"),
    [
        (Angle.of(0), "0"),
        (Angle.of(0.123456), "0.123"),
        (Angle.of(-1), "-1"),
        (Angle.of(math.pi), "π"),
        (Angle.of(-3 * math.pi / 4), "-3π/4"),
        (Angle.of(1e-7), "1e-07"),
        (X0, "x0"),
        (-X0, "-x0"),
        (2 * X0 + 0.1, "0.1 + 2x0"),
        (X0 / 2, "0.5x0"),
        (pi * X0, "πx0"),
        (pi / 2 * X1 - 1, "-1 + π/2·x1"),
        (w(3) * feature(12), "w3·x12"),
        (3 * X0**2 * X1, "3x0²·x1"),
        (X0**12, "x0¹²"),
        (2 * (pi - X0) * (pi - X1), "2(π - x0)(π - x1)"),
        (-(X0 + 1) * (X1 - 2), "-(x0 + 1)(x1 - 2)"),
        ((pi - X0) * (pi - X1) + 0.1, "9.97 - πx0 + x0·x1 + …"),
        (sum((feature(k) for k in range(1, 9)), start=X0), "x0 + x1 + x2 + …"),
    ],
)
def test_angles_in_few_characters(angle: Angle, text: str) -> None:
    assert plain(angle_label(angle)) == text


# --- text -------------------------------------------------------------------------------------


def small() -> Circuit:
    """Return a circuit with dots, rings, crosses, boxes over wires, and boxes of two widths."""
    circuit = Circuit(3).h(0).ry(2 * feature(0), 1).cx(0, 1).rzz(weight(), 0, 2).swap(1, 2)
    return circuit.cz(0, 1).crx(pi / 2, 2, 0).sdg(1)


def test_text() -> None:
    assert small().draw(width=100).splitlines() == [
        "         ┌───┐        ┌───────────┐        ┌─────────┐",
        "q0: ─────┤ H ├─────●──┤ Z         ├─────●──┤ RX(π/2) ├──────────",
        "      ┌──┴───┴──┐  │  │           │     │  └────┬────┘  ┌────┐",
        "q1: ──┤ RY(2x0) ├──⊕──┼───────────┼──×──●───────┼───────┤ S† ├──",
        "      └─────────┘     │   RZZ(w0) │  │          │       └────┘",
        "q2: ──────────────────┤ Z         ├──×──────────●───────────────",
        "                      └───────────┘",
    ]


def test_text_is_folded_at_the_width() -> None:
    blocks = small().draw(width=30).split("\n\n")
    assert len(blocks) == 3
    wires = [re.findall(r"^q\d: .*$", block, re.MULTILINE) for block in blocks]
    assert [len(block) for block in wires] == [3, 3, 3]
    assert all(len(line) <= 30 for block in blocks for line in block.splitlines())
    assert [(line[4], line[-1]) for line in (block[0] for block in wires)] == [
        ("─", "»"),
        ("«", "»"),
        ("«", "─"),
    ]


def test_text_is_folded_at_the_width_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert max(map(len, reuploading_ansatz(3).draw().splitlines())) <= 40


def test_empty_circuits() -> None:
    assert Circuit(2).draw() == "q0: ─────\n\nq1: ─────"
    ET.fromstring(Circuit(2).draw("svg"))


def test_wires_of_two_digits_are_aligned() -> None:
    lines = Circuit(11).cx(0, 10).draw(width=80).splitlines()
    assert lines[0] == " q0: ──●──"
    assert lines[-1] == "q10: ──⊕──"
    assert [line[7] for line in lines[1:-1]] == ["│", "┼"] * 9 + ["│"]


@settings(deadline=None, max_examples=100)
@given(circuits(), st.integers(20, 200))
def test_every_circuit_can_be_drawn(circuit: Circuit, width: int) -> None:
    lines = circuit.draw(width=width).splitlines()
    wires = [line for line in lines if re.match(r" *q\d+: ", line)]
    assert len(wires) % circuit.n_qubits == 0
    names = "".join(lines)
    for operation in circuit:
        if operation.name in ("h", "x", "y", "rx", "ry", "rz", "p", "u"):
            assert operation.name.upper() in names
    ET.fromstring(circuit.draw("svg", width * 10))


#: box character -> directions in which it goes on: up, down, left, right
ENDS = {
    **{"─": "lr", "│": "ud", "┼": "udlr", "┌": "dr", "┐": "dl", "└": "ur", "┘": "ul"},
    **{"├": "udr", "┤": "udl", "┬": "dlr", "┴": "ulr", " ": ""},
}


@settings(deadline=None, max_examples=100)
@given(circuits(max_qubits=4, max_gates=10))
def test_every_line_goes_on_in_the_next_cell(circuit: Circuit) -> None:
    lines = [line[4:] for line in circuit.draw(width=10_000).splitlines()]
    width = max(map(len, lines))
    rows = [line.ljust(width) for line in lines]
    for row, below in zip(rows, [*rows[1:], " " * width], strict=True):
        for upper, lower in zip(row, below, strict=True):
            if upper in ENDS and lower in ENDS:  # others are marks and labels
                assert ("d" in ENDS[upper]) == ("u" in ENDS[lower])
        for left, right in itertools.pairwise(row):
            if left in ENDS and right in ENDS and "─" in (left, right):
                assert ("r" in ENDS[left]) == ("l" in ENDS[right])


# --- SVG --------------------------------------------------------------------------------------


def gates(svg: str) -> list[ET.Element]:
    """Return the groups of a picture, one a gate."""
    return [g for g in ET.fromstring(svg).iter(f"{SVG}g") if g.find(f"{SVG}title") is not None]


def test_svg_has_title_description_and_a_tooltip_for_every_gate() -> None:
    root = ET.fromstring(small().draw("svg"))
    assert root.get("role") == "img"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == "Quantum circuit: 3 qubits, 8 gates"
    assert description.text.startswith("1 features (x), 1 weights (w). Gates in order: h(0); ry(2*")
    tooltips = [g.find(f"{SVG}title").text for g in gates(small().draw("svg"))]
    assert sorted(tooltips) == sorted(str(operation) for operation in small())


def test_svg_stands_alone() -> None:
    svg = zz_feature_map(3).draw("svg")
    assert not re.search(r"(?<!xmlns=\")https?://|@import|<script|<image|href|@font-face", svg)
    assert svg == zz_feature_map(3).draw("svg")


def test_svg_tells_features_from_weights_by_colour_and_letter() -> None:
    circuit = Circuit(1).h(0).rx(feature(0), 0).ry(weight(), 0).rz(feature(1) * weight(), 0).p(1, 0)
    boxes = [g.find(f"{SVG}rect") for g in gates(circuit.draw("svg"))]
    assert [box.get("class").split()[1:] for box in boxes] == [
        [],
        ["reads-x"],
        ["reads-w"],
        ["reads-x", "reads-w"],
        [],
    ]
    assert [box.get("style") is not None for box in boxes] == [False, False, False, True, False]
    symbols = [
        ["".join(t.itertext()) for t in g.iter(f"{SVG}tspan") if t.get("class")]
        for g in gates(circuit.draw("svg"))
    ]
    assert symbols == [[], ["x", "0"], ["w", "0"], ["w", "1", "x", "1"], []]


def test_legend_has_what_occurs() -> None:
    def legend(circuit: Circuit) -> list[str]:
        text = "".join(ET.fromstring(circuit.draw("svg")).itertext())
        return re.findall("x feature|w weight", text)

    assert legend(Circuit(1).h(0)) == []
    assert legend(Circuit(1).rx(feature(0), 0)) == ["x feature"]
    assert legend(reuploading_ansatz(1)) == ["x feature", "w weight"]


def test_svg_is_folded_at_the_width() -> None:
    wide = ET.fromstring(reuploading_ansatz(3, 8).draw("svg", 100_000))
    folded = ET.fromstring(reuploading_ansatz(3, 8).draw("svg", 500))
    assert float(folded.get("width")) <= 500 < float(wide.get("width"))
    assert float(folded.get("height")) > 2 * float(wide.get("height"))
    assert len(gates(reuploading_ansatz(3, 8).draw("svg", 500))) == len(reuploading_ansatz(3, 8))


def test_boxes_do_not_overlap() -> None:
    circuit = Circuit(4).initialize([1, 2, 3, 4], (3, 1)).ryy(feature(0) * weight() - 1, 2, 0)
    circuit.unitary(np.eye(8), (0, 3, 1)).iswap(2, 3).u(0.1, feature(2), weight(), 0).ch(0, 2)
    boxes = []
    for group in gates(circuit.draw("svg")):
        for r in group.iter(f"{SVG}rect"):
            x, y, width, height = (float(r.get(k)) for k in ("x", "y", "width", "height"))
            boxes.append((x, y, x + width, y + height))
    assert len(boxes) == 6
    for i, (x1, y1, x2, y2) in enumerate(boxes):
        for x3, y3, x4, y4 in boxes[:i]:
            assert x2 <= x3 or x4 <= x1 or y2 <= y3 or y4 <= y1


def test_notebooks_show_the_picture_of_all_but_huge_circuits() -> None:
    assert small()._repr_svg_() == small().draw("svg")
    huge = Circuit(1)
    for _ in range(1001):
        huge.h(0)
    assert huge._repr_svg_() is None


@pytest.mark.parametrize("name", GATES)
def test_every_gate_has_a_picture(name: str) -> None:
    n_angles, n_qubits = GATES[name]
    circuit = Circuit(3).append(name, range(n_qubits), [0.1] * n_angles)
    drawn = circuit.draw(width=80)
    marks = {"cx": "●⊕", "ccx": "●⊕", "cz": "●", "swap": "×", "cswap": "●×"}.get(name)
    assert set(marks) <= set(drawn) if marks else "┤" in drawn
    assert len(gates(circuit.draw("svg"))) == 1


def test_other_kinds_are_refused() -> None:
    with pytest.raises(InputError, match="draw: expected 'text' or 'svg', got 'png'"):
        Circuit(1).draw("png")
    with pytest.raises(InputError, match="draw: expected a width from 1 on, got 0"):
        Circuit(1).draw(width=0)
