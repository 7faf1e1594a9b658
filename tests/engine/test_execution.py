"""How the native core runs: instruction sets, signals, forks, memory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from qneko.circuits import Circuit, X, Z, feature, weight
from qneko.engine import compile

PROBLEM = """
import json, numpy as np
from qneko.circuits import Circuit, X, Z, feature, weight
from qneko.engine import _native, compile
circuit = Circuit(5)
for q in range(5):
    circuit.ry(feature(q % 2), q).crx(weight() * feature(0), q, (q + 1) % 5).p(feature(1), q)
program = compile(circuit, [Z(0), X(3)], dtype={dtype!r})
X = np.linspace(-2, 2, 46).reshape(23, 2)
values, by_x, by_w = program.vjp(X, np.linspace(0, 1, 5), np.ones((23, 2)))
print(json.dumps([_native.isa(), values.tolist(), by_x.tolist(), by_w.tolist()]))
"""


def run_python(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize(("dtype", "tolerance"), [("float32", 2e-5), ("float64", 1e-12)])
def test_instruction_sets_agree(dtype, tolerance):
    code = PROBLEM.format(dtype=dtype)
    widest, *expected = json.loads(run_python(code))
    for isa in ("baseline", "avx2"):
        used, *results = json.loads(run_python(code, QNEKO_ISA=isa))
        # a machine without AVX2 uses its widest whatever is asked for
        assert used == isa or widest == "baseline"
        for mine, theirs in zip(results, expected, strict=True):
            np.testing.assert_allclose(mine, theirs, atol=50 * tolerance)


def test_interrupt_stops_a_long_call():
    code = """
import numpy as np, sys
from qneko.circuits import Circuit, Z, feature, weight
from qneko.engine import compile
circuit = Circuit(12)
for layer in range(20):
    for q in range(12):
        circuit.ry(feature(q), q).rz(weight(), q).cx(q, (q + 1) % 12)
program = compile(circuit, [Z(0)])
print("ready", flush=True)
try:
    program.expectations(np.zeros((200_000, 12)), np.zeros(program.n_weights))
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "ready\n"
    time.sleep(1.0)
    child.send_signal(signal.SIGINT)
    output, _ = child.communicate(timeout=30)
    assert output == "interrupted\n"
    assert child.returncode == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_child_makes_its_own_threads(monkeypatch):
    monkeypatch.setenv("QNEKO_NUM_THREADS", "2")
    program = compile(Circuit(3).ry(feature(0), 0).cx(0, 1), [Z(1)])
    features = np.linspace(0, 1, 2000)[:, None]
    expected = program.expectations(features)  # starts the threads
    child = os.fork()
    if child == 0:
        equal = np.array_equal(program.expectations(features), expected)
        os._exit(0 if equal else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_one_program_serves_several_python_threads():
    circuit = Circuit(6)
    for q in range(6):
        circuit.ry(feature(q), q).rz(weight(), q).cx(q, (q + 1) % 6).rx(feature(0), q)
    program = compile(circuit, [Z(0), X(2)])
    rng = np.random.default_rng(0)
    batches = [(rng.normal(size=(n, 6)), rng.normal(size=6)) for n in (3, 40, 500, 501, 77, 9)]
    expected = [program.vjp(x, w, np.ones((len(x), 2))) for x, w in batches]

    def work(number: int) -> bool:
        x, w = batches[number % len(batches)]
        found = program.vjp(x, w, np.ones((len(x), 2)))
        pairs = zip(found, expected[number % len(batches)], strict=True)
        return all(np.array_equal(mine, theirs) for mine, theirs in pairs)

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(work, range(120)))


def test_results_keep_their_numbers_when_memory_serves_again():
    program = compile(Circuit(10).ry(feature(0), 0), dtype="float32")
    held = [program.states([[x]] * 16) for x in (0.0, 1.0, 2.0)]
    view = program.states([[3.0]] * 16)[5:]
    for _ in range(5):
        program.states([[0.5]] * 16)  # each result is dropped, and its memory used for the next
    for x, states in zip((0.0, 1.0, 2.0), held, strict=True):
        np.testing.assert_allclose(states[:, 0], np.cos(x / 2), atol=1e-6)
    np.testing.assert_allclose(view[:, 1], np.sin(1.5), atol=1e-6)


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss has another unit elsewhere")
def test_ten_million_samples_need_little_more_than_their_arrays():
    n_samples = 10_000_000
    code = f"""
import numpy as np, resource
from qneko.circuits import Circuit, X, Z, feature, weight
from qneko.engine import compile
circuit = Circuit(2).ry(feature(0), 0).rz(weight(), 0).cx(0, 1)
program = compile(circuit, [X(0) @ X(1)], dtype="float32")
features = np.ones(({n_samples}, 1), np.float32)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
values = program.expectations(features, [0.0])
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert np.ptp(values) == 0
print((after - before) * 1024 - values.nbytes)
"""
    assert int(run_python(code)) < 100e6


def test_explanation_counts_what_is_done():
    circuit = Circuit(10)
    for _ in range(3):
        for q in range(10):
            circuit.ry(feature(q), q).ry(weight(), q).rz(weight(), q)
        for q in range(10):
            circuit.cx(q, (q + 1) % 10)
    program = compile(circuit, [Z(0)], dtype="float32")
    explanation = program.explain()
    assert (explanation.n_gates, explanation.n_rotations, explanation.start) == (120, 90, 10)
    assert [layer.diagonal for layer in explanation.layers] == [True, False, True, False]
    assert program.cost.state_bytes == 8 * 1024
    assert program.cost.backward_flops > program.cost.forward_flops > 5 * 1024 * 19
    text = str(explanation)
    assert "120 gates on 10 qubits" in text
    assert "one table for the batch" in text


def test_explanation_of_nothing():
    assert compile(Circuit(2)).explain().layers == ()
    assert compile(Circuit(1).h(0), X(0)).cost.forward_passes >= 1
