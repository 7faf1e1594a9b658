"""``qneko data``: the shipped data sets, and how qneko would read an own table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import InputError
from ._options import Json
from ._output import print_facts, print_json, print_table

app = typer.Typer(help="Data sets: the shipped ones, and your own tables.", no_args_is_help=True)


@app.command("list")
def list_data(as_json: Json = False) -> None:
    """List the data sets that come with qneko."""
    from ..domains import describe, names
    from ..domains.synthetic import SERIES, member_names
    from ._data_view import size

    known = [describe(name) for name in names()]
    if as_json:
        keys = ("name", "title", "kind", "n_samples", "n_columns", "task", "target", "licence")
        listed = [{key: getattr(info, key) for key in keys} for info in known]
        print_json({"data": listed, "made_on_demand": member_names()})
        return
    print_table(
        "",
        ["name", "size", "what it is"],
        [(i.name, size(i), i.title) for i in known],
    )
    print(f"Made on demand: synthetic/<series>/<step>, step 2 to 20 of {', '.join(SERIES)}.")


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="A data set's name, or the path of an own table.")],
    target: Annotated[
        str | None, typer.Option("--target", "-t", help="Own table: the column to predict.")
    ] = None,
    figure: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also draw it (.svg, .png or .pdf).")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show a data set: origin, columns, classes, bars, and what was cleaned or to beware of."""
    from dataclasses import asdict

    from ..domains import describe, draw, load, read_table
    from ._data_view import columns_of, facts_of, json_of

    info: dict[str, Any] = {}
    if target is not None:
        data: Any = read_table(name, target)
    elif Path(name).is_file():
        raise InputError(f"{name} is a file: say which column is to be predicted with --target.")
    else:
        described = describe(name)
        info, data = {**asdict(described), "source": described.origin}, load(name)
    if figure is not None:
        draw(data, figure)
    header, rows, columns = columns_of(data)
    if as_json:
        print_json({**info, **json_of(data), "columns": columns})
        return
    print_facts(
        [
            ("name", data.name),
            *((key, info[key]) for key in ("title", "kind", "question", "citation") if key in info),
            ("source", data.source),
            ("licence", data.licence),
            ("sha256", data.sha256),
            *facts_of(data),
            *(("bar", str(bar)) for bar in data.bars),
            *(("note", note) for note in data.notes),
            *((("figure", str(figure)),) if figure is not None else ()),
        ]
    )
    print_table("", header, rows)
