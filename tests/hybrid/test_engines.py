"""The local engine: results, order, death of workers and of the driver, Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import CancelledError

import pytest

from qneko.errors import InputError
from qneko.hybrid import Engine, InProcessEngine, LocalEngine, WorkerLostError

from . import tasks


def is_alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().split()[2] != "Z"
    except FileNotFoundError:
        return False
    except OSError:
        return True


def wait_until(condition, seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def engine():
    with LocalEngine(2) as made:
        yield made


def test_has_the_face_of_an_engine(engine):
    assert isinstance(engine, Engine)


def test_results_come_back_to_their_own_futures(engine):
    futures = [engine.submit(tasks.square, i, key=f"square {i}") for i in range(200)]
    assert [f.result(30) for f in futures] == [i * i for i in range(200)]


def test_an_exception_is_the_tasks_result(engine):
    with pytest.raises(LookupError, match="nothing there") as caught:
        engine.submit(tasks.fail, "nothing there", key="fails").result(30)
    assert "tasks.py" in caught.value.__notes__[0]
    assert engine.submit(tasks.square, 3, key="after").result(30) == 9


def test_an_exception_that_cannot_travel_keeps_its_words(engine):
    with pytest.raises(RuntimeError, match="TwoArgumentsError: no way"):
        engine.submit(tasks.fail_unportably, key="fails").result(30)


def test_a_result_that_cannot_travel_is_a_failure(engine):
    with pytest.raises(Exception, match=r"pickle|local"):
        engine.submit(tasks.return_unportable, key="lambda").result(30)


def test_a_task_that_cannot_travel_is_refused_at_once(engine):
    with pytest.raises(Exception, match=r"pickle|local|lambda"):
        engine.submit(tasks.square, lambda: 3, key="lambda")


def test_functions_of_the_started_script_are_refused(engine, monkeypatch):
    monkeypatch.setattr(tasks.square, "__module__", "__main__")
    with pytest.raises(InputError, match="must be in a module"):
        engine.submit(tasks.square, 3, key="main")


def test_workers_are_prepared_once_each():
    with LocalEngine(1, initializer=tasks.load, initargs=("ready",)) as engine:
        answers = [engine.submit(tasks.loaded, key=f"loaded {i}").result(30) for i in range(3)]
    assert answers == [["ready"]] * 3


def test_a_failing_initializer_is_told_to_everyone():
    engine = LocalEngine(2, initializer=tasks.refuse)
    try:
        with pytest.raises(ValueError, match="cannot be prepared"):
            engine.submit(tasks.square, 2, key="never").result(30)
    finally:
        engine.shutdown()


def test_workers_that_die_at_start_are_not_replaced_for_ever():
    engine = LocalEngine(1, initializer=tasks.die_at_start)
    try:
        with pytest.raises(WorkerLostError, match="before they are ready"):
            engine.submit(tasks.square, 2, key="never").result(30)
    finally:
        engine.shutdown()


def test_one_thread_for_each_worker(engine):
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "QNEKO_NUM_THREADS"):
        assert engine.submit(tasks.environment, name, key=name).result(30) == "1"
    assert set(engine.submit(tasks.blas_threads, key="blas").result(60)) <= {1}


def test_workers_show_no_bars(engine):
    assert engine.submit(tasks.environment, "QNEKO_PROGRESS", key="bars").result(30) == "0"


def test_the_drivers_environment_is_left_alone(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    with LocalEngine(1) as engine:
        engine.submit(tasks.square, 2, key="any").result(30)
    assert os.environ["OMP_NUM_THREADS"] == "7"


def test_a_key_in_the_queue_gives_the_same_future(engine):
    first = engine.submit(tasks.slow_square, 4, 0.3, key="same")
    assert engine.submit(tasks.slow_square, 4, 0.3, key="same") is first
    assert first.result(30) == 16
    assert engine.submit(tasks.slow_square, 4, 0.0, key="same") is not first


def test_higher_priority_goes_first(tmp_path):
    path = str(tmp_path / "order")
    with LocalEngine(1) as engine:
        # keeps the only worker busy while the others queue up
        waiting = [engine.submit(tasks.slow_square, 1, 0.5, key="first")]
        for word, priority in (("a", 0), ("b", 5), ("c", 0), ("d", 5)):
            waiting.append(engine.submit(tasks.note_order, path, word, key=word, priority=priority))
        for future in waiting:
            future.result(30)
    assert (tmp_path / "order").read_text() == "bdac"


def test_resources_are_never_overbooked(tmp_path):
    with LocalEngine(2, resources={"QPU": 1}) as engine:
        futures = [
            engine.submit(tasks.overlap, str(tmp_path), 0.05, key=f"{i}", resources={"QPU": 1})
            for i in range(6)
        ]
        assert [f.result(30) for f in futures] == [1] * 6


def test_a_resource_that_is_not_there_is_refused(engine):
    with pytest.raises(InputError, match="'QPU'"):
        engine.submit(tasks.square, 2, key="quantum", resources={"QPU": 1})


def test_zero_workers_are_refused():
    with pytest.raises(InputError, match="1 or more"):
        LocalEngine(0)


def test_a_task_survives_its_worker(engine, tmp_path):
    future = engine.submit(tasks.die_once, str(tmp_path / "died"), 5, key="dies once")
    assert future.result(30) == 25


def test_a_task_that_kills_every_worker_fails_alone(engine):
    others = [engine.submit(tasks.slow_square, i, 0.05, key=f"other {i}") for i in range(8)]
    with pytest.raises(WorkerLostError, match=r"'deadly'.*3 times.*signal 9"):
        engine.submit(tasks.die, key="deadly", retries=2).result(60)
    assert [f.result(30) for f in others] == [i * i for i in range(8)]


def test_killed_workers_cost_their_own_task_and_no_other(tmp_path):
    """Of 60 tasks under three kills, at most three run twice, and every result is right."""
    with LocalEngine(2) as engine:
        futures = [
            engine.submit(tasks.count_and_square, i, str(tmp_path), key=f"{i}") for i in range(60)
        ]
        for done in (10, 25, 40):
            futures[done].result(30)
            os.kill(engine.worker_pids()[0], signal.SIGKILL)
        assert [f.result(60) for f in futures] == [i * i for i in range(60)]
    assert 60 <= len(list(tmp_path.iterdir())) <= 63


def test_no_more_workers_than_work():
    with LocalEngine(8) as engine:
        assert engine.worker_pids() == []
        futures = [engine.submit(tasks.slow_square, i, 0.2, key=f"{i}") for i in range(3)]
        assert [f.result(30) for f in futures] == [0, 1, 4]
        assert len(engine.worker_pids()) <= 3


def test_shutdown_is_prompt_and_leaves_nothing(tmp_path):
    engine = LocalEngine(2)
    futures = [engine.submit(tasks.slow_square, i, 60.0, key=f"{i}") for i in range(5)]
    assert wait_until(lambda: futures[1].running())
    pids = engine.worker_pids()
    began = time.monotonic()
    engine.shutdown()
    assert time.monotonic() - began < 3.0
    assert not any(is_alive(pid) for pid in pids)
    for future in futures:
        with pytest.raises(CancelledError):
            future.result(1)
    with pytest.raises(RuntimeError, match="shut down"):
        engine.submit(tasks.square, 1, key="late")


DRIVER = """\
import sys, time
from qneko.hybrid import LocalEngine
from tests.hybrid import tasks
engine = LocalEngine(2)
futures = [engine.submit(tasks.slow_square, i, 60.0, key=str(i)) for i in range(4)]
while not futures[1].running():
    time.sleep(0.01)
