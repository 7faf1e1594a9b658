"""The molecules that ship with the package: integrals of their electrons and reference energies."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ._dataset import DatasetInfo
from ._files import verified_files

if TYPE_CHECKING:
    import pandas as pd

_FOLDER = "materials/molecular_hamiltonians"
_ELECTRONS = {"H": 1, "Li": 3}
_METHODS = ("hf", "mp2", "cisd", "ccsd", "fci")
#: Tables of energies, and where the integrals are: OpenFermion's molecules, and LiH by PySCF.
_TABLES = {"energies.csv": "integrals.zip", "lih_energies.csv": "lih_integrals.zip"}
#: How the source writes a formula, where it is not the usual way.
_FORMULAE = {"H1-Li1": "LiH"}


@dataclass(frozen=True)
class Molecule:
    """A neutral diatomic molecule at one bond length, in the basis of its Hartree-Fock orbitals.

    Attributes
    ----------
    name, basis : str
        Formula, and the basis set that the orbitals were expanded in.
    bond_length : float
        In ångström.
    n_electrons : int
        All electrons, in a singlet.
    one_body : ndarray of shape (n_orbitals, n_orbitals)
        Kinetic energy and attraction of the nuclei, in hartree.
    two_body : ndarray of shape (n_orbitals, n_orbitals, n_orbitals, n_orbitals)
        Repulsion of the electrons, in hartree; [p, q, r, s] is (ps|qr).
    nuclear_repulsion : float
        In hartree.
    energies : dict of str to float
        Total energies in hartree by method, of "hf", "mp2", "cisd", "ccsd" and "fci" those that
        the source has.
    licence, source : str
        SPDX identifier and origin.
    """

    name: str
    basis: str
    bond_length: float
    n_electrons: int
    one_body: NDArray[np.float64]
    two_body: NDArray[np.float64]
    nuclear_repulsion: float
    energies: dict[str, float]
    licence: str
    source: str


def molecules() -> list[tuple[str, str, float]]:
    """Return (name, basis, bond length in ångström) of all molecules, sorted."""
    return list(_entries())


def load_molecule(name: str, bond_length: float, basis: str = "sto-3g") -> Molecule:
    """Return a molecule's integrals and reference energies, their checksums verified.

    Parameters
    ----------
    name : str
        Formula, e.g. "H2".
    bond_length : float
        In ångström; one of those in `molecules`.
    basis : str, default "sto-3g"
        Basis set.

    Returns
    -------
    Molecule
        Integrals, in the order that `qneko.models.chemistry.ElectronicHamiltonian` takes.

    Raises
    ------
    InputError
        If there is no such molecule, or the installed files are not those that were registered.

    Examples
    --------
    >>> from qneko.domains import load_molecule
    >>> lih = load_molecule("LiH", 1.45)
    >>> lih.n_electrons, lih.one_body.shape, round(lih.energies["fci"], 5)
    (4, (6, 6), -7.88098)
    """
    entries = _entries()
    wanted = (name, basis, bond_length)
    if wanted not in entries:
        near = sorted(
            (e[2] for e in entries if e[:2] == wanted[:2]), key=lambda x: abs(x - bond_length)
        )
        known = sorted({f"{formula} in {basis_set}" for formula, basis_set, _ in entries})
        raise InputError(
            f"There is no molecule {name} in {basis} at {bond_length} ångström: take one "
            + (
                f"at {', '.join(map(str, near[:4]))} ångström."
                if near
                else f"of {', '.join(known)}."
            )
        )
    row = entries[wanted]
    with zipfile.ZipFile(io.BytesIO(_read(row["archive"]))) as archive:
        arrays = np.load(io.BytesIO(archive.read(row["file"].replace(".hdf5", ".npz"))))
    return Molecule(
        name=name,
        basis=basis,
        bond_length=bond_length,
        n_electrons=sum(_ELECTRONS[atom.decode()] for atom in arrays["atoms"]),
        one_body=arrays["one_body"],
        two_body=arrays["two_body"],
        nuclear_repulsion=float(row["nuclear_repulsion"]),
        energies={method: float(row[method]) for method in _METHODS if row[method]},
        licence=_about().licence,
        source=_about().source,
    )


@cache
def _entries() -> dict[tuple[str, str, float], dict[str, str]]:
    """The rows of the table of energies by (name, basis, bond length)."""
    found = {}
    for table, archive in _TABLES.items():
        for row in csv.DictReader(io.StringIO(_read(table).decode())):
            formula, basis, _, length = row["file"].removesuffix(".hdf5").split("_")
            name = _FORMULAE.get(formula, formula)
            found[name, basis, float(length)] = {**row, "archive": archive}
    return dict(sorted(found.items()))


def geometries() -> pd.DataFrame:
    """Return all molecules with their energies, one row each; see `HamiltonianDataset.energies`."""
    import pandas as pd

    numbers = ("nuclear_repulsion", *_METHODS)
    return pd.DataFrame(
        [
            {
                "name": name,
                "basis": basis,
                "bond_length": length,
                "n_orbitals": int(row["n_orbitals"]),
                **{key: float(row[key] or "nan") for key in numbers},
            }
            for (name, basis, length), row in _entries().items()
        ]
    )


@cache
def _about() -> DatasetInfo:
    from ._registry import describe

    return describe(_FOLDER)


@cache
def _read(file: str) -> bytes:
    """Return a file's bytes, if they are those that were registered."""
    return verified_files(files(__package__).joinpath(_FOLDER), _about())[file].read_bytes()
