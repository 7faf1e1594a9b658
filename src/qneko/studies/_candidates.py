"""Who takes part in one study, and how its estimator is built from a set of hyperparameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ._protocol import Protocol
from ._recipes import DUMMY, Params, Recipe, family_of
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
    role : {"quantum", "control", "baseline", "dummy"}
        Why it takes part.
    family : str
        Name of its recipe.
    inputs : {"reduced", "full"}
        Which encoding it gets.
    n_features : int
        Columns of that encoding.
    control_of : str or None
        For a control: the quantum candidate's id.
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

    def recipe(self, task: Task) -> Recipe:
        """Return its recipe for a kind of task."""
        return family_of(self.family).recipe(task)

    @property
    def description(self) -> str:
        """One sentence on what it is."""
        text = family_of(self.family).description
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


def make_candidates(spec: StudySpec, protocol: Protocol) -> tuple[Candidate, ...]:
    """Return who takes part: quantum models and controls, baselines at each dimension, a guess."""
    found: list[Candidate] = []
    width = protocol.n_features
    for name in spec.models.quantum:
        label = family_of(name).label
        found.append(Candidate(name, label, "quantum", name, "reduced", width))
        found.append(
            Candidate(
                f"{name}.control",
                f"{label} without entanglement",
                "control",
                name,
                "reduced",
                width,
                control_of=name,
            )
        )
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
