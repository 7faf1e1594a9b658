"""What can take part in a study: quantum models, classical baselines, a guess.

A recipe is plain data: where the estimator's class is, what is fixed, and what is tuned over which
range. Adding a model to qneko's studies is adding an entry here; nothing heavy is imported before
an estimator is built.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from ._record import Task
from ._space import Choice, Real, Space, Value, Whole

Params = Mapping[str, Value]


@dataclass(frozen=True)
class Recipe:
    """How one model is built and tuned for one kind of task.

    Parameters
    ----------
    module, model : str
        Where the estimator's class is, and its name.
    space : mapping
        Hyperparameter to its range; empty if there is nothing to tune.
    fit_s : float
        Seconds that one fit on 300 rows takes, roughly; for the plan's estimate only.
    growth : float, default 1.0
        Power of the number of rows with which that grows.
    fixed : mapping
        Arguments that are not tuned.
    is_random : bool, default True
        Whether it takes a ``random_state``.
    scales_target : bool, default False
        Whether the target is brought to mean 0 and variance 1 on the training rows.
    label : str, optional
        Name for people, where it is not the family's.
    """

    module: str
    model: str
    space: Space
    fit_s: float
    growth: float = 1.0
    fixed: Mapping[str, Value] = field(default_factory=dict)
    is_random: bool = True
    scales_target: bool = False
    label: str | None = None

    def build(self, params: Params, seed: int) -> Any:
        """Return an unfitted estimator with these hyperparameters."""
        kind = getattr(import_module(self.module), self.model)
        random = {"random_state": seed} if self.is_random else {}
        return kind(**self.fixed, **random, **params)


@dataclass(frozen=True)
class Family:
    """A kind of model, for both kinds of task.

    Parameters
    ----------
    label : str
        Name for people.
    description : str
        One sentence on what it is.
    classification, regression : Recipe
        How it is done.
    """

    label: str
    description: str
    classification: Recipe
    regression: Recipe

    def recipe(self, task: Task) -> Recipe:
        """Return the recipe for a kind of task."""
        return self.classification if task == "classification" else self.regression


# "scale" adapts to the spread of the inputs; for principal components of standardised columns it
# comes to 0.1 to 0.7, the more columns the less.
_BANDWIDTH = Choice(("scale", 0.05, 0.1, 0.2, 0.4, 0.8))
_KERNEL: Space = {
    "C": Real(0.01, 1000.0, 1.0),
    "bandwidth": _BANDWIDTH,
    "n_layers": Choice((2, 1, 3)),
}
_VARIATIONAL: Space = {
    "n_layers": Choice((3, 1, 2, 4)),
    "bandwidth": _BANDWIDTH,
    "alpha": Real(1e-4, 0.3, 1e-3),
}
_PROCESS: Space = {"bandwidth": _BANDWIDTH, "n_layers": Choice((2, 1, 3))}
_MATERN: Space = {"smoothness": Choice(("rbf", "matern52", "matern32", "matern12"))}
_SVM: Space = {"C": Real(0.01, 1000.0, 1.0), "gamma_factor": Real(0.03, 10.0, 1.0)}
_BOOSTING: Space = {
    "learning_rate": Real(0.03, 0.6, 0.15),
    "max_leaf_nodes": Whole(3, 24, 8, log=True),
    "min_samples_leaf": Whole(5, 50, 20, log=True),
}
_MLP: Space = {"alpha": Real(1e-3, 30.0, 1.0), "hidden_layer_sizes": Choice((32, 8))}
_LEAF = Whole(1, 20, 1, log=True)

# Sizes beyond which more of the same costs time and gains nothing on the shipped data: 50 trees
# against 100, 60 larger boosting steps against 100 smaller ones, 100 iterations of the network
# against 200.
_FOREST_FIXED: Params = {"n_estimators": 50, "n_jobs": 1}
_BOOSTING_FIXED: Params = {"max_iter": 60, "early_stopping": False}
# Full-batch L-BFGS: on a few hundred rows several times faster than Adam and at least as good.
_MLP_FIXED: Params = {"solver": "lbfgs", "max_iter": 100}

#: Quantum models by the name that a study file gives them.
QUANTUM: dict[str, Family] = {
    "fidelity_kernel": Family(
        "fidelity kernel",
        "A support vector machine on the overlaps of quantum states that encode the samples.",
        Recipe("qneko.models", "FidelityKernelClassifier", _KERNEL, 0.006, 2.0),
        Recipe(
            "qneko.models",
            "FidelityKernelRegressor",
            {**_KERNEL, "epsilon": Real(0.01, 1.0, 0.1)},
            0.006,
            2.0,
            is_random=False,
            scales_target=True,
        ),
    ),
    "variational": Family(
        "variational circuit",
        "A trained circuit that reads the inputs several times over, measured qubit by qubit.",
        Recipe("qneko.models", "VariationalClassifier", _VARIATIONAL, 0.03),
        Recipe("qneko.models", "VariationalRegressor", _VARIATIONAL, 0.03, scales_target=True),
    ),
    "quantum_gaussian_process": Family(
        "quantum Gaussian process",
        "A Gaussian process on the overlaps of quantum states; it says how sure it is.",
        Recipe("qneko.models", "QuantumGaussianProcessClassifier", _PROCESS, 0.1, 3.0),
        Recipe("qneko.models", "QuantumGaussianProcessRegressor", _PROCESS, 0.1, 3.0),
    ),
}

#: Classical baselines by the name that a study file gives them.
BASELINES: dict[str, Family] = {
    "linear": Family(
        "linear model",
        "Logistic regression for classes, ridge regression for numbers.",
        Recipe(
            "sklearn.linear_model",
            "LogisticRegression",
            {"C": Real(1e-3, 1e3, 1.0)},
            0.003,
            fixed={"max_iter": 2000},
            label="logistic regression",
        ),
        Recipe(
            "sklearn.linear_model",
            "Ridge",
            {"alpha": Real(1e-3, 1e4, 1.0)},
            0.001,
            label="ridge regression",
        ),
    ),
    "svm": Family(
        "RBF-SVM",
        "A support vector machine with the radial basis function kernel.",
        Recipe("qneko.studies._svm", "RbfSVC", _SVM, 0.002, 2.0),
        Recipe(
            "qneko.studies._svm",
            "RbfSVR",
            {**_SVM, "epsilon": Real(0.01, 1.0, 0.1)},
            0.003,
            2.0,
            is_random=False,
            scales_target=True,
        ),
    ),
    "random_forest": Family(
        "random forest",
        "50 decision trees on resampled rows, averaged.",
        Recipe(
            "sklearn.ensemble",
            "RandomForestClassifier",
            {"max_features": Choice(("sqrt", 0.33)), "min_samples_leaf": _LEAF},
            0.055,
            fixed=_FOREST_FIXED,
        ),
        Recipe(
            "sklearn.ensemble",
            "RandomForestRegressor",
            {"max_features": Choice((1.0, 0.33)), "min_samples_leaf": _LEAF},
            0.07,
            fixed=_FOREST_FIXED,
        ),
    ),
    "boosting": Family(
        "gradient boosting",
        "60 small decision trees, each correcting the ones before it.",
        Recipe(
            "sklearn.ensemble",
            "HistGradientBoostingClassifier",
            _BOOSTING,
            0.025,
            fixed=_BOOSTING_FIXED,
        ),
        Recipe(
            "sklearn.ensemble",
            "HistGradientBoostingRegressor",
            _BOOSTING,
            0.025,
            fixed=_BOOSTING_FIXED,
        ),
    ),
    "mlp": Family(
        "neural network",
        "A multilayer perceptron with one hidden layer.",
        Recipe("sklearn.neural_network", "MLPClassifier", _MLP, 0.025, fixed=_MLP_FIXED),
        Recipe(
            "sklearn.neural_network",
            "MLPRegressor",
            _MLP,
            0.025,
            fixed=_MLP_FIXED,
            scales_target=True,
        ),
    ),
    "gaussian_process": Family(
        "Gaussian process",
        "A Gaussian process with a Matérn kernel; it says how sure it is.",
        Recipe("qneko.studies._gaussian_process", "MaternGPC", _MATERN, 0.3, 3.0),
        Recipe("qneko.studies._gaussian_process", "MaternGPR", _MATERN, 0.3, 3.0),
    ),
}

#: Who takes part where a study file does not say.
DEFAULT_QUANTUM = ("fidelity_kernel", "variational")
DEFAULT_BASELINES = ("linear", "svm", "random_forest", "boosting", "mlp")

#: The floor: what is reached without looking at the inputs.
DUMMY = Family(
    "guess",
    "Always the most frequent class, or the mean: what is reached without looking at the inputs.",
    Recipe("sklearn.dummy", "DummyClassifier", {}, 0.001, fixed={"strategy": "prior"}),
    Recipe(
        "sklearn.dummy", "DummyRegressor", {}, 0.001, fixed={"strategy": "mean"}, is_random=False
    ),
)


def family_of(name: str) -> Family:
    """Return the family behind a name: a quantum model, a baseline, or "dummy"."""
    return DUMMY if name == "dummy" else {**QUANTUM, **BASELINES}[name]
