"""A second simulator: slow, plain NumPy, complex128, written from the textbook matrices.

It shares no code with `qneko.engine` (it reads circuits and nothing else), so that agreement of
the two is evidence. Qubit ``q`` is bit ``q`` of a basis state's index; within a gate the k-th
qubit argument is bit ``k`` of the matrix index (little-endian, as Qiskit prints its matrices).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qneko.circuits import Angle, Circuit, Observable, Operation

Matrix = NDArray[np.complex128]

I2 = np.eye(2, dtype=complex)
PX = np.array([[0, 1], [1, 0]], dtype=complex)
PY = np.array([[0, -1j], [1j, 0]])
PZ = np.diag([1, -1]).astype(complex)
H = np.array([[1, 1], [1, -1]], dtype=complex) / np.sqrt(2)
SX = np.array([[1 + 1j, 1 - 1j], [1 - 1j, 1 + 1j]]) / 2
SWAP = np.array([[1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]], dtype=complex)
ISWAP = np.array([[1, 0, 0, 0], [0, 0, 1j, 0], [0, 1j, 0, 0], [0, 0, 0, 1]])
PAULIS = {"X": PX, "Y": PY, "Z": PZ}


def rotation(generator: Matrix, angle: float) -> Matrix:
    """Return exp(-i angle generator / 2) of a generator that squares to 1."""
    identity = np.eye(len(generator))
    return np.cos(angle / 2) * identity - 1j * np.sin(angle / 2) * generator


def phase(angle: float) -> Matrix:
    """Return diag(1, exp(i angle))."""
    return np.diag([1, np.exp(1j * angle)])


def u3(theta: float, phi: float, lam: float) -> Matrix:
    """Return Qiskit's U gate."""
    c, s = np.cos(theta / 2), np.sin(theta / 2)
    return np.array(
        [[c, -np.exp(1j * lam) * s], [np.exp(1j * phi) * s, np.exp(1j * (phi + lam)) * c]]
    )


def controlled(gate: Matrix) -> Matrix:
    """Return `gate` controlled by one more qubit, which comes first (bit 0)."""
    off, on = np.diag([1, 0]), np.diag([0, 1])
    return np.kron(np.eye(len(gate)), off) + np.kron(gate, on)


def pauli_matrix(letters: str) -> Matrix:
    """Return the Pauli string whose k-th letter acts on bit k."""
    matrix = np.eye(1, dtype=complex)
    for letter in letters:
        matrix = np.kron(PAULIS[letter], matrix)
    return matrix


#: name -> matrix as a function of the gate's angles, in radians
MATRICES: dict[str, Callable[..., Matrix]] = {
    "h": lambda: H,
    "x": lambda: PX,
    "y": lambda: PY,
    "z": lambda: PZ,
    "s": lambda: phase(np.pi / 2),
    "sdg": lambda: phase(-np.pi / 2),
    "t": lambda: phase(np.pi / 4),
    "tdg": lambda: phase(-np.pi / 4),
    "sx": lambda: SX,
    "rx": lambda a: rotation(PX, a),
    "ry": lambda a: rotation(PY, a),
    "rz": lambda a: rotation(PZ, a),
    "p": phase,
    "u": u3,
    "cx": lambda: controlled(PX),
    "cy": lambda: controlled(PY),
    "cz": lambda: controlled(PZ),
    "ch": lambda: controlled(H),
    "swap": lambda: SWAP,
    "iswap": lambda: ISWAP,
    "crx": lambda a: controlled(rotation(PX, a)),
    "cry": lambda a: controlled(rotation(PY, a)),
    "crz": lambda a: controlled(rotation(PZ, a)),
    "cp": lambda a: controlled(phase(a)),
    "rxx": lambda a: rotation(pauli_matrix("XX"), a),
    "ryy": lambda a: rotation(pauli_matrix("YY"), a),
    "rzz": lambda a: rotation(pauli_matrix("ZZ"), a),
    "ccx": lambda: controlled(controlled(PX)),
    "cswap": lambda: controlled(SWAP),
}

#: gates whose generator has eigenvalue gaps 1/2 and 1, so that the two-term shift rule is wrong
FOUR_TERM = {"crx", "cry", "crz"}


