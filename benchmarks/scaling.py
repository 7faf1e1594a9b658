"""How times grow with the number of qubits and of samples, as a plot for the docs.

python -m benchmarks.scaling                   # measures W1 in float64 and draws
python -m benchmarks.scaling saved.json        # draws again
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from . import peers, run, table

FIGURE = Path(__file__).parent.parent / "docs" / "images" / "scaling.svg"
PEERS = ("qneko", "lightning", "qulacs", "plain_torch", "tensorcircuit")
PRECISION = "float64"
N_SAMPLES, N_QUBITS = 100, 8
BY_QUBITS = tuple((n, N_SAMPLES) for n in (4, 6, 8, 10, 12, 14))
BY_SAMPLES = tuple((N_QUBITS, b) for b in (1, 10, 1000, 10_000))


def measure(file: Path) -> None:
    """Time W1 over all sizes and save it."""
    sizes = [f"w1:{n}x{b}" for n, b in (*BY_QUBITS, *BY_SAMPLES)]
    arguments = ["--precisions", PRECISION, "--peers", *PEERS]
    quick = ["--rounds", "5", "--seconds", "1", "--longest", "1", "--all-precisions"]
    run.main([*arguments, *quick, "--cases", *sizes, "--json", str(file)])


def draw(rows: list[dict[str, Any]]) -> None:
    """Write the figure: time of one sample against qubits, and of a batch against its size."""
    import matplotlib

    matplotlib.use("svg")
    # the same file from the same numbers
    matplotlib.rcParams.update({"svg.hashsalt": "qneko", "svg.fonttype": "none", "font.size": 9})
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 4), sharey=False, layout="tight")
    for name in PEERS:
        ours = [r for r in rows if r["peer"] == name and r["seconds"]]
        style = {"marker": "o", "markersize": 3, "linewidth": 2 if name == "qneko" else 1}
        for axes, key, fixed in (
            (left, "n_qubits", lambda r: r["n_samples"] == N_SAMPLES),
            (right, "n_samples", lambda r: r["n_qubits"] == N_QUBITS),
        ):
            points = sorted((r[key], table.median(r) * 1e3) for r in ours if fixed(r))
            axes.plot(*zip(*points, strict=True), label=peers.load(name).LABEL, **style)
    left.set(yscale="log", xlabel="qubits", title=f"{N_SAMPLES} samples")
    right.set(yscale="log", xscale="log", xlabel="samples", title=f"{N_QUBITS} qubits")
    left.set_ylabel("value and gradient, ms")
    right.legend(frameon=False, fontsize=8)
    for axes in (left, right):
        axes.grid(alpha=0.3)
    FIGURE.parent.mkdir(exist_ok=True)
    figure.savefig(FIGURE, metadata={"Date": None})


def main() -> None:
    """Measure, unless a file of measurements is named, and draw."""
    if len(sys.argv) > 1 and Path(sys.argv[1]).exists():
        file = Path(sys.argv[1])
    else:
        file = Path(sys.argv[1] if len(sys.argv) > 1 else "scaling.json")
        measure(file)
    draw(json.loads(file.read_text())["rows"])


if __name__ == "__main__":
    main()
