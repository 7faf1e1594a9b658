"""The quantum models that can take part in a study, each with its classical surrogate.

Adding a model to qneko's studies is adding an entry here. The first trial of each is the model's
default. The control without entanglement is the model's own `control()`. The surrogate is a
classical model that is made to do the same: tuned over the same space, or one like it, with as many
trials.
"""

from __future__ import annotations

from ._family import Family, Recipe
from ._graphs import GRAPH_QUANTUM
from ._ground_states import GROUND_STATE_QUANTUM
from ._series import SERIES_QUANTUM
from ._space import Choice, Real, Space

# "scale" adapts to the spread of the inputs; for principal components of standardised columns it
# comes to 0.1 to 0.7, the more columns the less.
_BANDWIDTH = Choice(("scale", 0.05, 0.1, 0.2, 0.4, 0.8))
_PENALTY = Real(1e-4, 0.3, 1e-3)
_EPSILON = Real(0.01, 1.0, 0.1)
_MAP: Space = {"bandwidth": _BANDWIDTH, "n_layers": Choice((2, 1, 3))}
_KERNEL: Space = {"C": Real(0.01, 1000.0, 1.0), **_MAP}
_VARIATIONAL: Space = {
    "n_layers": Choice((3, 1, 2, 4)),
    "bandwidth": _BANDWIDTH,
    "alpha": _PENALTY,
}
_REUPLOADING: Space = {
    "n_layers": Choice((6, 2, 4)),
    "n_qubits": Choice((2, 1, 3)),
    "bandwidth": _BANDWIDTH,
}
_CONVOLUTION: Space = {"bandwidth": _BANDWIDTH, "alpha": _PENALTY}
_DRESSED: Space = {"n_layers": Choice((6, 2, 4)), "bandwidth": _BANDWIDTH, "alpha": _PENALTY}
_EXTREME: Space = {"bandwidth": _BANDWIDTH, "n_layers": Choice((2, 1, 3))}
_MODELS, _GAUSSIAN = "qneko.models", "qneko.studies.families._gaussian_surrogates"
_FOURIER, _NEURONS = (
    "qneko.studies.families._fourier_surrogates",
    "qneko.studies.families._neuron_surrogates",
)


def _gaussian_machine(kernel: str, label: str) -> Family:
    fixed = {"kernel": kernel}
    return Family(
        label,
        "A support vector machine whose Gaussian kernel is the one most alike the quantum kernel "
        "on the training rows, found anew in each fit.",
        Recipe(_GAUSSIAN, "GaussianSurrogateSVC", _KERNEL, 0.014, 2.0, fixed=fixed),
        Recipe(
            _GAUSSIAN,
            "GaussianSurrogateSVR",
            {**_KERNEL, "epsilon": _EPSILON},
            0.014,
            2.0,
            fixed=fixed,
            scales_target=True,
        ),
    )


def _fourier_features(
    ansatz: str, like: str, space: Space, *, does_regression: bool = True
) -> Family:
    fixed = {"ansatz": ansatz}
    regression = Recipe(
        _FOURIER, "FourierSurrogateRegressor", space, 0.003, fixed=fixed, scales_target=True
    )
    return Family(
        f"Fourier features like the {like}",
        "A linear readout of waves with frequencies that the circuit could have, as many trained "
        "numbers as the circuit has, and the same loss and penalty.",
        Recipe(_FOURIER, "FourierSurrogateClassifier", space, 0.008, fixed=fixed),
        regression if does_regression else None,
    )


