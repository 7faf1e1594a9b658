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

_Letters = tuple[tuple[int, str], ...]


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
        import numpy as np

        from ...engine import compile

        random = np.random.default_rng(self._next_seed())
        values = np.zeros((len(X), program.n_observables))
        values += [complex(dict(o.terms).get((), 0.0)).real for o in program.observables]
        basis = np.arange(2**program.n_qubits)
        for letters, members in _settings(program).items():
            rotated = program.circuit.copy()
            for qubit, letter in letters:
                if letter == "Y":
                    rotated.sdg(qubit)
                if letter != "Z":
                    rotated.h(qubit)
            states = compile(rotated, dtype=program.dtype).states(X, w).astype(np.complex128)
            chances = states.real**2 + states.imag**2
            # how often each state is seen: as right as shot by shot, and as fast for any number
            seen = random.multinomial(self.shots, chances / chances.sum(axis=1, keepdims=True))
            for number, qubits, coefficient in members:
                odd = np.bitwise_count(basis & sum(1 << q for q in qubits)) % 2
                values[:, number] += coefficient * (seen @ (1.0 - 2.0 * odd)) / self.shots
        return values

    def _next_seed(self) -> int:
        import numpy as np

        self._n_requests += 1
        sequence = np.random.SeedSequence((self.seed, self._n_requests))
        return int(sequence.generate_state(1)[0])


def _settings(program: Program) -> dict[_Letters, list[tuple[int, list[int], float]]]:
    """Return what to measure on each qubit, and the terms that are read from it.

    A term is the number of its observable, its qubits, and its coefficient.
    """
    groups: list[tuple[dict[int, str], list[tuple[int, list[int], float]]]] = []
    for number, observable in enumerate(program.observables):
        for string, coefficient in observable.terms:
            if not string:
                continue
            fits = (g for g in groups if all(g[0].get(q, letter) == letter for q, letter in string))
            group = next(fits, None)
            if group is None:
                group = ({}, [])
                groups.append(group)
            group[0].update(string)
            group[1].append((number, [q for q, _ in string], complex(coefficient).real))
    return {tuple(sorted(letters.items())): members for letters, members in groups}
