"""The cache of Gram matrices: it saves work, and never answers another question."""

from __future__ import annotations

import os
import pickle
import signal
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest
from sklearn.model_selection import GridSearchCV

from qneko.hybrid.devices import StatevectorDevice
from qneko.models import FidelityKernelClassifier, QuantumKernelClassifier, QuantumKernelRidge
from qneko.models.kernels import GramCache, gram_cache
from qneko.models.kernels._cache import content_key

RNG = np.random.default_rng(41)
X = RNG.normal(size=(30, 3))
OTHERS = RNG.normal(size=(10, 3))
Y = (X[:, 0] > 0).astype(int)


class Counting(StatevectorDevice):
    """Counts what it is asked for, by all instances."""

    requests = 0

    def gram(self, *arguments):
        Counting.requests += 1
        return super().gram(*arguments)

    def expectations(self, *arguments):
        Counting.requests += 1
        return super().expectations(*arguments)


@pytest.fixture(autouse=True)
def _empty() -> None:
    gram_cache.clear()
    Counting.requests = 0


@pytest.mark.parametrize("kernel", ["fidelity", "projected"])
@pytest.mark.parametrize("cache", [True, False])
def test_a_search_over_c_computes_each_gram_once(kernel: str, cache: bool) -> None:
    model = QuantumKernelClassifier(kernel, device=Counting(), cache=cache, probability=False)
    GridSearchCV(model, {"C": [0.1, 1, 10, 100]}, cv=3, refit=False).fit(X, Y)
    # a fold's training samples once; its test samples again for each set of support vectors, but
    # of projected kernels their states once, too
    if not cache:
        assert Counting.requests >= 3 * 2 * 4
    elif kernel == "projected":
        assert Counting.requests == 3 * 2
    else:
        assert Counting.requests <= 3 * (1 + 4)


def test_decisions_and_probabilities_of_the_same_samples_are_computed_once() -> None:
    model = FidelityKernelClassifier(device=Counting()).fit(X, Y)
    decisions = model.decision_function(OTHERS)
    requests = Counting.requests
    model.predict_proba(OTHERS)
    assert Counting.requests == requests
    gram_cache.clear()
    # what is in the cache decides nothing, not even the last bit
    np.testing.assert_array_equal(model.decision_function(OTHERS), decisions)


def test_a_search_over_gamma_computes_states_once() -> None:
    for gamma in (0.1, 1.0, 10.0):
        QuantumKernelRidge("projected", device=Counting(), gamma=gamma).fit(X, X[:, 0])
    assert Counting.requests == 1
    assert gram_cache.info().misses == 4  # the states, and three Gram matrices


def test_the_same_with_and_without() -> None:
    with_cache = QuantumKernelClassifier(cache=True).fit(X, Y)
    QuantumKernelClassifier(cache=True).fit(X, Y)
    without = QuantumKernelClassifier(cache=False).fit(X, Y)
    np.testing.assert_allclose(
        with_cache.decision_function(OTHERS), without.decision_function(OTHERS), atol=1e-12
    )
    assert gram_cache.info().hits == 1


def test_training_and_new_samples_are_not_taken_for_each_other() -> None:
    # arrays that take each other's place in memory, as folds do
    model = QuantumKernelRidge().fit(X, X[:, 0])
    buffer = X.copy()
    first = model.gram(buffer)
    buffer[:] = X[::-1]
    np.testing.assert_array_equal(model.gram(buffer), first[::-1, ::-1])
    cross = model.gram(OTHERS, X)
    np.testing.assert_allclose(model.gram(X, OTHERS), cross.T, atol=1e-14)
    assert not np.allclose(model.gram(X[:10], X), cross)


