"""One library in its own interpreter: takes orders as JSON lines on stdin, answers on stdout.

Started by `benchmarks.run` as ``python -m benchmarks.worker PEER``. Orders:

    {"do": "versions"}                                      -> {"versions": {...}}
    {"do": "prepare", "problem": FILE, "precision": ..., "answer": FILE}
                                                            -> {"first_s": ..., "second_s": ...}
    {"do": "time", "calls": k, "clock": ...}               -> {"seconds": per call}
    {"do": "work"}                                          -> {"flops": ..., "bytes": ...}

An order that fails is answered with {"error": sentence}.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import sys
import time
from importlib.metadata import version
from typing import Any

import numpy as np

from .peers import Call, CannotError, load
from .problem import Problem

#: seconds after which a call is too long to be made twice before it is timed
LONG = 10.0


class Worker:
    """The state between orders: the prepared call."""

    def __init__(self, peer: str):
        self.peer = load(peer)
        self.call: Call | None = None
        self.prepared: tuple[Problem, str] | None = None

    def versions(self) -> dict[str, Any]:
        """Return the versions of what is measured."""
        return {"versions": {name: version(name) for name in self.peer.DISTRIBUTIONS}}

    def prepare(self, problem: str, precision: str, answer: str) -> dict[str, Any]:
        """Build, call twice and save the second answer: the first call may compile.

        A call that takes very long is not repeated.
        """
        with open(problem, "rb") as file:
            self.prepared = (pickle.load(file), precision)
        self.call = None  # its memory, before more is asked for
        self.call = self.peer.prepare(*self.prepared)
        first_s, arrays = _timed(self.call)
        second_s = first_s
        if first_s < LONG:
            second_s, arrays = _timed(self.call)
        # what is not an array yet has stayed in the library's memory: its copy is not timed
        np.savez(answer, **{key: v() if callable(v) else v for key, v in arrays.items()})
        return {"first_s": first_s, "second_s": second_s}

    def time(self, calls: int, clock: str) -> dict[str, Any]:
        """Return the mean time of consecutive calls: passed, or this process's processor time."""
        now = {"wall": time.perf_counter, "processor": time.process_time}[clock]
        gc.collect()
        gc.disable()
        start = now()
        for _ in range(calls):
            self.call()  # a loop's last answer is freed within the time that is taken
        seconds = (now() - start) / calls
        gc.enable()
        return {"seconds": seconds}

    def work(self) -> dict[str, Any]:
        """Return what a call computes and moves, where a peer counts it."""
        count = getattr(self.peer, "work", None)
        return {} if count is None else count(*self.prepared)


def _timed(call: Call) -> tuple[float, dict[str, Any]]:
    start = time.perf_counter()
    arrays = call()
    return time.perf_counter() - start, arrays


def main() -> None:
    """Serve until stdin closes."""
    # libraries print: what they say goes to stderr, the answers keep the real stdout
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    worker = Worker(sys.argv[1])
    for line in sys.stdin:
        order = json.loads(line)
        try:
            result = getattr(worker, order.pop("do"))(**order)
        except (CannotError, ImportError, RuntimeError, MemoryError) as error:
            result = {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
        print(json.dumps(result), file=answers, flush=True)


if __name__ == "__main__":
    main()
