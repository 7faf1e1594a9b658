"""The protocol written down beforehand, and what a later run says of those before it."""

from __future__ import annotations

import hashlib
import json

import pytest

from qneko.hybrid.ledger import Ledger, count_done
from qneko.studies import (
    StudyInterruptedError,
    evidence_warnings,
    fingerprint,
    load_evidence,
    prepare_study,
    run_study,
)
from qneko.studies.evidence._registered import registration_warnings
from qneko.studies.report import render_report
from qneko.studies.running._fixed import protocol_of, protocol_sha256
from qneko.studies.running._progress import Silence
from qneko.studies.running._registration import changes, register
from qneko.studies.running._run import _make_folder

from .small import STUDY, lay_out, make_table

TINY = (
    STUDY.replace('["fidelity_kernel", "variational"]', '["fidelity_kernel"]')
    .replace('["linear", "svm"]', '["linear"]')
    .replace("n_repeats = 2", "n_repeats = 1")
    .replace("n_trials = 3", "n_trials = 2")
)


def plan_of(folder, study=TINY, table=None):
    return prepare_study(lay_out(folder, study, table))


def registered(plan, runs, n_results=0):
    """Register a plan's protocol, then note that many results in its ledger."""
    folder = _make_folder(runs / plan.folder_name)
    with Ledger.open(folder / "ledger.sqlite") as ledger:
        found = register(folder, plan)
        for number in range(n_results):
            ledger.plan(f"{plan.digest}{number}", {})
            ledger.start(f"{plan.digest}{number}")
            ledger.finish(f"{plan.digest}{number}", {})
    return found


def test_what_is_registered_can_be_checked_by_anybody(tmp_path):
    plan = plan_of(tmp_path)
    registered(plan, tmp_path / "runs")
    document = json.loads((tmp_path / "runs" / plan.folder_name / "protocol.json").read_text())
    content = document["content"]
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    assert document["sha256"] == hashlib.sha256(canonical.encode()).hexdigest()
    assert content["study"] == plan.spec.resolved()
    assert content["data"]["sha256"] == plan.dataset.sha256
    assert content["protocol"]["metric"] == "accuracy"  # the study file left it open
    assert content["protocol"]["cut"]["n_splits"] == 2
    assert set(content["candidates"]) == {c.id for c in plan.candidates}
    assert content["candidates"]["linear.full"]["space"]
    assert any("Holm" in sentence for sentence in content["rule"])


def test_the_hash_follows_what_is_fixed_and_not_how_it_runs(tmp_path):
    base = protocol_sha256(protocol_of(plan_of(tmp_path)))
    assert protocol_sha256(protocol_of(plan_of(tmp_path, TINY + "[run]\nn_workers = 1\n"))) == base
    others = [
        TINY.replace("n_trials = 2", "n_trials = 3"),
        TINY + 'metric = "roc_auc"\n',
        TINY + "margin = 0.02\n",
        TINY + "alpha = 0.01\n",
        TINY.replace('["linear"]', '["linear", "svm"]'),
        TINY.replace("inner_splits = 2", "inner_splits = 3"),
        TINY.replace("seed = 7", "seed = 8"),
    ]
    hashes = {protocol_sha256(protocol_of(plan_of(tmp_path, other))) for other in others}
    assert len(hashes | {base}) == 1 + len(others)


def test_it_is_written_before_the_first_task_and_kept(tmp_path):
    path = lay_out(tmp_path, TINY)
    runs = tmp_path / "runs"

    class Looker(Silence):
        def started(self, plan, n_workers):
            file = runs / plan.folder_name / "protocol.json"
            self.seen = file.read_bytes(), count_done(file.with_name("ledger.sqlite"))

        def task_done(self, done):
            if done.n_done == 5:
                raise KeyboardInterrupt

    first = Looker()
    with pytest.raises(StudyInterruptedError):
        run_study(path, n_workers=1, runs_dir=runs, progress=first)
    written, n_done = first.seen
    assert n_done == 0
    result = run_study(path, n_workers=1, runs_dir=runs)
    assert (result.folder / "protocol.json").read_bytes() == written
    evidence = load_evidence(result.evidence_path)
    assert evidence.study.protocol_sha256 == json.loads(written)["sha256"]
    registration = evidence.run.registration
    assert registration.registered == json.loads(written)["registered"]
    assert registration.registered < evidence.run.finished
    assert (registration.n_results_before, registration.earlier) == (0, ())
    assert evidence_warnings(evidence) == ()
    page = render_report(evidence)
    assert "before the first task ran; no earlier protocol" in page
    assert evidence.study.protocol_sha256 in page
    # the registration is of the run: what was found does not depend on it
    elsewhere = run_study(path, n_workers=1, runs_dir=tmp_path / "other")
    assert fingerprint(elsewhere.evidence) == fingerprint(evidence)


