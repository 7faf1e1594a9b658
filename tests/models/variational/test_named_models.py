"""The named models: circuits of their papers, right gradients, batches, controls."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import check_grad
from sklearn.base import clone
from sklearn.datasets import make_blobs, make_circles
from sklearn.linear_model import LinearRegression

from qneko.circuits import Circuit, Observable, X, Y, Z, zz_feature_map
from qneko.engine import parameter_shift
from qneko.errors import InputError
from qneko.hybrid import get_device
from qneko.models import (
    CircuitCentricClassifier,
    DataReuploadingClassifier,
    DressedCircuitClassifier,
    DressedCircuitRegressor,
    MPSClassifier,
    QCNNClassifier,
    TreeTensorClassifier,
    VariationalClassifier,
    VariationalRegressor,
)
from qneko.models.variational import BODIES, ENCODINGS
from qneko.models.variational._entry import Entry
from qneko.models.variational._losses import infidelity, squared_error
from qneko.models.variational._network import Network, Objective
from qneko.models.variational._observables import make_observables
from qneko.models.variational._readout import FidelityReadout, LinearReadout
from qneko.models.variational._reuploading import label_states
from tests import reference

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
RNG = np.random.default_rng(8)
DATA, LABELS = make_blobs(45, n_features=4, centers=3, random_state=4)
DATA = (DATA - DATA.mean(0)) / DATA.std(0)
TWO = (LABELS == 1).astype(int)
MODELS = [
    CircuitCentricClassifier(n_layers=2),
    DataReuploadingClassifier(n_layers=2),
    DataReuploadingClassifier(n_layers=2, n_qubits=1, loss="fidelity"),
    DressedCircuitClassifier(n_layers=2, n_qubits=3),
    DressedCircuitRegressor(n_layers=2, n_qubits=3),
    MPSClassifier(),
    QCNNClassifier(),
    QCNNClassifier(n_layers=1, n_qubits=5),
    TreeTensorClassifier(encoding="amplitude"),
    VariationalClassifier("reuploading-scaled", n_qubits=3, n_layers=1),
    VariationalRegressor("strongly-entangling", encoding="iqp", observables="zz", n_layers=1),
]
each_model = pytest.mark.parametrize("model", MODELS, ids=repr)


def fit(model, y=LABELS, **params):
    """Return a clone of a model with other parameters, fitted."""
    return clone(model).set_params(**{"max_iter": 6, "random_state": 0, **params}).fit(DATA, y)


@each_model
@pytest.mark.parametrize("y", [LABELS, TWO], ids=["three", "two"])
def test_batch_equals_loop_and_scores_are_the_readout(model, y) -> None:
    fitted = fit(model, y)
    batch = fitted.predict(DATA)
    loop = np.concatenate([fitted.predict(DATA[i : i + 1]) for i in range(len(DATA))])
    np.testing.assert_allclose(np.asarray(batch, float), np.asarray(loop, float), atol=1e-10)
    # by the reference simulator
    network = fitted._fitted_network()
    angles = network.angles(DATA[:5], fitted._state.parameters)
    program = fitted.program_
    values = reference.expectations(
        program.circuit, list(program.observables), angles, fitted.weights_
    )
    expected = values @ fitted.coef_.T + fitted.intercept_
    np.testing.assert_allclose(fitted._scores(DATA[:5]), expected, atol=1e-10)


@each_model
def test_float32_follows_float64(model) -> None:
    fits = [fit(model, TWO, dtype=dtype, max_iter=3) for dtype in ("float64", "float32")]
    assert fits[1].program_.dtype == np.float32
    assert fits[1].loss_ == pytest.approx(fits[0].loss_, rel=0.02)


@each_model
def test_control_has_no_gate_between_qubits_but_sees_all_features(model) -> None:
    control = model.control()
    assert control.get_params() == {**model.get_params(), "entanglement": "none"}
    control = fit(control, TWO)
    gates = [o for o in control.program_.circuit if o.name != "initialize"]
    assert all(len(o.qubits) == 1 for o in gates)
    model = fit(model, TWO)
    if model.program_.n_qubits > 1:
        assert any(len(o.qubits) > 1 for o in model.program_.circuit if o.name != "initialize")
    for column in range(4):
        moved = DATA.copy()
        moved[:, column] += 0.5
        assert np.abs(control._scores(moved) - control._scores(DATA)).max() > 1e-6


@each_model
def test_variance_of_a_shot_is_that_of_its_groups(model) -> None:
    fitted = fit(model, TWO)
    program = fitted.program_
    angles = fitted._fitted_network().angles(DATA[:3], fitted._state.parameters)
    # each observable's own operator, with the readout of a group: var(A) = <A A> - <A>**2
    groups: dict[str, list[int]] = {}
    for k, observable in enumerate(program.observables):
        ((string, _),) = observable.terms
        letters = {letter for _, letter in string}
        assert len(letters) == 1
        groups.setdefault(letters.pop(), []).append(k)
    expected = np.zeros((3, len(fitted.coef_)))
    for members in groups.values():
        for s, readout in enumerate(fitted.coef_):
            total = Observable.sum(float(readout[k]) * program.observables[k] for k in members)
            mean, square = reference.expectations(
                program.circuit, [total, total @ total], angles, fitted.weights_
            ).T
            expected[:, s] += square - mean**2
    np.testing.assert_allclose(fitted.score_variance(DATA[:3]), expected, atol=1e-9)


def gradient_error(objective: Objective, point: np.ndarray) -> float:
    return check_grad(lambda p: objective(p)[0], lambda p: objective(p)[1], point, epsilon=1e-6)


def test_gradient_of_the_dressed_layers_equals_finite_differences_and_shifts() -> None:
    model = fit(DressedCircuitClassifier(n_qubits=3, n_layers=2), TWO)
    program = model.program_
    network = Network(get_device(), program, LinearReadout(3, 1), Entry(4, 3, 0.7))
    targets = RNG.normal(size=(45, 1))
    objective = Objective(network, DATA, targets, squared_error, 0.1)
    point = RNG.normal(size=network.n_parameters)
    assert gradient_error(objective, point) < 1e-5
    value, gradient = objective(point)
    assert np.abs(gradient).min() > 1e-7
    # the same by the parameter-shift rule, for the entry's parameters through the chain rule
    weights, readout, entry = network.split(point)
    matrix, _ = network.readout.unpack(readout)
    angles = network.angles(DATA, point)
    by_feature, by_weight = parameter_shift(program, angles, weights)
    slope = (network.scores(DATA, point) - targets) / 45 @ matrix.T
    np.testing.assert_allclose(
        gradient[: program.n_weights], np.einsum("so,sow->w", slope, by_weight), atol=1e-10
    )
    by_angle = np.einsum("so,sof->sf", slope, by_feature)
    inner = np.tanh(0.7 * DATA @ entry[:12].reshape(4, 3) + entry[12:])
    by_inner = by_angle * np.pi / 2 * (1 - inner**2)
    expected = 0.7 * DATA.T @ by_inner + 0.1 * entry[:12].reshape(4, 3)
    np.testing.assert_allclose(gradient[-15:-3], expected.ravel(), atol=1e-10)
    np.testing.assert_allclose(gradient[-3:], by_inner.sum(axis=0), atol=1e-10)
    matrices = [matrix.ravel(), entry[:12]]
    penalty = 0.05 * sum(np.sum(m**2) for m in matrices)
    scores = network.scores(DATA, point)
    assert value == pytest.approx(np.mean((scores - targets) ** 2) / 2 + penalty)


@pytest.mark.parametrize("loss", [squared_error, infidelity])
@pytest.mark.parametrize("weighted", [True, False])
def test_gradient_of_fidelities_equals_finite_differences(loss, weighted: bool) -> None:
    model = fit(DataReuploadingClassifier(n_layers=2))
    readout = FidelityReadout(label_states(3), 2, weighted)
    network = Network(get_device(), model.program_, readout)
    targets = RNG.uniform(size=(45, 6))
    objective = Objective(network, DATA, targets, loss, 0.0)
    assert gradient_error(objective, RNG.normal(size=network.n_parameters)) < 1e-5


def test_fidelities_are_overlaps_with_the_label_states() -> None:
    model = fit(DataReuploadingClassifier(n_layers=2, n_qubits=1, loss="fidelity"))
    states = reference.states(model.program_.circuit, DATA, model.weights_)
    for c, (x, y, z) in enumerate(model.label_states_):
        label = np.array([np.sqrt((1 + z) / 2), (x + 1j * y) / np.sqrt(max(2 * (1 + z), 1e-300))])
        overlaps = np.abs(states @ label.conj()) ** 2
        np.testing.assert_allclose(model.decision_function(DATA)[:, c], overlaps, atol=1e-10)


@pytest.mark.parametrize("n_classes", [2, 3, 4, 5, 6, 9])
def test_label_states_are_unit_vectors_far_apart(n_classes: int) -> None:
    states = label_states(n_classes)
    np.testing.assert_allclose(np.linalg.norm(states, axis=1), 1)
    overlaps = states @ states.T - 2 * np.eye(n_classes)
    best = {2: -1.0, 3: -0.5, 4: -1 / 3, 6: 0.0}.get(n_classes, 0.6)
    assert overlaps.max() <= best + 1e-12


def test_one_qubit_separates_a_circle() -> None:
    circles, labels = make_circles(120, noise=0.05, factor=0.4, random_state=0)
    for loss in ("fidelity", "weighted_fidelity"):
        model = DataReuploadingClassifier(n_qubits=1, n_layers=4, loss=loss, random_state=0)
        assert model.fit(circles[:80], labels[:80]).score(circles[80:], labels[80:]) > 0.9
        assert model.program_.n_qubits == 1
        # one layer on one qubit is too little: the paper's whole point
        assert model.set_params(n_layers=1).fit(circles, labels).score(circles, labels) < 0.8


def test_circuit_centric_scores_are_quadratic_forms() -> None:
    model = fit(CircuitCentricClassifier(n_layers=2), TWO)
    wide = np.random.default_rng(3).normal(size=(60, 4))
    z = np.hstack([model.bandwidth_ * wide, np.ones((60, 1))])
    z /= np.linalg.norm(z, axis=1, keepdims=True)
    forms = np.einsum("si,sj->sij", z, z)[:, *np.triu_indices(5)]
    scores = model.decision_function(wide)
    assert LinearRegression(fit_intercept=False).fit(forms, scores).score(forms, scores) > 1 - 1e-12
    assert model.program_.n_qubits == 3
    assert [str(o) for o in model.program_.observables] == ["Z0"]


def test_qubits_and_what_is_measured() -> None:
    def measured(model, y=TWO) -> list[str]:
        return [str(o) for o in fit(model, y).program_.observables]

    for model in (QCNNClassifier(), TreeTensorClassifier(), MPSClassifier()):
        assert measured(model) == ["Z3"]
        assert measured(model, LABELS) == ["X3", "Y3", "Z3"]
        assert measured(model.control()) == ["Z0", "Z1", "Z2", "Z3"]
    assert measured(QCNNClassifier(n_layers=1)) == ["Z1", "Z3"]
    assert measured(QCNNClassifier(n_qubits=2)) == ["Z1"]
    assert measured(DressedCircuitClassifier(n_qubits=2)) == ["Z0", "Z1"]
    assert measured(VariationalClassifier("tree")) == ["Z3"]
    assert measured(VariationalClassifier(n_qubits=2)) == ["Z0", "Z1"]
    assert make_observables("zz", 3, (0, 2)) == [Z(0), Z(2), Z(2) @ Z(0)]
    own = [X(0) @ Y(1), Z(0) + Z(1)]
    assert fit(VariationalClassifier(observables=own), TWO).program_.observables == tuple(own)
    last = VariationalClassifier(observables=lambda n: [Z(n - 1)])
    assert measured(last) == ["Z3"]


@pytest.mark.parametrize("ansatz", BODIES)
@pytest.mark.parametrize("encoding", [None, *ENCODINGS])
def test_any_encoding_goes_with_any_ansatz(encoding: str | None, ansatz: str) -> None:
    model = VariationalClassifier(
        ansatz, encoding=encoding, n_layers=1, max_iter=15, observables="xyz", random_state=0
    ).fit(DATA, LABELS)
    assert model.program_.n_features == 4
    assert model.loss_ < 0.9 * model.loss_curve_[0]


def test_own_encoding_and_ansatz() -> None:
    def build(n_qubits: int, n_layers: int, entanglement: str) -> Circuit:
        return BODIES["hardware-efficient"](n_qubits, n_layers, entanglement)

    model = VariationalClassifier(build, encoding=zz_feature_map, max_iter=3).fit(DATA, TWO)
    named = VariationalClassifier("hardware-efficient", encoding="zz", max_iter=3).fit(DATA, TWO)
    assert model.program_.circuit == named.program_.circuit


def test_features_share_qubits_in_columns() -> None:
    for n_qubits in (1, 3, 4, 6):
        model = VariationalClassifier(n_qubits=n_qubits, n_layers=2, max_iter=3).fit(DATA, TWO)
        circuit = model.program_.circuit
        assert (circuit.n_qubits, circuit.n_features) == (n_qubits, 4)
        read = [
            s.index for o in circuit for a in o.angles for s in a.symbols if s.kind == "feature"
        ]
        assert sorted(read) == [0, 0, 1, 1, 2, 2, 3, 3]
    wide = np.random.default_rng(0).normal(size=(20, 40))
    for model in (VariationalClassifier(n_qubits=2), DressedCircuitClassifier(n_qubits=2)):
        assert model.set_params(max_iter=3).fit(wide, np.arange(20) % 2).program_.n_qubits == 2


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (VariationalClassifier(encoding="zz"), r"'reuploading' reads the features itself.*'tree'"),
        (VariationalClassifier("tree", encoding="foo"), r"encoding must be one of 'angle', 'zz'"),
        (
            VariationalClassifier("tree", encoding="zz", n_qubits=2),
            r"puts 4 features on 4 qubits, got n_qubits=2.*'angle'",
        ),
        (
            VariationalClassifier("tree", encoding=lambda n, **_: Circuit(n)),
            r"encoding must return a circuit that reads 4 features",
        ),
        (
            VariationalClassifier(lambda n, *_: Circuit(n + 1), encoding="zz"),
            r"ansatz must return a circuit of 4 qubits without features",
        ),
        (VariationalClassifier(observables="y"), r"observables must be one of 'z', 'xyz', 'zz'"),
        (VariationalClassifier(observables=[]), r"observables must be 'z'.* got \[\]"),
        (DataReuploadingClassifier(loss="log_loss"), r"loss must be one of 'weighted_fidelity'"),
        (QCNNClassifier(encoding="foo"), r"encoding must be one of"),
    ],
)
def test_circuits_that_do_not_fit(model, message: str) -> None:
    with pytest.raises(InputError, match=message):
        model.fit(DATA, TWO)


def test_only_log_loss_gives_probabilities() -> None:
    for loss in ("hinge", "squared_error"):
        model = fit(VariationalClassifier(loss=loss))
        assert not hasattr(model, "predict_proba")
        with pytest.raises(AttributeError):
            _ = model.predict_proba
        assert model.decision_function(DATA).shape == (45, 3)


def test_poisson_regression_of_counts() -> None:
    counts = np.random.default_rng(0).poisson(np.exp(1 + np.sin(DATA[:, 0])))
    model = VariationalRegressor(loss="poisson", bandwidth=0.5, random_state=0).fit(DATA, counts)
    assert np.all(model.predict(DATA) > 0)
    # the offset is free, so the means agree at the optimum
    assert model.predict(DATA).mean() == pytest.approx(counts.mean(), rel=0.02)
    with pytest.raises(InputError, match="needs targets from 0 on"):
        model.fit(DATA, counts - 1)


def test_absolute_error_does_not_mind_an_outlier() -> None:
    target = np.sin(DATA[:, 0])
    target[3] = 100.0
    found = {
        loss: VariationalRegressor(loss=loss, n_layers=1, bandwidth=0.5, random_state=0)
        .fit(DATA, target)
        .predict(DATA)
        for loss in ("squared_error", "absolute_error")
    }
    rest = np.arange(45) != 3
    errors = {k: np.abs(v - target)[rest].mean() for k, v in found.items()}
    assert errors["absolute_error"] < 0.5 * errors["squared_error"]
