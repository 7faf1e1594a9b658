"""Docstrings: their examples run, and the parameters they document are the real ones.

`numpydoc lint` (in `make check`) sees the text alone; here the imported objects are asked, so that
inherited and generated signatures count too.
"""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from numpydoc.validate import validate

import qneko
from qneko.errors import MissingExtraError

FLOORS = ("circuits", "engine", "hybrid", "models", "domains", "studies")
MODULES = sorted(info.name for info in pkgutil.walk_packages(qneko.__path__, "qneko."))
#: missing, unknown and misordered parameters
CHECKED = {"PR01", "PR02", "PR03"}


def public_callables() -> Iterator[str]:
    """Yield the full names of public functions, classes and their own public methods."""
    for floor in FLOORS:
        module = importlib.import_module(f"qneko.{floor}")
        for name in module.__all__:
            member = getattr(module, name)
            if inspect.isroutine(member) or inspect.isclass(member):
                yield f"qneko.{floor}.{name}"
            if inspect.isclass(member):
                for own in vars(member):
                    if not own.startswith("_") and inspect.isroutine(getattr(member, own)):
                        yield f"qneko.{floor}.{name}.{own}"


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    try:
        module = importlib.import_module(name)
    except MissingExtraError as error:
        pytest.skip(str(error))
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert doctest.testmod(module, optionflags=flags).failed == 0


@pytest.mark.parametrize("name", list(public_callables()))
def test_documented_parameters_are_the_real_ones(name: str) -> None:
    report = validate(name)
    has_parameters = "\nParameters\n" in (inspect.cleandoc(report["docstring"] or "") + "\n")
    # a method may be said in a sentence; what has a Parameters section has it whole
    found = [f"{code}: {text}" for code, text in report["errors"] if code in CHECKED]
    assert not has_parameters or not found
