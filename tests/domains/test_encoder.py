"""The encoder: learned from training rows only, safe in every fold, a good scikit-learn citizen."""

from __future__ import annotations

import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from qneko.domains import PrincipalComponents, load, make_encoder
from qneko.errors import InputError


def table(n=60):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(n, 3)) * [1.0, 1e6, 1e-6], columns=["a", "b", "c"])
    frame.loc[::7, "b"] = np.nan
    frame["sex"] = pd.Categorical(rng.choice(["f", "m"], n))
    frame["site"] = pd.Categorical(rng.choice(["x", "y", "z", None], n))
    return frame


def test_all_columns_equal_the_steps_done_by_hand():
    frame = table()
    by_hand = pd.DataFrame(
        {
            "a": frame["a"],
            "b": frame["b"].fillna(frame["b"].median()),
            "c": frame["c"],
            "m": frame["sex"] == "m",
            **{v: frame["site"] == v for v in "xyz"},
            "none": frame["site"].isna(),
        }
    ).to_numpy(dtype=float)
    expected = (by_hand - by_hand.mean(0)) / by_hand.std(0)
    np.testing.assert_allclose(make_encoder(frame, None).fit_transform(frame), expected)


def test_components_are_those_of_pca_on_scaled_columns():
    frame = load("biomedicine/wdbc").frame
    expected = PCA(4, svd_solver="full").fit_transform(StandardScaler().fit_transform(frame))
    np.testing.assert_allclose(make_encoder(frame, 4).fit_transform(frame), expected)


def test_nothing_is_learned_from_the_test_rows():
    frame = table()
    train, test = frame.iloc[:40], frame.iloc[40:].copy()
    before = make_encoder(frame, 3).fit(train).transform(train)
    test[["a", "b", "c"]] *= 1000.0
    changed = pd.concat([train, test])
    after = make_encoder(changed, 3).fit(changed.iloc[:40]).transform(train)
    np.testing.assert_array_equal(before, after)


def test_columns_that_are_constant_or_empty_in_the_training_rows_do_no_harm():
    frame = table()
    train, test = frame.iloc[:40].copy(), frame.iloc[40:]
    train["a"] = 0.1
    train["b"] = np.nan
    train["site"] = pd.Categorical(["x"] * 40, categories=["x", "y", "z"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        encoder = make_encoder(frame, None).fit(train)
        encoded = encoder.transform(test)
    assert encoded.shape == (20, 2)  # what is left: c and sex
    assert np.isfinite(encoded).all()


def test_more_components_than_columns_or_rows_gives_what_there_is():
    frame = table()
    assert make_encoder(frame, 50).fit_transform(frame).shape == (60, 8)
    assert make_encoder(frame, 50).fit(frame.iloc[:5]).transform(frame).shape == (60, 5)


def test_rare_categories_share_a_column_and_new_ones_are_no_error():
    sites = [f"s{i}" for i in range(30)]
    rare = pd.DataFrame({"site": pd.Categorical(sites[:5] * 20 + sites)})
    encoder = make_encoder(rare, None).fit(rare)
    assert encoder.transform(rare).shape == (130, 16)
    new = pd.DataFrame({"site": pd.Categorical(["elsewhere"])})
    with pytest.warns(UserWarning, match="unknown categories"):
        assert np.isfinite(encoder.transform(new)).all()


@pytest.mark.parametrize("n_features", [None, 3])
def test_clone_pickle_and_names(n_features):
    frame = table()
    encoder = make_encoder(frame, n_features)
    expected = clone(encoder).fit_transform(frame)
    fitted = pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(encoder)).fit(frame)))
    np.testing.assert_array_equal(fitted.transform(frame), expected)
    assert len(fitted.get_feature_names_out()) == expected.shape[1]


@pytest.mark.parametrize("dtype", [object, "category"])
def test_text_of_any_dtype_is_encoded_alike(dtype):
    frame = table().astype({"sex": object, "site": object})
    other = frame.astype({"sex": dtype, "site": dtype})
    np.testing.assert_array_equal(
        make_encoder(other, None).fit_transform(other),
        make_encoder(frame, None).fit_transform(frame),
    )


def test_components_have_a_fixed_sign():
    X = np.random.default_rng(1).normal(size=(30, 4))
    first = PrincipalComponents(2).fit(X).pca_.components_
    assert (first[np.arange(2), np.abs(first).argmax(axis=1)] > 0).all()


@pytest.mark.parametrize("n_features", [0, -1, 2.5, True, "4"])
def test_a_wrong_number_of_features_is_refused(n_features):
    with pytest.raises(InputError, match=r"positive integer or None .*got"):
        make_encoder(table(), n_features)


def test_a_frame_without_columns_is_refused():
    with pytest.raises(InputError, match="at least one feature column"):
        make_encoder(pd.DataFrame(index=range(5)), None)