@pytest.mark.parametrize(
    "changed",
    [
        {"n_layers": 1},
        {"entanglement": "none"},
        {"bandwidth": 0.31},
        {"feature_map": "iqp"},
        {"dtype": "float32"},
        {"kernel": "projected"},
        {"kernel": "projected-linear"},
        {"feature_map": "reuploading"},
    ],
    ids=str,
)
def test_whatever_decides_the_values_is_in_the_key(changed: dict) -> None:
    base = {"bandwidth": 0.3, "random_state": 0}
    QuantumKernelRidge(**base).fit(X, X[:, 0])
    model = QuantumKernelRidge(**{**base, **changed}).fit(X, X[:, 0])
    found = model.gram(X)
    gram_cache.clear()
    np.testing.assert_array_equal(found, model.gram(X))


def test_weights_gamma_and_device_are_in_the_key() -> None:
    class Other(StatevectorDevice):
        name = "other"

        def gram(self, *arguments):
            return np.zeros_like(super().gram(*arguments))

    models = [
        QuantumKernelRidge(feature_map="reuploading", random_state=0),
        QuantumKernelRidge(feature_map="reuploading", random_state=1),
        QuantumKernelRidge(feature_map="reuploading", random_state=0, device=Other(), alpha=1.0),
        QuantumKernelRidge("projected", gamma=1.0),
        QuantumKernelRidge("projected", gamma=2.0),
    ]
    grams = [model.fit(X, X[:, 0]).gram(X) for model in models]
    for i, a in enumerate(grams):
        assert not any(np.allclose(a, b) for b in grams[:i])


def test_what_is_handed_out_cannot_change_what_is_kept() -> None:
    model = QuantumKernelRidge().fit(X, X[:, 0])
    gram = model.gram(X)
    gram[:] = 0
    assert model.gram(X).max() == 1.0
    FidelityKernelClassifier().fit(X, Y)  # LIBSVM takes the read-only matrix as it is


def test_memory_is_bounded_and_the_longest_unused_goes_first() -> None:
    cache = GramCache(max_bytes=3 * 80)
    calls = []

    def ask(name: str) -> None:
        cache.get(content_key(name), lambda: calls.append(name) or np.zeros(10))

    for name in "abcadab":
        ask(name)
    assert calls == ["a", "b", "c", "d", "b"]  # d took the place of b, not of a
    assert cache.info() == (2, 5, 3, 240, 240)
    cache.get(content_key("large"), lambda: np.zeros(31))
    assert cache.info().n_arrays == 3  # larger than all: handed out, not kept
    cache.clear()
    assert cache.info() == (0, 0, 0, 0, 240)


def test_it_can_be_switched_off_for_all() -> None:
    bound = gram_cache.max_bytes
    try:
        gram_cache.max_bytes = 0
        QuantumKernelRidge().fit(X, X[:, 0])
        assert gram_cache.info().n_arrays == 0
    finally:
        gram_cache.max_bytes = bound


def test_keys_tell_apart_what_reads_alike() -> None:
    a = np.arange(6.0)
    keys = [
        content_key(a),
        content_key(a.reshape(2, 3)),
        content_key(a.astype(np.float32)),
        content_key(a.tobytes()),
        content_key(a, None),
        content_key(None, a),
        content_key("ab", "c"),
        content_key("a", "bc"),
        content_key(b"a", "bc"),
    ]
    assert len(set(keys)) == len(keys)
    assert content_key(a[::2]) == content_key(a[::2].copy())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_fork_while_the_cache_is_in_use_does_not_hang() -> None:
    QuantumKernelRidge().fit(X, X[:, 0])
    with gram_cache._lock:
        child = os.fork()
        if not child:
            os._exit(gram_cache.info().n_arrays)  # would wait for ever on the parent's lock
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            assert os.waitstatus_to_exitcode(status) == 0
            return
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    pytest.fail("the child hangs")


def test_threads_and_processes() -> None:
    model = QuantumKernelRidge().fit(X, X[:, 0])
    expected = model.predict(OTHERS)
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: model.predict(OTHERS), range(50)):
            np.testing.assert_array_equal(found, expected)
    with ProcessPoolExecutor(1) as pool:
        np.testing.assert_array_equal(pool.submit(model.predict, OTHERS).result(), expected)
    assert len(pickle.dumps(model)) < 20_000  # the cache does not travel with the model
