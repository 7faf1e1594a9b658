"""Progress and its guess of the time left, without running anything."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from qneko.cli._progress import ProgressView, TimeLeft, in_words, in_workers
from qneko.studies import Standing, TaskDone

PLAN = SimpleNamespace(
    spec=SimpleNamespace(study=SimpleNamespace(name="tumour")),
    candidates=[None] * 15,
    n_tasks=200,
    estimated_s=lambda n_workers: 120.0 / n_workers,
)


def done(n, *, reused=0, best=None):
    return TaskDone(n, 200, reused, n / 200, "trial", "RBF-SVM", best)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "0 s"), (59.4, "59 s"), (200, "3 min 20 s"), (7500, "2 h 5 min"), (-1, "0 s")],
)
def test_seconds_in_words(seconds, words):
    assert in_words(seconds) == words


def test_workers_in_words():
    assert [in_workers(1), in_workers(2)] == ["1 worker", "2 workers"]


def test_time_left_is_estimated_first_and_measured_then():
    now = 0.0
    left = TimeLeft(100.0, clock=lambda: now)
    assert left.after(0.01, 0) == pytest.approx(99.0)
    now = 40.0
    assert left.after(0.2, 0) == pytest.approx(160.0)  # twice as slow as was thought


def test_what_was_known_before_does_not_count_as_speed():
    now = 0.0
    left = TimeLeft(100.0, clock=lambda: now)
    left.after(0.5, 70)
    now = 10.0
    assert left.after(0.6, 70) == pytest.approx(40.0)


def test_lines_where_there_is_no_terminal(monkeypatch, capsys):
    monkeypatch.setattr("qneko.cli._progress._LINE_EVERY_S", 0.0)
    with ProgressView() as view:
        view.started(PLAN, 2)
        view.task_done(done(20, reused=5))
        view.task_done(done(50, best=Standing("RBF-SVM", "balanced_accuracy", 0.9554, 3)))
        view.finished()
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert lines[0] == "tumour: 15 candidates, 200 tasks, 2 workers, about 1 min 0 s."
    assert lines[1].startswith("20 of 200 tasks, 5 known before, about ")
    assert lines[2].endswith("best so far: RBF-SVM, balanced accuracy 0.955.")
    assert lines[3].startswith("All tasks are done")


def test_lines_are_rare(capsys):
    with ProgressView() as view:
        view.started(PLAN, 1)
        for n in range(200):
            view.task_done(done(n))
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_bar_in_a_terminal(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with ProgressView() as view:
        view.started(PLAN, 2)
        view.task_done(done(100, best=Standing("SVM [all]", "accuracy", 0.91, 3)))
        (row,) = view._bar.tasks
        assert (row.completed, row.total) == (100, 200)
        assert row.fields["best"] == r"best so far: SVM \[all], accuracy 0.910"
        view._bar.refresh()
    out, err = capsys.readouterr()
    assert out == ""
    assert "100/200" in err
    assert "best so far: SVM [all], accuracy 0.910" in err
