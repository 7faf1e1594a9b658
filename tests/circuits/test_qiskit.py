"""Qiskit's circuits: the same states out and in, for every gate and from Qiskit's own library."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qneko.circuits import (
    Circuit,
    feature,
    from_openqasm3,
    from_qiskit,
    to_openqasm3,
    to_qiskit,
    weight,
    z_feature_map,
    zz_feature_map,
)
from qneko.errors import InputError
from tests.engine.strategies import batch, circuits
from tests.reference import states


def test_without_qiskit_the_message_names_the_extra() -> None:
    program = (
        "import sys; sys.modules['qiskit'] = None\n"
        "from qneko.circuits import Circuit, from_qiskit, to_qiskit\n"
        "from qneko.errors import MissingExtraError\n"
        "for function, argument in ((to_qiskit, Circuit(1)), (from_qiskit, None)):\n"
        "    try: function(argument)\n"
        "    except MissingExtraError as error: print(error)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines() == [
        "to_qiskit needs Qiskit: pip install 'qneko[qiskit]'.",
        "from_qiskit needs Qiskit: pip install 'qneko[qiskit]'.",
    ]


qiskit = pytest.importorskip("qiskit")
library = pytest.importorskip("qiskit.circuit.library")
quantum_info = pytest.importorskip("qiskit.quantum_info")
qasm3 = pytest.importorskip("qiskit.qasm3")


# Qiskit's own, from the exact state of a PauliEvolutionGate
pytestmark = pytest.mark.filterwarnings("ignore::scipy.sparse.SparseEfficiencyWarning")


def qiskit_state(circuit, x: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Return the state of a Qiskit circuit whose parameters are x[i] and w[i]."""
    values = {"x": x, "w": w}
    bound = circuit.assign_parameters(
        {p: values[p.vector.name][p.index] for p in circuit.parameters}
    )
    return quantum_info.Statevector(bound).data


def general(gate, n_qubits: int):
    """Return a Qiskit circuit with a gate between rotations that leave no symmetry."""
    circuit = qiskit.QuantumCircuit(n_qubits)
    for q in range(n_qubits):
        circuit.u(0.3 + q, 0.4 * q + 0.2, 0.1, q)
    for q in range(1, n_qubits):
        circuit.cx(q - 1, q)
    circuit.append(gate, list(range(gate.num_qubits))[::-1])
    for q in range(n_qubits):
        circuit.rx(0.1 * q + 0.3, q)
    return circuit


def overlap(circuit: Circuit, state: np.ndarray) -> float:
    """Return |<circuit|state>|."""
    return float(abs(np.vdot(states(circuit, [[]])[0], state)))


# --- out and in -------------------------------------------------------------------------------


@settings(deadline=None, max_examples=80)
@given(circuits(prepared=False, max_qubits=4, max_gates=12), st.integers(0, 99))
def test_states_are_equal_out_and_in(circuit: Circuit, seed: int) -> None:
    x, w = batch(circuit, 1, seed)
    there = to_qiskit(circuit)
    expected = states(circuit, x, w)[0]
    np.testing.assert_allclose(qiskit_state(there, x[0], w), expected, atol=1e-11)
    back = from_qiskit(there)
    assert [(o.name, o.qubits, o.paulis) for o in back] == [
        (o.name, o.qubits, o.paulis) for o in circuit
    ]
    np.testing.assert_allclose(states(back, x, w)[0], expected, atol=1e-11)


def test_bits_are_little_endian_on_both_sides() -> None:
    circuit = Circuit(3).x(0)
    np.testing.assert_array_equal(quantum_info.Statevector(to_qiskit(circuit)).data, np.eye(8)[1])
    matrix = np.eye(4)[[0, 3, 2, 1]]  # cx from the first qubit to the second
    circuit.unitary(matrix, (0, 2))
    np.testing.assert_array_equal(quantum_info.Statevector(to_qiskit(circuit)).data, np.eye(8)[5])


def test_names_are_kept() -> None:
    circuit = Circuit(1).ry(weight() * feature(11), 0).ry(weight(), 0)
    assert {p.name for p in to_qiskit(circuit).parameters} == {"x[11]", "w[0]", "w[1]"}
    back = from_qiskit(to_qiskit(circuit))
    assert back == circuit
    assert (back.n_features, back.n_weights) == (12, 2)


def test_preparations() -> None:
    circuit = Circuit(3).initialize([1, 2, 0, -4], (2, 0)).h(1)
    there = to_qiskit(circuit)
    np.testing.assert_allclose(
        quantum_info.Statevector(there).data, states(circuit, [[]])[0], atol=1e-14
    )
    back = from_qiskit(there)
    assert [(o.name, o.qubits) for o in back] == [("initialize", (2, 0)), ("h", (1,))]
    np.testing.assert_allclose(states(back, [[]]), states(circuit, [[]]), atol=1e-14)


def test_amplitudes_from_features_cannot_be_written() -> None:
    with pytest.raises(InputError, match=r"Gate 0 \(initialize\): amplitudes that depend on feat"):
        to_qiskit(Circuit(1).initialize([1, feature(0)]))


