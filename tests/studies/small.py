"""A study that takes seconds: two models, few splits, a made-up table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

STUDY = """\
[study]
name = "Small study"
seed = 7
[data]
path = "table.csv"
target = "kind"
[encoding]
n_features = 2
[models]
quantum = ["fidelity_kernel", "variational"]
baselines = ["linear", "svm"]
[protocol]
n_splits = 2
n_repeats = 2
inner_splits = 2
n_trials = 3
"""


def make_table(n: int = 60, seed: int = 3) -> pd.DataFrame:
    """Return two noisy classes, a number, a category and some gaps."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(n, 3)).round(6)
    kind = np.where(x[:, 0] + x[:, 1] ** 2 + 0.3 * random.normal(size=n) > 0.5, "yes", "no")
    table = pd.DataFrame(x, columns=["a", "b", "c"])
    table.loc[:: n // 10, "b"] = np.nan
    table["colour"] = random.choice(["red", "green", "blue"], size=n)
    table["size"] = (2.0 * x[:, 0] - x[:, 2] + 0.1 * random.normal(size=n)).round(6)
    table["kind"] = kind
    return table


def lay_out(folder: Path, study: str = STUDY, table: pd.DataFrame | None = None) -> Path:
    """Write study file and table; return the study file's path."""
    (make_table() if table is None else table).to_csv(folder / "table.csv", index=False)
    path = folder / "small.toml"
    path.write_text(study, encoding="utf-8")
    return path
