"""The face that every device shows to models, and the refusal of what it did not declare."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from ...errors import CapabilityError
from ._capabilities import Capabilities

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ...engine import Program

    #: A cotangent of shape (n_samples, n_observables) to (grad_X, grad_w).
    Vjp = Callable[[NDArray[Any]], tuple[NDArray[Any], NDArray[Any]]]


@runtime_checkable
class Device(Protocol):
    """Where programs run. Models know this face and nothing behind it.

    Every method takes a program, a batch ``X`` of shape (n_samples, n_features) in radians, and
    the weights ``w`` of shape (n_weights,) in radians, or None where the program has none.
    """

    @property
    def name(self) -> str:
        """The name that `get_device` knows it by."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it declares; the rest is refused with a `CapabilityError`."""
        ...

    def expectations(
        self, program: Program, X: NDArray[Any], w: NDArray[Any] | None = None
    ) -> NDArray[Any]:
        """Return expectation values, of shape (n_samples, n_observables)."""
        ...

    def states(
        self, program: Program, X: NDArray[Any], w: NDArray[Any] | None = None
    ) -> NDArray[Any]:
        """Return amplitudes, complex, of shape (n_samples, 2**n_qubits)."""
        ...

    def value_and_vjp(
        self, program: Program, X: NDArray[Any], w: NDArray[Any] | None = None
    ) -> tuple[NDArray[Any], Vjp]:
        """Return expectation values and the function that pulls a cotangent back to X and w."""
        ...

    def sample(
        self,
        program: Program,
        X: NDArray[Any],
        w: NDArray[Any] | None = None,
        *,
        shots: int,
        seed: int = 0,
    ) -> NDArray[Any]:
        """Return basis-state indices, int64, of shape (n_samples, shots)."""
        ...

    def gram(
        self,
        program: Program,
        X: NDArray[Any],
        Y: NDArray[Any] | None = None,
        w: NDArray[Any] | None = None,
    ) -> NDArray[Any]:
        """Return fidelities between the states of X and of Y, float64, of shape (n_X, n_Y)."""
        ...


class BaseDevice(ABC):
    """Checks a request against the declared capabilities, then hands it to ``_<request>``.

    A device derives from it, sets `name` and `capabilities`, and writes the underscored methods
    that it declares. One place refuses, so no device can quietly do less than was asked.
    """

    name: str
    capabilities: Capabilities

    def expectations(
        self, program: Program, X: NDArray[Any], w: NDArray[Any] | None = None
    ) -> NDArray[Any]:
        """Return expectation values, of shape (n_samples, n_observables)."""
        self._check_width(program)
        return self._expectations(program, X, w)

    def states(
        self, program: Program, X: NDArray[Any], w: NDArray[Any] | None = None
    ) -> NDArray[Any]:
        """Return amplitudes, complex, of shape (n_samples, 2**n_qubits)."""
        self._require("states", program)
        return self._states(program, X, w)

    def value_and_vjp(
        self, program: Program, X: NDArray[Any], w: NDArray[Any] | None = None
    ) -> tuple[NDArray[Any], Vjp]:
        """Return expectation values and the function that pulls a cotangent back to X and w."""
        self._require("gradients", program)
        return self._value_and_vjp(program, X, w)

    def sample(
        self,
        program: Program,
        X: NDArray[Any],
        w: NDArray[Any] | None = None,
        *,
        shots: int,
        seed: int = 0,
    ) -> NDArray[Any]:
        """Return basis-state indices, int64, of shape (n_samples, shots)."""
        self._require("sampling", program)
        return self._sample(program, X, w, shots=shots, seed=seed)

    def gram(
        self,
        program: Program,
        X: NDArray[Any],
        Y: NDArray[Any] | None = None,
        w: NDArray[Any] | None = None,
    ) -> NDArray[Any]:
        """Return fidelities between the states of X and of Y, float64, of shape (n_X, n_Y).

        Without Y: those of X with itself, symmetric and with a diagonal of ones. A sample's values
        do not depend on the other samples, to 1e-14.
        """
        self._require("states", program)
        return self._gram(program, X, Y, w)

    def _check_width(self, program: Program) -> None:
        if program.n_qubits > self.capabilities.max_qubits:
            raise CapabilityError(
                f"The device '{self.name}' takes up to {self.capabilities.max_qubits} qubits, "
                f"got a program of {program.n_qubits}: reduce the number of features."
            )

    def _require(self, ability: str, program: Program) -> None:
        if not getattr(self.capabilities, ability):
            raise CapabilityError(
                f"The device '{self.name}' was asked for {ability}, but declares only "
                f"{self.capabilities}; take a device that declares {ability}, such as "
                "'statevector'."
            )
        self._check_width(program)

    @abstractmethod
    def _expectations(
        self, program: Program, X: NDArray[Any], w: NDArray[Any] | None
    ) -> NDArray[Any]: ...

    def _states(self, program: Program, X: NDArray[Any], w: NDArray[Any] | None) -> NDArray[Any]:
        raise NotImplementedError

    def _value_and_vjp(
        self, program: Program, X: NDArray[Any], w: NDArray[Any] | None
    ) -> tuple[NDArray[Any], Vjp]:
        raise NotImplementedError

    def _sample(
        self,
        program: Program,
        X: NDArray[Any],
        w: NDArray[Any] | None,
        *,
        shots: int,
        seed: int,
    ) -> NDArray[Any]:
        raise NotImplementedError

    def _gram(
        self,
        program: Program,
        X: NDArray[Any],
        Y: NDArray[Any] | None,
        w: NDArray[Any] | None,
    ) -> NDArray[Any]:
        # imported here: listing devices must not load NumPy
        from ...engine import fidelity_gram
        from .._progress import progress_bar

        with progress_bar("Gram matrix") as step:
            left = self._states(program, X, w)
            right = None if Y is None else self._states(program, Y, w)
            # in double precision, or a sample's kernel values would depend on the other samples
            return fidelity_gram(left, right, accumulate="float64", progress=step)