def matrix_of(operation: Operation, angles: Sequence[float]) -> Matrix:
    """Return a gate's matrix at the given angles."""
    if operation.name == "pauli_rotation":
        return rotation(pauli_matrix(operation.paulis), angles[0])
    if operation.name == "unitary":
        return np.array(operation.matrix)
    return MATRICES[operation.name](*angles)


def evaluate(angle: Angle, x: NDArray, w: NDArray) -> float:
    """Return an angle's value for one sample, in radians."""
    total = 0.0
    for monomial, coefficient in angle.terms:
        factors = [(x if s.kind == "feature" else w)[s.index] for s in monomial]
        total += coefficient * np.prod(factors)
    return float(total)


def apply(matrix: Matrix, qubits: Sequence[int], state: Matrix) -> Matrix:
    """Return the state after a gate, amplitude by amplitude."""
    index = np.arange(len(state))
    local = sum(((index >> q) & 1) << k for k, q in enumerate(qubits))
    outside = index & ~sum(1 << q for q in qubits)
    result = np.zeros_like(state)
    for column in range(len(matrix)):
        source = outside | sum(((column >> k) & 1) << q for k, q in enumerate(qubits))
        result += matrix[local, column] * state[source]
    return result


def prepare(amplitudes: Sequence[float], qubits: Sequence[int], state: Matrix) -> Matrix:
    """Return the state after qubits in |0> were given these amplitudes, normalised."""
    vector = np.asarray(amplitudes, dtype=float)
    return _spread(vector / np.sqrt(np.sum(vector**2)), qubits, state)


def _spread(vector: NDArray, qubits: Sequence[int], state: Matrix) -> Matrix:
    index = np.arange(len(state))
    local = sum(((index >> q) & 1) << k for k, q in enumerate(qubits))
    outside = index & ~sum(1 << q for q in qubits)
    return vector[local] * state[outside]


def _arrays(circuit: Circuit, X: ArrayLike, w: ArrayLike | None) -> tuple[NDArray, NDArray]:
    features = np.asarray(X, dtype=float)
    weights = np.zeros(0) if w is None else np.asarray(w, dtype=float)
    assert features.ndim == 2
    assert features.shape[1] >= circuit.n_features
    assert weights.shape == (circuit.n_weights,)
    return features, weights


def states(circuit: Circuit, X: ArrayLike, w: ArrayLike | None = None) -> Matrix:
    """Return the final states, of shape (n_samples, 2**n_qubits)."""
    features, weights = _arrays(circuit, X, w)
    angles = [[[evaluate(a, x, weights) for a in o.angles] for o in circuit] for x in features]
    return np.array([_run(circuit, a) for a in angles]).reshape(-1, 2**circuit.n_qubits)


def _run(circuit: Circuit, angles: Sequence[Sequence[float]]) -> Matrix:
    """Return one sample's final state; ``angles[k]`` are those of gate k."""
    state = np.eye(1, 2**circuit.n_qubits, dtype=complex)[0]
    for operation, values in zip(circuit, angles, strict=True):
        state = _act(operation, values, state)
    return state


def measure(observable: Observable, state: Matrix) -> float:
    """Return the expectation of an observable in one state."""
    return float(np.vdot(state, _measured(observable, state)).real)


def expectations(
    circuit: Circuit,
    observables: Sequence[Observable],
    X: ArrayLike,
    w: ArrayLike | None = None,
) -> NDArray[np.float64]:
    """Return the expectations, of shape (n_samples, n_observables)."""
    final = states(circuit, X, w)
    return np.array([[measure(o, s) for o in observables] for s in final]).reshape(
        len(final), len(observables)
    )


def fidelities(left: Matrix, right: Matrix) -> NDArray[np.float64]:
    """Return ``|<l_i|r_j>|**2`` for two lists of states."""
    return np.array([[abs(np.vdot(a, b)) ** 2 for b in right] for a in left])


