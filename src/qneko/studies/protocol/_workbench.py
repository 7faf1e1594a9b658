"""What all tasks of a study share: the table, its splits, and its encoded parts."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import train_test_split

from ...domains import Dataset, make_encoder
from ._protocol import Protocol
from ._seeds import seed_for
from ._splits import Rows, Splitter, class_numbers

#: Encoded parts that a process keeps, in bytes; the oldest ones make room.
_CACHE_BYTES = 256 * 2**20


@dataclass(frozen=True)
class Part:
    """An encoded training part and the rows that it is scored on.

    Parameters
    ----------
    X_train, X_test : ndarray of shape (n_samples, n_features), or DataFrame
        Inputs; the encoder was fitted on the training rows alone. Raw rows are a frame.
    y_train, y_test : ndarray of shape (n_samples,)
        Class numbers, or target values in their unit.
    """

    X_train: Any
    X_test: Any
    y_train: NDArray[Any]
    y_test: NDArray[Any]


class Workbench:
    """A data set under a protocol, cut and encoded on demand.

    An encoder depends on its training rows and nothing else, so all candidates of a split share
    one fitted encoder, exactly as if each had its own in a pipeline.

    Parameters
    ----------
    dataset : Dataset
        The table.
    protocol : Protocol
        How it is cut.
    """

    def __init__(self, dataset: Dataset, protocol: Protocol):
        self.dataset = dataset
        self.protocol = protocol
        numbers = class_numbers(dataset)
        self.n_classes = None if numbers is None else int(numbers.max()) + 1
        self.y = dataset.target.to_numpy(dtype=np.float64) if numbers is None else numbers
        self.splitter = Splitter(dataset, protocol.cut)
        self._outer = self.splitter.outer()
        self._inner: dict[tuple[int, int], list[tuple[Rows, Rows]]] = {}
        self._parts: OrderedDict[tuple[Any, ...], Part] = OrderedDict()

    def outer(self, repeat: int, fold: int) -> tuple[Rows, Rows]:
        """Return the training and test rows of an outer split."""
        return self._outer[repeat * self.protocol.n_splits + fold]

    def inner(self, repeat: int, fold: int) -> list[tuple[Rows, Rows]]:
        """Return the inner folds, as rows of the table; all candidates get the same ones."""
        if (repeat, fold) not in self._inner:
            rows, _ = self.outer(repeat, fold)
            self._inner[repeat, fold] = self.splitter.inner(rows, repeat, fold)
        return self._inner[repeat, fold]

    def subset(self, repeat: int, fold: int, n_rows: int) -> Rows:
        """Return `n_rows` of an outer split's training rows: the latest, or by chance."""
        rows, _ = self.outer(repeat, fold)
        if self.protocol.cut.kind == "rolling":
            return rows[-n_rows:]
        chosen, _ = train_test_split(
            rows,
            train_size=n_rows,
            stratify=None if self.n_classes is None else self.y[rows],
            random_state=seed_for(self.protocol.seed, "learning curve", repeat, fold, n_rows),
        )
        return np.sort(chosen)

    def part(self, train: Rows, test: Rows, inputs: str) -> Part:
        """Return rows encoded for one dimension, "reduced" or "full", or as they are, "raw"."""
        if inputs == "raw":
            raw = self.dataset.raw
            return Part(raw.iloc[train], raw.iloc[test], self.y[train], self.y[test])
        key = (train.tobytes(), test.tobytes(), inputs)
        if key in self._parts:
            self._parts.move_to_end(key)
            return self._parts[key]
        frame = self.dataset.frame
        p = self.protocol
        n_features = p.n_features if inputs == "reduced" else None
        encoder = make_encoder(frame, n_features, reduce=p.reduce, task=p.task)
        fitted = encoder.fit_transform(frame.iloc[train], self.y[train])
        X_train = np.ascontiguousarray(fitted)
        X_test = np.ascontiguousarray(encoder.transform(frame.iloc[test]))
        part = Part(X_train, X_test, self.y[train], self.y[test])
        self._parts[key] = part
        size = sum(p.X_train.nbytes + p.X_test.nbytes for p in self._parts.values())
        while size > _CACHE_BYTES and len(self._parts) > 1:
            _, oldest = self._parts.popitem(last=False)
            size -= oldest.X_train.nbytes + oldest.X_test.nbytes
        return part
