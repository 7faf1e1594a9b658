"""The models that are trained, made with qneko and told in plain numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from qneko import models
from qneko.circuits import circuit_to_dict
from qneko.hybrid import get_device

from .task import Task

SEED = 7

#: name -> (title, estimator, its parameters, number of features)
MODELS: dict[str, tuple[str, str, dict[str, Any], int]] = {
    "variational": (
        "one qubit a feature, 3 re-uploading layers, Z of each",
        "VariationalRegressor",
        {"n_layers": 3},
        6,
    ),
    "reuploading": (
        "2 qubits that read 4 features in each of 6 layers, X, Y, Z of each",
        "VariationalRegressor",
        {"ansatz": "reuploading-universal", "n_qubits": 2, "n_layers": 6, "observables": "xyz"},
        4,
    ),
    "dressed": (
        "20 features, a layer to 4 qubits, 6 layers of RY and CX, a layer to the target",
        "DressedCircuitRegressor",
        {"n_qubits": 4, "n_layers": 6},
        20,
    ),
    "qcnn": (
        "8 qubits, convolution and pooling down to one, its Z",
        "VariationalRegressor",
        {"ansatz": "qcnn", "encoding": "angle"},
        8,
    ),
}


def make(name: str, n_samples: int) -> Task:
    """Return a model with data that it can learn in part."""
    _, estimator, params, n_features = MODELS[name]
    random = np.random.default_rng([SEED, n_samples])
    X = random.uniform(-1, 1, (n_samples, n_features))
    y = np.sin(3 * X[:, 0]) + X[:, 1] * X[:, 2] + 0.1 * random.normal(size=n_samples)
    y = (y - y.mean()) / y.std()
    params = {**params, "bandwidth": 1.0, "alpha": 0.0, "random_state": SEED}
    model = getattr(models, estimator)(**params)
    model.bandwidth_ = 1.0
    network = model._network(get_device(), n_features)
    weights, readout, entry = network.split(network.start(np.random.RandomState(SEED)))
    matrix, intercept = network.readout.unpack(readout)
    circuit = circuit_to_dict(network.program.circuit)
    return Task(
        estimator,
        params,
        network.program.n_qubits,
        [{"angles": [], **gate} for gate in circuit["gates"]],  # left out where there are none
        [list(o.terms[0][0]) for o in network.program.observables],
        X,
        y,
        weights.copy(),
        matrix.copy(),
        intercept.copy(),
        (1.0, *(a.copy() for a in network.entry.unpack(entry))) if network.entry else None,
    )
