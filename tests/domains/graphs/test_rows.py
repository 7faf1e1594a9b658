"""Graphs as rows of a data set."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from qneko.domains import load, read_graphs
from qneko.domains.graphs import frame_graphs
from qneko.errors import InputError

from .shapes import ring, rows


@pytest.fixture(scope="module")
def mutag():
    return load("biomedicine/mutag")


def test_a_row_is_a_graph_with_its_descriptors_and_itself(mutag) -> None:
    data = frame_graphs(mutag)
    assert data.n_samples == 188
    assert data.frame.dtypes.eq(np.float64).all()
    assert list(data.context.columns) == ["adjacency", "node_labels"]
    for k in (0, 100, 187):
        assert data.context["adjacency"][k] is mutag.adjacency[k]
        assert data.frame["nodes"][k] == len(data.context["node_labels"][k])
    assert data.target.equals(mutag.target)
    assert data.groups.equals(mutag.groups)
    assert list(data.raw.columns[-2:]) == ["adjacency", "node_labels"]


def test_graphs_of_one_size_are_no_array_of_three_axes() -> None:
    table = rows([ring(4), ring(4)])
    assert table.shape == (2, 2)
    assert table["adjacency"][1].shape == (4, 4)


def test_workers_get_the_same_graphs(mutag) -> None:
    data = frame_graphs(mutag)
    again = pickle.loads(pickle.dumps(data))
    for ours, theirs in zip(data.context["adjacency"], again.context["adjacency"], strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_what_is_too_large_is_left_out_and_counted(mutag) -> None:
    data = frame_graphs(mutag, max_nodes=20)
    assert data.n_samples == 128
    assert data.context["adjacency"].map(len).max() == 20
    share = (data.target == "mutagenic").mean()
    note = data.notes[0]
    assert "60 graphs of 188, with more than 20 nodes" in note
    assert f"'mutagenic' are 66% of all graphs and {share:.0%} of those" in note
    # rows, targets and groups are still those of the same graphs
    kept = [k for k, a in enumerate(mutag.adjacency) if len(a) <= 20]
    assert data.target.tolist() == mutag.target[kept].tolist()
    assert data.groups.tolist() == mutag.groups[kept].tolist()
    for k, place in enumerate(kept):
        assert data.context["adjacency"][k] is mutag.adjacency[place]


def test_nothing_is_said_where_nothing_is_left_out(mutag) -> None:
    assert frame_graphs(mutag, max_nodes=28).notes == frame_graphs(mutag).notes


def test_a_cap_that_leaves_too_little_is_refused(mutag) -> None:
    with pytest.raises(InputError, match="no graph has 5 nodes or fewer, the smallest has 10"):
        frame_graphs(mutag, max_nodes=5)
    with pytest.raises(InputError, match="all 2 graphs of up to 10 nodes have the same"):
        frame_graphs(mutag, max_nodes=10)


def test_own_graphs_with_numbers_to_predict(tmp_path) -> None:
    sizes = range(3, 24)
    (tmp_path / "g.csv").write_text("graph,size\n" + "".join(f"g{n},{n + 0.5}\n" for n in sizes))
    edges = [f"g{n},{i},{(i + 1) % n}\n" for n in sizes for i in range(n)]
    (tmp_path / "e.csv").write_text("graph,source,target\n" + "".join(edges))
    graphs = read_graphs(tmp_path / "g.csv", "size", edges=tmp_path / "e.csv")
    data = frame_graphs(graphs, max_nodes=8)
    assert (data.n_samples, data.task) == (6, "regression")
    assert "the mean of 'size' went from 13.5 to 6" in data.notes[0]