@pytest.mark.parametrize("reps", [1, 2])
def test_feature_maps_are_those_of_qiskit(reps: int) -> None:
    x = np.random.default_rng(reps).normal(size=(1, 3))
    for ours, theirs in (
        (zz_feature_map(3, reps), library.zz_feature_map(3, reps)),
        (z_feature_map(3, reps), library.z_feature_map(3, reps)),
    ):
        (expected,) = states(ours, x)
        np.testing.assert_allclose(qiskit_state(theirs, x[0], []), expected, atol=1e-13)
        np.testing.assert_allclose(states(from_qiskit(theirs), x)[0], expected, atol=1e-13)


def test_openqasm_is_read_by_qiskit() -> None:
    pytest.importorskip("qiskit_qasm3_import")
    circuit = Circuit(3).initialize([1, 2, 0, -4], (2, 0)).ryy(2 * weight() * feature(0), 0, 2)
    circuit.pauli_rotation(feature(0) - math.pi / 3, "XZY", (1, 0, 2)).iswap(0, 1)
    circuit.unitary(quantum_info.random_unitary(8, seed=1).data, (1, 2, 0)).cswap(2, 0, 1)
    circuit.u(0.1, 0.2, 0.3, 1).sx(2)
    there = qasm3.loads(to_openqasm3(circuit))
    values = {"x_0": 0.3, "w_0": -0.7}
    bound = there.assign_parameters({p: values[p.name] for p in there.parameters})
    (expected,) = states(circuit, [[0.3]], [-0.7])
    assert abs(np.vdot(quantum_info.Statevector(bound).data, expected)) == pytest.approx(1)


def test_openqasm_of_qiskit_is_read() -> None:
    x = qiskit.circuit.ParameterVector("x", 2)
    w = qiskit.circuit.ParameterVector("w", 12)
    circuit = qiskit.QuantumCircuit(3, 3)
    circuit.rx(2 * w[0] * x[0] + 0.1, 1)
    circuit.rzz((math.pi - x[0]) * (math.pi - x[1]) / 3, 0, 1)
    circuit.append(library.iSwapGate(), [2, 0])
    circuit.ryy(w[11] ** 2 - w[0], 0, 1)
    circuit.cu(0.1, 0.2, 0.3, 0.4, 1, 2)
    circuit.mcx([0, 1], 2)
    circuit.unitary(quantum_info.random_unitary(4, seed=1), [2, 0])
    circuit.measure(range(3), range(3))
    read = from_openqasm3(qasm3.dumps(circuit))
    assert {o.name for o in read} >= {"rzz", "iswap", "ryy", "ccx"}
    assert (read.n_features, read.n_weights) == (2, 12)
    rng = np.random.default_rng(0)
    features, weights = rng.normal(size=(1, 2)), rng.normal(size=12)
    circuit.remove_final_measurements()
    expected = qiskit_state(circuit, features[0], weights)
    (got,) = states(read, features, weights)
    assert abs(np.vdot(got, expected)) == pytest.approx(1)


# --- Qiskit's own gates -------------------------------------------------------------------------

GATES = {
    "open control": lambda: library.XGate().control(1, ctrl_state=0),
    "two controls": lambda: library.RYGate(0.3).control(2, annotated=False),
    "two controls, put off": lambda: library.RYGate(0.3).control(2, annotated=True),
    "inverse, put off": lambda: library.RCCXGate().inverse(annotated=True),
    "sxdg": lambda: library.SXdgGate(),
    "cu": lambda: library.CUGate(0.1, 0.2, 0.3, 0.4),
    "rzx": lambda: library.RZXGate(0.3),
    "ecr": lambda: library.ECRGate(),
    "rccx": lambda: library.RCCXGate(),
    "c3x": lambda: library.C3XGate(),
    "xx_plus_yy": lambda: library.XXPlusYYGate(0.3, 0.4),
    "u2": lambda: library.U2Gate(0.1, 0.2),
    "r": lambda: library.RGate(0.2, 0.3),
    "diagonal": lambda: library.DiagonalGate([1, -1, 1j, -1j]),
    "pauli": lambda: library.PauliGate("XYZ"),
    "permutation": lambda: library.PermutationGate([2, 0, 1]),
    "controlled unitary": lambda: library.UnitaryGate(
        quantum_info.random_unitary(4, seed=1)
    ).control(1),
    "evolution": lambda: library.PauliEvolutionGate(
        quantum_info.SparsePauliOp(["IXZ"], [0.3]), time=0.7
    ),
    "commuting evolution": lambda: library.PauliEvolutionGate(
        quantum_info.SparsePauliOp(["ZZ", "IZ"], [0.3, -0.4]), time=0.7
    ),
    "preparation": lambda: library.StatePreparation(quantum_info.random_statevector(4, seed=2)),
    "labelled preparation": lambda: library.StatePreparation("+-"),
    "power": lambda: library.HGate().power(0.5),
}


@pytest.mark.parametrize("name", GATES)
def test_gates_that_only_qiskit_knows(name: str) -> None:
    circuit = general(GATES[name](), 4)
    assert overlap(from_qiskit(circuit), quantum_info.Statevector(circuit).data) == pytest.approx(1)


