"""RDKit, imported late, and its word on whether a SMILES string is a molecule."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import Any

import pandas as pd

from ...errors import InputError, MissingExtraError


def read_molecules(smiles: Iterable[str]) -> tuple[list[Any], pd.Index]:
    """Return RDKit's molecules and the rows' index.

    Raises
    ------
    InputError
        If RDKit cannot read one of them, with its reason.
    MissingExtraError
        If RDKit is not installed.
    """
    if isinstance(smiles, str):
        raise InputError(f"A list of SMILES is expected, got the text {smiles!r}: write [...].")
    try:
        from rdkit import Chem, rdBase
    except ImportError:
        raise MissingExtraError(
            "Molecules are encoded by RDKit: pip install 'qneko[chemistry]', or leave them out "
            "with molecules = []."
        ) from None
    texts = list(smiles)
    index = smiles.index if isinstance(smiles, pd.Series) else pd.RangeIndex(len(texts))
    found = []
    with rdBase.BlockLogs():
        for row, text in enumerate(texts):
            molecule = Chem.MolFromSmiles(str(text))
            if molecule is None or molecule.GetNumAtoms() == 0:
                raise InputError(
                    f"RDKit cannot read the SMILES {str(text)!r} in row {row + 1} "
                    f"({_reason(str(text))}): correct it or remove the row."
                )
            found.append(molecule)
    return found, index


def _reason(text: str) -> str:
    """Return why, in RDKit's words where it has some."""
    from rdkit import Chem

    molecule = Chem.MolFromSmiles(text, sanitize=False)
    if molecule is None:
        return "its grammar is wrong"
    with contextlib.suppress(IndexError):
        return str(Chem.DetectChemistryProblems(molecule)[0].Message()).rstrip(".")
    return "it has no atoms"


def version() -> str:
    """Return RDKit's version."""
    import rdkit

    return str(rdkit.__version__)
