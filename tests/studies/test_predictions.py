"""What was predicted of each row, and models that read rows as they are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from qneko.errors import InputError
from qneko.studies import StudySpec, prepare_study, run_study
from qneko.studies.evidence._row_columns import FILE
from qneko.studies.families._baselines import BASELINES
from qneko.studies.families._family import Family, Recipe
from qneko.studies.running._predictions import keeps_rows

N_SPLITS = 3


def spec(**data):
    return StudySpec.model_validate(
        {
            "study": {"name": "rows", "seed": 3},
            "data": data,
            "models": {
                "quantum": ["fidelity_kernel"],
                "baselines": ["linear"],
                "surrogates": False,
            },
            "protocol": {
                "n_splits": N_SPLITS,
                "n_repeats": 2,
                "n_trials": 1,
                "inner_splits": 2,
            },
        }
    )


def own_table(folder, n=60):
    rng = np.random.default_rng(0)
    x, z = rng.normal(size=n), rng.normal(size=n)
    frame = pd.DataFrame({"x": x, "z": z, "y": 3.0 * x + 0.1 * rng.normal(size=n)})
    path = folder / "own.csv"
    frame.to_csv(path, index=False)
    return path, frame


def test_each_row_of_the_first_repeat_is_predicted_once(tmp_path):
    path, frame = own_table(tmp_path)
    result = run_study(
        spec(path=str(path), target="y"), n_workers=0, runs_dir=tmp_path, report=False
    )
    table = pd.read_csv(result.folder / FILE)
    assert sorted(table["row"]) == list(range(len(frame)))
    assert np.allclose(table["truth"], frame["y"].to_numpy()[table["row"]])
    # what the file says is what was scored
    scored = {(r.candidate, r.fold): r for r in result.evidence.results if r.repeat == 0}
    for name in ("fidelity_kernel", "linear.reduced", "dummy"):
        for fold, part in table.groupby("fold"):
            error = np.sqrt(np.square(part[name] - part["truth"]).mean())
            assert error == pytest.approx(scored[name, fold].scores["rmse"], rel=1e-9)


def test_classes_come_with_the_probability_of_the_one_looked_for(tmp_path):
    result = run_study(spec(name="biomedicine/wdbc"), n_workers=0, runs_dir=tmp_path, report=False)
    table = pd.read_csv(result.folder / FILE)
    said = table["linear.full"]
    assert set(said) == {"benign", "malignant"}
    assert ((table["linear.full.p"] > 0.5) == (said == "malignant")).all()


def test_large_tables_keep_no_rows():
    class Large:
        n_samples = 20_001

    class Small:
        n_samples = 20_000

    assert not keeps_rows(Large, 0)
    assert keeps_rows(Small, 0)
    assert not keeps_rows(Small, 1)


def test_a_raw_baseline_reads_names_and_units_and_counts_in_the_bar(tmp_path, monkeypatch):
    monkeypatch.setitem(
        BASELINES,
        "linear",
        Family(
            "three times x",
            "The rule itself.",
            None,
            Recipe("tests.studies.rule_of_three", "RuleOfThree", {}, 0.001, is_random=False),
            inputs="raw",
            needs=("x",),
        ),
    )
    path, _ = own_table(tmp_path)
    result = run_study(
        spec(path=str(path), target="y"), n_workers=0, runs_dir=tmp_path, report=False
    )
    evidence = result.evidence
    [baseline] = [c for c in evidence.candidates if c.role == "baseline"]
    assert (baseline.id, baseline.inputs) == ("linear.raw", "raw")
    assert evidence.bars.full.mean == pytest.approx(0.1, rel=0.3)
    assert evidence.bars.full.mean == evidence.bars.reduced.mean
    assert "three times x" in " ".join(evidence.protocol.sentences)


def test_a_raw_baseline_is_refused_where_its_column_is_missing(monkeypatch):
    monkeypatch.setitem(
        BASELINES,
        "linear",
        Family(
            "three times x",
            "The rule itself.",
            Recipe("tests.studies.rule_of_three", "RuleOfThree", {}, 0.001, is_random=False),
            None,
            inputs="raw",
            needs=("x",),
        ),
    )
    with pytest.raises(InputError, match="'linear' \\(three times x\\) needs rows with 'x'"):
        prepare_study(spec(name="biomedicine/wdbc"))
