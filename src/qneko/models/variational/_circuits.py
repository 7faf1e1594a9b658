"""Circuits by name: ansätze that read the features themselves, and pairs of encoding and ansatz."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ...circuits import (
    Circuit,
    amplitude_feature_map,
    angle_feature_map,
    feature,
    hardware_efficient_ansatz,
    hardware_efficient_feature_map,
    iqp_feature_map,
    mps_ansatz,
    qcnn_ansatz,
    qcnn_qubits,
    reuploading_ansatz,
    strongly_entangling_ansatz,
    tree_ansatz,
    universal_reuploading_ansatz,
    zz_feature_map,
)
from ...errors import InputError
from .._checks import check_choice

#: Reads features: of (n_features, n_layers, entanglement, bandwidth).
Ansatz = Callable[..., Circuit]
#: Weights only: of (n_qubits, n_layers, entanglement).
Body = Callable[[int, int, str], Circuit]
#: Features only: of (n_features, entanglement=..., bandwidth=...).
Encoding = Callable[..., Circuit]


@dataclass(frozen=True, eq=False)
class Blueprint:
    """A circuit, and the qubits in which its answer is."""

    circuit: Circuit
    measured: tuple[int, ...]


def _reuploading(
    n_features: int,
    n_layers: int,
    entanglement: str,
    bandwidth: float,
    n_qubits: int | None = None,
    trainable_scale: bool = False,
) -> Circuit:
    """Return `reuploading_ansatz`; on other than one qubit a feature, in columns.

    A layer is then several layers of the ansatz on `n_qubits` qubits, each of which reads the next
    `n_qubits` features.
    """
    if n_qubits is None or n_qubits == n_features:
        return reuploading_ansatz(n_features, n_layers, entanglement, bandwidth, trainable_scale)
    block = reuploading_ansatz(n_qubits, 1, entanglement, bandwidth, trainable_scale)
    layer = Circuit(n_qubits)
    for first in range(0, n_features, n_qubits):
        read = range(first, first + n_qubits)
        layer.compose(block, features=[feature(i) if i < n_features else 0.0 for i in read])
    return layer.repeat(n_layers)


def _universal(
    n_features: int,
    n_layers: int,
    entanglement: str,
    bandwidth: float,
    n_qubits: int | None = None,
) -> Circuit:
    width = n_features if n_qubits is None else n_qubits
    return universal_reuploading_ansatz(
        n_features, n_layers, entanglement, bandwidth, n_qubits=width
    )


#: name -> function of (n_features, n_layers, entanglement, bandwidth, n_qubits=None)
ANSATZE: dict[str, Ansatz] = {
    "reuploading": _reuploading,
    "reuploading-scaled": partial(_reuploading, trainable_scale=True),
    "reuploading-universal": _universal,
}

#: name -> function of (n_qubits, n_layers, entanglement); an encoding comes before it
BODIES: dict[str, Body] = {
    "hardware-efficient": hardware_efficient_ansatz,
    "strongly-entangling": strongly_entangling_ansatz,
    "qcnn": qcnn_ansatz,
    "tree": tree_ansatz,
    "mps": mps_ansatz,
}


def _angles(
    n_features: int, entanglement: str, bandwidth: float, n_qubits: int | None = None
) -> Circuit:
    """Return RY(x) on each qubit, or columns of RY and RZ if qubits and features differ."""
    if n_qubits is None or n_qubits == n_features:
        return angle_feature_map(n_features, 1, "none", bandwidth)
    return hardware_efficient_feature_map(n_features, 1, "none", bandwidth, n_qubits=n_qubits)


def _amplitudes(n_features: int, entanglement: str, bandwidth: float) -> Circuit:
    """Return amplitude encoding of the features and of a 1, so that their length counts.

    The 1 is spread over the amplitudes that are left, however many there are.
    """
    n_left = 2 ** n_features.bit_length() - n_features
    return amplitude_feature_map(n_features, padding=1 / (bandwidth * math.sqrt(n_left)))


#: name -> function of (n_features, entanglement=..., bandwidth=...)
ENCODINGS: dict[str, Encoding] = {
    "angle": _angles,
    "zz": zz_feature_map,
    "iqp": iqp_feature_map,
    "amplitude": _amplitudes,
}


def build(
    n_features: int,
    *,
    ansatz: str | Ansatz | Body,
    encoding: str | Encoding | None,
    n_qubits: int | None,
    n_layers: int,
    entanglement: str,
    bandwidth: float,
) -> Blueprint:
    """Return the circuit that the parameters name; what they mean is said in the models."""
    if isinstance(ansatz, str):
        check_choice((*ANSATZE, *BODIES), ansatz=ansatz)
    reads = ansatz in ANSATZE if isinstance(ansatz, str) else encoding is None
    if not reads:
        return with_encoding(
            n_features,
            ansatz=ansatz,
            encoding="angle" if encoding is None else encoding,
            n_qubits=n_qubits,
            n_layers=n_layers,
            entanglement=entanglement,
            bandwidth=bandwidth,
        )
    if encoding is not None:
        raise InputError(
            f"The ansatz {ansatz!r} reads the features itself: expected encoding=None, got "
            f"{encoding!r}, or one of the ansätze {', '.join(map(repr, BODIES))} with it."
        )
    make: Ansatz = ANSATZE[ansatz] if isinstance(ansatz, str) else ansatz
    width = {} if n_qubits is None else {"n_qubits": n_qubits}
    circuit = make(n_features, n_layers, entanglement, bandwidth, **width)
    _check(circuit, "ansatz", n_features)
    return Blueprint(circuit, tuple(range(circuit.n_qubits)))


def with_encoding(
    n_features: int,
    *,
    ansatz: str | Ansatz | Body,
    encoding: str | Encoding,
    n_qubits: int | None,
    n_layers: int | None,
    entanglement: str,
    bandwidth: float,
) -> Blueprint:
    """Return an encoding followed by an ansatz of weights only."""
    circuit = encode(n_features, encoding, n_qubits, entanglement, bandwidth)
    width = circuit.n_qubits
    body = BODIES[ansatz] if isinstance(ansatz, str) else ansatz
    trained = body(width, n_layers, entanglement)  # type: ignore[arg-type]  # None: of QCNN only
    if not isinstance(trained, Circuit) or (trained.n_qubits, trained.n_features) != (width, 0):
        raise InputError(
            f"The ansatz must return a circuit of {width} qubits without features behind the "
            f"encoding, got {trained!r}."
        )
    circuit.compose(trained)
    return Blueprint(circuit, _measured(ansatz, width, n_layers, entanglement))


def encode(
    n_features: int,
    encoding: str | Encoding,
    n_qubits: int | None,
    entanglement: str,
    bandwidth: float,
) -> Circuit:
    """Return the circuit of an encoding."""
    make = encoding
    if isinstance(make, str):
        check_choice(ENCODINGS, encoding=make)
        if make == "angle":
            make = partial(ENCODINGS[make], n_qubits=n_qubits)
        else:
            make = ENCODINGS[make]
    circuit = make(n_features, entanglement=entanglement, bandwidth=bandwidth)
    _check(circuit, "encoding", n_features)
    if n_qubits is not None and circuit.n_qubits != n_qubits:
        raise InputError(
            f"The encoding {encoding!r} puts {n_features} features on {circuit.n_qubits} qubits, "
            f"got n_qubits={n_qubits}: leave n_qubits=None, or take encoding='angle'."
        )
    return circuit.copy()


def _measured(
    ansatz: str | Ansatz | Body, n_qubits: int, n_layers: int | None, entanglement: str
) -> tuple[int, ...]:
    """Return the qubits in which the answer is: without entanglement none speaks for others."""
    if entanglement != "none" and ansatz == "qcnn":
        return qcnn_qubits(n_qubits, n_layers)
    if entanglement != "none" and ansatz in ("tree", "mps"):
        return (n_qubits - 1,)
    return tuple(range(n_qubits))


def _check(circuit: Circuit, what: str, n_features: int) -> None:
    if not isinstance(circuit, Circuit) or circuit.n_features != n_features:
        raise InputError(
            f"The {what} must return a circuit that reads {n_features} features, got {circuit!r}."
        )
