"""The geometries of a molecule as rows: how far its atoms are apart, and its exact energy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import InputError
from .._bundles import HamiltonianDataset
from .._dataset import Dataset
from .._words import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

#: 1 kcal/mol, which is what thermochemistry calls accurate, in millihartree.
CHEMICAL_ACCURACY_MHA = 1.594

_TWO_ELECTRONS = {
    "H2": (
        "With two electrons, singles and doubles are all excitations there are: CISD and CCSD are "
        "exact, and no model can be better than they are.",
    )
}
#: Digits of energies in millihartree: what lies beyond is what optimisers leave.
DIGITS = 6

#: Columns that models of ground states read.
MOLECULE, BASIS, DISTANCE = "molecule", "basis", "distance (Å)"
#: Methods of quantum chemistry, and the columns of their energies in millihartree.
METHODS = {method: f"{method.upper()} (mHa)" for method in ("hf", "mp2", "cisd", "ccsd")}


def frame_geometries(
    data: HamiltonianDataset,
    molecule: str,
    basis: str = "sto-3g",
    between: tuple[float, float] | None = None,
) -> Dataset:
    """Return the geometries of one molecule as a data set of which a study can ask.

    A row is a distance of the two atoms, and the target is the energy of full configuration
    interaction, in millihartree to six digits: exact within the basis set. The one feature is the
    distance; the `context` holds what models that compute the energy need: molecule, basis, and the
    energies of the methods that the source has for all of these geometries.

    Parameters
    ----------
    data : HamiltonianDataset
        As ``qneko.domains.load("materials/molecular_hamiltonians")`` returns it.
    molecule : str
        Formula, such as "H2".
    basis : str, default "sto-3g"
        Basis set.
    between : tuple of float, optional
        Shortest and longest distance that are kept, in ångström.

    Returns
    -------
    Dataset
        One row a geometry, the shortest distance first.

    Raises
    ------
    InputError
        If there is no such molecule, or none of its geometries is kept.

    Examples
    --------
    >>> from qneko.domains import load
    >>> from qneko.domains.ground_states import frame_geometries
    >>> curve = frame_geometries(load("materials/molecular_hamiltonians"), "H2", between=(0.5, 3.0))
    >>> curve.n_samples, curve.units, round(float(curve.target.min()), 2)
    (27, 'mHa', -1137.27)
    """
    import pandas as pd

    chosen = _chosen(data.energies, molecule, basis, between)
    energies = {
        column: (1000.0 * chosen[method]).round(DIGITS)
        for method, column in METHODS.items()
        if chosen[method].notna().all()
    }
    return Dataset(
        name=f"{data.name}, {molecule} {basis}",
        frame=pd.DataFrame({DISTANCE: chosen["bond_length"]}),
        target=(1000.0 * chosen["fci"]).round(DIGITS).rename("FCI energy"),
        target_name="FCI energy",
        task="regression",
        task_reason="regression, because an energy is a number",
        source=data.source,
        licence=data.licence,
        sha256=data.sha256,
        notes=(*_TWO_ELECTRONS.get(molecule, ()), *data.notes),
        units="mHa",
        context=pd.DataFrame({MOLECULE: chosen["name"], BASIS: chosen["basis"], **energies}),
        accuracy=(CHEMICAL_ACCURACY_MHA, "chemical accuracy (1 kcal/mol)"),
    )


def _chosen(
    table: pd.DataFrame, molecule: str, basis: str, between: tuple[float, float] | None
) -> pd.DataFrame:
    known = sorted(set(table["name"]))
    if molecule not in known:
        raise InputError(
            f"molecule: there is no {molecule!r}{did_you_mean(molecule, known)}; the data have "
            f"{', '.join(known)}."
        )
    of_it = table[table["name"] == molecule]
    bases = sorted(set(of_it["basis"]))
    if basis not in bases:
        raise InputError(
            f"basis: {molecule} is there in {', '.join(bases)}, got {basis!r}; take one of these."
        )
    of_it = of_it[of_it["basis"] == basis].sort_values("bond_length")
    if between is not None:
        shortest, longest = of_it["bond_length"].min(), of_it["bond_length"].max()
        of_it = of_it[of_it["bond_length"].between(*between)]
        if of_it.empty:
            raise InputError(
                f"between: {molecule} is there from {shortest:g} to {longest:g} ångström, got "
                f"{between[0]:g} to {between[1]:g}; choose a wider range."
            )
    return of_it.reset_index(drop=True)