print(*engine.worker_pids(), flush=True)
try:
    futures[0].result()
except KeyboardInterrupt:
    engine.shutdown()
    print("interrupted", flush=True)
"""


STARTING = """\
import time
from qneko.hybrid import LocalEngine
from tests.hybrid import tasks
with LocalEngine(2) as engine:
    for i in range(4):
        engine.submit(tasks.slow_square, i, 60.0, key=str(i))
    try:
        print("up", flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        engine.shutdown()
        print("interrupted", flush=True)
"""


def start_driver(code: str = DRIVER) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,
    )


def test_workers_end_with_a_killed_driver():
    driver = start_driver()
    pids = [int(word) for word in driver.stdout.readline().split()]
    assert len(pids) == 2
    driver.kill()
    driver.communicate()
    assert wait_until(lambda: not any(is_alive(pid) for pid in pids))


@pytest.mark.parametrize("delay", [0.01, 0.05, 0.1, 0.3])
def test_ctrl_c_stops_all_without_a_word_from_the_workers(delay):
    """The signal goes to the whole group, as a terminal sends it, also while workers start."""
    driver = start_driver(STARTING)
    assert driver.stdout.readline() == "up\n"
    time.sleep(delay)
    os.killpg(driver.pid, signal.SIGINT)
    out, err = driver.communicate(timeout=30)
    assert err == ""
    assert out == "interrupted\n"


def test_a_script_without_a_main_guard_works(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "print('once')\n"
        "import operator\n"
        "from qneko.hybrid import LocalEngine\n"
        "with LocalEngine(2) as engine:\n"
        "    print(engine.submit(operator.add, 2, 3, key='sum').result(30))\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("once\n5\n", "")


def test_in_process_tasks_run_where_they_are_submitted(monkeypatch):
    monkeypatch.setattr(tasks, "_LOADED", [])
    with InProcessEngine(initializer=tasks.load, initargs=("ready",)) as engine:
        assert isinstance(engine, Engine)
        assert engine.submit(tasks.loaded, key="loaded").result(0) == ["ready"]
        assert engine.submit(os.getpid, key="where").result(0) == os.getpid()
        failed = engine.submit(tasks.fail, "nothing there", key="fails")
        with pytest.raises(LookupError, match="nothing there"):
            failed.result(0)
    with pytest.raises(RuntimeError, match="shut down"):
        engine.submit(tasks.loaded, key="late")
