"""Exact states, measured with a finite number of shots: the noise that no hardware escapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import InputError
from ._capabilities import Capabilities
from ._device import BaseDevice
from ._statevector import StatevectorDevice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ...engine import Program


class ShotNoiseDevice(BaseDevice):
    """A perfect quantum computer that is read shot by shot: shot noise, and no other.

    Expectations are means of measured shots, one setting for all Pauli strings that agree on every
    qubit. A fidelity is the share of all-zero outcomes of the inversion test. Each request draws
    anew; the same requests in the same order get the same numbers.

    Parameters
    ----------
    shots : int
        Shots for each circuit.
    seed : int, default 0
        Of the outcomes.

    Examples
    --------
    >>> from qneko.circuits import Circuit, Z
    >>> from qneko.engine import compile
    >>> from qneko.hybrid.devices import ShotNoiseDevice
    >>> program = compile(Circuit(1).h(0), Z(0))
    >>> device = ShotNoiseDevice(shots=100)
    >>> bool(abs(device.expectations(program, [[]])[0, 0]) < 0.5)
    True
    """

    def __init__(self, shots: int, seed: int = 0):
        for name, value, least in (("shots", shots, 1), ("seed", seed, 0)):
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                raise InputError(f"{name} must be a whole number from {least} on, got {value!r}.")
        self.name = f"shot noise, {shots} shots"
        self.shots = shots
        self.seed = seed
        self.capabilities = Capabilities(
            exact=False,
            gradients=False,
            states=False,
            sampling=False,
            max_qubits=StatevectorDevice.capabilities.max_qubits,
            description=f"exact states read with {shots} shots",
        )
        self._n_requests = 0

    def gram(
        self,
        program: Program,
        X: NDArray[Any],
        Y: NDArray[Any] | None = None,
        w: NDArray[Any] | None = None,
    ) -> NDArray[Any]:
        """Return estimated fidelities between the states of X and of Y, of shape (n_X, n_Y).

        Of X with itself each pair is measured once, and the diagonal, which is known, not at all.
        """
        import numpy as np

        random = np.random.default_rng(self._next_seed())
        exact = np.clip(StatevectorDevice().gram(program, X, Y, w), 0.0, 1.0)
        found = random.binomial(self.shots, exact) / self.shots
        if Y is None:
            upper = np.triu(found, 1)
            found = upper + upper.T + np.eye(len(found))
        return np.asarray(found)

    def _expectations(
        self, program: Program, X: NDArray[Any], w: NDArray[Any] | None
    ) -> NDArray[Any]:
        return program.estimate(X, w, shots=self.shots, seed=self._next_seed()).values

    def _next_seed(self) -> int:
        import numpy as np

        self._n_requests += 1
        sequence = np.random.SeedSequence((self.seed, self._n_requests))
        return int(sequence.generate_state(1)[0])
