"""Amplitude encoding: exponentially many features."""

from __future__ import annotations

from .._angle import Angle, feature
from .._circuit import Circuit
from ._arguments import count


def amplitude_feature_map(n_features: int, *, padding: float = 0.0) -> Circuit:
    """Return amplitude encoding: the features, normalised, are the amplitudes of the state.

    It takes ``ceil(log2(n_features))`` qubits, at least one. Each sample is normalised by itself
    when the circuit runs, so only its direction counts: the fidelity kernel is the squared cosine
    of two samples, and a factor on the features (a bandwidth) would change nothing. A sample of
    zeros has no direction; running the circuit on one raises an `InputError` that names it.

    There is no entanglement to switch off, for the state is given as a whole. The twin is the
    kernel ``cosine_similarity(X)**2`` itself: it costs a classical computer n_features operations.

    Parameters
    ----------
    n_features : int
        Number of features.
    padding : float, default 0.0
        Amplitude of the basis states that are left. With 0 they stay empty. Otherwise every sample
        gets these constant entries before it is normalised, and one more qubit if there would be
        none left: then the length of a sample counts too, and zeros can be encoded.

    References
    ----------
    M. Schuld, F. Petruccione, Supervised Learning with Quantum Computers (2018), section 3.4;
    M. Schuld, N. Killoran, Phys. Rev. Lett. 122, 040504 (2019), arXiv:1803.07128.

    Examples
    --------
    >>> import numpy as np
    >>> from qneko.circuits import amplitude_feature_map
    >>> from qneko.engine import compile
    >>> compile(amplitude_feature_map(3)).states([[2.0, 1.0, 2.0]]).real.round(3).tolist()
    [[0.667, 0.333, 0.667, 0.0]]
    """
    rest = Angle.of(padding)
    amplitudes: list[Angle] = [feature(i) for i in range(count("n_features", n_features))]
    if rest.constant:
        amplitudes.append(rest)
    n_qubits = max(1, (len(amplitudes) - 1).bit_length())
    amplitudes += [rest] * (2**n_qubits - len(amplitudes))
    return Circuit(n_qubits).initialize(amplitudes)
