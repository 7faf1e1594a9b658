"""``qneko data``: the shipped data sets, and how qneko would read an own table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import InputError
from ._options import Json
from ._output import print_facts, print_json, print_table

if TYPE_CHECKING:
    import pandas as pd

    from ..domains import Dataset

app = typer.Typer(help="Data sets: the shipped ones, and your own tables.", no_args_is_help=True)


@app.command("list")
def list_data(as_json: Json = False) -> None:
    """List the data sets that come with qneko."""
    from ..domains import describe, names

    known = [describe(name) for name in names()]
    if as_json:
        keys = ("name", "title", "n_samples", "n_columns", "task", "target", "licence")
        print_json({"data": [{key: getattr(info, key) for key in keys} for info in known]})
        return
    print_table(
        "",
        ["name", "rows>", "columns>", "task", "licence", "what it is"],
        [(i.name, i.n_samples, i.n_columns, i.task, i.licence, i.title) for i in known],
    )


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="A data set's name, or the path of an own table.")],
    target: Annotated[
        str | None, typer.Option("--target", "-t", help="Own table: the column to predict.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show a data set: origin, columns, classes, and what qneko cleaned or warns of."""
    from dataclasses import asdict

    from ..domains import describe, load, read_table

    info: dict[str, Any] = {}
    if target is not None:
        data = read_table(name, target)
    elif Path(name).is_file():
        raise InputError(f"{name} is a file: say which column is to be predicted with --target.")
    else:
        info, data = asdict(describe(name)), load(name)
    columns = [_column(data.frame[column]) for column in data.frame.columns]
    if as_json:
        print_json({**info, **_facts(data), "columns": columns})
        return
    print_facts(
        [
            ("name", data.name),
            *((key, info[key]) for key in ("title", "question", "citation") if key in info),
            ("source", data.source),
            ("licence", data.licence),
            ("sha256", data.sha256),
            ("size", f"{data.n_samples} rows, {data.n_columns} columns"),
            ("target", f"{data.target_name}: {data.task_reason}"),
            ("values", _target_values(data)),
            *(("note", note) for note in data.notes),
        ]
    )
    print_table(
        "",
        ["column", "kind", "values", "missing>"],
        [(c["name"], c["kind"], _range(c), c["missing"] or "") for c in columns],
    )


def _facts(data: Dataset) -> dict[str, Any]:
    classes = data.classes
    return {
        "name": data.name,
        "source": data.source,
        "licence": data.licence,
        "sha256": data.sha256,
        "n_samples": data.n_samples,
        "n_columns": data.n_columns,
        "target": data.target_name,
        "task": data.task,
        "task_reason": data.task_reason,
        "classes": classes and {str(label): n for label, n in classes.items()},
        "positive": data.positive,
        "notes": list(data.notes),
    }


def _column(values: pd.Series) -> dict[str, Any]:
    missing = int(values.isna().sum())
    if values.dtype == "category":
        levels = values.value_counts(sort=False)
        counts = {str(level): int(n) for level, n in levels.items()}
        return {"name": values.name, "kind": "category", "values": counts, "missing": missing}
    low, middle, high = (float(q) for q in values.quantile([0.0, 0.5, 1.0]))
    return {
        "name": values.name,
        "kind": "number",
        "min": low,
        "median": middle,
        "max": high,
        "missing": missing,
    }


def _range(column: dict[str, Any]) -> str:
    if column["kind"] == "number":
        return f"{column['min']:g} … {column['median']:g} … {column['max']:g}"
    shown = [f"{level} ({n})" for level, n in list(column["values"].items())[:6]]
    rest = len(column["values"]) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def _target_values(data: Dataset) -> str:
    if data.classes is not None:
        return ", ".join(f"{label}: {n}" for label, n in data.classes.items())
    low, middle, high = (float(q) for q in data.target.quantile([0.0, 0.5, 1.0]))
    return f"{low:g} … {middle:g} … {high:g} (least, median, largest)"
