"""Feature maps by name, and checks of what they return."""

from __future__ import annotations

import math
from collections.abc import Callable

from ...circuits import (
    Circuit,
    amplitude_feature_map,
    angle_feature_map,
    hardware_efficient_feature_map,
    iqp_feature_map,
    pauli_feature_map,
    reuploading_ansatz,
    z_feature_map,
    zz_feature_map,
)
from ...errors import InputError

FeatureMap = Callable[[int, int, str, float], Circuit]


def _z(n_features: int, n_layers: int, entanglement: str, bandwidth: float) -> Circuit:
    return z_feature_map(n_features, n_layers, bandwidth)


def _amplitude(n_features: int, n_layers: int, entanglement: str, bandwidth: float) -> Circuit:
    """Return the encoding of ``(bandwidth * x, p)`` with a constant p of length 1, normalised.

    Without a constant part every factor on the features would cancel, x and -x would be the same
    state, and a sample of zeros none at all.
    """
    n_constant = 2 ** n_features.bit_length() - n_features
    return amplitude_feature_map(n_features, padding=1 / (bandwidth * math.sqrt(n_constant)))


#: name -> function of (n_features, n_layers, entanglement, bandwidth); see `qneko.circuits`
FEATURE_MAPS: dict[str, FeatureMap] = {
    "angle": angle_feature_map,
    "iqp": iqp_feature_map,
    "zz": zz_feature_map,
    "z": _z,
    "pauli": pauli_feature_map,
    "amplitude": _amplitude,
    "reuploading": reuploading_ansatz,
    "hardware-efficient": hardware_efficient_feature_map,
}

#: The only one with fewer qubits than features.
DENSE = ("amplitude",)

#: ``bandwidth="scale"`` where angles hold the features times 2 pi, from (pi - x)(pi - y).
PRODUCT_SCALE = dict.fromkeys(("zz", "pauli"), 0.2)


def find_feature_map(feature_map: str | FeatureMap) -> FeatureMap:
    """Return the function that builds the circuit."""
    if not isinstance(feature_map, str):
        return feature_map
    if feature_map not in FEATURE_MAPS:
        known = ", ".join(map(repr, FEATURE_MAPS))
        raise InputError(
            f"feature_map must be one of {known}, or a function that returns a circuit, "
            f"got {feature_map!r}."
        )
    return FEATURE_MAPS[feature_map]


def check_circuit(circuit: Circuit, n_features: int) -> None:
    """Raise if a feature map's circuit does not read the data."""
    if not isinstance(circuit, Circuit):
        raise InputError(
            f"The feature map must return a Circuit, got {type(circuit).__name__}: see "
            "qneko.circuits for functions of (n_features, n_layers, entanglement, bandwidth)."
        )
    if circuit.n_features != n_features:
        raise InputError(
            f"The feature map must read {n_features} features, "
            f"got a circuit with {circuit.n_features}."
        )
