"""The default device: exact state vectors on this machine's processor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._capabilities import Capabilities
from ._device import BaseDevice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ...engine import Program
    from ._device import Vjp


class StatevectorDevice(BaseDevice):
    """Runs programs on qneko's own batched engine; stateless, so one instance serves all."""

    name = "statevector"
    capabilities = Capabilities(
        exact=True,
        gradients=True,
        states=True,
        sampling=True,
        max_qubits=24,  # one state in double precision is then 256 MiB
        description="exact state vectors on this processor, batched",
    )

    def _expectations(
        self, program: Program, X: NDArray[Any], w: NDArray[Any] | None
    ) -> NDArray[Any]:
        return program.expectations(X, w)

    def _states(self, program: Program, X: NDArray[Any], w: NDArray[Any] | None) -> NDArray[Any]:
        return program.states(X, w)

    def _value_and_vjp(
        self, program: Program, X: NDArray[Any], w: NDArray[Any] | None
    ) -> tuple[NDArray[Any], Vjp]:
        return program.value_and_vjp(X, w)

    def _sample(
        self,
        program: Program,
        X: NDArray[Any],
        w: NDArray[Any] | None,
        *,
        shots: int,
        seed: int,
    ) -> NDArray[Any]:
        return program.sample(X, w, shots=shots, seed=seed)
