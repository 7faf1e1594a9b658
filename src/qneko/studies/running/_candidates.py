"""Who takes part in one study, and how its estimator is built from a set of hyperparameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...domains import Dataset
from ...errors import InputError
from ..evidence._record import Inputs, Role, Task
from ..families._baselines import BASELINES, DUMMY, family_of
from ..families._family import Family, Params, Recipe
from ..families._quantum import QUANTUM
from ..protocol._protocol import Protocol
from ..study_file._spec import StudySpec


@dataclass(frozen=True)
class Candidate:
    """One model at one dimension.

    Parameters
    ----------
    id : str
        Short stable name, unique in the study.
    label : str
        Name for people.
    role : {"quantum", "control", "surrogate", "baseline", "dummy"}
        Why it takes part.
    family : str
        Name of its recipe.
    inputs : {"reduced", "full", "raw"}
        Which encoding it gets, or the rows as they were read.
    n_features : int
        Columns of that.
    control_of : str or None
        For a control or surrogate: the quantum candidate's id.
    """

    id: str
    label: str
    role: Role
    family: str
    inputs: Inputs
    n_features: int
    control_of: str | None = None

    @property
    def is_tuned(self) -> bool:
        """Whether it is scored on the inner folds; all are but the guess."""
        return self.role != "dummy"

    def n_trials(self, protocol: Protocol) -> int:
        """Return how many sets of hyperparameters are tried: one where there is nothing to tune."""
        if not self.is_tuned:
            return 0
        return protocol.n_trials if self.recipe(protocol.task).space else 1

    @property
    def learns(self) -> bool:
        """Whether more training rows can make it better."""
        return self._family.learns

    @property
    def is_quantum(self) -> bool:
        """Whether it is a model of circuits, with entanglement or without."""
        return self.role in ("quantum", "control")

    def recipe(self, task: Task) -> Recipe:
        """Return its recipe for a kind of task."""
        return self._family.recipe(task)

    @property
    def description(self) -> str:
        """One sentence on what it is."""
        text = self._family.description
        if self.role == "control":
            return f"{text} Without any entanglement: its qubits never meet."
        return text

    def estimator(self, task: Task, params: Params, seed: int) -> Any:
        """Return an unfitted scikit-learn estimator.

        Parameters
        ----------
        task : {"classification", "regression"}
            What is predicted.
        params : mapping
            Hyperparameters of its search space.
        seed : int
            For whatever is random in it.
        """
        recipe = self.recipe(task)
        model = recipe.build(params, seed)
        if self.role == "control":
            model = model.control()
        if not recipe.scales_target:
            return model
        from sklearn.compose import TransformedTargetRegressor
        from sklearn.preprocessing import StandardScaler

        return TransformedTargetRegressor(regressor=model, transformer=StandardScaler())

    @property
    def _family(self) -> Family:
        family = family_of(self.family)
        if self.role == "surrogate":
            assert family.surrogate is not None
            return family.surrogate
        return family


def make_candidates(spec: StudySpec, protocol: Protocol, dataset: Dataset) -> tuple[Candidate, ...]:
    """Return who takes part: quantum models with their twins, baselines at each dimension, a guess.

    Raises
    ------
    InputError
        If a model cannot do what is asked of it.
    """
    raw = [str(column) for column in dataset.raw.columns]
    for key in ("quantum", "baselines"):
        for name in getattr(spec.models, key):
            _check_does(key, name, protocol.task, raw)
    width = {"reduced": protocol.n_features, "full": protocol.n_encoded, "raw": len(raw)}
    found: list[Candidate] = []
    for name in spec.models.quantum:
        found += _quantum(name, width, surrogates=spec.models.surrogates)
    dimensions: tuple[Inputs, ...] = ("reduced", "full")
    for inputs in dimensions if protocol.has_two_dimensions else dimensions[:1]:
        for name in spec.models.baselines:
            family = family_of(name)
            if family.inputs == "raw":
                continue
            label = f"{family.recipe(protocol.task).label or family.label}, {width[inputs]} inputs"
            found.append(
                Candidate(f"{name}.{inputs}", label, "baseline", name, inputs, width[inputs])
            )
    for name in spec.models.baselines:
        family = family_of(name)
        if family.inputs == "raw":
            label = family.recipe(protocol.task).label or family.label
            found.append(Candidate(f"{name}.raw", label, "baseline", name, "raw", width["raw"]))
    found.append(Candidate("dummy", DUMMY.label, "dummy", "dummy", "reduced", width["reduced"]))
    return tuple(found)


def _quantum(name: str, width: dict[str, int], *, surrogates: bool) -> list[Candidate]:
    """Return a quantum model and its twins, which all see the same."""
    family = family_of(name)
    inputs: Inputs = "raw" if family.inputs == "raw" else "reduced"
    twins: list[tuple[Role, str]] = [("control", f"{family.label} without entanglement")]
    if family.surrogate is not None and surrogates:
        twins.append(("surrogate", family.surrogate.label))
    return [
        Candidate(name, family.label, "quantum", name, inputs, width[inputs]),
        *(
            Candidate(f"{name}.{role}", label, role, name, inputs, width[inputs], control_of=name)
            for role, label in twins
        ),
    ]


def _check_does(key: str, name: str, task: Task, columns: list[str]) -> None:
    family = family_of(name)
    known = QUANTUM if key == "quantum" else BASELINES
    if not family.does(task):
        others = ", ".join(f"'{n}'" for n, f in known.items() if f.does(task) and not f.needs)
        raise InputError(f"models.{key}: '{name}' does no {task}; take of {others}.")
    missing = [column for column in family.needs if column not in columns]
    if missing:
        raise InputError(
            f"models.{key}: '{name}' ({family.label}) needs rows with '{missing[0]}', which these "
            "data do not have; leave it out."
        )
