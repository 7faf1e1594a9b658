"""Properties of the elements, from the tables of mendeleev (extra "materials")."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...errors import MissingExtraError
from .._formula import ELEMENTS

_SHELL = re.compile(r"\d([spdf])(\d*)")
_ROOM = {"s": 2, "p": 6, "d": 10, "f": 14}
_SCANDIUM_GROUP = 3

#: Column of mendeleev's table of elements by what it is called here.
_COLUMNS = {
    "number": "atomic_number",
    "Mendeleev number": "mendeleev_number",
    "weight": "atomic_weight",
    "period": "period",
    "group": "group_id",
    "covalent radius": "covalent_radius_cordero",
    "van der Waals radius": "vdw_radius",
    "electronegativity": "en_pauling",
    "polarizability": "dipole_polarizability",
}


@cache
def element_properties() -> pd.DataFrame:
    """Return a table of 21 properties of all elements, by symbol; NaN where one is not known.

    Units: dalton, kelvin, picometre, eV, bohr cubed; electronegativity after Pauling. The melting
    point is that of the allotrope that melts last, for carbon the point where graphite sublimes.
    Lanthanides and actinides count into the group of scandium.

    Raises
    ------
    MissingExtraError
        If mendeleev is not installed.
    """
    try:
        from mendeleev.fetch import fetch_table
    except ImportError:
        raise MissingExtraError(
            "Statistics of elements need mendeleev: pip install 'qneko[materials]', or use "
            "fractions of elements."
        ) from None
    elements = fetch_table("elements").set_index("symbol").loc[list(ELEMENTS)]
    found = elements[list(_COLUMNS.values())].astype(np.float64)
    found.columns = pd.Index(_COLUMNS)
    found["group"] = found["group"].fillna(_SCANDIUM_GROUP)
    phases = fetch_table("phasetransitions").groupby("atomic_number")
    melts = phases["melting_point"].max().fillna(phases["boiling_point"].max())
    found["melting point"] = found["number"].map(melts)
    ions = fetch_table("ionizationenergies")
    neutral = ions[ions["ion_charge"] == 0].set_index("atomic_number")["ionization_energy"]
    found["ionization energy"] = found["number"].map(neutral)
    shells = np.array([_outer_electrons(text) for text in elements["electronic_configuration"]])
    free = np.where(shells > 0.0, np.array(list(_ROOM.values())) - shells, 0.0)
    for counts, what in ((shells, "valence"), (free, "unfilled")):
        for k, name in enumerate(_ROOM):
            found[f"{name} {what}"] = counts[:, k]
        found[what] = counts.sum(axis=1)
    return found


def _outer_electrons(configuration: str) -> NDArray[np.float64]:
    """Return electrons in s, p, d and f beyond the noble gas: "[Ar] 3d6 4s2" has 2, 0, 6, 0."""
    counts = dict.fromkeys(_ROOM, 0.0)
    for shell, n in _SHELL.findall(configuration.rsplit("]", 1)[-1]):
        counts[shell] += float(n or 1)
    return np.array(list(counts.values()))


def version() -> str:
    """Return mendeleev's version."""
    from importlib.metadata import version as version_of

    return version_of("mendeleev")
