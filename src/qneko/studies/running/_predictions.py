"""What was predicted of each row: ``predictions.csv`` in a run's folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..evidence._document import write_atomically
from ..evidence._row_columns import DRAWN, FILE, plain_name
from ..statistics._forecasts import event_of

if TYPE_CHECKING:
    import pandas as pd

    from ...domains import Dataset
    from ..protocol._workbench import Workbench
    from ._outcome import Outcome
    from ._plan import Plan

#: Tables with more rows are not kept: every candidate's forecasts would swell the ledger.
_MOST_ROWS = 20_000


def keeps_rows(dataset: Dataset, repeat: int) -> bool:
    """Return whether a final fit keeps what it predicts of each test row: the first repeat does."""
    return repeat == 0 and dataset.n_samples <= _MOST_ROWS


def write_predictions(folder: Path, plan: Plan, bench: Workbench, outcome: Outcome) -> Path | None:
    """Write what each candidate predicted of each test row of the first repeat.

    A row of the file is a row of the data in one outer split: its number from 0 on, when it was and
    what it belongs to, the context that is text or numbers, the features that pictures are drawn
    from, such as latitude and longitude, what was true, and a column for each candidate. That is
    the number that was predicted, with its standard deviation in ``<id>.sd`` where the model says
    one; or the class, with the probability of the class that is looked for in ``<id>.p``, where
    there are two classes.

    Returns
    -------
    Path or None
        The file; None for a table that is too large.
    """
    if not keeps_rows(plan.dataset, 0):
        return None
    import pandas as pd

    parts = [_of_fold(fold, plan, bench, outcome) for fold in range(plan.protocol.n_splits)]
    table = pd.concat(parts, ignore_index=True)
    return write_atomically(folder / FILE, table.to_csv(index=False))


def _of_fold(fold: int, plan: Plan, bench: Workbench, outcome: Outcome) -> pd.DataFrame:
    import pandas as pd

    dataset = plan.dataset
    _, test = bench.outer(0, fold)
    columns: dict[str, Any] = {"row": test, "fold": fold}
    for name, values in (("time", dataset.times), ("group", dataset.groups)):
        if values is not None:
            columns[name] = values.to_numpy()[test]
    shown = _shown(dataset)
    columns |= {str(name): shown[name].to_numpy()[test] for name in shown.columns}
    columns["truth"] = dataset.target.to_numpy()[test]
    for candidate in plan.candidates:
        final = outcome.finals.get((candidate.id, 0, fold))
        if final is not None and "rows" in final:
            columns |= _said(candidate.id, final["rows"], dataset)
    return pd.DataFrame(columns)


def _shown(dataset: Dataset) -> pd.DataFrame:
    """Return what is written of a row beside what was said of it."""
    raw, features = dataset.raw, set(dataset.frame.columns)
    kept = [
        name
        for name in raw.columns
        if (plain_name(str(name)) in DRAWN if name in features else _is_written(raw[name]))
    ]
    return raw[kept]


def _is_written(values: pd.Series) -> bool:
    return bool(values.map(np.ndim).eq(0).all())


def _said(name: str, rows: dict[str, Any], dataset: Dataset) -> dict[str, Any]:
    predicted = rows["predicted"]
    if dataset.classes is None:
        spread = {f"{name}.sd": rows["spread"]} if "spread" in rows else {}
        return {name: predicted, **spread}
    # numbered by their names, as the models know them
    labels = sorted(dataset.classes, key=str)
    found: dict[str, Any] = {name: [labels[int(number)] for number in predicted]}
    event = event_of(dataset)
    if event is not None:
        found[f"{name}.p"] = np.asarray(rows["probabilities"])[:, event[0]]
    return found
