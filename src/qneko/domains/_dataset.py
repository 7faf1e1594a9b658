"""What a data set is once it has been read, and what is known of it before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

Task = Literal["classification", "regression"]


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


@dataclass(frozen=True)
class DatasetInfo:
    """What is known of a registered data set without reading its table.

    Attributes
    ----------
    name, title, question : str
        Registered name, readable name, and the question that the data can answer.
    file, sha256 : str
        File name inside the data set's folder and the checksum of its bytes.
    n_samples, n_columns : int
        Rows and feature columns.
    target, task : str
        Column that is predicted, and "classification" or "regression".
    licence, source, doi, citation : str
        SPDX identifier and origin.
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
    """

    name: str
    title: str
    question: str
    file: str
    sha256: str
    n_samples: int
    n_columns: int
    target: str
    task: Task
    licence: str
    source: str
    doi: str
    citation: str
    positive: str | None = None
    units: str | None = None
    classes: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    group: str | None = None
    time: str | None = None
    split: str | None = None
