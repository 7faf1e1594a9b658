"""How a fit goes: early stopping, going on, checkpoints, weights, progress."""

from __future__ import annotations

import json
import pickle
import warnings
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import make_moons
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split

from qneko.errors import CapabilityError, InputError
from qneko.hybrid import Capabilities
from qneko.hybrid.devices import StatevectorDevice
from qneko.models import (
    DressedCircuitClassifier,
    VariationalClassifier,
    VariationalRegressor,
    load,
)
from qneko.models.variational import _checkpoint, _fitting

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
X, Y = make_moons(60, noise=0.2, random_state=0)
TARGET = 10 + X[:, 0] ** 2
STEPPERS = ("adam", "spsa", "natural-gradient")
each_stepper = pytest.mark.parametrize("optimizer", STEPPERS)
SMALL = {"n_layers": 2, "random_state": 0}


class KilledError(Exception):
    """The power is off."""


class Mortal(StatevectorDevice):
    """A device that dies at a given call; other than that it is the default one."""

    def __init__(self, n_calls: int):
        self.left = n_calls

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise KilledError

    def _value_and_vjp(self, program, X, w):
        self._count()
        return super()._value_and_vjp(program, X, w)

    def _expectations(self, program, X, w):
        self._count()
        return super()._expectations(program, X, w)


@pytest.mark.parametrize("early_stopping", [False, True])
@pytest.mark.parametrize("seed", [0, None])
@each_stepper
def test_a_killed_fit_ends_where_an_uninterrupted_one_does(
    optimizer: str, seed: int | None, early_stopping: bool, tmp_path: Path
) -> None:
    def model(**params) -> VariationalClassifier:
        return VariationalClassifier(
            n_layers=1,
            optimizer=optimizer,
            max_iter=9,
            early_stopping=early_stopping,
            random_state=0 if seed == 0 else np.random.RandomState(5),
            **params,
        )

    whole = model().fit(X, Y)
    path = tmp_path / "fit.npz"
    n_calls = {"adam": 13, "natural-gradient": 13, "spsa": 70}[optimizer]
    keep = {"checkpoint": path, "checkpoint_every": 2}
    with pytest.raises(KilledError):
        model(device=Mortal(n_calls), **keep).fit(X, Y)
    assert path.exists()
    resumed = model(**keep)
    if seed is None:  # other random numbers at the start: those of the file count
        resumed.set_params(random_state=np.random.RandomState(6))
    resumed.fit(X, Y)
    np.testing.assert_array_equal(resumed.weights_, whole.weights_)
    np.testing.assert_array_equal(resumed.coef_, whole.coef_)
    assert resumed.loss_curve_ == whole.loss_curve_
    assert resumed.n_circuits_ == whole.n_circuits_
    assert list(tmp_path.iterdir()) == []


def test_lbfgs_goes_on_from_its_last_iterate_and_says_so(tmp_path: Path) -> None:
    keep = {"checkpoint": tmp_path / "fit.npz", "checkpoint_every": 1, **SMALL}
    with pytest.raises(KilledError):
        VariationalClassifier(device=Mortal(25), **keep).fit(X, Y)
    with pytest.warns(UserWarning, match=r"L-BFGS goes on from iteration \d+ of .*fit.npz"):
        model = VariationalClassifier(max_iter=60, **keep).fit(X, Y)
    assert model.loss_curve_ == sorted(model.loss_curve_, reverse=True)
    assert model.n_iter_ <= 60
    whole = VariationalClassifier(max_iter=60, **SMALL).fit(X, Y)
    assert model.loss_curve_[:10] == whole.loss_curve_[:10]
    assert model.loss_ < 1.5 * whole.loss_
    assert list(tmp_path.iterdir()) == []


def interrupted(path: Path) -> VariationalClassifier:
    """Leave a checkpoint behind and return the model that it is of."""
    model = VariationalClassifier(optimizer="adam", checkpoint=path, checkpoint_every=1, **SMALL)
    with pytest.raises(KilledError):
        model.set_params(device=Mortal(9)).fit(X, Y)
    return model.set_params(device="statevector", max_iter=6)


@pytest.mark.parametrize("change", ["data", "labels", "parameters", "weights"])
def test_a_checkpoint_of_another_fit_is_refused(change: str, tmp_path: Path) -> None:
    model = interrupted(tmp_path / "fit.npz")
    data, labels, weights = X, Y, None
    if change == "data":
        data = X + 1e-12
    elif change == "labels":
        labels = 1 - Y
    elif change == "weights":
        weights = 1.0 + np.arange(60)
    else:
        model.set_params(learning_rate=0.051)
    with pytest.raises(InputError, match=r"fit.npz is of another fit .*delete it"):
        model.fit(data, labels, weights)
    model.set_params(learning_rate=0.05).fit(X, Y)  # the right one still can go on


