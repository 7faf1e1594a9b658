"""Graphs and atoms in space: known values, whatever the order, one sentence if wrong."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from qneko.domains import GraphDataset, StructureDataset, graph_features, load, structure_features
from qneko.domains.encodings._graphs import laplacian_spectrum
from qneko.errors import InputError

_BOHR = 0.529177210903


def graphs(*networks: nx.Graph, labels: list[list[int]] | None = None) -> GraphDataset:
    labels = labels or [[0] * len(g) for g in networks]
    return GraphDataset(
        name="graphs",
        source="here",
        licence="none",
        sha256="0" * 64,
        notes=("A note.",),
        adjacency=tuple(nx.to_numpy_array(g) for g in networks),
        node_labels=tuple(np.array(kinds) for kinds in labels),
        label_names={1: "C", 2: "O"},
        target=pd.Series([float(k) for k in range(len(networks))], name="y"),
        target_name="y",
        task="regression",
        units="eV",
    )


def test_spectra_of_known_graphs() -> None:
    n = 8
    complete = laplacian_spectrum(nx.to_numpy_array(nx.complete_graph(n)))
    np.testing.assert_allclose(complete, [n / (n - 1)] * (n - 1) + [0.0], atol=1e-12)
    ring = laplacian_spectrum(nx.to_numpy_array(nx.cycle_graph(n)))
    expected = 1.0 - np.cos(2.0 * np.pi * np.arange(n) / n)
    np.testing.assert_allclose(ring, np.sort(expected)[::-1], atol=1e-12)
    star = laplacian_spectrum(nx.to_numpy_array(nx.star_graph(4)))
    np.testing.assert_allclose(star, [2.0, 1.0, 1.0, 1.0, 0.0], atol=1e-12)
    apart = laplacian_spectrum(np.zeros((3, 3)))
    np.testing.assert_array_equal(apart, [0.0, 0.0, 0.0])
    random = nx.gnp_random_graph(12, 0.4, seed=1)
    np.testing.assert_allclose(
        laplacian_spectrum(nx.to_numpy_array(random)),
        np.sort(nx.normalized_laplacian_spectrum(random))[::-1],
        atol=1e-12,
    )


def test_counts_by_hand() -> None:
    path = nx.path_graph(3)
    table = graph_features(
        graphs(path, nx.star_graph(12), labels=[[1, 2, 1], [1] * 13]), ["counts"]
    )
    first, second = table.frame.iloc[0], table.frame.iloc[1]
    assert first.to_dict() == {
        **{"nodes": 3, "edges": 2, "degree 1": 2, "degree 2": 1, "degree 8 or more": 0},
        **{"C": 2, "O": 1},
    }
    assert (second["degree 8 or more"], second["C"]) == (1, 13)
    assert (table.units, table.notes, table.target_name) == ("eV", ("A note.",), "y")


def test_neighbourhoods_tell_a_path_from_a_ring_only_where_their_nodes_differ() -> None:
    ring, two = nx.cycle_graph(6), nx.disjoint_union(nx.cycle_graph(3), nx.cycle_graph(3))
    path = nx.path_graph(6)
    found = graph_features(graphs(ring, two, path), ["neighbourhoods"]).frame.to_numpy()
    np.testing.assert_array_equal(found[0], found[1])  # what colour refinement cannot see
    assert not np.array_equal(found[0], found[2])
    assert (found.sum(axis=1) == 12).all()  # six nodes, two rounds
    spectra = graph_features(graphs(ring, two), ["spectrum"]).frame.to_numpy()
    assert not np.allclose(spectra[0], spectra[1])  # but the spectrum does


def test_the_order_of_nodes_and_the_other_graphs_do_not_matter() -> None:
    mutag = load("biomedicine/mutag")
    table = graph_features(mutag).frame
    random = np.random.default_rng(0)
    adjacency, kinds = mutag.adjacency[5], mutag.node_labels[5]
    order = random.permutation(len(kinds))
    turned = graphs(
        nx.from_numpy_array(adjacency[np.ix_(order, order)]), labels=[kinds[order].tolist()]
    )
    alone = graph_features(turned, ["counts", "spectrum", "neighbourhoods"]).frame.iloc[0]
    shared = [c for c in alone.index if c in table and c not in ("C", "O")]
    np.testing.assert_allclose(table.iloc[5][shared], alone[shared], atol=1e-9)
    assert len(shared) > 90


def test_graphs_beyond_the_columns_of_the_spectrum() -> None:
    large = nx.gnp_random_graph(50, 0.2, seed=0)
    found = graph_features(graphs(large, nx.path_graph(4)), ["spectrum"], n_eigenvalues=30).frame
    assert found.shape == (2, 30)
    np.testing.assert_allclose(found.iloc[0], laplacian_spectrum(nx.to_numpy_array(large))[:30])
    assert (found.iloc[1, 4:] == 0.0).all()


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"features": ["degrees"]}, "graphs: counts, spectrum, neighbourhoods are known, got"),
        ({"features": []}, "at least one of"),
        ({"features": ["counts", "counts"]}, "each once"),
        ({"features": "counts"}, "a list is expected, got the text 'counts'"),
        ({"n_eigenvalues": 0}, "n_eigenvalues: a whole number from 1 on"),
        ({"wl_rounds": 1.5}, "wl_rounds: a whole number from 1 on"),
        ({"wl_size": 1}, "wl_size: a whole number from 2 on"),
    ],
)
def test_wrong_features_of_graphs(how, message) -> None:
    with pytest.raises(InputError, match=message):
        graph_features(graphs(nx.path_graph(3)), **how)


def test_negative_weights_have_no_spectrum() -> None:
    weighted = nx.path_graph(3)
    weighted.edges[0, 1]["weight"] = -1.0
    with pytest.raises(InputError, match="an edge of negative weight"):
        graph_features(graphs(weighted), ["spectrum"])
    assert graph_features(graphs(weighted), ["counts"]).n_columns == 4


def structures(numbers: list[list[int]], positions: list[list[list[float]]]) -> StructureDataset:
    return StructureDataset(
        name="molecules",
        source="here",
        licence="none",
        sha256="0" * 64,
        atomic_numbers=np.array(numbers),
        positions=np.array(positions, dtype=float),
        target=pd.Series(np.zeros(len(numbers)), name="energy"),
        target_name="energy",
        units="kcal/mol",
        groups=pd.Series(["a"] * len(numbers), name="formula"),
    )


def test_the_coulomb_matrix_of_hydrogen() -> None:
    apart = 0.74
    h2 = structures([[1, 1, 0]], [[[0, 0, 0], [0, 0, apart], [0, 0, 0]]])
    near = _BOHR / apart
    spectrum = structure_features(h2, ["coulomb_spectrum"]).frame.iloc[0]
    np.testing.assert_allclose(spectrum, [0.5 + near, 0.5 - near, 0.0])
    matrix = structure_features(h2, ["coulomb_matrix"]).frame.iloc[0]
    assert matrix.to_dict() == pytest.approx(
        {
            **{"Coulomb 1,1": 0.5, "Coulomb 1,2": near, "Coulomb 1,3": 0.0},
            **{"Coulomb 2,2": 0.5, "Coulomb 2,3": 0.0, "Coulomb 3,3": 0.0},
        }
    )


def test_water_turned_and_renamed_is_water() -> None:
    numbers = [8, 1, 1]
    places = np.array([[0.0, 0.0, 0.1], [0.0, 0.76, -0.47], [0.0, -0.76, -0.47]])
    turn, _ = np.linalg.qr(np.random.default_rng(0).normal(size=(3, 3)))
    order = [2, 0, 1]
    both = structures(
        [numbers, [numbers[k] for k in order]],
        [places.tolist(), (places @ turn + 3.0)[order].tolist()],
    )
    table = structure_features(both, ["element_counts", "coulomb_spectrum", "coulomb_matrix"]).frame
    np.testing.assert_allclose(table.iloc[0], table.iloc[1], atol=1e-10)
    assert (table.loc[0, "H"], table.loc[0, "O"]) == (2, 1)


def test_structures_keep_what_is_known_of_them() -> None:
    table = structure_features(load("materials/qm7"))
    assert table.frame.shape == (7101, 5 + 23)
    assert (table.units, table.task, table.groups.name) == ("kcal/mol", "regression", "formula")
    assert table.bars
    assert table.notes
    assert "eigenvalues of its Coulomb matrix" in table.encodings[0]


@pytest.mark.parametrize("features", [["coulomb"], [], ["element_counts", "element_counts"]])
def test_wrong_features_of_structures(features) -> None:
    with pytest.raises(InputError, match="structures: "):
        structure_features(structures([[1]], [[[0, 0, 0]]]), features)
