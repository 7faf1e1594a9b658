"""The ledger on disk: what is in it survives, and only one process writes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qneko.errors import LedgerError
from qneko.hybrid import Ledger

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.sqlite"


def run_task(ledger, key, result):
    ledger.plan(key, {"name": key})
    ledger.start(key)
    return ledger.finish(key, result, 0.25)


def test_results_survive_closing(path):
    with Ledger.open(path) as ledger:
        run_task(ledger, "a", {"score": 0.1})
        ledger.plan("b", {"name": "b"})
    with Ledger.open(path) as ledger:
        assert ledger.get("a") == {"score": 0.1}
        assert ledger.get("b") is None
        assert ledger.get("c") is None
        assert ledger.entry("a").wall_s == 0.25
        assert ledger.counts() == {"done": 1, "planned": 1}


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.text(min_size=1), JSON, max_size=5))
def test_values_come_back_to_the_last_bit(tmp_path_factory, results):
    path = tmp_path_factory.mktemp("ledger") / "ledger.sqlite"
    with Ledger.open(path) as ledger:
        noted = {key: run_task(ledger, key, {"value": value}) for key, value in results.items()}
    with Ledger.open(path) as ledger:
        for key, value in results.items():
            assert ledger.get(key) == noted[key] == {"value": value}


def test_fresh_results_look_like_read_ones(path):
    with Ledger.open(path) as ledger:
        assert run_task(ledger, "a", {"pair": (1, 2), "by_number": {3: 4}}) == {
            "pair": [1, 2],
            "by_number": {"3": 4},
        }


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), object(), {1, 2}])
def test_what_json_cannot_hold_is_refused(path, bad):
    with Ledger.open(path) as ledger:
        ledger.plan("a", {})
        ledger.start("a")
        with pytest.raises(LedgerError, match="finite JSON values"):
            ledger.finish("a", {"value": bad})
        assert ledger.get("a") is None


def test_a_running_task_of_a_gone_driver_is_planned_again(path):
    with Ledger.open(path) as ledger:
        ledger.plan("a", {})
        ledger.start("a")
    with Ledger.open(path) as ledger:
        assert ledger.counts() == {"planned": 1}
        ledger.start("a")
        assert ledger.entry("a").attempts == 2


def test_a_second_writer_is_told_who_has_it(path):
    with Ledger.open(path), pytest.raises(LedgerError, match=f"in use by process {os.getpid()}"):
        Ledger.open(path)
    Ledger.open(path).close()


HOLDER = """\
import sys, time
from qneko.hybrid import Ledger
ledger = Ledger.open(sys.argv[1])
for i in range(10**6):
    ledger.plan(f"{i}", {"number": i})
    ledger.start(f"{i}")
    ledger.finish(f"{i}", {"square": i * i}, 0.0)
    print(i, flush=True)
"""


def test_kill_9_at_any_moment_leaves_a_sound_ledger_and_no_lock(path):
    n_known = 0
    for n_lines in (1, 7, 30):
        code = HOLDER.replace("range(10**6)", f"range({n_known}, 10**6)")
        holder = subprocess.Popen(
            [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(n_lines):
            last = int(holder.stdout.readline())
        with pytest.raises(LedgerError, match=f"in use by process {holder.pid}"):
            Ledger.open(path)
        holder.send_signal(signal.SIGKILL)
        told = holder.communicate()[0].split()
        last = int(told[-1]) if told else last
        with Ledger.open(path) as ledger:
            # all that was told as done is there; at most one more was done before it was told
            assert all(ledger.get(f"{i}") == {"square": i * i} for i in range(last + 1))
            counts = ledger.counts()
            assert set(counts) <= {"done", "planned"}
            assert counts["done"] - (last + 1) in (0, 1)
            assert counts.get("planned", 0) <= 1
            n_known = counts["done"]


def test_a_file_that_is_no_ledger_is_told_so(path):
    path.write_bytes(b"no database at all, but long enough to be one" * 40)
    with pytest.raises(LedgerError, match="move the file away"):
        Ledger.open(path)
    path.unlink()
    Ledger.open(path).close()


def test_a_ledger_of_another_version_is_told_so(path):
    Ledger.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("update meta set value = '99' where name = 'schema_version'")
    connection.close()
    with pytest.raises(LedgerError, match="version 99"):
        Ledger.open(path)


def test_a_folder_that_is_not_there_is_told_so(tmp_path):
    with pytest.raises(LedgerError, match="cannot be written"):
        Ledger.open(tmp_path / "nowhere" / "ledger.sqlite")


def test_a_closed_ledger_refuses_to_write(path):
    ledger = Ledger.open(path)
    ledger.close()
    with pytest.raises(LedgerError, match="was closed"):
        ledger.plan("a", {})
