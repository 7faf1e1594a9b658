"""What a look into one fitted quantum model shows, as the evidence holds it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ._record import Count, Positive, Record

NonNegative = Annotated[float, Field(ge=0)]


class Circuits(Record):
    """What the fitted model would run on hardware."""

    training: Count = Field(description="Circuits of this one fit, without any tuning.")
    per_sample: Positive = Field(description="Circuits to predict one new sample.")
    measured: Literal["entries", "states"] = Field(
        description="Whether a circuit gives a kernel entry, or reads a sample's state."
    )
    one_qubit_layers: Count = Field(description="Most one-qubit pulses on a path of a circuit.")
    two_qubit_layers: Count = Field(description="Most CZ gates on a path of a circuit.")


class ClassicalMethod(Record):
    """One way to compute the circuit without a quantum computer."""

    method: str
    easy: bool = Field(description="Whether it is quick.")
    cost: NonNegative = Field(description="What its work grows with.")
    sentence: str = Field(description="The same for people.")


class ShotScore(Record):
    """The test score if everything is measured with a finite number of shots."""

    shots: Positive = Field(description="Shots for each circuit.")
    scores: Annotated[tuple[float, ...], Field(min_length=1)] = Field(
        description="Primary metric on the test rows, one for each draw of the noise."
    )


class Geometry(Record):
    """How far a kernel is from classical ones on the same rows."""

    n_rows: Positive = Field(description="Training rows that it was measured on.")
    difference: NonNegative = Field(description="Smallest geometric difference g to any of them.")
    nearest: str = Field(description="The classical kernel that has it.")
    n_kernels: Positive = Field(description="Classical kernels that were tried.")
    alignment: float = Field(description="Largest centred alignment with a Gaussian kernel.")
    gamma: NonNegative = Field(description="Width of that one: exp(-gamma |x - y|^2).")


class GradientSpread(Record):
    """How steep the loss is where training begins."""

    variance: NonNegative = Field(description="Of a derivative at random angles, mean of weights.")
    largest: NonNegative = Field(description="The same for the weight with the largest.")
    n_points: Positive = Field(description="Random points.")


class Diagnosed(Record):
    """What the diagnostics of all models have."""

    candidate: str
    repeat: Count = Field(0, description="Outer split that the fit is from.")
    fold: Count = 0
    n_qubits: Positive
    n_samples: Positive = Field(description="Training rows.")
    shots_formula: str = Field("", description="How the shots were computed, with its source.")
    circuits: Circuits | None = Field(None, description="What it would run on hardware.")
    simulability: tuple[ClassicalMethod, ...] = Field(
        (), description="Classical methods that were asked, the quick ones first."
    )
    exact_score: float | None = Field(
        None, description="Primary metric on the split's test rows, without shot noise."
    )
    n_test: Positive | None = Field(None, description="Those test rows.")
    shot_scores: tuple[ShotScore, ...] = Field((), description="The same with shot noise.")
    retrained: bool = Field(
        False, description="Whether the shot noise was in the training as well."
    )


class KernelDiagnostic(Diagnosed):
    """What a quantum kernel's training Gram matrix looks like."""

    kind: Literal["kernel"] = "kernel"
    mean: float = Field(description="Mean of the entries off the diagonal.")
    variance: NonNegative = Field(description="Variance of the entries off the diagonal.")
    spectrum: tuple[float, ...] = Field(
        description="Largest eigenvalues of K / n, descending; all eigenvalues sum to 1."
    )
    shots_per_entry: Positive | None = Field(
        None, description="Shots to tell entries apart; null if no number of shots does."
    )
    shots_per_circuit: Positive | None = Field(
        None, description="Where states are read and not entries: shots for each circuit."
    )
    geometry: Geometry | None = None


class VariationalDiagnostic(Diagnosed):
    """How the training of a variational model went, or of a readout behind a fixed circuit."""

    kind: Literal["variational"] = "variational"
    n_weights: Count = Field(description="Trained weights of the circuit.")
    loss: tuple[float, ...] = Field((), description="Training loss, iteration by iteration.")
    n_circuits: Count | None = Field(
        None, description="Circuit evaluations that training would take on hardware."
    )
    shots_per_circuit: Positive | None = Field(
        None, description="Shots to resolve the spread of the outputs; null if none does."
    )
    gradient: GradientSpread | None = Field(None, description="Where there are weights to train.")


Diagnostic = Annotated[KernelDiagnostic | VariationalDiagnostic, Field(discriminator="kind")]