def partial_trace(state: Matrix, qubits: Sequence[int]) -> Matrix:
    """Return the density matrix of some qubits; the j-th of them is bit j of its indices."""
    index = np.arange(len(state))
    local = sum(((index >> q) & 1) << j for j, q in enumerate(qubits))
    outside = index & ~sum(1 << q for q in qubits)
    rho = np.zeros((2 ** len(qubits), 2 ** len(qubits)), dtype=complex)
    for a in index:
        for b in index[outside == outside[a]]:
            rho[local[a], local[b]] += state[a] * state[b].conj()
    return rho


def gradients(
    circuit: Circuit,
    observables: Sequence[Observable],
    X: ArrayLike,
    w: ArrayLike | None = None,
) -> tuple[NDArray, NDArray]:
    """Return the Jacobians of `finite_differences` by going back gate by gate, up to rounding."""
    features, weights = _arrays(circuit, X, w)
    shape = (len(features), len(observables))
    by_feature = np.zeros((*shape, features.shape[1]))
    by_weight = np.zeros((*shape, len(weights)))
    for i, x in enumerate(features):
        angles = [[evaluate(a, x, weights) for a in o.angles] for o in circuit]
        slopes = _backwards(circuit, observables, angles)
        for operation, by_angle in zip(circuit, slopes, strict=True):
            for angle, slope in zip(operation.angles, by_angle, strict=True):
                for symbol in angle.symbols:
                    target = by_feature if symbol.kind == "feature" else by_weight
                    target[i, :, symbol.index] += slope * _derivative(angle, symbol, x, weights)
    return by_feature, by_weight


def _backwards(
    circuit: Circuit, observables: Sequence[Observable], angles: list[list[float]]
) -> list[list[NDArray]]:
    """Return the derivatives of all expectations by each angle of each gate of one sample."""
    before = [np.eye(1, 2**circuit.n_qubits, dtype=complex)[0]]
    for operation, values in zip(circuit, angles, strict=True):
        before.append(_act(operation, values, before[-1]))
    adjoints = [_measured(o, before[-1]) for o in observables]
    slopes: list[list[NDArray]] = []
    for operation, values, state in reversed(list(zip(circuit, angles, before[:-1], strict=True))):
        by_angle = []
        for k in range(len(values)):
            change = _change(operation, values, k, state)
            by_angle.append(np.array([2 * np.vdot(a, change).real for a in adjoints]))
        slopes.append(by_angle)
        if operation.name != "initialize":  # which comes first: nothing before it has angles
            undo = matrix_of(operation, values).conj().T
            adjoints = [apply(undo, operation.qubits, a) for a in adjoints]
    return slopes[::-1]


def _act(operation: Operation, values: Sequence[float], state: Matrix) -> Matrix:
    if operation.name == "initialize":
        return prepare(values, operation.qubits, state)
    return apply(matrix_of(operation, values), operation.qubits, state)


def _measured(observable: Observable, state: Matrix) -> Matrix:
    """Return the observable times the state."""
    total = np.zeros_like(state)
    for string, coefficient in observable.terms:
        changed = state
        for qubit, letter in string:
            changed = apply(PAULIS[letter], (qubit,), changed)
        total += coefficient * changed
    return total


def _change(operation: Operation, values: Sequence[float], k: int, state: Matrix) -> Matrix:
    """Return the derivative of what a gate makes of a state, by its k-th angle."""
    unit = np.eye(len(values))[k]
    if operation.name == "initialize":
        vector = np.asarray(values, dtype=float)
        norm = np.linalg.norm(vector)
        return _spread(unit / norm - vector * vector[k] / norm**3, operation.qubits, state)
    # the entries are trigonometric polynomials of degree 2 in half the angle, for which this rule
    # is exact (Wierichs et al. 2022, arXiv:2107.12390, eq. 29)
    total = np.zeros_like(state)
    for j in range(4):
        shift = (2 * j + 1) * np.pi / 4
        weight = (-1) ** j / (8 * np.sin(shift / 2) ** 2) / 2
        total += weight * _act(operation, values + 2 * shift * unit, state)
    return total


