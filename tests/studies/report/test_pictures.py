"""What the pictures of rows show: marks, axes with units, folds, bands, lines, numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from qneko.domains._coastline import coastline
from qneko.studies.report import Rows
from qneko.studies.report._blocks import Shown, Table, Tables
from qneko.studies.report._canvas import MARKS, drawing
from qneko.studies.report._pictures import VIEWS
from qneko.studies.report._pictures._confusion import confusion
from qneko.studies.report._pictures._energies import CHEMICAL_ACCURACY, millihartree
from qneko.studies.report._pictures._parity import errors
from qneko.studies.report._pictures._series import half_width

from .rows_builder import places, rows_of, study, table


def shown(name: str, rows: Rows) -> tuple[Shown, list[Table]]:
    """Return the picture of one view and its tables."""
    (view,) = [v for v in VIEWS if v.name == name]
    assert view.applies(rows)
    picture, *rest = view.show(rows)
    assert isinstance(picture, Shown)
    tables = []
    for block in rest:
        tables += [block] if isinstance(block, Table) else list(block.tables)  # type: ignore[union-attr]
        assert isinstance(block, Table | Tables)
    return picture, tables


def figure_of(picture: Shown, narrow: bool = False) -> Figure:
    with drawing():
        figure = picture.picture.draw(narrow)
        figure.draw_without_rendering()
    return figure


def n_marks(axes: Axes) -> int:
    return sum(len(c.get_offsets()) for c in axes.collections)


def words(axes: Axes) -> str:
    return "\n".join(t.get_text() for t in axes.texts)


@pytest.mark.parametrize("narrow", [False, True])
def test_parity_plot(narrow: bool, tmp_path: Path) -> None:
    rows = rows_of(study(), table(study()), tmp_path)
    picture, (numbers,) = shown("parity", rows)
    panels = figure_of(picture, narrow).axes
    assert [a.get_title(loc="left") for a in panels] == [one.label for one in rows.pair]
    for axes, one in zip(panels, rows.pair, strict=True):
        assert n_marks(axes) == 100
        assert axes.get_xlabel() == "Observed band gap (eV)"
        assert axes.get_ylabel() == "Predicted band gap (eV)"
        assert axes.get_xlim() == axes.get_ylim() == panels[0].get_xlim()
        (identity,) = axes.lines
        assert list(identity.get_xdata()) == list(identity.get_ydata()) == list(axes.get_xlim())
        mae = float(np.mean(np.abs(one.said - rows.truth)))
        assert f"MAE {mae:.3g} eV" in words(axes)
        assert f"{mae:.3g} eV" in picture.picture.description
    assert numbers.header[1:3] == ("MAE (eV)", "RMSE (eV)")
    assert len(numbers.rows) == len(rows.evidence.candidates)


def test_errors_are_those_of_the_textbook() -> None:
    truth, said = np.array([0.0, 2.0]), np.array([1.0, 2.0])
    assert errors(truth, said) == pytest.approx((0.5, 0.5**0.5, 0.5, 0.5))
    assert np.isnan(errors(np.ones(2), said)[3])


def test_many_rows_are_shown_by_their_density(tmp_path: Path) -> None:
    evidence = study(5000)
    rows = rows_of(evidence, table(evidence), tmp_path)
    picture, _ = shown("parity", rows)
    assert "hexagons" in picture.caption
    for axes in figure_of(picture).axes:
        (cloud,) = axes.collections
        assert cloud.get_array().sum() == 5000
        assert cloud.get_rasterized()


def test_confusion_map(tmp_path: Path) -> None:
    evidence = study(regression=False)
    content = table(evidence)
    rows = rows_of(evidence, content, tmp_path)
    expected = pd.crosstab(content["truth"], content["kernel"]).to_numpy()
    np.testing.assert_array_equal(confusion(rows, rows.best_quantum), expected)
    picture, tables = shown("confusion", rows)
    first, second = figure_of(picture).axes
    assert [t.get_text() for t in first.texts] == [str(n) for n in expected.ravel()]
    assert first.get_ylabel() == "True class"
    assert [t.get_text() for t in second.get_xticklabels()] == ["stable", "unstable"]
    assert [row[1:3] for row in tables[0].rows] == [tuple(map(str, r)) for r in expected]
    assert f"{np.trace(expected)} of 100 right" in picture.picture.description


@pytest.mark.parametrize("narrow", [False, True])
def test_map_of_events(narrow: bool, tmp_path: Path) -> None:
    evidence = study(regression=False)
    content = table(evidence, places(100))
    rows = rows_of(evidence, content, tmp_path)
    picture, (numbers,) = shown("places", rows)
    figure = figure_of(picture, narrow)
    observed, quantum, bar, wrong = figure.axes
    assert [n_marks(a) for a in (observed, quantum, bar)] == [100] * 3
    misses = [(one.said != rows.truth) for one in rows.pair]
    assert n_marks(wrong) == (misses[0] | misses[1]).sum() > 0
    # each class has its colour and shape
    by_class = [len(c.get_offsets()) for c in observed.collections]
    assert by_class == [60, 40]
    # the Pacific is in one piece: no mark is at the edge, and degrees stay those of the earth
    low, high = observed.get_xlim()
    assert low < observed.collections[0].get_offsets()[:, 0].min() < high
    ticks = [t.get_text() for t in observed.get_xticklabels()]
    assert any("E" in t for t in ticks)
    assert any("W" in t for t in ticks)
    assert len(observed.lines[0].get_xdata()) > 1000
    assert sum(int(row[1]) for row in numbers.rows) == 100
    assert "Natural Earth" in picture.caption
    (legend,) = figure.legends
    assert {"stable", "unstable", "Only the bar"} <= {t.get_text() for t in legend.get_texts()}


def test_map_of_rates_has_a_mark_for_each_place(tmp_path: Path) -> None:
    evidence = study(unit="events", target="earthquakes")
    cells = {"latitude": np.tile(np.arange(10.0), 10), "longitude": np.tile(170.0, 100)}
    content = table(evidence, cells)
    rows = rows_of(evidence, content, tmp_path)
    picture, (numbers,) = shown("places", rows)
    panels = figure_of(picture).axes[:4]
    assert [n_marks(a) for a in panels] == [10] * 4
    means = content.groupby("latitude")[["truth", "kernel"]].mean()
    np.testing.assert_allclose(panels[0].collections[0].get_array(), means["truth"])
    difference = panels[3].collections[0]
    np.testing.assert_allclose(difference.get_array(), means["kernel"] - means["truth"])
    assert difference.norm.vmin == -difference.norm.vmax
    assert panels[0].collections[0].norm.vmax == panels[1].collections[0].norm.vmax
    assert numbers.rows[0][:2] == ("0° to 30° N", "100")
    assert figure_of(picture).axes[4].get_xlabel() == "earthquakes (events)"


def test_coastlines_turn_with_the_map() -> None:
    for west in (-180.0, 30.0, -60.0):
        x, y = coastline(west)
        assert np.nanmin(x) >= west
        assert np.nanmax(x) <= west + 360.0
        assert np.nanmin(y) >= -90.0
        assert np.nanmax(np.abs(np.diff(x))) < 180.0
        # Africa's southern end is where it is
        south = np.nanargmin(np.where(np.abs((x - 20.0 + 180.0) % 360.0 - 180.0) < 3, np.hypot(
            (x - 20.0 + 180.0) % 360.0 - 180.0, y + 34.8), np.nan))  # fmt: skip
        assert abs(y[south] + 34.8) < 1.0
    assert coastline(-180.0, 10.0).shape[1] > 2 * coastline(-180.0).shape[1]


ROLLING = {"split": "rolling", "follows": "month"}


def _series(tmp_path: Path, protocol: dict[str, Any], **more: Any) -> Rows:
    evidence = study(unit="°C", target="Niño 3.4", protocol=protocol)
    months = pd.date_range("2001-01-01", periods=100, freq="MS").strftime("%Y-%m-%d")
    return rows_of(evidence, table(evidence, {"time": months}).assign(**more), tmp_path)


def test_forecasts_over_time(tmp_path: Path) -> None:
    rows = _series(tmp_path, ROLLING)
    picture, (numbers,) = shown("series", rows)
    first, second = figure_of(picture).axes
    assert first.get_ylabel() == "Niño 3.4 (°C)"
    assert first.get_xlabel() == "month"
    observed, forecast = first.lines
    np.testing.assert_allclose(observed.get_ydata(), rows.truth)
    np.testing.assert_allclose(forecast.get_ydata(), rows.best_quantum.said)
    assert second.lines[1].get_color() == MARKS["baseline"].colour
    # five folds, each with its number
    assert words(first).split() == ["1", "2", "3", "4", "5"]
    assert "earlier folds" in picture.caption
    assert [row[0] for row in numbers.rows] == [f"Fold {i}" for i in range(1, 6)]
    assert numbers.rows[0][3] == "–"  # nothing came before the first
    assert figure_of(picture, True).axes[1].get_title(loc="left") == rows.bar.label


def test_bands_by_the_errors_of_earlier_folds(tmp_path: Path) -> None:
    rows = _series(tmp_path, ROLLING)
    width = half_width(rows, rows.best_quantum)
    assert np.isnan(width[:20]).all()
    sizes = np.abs(rows.best_quantum.said - rows.truth)
    assert width[45] == pytest.approx(np.quantile(sizes[:40], 0.95))
    # where folds do not follow each other in time, all others say it
    others = _series(tmp_path, {"split": "random"})
    width = half_width(others, others.best_quantum)
    assert width[0] == pytest.approx(np.quantile(sizes[20:], 0.95))


def test_bands_by_the_model_itself(tmp_path: Path) -> None:
    rows = _series(tmp_path, ROLLING, **{"kernel.sd": 0.3})
    np.testing.assert_allclose(half_width(rows, rows.best_quantum), 1.959964 * 0.3, rtol=1e-6)
    picture, _ = shown("series", rows)
    assert "standard deviation that the model itself gives" in picture.caption
    assert "earlier folds" in picture.caption  # for the bar, which says none


def test_wave_traces_have_a_panel_for_each_buoy(tmp_path: Path) -> None:
    evidence = study(unit="m", target="height", protocol={"split": "leave_one_group_out"})
    buoys = np.repeat(["21401", "21413", "21418", "21419", "46404"], 20)
    heights = np.repeat([1.0, 5.0, 2.0, 3.0, 4.0], 20) * np.tile(np.sin(np.arange(20.0)), 5)
    content = table(evidence, {"time": np.tile(60.0 * np.arange(20), 5), "group": buoys}, heights)
    rows = rows_of(evidence, content, tmp_path)
    picture, (numbers,) = shown("series", rows)
    panels = figure_of(picture).axes
    # the four that vary most, in the order of the file, each for the model and for the bar
    assert len(panels) == 8
    assert [a.get_title(loc="left") for a in panels[::2]] == [
        f"{buoy} (fold {fold}): quantum model"
        for buoy, fold in (("21413", 2), ("21418", 3), ("21419", 4), ("46404", 5))
    ]
    assert "Of 5 groups those 4 are shown" in picture.caption
    assert [row[0] for row in numbers.rows] == ["21401", "21413", "21418", "21419", "46404"]
    assert panels[0].get_ylim() == panels[1].get_ylim()


def test_a_gap_in_time_breaks_the_line(tmp_path: Path) -> None:
    evidence = study()
    times = np.r_[np.arange(50), np.arange(500, 550)]
    rows = rows_of(evidence, table(evidence, {"time": times}), tmp_path)
    (axes, _) = figure_of(shown("series", rows)[0]).axes
    drawn = axes.lines[0].get_ydata()
    assert len(drawn) == 101
    assert np.flatnonzero(np.isnan(drawn)).tolist() == [50]


def test_long_series_show_their_end_and_say_so(tmp_path: Path) -> None:
    evidence = study(5000)
    rows = rows_of(evidence, table(evidence, {"time": np.arange(5000)}), tmp_path)
    picture, _ = shown("series", rows)
    assert len(figure_of(picture).axes[0].lines[0].get_xdata()) == 600
    assert "Only the last 600 points" in picture.caption


def test_phase_stability_map(tmp_path: Path) -> None:
    evidence = study(regression=False, target="perovskite")
    random = np.random.default_rng(0)
    radii = {"rA (Ang)": random.uniform(1.2, 1.7, 100), "rB (Ang)": 0.6, "rX (Ang)": 1.4}
    content = table(evidence, radii)
    rows = rows_of(evidence, content, tmp_path)
    picture, (numbers,) = shown("stability", rows)
    panels = figure_of(picture).axes
    for axes, one in zip(panels, rows.pair, strict=True):
        assert axes.get_xlabel() == "Tolerance factor t"
        assert axes.get_ylabel() == "Octahedral factor r_B / r_X"
        assert n_marks(axes) == 100
        edged = [c for c in axes.collections if len(c.get_edgecolors())]
        assert sum(len(c.get_offsets()) for c in edged) == (one.said != rows.truth).sum()
    drawn = np.sort(np.vstack([c.get_offsets() for c in panels[0].collections])[:, 0])
    t = (content["rA (Ang)"] + 1.4) / (np.sqrt(2) * (0.6 + 1.4))
    np.testing.assert_allclose(drawn, np.sort(t))
    assert sum(int(row[1]) for row in numbers.rows) == 100
    assert sum(int(row[2]) for row in numbers.rows) == 60


@pytest.mark.parametrize(("unit", "factor"), [("hartree", 1000.0), ("eV", 36.749322), ("mHa", 1)])
def test_potential_energy_curve(unit: str, factor: float, tmp_path: Path) -> None:
    evidence = study(unit=unit, target="energy")
    distance = np.linspace(0.5, 2.5, 100)[np.random.default_rng(0).permutation(100)]
    content = table(evidence, {"distance (Å)": distance.round(4)})
    rows = rows_of(evidence, content, tmp_path)
    wrong = millihartree(rows, rows.best_quantum)
    np.testing.assert_allclose(wrong, factor * np.abs(content["kernel"] - content["truth"]))
    picture, (summary, numbers) = shown("energies", rows)
    energies, errors_ = figure_of(picture).axes
    assert energies.get_xlabel() == errors_.get_xlabel() == "Bond length (Å)"
    assert energies.get_title(loc="left") == f"Energy ({unit})"
    assert errors_.get_title(loc="left") == "Size of the error (mHa)"
    reference = energies.lines[0]
    assert list(reference.get_xdata()) == sorted(distance.round(4))
    # two models, their two controls, the three best baselines; and the accuracy
    assert len(energies.lines) == 1 + 7
    assert len(errors_.lines) == 7 + 1
    assert list(errors_.lines[-1].get_ydata()) == [CHEMICAL_ACCURACY] * 2
    assert errors_.get_yscale() == "log"
    within = int((wrong <= CHEMICAL_ACCURACY).sum())
    assert summary.rows[0][3] == f"{within} of 100"
    assert len(numbers.rows) <= 40
    assert "One of 3 bond lengths." in numbers.note
