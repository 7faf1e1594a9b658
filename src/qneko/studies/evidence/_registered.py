"""What the evidence holds of the protocol's registration, and the sentences that follow from it."""

from __future__ import annotations

from datetime import UTC, datetime

from pydantic import Field

from ._record import Count, Positive, Record

#: So many earlier protocols are told with their changes; the rest are counted.
_SHOWN = 2
_SHOWN_CHANGES = 6


class EarlierProtocol(Record):
    """Another protocol of the same study, or on the same data, that has results."""

    study: str = Field(description="Name of its study.")
    sha256: str = Field(description="SHA-256 of that protocol.")
    registered: str = Field(description="ISO 8601, UTC.")
    n_results: Positive = Field(description="Results of it, finished tasks, that were there.")
    same_study: bool = Field(description="Whether the study has the same name.")
    same_file: bool = Field(description="Whether its study file said the same.")
    same_data: bool = Field(description="Whether the data file has the same checksum.")
    changes: tuple[str, ...] = Field(description="What is different now: key, before and after.")


class Registration(Record):
    """When the protocol was written down, and what had been seen by then."""

    registered: str = Field(description="ISO 8601, UTC: before the first task of this protocol.")
    n_results_before: Count = Field(
        0, description="Results of this run that were there already: it was registered too late."
    )
    earlier: tuple[EarlierProtocol, ...] = Field(
        (), description="Protocols registered before, with results, that lie beside this run."
    )


def registration_warnings(registration: Registration | None) -> tuple[str, ...]:
    """Return what about the registration can change the meaning of the answer."""
    if registration is None:
        return ()
    found = []
    if n := registration.n_results_before:
        found.append(
            f"Warning: the protocol was registered after {n} results of this run were there, so "
            "that nothing shows it was fixed before they were seen."
        )
    mine = [e for e in registration.earlier if e.same_study]
    if mine:
        if not all(e.same_file for e in mine):
            what = "the study file was changed"
        elif not all(e.same_data for e in mine):
            what = "the data were changed"
        else:
            what = "qneko's own part of the protocol was changed"
        protocols = "1 earlier protocol" if len(mine) == 1 else f"{len(mine)} earlier protocols"
        on = " on these data" if all(e.same_data for e in mine) else ""
        found.append(
            f"Warning: {what} after results were seen: {protocols} of this study{on} had been run "
            f"before, in part or to the end. {' '.join(_told(e) for e in mine[-_SHOWN:])}"
        )
    return tuple(found)


def registration_sentence(registration: Registration) -> str:
    """Return when the protocol was registered, and which other studies asked of the same data."""
    moment = datetime.fromisoformat(registration.registered).astimezone(UTC)
    text = f"on {moment:%Y-%m-%d at %H:%M:%S} UTC"
    if not registration.n_results_before:
        text += ", before the first task ran"
    mine = sum(e.same_study for e in registration.earlier)
    if not mine:
        text += "; no earlier protocol of this study lay beside it"
    others = {e.study for e in registration.earlier if not e.same_study}
    if others:
        names = ", ".join(f"'{name}'" for name in sorted(others))
        text += f". The same target in the same data was asked for before by {names}"
    return text[0].upper() + text[1:] + "."


def _told(earlier: EarlierProtocol) -> str:
    shown = "; ".join(earlier.changes[:_SHOWN_CHANGES])
    if (n_more := len(earlier.changes) - _SHOWN_CHANGES) > 0:
        shown += f"; and {n_more} more"
    return (
        f"Since the one of {earlier.registered[:10]} ({earlier.sha256[:8]}, {earlier.n_results} "
        f"results): {shown}."
    )
