"""What all models promise: controls without entanglement, and one qubit a feature within limits."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from qneko.errors import InputError
from qneko.hybrid import get_device
from qneko.models import (
    FidelityKernelClassifier,
    FidelityKernelRegressor,
    VariationalClassifier,
    VariationalRegressor,
    _checks,
)

MODELS = [
    FidelityKernelClassifier,
    FidelityKernelRegressor,
    VariationalClassifier,
    VariationalRegressor,
]
pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
each_kind = pytest.mark.parametrize("kind", MODELS)
X = np.random.default_rng(0).normal(size=(20, 3))
Y = np.arange(20) % 2


def couplings(model) -> int:
    return sum(len(o.qubits) > 1 for o in model.program_.circuit)


@each_kind
def test_control_has_no_entangling_gate_and_all_else_equal(kind) -> None:
    model = kind(n_layers=2, bandwidth=0.4).fit(X, Y)
    control = model.control()
    assert not hasattr(control, "program_")
    assert {**model.get_params(), "entanglement": "none"} == control.get_params()
    assert couplings(model) > 0
    assert couplings(control.fit(X, Y)) == 0
    assert control.program_.n_qubits == model.program_.n_qubits == 3
    assert control.program_.n_weights == model.program_.n_weights
    assert model.entanglement != "none"


@each_kind
def test_one_feature_is_one_qubit(kind) -> None:
    model = kind().fit(X[:, :1], Y)
    assert model.program_.n_qubits == 1
    assert model.predict(X[:4, :1]).shape == (4,)


@each_kind
def test_too_many_features_are_refused_with_a_way_out(kind) -> None:
    wide = np.random.default_rng(0).normal(size=(20, 30))
    with pytest.raises(
        InputError, match=r"at most 24 features, .*'statevector', got 30: reduce .*PCA"
    ):
        kind().fit(wide, Y)


@each_kind
def test_a_device_is_taken_by_name_or_as_an_object(kind) -> None:
    by_name = kind(device="statevector").fit(X, Y)
    assert kind(device=get_device("statevector")).fit(X, Y).predict(X).shape == (20,)
    with pytest.raises(InputError, match="device"):
        kind(device=3).fit(X, Y)
    assert by_name.program_.n_features == 3


@pytest.mark.parametrize("kind", MODELS[:2])
def test_too_much_memory_is_refused(kind, monkeypatch) -> None:
    model = kind().fit(X, Y)
    monkeypatch.setattr(_checks.os, "sysconf", lambda name: 16)  # a machine of 256 bytes
    with pytest.raises(InputError, match=r"20 samples with 3 features .* need .* GiB.*: reduce"):
        model.fit(X, Y)


@each_kind
def test_wrong_number_of_features_at_prediction(kind) -> None:
    with pytest.raises(ValueError, match="expecting 3 features"):
        kind().fit(X, Y).predict(X[:, :2])


@each_kind
def test_constant_columns_give_no_scale(kind) -> None:
    assert kind().fit(np.full((20, 2), 0.1), Y).bandwidth_ == 1.0


def predictions() -> bytes:
    """Return the predictions of every model, fitted anew."""
    found = []
    for kind in MODELS:
        model = kind()
        if "random_state" in model.get_params():
            model.set_params(random_state=0)
        found.append(model.fit(X, Y).predict(X).astype(float))
    return np.concatenate(found).tobytes()


def test_same_result_in_another_process() -> None:
    code = "import sys; from tests.models import test_base as t;"
    code += "sys.stdout.buffer.write(t.predictions())"
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, check=True, cwd=root
    )
    assert done.stdout == predictions()
