"""The bridge between PyTorch's autograd and a device's adjoint gradients."""

from __future__ import annotations

from typing import Any

import torch

from ...engine import Program
from ...errors import InputError
from ...hybrid import Device


def expectations(
    device: Device, program: Program, x: torch.Tensor, weights: torch.Tensor
) -> torch.Tensor:
    """Return expectations of shape (n_samples, n_observables) where x and weights live.

    Parameters
    ----------
    device : Device
        Where the program runs.
    program : Program
        In the precision of `x`.
    x : Tensor of shape (n_samples, n_features)
        Features.
    weights : Tensor of shape (n_weights,)
        Weights.
    """
    if torch.is_grad_enabled() and (x.requires_grad or weights.requires_grad):
        return Expectations.apply(x, weights, device, program)
    values = device.expectations(program, _array(x), _array(weights))
    return torch.from_numpy(values).to(x.device)


class Expectations(torch.autograd.Function):
    """Expectations whose backward pass is the device's vector-Jacobian product."""

    @staticmethod
    def forward(
        ctx: Any, x: torch.Tensor, weights: torch.Tensor, device: Device, program: Program
    ) -> torch.Tensor:
        """Run the program and keep what the way back needs."""
        values, ctx.vjp = device.value_and_vjp(program, _array(x), _array(weights))
        # The vjp may look at the tensors' own memory: saved ones are watched for in-place changes.
        ctx.save_for_backward(x, weights)
        return torch.from_numpy(values).to(x.device)

    @staticmethod
    def backward(
        ctx: Any, cotangent: torch.Tensor
    ) -> tuple[torch.Tensor | None, torch.Tensor | None, None, None]:
        """Return the gradients with respect to x and weights."""
        x, weights = ctx.saved_tensors
        by_x, by_weight = ctx.vjp(_array(cotangent))
        gradients = torch.from_numpy(by_x).to(x), torch.from_numpy(by_weight).to(weights)
        if torch.is_grad_enabled():  # create_graph=True
            gradients = Gradients.apply(*gradients, x, weights, cotangent)
        needs_x, needs_weight, *_ = ctx.needs_input_grad
        return gradients[0] if needs_x else None, gradients[1] if needs_weight else None, None, None


class Gradients(torch.autograd.Function):
    """First derivatives that refuse to be differentiated once more.

    PyTorch's own `once_differentiable` lets them pass for constants where the cotangent is one, as
    it is below a plain sum: a gradient penalty would be silently ignored.
    """

    @staticmethod
    def forward(
        ctx: Any, by_x: torch.Tensor, by_weight: torch.Tensor, *sources: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Hand the gradients on, tied to what they depend on."""
        return by_x.view_as(by_x), by_weight.view_as(by_weight)

    @staticmethod
    def backward(ctx: Any, *cotangents: torch.Tensor) -> Any:
        """Refuse."""
        raise InputError(
            "QuantumLayer has no second derivatives: leave terms that hold its gradients out of "
            "the loss, or detach them."
        )


def _array(tensor: torch.Tensor) -> Any:
    return tensor.detach().cpu().numpy()