def test_a_study_file_changed_after_results_is_told_everywhere(tmp_path, capsys):
    from qneko.cli._verdict_view import print_verdict, verdict_as_json

    runs = tmp_path / "runs"
    registered(plan_of(tmp_path), runs, n_results=3)
    registered(plan_of(tmp_path, TINY + "alpha = 0.1\n"), runs)  # never ran: nothing was seen
    changed = TINY.replace('["linear"]', '["linear", "svm"]') + 'metric = "balanced_accuracy"\n'
    result = run_study(lay_out(tmp_path, changed), n_workers=1, runs_dir=runs)
    (warning,) = evidence_warnings(result.evidence)
    assert warning.startswith("Warning: the study file was changed after results were seen: 1 earl")
    assert "1 earlier protocol of this study on these data" in warning
    assert 'protocol.metric ("auto" before, "balanced_accuracy" now)' in warning
    assert 'models.baselines (["linear"] before, ["linear", "svm"] now)' in warning
    assert "3 results" in warning
    page = result.report_path.read_text(encoding="utf-8")
    assert "the study file was changed after results were seen" in page
    print_verdict(result.evidence, result.report_path)
    assert "was changed after results were seen" in " ".join(capsys.readouterr().out.split())
    assert verdict_as_json(result.evidence, result.folder)["warnings"] == [warning]


def test_protocols_are_counted_in_the_order_in_which_they_were_registered(tmp_path):
    runs = tmp_path / "runs"
    variants = [TINY, TINY + "alpha = 0.1\n", TINY + "alpha = 0.2\n", TINY + "alpha = 0.3\n"]
    for number, study in enumerate(variants):
        found = registered(plan_of(tmp_path, study), runs, n_results=2)
        assert len(found.earlier) == number
    (sentence,) = registration_warnings(found)
    assert "3 earlier protocols of this study on these data" in sentence
    assert "protocol.alpha (0.2 before, 0.3 now)" in sentence
    # what came later was not before: the first one, taken up again, is still the first
    assert registered(plan_of(tmp_path, variants[0]), runs).earlier == ()


def test_other_data_and_other_studies_of_the_same_data(tmp_path):
    runs = tmp_path / "runs"
    registered(plan_of(tmp_path), runs, n_results=1)
    table = make_table().drop(index=[5])
    found = registered(plan_of(tmp_path, table=table), runs, n_results=1)
    (sentence,) = registration_warnings(found)
    assert "the data were changed after results were seen" in sentence
    assert "the data file (" in sentence
    found = registered(plan_of(tmp_path, TINY.replace("Small study", "Other")), runs)
    assert [(e.same_study, e.same_data) for e in found.earlier] == [(False, True)]
    assert registration_warnings(found) == ()  # another question, told with the protocol
    other_target = TINY.replace("Small study", "Third").replace('"kind"', '"size"')
    assert registered(plan_of(tmp_path, other_target), runs).earlier == ()


def test_another_protocol_in_the_same_folder_keeps_the_first(tmp_path, monkeypatch):
    runs = tmp_path / "runs"
    plan = plan_of(tmp_path)
    first = registered(plan, runs, n_results=4)
    # the study file and the data are the same, so the folder is; what qneko fixes is not
    monkeypatch.setattr("qneko.studies.running._fixed.RULE", ("Another rule.",))
    second = registered(plan, runs)
    assert second.registered > first.registered
    (earlier,) = second.earlier
    assert (earlier.n_results, earlier.same_file, earlier.same_data) == (4, True, True)
    assert earlier.changes[0].startswith("rule (")
    (sentence,) = registration_warnings(second)
    assert "qneko's own part of the protocol was changed after results were seen" in sentence
    assert registered(plan, runs) == second
    monkeypatch.undo()
    assert registered(plan, runs) == first


@pytest.mark.parametrize("damage", ["missing", "{", "[]", '{"content": 3}'])
def test_a_record_that_came_too_late_says_so(tmp_path, damage):
    runs = tmp_path / "runs"
    plan = plan_of(tmp_path)
    registered(plan, runs, n_results=2)
    file = runs / plan.folder_name / "protocol.json"
    if damage == "missing":
        file.unlink()
    else:
        file.write_text(damage)
    found = registered(plan, runs)
    assert found.n_results_before == 2
    (sentence,) = registration_warnings(found)
    assert "registered after 2 results of this run were there" in sentence
    assert registered(plan, runs) == found  # and goes on saying so


def test_an_altered_record_is_another_protocol(tmp_path):
    runs = tmp_path / "runs"
    plan = plan_of(tmp_path)
    registered(plan, runs, n_results=2)
    file = runs / plan.folder_name / "protocol.json"
    document = json.loads(file.read_text())
    document["content"]["study"]["protocol"]["margin"] = 0.05
    file.write_text(json.dumps(document))
    (earlier,) = registered(plan, runs).earlier
    assert earlier.changes == ("protocol.margin (0.05 before, not given now)",)


def test_changes_name_what_follows_only_where_nothing_was_written(tmp_path):
    base = protocol_of(plan_of(tmp_path))
    assert changes(base, base) == []
    more = protocol_of(plan_of(tmp_path, TINY.replace('["linear"]', '["linear", "svm"]')))
    assert changes(base, more) == ['models.baselines (["linear"] before, ["linear", "svm"] now)']
    newer = {**base, "qneko": "99.0"}
    assert changes(base, newer) == [f"qneko ({base['qneko']} before, 99.0 now)"]


def test_a_damaged_ledger_has_no_results(tmp_path):
    assert count_done(tmp_path / "ledger.sqlite") == 0
    (tmp_path / "ledger.sqlite").write_text("no database")
    assert count_done(tmp_path / "ledger.sqlite") == 0
