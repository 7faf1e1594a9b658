"""scikit-learn's whole contract; each family of models declares its cases in `test_contract.py`.

Nothing may be expected to fail but what scikit-learn itself lists for the classical sibling
(`sklearn.utils._test_common.instance_generator.PER_ESTIMATOR_XFAIL_CHECKS`).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from sklearn.base import BaseEstimator
from sklearn.utils.estimator_checks import parametrize_with_checks

import qneko.models


def contract(
    cases: list[BaseEstimator],
    expected_failures: Callable[[BaseEstimator], dict[str, str]] | None = None,
) -> Any:
    """Return a decorator that runs every check of scikit-learn on every case."""
    return parametrize_with_checks(cases, expected_failed_checks=expected_failures)


def declared_cases() -> list[BaseEstimator]:
    """Return the cases of all families."""
    folder = Path(__file__).parent
    modules = sorted(path.parent.name for path in folder.glob("*/test_contract.py"))
    return [
        case
        for name in modules
        for case in import_module(f"tests.models.{name}.test_contract").CASES
    ]


def public_estimators() -> list[type[BaseEstimator]]:
    """Return every estimator that `qneko.models` exports."""
    members = [getattr(qneko.models, name) for name in qneko.models.__all__]
    return [m for m in members if isinstance(m, type) and issubclass(m, BaseEstimator)]
