"""Run workloads on qneko and its peers, and print a Markdown table with ratios.

    python -m benchmarks.run                       # five minutes, once the peers are installed
    python -m benchmarks.run --full                # all cases and precisions, into the docs
    python -m benchmarks.run --check               # small sizes, answers only
    python -m benchmarks.run --workloads w1 --peers qneko qulacs --threads 1

Each library runs in a process of its own, pinned to the same cores. All of them get the same
problem; an answer that does not agree with the NumPy reference is reported and not timed. Then
they take turns, so that a disturbance of the machine meets all of them, and the median counts.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import pickle
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from . import first_call, machine, page, peers, quiet, reference, table, training, workloads
from .environments import interpreter
from .problem import Problem

ROOT = Path(__file__).parent.parent
#: largest error of an answer that is right: absolute; of a state the norm of the difference
TOLERANCE = {"float32": 1e-4, "float64": 1e-10}
#: seconds that one measurement should last at least: so long that others, if any, are noticed
SHORTEST = 0.2
#: seconds of a call after which one measurement is enough
LONG = 5.0
#: samples on which the time of a library that takes them one by one is guessed
PILOT = 2


Answer = dict[str, np.ndarray]


@dataclass
class Row:
    """What one library did on one problem.

    `timed_samples` is less than `n_samples` where a library was given the first samples only; its
    seconds have been scaled up. `n_disturbed` measurements met other busy processes. `flops` and
    `moved` (bytes) belong to one call.
    """

    workload: str
    n_qubits: int
    n_samples: int
    precision: str
    peer: str
    n_threads: int = 1
    timed_samples: int = 0
    flops: float | None = None
    moved: float | None = None
    error: float | None = None
    first_s: float | None = None
    seconds: list[float] = field(default_factory=list)
    n_disturbed: int = 0
    trouble: str | None = None

    @property
    def median_s(self) -> float:
        """Median time of one call, in seconds; nan if it was not timed."""
        return statistics.median(self.seconds) if self.seconds else math.nan


class Peer:
    """A library's worker process and its module."""

    def __init__(self, name: str, module: ModuleType, cores: Sequence[int]):
        self.name = name
        self.module = module
        self.n_threads = len(cores)
        # set before the library starts: many read it only once
        pin = (lambda: os.sched_setaffinity(0, cores)) if hasattr(os, "sched_setaffinity") else None
        self._process = subprocess.Popen(
            [interpreter(name, module), "-m", "benchmarks.worker", name],
            preexec_fn=pin,
            cwd=ROOT,
            env=machine.environment(len(cores)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = self._process.pid
        self.versions: dict[str, str] = self.order("versions")["versions"]

    def order(self, do: str, **arguments: Any) -> dict[str, Any]:
        """Send one order and wait for its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        if self._process.poll() is not None:
            return {"error": "its process has died"}
        print(json.dumps({"do": do, **arguments}), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:  # killed for its memory, or crashed; the others go on
            self._process.wait()
            return {"error": "its process died"}
        return json.loads(line)

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def prepare(
    peer: Peer, row: Row, folder: Path, problem: Problem, right: Answer, longest_s: float
) -> float | None:
    """Let a peer build and answer; return the seconds of a warm call, None if it is out."""
    result: dict[str, Any] | None = None
    if problem.ask in peer.module.LOOPS:
        pilot = {"epoch": training.BATCH, "gram": 10 * PILOT}.get(problem.ask, PILOT)
        result = ask(peer, row, folder, problem.first(pilot))
        if "error" not in result:
            times = longest_s / result["second_s"]
            affordable = int(math.sqrt(times) if problem.ask == "gram" else times) * pilot
            row.timed_samples = max(pilot, min(affordable, row.n_samples))
        if row.timed_samples < row.n_samples:
            problem = problem.first(row.timed_samples)
            right = reference.answer(problem)
        if row.timed_samples > pilot:
            result = None
    result = result or ask(peer, row, folder, problem)
    if "error" in result:
        row.trouble = result["error"]
        return None
    row.first_s = result["first_s"]
    with np.load(folder / "answer.npz") as arrays:
        row.error = max(difference(key, arrays[key], right[key]) for key in arrays.files)
    (folder / "answer.npz").unlink()
    if not row.error <= TOLERANCE[row.precision]:
        row.trouble = f"wrong answer, off by {row.error:.1e}"
        return None
    work = peer.order("work")
    row.flops, row.moved = work.get("flops"), work.get("bytes")
    return result["second_s"]


def ask(peer: Peer, row: Row, folder: Path, problem: Problem) -> dict[str, Any]:
    """Hand a problem over and return how long the first two calls took, or an error."""
    with open(folder / "problem.pickle", "wb") as file:
        pickle.dump(problem, file)
    return peer.order(
        "prepare",
        problem=str(folder / "problem.pickle"),
        precision=row.precision,
        answer=str(folder / "answer.npz"),
    )


def difference(key: str, got: np.ndarray, right: np.ndarray) -> float:
    """Return the error of one array of an answer."""
    apart = np.abs(got - right)
    return float(np.linalg.norm(apart) if key == "state" else apart.max())


def take_turns(racers: list[tuple[Peer, Row, float]], options: argparse.Namespace) -> None:
    """Time the peers in turns; slow ones drop out after fewer rounds, but hardly before three.

    A measurement that other processes disturbed is made again, until the patience is spent.
    """
    pids = [peer.pid for peer, _, _ in racers]
    deadline = time.perf_counter() + options.patience
    for turn in range(options.rounds):
        shift = turn % len(racers)
        for peer, row, warm_s in racers[shift:] + racers[:shift]:
            least = 3 if warm_s < LONG else 1
            if turn >= max(least, min(options.rounds, int(options.seconds / warm_s))):
                continue
            calls = max(1, math.ceil(SHORTEST / warm_s))
            while True:
                watch = quiet.Watch(pids)
                result = peer.order("time", calls=calls, clock=options.clock)
                disturbed = options.clock == "wall" and watch.disturbed()
                if not disturbed or time.perf_counter() > deadline:
                    break
                quiet.wait(pids, deadline)
            row.n_disturbed += disturbed
            if "error" in result:
                row.trouble, row.seconds = result["error"], []
            else:
                row.seconds.append(scale(row) * result["seconds"])


def scale(row: Row) -> float:
    """Return how much more there was to do, by samples or, for a Gram matrix, by pairs."""
    return (row.n_samples / row.timed_samples) ** (2 if row.workload == "w2" else 1)


def run_case(
    name: str,
    problem: Problem,
    right: Answer,
    precision: str,
    racers: Sequence[Peer],
    options: argparse.Namespace,
) -> list[Row]:
    """Return one row a peer for one problem at one precision."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        ready: list[tuple[Peer, Row, float]] = []
        for peer in racers:
            n_samples = len(problem.data)
            row = Row(name, problem.n_qubits, n_samples, precision, peer.name, peer.n_threads)
            row.timed_samples = n_samples
            rows.append(row)
            warm_s = prepare(peer, row, Path(folder), problem, right, options.longest)
            if warm_s is not None:
                ready.append((peer, row, warm_s))
            elif row.trouble:
                print(f"  {peer.module.LABEL}: {row.trouble}", file=sys.stderr, flush=True)
        if ready and not options.check:
            take_turns(ready, options)
    return rows


def takes_part(peer: Peer, precision: str, full: bool) -> bool:
    """Return whether a peer is measured: qneko always, others by default at their own default."""
    ours = peer.name in ("qneko", "blas")
    wanted = peer.module.PRECISIONS if full or ours else peer.module.PRECISIONS[:1]
    return precision in wanted


def cases(options: argparse.Namespace) -> list[Case]:
    """Return what the command line asks for."""
    if options.cases:
        return options.cases
    result = []
    for name in options.workloads:
        workload = workloads.load(name)
        sizes = workload.cases if options.full else workload.quick
        if options.check:
            sizes = ((4, min(2 * training.BATCH, workload.cases[0][1])),)
        result += [Case(name, *size) for size in sizes]
    return result


class Case(NamedTuple):
    """A workload at one size."""

    workload: str
    n_qubits: int
    n_samples: int

    @classmethod
    def parse(cls, text: str) -> Case:
        """Read what stands on the command line, as in w1:10x256."""
        name, n_qubits, n_samples = re.fullmatch(r"(\w+):(\d+)x(\d+)", text).groups()
        return cls(name, int(n_qubits), int(n_samples))


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.run", description=__doc__.splitlines()[0])
    parser.add_argument("--workloads", nargs="+", choices=workloads.NAMES, default=workloads.NAMES)
    parser.add_argument("--peers", nargs="+", choices=peers.NAMES, default=peers.NAMES)
    parser.add_argument("--precisions", nargs="+", choices=tuple(TOLERANCE))
    parser.add_argument(
        "--cases", nargs="+", type=Case.parse, metavar="WORKLOAD:QUBITSxSAMPLES", help="only these"
    )
    parser.add_argument("--threads", type=int, help="default: all cores that this process may use")
    parser.add_argument("--full", action="store_true", help="all cases at both precisions")
    parser.add_argument(
        "--all-precisions", action="store_true", help="peers not only at their own default"
    )
    parser.add_argument("--check", action="store_true", help="small sizes, answers only, no times")
    parser.add_argument("--rounds", type=int, default=9, help="measurements a library, at most")
    parser.add_argument("--seconds", type=float, default=2.0, help="a library and problem, about")
    parser.add_argument(
        "--longest", type=float, default=1.5, help="seconds of a call that takes samples one by one"
    )
    parser.add_argument(
        "--clock",
        choices=("wall", "processor"),
        default="wall",
        help="processor: on a busy machine, with --threads 1",
    )
    parser.add_argument(
        "--patience", type=float, default=5.0, help="seconds a problem to wait for a quiet machine"
    )
    parser.add_argument("--json", type=Path, help="write the raw measurements there, case by case")
    return parser.parse_args(arguments)


def told(arguments: Sequence[str] | None) -> list[str]:
    """Return the command line without where its results were saved."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if "--json" in words:
        del words[words.index("--json") : words.index("--json") + 2]
    return words


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what the command line asks for."""
    options = parse(arguments)
    cores = machine.cores(options.threads)
    racers = [Peer(name, peers.load(name), cores) for name in options.peers]
    if options.full and len(cores) > 1 and "qneko" in options.peers:
        racers.insert(1, Peer("qneko", peers.load("qneko"), cores[:1]))
    measured: dict[str, Any] = {
        "command": " ".join(["python -m benchmarks.run", *told(arguments)]),
        "setting": machine.setting(len(cores)) | {"clock": options.clock},
        "versions": {p.module.LABEL: p.versions for p in racers},
        "rows": [],
    }
    for name, n_qubits, n_samples in cases(options):
        problem = workloads.load(name).problem(n_qubits, n_samples)
        right = reference.answer(problem)
        for precision in options.precisions or TOLERANCE:
            everywhere = options.full or options.all_precisions
            able = [p for p in racers if takes_part(p, precision, everywhere)]
            print(f"{name} n={n_qubits} B={n_samples} {precision}", file=sys.stderr, flush=True)
            rows = run_case(name, problem, right, precision, able, options)
            measured["rows"] += [vars(row) for row in rows]
            if options.json:
                options.json.write_text(json.dumps(measured, indent=1))
    for peer in racers:
        peer.close()
    if "qneko" in options.peers and not options.check:
        measured["first_call"] = first_call.measure(cores)
    if options.json:
        options.json.write_text(json.dumps(measured, indent=1))
    if not options.check:
        print(table.render(measured))
    if options.full and not options.check:
        page.write(measured)


if __name__ == "__main__":
    main()
