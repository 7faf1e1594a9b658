import numpy as np
from numpy.typing import NDArray

class Plan:
    n_qubits: int
    n_features: int
    n_weights: int
    n_observables: int
    phase: int
    initial_states: list[int]
    initial_amplitudes: list[int]
    readout: list[int]
    readout_offset: int
    def __init__(self) -> None: ...
    def add_angle(self, terms: list[tuple[float, list[int], list[int]]]) -> None: ...
    def set_start(self, rotations: list[tuple[int, int, int]]) -> None: ...
    def add_real_layer(self, rotations: list[tuple[int, int, int]]) -> None: ...
    def add_diagonal_layer(
        self, table: int, offset: int, basis: list[int], phases: list[tuple[int, int, int]]
    ) -> None: ...
    def add_observables(
        self,
        x: int,
        imaginary: bool,
        offset: int,
        basis: list[int],
        strings: list[int],
        masks: list[int],
        members: list[tuple[int, int, float]],
    ) -> None: ...

class _Runner:
    def __init__(self, plan: Plan) -> None: ...
    def run(
        self,
        features: NDArray[np.floating],
        weights: NDArray[np.float64],
        n_threads: int,
        values: NDArray[np.floating] | None = None,
        states: NDArray[np.floating] | None = None,
        cotangent: NDArray[np.floating] | None = None,
        gradient_x: NDArray[np.floating] | None = None,
        gradient_w: NDArray[np.float64] | None = None,
        gradient_w_rows: NDArray[np.floating] | None = None,
        kept: NDArray[np.floating] | None = None,
        resume: bool = False,
    ) -> None: ...
    def kept_size(self, n_samples: int) -> int: ...

class RunnerFloat32(_Runner): ...
class RunnerFloat64(_Runner): ...

def all_finite(array: NDArray[np.floating]) -> bool: ...
def empty_float32(rows: int, columns: int) -> NDArray[np.float32]: ...
def empty_float64(rows: int, columns: int) -> NDArray[np.float64]: ...
def fidelities(
    left: NDArray[np.complexfloating],
    right: NDArray[np.complexfloating] | None,
    out: NDArray[np.floating],
    gemm: object,
    herk: object,
    n_threads: int,
) -> None: ...
def isa() -> str: ...
