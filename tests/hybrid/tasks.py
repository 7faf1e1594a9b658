"""What the engine's tests run in workers, which import it by name."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

_LOADED: list[str] = []


def load(word: str) -> None:
    _LOADED.append(word)


def loaded() -> list[str]:
    return list(_LOADED)


def refuse() -> None:
    raise ValueError("this worker cannot be prepared")


def die_at_start() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def square(number: int) -> int:
    return number * number


def slow_square(number: int, seconds: float) -> int:
    time.sleep(seconds)
    return number * number


def count_and_square(number: int, folder: str) -> int:
    """Square a number and leave a file for each time that was done."""
    (Path(folder) / f"{number}-{time.time_ns()}").touch()
    time.sleep(0.02)
    return number * number


def die_once(marker: str, number: int) -> int:
    """Kill the own worker the first time, return a square the second."""
    if not os.path.exists(marker):
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail(message: str) -> None:
    raise LookupError(message)


class TwoArgumentsError(Exception):
    """Cannot be unpickled: its arguments are not those of its constructor."""

    def __init__(self, first: str, second: str):
        super().__init__(f"{first} {second}")


def fail_unportably() -> None:
    raise TwoArgumentsError("no", "way")


def return_unportable() -> object:
    return lambda: None


def environment(name: str) -> str | None:
    return os.environ.get(name)


def blas_threads() -> list[int]:
    import numpy as np
    from threadpoolctl import threadpool_info

    np.ones((2, 2)) @ np.ones((2, 2))
    return [pool["num_threads"] for pool in threadpool_info()]


def note_order(path: str, word: str) -> None:
    with open(path, "a", encoding="utf-8") as file:
        file.write(word)


def overlap(folder: str, seconds: float) -> int:
    """Return how many of these ran at once when this one did."""
    mine = Path(folder) / f"running-{os.getpid()}"
    mine.touch()
    time.sleep(seconds)
    n_running = len(list(Path(folder).glob("running-*")))
    mine.unlink()
    return n_running