def test_large_unitaries_are_taken_apart() -> None:
    circuit = general(library.UnitaryGate(quantum_info.random_unitary(32, seed=1)), 5)
    assert overlap(from_qiskit(circuit), quantum_info.Statevector(circuit).data) == pytest.approx(1)


def test_transpiled_circuits() -> None:
    circuit = general(library.RCCXGate(), 3)
    basis = qiskit.transpile(circuit, basis_gates=["rz", "sx", "x", "cx"], optimization_level=1)
    assert overlap(from_qiskit(basis), quantum_info.Statevector(circuit).data) == pytest.approx(1)


def test_a_gate_of_the_same_name_is_not_ours() -> None:
    body = qiskit.QuantumCircuit(1, name="h")
    body.x(0)
    circuit = qiskit.QuantumCircuit(2)
    circuit.append(body.to_gate(), [1])
    assert [(o.name, o.qubits) for o in from_qiskit(circuit)] == [("x", (1,))]


def test_initialize_becomes_ours_where_it_is_real_and_first() -> None:
    circuit = qiskit.QuantumCircuit(3)
    circuit.initialize([0.6, -0.8], 1)
    circuit.initialize(quantum_info.random_statevector(4, seed=1), [2, 0])
    read = from_qiskit(circuit)
    assert [o.name for o in read].count("initialize") == 1
    assert overlap(read, quantum_info.Statevector(circuit).data) == pytest.approx(1)


def test_parameters_of_any_name() -> None:
    alpha, beta = qiskit.circuit.Parameter("alpha beta"), qiskit.circuit.Parameter("β")
    theta = qiskit.circuit.ParameterVector("θ", 12)
    circuit = qiskit.QuantumCircuit(1)
    circuit.rx(alpha / 2 - (beta + 1) ** 2, 0)
    circuit.ry(theta[10] * alpha, 0)
    circuit.rz(theta[2], 0)
    in_order = from_qiskit(circuit)  # alpha beta, β, θ[2], θ[10]
    assert [str(o) for o in in_order][1:] == ["ry(w[0]*w[3], 0)", "rz(w[2], 0)"]
    named = from_qiskit(circuit, features=[alpha], weights=["θ[10]", theta[2], beta])
    assert [str(o) for o in named] == [
        "rx(-1 + 0.5*x[0] - 2*w[2] - w[2]*w[2], 0)",
        "ry(w[0]*x[0], 0)",
        "rz(w[1], 0)",
    ]
    vector = qiskit.circuit.ParameterVector("data", 2)
    circuit = qiskit.QuantumCircuit(1)
    circuit.rx(vector[1], 0)
    circuit.ry(vector[0], 0)
    read = from_qiskit(circuit, features=vector)
    assert [str(o) for o in read] == ["rx(x[1], 0)", "ry(x[0], 0)"]


def test_measurements_at_the_end_and_barriers_are_passed_over() -> None:
    circuit = qiskit.QuantumCircuit(2)
    circuit.reset(0)
    circuit.h(0)
    circuit.barrier()
    circuit.id(1)
    circuit.measure_all()
    assert from_qiskit(circuit) == Circuit(2).h(0)


def test_a_global_phase_is_left_out() -> None:
    circuit = qiskit.QuantumCircuit(1, global_phase=0.3)
    circuit.h(0)
    assert from_qiskit(circuit) == Circuit(1).h(0)


A = "alpha"


@pytest.mark.parametrize(
    ("add", "message"),
    [
        (lambda c: c.reset(0), r"instruction 1 \(reset\) is not a gate"),
        (lambda c: (c.measure(0, 0), c.h(0)), r"instruction 2 \(h\) acts on a qubit that was meas"),
        (lambda c: c.delay(3, 0), r"instruction 1 \(delay\) is not a gate"),
        (
            lambda c: c.if_test((c.clbits[0], 1), qiskit.QuantumCircuit(1), [0], []),
            r"instruction 1 \(if_else\) ",
        ),
        (
            lambda c: c.rx(qiskit.circuit.Parameter(A).sin(), 0),
            r"instruction 1 \(rx\) has the angle sin\(alpha\), which is not a polynomial",
        ),
        (
            lambda c: c.rx(1 / qiskit.circuit.Parameter(A), 0),
            r"instruction 1 \(rx\) has the angle 1/alpha, which is not a polynomial",
        ),
    ],
)
def test_what_is_refused(add, message: str) -> None:
    circuit = qiskit.QuantumCircuit(2, 2)
    circuit.h(0)
    add(circuit)
    with pytest.raises(InputError, match=f"from_qiskit: {message}"):
        from_qiskit(circuit)


def test_other_things_are_refused() -> None:
    with pytest.raises(InputError, match="to_qiskit: expected a Circuit, got QuantumCircuit"):
        to_qiskit(qiskit.QuantumCircuit(1))
    with pytest.raises(InputError, match=r"expected a qiskit\.QuantumCircuit, got Circuit"):
        from_qiskit(Circuit(1))
