"""Observations made up for tests: a study whose outcome is known because it was put in."""

from __future__ import annotations

import numpy as np

from qneko.studies.evidence._evidence import (
    Candidate,
    Data,
    KernelDiagnostic,
    LearningPoint,
    Machine,
    Observations,
    Protocol,
    Result,
    Run,
    Study,
    Tasks,
    Timing,
    VariationalDiagnostic,
)

N_SAMPLES, N_COLUMNS, N_FEATURES = 569, 30, 4

# id, label, role, inputs, class, control_of, mean score relative to the level of the study
RECIPES = (
    ("kernel", "Fidelity kernel (ZZ)", "quantum", "reduced", "FidelityKernelClassifier", None),
    ("variational", "Re-uploading circuit", "quantum", "reduced", "VariationalClassifier", None),
    ("kernel-control", "Fidelity kernel (ZZ), no entanglement", "control", "reduced",
     "FidelityKernelClassifier", "kernel"),
    ("variational-control", "Re-uploading circuit, no entanglement", "control", "reduced",
     "VariationalClassifier", "variational"),
    *(
        (f"{short}-{inputs}", f"{label}, {width} inputs", "baseline", inputs, model, None)
        for inputs, width in (("reduced", N_FEATURES), ("full", N_COLUMNS))
        for short, label, model in (
            ("logistic", "Logistic regression", "LogisticRegression"),
            ("svm", "RBF-SVM", "SVC"),
            ("forest", "Random forest", "RandomForestClassifier"),
            ("boosting", "Gradient boosting", "HistGradientBoostingClassifier"),
            ("mlp", "MLP", "MLPClassifier"),
        )
    ),
    ("dummy", "Most frequent class", "dummy", "reduced", "DummyClassifier", None),
)  # fmt: skip

LEVELS = {
    "kernel": 0.948, "variational": 0.940, "kernel-control": 0.946, "variational-control": 0.938,
    "logistic-reduced": 0.953, "svm-reduced": 0.955, "forest-reduced": 0.945,
    "boosting-reduced": 0.942, "mlp-reduced": 0.951, "logistic-full": 0.976, "svm-full": 0.977,
    "forest-full": 0.958, "boosting-full": 0.964, "mlp-full": 0.973, "dummy": 0.627,
}  # fmt: skip


def observations(
    levels: dict[str, float] | None = None,
    *,
    seed: int = 0,
    noise: float = 0.012,
    n_repeats: int = 2,
    n_splits: int = 5,
    n_samples: int = N_SAMPLES,
    roles: tuple[str, ...] = ("quantum", "control", "baseline", "dummy"),
    regression: bool = False,
    **changes: object,
) -> Observations:
    """Return observations whose mean scores are `levels` (by candidate id) plus seeded noise.

    For a regression the scores are errors: 10 times one minus the level, in eV.
    """
    rng = np.random.default_rng(seed)
    levels = {**LEVELS, **(levels or {})}
    candidates = tuple(
        Candidate(
            id=i, label=label, role=role, inputs=inputs, model=model, control_of=control_of,
            n_features=N_FEATURES if inputs == "reduced" else N_COLUMNS,
            description=f"{label}, as scikit-learn estimator.",
        )
        for i, label, role, inputs, model, control_of in RECIPES
        if role in roles
    )  # fmt: skip
    n_test = round(n_samples / n_splits)
    fields: dict[str, object] = {
        "qneko_version": "0.1.0",
        "study": Study(
            name="breast cancer",
            question="Does a quantum model help to tell malignant from benign?",
            spec={"study": {"name": "breast cancer", "seed": 1}, "data": {"name": "wdbc"}},
            spec_sha256="5" * 64,
        ),
        "data": _data(n_samples, regression),
        "protocol": _protocol(n_repeats, n_splits, n_samples, n_test, regression),
        "candidates": candidates,
        "results": _results(
            rng, candidates, levels, noise, n_repeats, n_splits, n_samples, n_test, regression
        ),
        "diagnostics": _diagnostics(rng, candidates, n_samples - n_test),
        "learning_curve": _learning_curve(rng, candidates, levels, regression),
        "run": run(candidates),
    }
    return Observations(**{**fields, **changes})


def _data(n_samples: int, regression: bool) -> Data:
    return Data(
        name="wdbc",
        path=None,
        sha256="d" * 64,
        licence="CC-BY-4.0",
        source="UCI Machine Learning Repository",
        n_samples=n_samples,
        n_columns=N_COLUMNS,
        n_encoded=N_COLUMNS,
        target="band gap" if regression else "diagnosis",
        target_unit="eV" if regression else None,
        task="regression" if regression else "classification",
        task_reason="The target is text with 2 values.",
        classes=None if regression else {"benign": 357, "malignant": 212},
        notes=("Dropped the column 'id', which is different on every row.",),
    )


def _protocol(
    n_repeats: int, n_splits: int, n_samples: int, n_test: int, regression: bool
) -> Protocol:
    return Protocol(
        metric="rmse" if regression else "accuracy",
        metric_reason="Both classes have more than 20 % of the rows.",
        greater_is_better=not regression,
        splitter="RepeatedKFold" if regression else "RepeatedStratifiedKFold",
        n_repeats=n_repeats,
        n_splits=n_splits,
        inner_splits=3,
        n_trials=8,
        n_features=N_FEATURES,
        n_train_mean=n_samples - n_test,
        n_test_mean=n_test,
        margin=0.1 if regression else 0.01,
        margin_reason="One sample in a hundred.",
        alpha=0.05,
        seed=1,
        sentences=("Every candidate was tuned with 8 trials on the same 3 inner folds.",),
    )


