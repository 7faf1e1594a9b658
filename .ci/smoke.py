"""Fail if the package is too large or starts too slowly. Run with the Python that has qneko.

These are limits that a user would notice, with room for a busy machine; speed itself is measured in
benchmarks/.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROUNDS = 7
LONGEST_S = {"import qneko": 0.5, "qneko --help": 0.7}
LARGEST_WHEEL = 5_000_000


def start_up(command: list[str | Path]) -> float:
    """Return the median seconds of a whole process, interpreter included."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def wheel_bytes() -> tuple[int, int]:
    """Build a wheel; return the compressed bytes of the data sets in it, and of all the rest."""
    with tempfile.TemporaryDirectory() as folder:
        build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", ROOT, "-w", folder]
        subprocess.run(build, check=True)
        (path,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(path) as wheel:
            sizes = {info.filename: info.compress_size for info in wheel.infolist()}
    # qneko/domains/<domain>/<data set>/<file>
    data = sum(
        size
        for name, size in sizes.items()
        if name.startswith("qneko/domains/") and name.count("/") == 4
    )
    return data, sum(sizes.values()) - data


def main() -> None:
    """Measure, print and judge."""
    qneko = Path(sys.executable).with_name("qneko")
    measured = {
        "import qneko": start_up([sys.executable, "-c", "import qneko"]),
        "qneko --help": start_up([qneko, "--help"]),
    }
    data, rest = wheel_bytes()
    failures = [name for name, seconds in measured.items() if seconds > LONGEST_S[name]]
    for name, seconds in measured.items():
        print(f"{name}: median {seconds:.2f} s of {ROUNDS}, limit {LONGEST_S[name]} s")
    print(f"wheel without data: {rest / 1e6:.2f} MB, limit {LARGEST_WHEEL / 1e6:.0f} MB")
    print(f"data sets in it: {data / 1e6:.2f} MB")
    if rest > LARGEST_WHEEL:
        failures.append("wheel")
    if failures:
        sys.exit(f"Over the limit: {', '.join(failures)}.")


if __name__ == "__main__":
    main()
