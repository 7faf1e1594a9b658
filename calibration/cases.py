"""The cases: which tables, how many studies of them, and what their verdicts must be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator, SeedSequence

from . import tables

#: Root of all random numbers: study i of a case is the same whatever else runs.
_SEED = 20261124
#: What all studies share with each other; the rest is the study file's default.
_SHARED_PROTOCOL = {"n_splits": 5, "n_repeats": 1, "inner_splits": 2, "metric": "accuracy"}

MakeTable = Callable[[int, Generator], pd.DataFrame]


@dataclass(frozen=True)
class Kind:
    """One way to make a table, and who competes on it.

    Parameters
    ----------
    name : str
        In one or two words.
    make : callable
        From a number of rows and a generator to the table.
    n_features : int
        Qubits.
    baselines : tuple of str
        Names of the study file.
    """

    name: str
    make: MakeTable
    n_features: int = 4
    baselines: tuple[str, ...] = ("linear", "svm")


@dataclass(frozen=True)
class Case:
    """Studies whose answer is known.

    Parameters
    ----------
    name, title : str
        For the command line, and for people.
    kinds : tuple of Kind
        The studies take turns.
    n_samples, n_trials : int
        Rows of a table; trials of a candidate.
    n_full, n_quick : int
        How many studies, and how many of them with ``--quick``.
    at_least, at_most : float or None
        What the share of *better* must be; nothing is promised of a case without a share.
    decided_at_least : float or None
        What the share of *on a par* and *worse* together must be.
    """

    name: str
    title: str
    kinds: tuple[Kind, ...]
    n_samples: int
    n_trials: int
    n_full: int
    n_quick: int
    at_least: float | None = None
    at_most: float | None = None
    decided_at_least: float | None = None


def _by_rule(rule: tables.Rule, flipped: float = 0.0, n_columns: int = tables.NARROW) -> MakeTable:
    return partial(tables.by_rule, rule, flipped=flipped, n_columns=n_columns)


_NULL = (
    Kind("random", _by_rule(tables.random_labels)),
    Kind("linear, noisy", _by_rule(tables.linear, tables.FLIPPED)),
    Kind("smooth, noisy", _by_rule(tables.smooth, tables.FLIPPED)),
)
# trees only where the rule is one: fewer rivals make "better" easier, and trees take the longest
_TREES = ("linear", "svm", "boosting")
_NARROW = (
    Kind("linear", _by_rule(tables.linear)),
    Kind("smooth", _by_rule(tables.smooth)),
    Kind("tree", _by_rule(tables.tree), baselines=_TREES),
)
# more columns than qubits, as real tables have: what decides is spread over them
_WIDE = (
    Kind("linear, wide", _by_rule(tables.linear, n_columns=tables.WIDE)),
    Kind("rings, wide", _by_rule(tables.rings, n_columns=tables.WIDE), baselines=_TREES),
    Kind("tree, wide", _by_rule(tables.tree, n_columns=tables.WIDE), baselines=_TREES),
)
_PLANTED = (Kind("planted", tables.planted, n_features=len(tables.COPIES)),)

CASES = (
    Case("null", "(a) no quantum structure", _NULL, 100, 4, 200, 24, at_most=0.05),
    Case("planted_more", "(b) planted quantum advantage", _PLANTED, 480, 20, 60, 4, at_least=0.8),
    Case("planted", "(b) the same, fewer rows", _PLANTED, 240, 20, 60, 0),
    Case(
        "classical", "(c) planted classical structure", _WIDE, 300, 4, 60, 6, decided_at_least=0.95
    ),
    Case("narrow", "(c) in as many columns as qubits", _NARROW, 100, 4, 60, 6, at_most=0.05),
    Case("larger", "(c) in as many columns, more rows", _NARROW, 600, 4, 30, 0, at_most=0.05),
)


@dataclass(frozen=True)
class Job:
    """Study number `index` of a case."""

    case: Case
    index: int

    @property
    def name(self) -> tuple[str, int]:
        """What tells it from all others."""
        return self.case.name, self.index

    @property
    def kind(self) -> Kind:
        """Whose turn it is."""
        return self.case.kinds[self.index % len(self.case.kinds)]

    @property
    def seeds(self) -> SeedSequence:
        """Root of the study's random numbers."""
        key = (*self.case.name.encode(), self.index)
        return SeedSequence(_SEED, spawn_key=key)

    def table(self) -> pd.DataFrame:
        """Make the table."""
        return self.kind.make(self.case.n_samples, np.random.default_rng(self.seeds))

    def spec(self, path: str) -> dict[str, Any]:
        """Return the study file, for the table at `path`."""
        return {
            "study": {
                "name": f"{self.case.name} {self.index}",
                "seed": int(self.seeds.generate_state(1)[0]),
            },
            "data": {"path": path, "target": "target"},
            "encoding": {"n_features": self.kind.n_features},
            "models": {
                "quantum": ["fidelity_kernel"],
                "baselines": list(self.kind.baselines),
                "surrogates": False,
            },
            "protocol": {**_SHARED_PROTOCOL, "n_trials": self.case.n_trials},
        }
