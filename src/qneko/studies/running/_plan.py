"""The plan: what a study is going to do, known before anything is computed."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from functools import cached_property

from ...domains import Dataset
from ..protocol._crossing import split_notes
from ..protocol._protocol import Protocol, resolve_protocol
from ..protocol._splits import Fold, Splitter
from ..study_file._spec import StudySpec
from ._candidates import Candidate, make_candidates
from ._code import code_fingerprint
from ._fixed import protocol_of, protocol_sha256
from ._task import Kind

#: Shares of the training rows at which the learning curve is measured; the whole is known anyway.
CURVE_FRACTIONS = (0.2, 0.4, 0.6, 0.8)
#: Rows that the recipes' costs are stated for.
_REFERENCE_ROWS = 300
#: Seconds a task takes beside its fits, roughly.
_OVERHEAD_S = 0.004


@dataclass(frozen=True)
class Plan:
    """A study with nothing left open.

    Parameters
    ----------
    spec : StudySpec
        What was asked.
    dataset : Dataset
        What is asked about.
    protocol : Protocol
        How candidates are compared.
    candidates : tuple of Candidate
        Who takes part, in the order of reports.
    """

    spec: StudySpec
    dataset: Dataset
    protocol: Protocol
    candidates: tuple[Candidate, ...]

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of what every task depends on: data, protocol and code."""
        shared = {
            "data": self.dataset.sha256,
            "columns": [str(c) for c in self.dataset.frame.columns],
            "target": self.dataset.target_name,
            "rows": self.spec.rows(),
            "protocol": asdict(self.protocol),
            "code": code_fingerprint(),
        }
        return hashlib.sha256(json.dumps(shared, sort_keys=True).encode()).hexdigest()

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What is to know of the data under these splits; warnings come first."""
        kind = self.protocol.cut.kind
        warnings, notes = split_notes(self.dataset, kind, self._outer)
        of_data = [note for note in notes if note.startswith("Warning:")]
        rest = [note for note in notes if not note.startswith("Warning:")]
        return (*warnings, *of_data, *rest)

    @cached_property
    def protocol_sha256(self) -> str:
        """SHA-256, in hexadecimal, of all that is fixed before the first task runs."""
        return protocol_sha256(protocol_of(self))

    @property
    def folder_name(self) -> str:
        """Name of the run's folder: the study's name, and a hash of the study file and the data."""
        name = unicodedata.normalize("NFC", self.spec.study.name).casefold()
        slug = re.sub(r"[\W_]+", "-", name).strip("-")[:40] or "study"
        both = f"{self.spec.sha256} {self.dataset.sha256}"
        return f"{slug}-{hashlib.sha256(both.encode()).hexdigest()[:8]}"

    @property
    def curve_rows(self) -> tuple[int, ...]:
        """Training rows at which the learning curve is measured, the smallest first."""
        if not any(c.learns for c in self.candidates if c.role == "quantum"):
            return ()  # a flat line
        # every split must have so many: where time runs forward the first has the fewest
        by_chance = self.protocol.cut.kind == "random"
        n_train = self._n_train if by_chance else min(self._train_sizes)
        return tuple(sorted({max(2, int(f * n_train)) for f in CURVE_FRACTIONS}))

    @property
    def task_counts(self) -> dict[Kind, int]:
        """How many tasks of each kind there are."""
        n_splits = len(self.protocol.splits)
        n_quantum = sum(c.role == "quantum" for c in self.candidates)
        n_controls = sum(c.role == "control" for c in self.candidates)
        n_trials = sum(c.n_trials(self.protocol) for c in self.candidates)
        return {
            "trial": n_splits * n_trials,
            "final": len(self.candidates) * n_splits,
            "diagnostic": n_quantum,
            # the quantum models, their controls and the best baseline, on the first repeat
            "curve": (n_quantum + n_controls + 1) * self.protocol.n_splits * len(self.curve_rows),
        }

    @property
    def n_tasks(self) -> int:
        """How many tasks there are."""
        return sum(self.task_counts.values())

    @property
    def n_fits(self) -> int:
        """How many times a model is fitted."""
        counts = self.task_counts
        return self.n_tasks + counts["trial"] * (self.protocol.inner_splits - 1)

    @cached_property
    def work_s(self) -> float:
        """Estimated seconds of work on one core; good to about a factor of two."""
        n_splits, total = len(self.protocol.splits), 0.0
        n_points = self.protocol.n_splits * len(self.curve_rows)
        for candidate in self.candidates:
            total += n_splits * self.task_s("final", candidate)
            n_trials = candidate.n_trials(self.protocol)
            total += n_splits * n_trials * self.task_s("trial", candidate)
            if candidate.role == "quantum":
                total += self.task_s("diagnostic", candidate)
            if candidate.role in ("quantum", "control"):
                total += n_points * self.task_s("curve", candidate)
        # which baseline will be the best is not known yet: one of middling cost
        baselines = [c for c in self.candidates if c.role == "baseline"]
        costs = sorted(self.task_s("curve", c) for c in baselines)
        return total + n_points * costs[len(costs) // 2]

    def estimated_s(self, n_workers: int) -> float:
        """Return the estimated seconds that the study takes, start-up included."""
        return 4.0 + self.work_s / n_workers

    def task_s(self, kind: Kind, candidate: Candidate) -> float:
        """Return the estimated seconds of one task."""
        recipe = candidate.recipe(self.protocol.task)
        inner = self.protocol.inner_splits
        if kind == "trial":
            rows, n_fits = self._n_train * (1 - 1 / max(inner, 2)), inner
        else:
            rows, n_fits = self._n_train, 1
        return _OVERHEAD_S + n_fits * recipe.fit_s * (rows / _REFERENCE_ROWS) ** recipe.growth

    @cached_property
    def _n_train(self) -> float:
        if self.protocol.cut.kind == "random":
            return self.dataset.n_samples * (1 - 1 / self.protocol.n_splits)
        return sum(self._train_sizes) / len(self._train_sizes)

    @property
    def _train_sizes(self) -> list[int]:
        return [len(train) for train, _ in self._outer]

    @cached_property
    def _outer(self) -> list[Fold]:
        return Splitter(self.dataset, self.protocol.cut).outer()


def make_plan(spec: StudySpec, dataset: Dataset) -> Plan:
    """Work out what a study is going to do, and refuse it here if it cannot be done.

    Parameters
    ----------
    spec : StudySpec
        The study.
    dataset : Dataset
        Its data, as `load_dataset` reads them.

    Raises
    ------
    InputError
        If the data cannot bear the protocol.
    """
    protocol = resolve_protocol(spec, dataset)
    return Plan(spec, dataset, protocol, make_candidates(spec, protocol, dataset))