#: Quantum models by the name that a study file gives them.
QUANTUM: dict[str, Family] = {
    "fidelity_kernel": Family(
        "fidelity kernel",
        "A support vector machine on the overlaps of quantum states that encode the samples.",
        Recipe(_MODELS, "FidelityKernelClassifier", _KERNEL, 0.006, 2.0),
        Recipe(
            _MODELS,
            "FidelityKernelRegressor",
            {**_KERNEL, "epsilon": _EPSILON},
            0.006,
            2.0,
            is_random=False,
            scales_target=True,
        ),
        surrogate=_gaussian_machine("fidelity", "Gaussian kernel like the fidelity kernel"),
    ),
    "variational": Family(
        "variational circuit",
        "A trained circuit that reads the inputs several times over, measured qubit by qubit.",
        Recipe(_MODELS, "VariationalClassifier", _VARIATIONAL, 0.03),
        Recipe(_MODELS, "VariationalRegressor", _VARIATIONAL, 0.03, scales_target=True),
        surrogate=_fourier_features("reuploading", "variational circuit", _VARIATIONAL),
    ),
    "projected_kernel": Family(
        "projected kernel",
        "A support vector machine that compares what single qubits say of the samples.",
        Recipe(
            _MODELS,
            "QuantumKernelClassifier",
            _KERNEL,
            0.006,
            2.0,
            fixed={"kernel": "projected"},
        ),
        Recipe(
            _MODELS,
            "QuantumKernelRegressor",
            {**_KERNEL, "epsilon": _EPSILON},
            0.006,
            2.0,
            fixed={"kernel": "projected"},
            scales_target=True,
        ),
        surrogate=_gaussian_machine("projected", "Gaussian kernel like the projected kernel"),
    ),
    "quantum_gaussian_process": Family(
        "quantum Gaussian process",
        "A Gaussian process on the overlaps of quantum states; it says how sure it is.",
        Recipe(_MODELS, "QuantumGaussianProcessClassifier", _MAP, 0.1, 3.0),
        Recipe(_MODELS, "QuantumGaussianProcessRegressor", _MAP, 0.1, 3.0),
        surrogate=Family(
            "Gaussian process like the quantum one",
            "A Gaussian process whose Gaussian kernel is the one most alike the quantum kernel on "
            "the training rows, found anew in each fit.",
            Recipe(_GAUSSIAN, "GaussianSurrogateGPC", _MAP, 0.1, 3.0),
            Recipe(_GAUSSIAN, "GaussianSurrogateGPR", _MAP, 0.1, 3.0),
        ),
    ),
    "data_reuploading": Family(
        "data re-uploading",
        "One to three qubits that read all inputs in every layer, with trained factors; the class "
        "is the one whose state they come closest to.",
        Recipe(_MODELS, "DataReuploadingClassifier", _REUPLOADING, 0.12),
        None,
        surrogate=_fourier_features(
            "universal",
            "data re-uploading",
            {**_REUPLOADING, "alpha": _PENALTY},
            does_regression=False,
        ),
    ),
    "qcnn": Family(
        "quantum convolutional network",
        "Layers of trained gates between neighbours, each of which leaves half of the qubits.",
        Recipe(_MODELS, "QCNNClassifier", _CONVOLUTION, 0.06),
        None,
        surrogate=_fourier_features(
            "qcnn", "convolutional network", _CONVOLUTION, does_regression=False
        ),
    ),
    "dressed": Family(
        "dressed circuit",
        "A trained circuit between two trained linear layers.",
        Recipe(_MODELS, "DressedCircuitClassifier", _DRESSED, 0.1),
        Recipe(_MODELS, "DressedCircuitRegressor", _DRESSED, 0.1, scales_target=True),
        surrogate=Family(
            "neural network like the dressed circuit",
            "A neural network with one hidden layer of as many units as the dressed circuit has "
            "qubits.",
            Recipe(_NEURONS, "UndressedClassifier", _CONVOLUTION, 0.02),
            Recipe(_NEURONS, "UndressedRegressor", _CONVOLUTION, 0.02, scales_target=True),
        ),
    ),
    "extreme_learning": Family(
        "quantum extreme learning machine",
        "A linear readout of a fixed random circuit that the inputs turn.",
        Recipe(
            _MODELS,
            "QuantumExtremeLearningClassifier",
            {"C": Real(0.01, 1000.0, 10.0), **_EXTREME},
            0.03,
        ),
        Recipe(
            _MODELS,
            "QuantumExtremeLearningRegressor",
            {"alpha": Real(1e-5, 10.0, 1e-3), **_EXTREME},
            0.02,
            scales_target=True,
        ),
        surrogate=Family(
            "classical extreme learning machine",
            "The same linear readout of as many random neurons as the circuit has outputs.",
            Recipe(
                _NEURONS,
                "RandomNeuronsClassifier",
                {"C": Real(0.01, 1000.0, 10.0), "bandwidth": _BANDWIDTH},
                0.006,
            ),
            Recipe(
                _NEURONS,
                "RandomNeuronsRegressor",
                {"alpha": Real(1e-5, 10.0, 1e-3), "bandwidth": _BANDWIDTH},
                0.003,
                scales_target=True,
            ),
        ),
    ),
    **GRAPH_QUANTUM,
    **GROUND_STATE_QUANTUM,
    **SERIES_QUANTUM,
}

#: Which of them take part where a study file does not say.
DEFAULT_QUANTUM = ("fidelity_kernel", "variational")
