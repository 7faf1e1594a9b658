"""What a good user writes in plain PyTorch: batched states, autograd, and fewer passes over them.

Neighbouring one-qubit gates are fused, CNOTs become permutations, diagonal gates one phase, other
two-qubit rotations one gather and two multiplications.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from ..problem import Data, Gate, Problem, Weight
from ..training import epoch
from . import CannotError

LABEL = "plain torch (fused)"
DISTRIBUTIONS = ("torch", "numpy")
REQUIREMENTS = ("torch==2.13.0", "numpy")
PRECISIONS = ("float32", "float64")
LOOPS = ()

ONE_QUBIT = ("h", "rx", "ry", "rz")
DIAGONAL = ("p", "rzz", "cz")
PAIRING = ("crx", "rxx", "ryy")


def prepare(problem: Problem, precision: str) -> Callable[[], dict[str, np.ndarray]]:
    """Return the call to time."""
    if problem.ask == "state":
        raise CannotError("a pass through memory a gate is not for one large state")
    import torch

    real = getattr(torch, precision)
    complex_ = {torch.float32: torch.complex64, torch.float64: torch.complex128}[real]
    n = problem.n_qubits
    all_data = torch.tensor(problem.data, dtype=real)
    index = torch.arange(2**n)
    steps = [torch.tensor(s) if isinstance(s, np.ndarray) else s for s in _fuse(problem)]
    h = torch.tensor([[1, 1], [1, -1]], dtype=complex_) / 2**0.5

    def bit(qubit: int) -> torch.Tensor:
        return ((index >> qubit) & 1).to(real)

    def sign(qubit: int) -> torch.Tensor:
        return 1 - 2 * bit(qubit)

    def turn(gate: Gate) -> torch.Tensor:
        if gate.name == "rzz":
            return sign(gate.qubits[0]) * sign(gate.qubits[1])
        return -2 * math.prod(bit(q) for q in gate.qubits)

    turns = {
        k: torch.stack([turn(g) for g in step])
        for k, step in enumerate(steps)
        if isinstance(step, list) and step[0].name in DIAGONAL
    }

    def flipped(gate: Gate) -> tuple[int, ...]:
        return gate.qubits[1:] if gate.name == "crx" else gate.qubits

    partners = {
        flipped(g): index ^ sum(1 << q for q in flipped(g))
        for g in problem.gates
        if g.name in PAIRING
    }

    def angle_of(gate: Gate, weights: torch.Tensor, data: torch.Tensor) -> torch.Tensor:
        if gate.name == "cz":
            return torch.tensor(math.pi, dtype=real)
        if isinstance(gate.angle, Data):
            return data[:, gate.angle.column]
        if isinstance(gate.angle, Weight):
            return weights[gate.angle.index]
        return torch.tensor(gate.angle, dtype=real)

    def matrix(gate: Gate, weights: torch.Tensor, data: torch.Tensor) -> torch.Tensor:
        if gate.name == "h":
            return h
        angle = angle_of(gate, weights, data)
        if gate.name == "ry":
            c, s = torch.cos(angle / 2), torch.sin(angle / 2)
            rows = torch.stack([torch.stack([c, -s], -1), torch.stack([s, c], -1)], -2)
            return rows.to(complex_)
        if gate.name == "rx":
            c, s = torch.cos(angle / 2).to(complex_), -1j * torch.sin(angle / 2)
            return torch.stack([torch.stack([c, s], -1), torch.stack([s, c], -1)], -2)
        half = torch.exp(-0.5j * angle.to(complex_))
        return torch.diag_embed(torch.stack([half, half.conj()], -1))

    def phases(k: int, weights: torch.Tensor, data: torch.Tensor) -> torch.Tensor:
        angles = [angle_of(g, weights, data).expand(len(data)) for g in steps[k]]
        return torch.exp(-0.5j * (torch.stack(angles, -1) @ turns[k]).to(complex_))

    def pairing(
        gate: Gate, states: torch.Tensor, weights: torch.Tensor, data: torch.Tensor
    ) -> torch.Tensor:
        half = angle_of(gate, weights, data)[..., None] / 2
        stays, moves = torch.cos(half), torch.sin(half)
        first, second = gate.qubits
        if gate.name == "crx":
            stays, moves = 1 + bit(first) * (stays - 1), bit(first) * moves
        if gate.name == "ryy":
            moves = -sign(first) * sign(second) * moves
        return stays * states - 1j * moves * states[:, partners[flipped(gate)]]

    def simulate(weights: torch.Tensor, data: torch.Tensor = all_data) -> torch.Tensor:
        n_samples = len(data)
        states = torch.zeros(n_samples, 2**n, dtype=complex_)
        states[:, 0] = 1
        for k, step in enumerate(steps):
            if isinstance(step, torch.Tensor):
                states = states.reshape(n_samples, -1)[:, step]
                continue
            if step[0].name in DIAGONAL:
                states = states.reshape(n_samples, -1) * phases(k, weights, data)
                continue
            if step[0].name in PAIRING:
                states = pairing(step[0], states.reshape(n_samples, -1), weights, data)
                continue
            fused = matrix(step[0], weights, data)
            for gate in step[1:]:
                fused = matrix(gate, weights, data) @ fused
            pairs = states.reshape(n_samples, -1, 2, 2 ** step[0].qubits[0])
            if fused.dim() == 3:
                states = torch.einsum("bij,bajk->baik", fused, pairs)
            else:
                states = torch.einsum("ij,bajk->baik", fused, pairs)
        return states.reshape(n_samples, -1)

    shared = torch.tensor(problem.weights, dtype=real)

    def gradient() -> dict[str, np.ndarray]:
        weights = shared.clone().requires_grad_()
        states = simulate(weights)
        values = (states.real**2 + states.imag**2) @ sign(0)
        values.mean().backward()
        return {"values": values.detach().numpy(), "gradient": weights.grad.numpy()}

    @torch.no_grad()
    def expectations() -> dict[str, np.ndarray]:
        states = simulate(shared)
        signs = torch.stack([sign(q) for q in range(n)], -1)
        return {"values": ((states.real**2 + states.imag**2) @ signs).numpy()}

    @torch.no_grad()
    def gram() -> dict[str, np.ndarray]:
        states = simulate(shared)
        return {"values": ((states.conj() @ states.T).abs() ** 2).numpy()}

    def on_batch(w: np.ndarray, rows: slice) -> tuple[float, np.ndarray]:
        weights = torch.tensor(w, dtype=real, requires_grad=True)
        states = simulate(weights, all_data[rows])
        values = (states.real**2 + states.imag**2) @ sign(0)
        loss = ((values - torch.tensor(problem.targets[rows], dtype=real)) ** 2).mean()
        loss.backward()
        return float(loss.detach()), weights.grad.numpy()

    return {
        "gradient": gradient,
        "expectations": expectations,
        "gram": gram,
        "epoch": lambda: epoch(problem, on_batch),
    }[problem.ask]


def _fuse(problem: Problem) -> list[list[Gate] | np.ndarray]:
    """Return the circuit as steps: one-qubit gates of one qubit, diagonal gates, or a permutation.

    A one-qubit step only ends where another kind of step touches its qubit, so gates that lie apart
    in the list fuse too.
    """
    steps: list[list[Gate] | np.ndarray] = []
    open_run: dict[int, list[Gate]] = {}
    index = np.arange(2**problem.n_qubits)
    for gate in problem.gates:
        if gate.name in ONE_QUBIT:
            (qubit,) = gate.qubits
            if qubit not in open_run:
                open_run[qubit] = []
                steps.append(open_run[qubit])
            open_run[qubit].append(gate)
            continue
        for qubit in gate.qubits:
            open_run.pop(qubit, None)
        last = steps[-1] if steps else None
        if gate.name in DIAGONAL:
            if isinstance(last, list) and last[0].name in DIAGONAL:
                last.append(gate)
            else:
                steps.append([gate])
        elif gate.name in PAIRING:
            steps.append([gate])
        elif gate.name == "cx":
            control, target = gate.qubits
            source = index ^ ((index >> control & 1) << target)
            if isinstance(last, np.ndarray):
                steps[-1] = last[source]
            else:
                steps.append(source)
        else:
            raise CannotError(f"no gate {gate.name} written")
    return steps
