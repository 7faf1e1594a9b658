"""Study files: what the smallest one means, and what each mistake is told."""

from __future__ import annotations

import subprocess
import sys

import pytest

from qneko.errors import InputError
from qneko.studies import StudySpec, load_spec, parse_spec

SMALLEST = {"study": {"name": "mine", "seed": 1}, "data": {"path": "my.csv", "target": "y"}}


def with_table(table, /, **values):
    return {**SMALLEST, table: {**SMALLEST.get(table, {}), **values}}


def test_the_smallest_study_gets_the_usual_rest():
    spec = parse_spec(SMALLEST)
    assert spec.models.quantum == ("fidelity_kernel", "variational")
    assert spec.models.baselines == ("linear", "svm", "random_forest", "boosting", "mlp")
    protocol = spec.protocol
    # the numbers of splits and repeats follow from how the rows are cut
    assert (protocol.n_splits, protocol.n_repeats, protocol.inner_splits) == (None, None, 3)
    assert protocol.split == "auto"
    assert (protocol.n_trials, protocol.metric, protocol.alpha) == (8, "auto", 0.05)
    assert protocol.margin is None
    assert spec.encoding.n_features is None
    assert spec.run.n_workers is None


def test_a_resolved_spec_reads_back_as_itself():
    spec = parse_spec(with_table("protocol", n_splits=4, margin=0.02))
    again = StudySpec.model_validate(spec.resolved())
    assert again == spec
    assert again.sha256 == spec.sha256


def test_the_hash_sees_all_but_how_it_is_run():
    base = parse_spec(SMALLEST)
    assert parse_spec(with_table("run", n_workers=3)).sha256 == base.sha256
    assert "run" not in base.resolved()
    # a default that is written out is the same study
    assert parse_spec(with_table("protocol", n_trials=8)).sha256 == base.sha256
    others = [
        with_table("study", seed=2),
        with_table("data", drop=["a"]),
        with_table("encoding", n_features=3),
        with_table("models", baselines=["svm"]),
        with_table("protocol", alpha=0.01),
    ]
    hashes = {base.sha256, *(parse_spec(other).sha256 for other in others)}
    assert len(hashes) == 1 + len(others)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (with_table("protocol", n_split=3), r"s, protocol\.n_split: .*did you mean 'n_splits'\?$"),
        ({**SMALLEST, "protocl": {}}, r"protocl: unknown key; did you mean 'protocol'\?$"),
        (with_table("run", zzz=3), r"run\.zzz: unknown key; known: n_workers\.$"),
        (with_table("protocol", n_splits=1), r"n_splits: expected a number from 2 on, got 1\.$"),
        (with_table("protocol", n_splits=2.5), r"n_splits: expected a whole number, got 2\.5\.$"),
        (with_table("protocol", n_splits=True), r"n_splits: expected a whole number, got True\.$"),
        (with_table("protocol", n_splits="5"), r"n_splits: expected a whole number, got '5'\.$"),
        (with_table("protocol", alpha=1.0), r"alpha: expected a number below 1, got 1\.0\.$"),
        (with_table("protocol", alpha=0), r"alpha: expected a number above 0, got 0\.$"),
        (with_table("protocol", metric="acuracy"), r"metric: .*did you mean 'accuracy'\?$"),
        (with_table("models", quantum=[]), r"models\.quantum: expected a list that is not empty"),
        (with_table("models", quantum="x"), r"models\.quantum: expected a list, such as"),
        (with_table("models", baselines=["svn"]), r"item 1: there is no 'svn'; did you mean 'svm'"),
        (with_table("models", baselines=["svm"] * 2), r"each name in baselines once, got 'svm'"),
        (with_table("encoding", n_features=17), r"n_features: expected a number up to 16"),
        (with_table("data", name="wdbc"), r"data: expected either path .*got both: keep one\.$"),
        (with_table("data", positive=[1]), r"data\.positive: expected a class"),
        (with_table("data", task="klass"), r"task: expected 'classification' or 'regression'"),
        (with_table("study", name=""), r"study\.name: expected a text that is not empty"),
        (with_table("study", name="x" * 81), r"study\.name: expected a text of at most 80"),
        (with_table("study", seed=-1), r"study\.seed: expected a number from 0 on, got -1"),
        ({**SMALLEST, "study": 3}, r"study: expected a table, got 3"),
        ({"data": SMALLEST["data"]}, r"study: missing; add it as table \[study\]"),
        ({**SMALLEST, "study": {"name": "a"}}, r"study\.seed: missing; add it to \[study\]"),
        ({**SMALLEST, "data": {"path": "x"}}, r"data: expected target, .*add target = "),
        ({**SMALLEST, "data": {}}, r"data: expected either path .*got neither"),
    ],
)
def test_mistakes_are_told_with_place_and_fix(content, message):
    with pytest.raises(InputError, match=message) as caught:
        parse_spec(content, "s")
    assert "\n" not in str(caught.value)


def test_a_misspelt_key_is_told_before_the_missing_one():
    with pytest.raises(InputError, match="did you mean 'seed'"):
        parse_spec({**SMALLEST, "study": {"name": "a", "sed": 1}})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[study]\nname = "a\n', "s.toml: line 2"),
        ("[study\n", "s.toml: line 1"),
        ("x", "s.toml: end of document"),
        ("\0", "s.toml: line 1"),
    ],
)
def test_toml_mistakes_are_told_with_their_line(tmp_path, text, message):
    path = tmp_path / "s.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        load_spec(path)


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    path = tmp_path / "s.toml"
    path.write_bytes(b'\xef\xbb\xbf[study]\nname = "a"\nseed = 1\n[data]\npath = "x"\ntarget = "y"')
    assert load_spec(path).study.name == "a"


def test_a_missing_file_is_told_with_a_near_one(tmp_path):
    (tmp_path / "study.toml").touch()
    with pytest.raises(InputError, match=r"no study file .*studdy.toml; did you mean 'study.toml'"):
        load_spec(tmp_path / "studdy.toml")
    with pytest.raises(InputError, match=r"is a folder"):
        load_spec(tmp_path)


def test_reading_a_spec_loads_nothing_heavy():
    code = (
        "import sys; from qneko.studies import load_spec, StudySpec;"
        "print([m for m in ('numpy', 'pandas', 'sklearn', 'optuna') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
