"""The measurements as Markdown."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from typing import Any

from . import peers, workloads

#: a row of `benchmarks.run`, as JSON has it
Row = dict[str, Any]
Case = tuple[str, int, int, str]


def render(measured: dict[str, Any]) -> str:
    """Return one table a workload, with what it was measured on."""
    rows = measured["rows"]
    parts = [_setting(measured)]
    for name in dict.fromkeys(row["workload"] for row in rows):
        parts.append(f"**{name.upper()}, {workloads.load(name).title}**")
        parts.append(_table([row for row in rows if row["workload"] == name], rows))
    if any(row["timed_samples"] < row["n_samples"] for row in rows):
        parts.append("† extrapolated: measured on the first samples (how many), scaled up")
    if any(row["seconds"] and not undisturbed(row) for row in rows):
        parts.append("‡ other processes disturbed most measurements: no ratio is stated")
    parts += ["**Use of the machine by qneko**", _use(measured)]
    if measured.get("first_call"):
        calls = ", ".join(f"{s * 1e3:.0f} ms {name}" for name, s in measured["first_call"].items())
        parts.append(f"First call after import, a new circuit of 1000 gates, 10 qubits: {calls}.")
    return "\n\n".join(parts)


def case(row: Row) -> Case:
    """Return what rows that may be compared have in common."""
    return row["workload"], row["n_qubits"], row["n_samples"], row["precision"]


def median(row: Row) -> float:
    """Return the median time of a call in seconds, nan if it was not timed."""
    return statistics.median(row["seconds"]) if row["seconds"] else math.nan


def undisturbed(row: Row) -> bool:
    """Return whether it was timed, and most of the times were taken on a quiet machine."""
    return row["n_disturbed"] * 2 <= len(row["seconds"]) != 0


def find(rows: Iterable[Row], wanted: Case, peer: str = "qneko") -> Row | None:
    """Return a library's row of a case, that with most threads; None if not well timed."""
    found = [r for r in rows if case(r) == wanted and r["peer"] == peer and undisturbed(r)]
    return max(found, key=lambda r: r["n_threads"], default=None)


def _setting(measured: dict[str, Any]) -> str:
    setting = measured["setting"]
    lines = [
        f"- {setting['processor']}, {setting['n_threads']} threads, {setting['system']}, "
        f"{setting['day']}; `{measured['command']}`"
    ]
    if setting["clock"] == "processor":
        lines.append("- times are processor time: other work ran on the machine")
    if setting["peak"] is not None:
        peak = setting["peak"]
        lines.append(
            f"- measured peaks: fused multiply-adds {peak['float32']:.0f} GFLOP/s float32, "
            f"{peak['float64']:.0f} float64; L2 cache {peak['l2']:.0f} GB/s"
        )
    lines += [
        f"- {label}: " + ", ".join(f"{name} {number}" for name, number in numbers.items())
        for label, numbers in measured["versions"].items()
    ]
    return "\n".join(lines)


def _table(rows: Sequence[Row], all_rows: Sequence[Row]) -> str:
    lines = [
        "| qubits | samples | precision | library | median ms | fastest–slowest | first call ms "
        "| times qneko's | largest error |",
        "|--:|--:|---|---|--:|--:|--:|--:|--:|",
    ]
    most = max(row["n_threads"] for row in all_rows)
    for row in rows:
        if not row["seconds"] and row["error"] is None:
            continue  # the note below says who cannot do it
        label = peers.load(row["peer"]).LABEL
        if row["n_threads"] < most:
            label += f", {row['n_threads']} thread"
        if row["timed_samples"] < row["n_samples"]:
            label += f" † ({row['timed_samples']})"
        if row["seconds"] and not undisturbed(row):
            label += " ‡"
        ours = find(rows, case(row))
        ratio = f"{median(row) / median(ours):.3g}" if ours and undisturbed(row) else "–"
        if not row["seconds"]:
            measured = [row["trouble"], "–", "–", "–", f"{row['error']:.0e}"]
        else:
            spread = f"{_ms(min(row['seconds']))}–{_ms(max(row['seconds']))}"
            first = _ms(row["first_s"]) if row["timed_samples"] == row["n_samples"] else "–"
            measured = [_ms(median(row)), spread, first, ratio, f"{row['error']:.0e}"]
        cells = [row["n_qubits"], row["n_samples"], row["precision"], label, *measured]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    unable = dict.fromkeys(
        (row["peer"], row["trouble"]) for row in rows if row["error"] is None and row["trouble"]
    )
    notes = [f"{peers.load(p).LABEL}: {_plain(t)}" for p, t in unable if p != "blas"]
    return "\n".join(lines) + ("\n\nNot here: " + "; ".join(notes) + "." if notes else "")


def _plain(trouble: str) -> str:
    return trouble.removeprefix("CannotError: ").rstrip(".")


def _use(measured: dict[str, Any]) -> str:
    lines = [
        "| workload | qubits | samples | precision | threads | GFLOP/s | of the FMA peak | GB/s "
        "| of the L2 peak | faster than on 1 thread |",
        "|---|--:|--:|---|--:|--:|--:|--:|--:|--:|",
    ]
    setting = measured["setting"]
    for row in measured["rows"]:
        if row["peer"] != "qneko" or not undisturbed(row) or not row["flops"]:
            continue
        several = row["n_threads"] > 1
        peak = setting["peak" if several else "peak_of_one"]
        rate, moved = row["flops"] / median(row) / 1e9, row["moved"] / median(row) / 1e9
        shares = ["–", "–"]
        if peak is not None:
            shares = [f"{rate / peak[row['precision']]:.0%}", f"{moved / peak['l2']:.0%}"]
        alone = [
            r
            for r in measured["rows"]
            if case(r) == case(row) and r["n_threads"] == 1 and r["peer"] == "qneko"
            if undisturbed(r)
        ]
        gain = f"{median(alone[0]) / median(row):.2f}" if alone and several else "–"
        cells = [
            row["workload"].upper(),
            row["n_qubits"],
            row["n_samples"],
            row["precision"],
            row["n_threads"],
            f"{rate:.0f}",
            shares[0],
            f"{moved:.0f}",
            shares[1],
            gain,
        ]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.3g}" if seconds < 1 else f"{seconds * 1e3:.0f}"
