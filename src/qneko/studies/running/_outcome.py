"""What the tasks of a study found, before it becomes a document."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from ..families._space import Value
from ._task import Kind

Split = tuple[int, int]
Result = dict[str, Any]


@dataclass(frozen=True)
class Tuned:
    """What the inner folds of one outer split chose.

    Parameters
    ----------
    params : dict
        Hyperparameters.
    inner_score : float or None
        Their mean inner score; None for a candidate that is not tuned.
    """

    params: dict[str, Value]
    inner_score: float | None


@dataclass
class Outcome:
    """All that the tasks of a study found, by candidate id; the order of arrival leaves no trace.

    Parameters
    ----------
    tuned : dict
        (candidate, repeat, fold) to what was chosen.
    finals : dict
        (candidate, repeat, fold) to the final task's result.
    diagnostics : dict
        Candidate to the diagnostic's result.
    curves : dict
        (candidate, number of rows, fold) to a score.
    failures : dict
        Candidate to {(repeat, fold): the message}.
    n_failed_trials, n_warnings : dict
        Candidate to how many trials failed, and to {category: how many} among the final fits.
    seconds : dict
        (candidate, kind) to seconds of work.
    n_circuits : dict
        Quantum model or control to the circuits of all its trainings.
    n_reused : int
        Tasks that the ledger already knew.
    """

    tuned: dict[tuple[str, int, int], Tuned] = field(default_factory=dict)
    finals: dict[tuple[str, int, int], Result] = field(default_factory=dict)
    diagnostics: dict[str, Result] = field(default_factory=dict)
    curves: dict[tuple[str, int, int], float] = field(default_factory=dict)
    failures: dict[str, dict[Split, str]] = field(default_factory=lambda: defaultdict(dict))
    n_failed_trials: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    n_warnings: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    seconds: dict[tuple[str, Kind], float] = field(default_factory=lambda: defaultdict(float))
    n_circuits: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    n_reused: int = 0