def _results(
    rng: np.random.Generator,
    candidates: tuple[Candidate, ...],
    levels: dict[str, float],
    noise: float,
    n_repeats: int,
    n_splits: int,
    n_samples: int,
    n_test: int,
    regression: bool,
) -> tuple[Result, ...]:
    results = []
    for repeat in range(n_repeats):
        for fold in range(n_splits):
            luck = rng.normal(0.0, noise)
            for c in candidates:
                level = levels[c.id] if c.role == "dummy" else levels[c.id] + luck
                own = rng.normal(0.0, 0.4 * noise) if c.role != "dummy" else 0.0
                share = min(1.0, round((level + own) * n_test) / n_test)
                inner = levels[c.id] - 0.003 + rng.normal(0.0, 0.25 * noise)
                results.append(
                    Result(
                        candidate=c.id, repeat=repeat, fold=fold,
                        n_train=n_samples - n_test, n_test=n_test,
                        inner_score=None
                        if c.role == "dummy"
                        else (10 * (1 - inner) if regression else inner),
                        scores=_scores(level + own, share, regression),
                        params=_params(rng, c),
                    )
                )  # fmt: skip
    return tuple(results)


def _scores(level: float, share: float, regression: bool) -> dict[str, float | None]:
    if regression:
        error = 10 * (1 - level)
        return {"rmse": error, "mae": 0.8 * error, "r2": 1 - error**2 / 9}
    return {
        "accuracy": share,
        "balanced_accuracy": share - 0.005,
        "roc_auc": min(1.0, share + 0.02),
        "log_loss": 2.2 * (1 - share),
    }


def _params(rng: np.random.Generator, candidate: Candidate) -> dict[str, object]:
    if candidate.role == "dummy":
        return {}
    if candidate.model.startswith("Fidelity"):
        return {"bandwidth": float(10 ** rng.uniform(-1, 0)), "C": float(10 ** rng.uniform(-1, 2))}
    if candidate.model.startswith("Variational"):
        return {"n_layers": int(rng.integers(1, 4)), "alpha": float(10 ** rng.uniform(-4, -1))}
    return {"C": float(10 ** rng.uniform(-2, 2))}


def _diagnostics(
    rng: np.random.Generator, candidates: tuple[Candidate, ...], n_train: int
) -> tuple[KernelDiagnostic | VariationalDiagnostic, ...]:
    found: list[KernelDiagnostic | VariationalDiagnostic] = []
    for c in candidates:
        if c.model == "FidelityKernelClassifier":
            spectrum = np.exp(-0.55 * np.arange(16)) + 1e-4 * rng.random(16)
            found.append(
                KernelDiagnostic(
                    candidate=c.id, n_qubits=N_FEATURES, n_samples=n_train, mean=0.34,
                    variance=0.06, spectrum=tuple((spectrum / spectrum.sum()).tolist()),
                    shots_per_entry=370,
                    shots_formula="mean (1 - mean) / (0.1 spread)^2, binomial sampling error",
                )
            )  # fmt: skip
        elif c.model == "VariationalClassifier":
            loss = 0.2 + 0.5 * np.exp(-0.1 * np.arange(40))
            found.append(
                VariationalDiagnostic(
                    candidate=c.id, n_qubits=N_FEATURES, n_weights=24, n_samples=n_train,
                    loss=tuple(loss.tolist()), n_circuits=40 * n_train * 49, shots_per_circuit=900,
                    shots_formula="(1 - mean^2) / (0.1 spread)^2",
                )
            )  # fmt: skip
    return tuple(found)


def _learning_curve(
    rng: np.random.Generator,
    candidates: tuple[Candidate, ...],
    levels: dict[str, float],
    regression: bool,
) -> tuple[LearningPoint, ...]:
    points = []
    for c in candidates:
        if c.id not in ("kernel", "kernel-control", "svm-reduced", "svm-full"):
            continue
        for n in (45, 114, 227, 455):
            scores = levels[c.id] - 0.9 / n + rng.normal(0.0, 0.15 / np.sqrt(n), 5)
            values = 10 * (1 - scores) if regression else np.minimum(scores, 1.0)
            points.append(LearningPoint(candidate=c.id, n_train=n, scores=tuple(values.tolist())))
    return tuple(points)


def run(candidates: tuple[Candidate, ...] = (), *, wall_s: float = 71.3) -> Run:
    """Return the part of evidence that differs between runs."""
    return Run(
        started="2026-11-23T13:00:00Z",
        finished="2026-11-23T13:01:11Z",
        wall_s=wall_s,
        tasks=Tasks(total=1270, reused=0),
        n_workers=2,
        command="qneko run studies/wdbc.toml",
        machine=Machine(cpu="A processor", cores=2, os="Linux 6.1", python="3.11.9"),
        versions={"qneko": "0.1.0", "numpy": "2.4.0", "scikit-learn": "1.9.1"},
        timings=tuple(
            Timing(candidate=c.id, fit_s=1.5, tune_s=31.0 if c.role == "quantum" else 2.4)
            for c in candidates
        ),
    )
