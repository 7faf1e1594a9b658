"""Save a model and load it again."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import sklearn
from sklearn.base import BaseEstimator

from ... import __version__
from ...errors import InputError
from . import _archive
from ._decode import Decoder
from ._encode import Encoder

FORMAT = "qneko-model"
#: Raised when an older qneko could misread a newer file.
VERSION = 1
#: What a malformed document raises on the way to an object.
_DAMAGE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def save(model: BaseEstimator, path: str | os.PathLike[str]) -> None:
    """Write a model, fitted or not, to one file.

    The file is a ZIP archive of one JSON document and arrays in NumPy's format: readable without
    qneko, without pickle, and complete or not there at all. The same model gives the same bytes.

    Parameters
    ----------
    model : estimator
        A model of qneko, or a `sklearn.pipeline.Pipeline` of it with scikit-learn's scalers,
        decompositions, imputers and linear models.
    path : str or path-like
        Where to; an existing file is replaced.

    Raises
    ------
    InputError
        If the model holds what no file can, such as an estimator of another library.

    See Also
    --------
    load : Read it again.

    Examples
    --------
    >>> import tempfile
    >>> from sklearn.datasets import load_iris
    >>> from qneko.models import FidelityKernelClassifier, load, save
    >>> X, y = load_iris(return_X_y=True)
    >>> model = FidelityKernelClassifier(random_state=0).fit(X[::5], y[::5])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(model, f"{folder}/iris.qneko")
    ...     again = load(f"{folder}/iris.qneko")
    >>> bool((again.predict_proba(X) == model.predict_proba(X)).all())
    True
    """
    encoder = Encoder()
    if not isinstance(model, BaseEstimator):
        raise InputError(f"save(model, path) takes a model, got {type(model).__name__}.")
    document = {
        "format": FORMAT,
        "version": VERSION,
        "qneko": __version__,
        "scikit-learn": sklearn.__version__,
        "model": encoder.encode(model),
    }
    _archive.write(path, document, encoder.arrays)


def load(path: str | os.PathLike[str], **functions: Callable[..., Any]) -> Any:
    """Read a model that `save` wrote.

    No code of the file is run, so it may come from a stranger: only classes of qneko and chosen
    ones of scikit-learn are made, and what is malformed is refused.

    Parameters
    ----------
    path : str or path-like
        The file.
    **functions : callable
        For a model with an own function as parameter (such as ``feature_map``), which a file cannot
        hold: the function, by the parameter's name.

    Returns
    -------
    estimator
        Its predictions equal those of the saved model to the last bit, on the same machine and
        versions.

    Raises
    ------
    InputError
        If there is no such file, or it is damaged, newer than this qneko, or no model file.

    See Also
    --------
    save : Write it.
    """
    document, arrays = _archive.read(path)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise InputError(f"{path} is not a model file of qneko.")
    if document.get("version") != VERSION:
        raise InputError(
            f"{path} has format version {document.get('version')!r} (qneko "
            f"{document.get('qneko')}), this qneko {__version__} reads version {VERSION}: "
            "update qneko."
        )
    decoder = Decoder(arrays, functions)
    try:
        model = decoder.decode(document["model"])
    except InputError:
        raise
    except _DAMAGE as error:
        raise InputError(f"{path} is damaged: {type(error).__name__}, {error}.") from None
    if not isinstance(model, BaseEstimator):
        raise InputError(f"{path} holds no model, but a {type(model).__name__}.")
    if decoder.unused:
        names = ", ".join(sorted(decoder.unused))
        raise InputError(f"The model in {path} takes no function {names}.")
    return model
