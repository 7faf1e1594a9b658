"""How few inputs were made of many, in words."""

from __future__ import annotations

_FITTED = {
    "pca": ", scaling and principal components",
    "pls": ", scaling and the latent variables of partial least squares",
    "select": ", scaling and the selection of columns by their F-statistics",
    "mutual_information": ", scaling and the selection of columns by their mutual information",
    "none": " and scaling",
}
_INPUTS = {
    "pca": "{n} principal components",
    "pls": "{n} latent variables of partial least squares",
    "select": "the {n} columns with the largest F-statistics",
    "mutual_information": "the {n} columns with the largest mutual information with the target",
    "none": "all {n} encoded columns",
}
_ONLY_INPUT = {
    "pca": "1 principal component",
    "pls": "1 latent variable of partial least squares",
    "select": "the column with the largest F-statistic",
    "mutual_information": "the column with the largest mutual information with the target",
    "none": "the only encoded column",
}


def fitted_sentence(reduction: str) -> str:
    """Return what was learned from training rows only."""
    return f"Imputation, one-hot encoding{_FITTED[reduction]} were fitted on training rows only."


def inputs_words(reduction: str, n_features: int) -> str:
    """Return what a quantum model saw, such as ``4 principal components``."""
    return (_ONLY_INPUT if n_features == 1 else _INPUTS)[reduction].format(n=n_features)


def encoded_sentence(encodings: tuple[str, ...]) -> tuple[str, ...]:
    """Return what was made of each row by itself; nothing if nothing was."""
    if not encodings:
        return ()
    return (f"Each row was encoded by itself, before any split: {'; '.join(encodings)}.",)
