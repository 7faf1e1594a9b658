"""What holds for the package as a whole: what it imports, what it shows, what its files say."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys
import tomllib
from importlib.metadata import metadata, requires, version
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

import qneko

ROOT = Path(__file__).parent.parent
FLOORS = ("circuits", "engine", "hybrid", "models", "domains", "studies", "cli")


@pytest.fixture(scope="module")
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def loaded_by(statement: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has after a statement."""
    program = f"{statement}; import sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def base_dependencies() -> set[str]:
    """Return the import names of what qneko needs without extras."""
    names = {re.match(r"[\w-]+", r)[0] for r in requires("qneko") if "extra ==" not in r}
    return {{"scikit-learn": "sklearn"}.get(name, name).lower() for name in names}


def test_importing_qneko_imports_no_dependency() -> None:
    assert not loaded_by("import qneko") & base_dependencies()


def test_circuits_need_numpy_at_most() -> None:
    assert loaded_by("import qneko.circuits") & base_dependencies() <= {"numpy"}


@pytest.mark.parametrize("floor", ["qneko.circuits", "qneko.engine", "qneko.hybrid"])
def test_lower_floors_need_no_data_libraries(floor: str) -> None:
    assert not loaded_by(f"import {floor}") & {"pandas", "sklearn", "optuna", "matplotlib"}


def test_contract_on_circuits_forbids_every_dependency(pyproject: dict[str, Any]) -> None:
    contracts = {c["name"]: c for c in pyproject["tool"]["importlinter"]["contracts"]}
    forbidden = set(contracts["circuits knows NumPy and nothing else"]["forbidden_modules"])
    assert forbidden == base_dependencies() - {"numpy"}


@pytest.mark.parametrize("floor", FLOORS)
def test_public_names_exist_once(floor: str) -> None:
    module = importlib.import_module(f"qneko.{floor}")
    names = list(module.__all__)
    assert [name for name in names if not hasattr(module, name)] == []
    assert len(names) == len(set(names))


def test_modules_of_a_floor_are_private() -> None:
    """The public face is what a floor exports, so that files can be moved freely."""
    modules = [
        module.name
        for floor in FLOORS
        for module in pkgutil.iter_modules(importlib.import_module(f"qneko.{floor}").__path__)
        if not module.ispkg
    ]
    assert [name for name in modules if not name.startswith("_")] == []


def test_types_are_shipped() -> None:
    assert files("qneko").joinpath("py.typed").is_file()


def test_version_is_the_same_everywhere(pyproject: dict[str, Any]) -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert pyproject["project"]["version"] == version("qneko") == qneko.__version__
    assert str(citation["version"]) == qneko.__version__
    assert re.search(rf"^## \[{re.escape(qneko.__version__)}\]", changelog, re.MULTILINE)


def test_extras_that_messages_name_exist(pyproject: dict[str, Any]) -> None:
    sources = [path.read_text() for path in (ROOT / "src").rglob("*.py")]
    named = {extra for source in sources for extra in re.findall(r"qneko\[(\w+)\]", source)}
    assert named
    assert named <= set(pyproject["project"]["optional-dependencies"])


def test_citation_agrees_with_the_metadata() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert citation["license"] == metadata("qneko")["License-Expression"]
    assert citation["title"].startswith("qneko")
    assert citation["cff-version"] == "1.2.0"
