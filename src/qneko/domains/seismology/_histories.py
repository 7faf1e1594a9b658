"""What is known of one region when a period begins: nothing in here looks at or past its begin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Windows of the counts, in periods.
WINDOWS = (1, 3, 12)
#: Days back to which the events themselves are kept for models that read them.
_MEMORY_DAYS = 3652.5


@dataclass(frozen=True)
class History:
    """The events of one region and around it.

    Attributes
    ----------
    days, magnitudes : ndarray of shape (n_events,)
        Of the events inside that count as history, in the order of time.
    around : ndarray of shape (n_around,)
        Days of those around it.
    targets : ndarray of shape (n_targets,)
        Days of the events inside that are predicted.
    smallest : float
        Magnitude from which on events count as history.
    """

    days: Floats
    magnitudes: Floats
    around: Floats
    targets: Floats
    smallest: float

    def counts(self, edges: Floats) -> NDArray[np.intp]:
        """Return how many events are predicted in each period."""
        return np.diff(np.searchsorted(self.targets, edges))

    def features(self, edges: Floats, first: int) -> dict[str, Floats]:
        """Return what is known at the beginning of each period from number `first` on.

        Parameters
        ----------
        edges : ndarray of shape (n_periods + 1,)
            Days at which periods begin, and the end of the last.
        first : int
            The earlier periods are history only; at least 1.
        """
        begins, ends = edges[first:-1], edges[first + 1 :]
        inside, around = (_before(days, edges) for days in (self.days, self.around))
        now = np.arange(first, len(edges) - 1)
        windows = [w for w in WINDOWS if w <= first]
        found = {f"log_count_{w}": np.log1p(inside[now] - inside[now - w]) for w in windows}
        for w in (windows[0], windows[-1]):
            found[f"log_around_{w}"] = np.log1p(around[now] - around[now - w])
        last = np.append(edges[0], self.days)[inside[now]]
        found["log_days_since"] = np.log1p(begins - last)
        w = windows[-1]
        found[f"largest_{w}"] = np.array(
            [
                self.magnitudes[a:b].max(initial=self.smallest)
                for a, b in zip(inside[now - w], inside[now], strict=True)
            ]
        )
        so_far = _before(self.targets, edges)[now]
        found["log_long_term"] = np.log1p(so_far / (begins - edges[0]) * (ends - begins))
        return found

    def events_before(self, begins: Floats) -> tuple[list[Floats], list[Floats]]:
        """Return days back to, and magnitudes of, the last ten years' events before each begin."""
        until = np.searchsorted(self.days, begins)
        since = np.searchsorted(self.days, begins - _MEMORY_DAYS)
        back, sizes = [], []
        for begin, a, b in zip(begins, since, until, strict=True):
            back.append(begin - self.days[a:b])
            sizes.append(self.magnitudes[a:b])
        return back, sizes


def _before(days: Floats, edges: Floats) -> NDArray[np.intp]:
    """Return how many events came before each edge; one at the edge itself did not."""
    return np.searchsorted(days, edges, side="left")
