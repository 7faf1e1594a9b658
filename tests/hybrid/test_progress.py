"""The bar: after two seconds, in a terminal, in one place at a time."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from unittest import mock

import numpy as np
import pytest

from qneko.circuits import angle_feature_map
from qneko.engine import compile
from qneko.hybrid import get_device, progress_bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def shown(monkeypatch):
    """Return a function that runs another one in a terminal and returns what appeared there."""
    monkeypatch.delenv("QNEKO_PROGRESS", raising=False)
    monkeypatch.setenv("TERM", "xterm")

    def run(function, *arguments, stream=None):
        stream = Terminal() if stream is None else stream
        # not in the fixture itself: pytest sets sys.stderr anew before the test
        with mock.patch.object(sys, "stderr", stream):
            function(*arguments)
        return stream.getvalue()

    return run


def work(seconds_a_step: float, n_steps: int = 10) -> None:
    """Pretend to work, by a clock that ticks with every step."""
    now = [0.0]
    with progress_bar("Gram matrix", clock=lambda: now[0]) as step:
        for i in range(n_steps):
            now[0] += seconds_a_step
            step(i + 1, n_steps)


def test_it_appears_after_two_seconds_and_goes(shown):
    text = shown(work, 1.0)
    assert "Gram matrix" in text
    assert "100%" in text
    assert text.endswith("\x1b[2K")  # the last line is erased


def test_quick_work_shows_nothing(shown):
    assert shown(work, 0.1) == ""


def test_nothing_is_shown_without_a_terminal(shown, monkeypatch):
    assert shown(work, 1.0, stream=io.StringIO()) == ""
    monkeypatch.setattr(sys, "stderr", None)  # as under pythonw
    work(1.0)


def test_the_environment_turns_it_off(shown, monkeypatch):
    monkeypatch.setenv("QNEKO_PROGRESS", "0")
    assert shown(work, 1.0) == ""


def in_a_thread() -> None:
    thread = threading.Thread(target=work, args=(1.0,))
    thread.start()
    thread.join()


def test_other_threads_show_nothing(shown):
    assert shown(in_a_thread) == ""


def inside_another() -> None:
    with progress_bar("Outer"):
        work(1.0)


def test_inside_another_bar_there_is_none(shown):
    assert shown(inside_another) == ""
    assert shown(work, 1.0)


def interrupted() -> None:
    now = iter(range(0, 1000, 3))
    with (
        pytest.raises(KeyboardInterrupt),
        progress_bar("Half", clock=lambda: next(now)) as step,
    ):
        stop_at(step, 1)


def stop_at(step, done: int) -> None:
    step(done, 2)
    raise KeyboardInterrupt


def test_an_error_removes_it_and_leaves_room_for_the_next(shown):
    text = shown(interrupted)
    assert "Half" in text
    assert "50%" in text
    assert text.endswith("\x1b[2K")
    assert "Gram matrix" in shown(work, 1.0)


def test_the_device_reports_its_gram_matrices(monkeypatch):
    seen = []

    class Bar:
        def __init__(self, description):
            assert description == "Gram matrix"

        def __enter__(self):
            return lambda *done: seen.append(done)

        def __exit__(self, *error):
            pass

    monkeypatch.setattr("qneko.hybrid._progress.progress_bar", Bar)
    program = compile(angle_feature_map(2))
    get_device().gram(program, np.zeros((3, 2)))
    assert seen == [(1, 1)]


def test_rich_is_not_loaded_before_a_bar_is():
    code = (
        "import sys; from qneko.hybrid import progress_bar\n"
        "with progress_bar('x') as step: step(1, 2)\n"
        "sys.exit('rich' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
