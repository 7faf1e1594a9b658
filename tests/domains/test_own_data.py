"""Own series, graphs, molecules and formulas: what is read, and one sentence for what cannot be."""

from __future__ import annotations

import builtins

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from qneko.domains import composition, read_graphs, read_series, read_table
from qneko.domains._formula import ELEMENTS, reduced
from qneko.errors import InputError, MissingExtraError

from .tables import lines


@pytest.fixture
def write(tmp_path):
    def to(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return to


# --- formulas and molecules


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("H2O", {"H": 2, "O": 1}),
        ("Ag(W3Br7)2", {"Ag": 1, "W": 6, "Br": 14}),
        ("Fe0.620C0.000953", {"Fe": 0.62, "C": 0.000953}),
        ("K[Fe(CN)6]", {"K": 1, "Fe": 1, "C": 6, "N": 6}),
        ("Nb6.16e-05", {"Nb": 6.16e-05}),
        ("CO", {"C": 1, "O": 1}),
        ("Co", {"Co": 1}),
    ],
)
def test_formulas_are_counted(text, counts):
    assert composition(text) == counts


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no atoms"),
        ("Xx2", "no element 'Xx'"),
        ("h2o", "at 'h2o'"),
        ("Ag(AuS2", r"a '\(' is never closed"),
        ("AgAu)2", r"a '\)' that closes nothing"),
        ("(Ag]2", "a ']' that closes nothing"),
        ("Fe 2", "at ' 2'"),
        ("Fe0", "no atoms"),
    ],
)
def test_what_is_no_formula_is_refused(text, why):
    with pytest.raises(InputError, match=why):
        composition(text)


def test_elements_are_known_by_their_numbers():
    assert len(ELEMENTS) == len(set(ELEMENTS)) == 118
    assert [ELEMENTS[z - 1] for z in (1, 6, 26, 79, 118)] == ["H", "C", "Fe", "Au", "Og"]


def test_one_composition_has_one_name():
    assert reduced("Cu1.8S1") == reduced("Cu9S5") == reduced("SCu1.8")
    assert reduced("CuS") != reduced("Cu2S")


def test_a_column_of_formulas_needs_no_other(write):
    path = write("alloys.csv", lines("alloy,strength", lambda i: f"Fe{100 - i}C{i + 1},{900 + i}"))
    data = read_table(path, "strength", formula="alloy")
    assert data.frame.shape == (30, 0)
    assert data.formulas.iloc[3] == "Fe97C4"
    assert not any("copies" in note for note in data.notes)


def test_a_column_of_molecules_lies_beside_the_features(write):
    path = write("drugs.csv", lines("mol,mass,y", lambda i: f"{'C' * (i + 1)}O ,{i}.5,{i % 3}.1"))
    data = read_table(path, "y", task="regression", smiles="mol")
    assert list(data.frame) == ["mass"]
    assert data.smiles.iloc[1] == "CCO"
    assert "'mol' tells the molecule of each row and has to be encoded." in data.notes


def test_molecules_that_are_no_molecules_name_their_line(write):
    rows = lines("mol,y", lambda i: f"{'CC(=O' if i == 4 else 'C' * (i + 1)},{i}.5")
    with pytest.raises(InputError, match=r"line 6: SMILES is expected .* \('\(' and '\)' do"):
        read_table(write("a.csv", rows), "y", smiles="mol")
    rows = lines("mol,y", lambda i: f"{'ethan ol' if i == 4 else 'C' * (i + 1)},{i}.5")
    with pytest.raises(InputError, match="line 6: .*' ' is no part of SMILES"):
        read_table(write("b.csv", rows), "y", smiles="mol")
    rows = lines("alloy,y", lambda i: f"{'Fe2Oo3' if i == 2 else f'Fe{i + 1}'},{i}.5")
    with pytest.raises(
        InputError, match="line 4: 'Fe2Oo3' is no chemical formula .*no element 'Oo"
    ):
        read_table(write("c.csv", rows), "y", formula="alloy")
    rows = lines("alloy,y", lambda i: f"{'' if i == 2 else f'Fe{i + 1}'},{i}.5")
    with pytest.raises(InputError, match="line 4: every row needs a formula"):
        read_table(write("d.csv", rows), "y", formula="alloy")
    with pytest.raises(InputError, match=r"no column 'aloy' for formula \(did you mean 'alloy'"):
        read_table(write("e.csv", rows), "y", formula="aloy")


# --- series


def day(i: int) -> str:
    return str(pd.Timestamp("2024-01-01") + pd.Timedelta(days=i))[:10]


