"""Pictures of rows that a field expects: which of them follows from the task and the columns."""

from ._views import VIEWS, View, row_blocks

__all__ = ["VIEWS", "View", "row_blocks"]