def test_more_iterations_may_be_asked_for_when_going_on(tmp_path: Path) -> None:
    assert interrupted(tmp_path / "fit.npz").fit(X, Y).n_iter_ == 6


def test_checkpoints_hold_plain_data_and_damaged_ones_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "fit.npz"
    model = interrupted(path)
    with np.load(path, allow_pickle=False) as content:
        document = json.loads(str(content["document"]))
        assert document["state"]["n_steps"] == 2 * len(document["state"]["losses"])
    whole = path.read_bytes()
    for content in (whole[: len(whole) // 2], b"", b"not a checkpoint", pickle.dumps(model)):
        path.write_bytes(content)
        with pytest.raises(InputError, match=r"not a checkpoint of this version, or it is damaged"):
            model.fit(X, Y)
    model.set_params(checkpoint=tmp_path / "no" / "folder.npz")
    with pytest.raises(InputError, match="there is no folder"):
        model.set_params(checkpoint_every=1).fit(X, Y)


def test_a_checkpoint_is_whole_even_if_its_writing_is_not(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "fit.npz"
    model = interrupted(path)
    before = path.read_bytes()

    def broken(file, **arrays):
        file.write(b"half of i")
        raise OSError("the disk is full")

    monkeypatch.setattr(_checkpoint.np, "savez", broken)
    with pytest.raises(OSError, match="full"):
        model.fit(X, Y)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("optimizer", ["lbfgs", *STEPPERS])
def test_early_stopping_keeps_the_best(optimizer: str) -> None:
    model = VariationalClassifier(
        optimizer=optimizer,
        early_stopping=True,
        validation_fraction=0.3,
        n_iter_no_change=4,
        max_iter=40,
        **SMALL,
    ).fit(X, Y)
    scores = model.validation_scores_
    assert len(scores) == model.n_iter_ == len(model.loss_curve_)
    assert model.best_validation_score_ == max(scores)
    best = int(np.argmax(scores))
    assert model.n_iter_ == 40 or model.n_iter_ - 1 - best <= 4
    # the model is that of the best iteration: its accuracy on the samples held out is the best
    state = model._state
    held = train_test_split(np.arange(60), test_size=18, random_state=state.split_seed, stratify=Y)[
        1
    ]
    assert model.score(X[held], Y[held]) == pytest.approx(max(scores))


def test_early_stopping_of_a_regressor_scores_by_r2() -> None:
    model = VariationalRegressor(early_stopping=True, validation_fraction=0.25, **SMALL)
    model.fit(X, TARGET)
    assert max(model.validation_scores_) <= 1
    held = train_test_split(np.arange(60), test_size=15, random_state=model._state.split_seed)[1]
    assert model.score(X[held], TARGET[held]) == pytest.approx(model.best_validation_score_)
    with pytest.raises(InputError, match="raise validation_fraction"):
        model.set_params(validation_fraction=0.01).fit(X, TARGET)


@pytest.mark.parametrize("kind", [VariationalClassifier, VariationalRegressor])
def test_warm_start_goes_on(kind) -> None:
    y = Y if kind is VariationalClassifier else TARGET
    model = kind(max_iter=5, warm_start=True, **SMALL).fit(X, y)
    first = list(model.loss_curve_)
    model.fit(X, y)
    assert model.loss_curve_[:5] == first
    assert model.n_iter_ == 10
    assert model.loss_ < first[-1]
    cold = kind(max_iter=5, **SMALL).fit(X, y)
    assert cold.fit(X, y).loss_curve_ == first
    with pytest.raises(InputError, match="needs the 2 features of the one before, got 1"):
        model.fit(X[:, :1], y)


def test_warm_start_needs_the_same_classes_and_survives_a_file(tmp_path: Path) -> None:
    model = VariationalClassifier(max_iter=5, warm_start=True, **SMALL).fit(X, Y)
    with pytest.raises(InputError, match=r"needs the classes of the one before, got \[0, 1, 2\]"):
        model.fit(X, np.arange(60) % 3)
    model.save(tmp_path / "model")
    again = load(tmp_path / "model").fit(X, Y)
    np.testing.assert_array_equal(again.weights_, model.fit(X, Y).weights_)


@each_stepper
def test_partial_fits_are_epochs(optimizer: str) -> None:
    model = VariationalClassifier(optimizer=optimizer, bandwidth=1.0, **SMALL)
    whole = VariationalClassifier(
        optimizer=optimizer, bandwidth=1.0, max_iter=4, tol=0, n_iter_no_change=99, **SMALL
    ).fit(X, Y)
    model.set_params(max_iter=4)
    for _ in range(4):
        model.partial_fit(X, Y, classes=[0, 1])
    np.testing.assert_array_equal(model.weights_, whole.weights_)
    assert model.loss_curve_ == whole.loss_curve_


def test_partial_fit_takes_batches_and_classes_that_come_later() -> None:
    model = VariationalClassifier(optimizer="adam", batch_size=None, random_state=0)
    with pytest.raises(ValueError, match="classes must be passed on the first call"):
        model.partial_fit(X, Y)
    for _ in range(60):
        for label in (0, 1):
            model.partial_fit(X[label == Y], Y[label == Y], classes=[0, 1, 7])
    assert model.classes_.tolist() == [0, 1, 7]
    assert model.predict_proba(X).shape == (60, 3)
    with pytest.raises(InputError, match=r"got also \[3\]"):
        model.partial_fit(X, np.full(60, 3))
    with pytest.raises(InputError, match="at least two classes"):
        VariationalClassifier(optimizer="adam").partial_fit(X, Y * 0, classes=[0])


def test_partial_fit_of_a_regressor_keeps_the_first_unit() -> None:
    model = VariationalRegressor(optimizer="adam", learning_rate=0.02, random_state=0)
    for _ in range(60):
        for half in (slice(0, 30), slice(30, 60)):
            model.partial_fit(X[half], TARGET[half])
    assert model.score(X, TARGET) > 0.8
    assert not hasattr(VariationalRegressor(), "partial_fit")


@pytest.mark.parametrize("optimizer", ["lbfgs", *STEPPERS])
def test_weights_are_repetitions_to_the_last_bit(optimizer: str) -> None:
    times = np.random.default_rng(2).integers(0, 4, 60)
    options = {"optimizer": optimizer, "max_iter": 4, **SMALL}
    for kind, y in ((VariationalClassifier, Y), (VariationalRegressor, TARGET)):
        weighted = kind(**options).fit(X, y, sample_weight=times)
        repeated = kind(**options).fit(X.repeat(times, 0), y.repeat(times))
        plain = kind(**options).fit(X, y)
        np.testing.assert_array_equal(weighted.predict(X), repeated.predict(X))
        assert weighted.loss_curve_ == repeated.loss_curve_ != plain.loss_curve_
        assert weighted.bandwidth_ != plain.bandwidth_


class Blind(StatevectorDevice):
    """A device without gradients and states, as hardware is."""

    name = "blind"
    capabilities = Capabilities(
        exact=True, gradients=False, states=False, sampling=False, max_qubits=4, description=""
    )


@pytest.mark.parametrize("kind", [VariationalClassifier, DressedCircuitClassifier])
def test_spsa_needs_no_gradients_and_the_others_say_so(kind) -> None:
    model = kind(optimizer="spsa", device=Blind(), max_iter=150, random_state=0).fit(X, Y)
    assert model.score(X, Y) > 0.8
    with pytest.raises(CapabilityError, match=r"optimizer='adam' needs gradients, .*'spsa'"):
        model.set_params(optimizer="adam").fit(X, Y)


def test_natural_gradient_needs_states() -> None:
    class Noisy(Blind):
        capabilities = Capabilities(
            exact=False, gradients=True, states=False, sampling=True, max_qubits=4, description=""
        )

    with pytest.raises(CapabilityError, match=r"metric of exact states, .*'adam'"):
        VariationalClassifier(optimizer="natural-gradient", device=Noisy()).fit(X, Y)


@pytest.mark.parametrize("optimizer", ["lbfgs", "adam"])
def test_progress_is_shown_if_asked_for(optimizer: str, monkeypatch) -> None:
    shown = []

    @contextmanager
    def bar(title: str):
        yield lambda done, total: shown.append((title, done, total))

    monkeypatch.setattr(_fitting, "progress_bar", bar)
    model = VariationalClassifier(optimizer=optimizer, max_iter=3, warm_start=True, **SMALL)
    model.fit(X, Y)
    assert shown == []
    model.set_params(verbose=True).fit(X, Y)
    assert shown == [("VariationalClassifier", k, 3) for k in (1, 2, 3)]


def test_spsa_ends_by_plan_and_does_not_warn() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        model = VariationalClassifier(optimizer="spsa", max_iter=3, **SMALL).fit(X, Y)
    assert model.n_iter_ == 3


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"validation_fraction": 1.5}, r"validation_fraction must be a number between 0 and 1"),
        ({"n_iter_no_change": 0}, r"n_iter_no_change must be a whole number from 1 on"),
        ({"checkpoint_every": 0}, r"checkpoint_every must be a whole number from 1 on"),
        ({"batch_size": 0}, r"batch_size must be a whole number from 1 on"),
        ({"loss": "mse"}, r"loss must be one of 'log_loss', 'hinge', 'squared_error', got 'mse'"),
    ],
)
def test_impossible_parameters(params: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        VariationalClassifier(**params).fit(X, Y)