def test_a_table_over_days(write):
    path = write("load.csv", lines("day,load,note,wind", lambda i: f"{day(i)},{i},x{i},{i / 2}"))
    data = read_series(path, time="day", units={"load": "MW"}, target="wind")
    assert (data.channels, data.units, data.frequency) == (("load", "wind"), ("MW", ""), "D")
    assert (data.target, data.source, data.n_times) == ("wind", path, 30)
    assert data.times[-1] == pd.Timestamp(day(29))
    assert data.notes == ("Left out, for they hold no numbers: 'note'.",)


def test_seconds_backwards_and_a_missing_day(write):
    rows = lines("t,x", lambda i: f"{0.1 * (29 - i):.1f},{29 - i}")
    data = read_series(write("a.csv", rows), time="t")
    np.testing.assert_allclose(data.values[:, 0], np.arange(30))
    assert data.frequency == "0.1 s"
    assert "order of 't'" in data.notes[0]
    gap = lines("t,x", lambda i: f"{day(i + (i > 4))},{i}")
    data = read_series(write("b.csv", gap), time="t")
    assert data.n_times == 31
    assert np.flatnonzero(np.isnan(data.values[:, 0])).tolist() == [5]
    assert data.notes == ("1 point in time missing in between, filled with NaN.",)
    months = pd.date_range("2020-01-01", periods=30, freq="MS").delete(7).strftime("%Y-%m-%d")
    data = read_series(write("c.csv", lines("t,x", lambda i: f"{months[i]},{i}", 29)), time="t")
    assert (data.frequency, data.n_times) == ("MS", 30)


@pytest.mark.parametrize(
    ("text", "time", "message"),
    [
        (lines("t,x", lambda i: f"{i // 2},{i}"), "t", "0.0 occurs more than once in 't'"),
        (lines("t,x", lambda i: f"{i * i},{i}"), "t", "regular points in time are expected in 't'"),
        (lines("t,x", lambda i: f"{i},{i}", 5), "t", "at least 10 points in time"),
        (lines("t,x", lambda i: f"{i},a{i}"), "t", "has no column of numbers beside the times"),
        (
            lines("t,x", lambda i: f"{'soon' if i == 3 else i},{i}"),
            "t",
            "line 5: .*first 'soon'",
        ),
        (
            lines("time,x", lambda i: f"{i},{i}"),
            "tme",
            r"no column 'tme' \(did you mean 'time'\?\)",
        ),
        (lines("time,x", lambda i: f"{i},{i}"), None, "say which column holds the times"),
    ],
)
def test_what_is_no_series_is_refused(text, time, message, write):
    with pytest.raises(InputError, match=message) as caught:
        read_series(write("s.csv", text), time=time)
    assert "\n" not in str(caught.value)


def test_channels_that_are_not_there(write):
    path = write("s.csv", lines("t,x,word", lambda i: f"{i},{i},w{i}"))
    with pytest.raises(InputError, match="numbers are expected in 'word', which holds 'w0'"):
        read_series(path, time="t", channels=["word"])
    with pytest.raises(InputError, match="no channel 'y'"):
        read_series(path, time="t", target="y")


def grid() -> xr.Dataset:
    times = pd.date_range("1990-01-01", periods=20, freq="D")
    heat = np.arange(40.0).reshape(2, 20)
    return xr.Dataset(
        {
            "tas": (("city", "time"), heat, {"units": "K"}),
            "co2": (("time",), np.arange(20.0), {"units": "ppm"}),
            "area": (("city",), [1.0, 2.0]),
        },
        coords={
            "time": times,
            "city": ["Oslo", "Rome"],
            "lat": (("city",), [59.9, 41.9]),
            "lon": (("city",), [10.8, 12.5]),
        },
    )


@pytest.mark.parametrize("engine", ["h5netcdf", "scipy"])
def test_netcdf_gives_a_channel_for_each_variable_and_place(engine, tmp_path):
    path = tmp_path / "heat.nc"
    grid().to_netcdf(path, engine=engine)
    data = read_series(path, channels=["tas", "co2"])
    assert data.channels == ("Oslo tas", "Rome tas", "co2")
    assert set(read_series(path).channels) == set(data.channels)
    assert data.units == ("K", "K", "ppm")
    assert data.groups == ("Oslo", "Rome", "heat")
    assert (data.frequency, data.target) == ("D", "tas")
    assert data.target_channels == ("Oslo tas", "Rome tas")
    assert data.positions == {"Oslo": (59.9, 10.8), "Rome": (41.9, 12.5)}
    np.testing.assert_array_equal(data.values[:, 1], np.arange(20.0, 40.0))
    one = read_series(path, channels=["co2"], units={"co2": "µmol/mol"})
    assert (one.channels, one.units) == (("co2",), ("µmol/mol",))


