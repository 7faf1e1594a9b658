"""Potential-energy curves: energy over bond length, and errors against chemical accuracy."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from ...evidence._evidence import Candidate
from ...evidence._row_columns import DISTANCE
from ...statistics._bars import ScoreTable
from ...verdict._sentences import initial
from ...words._measures import significant
from .._blocks import Block, Shown, Table, Tables
from .._canvas import INK, Picture
from .._curves import line
from .._rows import Forecaster, Rows
from ._panels import add_legend, head, make_panels, net

NAME = "energies"
#: One kilocalorie per mole, in millihartree.
CHEMICAL_ACCURACY = 1.594
#: Millihartree in a unit of energy.
_MILLIHARTREE = {
    "hartree": 1000.0, "ha": 1000.0, "eh": 1000.0, "e_h": 1000.0, "mha": 1.0, "millihartree": 1.0,
    "ev": 36.749322, "mev": 0.036749322, "kcal/mol": 1.5936011, "kj/mol": 0.3808799,
}  # fmt: skip
#: Errors that are smaller, in millihartree, are drawn as large as this.
_SMALLEST = 1e-4
_MOST_TWINS, _MOST_BASELINES, _MOST_MOLECULES, _MOST_DISTANCES = 6, 3, 3, 40

Line = tuple[Candidate, Forecaster]


def applies(rows: Rows) -> bool:
    """Return whether energies were predicted for bond lengths."""
    unit = (rows.evidence.data.target_unit or "").casefold()
    return rows.are_numbers and unit in _MILLIHARTREE and rows.numbers(DISTANCE) is not None


def show(rows: Rows) -> tuple[Block, ...]:
    """Return the curves and their errors, and all numbers that are drawn."""
    molecules, lines = _molecules(rows), _lines(rows)
    facts = []
    for _, one in lines:
        wrong = millihartree(rows, one)
        facts.append(
            f"{one.label}: largest error {significant(float(wrong.max()))} mHa, "
            f"{int((wrong <= CHEMICAL_ACCURACY).sum())} of {rows.n_rows} within chemical accuracy"
        )
    picture = Picture(
        NAME,
        f"Potential-energy curve: {rows.target}",
        f"{rows.n_rows} bond lengths. {'; '.join(facts)}.",
        lambda narrow: _draw(rows, molecules, lines, narrow),
    )
    left_out = len(rows.all()) - len(lines)
    caption = (
        "Dark line: the reference energy. Each bond length was predicted by a model "
        f"that had not seen it. Dashed: chemical accuracy, {CHEMICAL_ACCURACY} mHa (1 kcal/mol). "
        f"Errors below {_SMALLEST:g} mHa are drawn as large as that."
        + (f" {left_out} further candidates are in the table only." if left_out else "")
    )
    found = _numbers(rows, molecules, lines)
    return Shown(picture, caption), _table(rows), Tables(found)


def millihartree(rows: Rows, one: Forecaster) -> NDArray[np.float64]:
    """Return the sizes of errors in millihartree."""
    unit = (rows.evidence.data.target_unit or "").casefold()
    return np.asarray(np.abs(one.said - rows.truth) * _MILLIHARTREE[unit], dtype=np.float64)


def _lines(rows: Rows) -> list[Line]:
    """Return who is drawn: quantum models, their twins, then the best of the others."""
    order = {"quantum": 0, "control": 1, "surrogate": 2, "baseline": 3}
    table = ScoreTable(rows.evidence)
    known = [(c, one) for c, one in rows.all() if c.role in order]
    known.sort(key=lambda pair: (order[pair[0].role], -table.quality(table.mean(pair[0].id))))
    n_twins = sum(candidate.role != "baseline" for candidate, _ in known)
    return [*known[:n_twins][:_MOST_TWINS], *known[n_twins:][:_MOST_BASELINES]]


def _molecules(rows: Rows) -> list[tuple[str, NDArray[np.int64]]]:
    """Return name and rows, by bond length, of each molecule that is drawn."""
    distance = rows.numbers(DISTANCE)
    assert distance is not None
    order = np.argsort(distance, kind="stable")
    if rows.groups is None or len(set(rows.groups.tolist())) == 1:
        return [("", order)]
    names = list(dict.fromkeys(rows.groups.tolist()))
    return [(name, order[rows.groups[order] == name]) for name in names[:_MOST_MOLECULES]]


def _table(rows: Rows) -> Table:
    cells = []
    for _, one in rows.all():
        wrong = millihartree(rows, one)
        cells.append(
            (
                one.label,
                significant(float(wrong.mean())),
                significant(float(wrong.max())),
                f"{int((wrong <= CHEMICAL_ACCURACY).sum())} of {len(wrong)}",
            )
        )
    return Table(
        caption="Errors of the energies",
        header=("Candidate", "MAE (mHa)", "Largest error (mHa)", "Within chemical accuracy"),
        rows=tuple(cells),
    )


def _numbers(
    rows: Rows, molecules: list[tuple[str, NDArray[np.int64]]], lines: list[Line]
) -> tuple[Table, ...]:
    distance = rows.numbers(DISTANCE)
    assert distance is not None
    unit = rows.evidence.data.target_unit
    tables = []
    for name, index in molecules:
        step = -(-len(index) // _MOST_DISTANCES)
        cells = tuple(
            (
                f"{distance[i]:.3f}",
                f"{rows.truth[i]:.6f}",
                *(significant(float(millihartree(rows, one)[i])) for _, one in lines),
            )
            for i in index[::step].tolist()
        )
        tables.append(
            Table(
                caption=f"The curve in numbers{f': {name}' if name else ''}",
                header=(
                    "Bond length (Å)", f"Energy ({unit})",
                    *(f"Error (mHa): {one.label}" for _, one in lines),
                ),
                rows=cells,
                note=f"One of {step} bond lengths." if step > 1 else "",
            )
        )  # fmt: skip
    return tuple(tables)


def _draw(
    rows: Rows, molecules: list[tuple[str, NDArray[np.int64]]], lines: list[Line], narrow: bool
) -> Figure:
    legend = 0.24 * -(-(len(lines) + 1) // (1 if narrow else 2)) + 0.1
    figure, panels = make_panels(narrow, 2 * len(molecules), 3.3, extra=legend)
    for place, (name, index) in enumerate(molecules):
        energies, errors = panels[2 * place : 2 * place + 2]
        _curves(energies, errors, rows, index, lines)
        start = f"{name}, " if name else ""
        head(energies, initial(f"{start}energy ({rows.evidence.data.target_unit})"), narrow)
        head(errors, initial(f"{start}size of the error (mHa)"), narrow)
        for axes in (energies, errors):
            axes.set_xlabel("Bond length (Å)", fontsize=10 if narrow else 11)
            net(axes)
    add_legend(figure, panels[0].get_lines(), 1 if narrow else 2)
    return figure


def _curves(
    energies: Axes, errors: Axes, rows: Rows, index: NDArray[np.int64], lines: list[Line]
) -> None:
    distance = rows.numbers(DISTANCE)
    assert distance is not None
    x = distance[index].tolist()
    energies.plot(x, rows.truth[index], color=INK, lw=2.2, label="Reference", zorder=1)
    for candidate, one in lines:
        y = one.said[index].tolist()
        line(energies, rows.evidence, candidate, list(zip(x, y, strict=True)), one.label)
        wrong = np.maximum(millihartree(rows, one)[index], _SMALLEST).tolist()
        line(errors, rows.evidence, candidate, list(zip(x, wrong, strict=True)), "_")
    errors.axhline(CHEMICAL_ACCURACY, color=INK, lw=1.2, ls=(0, (5, 2)))
    errors.annotate(
        f"chemical accuracy, {CHEMICAL_ACCURACY} mHa", (0.99, CHEMICAL_ACCURACY), ha="right",
        xycoords=errors.get_yaxis_transform(), xytext=(0, 3), textcoords="offset points",
        fontsize=9, bbox={"facecolor": "#ffffff", "alpha": 0.8, "lw": 0, "pad": 1}, zorder=9,
    )  # fmt: skip
    errors.set_yscale("log")
    errors.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
