"""One library in its own interpreter: trains the task that it is given, and says how long it took.

``python -m benchmarks.trainings.worker LIBRARY TASK.pickle N_STEPS ROUNDS LONGEST_S`` prints one
JSON object: ``versions``, ``losses``, ``seconds`` (one a round) and ``n_steps`` that they are for,
or ``error``.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
import time
from importlib.metadata import version
from typing import Any

from . import CannotError, load

#: steps on which the time of a slow library is guessed
PILOT = 2


def measure(name: str, path: str, n_steps: int, rounds: int, longest_s: float) -> dict[str, Any]:
    """Return what is printed; a library that would take longer is given fewer steps."""
    library = load(name)
    with open(path, "rb") as file:
        task = pickle.load(file)
    # the first training also loads and compiles; where even one step is long, it has to do
    timed = [_timed(library.train, task, 1)]
    steps = 1
    if timed[0][0] < longest_s:
        steps = n_steps
        if timed[0][0] * n_steps > longest_s:
            pilot = _timed(library.train, task, PILOT)[0] / PILOT
            steps = max(PILOT, min(n_steps, int(longest_s / pilot)))
        timed = [_timed(library.train, task, steps) for _ in range(rounds)]
    return {
        "versions": {d: version(d) for d in library.DISTRIBUTIONS},
        "losses": timed[-1][1],
        "seconds": [seconds for seconds, _ in timed],
        "n_steps": steps,
    }


def _timed(train: Any, task: Any, n_steps: int) -> tuple[float, list[float]]:
    begin = time.perf_counter()
    losses = train(task, n_steps)
    return time.perf_counter() - begin, losses


def main() -> None:
    """Measure what the command line says."""
    # libraries print: what they say goes to stderr, the answer keeps the real stdout
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    name, path, n_steps, rounds, longest_s = sys.argv[1:]
    try:
        result = measure(name, path, int(n_steps), int(rounds), float(longest_s))
    except (CannotError, ImportError, RuntimeError, MemoryError) as error:
        result = {"error": f"{error}".splitlines()[0]}
    print(json.dumps(result), file=answer, flush=True)


if __name__ == "__main__":
    main()
