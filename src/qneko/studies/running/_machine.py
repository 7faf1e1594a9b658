"""What a study ran on and with."""

from __future__ import annotations

import platform
from importlib.metadata import version
from pathlib import Path

from ...hybrid.engines import usable_cores
from ..evidence._evidence import Machine
from ._code import code_fingerprint

_PACKAGES = ("numpy", "scipy", "scikit-learn", "pandas", "optuna", "sqlalchemy", "pydantic")


def this_machine() -> Machine:
    """Return processor, usable cores, operating system and Python; no name of a host or person."""
    return Machine(
        cpu=_cpu(),
        cores=usable_cores(),
        os=f"{platform.system()} {platform.release()} {platform.machine()}",
        python=f"{platform.python_implementation()} {platform.python_version()}",
    )


def versions() -> dict[str, str]:
    """Return the versions of qneko and of what it computes with."""
    found = {"qneko": version("qneko"), "qneko code": code_fingerprint()[:16]}
    return found | {name: version(name) for name in _PACKAGES}


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
