"""The commands and their options. Nothing heavy is imported before a command runs."""

from __future__ import annotations

from typing import Annotated

import typer

from . import _data, _devices, _many, _studies

app = typer.Typer(
    name="qneko",
    help="Does a quantum-enhanced model help with your data? Run a study, get an honest verdict.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=r"A study file needs \[study] with name and seed, and \[data] with path and target.",
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"qneko {version('qneko')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


app.command("run")(_studies.run)
app.command("plan")(_studies.plan)
app.command("resume")(_studies.resume)
app.command("report")(_studies.report)
app.command("compare")(_many.compare)
app.add_typer(_data.app, name="data")
app.add_typer(_devices.app, name="devices")
