"""Peaks of waves that were forecast where no model was trained: how high, and how late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..evidence._evidence import Peak

if TYPE_CHECKING:
    from ..protocol._workbench import Workbench
    from ._candidates import Candidate
    from ._outcome import Outcome
    from ._plan import Plan

_MINUTE = 60.0


def make_peaks(
    whole: list[Candidate], plan: Plan, bench: Workbench, outcome: Outcome
) -> tuple[Peak, ...]:
    """Return the peak of each held-out group's forecasts beside the one that came.

    Only for series of an event, whose times are seconds, with one group held out at a time: in a
    series that goes on, the highest value of a test part is no event.
    """
    context = plan.dataset.context
    if context is None or plan.protocol.cut.kind != "leave_one_group_out":
        return ()
    if not {"time", "now", "difference"} <= set(context) or context["time"].dtype.kind != "f":
        return ()
    from ...domains.forecasting import peak_error

    base = np.where(context["difference"], context["now"], 0.0)
    found = []
    for fold, name in enumerate(bench.splitter.fold_names):
        _, test = bench.outer(0, fold)
        times = context["time"].to_numpy()[test]
        truth = bench.y[test] + base[test]
        for candidate in whole:
            kept = outcome.finals[candidate.id, 0, fold].get("rows")
            if kept is None:
                continue
            error = peak_error(times, truth, np.asarray(kept["predicted"]) + base[test])
            found.append(
                Peak(
                    candidate=candidate.id,
                    group=name,
                    height=error.height,
                    height_error=error.height_error,
                    minutes=error.time / _MINUTE,
                    minutes_late=error.time_error / _MINUTE,
                )
            )
    return tuple(found)
