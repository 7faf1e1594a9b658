"""Snapshots of quantum computers: how long a shot takes and what it costs, each with its source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from ...errors import InputError

_FOLDER = Path(__file__).parent / "snapshots"


@dataclass(frozen=True, slots=True)
class Times:
    """How long things take: either the parts of a shot, or shots as a whole.

    Parameters
    ----------
    source : str
        Where the figures were read.
    one_qubit_s, two_qubit_s, readout_s : float or None
        Seconds of a gate on one qubit, of a gate on two, of the measurement at the end.
    between_shots_s : float or None
        Seconds from the end of a shot to the start of the next: reset and waiting.
    shots_per_s : float or None
        Shots in a second, where only that is published; then it stands for any circuit.
    """

    source: str
    one_qubit_s: float | None = None
    two_qubit_s: float | None = None
    readout_s: float | None = None
    between_shots_s: float | None = None
    shots_per_s: float | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """What the provider asks for: the sum of what is given here.

    Parameters
    ----------
    currency : str
        ISO 4217 code.
    date : str
        Of the price list, ISO 8601.
    source : str
        Where the figures were read.
    per_second, per_shot, per_circuit : float
        For a second of the quantum computer's time, a shot, a circuit with all its shots.
    """

    currency: str
    date: str
    source: str
    per_second: float = 0.0
    per_shot: float = 0.0
    per_circuit: float = 0.0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was published about one quantum computer at one time; no noise is in it.

    Figures without a source are not filled in: a device may have times without a price, or a
    price without times.

    Parameters
    ----------
    name : str
        What `get_snapshot` knows it by.
    title : str
        Name for people.
    n_qubits : int
        Number of qubits.
    date : str
        Of the figures, ISO 8601.
    times : Times or None
        How long a shot takes, if it is published.
    price : Price or None
        What it costs, if it is published.
    """

    name: str
    title: str
    n_qubits: int
    date: str
    times: Times | None = None
    price: Price | None = None

    def shot_s(self, one_qubit_layers: int, two_qubit_layers: int) -> float | None:
        """Return the seconds that one shot of a circuit takes.

        Parameters
        ----------
        one_qubit_layers, two_qubit_layers : int
            Gates of either kind on the circuit's longest path, in the device's own gates.

        Returns
        -------
        float or None
            Gates, readout and what lies between two shots. Loading, queueing and moving qubits
            next to each other are not in it. None if nothing is published.
        """
        t = self.times
        if t is None:
            return None
        if t.shots_per_s is not None:
            return 1.0 / t.shots_per_s
        parts = (t.one_qubit_s, t.two_qubit_s, t.readout_s, t.between_shots_s)
        if None in parts:
            return None
        one, two, readout, between = (part or 0.0 for part in parts)
        return one_qubit_layers * one + two_qubit_layers * two + readout + between

    def cost(self, n_circuits: int, n_shots: int, seconds: float | None) -> float | None:
        """Return the price in the list's currency.

        Parameters
        ----------
        n_circuits, n_shots : int
            Circuits, and shots of all of them together.
        seconds : float or None
            Time on the device, as `shot_s` gives it for a shot.

        Returns
        -------
        float or None
            None if there is no price, or it goes by time and the time is not known.
        """
        p = self.price
        if p is None or (p.per_second and seconds is None):
            return None
        return p.per_circuit * n_circuits + p.per_shot * n_shots + p.per_second * (seconds or 0.0)


@cache
def list_snapshots() -> tuple[str, ...]:
    """Return the names that `get_snapshot` knows, in alphabetical order."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))


@cache
def get_snapshot(name: str) -> Snapshot:
    """Return what was published about a quantum computer.

    Parameters
    ----------
    name : str
        One of `list_snapshots`.

    Raises
    ------
    InputError
        If there is no snapshot of this name.

    Examples
    --------
    >>> from qneko.hybrid.devices import get_snapshot
    >>> torino = get_snapshot("ibm_torino")
    >>> round(1e6 * torino.shot_s(one_qubit_layers=20, two_qubit_layers=10), 1)  # microseconds
    252.9
    """
    known = list_snapshots()
    if name not in known:
        close = get_close_matches(name, known, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"known: {', '.join(known)}."
        raise InputError(f"There is no snapshot of a device '{name}'; {hint}")
    content = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    times, price = content.pop("times", None), content.pop("price", None)
    return Snapshot(
        name=name,
        **content,
        times=None if times is None else Times(**times),
        price=None if price is None else Price(**price),
    )
