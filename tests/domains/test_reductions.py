"""From many columns to few: what each finds, that it sees training rows only, bad input."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from sklearn.cross_decomposition import PLSRegression
from sklearn.feature_selection import f_classif, f_regression
from sklearn.utils.estimator_checks import parametrize_with_checks

from qneko.domains import (
    PartialLeastSquares,
    PrincipalComponents,
    SelectedColumns,
    load,
    make_encoder,
)
from qneko.errors import InputError


@parametrize_with_checks(
    [
        PrincipalComponents(2),
        PartialLeastSquares(2),
        PartialLeastSquares(2, is_class=True),
        SelectedColumns(1),
        SelectedColumns(1, is_class=True),
        SelectedColumns(1, "mutual_information"),
    ]
)
def test_they_are_good_citizens_of_scikit_learn(estimator, check) -> None:
    check(estimator)


def noisy(n: int = 80, p: int = 30) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    X = random.normal(size=(n, p)) * np.linspace(2.0, 1.0, p)
    return X, X[:, -1] - X[:, -2] + 0.1 * random.normal(size=n)


def test_latent_variables_are_scikit_learns() -> None:
    X, y = noisy()
    found = PartialLeastSquares(3).fit_transform(X, y)
    np.testing.assert_allclose(found, PLSRegression(3, scale=False).fit(X, y).transform(X))


def test_latent_variables_see_the_target_where_components_do_not() -> None:
    X, y = noisy()
    by_target = PartialLeastSquares(2).fit_transform(X, y)
    by_variance = PrincipalComponents(2).fit_transform(X)
    explained = [np.linalg.lstsq(np.c_[Z, np.ones(80)], y)[1][0] for Z in (by_target, by_variance)]
    assert explained[0] < 0.2 * explained[1]


def test_classes_are_indicators_and_names_do_not_matter() -> None:
    X, y = noisy()
    classes = np.digitize(y, [-1.0, 1.0])
    words = np.array(["low", "middle", "top"])[classes]
    found = PartialLeastSquares(2, is_class=True).fit_transform(X, words)
    np.testing.assert_allclose(
        found, PLSRegression(2, scale=False).fit(X, np.eye(3)[classes]).transform(X)
    )
    np.testing.assert_array_equal(
        found, PartialLeastSquares(2, is_class=True).fit_transform(X, classes)
    )


def test_few_rows_or_a_target_explained_completely_give_fewer() -> None:
    X, y = noisy(5)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert PartialLeastSquares(10).fit_transform(X, y).shape == (5, 4)
        simple = np.eye(6)[:, :2]
        exact = PartialLeastSquares(2).fit(simple, simple.sum(axis=1))
        assert exact.transform(simple).shape[1] == 1
        assert list(exact.get_feature_names_out()) == ["partialleastsquares0"]


def test_selection_follows_the_f_test_in_the_order_of_the_columns() -> None:
    X, y = noisy()
    chosen = SelectedColumns(2).fit(X, y)
    assert chosen.get_support(indices=True).tolist() == [28, 29]
    np.testing.assert_array_equal(chosen.scores_, f_regression(X, y)[0])
    classes = (y > 0).astype(int)
    by_class = SelectedColumns(5, is_class=True).fit(X, classes)
    best = np.sort(np.argsort(-f_classif(X, classes)[0])[:5])
    np.testing.assert_array_equal(by_class.get_support(indices=True), best)


def test_mutual_information_sees_a_parabola_that_the_f_test_does_not() -> None:
    random = np.random.default_rng(3)
    X = random.normal(size=(300, 10))
    X[:, 0] += 0.2 * X[:, 4] ** 2
    y = X[:, 4] ** 2
    by_information = SelectedColumns(1, "mutual_information").fit(X, y)
    assert by_information.get_support(indices=True).tolist() == [4]
    assert SelectedColumns(1).fit(X, y).get_support(indices=True).tolist() == [0]


@pytest.mark.parametrize("name", ["biomedicine/wdbc", "biomedicine/esol"])
@pytest.mark.parametrize("reduce", ["pca", "pls", "select", "mutual_information"])
def test_encoders_of_all_kinds_on_real_tables(name: str, reduce) -> None:
    data = load(name)
    encoder = make_encoder(data.frame, 3, reduce=reduce, task=data.task)
    once = encoder.fit_transform(data.frame, data.target)
    assert once.shape == (data.n_samples, 3)
    np.testing.assert_array_equal(once, encoder.fit(data.frame, data.target).transform(data.frame))
    assert len(encoder.get_feature_names_out()) == 3


def test_none_keeps_all_columns() -> None:
    frame = load("biomedicine/esol").frame
    kept = make_encoder(frame, 4, reduce="none").fit_transform(frame)
    np.testing.assert_array_equal(kept, make_encoder(frame, None).fit_transform(frame))


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"reduce": "umap"}, "reduce: one of pca, pls, select, mutual_information, none .* 'umap'"),
        ({"reduce": "pls"}, "'pls' looks at the target, so task must be .* got None"),
        ({"reduce": "select", "task": "clustering"}, "got 'clustering'"),
    ],
)
def test_wrong_reductions(how, message) -> None:
    with pytest.raises(InputError, match=message):
        make_encoder(load("biomedicine/esol").frame, 2, **how)
