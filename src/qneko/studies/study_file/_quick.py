"""A quick look at a study: the same question, asked of fewer rows with fewer folds and trials."""

from __future__ import annotations

from typing import Any

from ._spec import StudySpec

_SUFFIX = ", quick look"
_LONGEST_NAME = 80


def quick_look(spec: StudySpec) -> StudySpec:
    """Return the study that ``--quick`` runs in place of one.

    It is a study of its own, with a name, a folder and a registered protocol of its own. Nothing
    becomes larger than in the study itself.

    Parameters
    ----------
    spec : StudySpec
        The study; its table ``[quick]`` says what to make of it.

    Returns
    -------
    StudySpec
        The same one if it is a quick look already.
    """
    if spec.study.quick_look:
        return spec
    quick, protocol = spec.quick, spec.protocol
    folds: dict[str, Any] = {
        "n_trials": min(quick.n_trials, protocol.n_trials),
        "inner_splits": min(quick.inner_splits, protocol.inner_splits),
    }
    if not _data_make_the_folds(spec):
        folds["n_splits"] = min(quick.n_splits, protocol.n_splits or quick.n_splits)
    if protocol.split in ("auto", "random", "grouped"):
        folds["n_repeats"] = min(quick.n_repeats, protocol.n_repeats or quick.n_repeats)
    models = {
        key: getattr(quick, key)
        for key in ("quantum", "baselines")
        if getattr(quick, key) is not None
    }
    name = spec.study.name[: _LONGEST_NAME - len(_SUFFIX)] + _SUFFIX
    most = min(quick.max_rows, spec.data.max_rows or quick.max_rows)
    return spec.model_copy(
        update={
            "study": spec.study.model_copy(update={"name": name, "quick_look": True}),
            "data": spec.data.model_copy(update={"max_rows": most}),
            "models": spec.models.model_copy(update=models),
            "protocol": protocol.model_copy(update=folds),
        }
    )


def _data_make_the_folds(spec: StudySpec) -> bool:
    """Return whether groups or a published split say how many outer folds there are."""
    if spec.protocol.split != "auto":
        return spec.protocol.split in ("leave_one_group_out", "fixed")
    if spec.has_series:
        return spec.series.hold_out == "group"
    if spec.series.hold_out == "group":
        return True
    if spec.data.split is not None or spec.data.name is None:
        return spec.data.split is not None
    from ...domains import describe

    return describe(spec.data.name).split is not None
