"""Who takes part in one study, and how its estimator is built from a set of hyperparameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..errors import InputError
from ._family import Family, Params, Recipe
from ._protocol import Protocol
from ._quantum_families import QUANTUM
from ._recipes import DUMMY, family_of
from ._record import Inputs, Role, Task
from ._spec import StudySpec


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
    inputs : {"reduced", "full"}
        Which encoding it gets.
    n_features : int
        Columns of that encoding.
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
        """Whether there are hyperparameters to choose."""
        return self.role != "dummy"

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


def make_candidates(spec: StudySpec, protocol: Protocol) -> tuple[Candidate, ...]:
    """Return who takes part: quantum models with their twins, baselines at each dimension, a guess.

    Raises
    ------
    InputError
        If a model cannot do what is asked of it.
    """
    found: list[Candidate] = []
    width = protocol.n_features
    for name in spec.models.quantum:
        family = family_of(name)
        _check_does(name, family, protocol.task)
        found.append(Candidate(name, family.label, "quantum", name, "reduced", width))
        twins: list[tuple[Role, str]] = [("control", f"{family.label} without entanglement")]
        if family.surrogate is not None and spec.models.surrogates:
            twins.append(("surrogate", family.surrogate.label))
        for role, label in twins:
            twin = Candidate(f"{name}.{role}", label, role, name, "reduced", width, control_of=name)
            found.append(twin)
    dimensions: list[tuple[Inputs, int]] = [("reduced", width)]
    if protocol.has_two_dimensions:
        dimensions.append(("full", protocol.n_encoded))
    for inputs, n_features in dimensions:
        for name in spec.models.baselines:
            family = family_of(name)
            label = f"{family.recipe(protocol.task).label or family.label}, {n_features} inputs"
            found.append(Candidate(f"{name}.{inputs}", label, "baseline", name, inputs, n_features))
    found.append(Candidate("dummy", DUMMY.label, "dummy", "dummy", "reduced", width))
    return tuple(found)


def _check_does(name: str, family: Family, task: Task) -> None:
    if family.does(task):
        return
    others = ", ".join(f"'{n}'" for n, f in QUANTUM.items() if f.does(task))
    raise InputError(f"models.quantum: '{name}' does no {task}; take of {others}.")
