"""Which classes a file may name: nothing else is ever imported or made.

A file holds attributes, never code. What it can do is fill objects of these classes with numbers,
so the list leaves out what would run compiled code on such numbers unchecked (trees, neighbours);
support vector machines do, and are checked by `check_machine`.
"""

from __future__ import annotations

from dataclasses import is_dataclass
from importlib import import_module
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.gaussian_process.kernels import Kernel
from sklearn.svm import SVC, SVR, OneClassSVM

from ...errors import InputError

_SKLEARN = (
    "sklearn.cluster._kmeans",
    "sklearn.cluster._spectral",
    "sklearn.compose._target",
    "sklearn.decomposition",
    "sklearn.gaussian_process",
    "sklearn.impute._base",
    "sklearn.kernel_ridge",
    "sklearn.linear_model",
    "sklearn.multiclass",
    "sklearn.pipeline",
    "sklearn.preprocessing",
    "sklearn.svm._classes",
)
#: Cython losses and the like in scikit-learn's modules are no estimators: they are refused.
_KINDS = (BaseEstimator, Kernel)


def name_of(kind: type) -> str | None:
    """Return how a file names a class, None if no file may name it."""
    name = f"{kind.__module__}:{kind.__qualname__}"
    return name if _is_allowed(kind) else None


def find(name: Any) -> type:
    """Return the class that a file names.

    Raises
    ------
    InputError
        If it is none that a file may name.
    """
    module, _, attribute = str(name).partition(":")
    known = module.startswith("qneko.models.") or _in(module, _SKLEARN)
    if known and attribute.isidentifier():
        try:
            kind = getattr(import_module(module), attribute, None)
        except ImportError:
            kind = None
        # the name must be the class's own: a module also sees what it imported
        if isinstance(kind, type) and name_of(kind) == name:
            return kind
    raise InputError(
        f"The file names {name!r}, which is none of the classes that a model file may hold here: "
        "it is damaged, from a newer version of qneko, or not to be trusted."
    )


def check_machine(machine: Any) -> None:
    """Raise if a support vector machine's arrays do not fit together.

    LIBSVM trusts its caller: a support vector's number that is out of range would be read.
    """
    if not isinstance(machine, (SVC, SVR, OneClassSVM)):
        return
    support = np.asarray(machine.support_)
    n_support = np.asarray(machine._n_support)
    coefficients = np.asarray(machine._dual_coef_)
    intercepts = np.asarray(machine._intercept_)
    rows, n_fit = machine.shape_fit_[0], machine.shape_fit_[1]
    n_classes = len(n_support) if isinstance(machine, SVC) else 2
    whole = isinstance(machine, SVC)
    fits = (
        machine.kernel == "precomputed"
        and not machine._sparse
        and support.dtype == n_support.dtype == np.int32
        and coefficients.dtype == intercepts.dtype == np.float64
        and n_fit == rows
        and bool(np.all((support >= 0) & (support < rows)))
        and bool(np.all(n_support >= 0))
        and (not whole or n_support.sum() == len(support))
        and coefficients.shape == (n_classes - 1, len(support))
        and intercepts.shape == (n_classes * (n_classes - 1) // 2,)
        and np.asarray(machine.support_vectors_).size == 0
        and np.asarray(machine._probA).size in (0, 1, len(intercepts))
        and np.asarray(machine._probB).size in (0, 1, len(intercepts))
    )
    if not fits:
        raise InputError("The file's support vector machine does not fit together: it is damaged.")


def _is_allowed(kind: type) -> bool:
    if kind.__module__.startswith("qneko.models."):
        return issubclass(kind, _KINDS) or is_dataclass(kind)
    return _in(kind.__module__, _SKLEARN) and issubclass(kind, _KINDS)


def _in(module: str, allowed: tuple[str, ...]) -> bool:
    return any(module == a or module.startswith(f"{a}.") for a in allowed)
