"""What a data set is once it has been read, and what is known of it before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

Task = Literal["classification", "regression"]

#: End of the warnings of copies, which splits that keep copies together make idle.
COPIES = (
    'copies in both training and test part flatter all models, split = "grouped" keeps them out'
)
Kind = Literal["table", "series", "graphs", "structures", "events", "hamiltonians"]


@dataclass(frozen=True)
class Bar:
    """How well an ordinary model does on a data set: what a quantum model has to beat.

    Attributes
    ----------
    model : str
        The model and its inputs, in words.
    metric : str
        What was measured, e.g. "accuracy" or "MAE".
    score : float
        The number.
    protocol : str
        How the data were split.
    source : str
        Who measured it.
    unit : str
        Unit of the score, "" for none.
    spread : float or None
        Standard deviation over the test parts, where the source gives one.
    n_features : int or None
        Dimension that the inputs were reduced to; None for all of them.
    """

    model: str
    metric: str
    score: float
    protocol: str
    source: str
    unit: str = ""
    spread: float | None = None
    n_features: int | None = None

    def __str__(self) -> str:
        """Return the bar as one clause."""
        spread = f" ± {self.spread:g}" if self.spread is not None else ""
        unit = f" {self.unit}" if self.unit else ""
        return (
            f"{self.model}: {self.metric} {self.score:g}{spread}{unit} "
            f"({self.protocol}; {self.source})"
        )


@dataclass(frozen=True)
class Dataset:
    """A table that is ready to be asked a question: features, target and where it comes from.

    Attributes
    ----------
    name : str
        Registered name ("biomedicine/wdbc") or the file's name.
    frame : pandas.DataFrame of shape (n_samples, n_columns)
        The features only: numeric columns are float64, all others have dtype "category".
        May hold missing values; they are filled inside the folds by the encoder.
    target : pandas.Series of shape (n_samples,)
        Class labels (str or int) or numbers (float64), none missing, same index as `frame`.
    target_name : str
        Name of the target's column in the file.
    task : {"classification", "regression"}
        What is predicted.
    task_reason : str
        A sentence that says why this task was taken.
    source : str
        Where the data come from; the path for an own file.
    licence : str
        SPDX identifier, or a few words where there is none.
    sha256 : str
        Checksum of the file's bytes, in hexadecimal.
    notes : tuple of str
        What was cleaned and what to beware of, one sentence each; the ones that can change the
        meaning of a result come first and begin with "Warning:".
    positive : str or int or None
        The class that is looked for, where the data set names one.
    units : str or None
        Unit of a regression target, where it is known.
    groups : pandas.Series of shape (n_samples,) or None
        What each row belongs to (a patient, an event), as text; the series' name is the column's.
    times : pandas.Series of shape (n_samples,) or None
        When each row was observed, as float64 or UTC datetime.
    parts : pandas.Series of shape (n_samples,) or None
        The part of a published split that each row is in, as text.
    smiles : pandas.Series of shape (n_samples,) or None
        Molecules as SMILES, where the table has such a column. It is read, not encoded.
    formulas : pandas.Series of shape (n_samples,) or None
        Chemical formulas, where the table has such a column; `composition` reads them.
    context : pandas.DataFrame of shape (n_samples, n_context) or None
        What is known of each row when it is predicted and is no feature: when and where, what was
        observed before, a graph. Models that read raw rows see it, and pictures are drawn from it.
    gap : int
        Points in time that a rolling split has to leave out between training and test part, since
        targets look ahead of their features; 0 where they do not.
    encodings : tuple of str
        What was made of columns, formulas, molecules, graphs or structures, each row by itself, a
        clause each; `encode`, `graph_features` and `structure_features` add theirs.
    accuracy : (float, str) or None
        The error below which the field calls a prediction accurate, in the target's unit, and what
        the field calls it.
    leaks : dict of str to str
        Columns of the file that tell the answer, and why. They are no features unless asked for.
    bars : tuple of Bar
        How well ordinary models do.
    """

    name: str
    frame: pd.DataFrame
    target: pd.Series
    target_name: str
    task: Task
    task_reason: str
    source: str
    licence: str
    sha256: str
    notes: tuple[str, ...] = ()
    positive: str | int | None = None
    units: str | None = None
    groups: pd.Series | None = None
    times: pd.Series | None = None
    parts: pd.Series | None = None
    smiles: pd.Series | None = None
    formulas: pd.Series | None = None
    context: pd.DataFrame | None = None
    gap: int = 0
    encodings: tuple[str, ...] = ()
    accuracy: tuple[float, str] | None = None
    leaks: dict[str, str] = field(default_factory=dict)
    bars: tuple[Bar, ...] = ()

    @property
    def notes_if_copies_stay_together(self) -> tuple[str, ...]:
        """The notes without the warnings that hold only where splits tear copies apart."""
        return tuple(note for note in self.notes if COPIES not in note)

    @property
    def raw(self) -> pd.DataFrame:
        """Features and context side by side, as they were read: what raw models see."""
        return self.frame if self.context is None else self.frame.join(self.context)

    def take(self, rows: Sequence[int] | NDArray[np.intp]) -> Dataset:
        """Return the data set of some rows only, numbered anew from 0 on.

        Parameters
        ----------
        rows : sequence of int or ndarray of shape (n_taken,)
            Their places, in the order in which they are to stand.

        Returns
        -------
        Dataset
            All columns of every kind, cut the same way.
        """
        import numpy as np
        import pandas as pd

        places = np.asarray(rows, dtype=np.intp)
        parts: dict[str, Any] = {}
        for name in (f.name for f in fields(self)):
            value = getattr(self, name)
            if isinstance(value, pd.DataFrame | pd.Series):
                parts[name] = value.iloc[places].reset_index(drop=True)
        return replace(self, **parts)

    @property
    def n_samples(self) -> int:
        """Number of rows."""
        return len(self.frame)

    @property
    def n_columns(self) -> int:
        """Number of feature columns, before any encoding."""
        return self.frame.shape[1]

    @property
    def classes(self) -> dict[str | int, int] | None:
        """Number of rows of each class, by sorted label; None for regression."""
        if self.task == "regression":
            return None
        counts = self.target.value_counts()
        return {label: int(counts[label]) for label in sorted(counts.index)}


@dataclass(frozen=True, kw_only=True)
class DatasetInfo:
    """What is known of a registered data set without reading it.

    Attributes
    ----------
    name, title, question : str
        Registered name, readable name, and the question that the data can answer.
    file, sha256 : str
        File name inside the data set's folder and the checksum of its bytes.
    n_samples, n_columns : int
        Rows and feature columns of a table; points in time and channels of series; graphs or
        molecules and the most nodes or atoms that one has; events and their columns.
    licence, source, citation : str
        SPDX identifier and origin.
    doi : str
        Of the data or of the article that they come from, "" for none.
    kind : {"table", "series", "graphs", "structures", "events", "hamiltonians"}
        What `load` returns.
    target, task : str or None
        Column that is predicted, and "classification" or "regression"; None where the data leave
        it open, as catalogues do.
    positive : str or None
        The class that is looked for.
    units : str or None
        Unit of a regression target.
    classes : dict of str to str
        What the target's values in the file mean.
    notes : tuple of str
        Traps, one sentence each.
    group, time, split : str or None
        Columns that say how rows belong together, and are no features.
    split_words : dict of str to str
        What the values of `split` in the file mean: "train" and "test".
    smiles, formula : str or None
        Column of molecules or of chemical formulas.
    drop : tuple of str
        Columns that only name things.
    same : dict of str to str
        Names in the column `group` that mean what another one means.
    leaks : dict of str to str
        Columns that tell the answer, and why; see ``load(..., allow_leaks=...)``.
    bars : tuple of Bar
        How well ordinary models do.
    more_files : dict of str to str
        Further files of the folder and the checksums of their bytes.
    full : dict of str to str
        Where the official version is if the shipped one is not all of it: "url", and "sha256", or
        "why" it has no checksum.
    """

    name: str
    title: str
    question: str
    file: str
    sha256: str
    n_samples: int
    n_columns: int
    licence: str
    source: str
    citation: str
    doi: str = ""
    kind: Kind = "table"
    target: str | None = None
    task: Task | None = None
    positive: str | None = None
    units: str | None = None
    classes: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    group: str | None = None
    time: str | None = None
    split: str | None = None
    split_words: dict[str, str] = field(default_factory=dict)
    smiles: str | None = None
    formula: str | None = None
    drop: tuple[str, ...] = ()
    same: dict[str, str] = field(default_factory=dict)
    leaks: dict[str, str] = field(default_factory=dict)
    bars: tuple[Bar, ...] = ()
    more_files: dict[str, str] = field(default_factory=dict)
    full: dict[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """Source and DOI, as they are printed."""
        return f"{self.source}, doi:{self.doi}" if self.doi else self.source
