"""What qneko wants to reach, and whether it does."""

from __future__ import annotations

from typing import Any, NamedTuple

from . import peers, table


class Goal(NamedTuple):
    """On a case, be at least so many times as fast as a peer, or as the best of them."""

    workload: str
    n_qubits: int
    n_samples: int
    ratio: float
    against: str = "best"
    precisions: tuple[str, ...] = ("float32", "float64")


GOALS = (
    Goal("w1", 10, 256, 100, "tensorcircuit", ("float32",)),
    Goal("w1", 10, 256, 40, "plain_torch", ("float32",)),
    Goal("w1", 10, 256, 2000, "lightning", ("float32",)),
    Goal("w1", 4, 256, 25),
    Goal("w1", 14, 32, 12),
    Goal("w2", 8, 500, 3),
    Goal("w2", 12, 500, 10),
    Goal("w2", 8, 500, 1 / 1.3, "blas"),
    Goal("w2", 12, 500, 1 / 1.3, "blas"),
    Goal("w3", 10, 2000, 60),
    Goal("w4", 22, 1, 1),
    Goal("w4", 24, 1, 1),
    Goal("w5", 8, 1000, 20),
    Goal("w6", 6, 10_000, 20),
    Goal("w7", 8, 1000, 20),
)
#: share of the measured FMA peak, W1 with 8 and 10 qubits
USE = 0.5
THREADS = 1.8
FIRST_CALL_S = 0.05


def render(measured: dict[str, Any]) -> str:
    """Return the table of goals."""
    lines = ["| goal | precision | measured | reached |", "|---|---|--:|---|"]
    for goal in GOALS:
        for precision in goal.precisions:
            lines += _ratio(goal, precision, measured["rows"])
    lines += _machine(measured)
    if measured.get("first_call"):
        slowest = max(measured["first_call"].values())
        reached = _yes(slowest <= FIRST_CALL_S)
        lines.append(
            f"| first call, 1000 gates: ≤ {FIRST_CALL_S * 1e3:.0f} ms | float64 "
            f"| {slowest * 1e3:.0f} ms | {reached} |"
        )
    return "\n".join(lines)


def _ratio(goal: Goal, precision: str, rows: list[table.Row]) -> list[str]:
    wanted = (goal.workload, goal.n_qubits, goal.n_samples, precision)
    ours = table.find(rows, wanted)
    others = [goal.against] if goal.against != "best" else [*peers.NAMES]
    rivals = [
        row
        for name in others
        if name not in ("qneko", *(["blas"] if goal.against == "best" else []))
        and (row := table.find(rows, wanted, name))
    ]
    if ours is None or not rivals:
        return []
    rival = min(rivals, key=table.median)
    ratio = table.median(rival) / table.median(ours)
    name = peers.load(rival["peer"]).LABEL
    what = f"the best peer, {name}" if goal.against == "best" else name
    times = f"≥ {goal.ratio:g} × as fast as {what}"
    if goal.ratio < 1:
        times = f"≤ {1 / goal.ratio:.3g} × the time of {what}"
    shown = f"{ratio:.3g} ×" if goal.ratio >= 1 else f"{1 / ratio:.3g} ×"
    return [
        f"| {goal.workload.upper()}, {goal.n_qubits} qubits, {goal.n_samples} samples: {times} "
        f"| {precision} | {shown} | {_yes(ratio >= goal.ratio)} |"
    ]


def _machine(measured: dict[str, Any]) -> list[str]:
    lines = []
    peak = measured["setting"]["peak"]
    for row in measured["rows"]:
        first = row["workload"] == "w1" and row["n_qubits"] in (8, 10) and row["peer"] == "qneko"
        if (
            not first
            or not table.undisturbed(row)
            or row["n_threads"] < measured["setting"]["n_threads"]
        ):
            continue
        case = f"W1, {row['n_qubits']} qubits, {row['n_samples']} samples"
        if peak is not None and row["flops"]:
            share = row["flops"] / table.median(row) / 1e9 / peak[row["precision"]]
            lines.append(
                f"| {case}: ≥ {USE:.0%} of the FMA peak | {row['precision']} | {share:.0%} "
                f"| {_yes(share >= USE)} |"
            )
        for alone in measured["rows"]:
            same = table.case(alone) == table.case(row) and alone["peer"] == "qneko"
            if same and alone["n_threads"] < row["n_threads"] and table.undisturbed(alone):
                gain = table.median(alone) / table.median(row)
                lines.append(
                    f"| {case}: ≥ {THREADS} × from 1 to {row['n_threads']} threads "
                    f"| {row['precision']} | {gain:.2f} × | {_yes(gain >= THREADS)} |"
                )
    return lines


def _yes(reached: bool) -> str:
    return "yes" if reached else "**no**"
