"""Where Python tasks run: one small face over local processes now, and clusters later."""

from ._engine import Engine, WorkerLostError
from ._here import InProcessEngine
from ._local import LocalEngine
from ._process import usable_cores

__all__ = ["Engine", "InProcessEngine", "LocalEngine", "WorkerLostError", "usable_cores"]
