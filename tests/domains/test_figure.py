"""Pictures of data sets: maps where rows have places, sizes of molecules, equal bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from qneko.domains import draw, load, read_table
from qneko.domains._figure import _heavy_atoms
from qneko.errors import InputError


def _is_map(figure) -> bool:
    axes = figure.axes[0]
    coast = max((line.get_xdata() for line in axes.lines), key=len, default=[])
    return (
        axes.get_xlabel() == "longitude / °"
        and axes.get_xlim() == (-180.0, 180.0)
        and len(coast) > 1000
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("environment/usgs_m55_1965_2016", True),
        ("environment/ncei_tsunami_events", True),
        ("biomedicine/wdbc", False),
    ],
)
def test_rows_with_places_are_shown_on_a_map(name: str, expected: bool) -> None:
    assert _is_map(draw(load(name))) == expected


def test_own_rows_beyond_the_date_line_are_on_the_map(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {
            "Latitude": np.linspace(-40, 40, 30),
            "Longitude": np.linspace(150, 250, 30),
            "wave": np.arange(30) / 7,
        }
    )
    table.to_csv(tmp_path / "waves.csv", index=False)
    figure = draw(read_table(tmp_path / "waves.csv", target="wave"))
    assert _is_map(figure)
    drawn = np.asarray(figure.axes[0].collections[0].get_offsets())
    np.testing.assert_allclose(drawn[[0, -1], 0], [150.0, -110.0])


@pytest.mark.parametrize(
    ("smiles", "atoms"),
    [("CCO", 3), ("c1ccccc1Cl", 7), ("[H]O[H]", 1), ("C[N+](C)(C)C", 5), ("C[C@H](N)C(=O)O", 6)],
)
def test_atoms_of_molecules_are_counted(smiles: str, atoms: int) -> None:
    assert _heavy_atoms(smiles) == atoms


def test_molecules_are_shown_by_their_size(tmp_path: Path) -> None:
    molecules = ["CCO", "CCCO", "CCN", "C1CC1", "c1ccccc1"] * 6
    content = pd.DataFrame({"smiles": molecules, "boils": np.arange(30) / 7})
    content.to_csv(tmp_path / "boil.csv", index=False)
    table = read_table(tmp_path / "boil.csv", target="boils")
    # molecules whose features are made later
    data = replace(table, frame=table.frame.iloc[:, :0], smiles=table.frame["smiles"].astype(str))
    axes = draw(data).axes[0]
    assert axes.get_xlabel() == "atoms of a molecule, without hydrogen"
    heights = [bar.get_height() for bar in axes.patches]
    assert heights[2:] == [18, 6, 0, 6]


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_equal_data_give_equal_bytes(ending: str, tmp_path: Path) -> None:
    data = load("environment/ncei_tsunami_events")
    for name in ("one", "two"):
        draw(data, tmp_path / f"{name}.{ending}")
    assert (tmp_path / f"one.{ending}").read_bytes() == (tmp_path / f"two.{ending}").read_bytes()


def test_other_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.svg, \.png, \.pdf is expected"):
        draw(load("biomedicine/wdbc"), tmp_path / "a.gif")
