"""Train the same models in qneko and its peers, and print a Markdown table with ratios.

    python -m benchmarks.training_models                     # once the peers are installed
    python -m benchmarks.training_models --samples 20 --steps 5 --rounds 1     # a quick look
    python -m benchmarks.training_models --models dressed --libraries qneko lightning

All get the same circuit, start, data, loss and optimiser (Adam on all samples), so the losses must
agree step by step: those that do not are reported, and no ratio is stated. A library that would
take longer than ``--longest`` seconds makes fewer steps, and its time is scaled up. Each runs in a
process of its own, pinned to the same cores, one after the other.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from . import machine, trainings
from .environments import interpreter
from .trainings import tasks

ROOT = Path(__file__).parent.parent
#: largest difference from qneko's loss before the first step: the same model at the same start
SAME = 1e-6
#: and before later ones: optimisers differ in where they add their small constant
CLOSE = 1e-3
#: steps on which losses are compared: later ones amplify rounding
COMPARED = 10


def measure(library: str, task_file: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Return what the library's worker says."""
    cores = machine.cores(options.threads)
    pin = (lambda: os.sched_setaffinity(0, cores)) if hasattr(os, "sched_setaffinity") else None
    module = trainings.load(library)
    numbers = [str(n) for n in (options.steps, options.rounds, options.longest)]
    done = subprocess.run(
        [
            interpreter(environment_of(library), module),
            "-m",
            "benchmarks.trainings.worker",
            library,
            str(task_file),
            *numbers,
        ],
        preexec_fn=pin,
        cwd=ROOT,
        env=machine.environment(len(cores)),
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        return {"error": "its process failed; see above"}
    return json.loads(done.stdout)


def environment_of(library: str) -> str:
    """Return the name of a library's virtual environment: those of equal requirements share one."""
    shared = {"lightning": "pennylane_torch", "default_qubit": "pennylane_torch"}
    return {**shared, "qiskit_ml": "qiskit_torch"}.get(library, library)


def row(
    name: str, n_samples: int, library: str, found: dict[str, Any], ours: dict[str, Any] | None
) -> list[str]:
    """Return a line of the table."""
    label = trainings.load(library).LABEL
    cells = [name, str(n_samples), label]
    if "error" in found:
        return [*cells, found["error"], "–", "–"]
    per_step = statistics.median(found["seconds"]) / found["n_steps"]
    extrapolated = "" if ours is None or found["n_steps"] >= ours["n_steps"] else " †"
    cells.append(f"{per_step * 1e3:.3g}{extrapolated}")
    if ours is None or "error" in ours:
        return [*cells, "–", "–"]
    n = min(COMPARED, len(found["losses"]), len(ours["losses"]))
    apart = np.abs(np.subtract(found["losses"][:n], ours["losses"][:n]))
    ratio = per_step / (statistics.median(ours["seconds"]) / ours["n_steps"])
    agrees = apart[0] <= SAME and apart.max() <= CLOSE
    return [*cells, f"{ratio:.3g}" if agrees else "another loss", f"{apart.max():.0e}"]


def table(rows: list[list[str]], setting: dict[str, Any], versions: dict[str, Any]) -> str:
    """Return the Markdown."""
    lines = [
        f"- {setting['processor']}, {setting['n_threads']} threads, {setting['system']}, "
        f"{setting['day']}",
        *(
            f"- {label}: " + ", ".join(f"{name} {number}" for name, number in numbers.items())
            for label, numbers in versions.items()
        ),
        *(f"- {name}: {title}" for name, (title, *_) in tasks.MODELS.items()),
        "",
        "| model | samples | library | ms a step | times qneko's | largest difference of a loss |",
        "|---|--:|---|--:|--:|--:|",
        *(f"| {' | '.join(cells)} |" for cells in rows),
    ]
    if any("†" in cell for cells in rows for cell in cells):
        lines += ["", "† measured on fewer steps"]
    return "\n".join(lines)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.training_models", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--models", nargs="+", choices=tuple(tasks.MODELS), default=[*tasks.MODELS])
    parser.add_argument(
        "--libraries", nargs="+", choices=trainings.NAMES, default=[*trainings.NAMES]
    )
    parser.add_argument("--samples", nargs="+", type=int, default=[100])
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3, help="trainings of each")
    parser.add_argument("--longest", type=float, default=30.0, help="seconds of a training")
    parser.add_argument("--threads", type=int, help="default: all cores that this process may use")
    parser.add_argument("--json", type=Path, help="write the raw measurements there")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    """Run what the command line asks for."""
    options = parse(arguments)
    rows: list[list[str]] = []
    versions: dict[str, Any] = {}
    raw: list[dict[str, Any]] = []
    for name in options.models:
        for n_samples in options.samples:
            ours = None
            with tempfile.TemporaryDirectory() as folder:
                task_file = Path(folder) / "task.pickle"
                task_file.write_bytes(pickle.dumps(tasks.make(name, n_samples)))
                for library in options.libraries:
                    print(f"{name}, {n_samples} samples: {library}", file=sys.stderr, flush=True)
                    found = measure(library, task_file, options)
                    ours = found if library == "qneko" else ours
                    label = trainings.load(library).LABEL
                    versions.setdefault(label, found.get("versions", {}))
                    rows.append(row(name, n_samples, library, found, ours))
                    raw.append({"model": name, "samples": n_samples, "library": library, **found})
                    if options.json:
                        options.json.write_text(json.dumps(raw, indent=1))
    n_threads = len(machine.cores(options.threads))
    setting = {
        "processor": machine.processor(),
        "n_threads": n_threads,
        "system": sys.platform,
        "day": machine.date.today().isoformat(),
    }
    print(table(rows, setting, versions))


if __name__ == "__main__":
    main()
