"""From molecular Hamiltonians and the ``[ground_state]`` table of a study file to rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import InputError
from ..study_file._spec import StudySpec
from ._checks import refuse_keys

if TYPE_CHECKING:
    from ...domains import Dataset

#: Geometries without which splits make no sense.
_LEAST_ROWS = 10


def asks_ground_states(spec: StudySpec) -> bool:
    """Return whether a study asks for ground-state energies.

    Raises
    ------
    InputError
        If there is a table ``[ground_state]`` and the data are no Hamiltonians, or the other way.
    """
    from ...domains import names

    known = names("hamiltonians")
    is_there = spec.data.name in known
    if spec.ground_state is not None and not is_there:
        raise InputError(
            f"ground_state: it chooses a molecule of {', '.join(known)}; set data.name = "
            f'"{known[0]}", or leave it out.'
        )
    if is_there and spec.ground_state is None:
        raise InputError(
            f"data.name: '{spec.data.name}' holds several molecules: say which in a table "
            '[ground_state], such as molecule = "H2".'
        )
    return is_there


def load_ground_states(spec: StudySpec) -> Dataset:
    """Read the geometries of one molecule.

    Raises
    ------
    InputError
        If there is no such molecule, or keys of tables are given for it.
    """
    from ...domains import HamiltonianDataset, load
    from ...domains.ground_states import frame_geometries

    wanted, asked = spec.data, spec.ground_state
    refuse_keys(
        wanted,
        ("target", "task", "group", "time", "split"),
        "of Hamiltonians the exact energy is predicted, row by row",
    )
    assert wanted.name is not None and asked is not None
    found = load(wanted.name, allow_leaks=wanted.allow_leaks)
    assert isinstance(found, HamiltonianDataset)
    dataset = frame_geometries(found, asked.molecule, asked.basis, asked.between)
    if dataset.n_samples < _LEAST_ROWS:
        n = dataset.n_samples
        pairs = found.energies["name"] + " in " + found.energies["basis"]
        long = [pair for pair, count in pairs.value_counts().items() if count >= _LEAST_ROWS]
        raise InputError(
            f"ground_state: that makes {n} {'geometry' if n == 1 else 'geometries'} of "
            f"{asked.molecule} in {asked.basis}, and {_LEAST_ROWS} are needed to split them; take "
            f"{' or '.join(map(str, long))}, between wide enough distances."
        )
    return dataset