def test_netcdf_that_cannot_be_used(tmp_path, monkeypatch):
    path = tmp_path / "heat.nc"
    grid().to_netcdf(path, engine="h5netcdf")
    with pytest.raises(InputError, match=r"no variable of numbers 'tos' over 'time' \(did you"):
        read_series(path, channels=["tos"])
    with pytest.raises(InputError, match="no coordinate 'date' for time"):
        read_series(path, time="date")
    grid().drop_vars("time").to_netcdf(path, engine="h5netcdf")
    with pytest.raises(InputError, match="one coordinate with dates .* got none"):
        read_series(path)
    path.write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(200))
    with pytest.raises(InputError, match="marked as NetCDF but cannot be read") as caught:
        read_series(path)
    assert "\n" not in str(caught.value)
    without(monkeypatch, "xarray")
    with pytest.raises(MissingExtraError, match=r"pip install 'qneko\[netcdf\]'"):
        read_series(path)


def without(monkeypatch, name: str) -> None:
    real = builtins.__import__

    def refuse(module, *rest, **more):
        if module == name:
            raise ImportError(module)
        return real(module, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)


# --- graphs

#: 15 triangles and 15 paths of three nodes
GRAPHS = lines("graph,ring", lambda i: f"g{i},{'yes' if i % 2 else 'no'}")
EDGES = "graph,source,target\n" + "".join(
    f"g{i},a,b\ng{i},b,c\n" + (f"g{i},c,a\n" if i % 2 else "") for i in range(30)
)
NODES = "graph,node,label\n" + "".join(
    f"g{i},{n},{'C' if n == 'a' else 'O'}\n" for i in range(30) for n in "abcd"
)


def test_graphs_from_two_or_three_tables(write):
    graphs, edges = write("graphs.csv", GRAPHS), write("edges.csv", EDGES)
    data = read_graphs(graphs, "ring", edges=edges)
    assert (data.n_graphs, data.task, data.source) == (30, "classification", graphs)
    assert data.target.value_counts().to_dict() == {"no": 15, "yes": 15}
    np.testing.assert_array_equal(data.adjacency[1], np.ones((3, 3)) - np.eye(3))
    assert data.adjacency[0].sum() == 4
    assert data.groups.nunique() == 2
    data = read_graphs(graphs, "ring", edges=edges, nodes=write("nodes.csv", NODES))
    assert data.label_names == {0: "C", 1: "O"}
    assert data.node_labels[0].tolist() == [0, 1, 1, 1]
    assert not data.adjacency[0][3].any()


def test_weights_of_edges(write):
    weighted = "graph,source,target,weight\n" + "".join(
        f"g{i},a,b,{i + 1}\ng{i},b,a,{i + 1}\n" for i in range(30)
    )
    data = read_graphs(write("g.csv", GRAPHS), "ring", edges=write("e.csv", weighted))
    assert data.adjacency[4].tolist() == [[0, 5], [5, 0]]
    assert data.groups.nunique() == 30


@pytest.mark.parametrize(
    ("graphs", "edges", "nodes", "message"),
    [
        (GRAPHS, EDGES.replace("graph,", "grph,"), None, "no column 'graph' .*did you mean 'grph'"),
        (GRAPHS, EDGES.replace("g3,a", "g33,a"), None, "line .*'g33' is not in the table of graph"),
        (GRAPHS, EDGES.replace("g3,a,b", "g3,a,a"), None, "an edge from 'a' to itself"),
        (GRAPHS, EDGES.replace("g3,a,b", "g3,a,"), None, "nothing stands in 'target'"),
        (GRAPHS + "g30,no\n", EDGES, None, "the graph 'g30' has no edge and no node"),
        (GRAPHS + "g1,no\n", EDGES, None, "line 32: the graph 'g1' has a row already"),
        (GRAPHS, EDGES, NODES.replace("g2,b,O\n", ""), "graph 'g2' has no node 'b'"),
        (GRAPHS, EDGES, NODES + "g2,b,O\n", "node 'b' of the graph 'g2' is listed already"),
        (GRAPHS.replace("no", "yes"), EDGES, None, "is 'yes' in all 30 rows"),
    ],
)
def test_tables_that_are_no_graphs_are_refused(graphs, edges, nodes, message, write):
    paths = write("g.csv", graphs), write("e.csv", edges), nodes and write("n.csv", nodes)
    with pytest.raises(InputError, match=message) as caught:
        read_graphs(paths[0], "ring", edges=paths[1], nodes=paths[2])
    assert "\n" not in str(caught.value)


def test_weights_that_are_none_or_two(write):
    graphs, head = write("g.csv", GRAPHS), "graph,source,target,weight\n"
    with pytest.raises(InputError, match="line 2: a number other than 0 .*got 'x'"):
        read_graphs(graphs, "ring", edges=write("e.csv", head + "g0,a,b,x\n"))
    with pytest.raises(InputError, match="line 3: .* has the weight 2 here and 1 before"):
        read_graphs(graphs, "ring", edges=write("e.csv", head + "g0,a,b,1\ng0,b,a,2\n"))
