"""How the rows were cut, and what that allows to be concluded, in sentences."""

from __future__ import annotations

from ._plan import Plan


def outer_sentence(plan: Plan) -> str:
    """Return how training and test parts were made."""
    cut, data, classes = plan.protocol.cut, plan.dataset, plan.dataset.task == "classification"
    times = f", {cut.n_repeats} times over" if cut.n_repeats > 1 else ""
    match cut.kind:
        case "random":
            strata = ", stratified by class" if classes else ""
            return (
                f"The rows were cut into {cut.n_splits} outer folds, {cut.n_repeats} times over"
                f"{strata}; each fold was once the test part, and the rest was for training."
            )
        case "grouped":
            what = "rows with the same features" if data.groups is None else "rows of the same "
            what += "" if data.groups is None else f"'{data.groups.name}'"
            strata = ", as near to the same share of each class as that allows" if classes else ""
            return (
                f"The rows were cut into {cut.n_splits} outer folds{times}, keeping {what} "
                f"together{strata}; each fold was once the test part, and the rest was for "
                "training."
            )
        case "leave_one_group_out":
            assert data.groups is not None
            return (
                f"Each of the {cut.n_splits} values of '{data.groups.name}' was once the test "
                "part, and all rows with other values were for training."
            )
        case "rolling":
            return _rolling_sentence(plan)
        case "fixed":
            assert data.parts is not None
            if cut.n_splits == 1:
                return f"The one split into training and test part is that of '{data.parts.name}'."
            return (
                f"The {cut.n_splits} outer folds are those of '{data.parts.name}'; each fold was "
                "once the test part, and the rest was for training."
            )


def _rolling_sentence(plan: Plan) -> str:
    cut, times = plan.protocol.cut, plan.dataset.times
    order = "in the order of the file" if times is None else f"in the order of '{times.name}'"
    past = (
        "all that came before it"
        if cut.window is None
        else f"the {cut.window} points in time before it"
    )
    gap = f", but for a gap of {cut.gap}," if cut.gap else ""
    return (
        f"Time runs forward, {order}: {cut.n_splits} test parts follow each other, and for each "
        f"{past}{gap} was for training."
    )


def inner_phrase(plan: Plan) -> str:
    """Return what the inner folds were, for the sentence on tuning."""
    cut, data = plan.protocol.cut, plan.dataset
    if cut.kind == "rolling":
        return f"{cut.inner_splits} rolling origins inside the training part"
    if cut.kind == "fixed" and cut.inner_splits == 1:
        return "the given validation part"
    kept = ""
    if cut.kind in ("grouped", "leave_one_group_out") or (
        cut.kind == "fixed" and data.groups is not None
    ):
        kept = ", which keeps the groups together"
    return f"{cut.inner_splits}-fold cross-validation inside the training part{kept}"


def inference_sentence(plan: Plan) -> str:
    """Return which test the splits allow, and what its answer speaks of."""
    cut, data = plan.protocol.cut, plan.dataset
    if len(plan.protocol.splits) == 1:
        unit = "rows" if data.groups is None else f"values of '{data.groups.name}'"
        return (
            f"There is one split: differences are tested by a paired bootstrap over the {unit} of "
            "its test part. The answer speaks of these fitted models on more such rows, not of "
            "training them again on others, which one split cannot tell."
        )
    test = "Differences are tested by the corrected resampled t-test of Nadeau and Bengio"
    match cut.kind:
        case "random" | "fixed":
            return f"{test}, as splits share most of their training rows."
        case "grouped" | "leave_one_group_out":
            new = (
                "rows without a copy here"
                if data.groups is None
                else f"values of '{data.groups.name}' that were never seen"
            )
            return f"{test}, as splits share most of their training rows; it speaks of {new}."
        case "rolling":
            return (
                f"{test}. Where time runs forward it has no theory of its own; in simulations it "
                "erred on the side of caution, finding too few differences rather than too many."
            )


def followed_column(plan: Plan) -> str | None:
    """Return the column that the splits follow, if any."""
    data = plan.dataset
    series = {
        "random": None,
        "grouped": data.groups,
        "leave_one_group_out": data.groups,
        "rolling": data.times,
        "fixed": data.parts,
    }[plan.protocol.cut.kind]
    return None if series is None else str(series.name)
