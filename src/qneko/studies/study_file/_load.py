"""Reading a study file; whatever is wrong with it is told in one sentence with its place."""

from __future__ import annotations

import tomllib
from os import PathLike
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ...errors import InputError
from ._spec import StudySpec
from ._values import Section, nearest

#: What a pydantic error type expected, in the words of somebody who writes TOML.
_EXPECTED = {
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "string_type": "a text in quotes",
    "string_too_short": "a text that is not empty",
    "tuple_type": 'a list, such as ["a", "b"]',
    "too_short": "a list that is not empty",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "greater_than": "a number above {gt:g}",
    "greater_than_equal": "a number from {ge:g} on",
    "less_than": "a number below {lt:g}",
    "less_than_equal": "a number up to {le:g}",
    "string_too_long": "a text of at most {max_length} characters",
    "literal_error": "{expected}",
}


def load_spec(path: str | PathLike[str]) -> StudySpec:
    """Read a study file.

    Parameters
    ----------
    path : str or path-like
        A TOML file; the tables ``[study]`` and ``[data]`` are the least that it holds.

    Returns
    -------
    StudySpec
        The spec with all defaults filled in.

    Raises
    ------
    InputError
        If it is missing, is no TOML, or holds something that no study file may hold.
    """
    file = Path(path).expanduser()
    try:
        content = tomllib.loads(_read(file))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{file}: {_syntax(str(error))}") from None
    return parse_spec(content, str(file))


def parse_spec(content: dict[str, Any], place: str = "study") -> StudySpec:
    """Check the content of a study file.

    Parameters
    ----------
    content : dict
        Tables and keys.
    place : str
        What messages call it.
    """
    try:
        return StudySpec.model_validate(content)
    except ValidationError as error:
        problems = error.errors(include_url=False)
        # a misspelt key is the cause of the missing one beside it, so it is told first
        first = min(problems, key=lambda p: p["type"] != "extra_forbidden")
        sentence = _sentence(first)
        end = "" if sentence.endswith("?") else "."
        raise InputError(f"{place}, {sentence}{end}") from None


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        near = sorted(p.name for p in file.parent.glob("*.toml")) if file.parent.is_dir() else []
        hint = nearest(file.name, near) if near else "; check the path."
        raise InputError(f"There is no study file {file}{hint}") from None
    except IsADirectoryError:
        raise InputError(f"{file} is a folder: give a study file (.toml) inside it.") from None
    except UnicodeDecodeError:
        raise InputError(f"{file} is not UTF-8 text: a study file (TOML) is expected.") from None
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.") from None


def _syntax(message: str) -> str:
    """Return tomllib's ``what (at line 3, column 5)`` with the place first."""
    what, _, where = message.rpartition(" (at ")
    return f"{where.rstrip(')')}: {what}; correct the TOML there."


def _sentence(problem: ErrorDetails) -> str:
    # list positions are shown to people counting from 1
    where = ".".join(f"item {p + 1}" if isinstance(p, int) else p for p in problem["loc"])
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "extra_forbidden":
        *tables, key = problem["loc"]
        return f"{where}: unknown key{nearest(str(key), _keys(tables))}"
    if kind == "missing":
        table = ".".join(str(p) for p in problem["loc"][:-1])
        return f"{where}: missing; add it" + (f" to [{table}]" if table else f" as table [{where}]")
    if kind == "value_error":
        return f"{where}: {context['error']}" if where else f"{context['error']}"
    if kind not in _EXPECTED:
        return f"{where}: {problem['msg']}, got {problem['input']!r}"
    expected = _EXPECTED[kind].format(**context)
    return f"{where}: expected {expected}, got {_shown(problem['input'])}"


def _keys(tables: list[int | str]) -> list[str]:
    """Return the keys that a table may hold."""
    model: type[BaseModel] = StudySpec
    for table in tables:
        if isinstance(table, int):
            continue  # the place in a list of tables, all of one kind
        section = model.model_fields[table].annotation
        # tables in a list, or one that may be left out
        section = next(iter(get_args(section)), section)
        assert isinstance(section, type) and issubclass(section, Section)
        model = section
    return list(model.model_fields)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
