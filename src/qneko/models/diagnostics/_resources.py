"""What a fitted model has to run on hardware: how many circuits, how deep, how many numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sklearn.utils.validation import check_is_fitted

from ...circuits import Circuit, Observable, Operation
from ...errors import InputError

#: Gates that turn the frame of reference: superconducting devices do them in software.
_FREE = ("rz", "p", "z", "s", "sdg", "t", "tdg")
#: Gates in CZ; any gate on two qubits takes three at most.
_IN_CZ = {
    **dict.fromkeys(("cx", "cz", "cy", "ch"), 1),
    **dict.fromkeys(("crx", "cry", "crz", "cp", "rxx", "ryy", "rzz", "iswap"), 2),
    **{"swap": 3, "ccx": 6, "cswap": 8},
}


@dataclass(frozen=True)
class Resources:
    """What a fitted model takes on hardware, in circuits.

    Parameters
    ----------
    n_parameters : int
        Numbers that the fit has settled by looking at the targets.
    training_circuits : int
        Circuits of the fit, as many as there would be on hardware.
    circuits_per_sample : int
        Circuits to predict one new sample.
    one_qubit_layers, two_qubit_layers : int
        At most so many pulses on single qubits and CZ gates are on the longest path of a circuit,
        with each gate done in CZ, quarter turns and rotations about Z, which take no time. Moving
        qubits next to each other is not counted.
    measured : {"entries", "states"}
        Whether a circuit gives one kernel entry, or reads one sample's state.
    """

    n_parameters: int
    training_circuits: int
    circuits_per_sample: int
    one_qubit_layers: int
    two_qubit_layers: int
    measured: str


def resources(model: Any, n_samples: int | None = None) -> Resources:
    """Return what a fitted model takes on hardware.

    Parameters
    ----------
    model : estimator
        A fitted support vector machine or Gaussian process on a quantum kernel, variational model,
        extreme learning machine, graph model or reservoir; or one with a method `count_resources`.
    n_samples : int, optional
        Training samples; needed for extreme learning machines and reservoirs, which do not remember
        how many there were.

    Returns
    -------
    Resources
        Circuits of training and prediction, their depth, and the number of parameters.

    Notes
    -----
    A fidelity kernel of n samples takes a circuit (prepare one state, undo the other) for each of
    n (n - 1) / 2 pairs, and for a new sample one for each sample that the fit leans on. A projected
    kernel reads each state in three bases, X, Y and Z on all qubits. Of graphs the depth is that of
    the largest; without trained pulses each is measured once. A reservoir runs over a window once
    for each of its virtual nodes, since what is read out is lost; its last circuit is the deepest.

    Examples
    --------
    >>> from sklearn.datasets import make_moons
    >>> from qneko.models import FidelityKernelClassifier
    >>> from qneko.models.diagnostics import resources
    >>> model = FidelityKernelClassifier().fit(*make_moons(40, random_state=0))
    >>> resources(model).training_circuits
    780
    """
    check_is_fitted(model)
    if hasattr(model, "count_resources"):  # it runs circuits of its own making
        found: Resources = model.count_resources()
        return found
    if hasattr(model, "layer_circuit"):
        return _of_reservoir(model, n_samples)
    if hasattr(model, "largest_circuit"):
        return _of_graphs(model)
    if hasattr(model, "gram"):
        return _of_kernel(model)
    program = getattr(model, "program_", None)
    if program is None:
        raise InputError(
            "resources knows fitted kernel machines, variational models and extreme learning "
            f"machines, got {type(model).__name__}."
        )
    groups = _n_settings(program.observables)
    if hasattr(model, "n_circuits_"):
        n_parameters, training = len(model._state.parameters), model.n_circuits_ * groups
    else:
        if n_samples is None:
            raise InputError(
                f"{type(model).__name__} needs n_samples, the number it was fitted to."
            )
        n_parameters = model.readout_.coef_.size + _size(model.readout_.intercept_)
        training = n_samples * groups
    one, two = native_layers(program.circuit)
    return Resources(n_parameters, training, groups, one, two, "states")


def _of_kernel(model: Any) -> Resources:
    n_samples = len(model.X_fit_)
    machine = getattr(model, "svm_", None)
    # a Gaussian process leans on all samples, with one number for each
    n_support = n_samples if machine is None else len(machine.support_)
    n_parameters = n_samples if machine is None else machine.dual_coef_.size
    if machine is not None:
        n_parameters += _size(machine.intercept_)
    one, two = native_layers(model.program_.circuit)
    if model._kind == "fidelity":
        pairs = n_samples * (n_samples - 1) // 2
        return Resources(n_parameters, pairs, n_support, 2 * one, 2 * two, "entries")
    return Resources(n_parameters, 3 * n_samples, 3, one, two, "states")


def _of_graphs(model: Any) -> Resources:
    """Return what a model on the quantum evolution kernel takes: each graph is measured once."""
    machine = getattr(model, "svm_", None)
    n_parameters = 0
    if machine is not None:
        n_parameters = machine.dual_coef_.size + _size(machine.intercept_)
    one, two = native_layers(model.largest_circuit()[0])
    return Resources(n_parameters, len(model.distributions_), 1, one, two, "states")


def _of_reservoir(model: Any, n_samples: int | None) -> Resources:
    """Return what a reservoir of circuits takes on windows."""
    if n_samples is None:
        raise InputError(f"{type(model).__name__} needs n_samples, the number it was fitted to.")
    n_parameters = model.readout_.coef_.size + _size(model.readout_.intercept_)
    n_nodes = model.n_virtual_nodes
    n_layers = n_nodes * (model.n_features_in_ // model.n_channels)
    one, two = native_layers(model.layer_circuit())
    # each input is one rotation of a fresh qubit: two pulses
    n_pulses = n_layers * one + 2 * (n_layers // n_nodes)
    return Resources(n_parameters, n_samples * n_nodes, n_nodes, n_pulses, n_layers * two, "states")


def native_layers(circuit: Circuit) -> tuple[int, int]:
    """Return the most pulses on single qubits and the most CZ gates on any path of a circuit.

    Parameters
    ----------
    circuit : Circuit
        Any circuit.

    Returns
    -------
    one_qubit, two_qubit : int
        Upper bounds: gates between two CZ on a qubit are one rotation of two quarter turns, and
        each CZ is taken to be between such rotations.
    """
    one, two = [0] * circuit.n_qubits, [0] * circuit.n_qubits
    is_turned = [False] * circuit.n_qubits  # a rotation is under way that later gates join
    for gate in circuit:
        if len(gate.qubits) == 1:
            qubit = gate.qubits[0]
            if gate.name not in _FREE and not is_turned[qubit]:
                one[qubit] += 2
                is_turned[qubit] = True
            continue
        n_cz = _n_cz(gate)
        # the first rotation joins what came before, the last one what comes
        before = max(one[q] + (0 if is_turned[q] else 2) for q in gate.qubits)
        longest = max(two[q] for q in gate.qubits) + n_cz
        for qubit in gate.qubits:
            one[qubit], two[qubit], is_turned[qubit] = before + 2 * n_cz, longest, True
    return max(one), max(two)


def _n_cz(gate: Operation) -> int:
    n = len(gate.qubits)
    if gate.name in _IN_CZ:
        return _IN_CZ[gate.name]
    if gate.name == "pauli_rotation":
        return 2 * (n - 1)
    return 3 if n == 2 else int(4**n)  # any unitary or state of n qubits, generously


def _n_settings(observables: Sequence[Observable]) -> int:
    """Return how many measurement settings the observables take; the first that fits is taken."""
    settings: list[dict[int, str]] = []
    for string in dict.fromkeys(s for o in observables for s, _ in o.terms if s):
        for letters in settings:
            if all(letters.get(q, letter) == letter for q, letter in string):
                letters.update(string)
                break
        else:
            settings.append(dict(string))
    return len(settings)


def _size(values: Any) -> int:
    return int(getattr(values, "size", 1))
