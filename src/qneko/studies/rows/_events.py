"""From a catalogue of events and the ``[events]`` table of a study file to rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import InputError
from ..study_file._spec import StudySpec
from ._checks import kind_of, refuse_keys

if TYPE_CHECKING:
    from ...domains import Dataset, EventCatalogue


def asks_events(spec: StudySpec) -> bool:
    """Return whether the data of a study are a catalogue of events.

    Raises
    ------
    InputError
        If there is a table ``[events]`` and the data are something else, or the other way round.
    """
    from ...domains import names

    name = spec.data.name
    if name is None:
        return spec.has_events
    kind = kind_of(name)
    if spec.has_events and kind != "events":
        raise InputError(
            f"events: '{name}' holds {'a table' if kind == 'table' else kind}, and [events] makes "
            f"rows of catalogues; leave it out, or ask {', '.join(names('events'))} or your own "
            "catalogue by its path."
        )
    if kind == "events" and not spec.has_events:
        raise InputError(
            f"data.name: '{name}' holds events, which are no rows yet: add a table [events], which "
            "may be empty."
        )
    return kind == "events"


def load_events(spec: StudySpec, folder: Path) -> Dataset:
    """Read the catalogue of a study and make its rows.

    Raises
    ------
    InputError
        If the catalogue cannot be read, or makes no rows, or keys of tables are given for it.
    """
    from ...domains.seismology import Region, frame_events

    refuse_keys(
        spec.data,
        ("target", "task", "group", "time", "split"),
        "of a catalogue [events] says what a row is and what is predicted",
    )
    asked = spec.events
    return frame_events(
        _catalogue(spec, folder),
        period=asked.period,
        magnitude=asked.magnitude,
        history_magnitude=asked.history_magnitude,
        cell=asked.cell,
        n_cells=asked.n_cells,
        regions=[Region(r.name, r.latitude, r.longitude) for r in asked.regions],
        history=asked.history,
        predict=asked.predict,
    )


def _catalogue(spec: StudySpec, folder: Path) -> EventCatalogue:
    from ...domains import EventCatalogue, load, read_events

    wanted = spec.data
    if wanted.path is None:
        assert wanted.name is not None
        found = load(wanted.name, allow_leaks=wanted.allow_leaks)
        assert isinstance(found, EventCatalogue)
        return found
    own = read_events(folder / Path(wanted.path).expanduser())
    # as written: where the study file lies on this machine is nobody's business
    return replace(own, source=wanted.path)
