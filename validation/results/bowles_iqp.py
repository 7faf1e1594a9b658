"""The IQP kernel of the Bowles suite, as published and as it should have been."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from qneko.circuits import Circuit, entangling_pairs, feature, iqp_feature_map
from qneko.domains.synthetic import bowles_suite
from qneko.models import FidelityKernelClassifier

from ..finding import Finding
from . import _bowles

TITLE = "The Bowles suite: the IQP fidelity kernel"
SOURCE = _bowles.SOURCE
SERIES = "hidden_manifold_diff"

_WHY = (
    "The published column carries a defect of the library of its time: before version 0.34, "
    "PennyLane's IQPEmbedding held a one-shot iterator of qubit pairs, so that the entanglers ran "
    "in the first repetition only (fixed in its pull request 4764). With that defect rebuilt, the "
    "row below, the published accuracies come out. The correct embedding is qneko's "
    "`iqp_feature_map`."
)


def run() -> list[Finding]:
    """Run both embeddings on the 19 data sets of hidden manifold diff."""
    column = _bowles.published("IQPKernelClassifier").loc[SERIES]["accuracy"]
    correct = _accuracies(iqp_feature_map)
    defect = _accuracies(entanglers_once)
    equal = sum(_bowles.same(defect[step], column[step]) for step in column.index)
    theirs = f"mean {column.mean():.4f}"
    return [
        Finding(
            "hidden manifold diff, correct embedding: test accuracy, 19 data sets",
            theirs,
            f"mean {correct.mean():.4f}",
            bool(np.allclose(correct, column, atol=1e-5)),
            _WHY if equal == len(column) else "",
        ),
        Finding(
            "the same with the defect: entanglers in the first repetition only",
            theirs,
            f"mean {defect.mean():.4f}; {equal} of {len(column)} equal",
            equal == len(column),
        ),
    ]


def entanglers_once(n_qubits: int, reps: int, entanglement: str, bandwidth: float) -> Circuit:
    """Return the embedding as the library made it then."""
    x = [bandwidth * feature(q) for q in range(n_qubits)]
    circuit = Circuit(n_qubits)
    for repetition in range(reps):
        for q in range(n_qubits):
            circuit.h(q).rz(x[q], q)
        for a, b in entangling_pairs(n_qubits, entanglement) if repetition == 0 else ():
            circuit.rzz(x[a] * x[b], a, b)
    return circuit


def _accuracies(feature_map: Callable[[int, int, str, float], Circuit]) -> pd.Series:
    model = FidelityKernelClassifier(
        feature_map, entanglement="full", bandwidth=1.0, probability=False
    )
    name = "fidelitykernelclassifier"
    grid = {f"{name}__n_layers": [1, 5, 10], f"{name}__C": _bowles.COSTS}
    found = {}
    for member in bowles_suite(SERIES):
        best = _bowles.search(_bowles.in_angles(model), grid, member)
        found[member.step] = best.score(member.X_test, member.y_test)
    return pd.Series(found)
