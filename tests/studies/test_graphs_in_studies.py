"""Studies of graphs and of perovskites: what each model reads, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from qneko.domains import Dataset
from qneko.errors import InputError
from qneko.studies import StudyResult, load_dataset, make_plan, parse_spec, run_study
from qneko.studies.report import render_report

OWN = """\
[study]
name = "rings"
seed = 3
[data]
path = "graphs.csv"
target = "kind"
edges = "edges.csv"
max_nodes = 9
[models]
quantum = ["graph_evolution_kernel"]
baselines = ["linear", "wl_kernel"]
[protocol]
split = "random"
n_splits = 2
n_repeats = 1
inner_splits = 2
n_trials = 4
"""

TAU = """\
[study]
name = "tau"
seed = 1
[data]
name = "materials/perovskite_tau"
[models]
quantum = ["extreme_learning"]
baselines = ["linear", "tau", "goldschmidt"]
surrogates = false
[protocol]
inner_splits = 2
n_trials = 2
"""


def data(models: dict[str, Any] | None = None, folder: Path = Path(), **table: Any) -> Dataset:
    spec = {"study": {"name": "s", "seed": 1}, "data": table, "models": models or {}}
    return load_dataset(parse_spec(spec), folder)


def lay_out(folder: Path) -> Path:
    """Write trees and graphs with a ring, of 4 to 10 nodes, some with a chord."""
    random = np.random.default_rng(0)
    kinds, edges = [], []
    for number in range(100):
        n = int(random.integers(4, 11))
        name, is_ring = f"g{number}", number % 2 == 0
        kinds.append(f"{name},{'ring' if is_ring else 'tree'}\n")
        pairs = [(int(random.integers(0, j)), j) for j in range(1, n)]
        if is_ring:
            pairs = [(i, (i + 1) % n) for i in range(n)]
        edges += [f"{name},{i},{j}\n" for i, j in pairs]
    (folder / "graphs.csv").write_text("graph,kind\n" + "".join(kinds))
    (folder / "edges.csv").write_text("graph,source,target\n" + "".join(edges))
    path = folder / "rings.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def rings(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    folder = tmp_path_factory.mktemp("rings")
    return run_study(lay_out(folder), n_workers=0, runs_dir=folder / "runs", report=False)


@pytest.fixture(scope="module")
def perovskites(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    folder = tmp_path_factory.mktemp("tau")
    path = folder / "tau.toml"
    path.write_text(TAU, encoding="utf-8")
    return run_study(path, n_workers=0, runs_dir=folder / "runs", report=False)


def test_models_of_graphs_take_part_with_their_twins(rings: StudyResult) -> None:
    candidates = {c.id: c for c in rings.evidence.candidates}
    kernel = "graph_evolution_kernel"
    for name, role in (
        (kernel, "quantum"),
        (f"{kernel}.control", "control"),
        (f"{kernel}.surrogate", "surrogate"),
        ("wl_kernel.raw", "baseline"),
    ):
        assert (candidates[name].role, candidates[name].inputs) == (role, "raw")
    scores = {s.candidate: s.mean for s in rings.evidence.summaries if s.metric == "accuracy"}
    # a ring has no end: every model of graphs sees that, and the guess does not
    assert scores["dummy"] < 0.6
    for name in (kernel, f"{kernel}.control", "wl_kernel.raw"):
        assert scores[name] > 0.8


def test_raw_baselines_count_in_the_bar(rings: StudyResult) -> None:
    inner = {}
    for result in rings.evidence.results:
        if result.candidate.startswith(("linear", "wl_kernel")):
            inner[result.candidate, result.fold] = result.inner_score
    assert {name for name, _ in inner} == {"linear.reduced", "linear.full", "wl_kernel.raw"}
    for pick in rings.evidence.bars.full.picks:
        best = max(score for (_, fold), score in inner.items() if fold == pick.fold)
        assert inner[pick.candidate, pick.fold] == pytest.approx(best)
        assert pick.inner_score == pytest.approx(best)


def test_the_kernel_of_graphs_is_looked_into_and_priced(rings: StudyResult) -> None:
    (found,) = (d for d in rings.evidence.diagnostics if d.candidate == "graph_evolution_kernel")
    assert found.kind == "kernel"
    assert found.n_qubits == 9
    assert found.circuits.training == found.n_samples
    assert found.circuits.per_sample == 1
    assert found.shots_per_circuit > 0
    assert sum(found.spectrum) == pytest.approx(1.0, abs=1e-6)
    assert any(m.easy for m in found.simulability)
    (cost,) = rings.evidence.costs
    assert cost.training_price > cost.sample_price > 0.0


def test_what_was_left_out_is_said(rings: StudyResult) -> None:
    notes = " ".join(rings.evidence.data.notes)
    assert "with more than 9 nodes" in notes
    assert rings.evidence.data.n_samples < 100
    assert "with more than 9 nodes" in render_report(rings.evidence)


def test_predictions_have_no_column_of_graphs(rings: StudyResult) -> None:
    table = pd.read_csv(rings.folder / "predictions.csv")
    assert len(table) == rings.evidence.data.n_samples
    assert "adjacency" not in table.columns
    assert {"truth", "graph_evolution_kernel", "wl_kernel.raw.p"} <= set(table.columns)


def test_workers_find_the_same_to_the_last_bit(rings: StudyResult, tmp_path: Path) -> None:
    other = run_study(lay_out(tmp_path), n_workers=2, runs_dir=tmp_path / "runs", report=False)
    assert other.evidence.results == rings.evidence.results
    assert other.evidence.diagnostics == rings.evidence.diagnostics


def test_equal_graphs_stay_together() -> None:
    spec = parse_spec(
        {
            "study": {"name": "s", "seed": 1},
            "data": {"name": "biomedicine/mutag", "max_nodes": 20},
            "models": {"quantum": ["graph_evolution_kernel"]},
        }
    )
    plan = make_plan(spec, load_dataset(spec, Path()))
    assert plan.protocol.cut.kind == "grouped"
    groups = plan.dataset.groups.to_numpy()
    assert len(set(groups)) < len(groups)
    for train, test in plan._outer:
        assert not set(groups[train]) & set(groups[test])


def test_graphs_that_cannot_be_simulated_are_refused_before_anything_runs() -> None:
    wanted = {"quantum": ["graph_evolution_kernel"]}
    with pytest.raises(InputError) as caught:
        data(wanted, name="biomedicine/mutag")
    assert str(caught.value) == (
        "models.quantum: 'graph_evolution_kernel' is simulated for graphs of up to 24 nodes, one a "
        "qubit, and these have up to 28; set data.max_nodes = 20, which leaves 60 of 188 graphs "
        "out for all models, or leave the model out."
    )
    assert data(wanted, name="biomedicine/mutag", max_nodes=24).n_samples == 173
    # models of descriptors take graphs of any size
    assert data(name="biomedicine/mutag").n_samples == 188


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"name": "biomedicine/wdbc", "max_nodes": 9}, "max_nodes: 'biomedicine/wdbc' has no gra"),
        ({"name": "biomedicine/mutag", "edges": "e.csv"}, "data.edges: 'biomedicine/mutag' has"),
        ({"name": "biomedicine/mutag", "group": "x"}, "data.group: graphs have no such column"),
        ({"path": "g.csv", "target": "y", "max_nodes": 9}, "own graphs need the table of their ed"),
        ({"name": "biomedicine/mutag", "target": "x"}, "has target 'mutagenic', got 'x'"),
    ],
)
def test_keys_that_do_not_fit_are_refused(table: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        data(**table)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("key", "name", "column"),
    [
        ("baselines", "wl_kernel", "adjacency"),
        ("baselines", "tau", "nA"),
        ("baselines", "goldschmidt", "rA \\(Ang\\)"),
        ("quantum", "graph_evolution_kernel", "adjacency"),
    ],
)
def test_models_on_data_that_they_cannot_read_are_refused(key: str, name: str, column: str) -> None:
    spec = parse_spec(
        {
            "study": {"name": "s", "seed": 1},
            "data": {"name": "biomedicine/wdbc"},
            "models": {key: [name]},
        }
    )
    with pytest.raises(InputError, match=f"'{name}' .* needs rows with '{column}', which these"):
        make_plan(spec, load_dataset(spec, Path()))


def test_tau_reproduces_the_published_accuracy(perovskites: StudyResult) -> None:
    found = {r.candidate: r for r in perovskites.evidence.results}
    assert found["tau.raw"].scores["accuracy"] == pytest.approx(0.94, abs=0.005)
    assert found["tau.raw"].scores["roc_auc"] > 0.9
    assert found["goldschmidt.raw"].scores["accuracy"] == pytest.approx(0.75, abs=0.05)
    assert found["tau.raw"].params == {}


def test_what_has_nothing_to_tune_is_said_and_tried_once(perovskites: StudyResult) -> None:
    said = " ".join(perovskites.evidence.protocol.sentences)
    assert "These have nothing to tune: threshold on tau, thresholds on Goldschmidt's t." in said
    efforts = {e.candidate: e for e in perovskites.evidence.efforts}
    assert efforts["tau.raw"].n_fits == 1 + 2  # one trial on two folds, and the final fit
    assert efforts["tau.raw"].n_parameters == 1 + 2  # a threshold, and a sigmoid
    assert efforts["linear.full"].n_fits == 1 + 2 * 2
