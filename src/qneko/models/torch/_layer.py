"""A circuit as a layer of a PyTorch network."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import nn

from ...circuits import Circuit, Observable, Z
from ...engine import Program, compile
from ...errors import InputError
from ...hybrid import Device, get_device
from .._checks import check_non_negative
from ._autograd import expectations

#: The precisions of the engine.
_NAMES = {torch.float32: "float32", torch.float64: "float64"}


class QuantumLayer(nn.Module):
    """Expectation values of a circuit, as a module with trainable weights.

    The last axis of the input holds the features (angles in radians), all axes before it are the
    batch: ``(..., n_features)`` becomes ``(..., n_observables)``, and the whole batch is one call
    of the engine. Gradients with respect to the input and the weights come from the adjoint
    method, so the layer can stand anywhere in a network.

    Use it where a circuit is one part of a PyTorch model. *Do not* use it for a circuit alone:
    `qneko.models.VariationalClassifier` and its siblings are trained with less code, and faster by
    L-BFGS.

    The entanglement-free control of a network is the same network around a circuit made with
    ``entanglement="none"``.

    Parameters
    ----------
    circuit : Circuit or Program
        What to run. A program brings its own observables and precision.
    observables : Observable or sequence of Observable, optional
        What is measured, one output each; by default Z on every qubit. Must be left out with a
        program.
    device : str or Device, default "statevector"
        Where circuits run: one of `qneko.hybrid.list_devices`, not a `torch.device`.
    dtype : torch.dtype, optional
        torch.float32 or torch.float64; by default that of the program, else PyTorch's default.
    init_scale : float, default pi
        The weights start uniformly distributed between -init_scale and init_scale, in radians.
    generator : torch.Generator, optional
        Draws them; by default PyTorch's global one.

    Attributes
    ----------
    weights : torch.nn.Parameter of shape (n_weights,)
        The circuit's weights, in radians; empty if it has none.

    Notes
    -----
    The circuit runs in the precision of `weights`, so ``layer.double()`` makes it exact to 1e-15;
    input of another dtype is refused, as `torch.nn.Linear` does. The engine has no half precision.

    Circuits run on the processor: tensors on a GPU are copied to it and the results back, in both
    directions of a training step. `torch.compile` leaves the layer out and compiles what stands
    before and after it. Second derivatives, and the transformations of `torch.func`, are refused.

    References
    ----------
    T. Jones and J. Gacon, Efficient calculation of gradients in classical simulations of
    variational quantum algorithms (2020), arXiv:2009.02823.

    Examples
    --------
    >>> import torch
    >>> from qneko.circuits import reuploading_ansatz
    >>> from qneko.models.torch import QuantumLayer
    >>> layer = QuantumLayer(reuploading_ansatz(2), generator=torch.Generator().manual_seed(0))
    >>> network = torch.nn.Sequential(torch.nn.Linear(5, 2), layer, torch.nn.Linear(2, 1))
    >>> network(torch.zeros(10, 5)).shape
    torch.Size([10, 1])
    """

    weights: nn.Parameter

    def __init__(
        self,
        circuit: Circuit | Program,
        observables: Observable | Sequence[Observable] | None = None,
        *,
        device: str | Device = "statevector",
        dtype: torch.dtype | None = None,
        init_scale: float = math.pi,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        check_non_negative(init_scale=init_scale)
        program = _program(circuit, observables)
        if dtype is None:
            given = isinstance(circuit, Program)
            dtype = getattr(torch, program.dtype.name) if given else torch.get_default_dtype()
        _check_dtype(dtype)
        get_device(device)
        self.device = device
        self.init_scale = init_scale
        self._programs = {program.dtype.name: program}
        self.weights = nn.Parameter(torch.empty(program.n_weights, dtype=dtype))
        self.reset_parameters(generator)

    @property
    def circuit(self) -> Circuit:
        """What is run."""
        return self._any_program.circuit

    @property
    def observables(self) -> tuple[Observable, ...]:
        """What is measured, one output each."""
        return self._any_program.observables

    def reset_parameters(self, generator: torch.Generator | None = None) -> None:
        """Draw the weights anew.

        Parameters
        ----------
        generator : torch.Generator, optional
            Draws them; by default PyTorch's global one.
        """
        nn.init.uniform_(self.weights, -self.init_scale, self.init_scale, generator=generator)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the expectation values.

        Parameters
        ----------
        x : Tensor of shape (..., n_features)
            Angles in radians, of the dtype and on the device of `weights`.

        Returns
        -------
        Tensor of shape (..., n_observables)
            Of the same dtype, on the same device.
        """
        return _run_outside_of_graphs(self, x)

    def extra_repr(self) -> str:
        """Return what `repr` shows between the brackets."""
        circuit = self.circuit
        return (
            f"n_qubits={circuit.n_qubits}, n_features={circuit.n_features}, "
            f"n_weights={circuit.n_weights}, n_observables={len(self.observables)}, "
            f"device={getattr(self.device, 'name', self.device)!r}"
        )

    @property
    def _any_program(self) -> Program:
        return next(iter(self._programs.values()))

    def _program_of(self, dtype: torch.dtype) -> Program:
        """Return the program in a precision, compiled when it is first asked for."""
        name = _NAMES[dtype]
        if name not in self._programs:
            self._programs[name] = compile(self.circuit, self.observables, dtype=name)
        return self._programs[name]

    def _run(self, x: torch.Tensor) -> torch.Tensor:
        self._check_input(x)
        program = self._program_of(x.dtype)
        rows = x.reshape(math.prod(x.shape[:-1]), program.n_features)
        values = expectations(get_device(self.device), program, rows, self.weights)
        return values.reshape(*x.shape[:-1], program.n_observables)

    def _check_input(self, x: Any) -> None:
        n_features = self.circuit.n_features
        if not isinstance(x, torch.Tensor):
            raise InputError(f"QuantumLayer: expected a Tensor, got {type(x).__name__}.")
        _check_dtype(self.weights.dtype)
        if x.dtype != self.weights.dtype:
            _check_dtype(x.dtype)
            raise InputError(
                f"QuantumLayer: expected {self.weights.dtype} as its weights are, got {x.dtype}: "
                "convert the input or the layer with .to(dtype)."
            )
        if x.device != self.weights.device:
            raise InputError(
                f"QuantumLayer: its weights are on {self.weights.device}, the input is on "
                f"{x.device}: move one of them with .to(device)."
            )
        if x.ndim == 0 or x.shape[-1] != n_features:
            raise InputError(
                f"QuantumLayer: expected shape (..., {n_features}), one feature a column, "
                f"got {tuple(x.shape)}."
            )


#: `torch.compile` does not look into this, and compiles what stands around it.
_run_outside_of_graphs: Callable[[QuantumLayer, torch.Tensor], torch.Tensor] = (
    torch.compiler.disable(QuantumLayer._run)
)


def _program(
    circuit: Circuit | Program, observables: Observable | Sequence[Observable] | None
) -> Program:
    if isinstance(circuit, Program):
        if observables is not None:
            raise InputError(
                "QuantumLayer: a program has its own observables: leave them out, or give its "
                "circuit."
            )
        if not circuit.observables:
            raise InputError(
                "QuantumLayer: expected a program with observables, got one without: "
                "compile(circuit, [Z(0)])."
            )
        return circuit
    if not isinstance(circuit, Circuit):
        raise InputError(
            f"QuantumLayer: expected a Circuit or a Program, got {type(circuit).__name__}."
        )
    if observables is None:
        observables = [Z(q) for q in range(circuit.n_qubits)]
    return compile(circuit, observables)


def _check_dtype(dtype: torch.dtype) -> None:
    if dtype not in _NAMES:
        raise InputError(
            f"QuantumLayer: expected torch.float32 or torch.float64, got {dtype}: "
            "the engine has no other precision, convert with .float()."
        )
