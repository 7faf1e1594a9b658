"""What can take part in a study beside quantum models: classical baselines and a guess."""

from __future__ import annotations

from ._domain_baselines import DOMAIN_BASELINES
from ._family import Family, Params, Recipe
from ._quantum import QUANTUM
from ._space import Choice, Real, Space, Whole

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
        Recipe("qneko.studies.families._svm", "RbfSVC", _SVM, 0.002, 2.0),
        Recipe(
            "qneko.studies.families._svm",
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
        Recipe("qneko.studies.families._gaussian_process", "MaternGPC", _MATERN, 0.3, 3.0),
        Recipe("qneko.studies.families._gaussian_process", "MaternGPR", _MATERN, 0.3, 3.0),
    ),
    **DOMAIN_BASELINES,
}

#: Which of them take part where a study file does not say.
DEFAULT_BASELINES = ("linear", "svm", "random_forest", "boosting", "mlp")
#: The same where the study file has a table ``[series]``.
DEFAULT_FORECASTERS = ("linear", "svm", "boosting", "persistence", "climatology", "lag_ridge")

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
