"""Studies of ground-state energies: models that compute, and learn nothing from other rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from qneko.domains.ground_states import CHEMICAL_ACCURACY_MHA
from qneko.errors import InputError
from qneko.studies import StudyResult, load_dataset, parse_spec, run_study
from qneko.studies.report import render_report

STUDY = """\
[study]
name = "hydrogen"
seed = 2
[data]
name = "materials/molecular_hamiltonians"
[ground_state]
molecule = "H2"
between = [0.5, 2.0]
[protocol]
n_splits = 4
n_repeats = 1
inner_splits = 2
n_trials = 2
"""


@pytest.fixture(scope="module")
def hydrogen(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    return run(tmp_path_factory.mktemp("hydrogen"))


def run(folder: Path, n_workers: int = 0) -> StudyResult:
    path = folder / "hydrogen.toml"
    path.write_text(STUDY, encoding="utf-8")
    return run_study(path, n_workers=n_workers, runs_dir=folder / "runs", report=False)


def spec(**more: Any) -> dict[str, Any]:
    return {
        "study": {"name": "s", "seed": 1},
        "data": {"name": "materials/molecular_hamiltonians"},
        **more,
    }


def errors(result: StudyResult) -> dict[str, float]:
    return {s.candidate: s.mean for s in result.evidence.summaries if s.metric == "mae"}


def test_solvers_take_part_where_the_file_does_not_say_who_does(hydrogen: StudyResult) -> None:
    ids = [c.id for c in hydrogen.evidence.candidates]
    assert ids == [
        "vqe_uccsd",
        "vqe_uccsd.control",
        "adapt_vqe",
        "adapt_vqe.control",
        "gaussian_process.reduced",
        "hartree_fock.raw",
        "mp2.raw",
        "cisd.raw",
        "ccsd.raw",
        "dummy",
    ]


def test_errors_are_those_of_quantum_chemistry(hydrogen: StudyResult) -> None:
    found = errors(hydrogen)
    # two electrons: singles and doubles are all there is
    for exact in ("vqe_uccsd", "adapt_vqe", "cisd.raw", "ccsd.raw"):
        assert found[exact] < 1e-4
    table = pd.read_csv(hydrogen.folder / "predictions.csv")
    mean_field = (table["hartree_fock.raw"] - table["truth"]).abs()
    by_fold = mean_field.groupby(table["fold"]).mean().mean()
    assert found["hartree_fock.raw"] == pytest.approx(by_fold)
    assert found["hartree_fock.raw"] > found["mp2.raw"] > CHEMICAL_ACCURACY_MHA
    # product states: the mean field, or the triplet where that is lower
    assert found["mp2.raw"] < found["vqe_uccsd.control"] <= found["hartree_fock.raw"] + 1e-4


def test_the_margin_is_chemical_accuracy(hydrogen: StudyResult) -> None:
    protocol = hydrogen.evidence.protocol
    assert (protocol.metric, protocol.margin) == ("mae", CHEMICAL_ACCURACY_MHA)
    assert "chemical accuracy (1 kcal/mol)" in protocol.margin_reason
    assert hydrogen.evidence.data.target_unit == "mHa"


def test_exact_beside_exact_is_on_a_par(hydrogen: StudyResult) -> None:
    assert hydrogen.evidence.verdict.answer == "on a par"
    notes = " ".join(hydrogen.evidence.data.notes)
    assert "CISD and CCSD are exact, and no model can be better" in notes


def test_nothing_is_learned_so_there_is_no_curve_and_it_is_said(hydrogen: StudyResult) -> None:
    evidence = hydrogen.evidence
    assert evidence.learning_curve == ()
    said = " ".join(evidence.protocol.sentences)
    assert "There is no learning curve, because no quantum model learns from training rows." in said
    assert "learn nothing from training rows" in said
    learners = said.split("learn nothing from training rows")[1].split(".")[0]
    assert "VQE with UCCSD" in learners
    assert "Gaussian process" not in learners


def test_a_circuit_is_looked_into_and_one_energy_is_priced(hydrogen: StudyResult) -> None:
    evidence = hydrogen.evidence
    (found,) = (d for d in evidence.diagnostics if d.candidate == "vqe_uccsd")
    assert (found.kind, found.n_qubits, found.n_weights) == ("variational", 4, 3)
    assert found.loss[0] > found.loss[-1]
    assert found.circuits.training == 0
    cost = next(c for c in evidence.costs if c.candidate == "vqe_uccsd")
    assert cost.sample_circuits == found.circuits.per_sample
    assert cost.sample_price > 100.0


def test_the_report_has_what_there_is(hydrogen: StudyResult) -> None:
    page = render_report(hydrogen.evidence)
    assert "VQE with UCCSD" in page
    assert "mHa" in page
    assert "There is no learning curve" in page


def test_workers_find_the_same_to_the_last_bit(hydrogen: StudyResult, tmp_path: Path) -> None:
    other = run(tmp_path, n_workers=2)
    assert other.evidence.results == hydrogen.evidence.results


def test_models_may_be_named_and_one_table_is_enough() -> None:
    wanted = parse_spec(spec(ground_state={"molecule": "LiH"}, models={"quantum": ["vqe_uccsd"]}))
    assert wanted.models.quantum == ("vqe_uccsd",)
    assert "ccsd" in wanted.models.baselines
    assert load_dataset(wanted, Path()).n_samples == 23


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, r"holds several molecules: say which in a table \[ground_state\]"),
        (
            {"ground_state": {"molecule": "H2", "basis": "6-31g"}},
            "makes 1 geometry of H2 in 6-31g, and 10 are needed .*; take H2 in sto-3g or LiH",
        ),
        (
            {"ground_state": {"molecule": "H2", "between": [2.0, 1.0]}},
            r"expected the shortest distance before the longest, got \[2.0, 1.0\]",
        ),
        ({"ground_state": {"molecule": "H2", "length": 1.0}}, "ground_state.length: unknown key"),
        ({"ground_state": {"molecule": "BeH2"}}, "molecule: there is no 'BeH2'"),
        (
            {"ground_state": {"molecule": "H2"}, "data": {"name": "biomedicine/wdbc"}},
            'ground_state: it chooses a molecule of .*; set data.name = "materials/molecular',
        ),
        (
            {
                "ground_state": {"molecule": "H2"},
                "data": {"name": "materials/molecular_hamiltonians", "target": "hf"},
            },
            "data.target: of Hamiltonians the exact energy is predicted",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(more: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        load_dataset(parse_spec(spec(**more)), Path())
    assert "\n" not in str(caught.value)
