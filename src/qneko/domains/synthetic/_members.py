"""Members of the suite as data sets with a name, made when they are asked for."""

from __future__ import annotations

import hashlib
from functools import cache

import numpy as np
import pandas as pd

from ...errors import InputError
from .._dataset import Dataset, DatasetInfo
from .._words import did_you_mean
from ._suite import SERIES, STEPS, SuiteMember, bowles_suite

_PREFIX = "synthetic/"
_TITLES = {
    "linearly_separable": "{step} features, classes on both sides of a plane",
    "hidden_manifold": "{step} features, labels from a network on a 6-dimensional manifold",
    "hidden_manifold_diff": "10 features, labels from a network on a {step}-dimensional manifold",
    "hyperplanes_diff": "10 features, labels from the parity of {step} planes in 3 dimensions",
    "two_curves": "{step} features, each class along a curve of degree 5",
    "two_curves_diff": "10 features, each class along a curve of degree {step}",
}


def member_names() -> list[str]:
    """Return the names of all members, ``synthetic/<series>/<step>``, series by series.

    Examples
    --------
    >>> from qneko.domains.synthetic import member_names
    >>> len(member_names()), member_names()[0]
    (114, 'synthetic/linearly_separable/2')
    """
    return [f"{_PREFIX}{series}/{step}" for series in SERIES for step in STEPS]


def describe_member(name: str) -> DatasetInfo:
    """Return what is known of a member; its checksum is that of what is made here.

    Parameters
    ----------
    name : str
        ``synthetic/<series>/<step>``.
    """
    member = _member(name)
    n_samples, n_features = len(member.y_train) + len(member.y_test), member.X_train.shape[1]
    return DatasetInfo(
        name=name,
        title=f"Bowles suite: {_TITLES[member.series].format(step=member.step)}",
        question="Which of the two classes does a point belong to?",
        file="",
        sha256=_checksum(member),
        n_samples=n_samples,
        n_columns=n_features,
        target="y",
        task="classification",
        licence="Apache-2.0",
        source="made by qneko.domains.synthetic.bowles_suite",
        doi="10.48550/arXiv.2403.07059",
        citation=(
            "J. Bowles, S. Ahmed, M. Schuld, Better than classical? The subtle art of benchmarking "
            "quantum machine learning models (2024), arXiv:2403.07059."
        ),
        positive="1",
        split="split",
        notes=(
            "Equal to the published data set, with its split of 240 training and 60 test rows; "
            "the study file's protocol.split chooses other splits.",
        ),
    )


def load_member(name: str) -> Dataset:
    """Return a member as a data set; its ``parts`` are the published split.

    Parameters
    ----------
    name : str
        ``synthetic/<series>/<step>``, such as "synthetic/hidden_manifold_diff/10".

    Returns
    -------
    Dataset
        Training rows first. ``sha256`` is the checksum of numbers, labels and split.
    """
    info, member = describe_member(name), _member(name)
    X = np.concatenate([member.X_train, member.X_test])
    y = np.concatenate([member.y_train, member.y_test])
    parts = ["train"] * len(member.y_train) + ["test"] * len(member.y_test)
    return Dataset(
        name=name,
        frame=pd.DataFrame(X, columns=[f"x{i + 1}" for i in range(X.shape[1])]),
        target=pd.Series(y, name="y"),
        target_name="y",
        task="classification",
        task_reason="classification, because the data set is registered as such",
        source=f"{info.source}, doi:{info.doi}",
        licence=info.licence,
        sha256=info.sha256,
        notes=info.notes,
        positive=1,
        parts=pd.Series(parts, name="split"),
    )


def _member(name: str) -> SuiteMember:
    series, _, step = name.removeprefix(_PREFIX).partition("/")
    if series not in SERIES:
        near = did_you_mean(f"{_PREFIX}{series}", [f"{_PREFIX}{known}" for known in SERIES])
        raise InputError(
            f"There is no data set {name!r}{near}: made on demand are "
            f"{_PREFIX}<series>/<step> with a series of {', '.join(SERIES)}."
        )
    if step not in map(str, STEPS):
        raise InputError(
            f"The series {_PREFIX}{series} has steps {STEPS[0]} to {STEPS[-1]}, got {step!r}: "
            f"name one, such as {_PREFIX}{series}/10."
        )
    return _series(series)[int(step)]


@cache
def _series(name: str) -> dict[int, SuiteMember]:
    """Return all members of a series: one stream of random numbers runs through them."""
    return {member.step: member for member in bowles_suite(name)}


def _checksum(member: SuiteMember) -> str:
    digest = hashlib.sha256(f"{member.series}/{member.step}".encode())
    for array, kind in (
        (member.X_train, "<f8"),
        (member.y_train, "<i8"),
        (member.X_test, "<f8"),
        (member.y_test, "<i8"),
    ):
        digest.update(np.ascontiguousarray(array).astype(kind).tobytes())
    return digest.hexdigest()
