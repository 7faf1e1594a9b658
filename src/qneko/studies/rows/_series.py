"""From a series and the ``[series]`` table of a study file to rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import InputError
from ..study_file._spec import StudySpec
from ._checks import kind_of, refuse_keys

if TYPE_CHECKING:
    from ...domains import Dataset, SeriesDataset

#: How the rows of a series may be cut, by what is held out.
_SPLITS = {"time": ("auto", "rolling"), "group": ("auto", "leave_one_group_out", "grouped")}


def asks_series(spec: StudySpec) -> bool:
    """Return whether the data of a study are a series.

    Raises
    ------
    InputError
        If there is a table ``[series]`` and the data are something else.
    """
    from ...domains import names

    name = spec.data.name
    if name is None:
        return spec.has_series
    kind = kind_of(name)
    if spec.has_series and kind != "series":
        raise InputError(
            f"series: '{name}' holds {'a table' if kind == 'table' else kind}, and [series] makes "
            f"rows of series; leave it out, or ask one of {', '.join(names('series'))} or your own "
            "series by its path."
        )
    return kind == "series"


def load_series(spec: StudySpec, folder: Path) -> Dataset:
    """Read the series of a study and make its rows.

    Raises
    ------
    InputError
        If the series cannot be read, or makes no rows, or keys of tables are given for it.
    """
    from ...domains import forecast_table

    _refuse_keys_of_tables(spec)
    asked = spec.series
    if spec.protocol.split not in _SPLITS[asked.hold_out]:
        raise InputError(
            f'protocol.split: with series.hold_out = "{asked.hold_out}" one of '
            f"{', '.join(_SPLITS[asked.hold_out])} is expected, since other splits would train on "
            f'what the test rows are to find out, got "{spec.protocol.split}"; leave it out.'
        )
    series = _series(spec, folder)
    try:
        return forecast_table(
            series,
            lags=asked.lags,
            horizon=asked.horizon,
            others=asked.others,
            season=asked.season,
            difference=asked.difference,
            stride=asked.stride,
            hold_out=asked.hold_out,
        )
    except InputError as error:
        # messages name keys as the function has them
        key = str(error).split(":")[0]
        place = "data." if key == "target" else "series." if key in type(asked).model_fields else ""
        raise InputError(f"{place}{error}") from None


def _series(spec: StudySpec, folder: Path) -> SeriesDataset:
    from ...domains import SeriesDataset, load, read_series

    wanted = spec.data
    if wanted.path is None:
        assert wanted.name is not None
        found = load(wanted.name, allow_leaks=wanted.allow_leaks)
        assert isinstance(found, SeriesDataset)
        return found if wanted.target is None else replace(found, target=wanted.target)
    path = folder / Path(wanted.path).expanduser()
    own = read_series(path, time=wanted.time, target=wanted.target)
    # as written: where the study file lies on this machine is nobody's business
    return replace(own, source=wanted.path)


def _refuse_keys_of_tables(spec: StudySpec) -> None:
    refuse_keys(
        spec.data,
        ("task", "positive", "group", "split", "smiles", "formula"),
        "of a series [series] says what a row is and what is held out",
    )
    if spec.data.time is not None and spec.data.path is None:
        raise InputError(
            "data.time: a shipped series knows its times; leave time out, or give your own series "
            "by its path."
        )
