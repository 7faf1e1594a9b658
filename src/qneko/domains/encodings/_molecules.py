"""Molecules as descriptors and as fingerprints, by RDKit."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ...errors import InputError
from ._rdkit import read_molecules

#: RDKit's names; one list, so that a table of molecules means the same columns everywhere.
DESCRIPTORS = (
    "MolWt",
    "HeavyAtomCount",
    "NumHeteroatoms",
    "NumValenceElectrons",
    "MolLogP",
    "MolMR",
    "TPSA",
    "LabuteASA",
    "NumHDonors",
    "NumHAcceptors",
    "NHOHCount",
    "NOCount",
    "NumRotatableBonds",
    "RingCount",
    "NumAromaticRings",
    "NumAliphaticRings",
    "NumAromaticHeterocycles",
    "FractionCSP3",
    "BertzCT",
    "HallKierAlpha",
    "Kappa1",
    "Kappa2",
    "Kappa3",
    "Chi0v",
    "Chi1v",
    "Chi2v",
    "Chi3v",
    "MaxEStateIndex",
    "MinEStateIndex",
    "MaxPartialCharge",
    "MinPartialCharge",
)


def molecular_descriptors(smiles: Iterable[str]) -> pd.DataFrame:
    """Return 31 descriptors of molecules, computed by RDKit (extra "chemistry").

    Size, polarity, hydrogen bonds, rings, flexibility, connectivity and charges: few numbers with a
    meaning, a good start for properties of whole molecules such as solubility. Not where activity
    hangs on one group of atoms: see `molecular_fingerprints`. ``MolLogP`` is itself a model, fitted
    by Wildman and Crippen (1999) to measured partition coefficients, not to your target.

    Parameters
    ----------
    smiles : iterable of str of length n_samples
        Molecules.

    Returns
    -------
    pandas.DataFrame of shape (n_samples, 31)
        float64, columns by RDKit's names; NaN where a descriptor is not defined (partial charges of
        some metals).

    Raises
    ------
    InputError
        If RDKit cannot read a molecule.
    MissingExtraError
        If RDKit is not installed.

    Examples
    --------
    >>> from qneko.domains import molecular_descriptors
    >>> molecular_descriptors(["CCO", "c1ccccc1"])[["MolLogP", "TPSA", "RingCount"]].round(4)
       MolLogP   TPSA  RingCount
    0  -0.0014  20.23        0.0
    1   1.6866   0.00        1.0
    """
    found, index = read_molecules(smiles)
    from rdkit import rdBase
    from rdkit.Chem import Descriptors

    by_name = dict(Descriptors.descList)
    with rdBase.BlockLogs():
        rows = [[by_name[name](molecule) for name in DESCRIPTORS] for molecule in found]
    values = np.array(rows, dtype=np.float64).reshape(len(found), len(DESCRIPTORS))
    values[~np.isfinite(values)] = np.nan
    return pd.DataFrame(values, index=index, columns=list(DESCRIPTORS))


def molecular_fingerprints(
    smiles: Iterable[str], *, radius: int = 2, size: int = 1024, counts: bool = False
) -> pd.DataFrame:
    """Return Morgan fingerprints: which neighbourhoods of atoms a molecule has.

    Rogers & Hahn 2010, "extended-connectivity fingerprints", computed by RDKit (extra
    "chemistry"). Radius 2 is what is called ECFP4. Different neighbourhoods can share a column.

    Parameters
    ----------
    smiles : iterable of str of length n_samples
        Molecules.
    radius : int, default 2
        How many bonds a neighbourhood reaches.
    size : int, default 1024
        Number of columns that the neighbourhoods are hashed into.
    counts : bool, default False
        Whether to count them, or to say only whether there are any.

    Returns
    -------
    pandas.DataFrame of shape (n_samples, size)
        float64.

    Raises
    ------
    InputError
        If RDKit cannot read a molecule, or `radius` or `size` is no size.
    MissingExtraError
        If RDKit is not installed.

    Examples
    --------
    >>> from qneko.domains import molecular_fingerprints
    >>> prints = molecular_fingerprints(["CCO", "OCC", "CCN"], size=64)
    >>> prints.shape, bool((prints.loc[0] == prints.loc[1]).all())
    ((3, 64), True)
    """
    for name, value, least in (("radius", radius, 0), ("size", size, 2)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
            raise InputError(f"{name}: a whole number from {least} on is expected, got {value!r}.")
    found, index = read_molecules(smiles)
    from rdkit.Chem import rdFingerprintGenerator

    generator = rdFingerprintGenerator.GetMorganGenerator(radius=int(radius), fpSize=int(size))
    of = generator.GetCountFingerprintAsNumPy if counts else generator.GetFingerprintAsNumPy
    values = np.array([of(m) for m in found], dtype=np.float64).reshape(len(found), int(size))
    word = "Morgan count" if counts else "Morgan"
    return pd.DataFrame(values, index=index, columns=[f"{word} {k}" for k in range(int(size))])