def finite_differences(
    circuit: Circuit,
    observables: Sequence[Observable],
    X: ArrayLike,
    w: ArrayLike | None = None,
    *,
    step: float = 1e-3,
) -> tuple[NDArray, NDArray]:
    """Return the Jacobians by central differences of fourth order (error about 1e-12).

    Returns
    -------
    by_feature : array of shape (n_samples, n_observables, X.shape[1])
    by_weight : array of shape (n_samples, n_observables, n_weights)
    """
    features, weights = _arrays(circuit, X, w)

    def slope(shifted: Callable[[float], tuple[NDArray, NDArray]]) -> NDArray:
        def at(h: float) -> NDArray:
            return expectations(circuit, observables, *shifted(h))

        near, far = at(step) - at(-step), at(2 * step) - at(-2 * step)
        return (8 * near - far) / (12 * step)

    by_feature = [
        slope(lambda h, e=e: (features + h * e, weights)) for e in np.eye(features.shape[1])
    ]
    by_weight = [slope(lambda h, e=e: (features, weights + h * e)) for e in np.eye(len(weights))]
    shape = (len(features), len(observables))
    return _last_axis(by_feature, shape), _last_axis(by_weight, shape)


def _last_axis(slopes: list[NDArray], shape: tuple[int, int]) -> NDArray:
    return np.stack(slopes, axis=-1) if slopes else np.zeros((*shape, 0))


def parameter_shift(
    circuit: Circuit,
    observables: Sequence[Observable],
    X: ArrayLike,
    w: ArrayLike | None = None,
) -> tuple[NDArray, NDArray]:
    """Return the same Jacobians by the parameter-shift rule, gate by gate, and the chain rule.

    Two terms where the generator has one eigenvalue gap, four for controlled rotations
    (Wierichs et al. 2022, arXiv:2107.12390), three for an amplitude. Exact up to rounding.
    """
    features, weights = _arrays(circuit, X, w)
    shape = (len(features), len(observables))
    by_feature = np.zeros((*shape, features.shape[1]))
    by_weight = np.zeros((*shape, len(weights)))
    for i, x in enumerate(features):
        angles = [[evaluate(a, x, weights) for a in o.angles] for o in circuit]
        for k, operation in enumerate(circuit):
            for position, angle in enumerate(operation.angles):
                slope = _shift_slope(circuit, observables, angles, k, position)
                for symbol in angle.symbols:
                    target = by_feature if symbol.kind == "feature" else by_weight
                    target[i, :, symbol.index] += slope * _derivative(angle, symbol, x, weights)
    return by_feature, by_weight


def _shift_slope(
    circuit: Circuit,
    observables: Sequence[Observable],
    angles: list[list[float]],
    gate: int,
    position: int,
) -> NDArray:
    """Return the derivative of all expectations by one angle of one gate."""

    def at(shift: float) -> NDArray:
        moved = [list(a) for a in angles]
        moved[gate][position] += shift
        state = _run(circuit, moved)
        return np.array([measure(o, state) for o in observables])

    def difference(shift: float) -> NDArray:
        return at(shift) - at(-shift)

    if circuit.operations[gate].name == "initialize":
        # E = Q / N, where Q is a quadratic form of the amplitudes and N their squared norm: the
        # central difference of Q = N E is exact for any step; this one keeps N above 0
        amplitudes = np.array(angles[gate])
        norm, a = np.sum(amplitudes**2), amplitudes[position]
        step = 2 * np.sqrt(norm)
        plus, minus = norm - a**2 + (a + step) ** 2, norm - a**2 + (a - step) ** 2
        slope_of_q = (plus * at(step) - minus * at(-step)) / (2 * step)
        return (slope_of_q - 2 * a * at(0.0)) / norm
    if circuit.operations[gate].name not in FOUR_TERM:
        return difference(np.pi / 2) / 2
    root = np.sqrt(2)
    near, far = (root + 1) / (4 * root), (root - 1) / (4 * root)
    return near * difference(np.pi / 2) - far * difference(3 * np.pi / 2)


def _derivative(angle: Angle, symbol: object, x: NDArray, w: NDArray) -> float:
    """Return the partial derivative of an angle by one of its symbols."""
    total = 0.0
    for monomial, coefficient in angle.terms:
        values = [(x if s.kind == "feature" else w)[s.index] for s in monomial]
        for k, s in enumerate(monomial):
            if s == symbol:
                total += coefficient * np.prod(values[:k] + values[k + 1 :])
    return float(total)
