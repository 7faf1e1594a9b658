"""What was measured on: processor, threads, and the most floating-point work it can do."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

#: Every way in which the libraries here are told a number of threads.
THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "KOKKOS_NUM_THREADS",
    "QNEKO_NUM_THREADS",
)


def cores(n_threads: int | None) -> list[int]:
    """Return the cores that all libraries are pinned to: as many as there are threads."""
    if hasattr(os, "sched_getaffinity"):
        available = sorted(os.sched_getaffinity(0))
    else:  # macOS: threads cannot be pinned
        available = list(range(os.cpu_count() or 1))
    if n_threads is not None and not 1 <= n_threads <= len(available):
        raise SystemExit(f"--threads: expected 1 to {len(available)} here, got {n_threads}.")
    return available[: n_threads or len(available)]


def environment(n_threads: int) -> dict[str, str]:
    """Return the environment variables for a library that is to use `n_threads`."""
    flags = f"--xla_cpu_multi_thread_eigen={str(n_threads > 1).lower()}"
    return {
        **os.environ,
        **dict.fromkeys(THREAD_VARIABLES, str(n_threads)),
        "OMP_PROC_BIND": "false",
        "XLA_FLAGS": flags,
    }


def processor() -> str:
    """Return the processor's name."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def peak(n_threads: int) -> dict[str, float] | None:
    """Return the measured FMA peak in GFLOP/s by precision and the L2's GB/s ("l2").

    None without a compiler.
    """
    compiler = os.environ.get("CXX") or shutil.which("c++")
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "peak"
        source = Path(__file__).parent / "peak.cpp"
        flags = ["-std=c++20", "-O3", "-march=native", "-pthread"]
        subprocess.run([compiler, *flags, source, "-o", program], check=True)
        out = subprocess.run([program, str(n_threads)], check=True, capture_output=True, text=True)
    return json.loads(out.stdout)


def setting(n_threads: int) -> dict[str, Any]:
    """Return what a table has to say about where it was measured."""
    return {
        "processor": processor(),
        "system": platform.system(),
        "n_threads": n_threads,
        "peak": peak(n_threads),
        "peak_of_one": peak(1),
        "day": date.today().isoformat(),
    }
