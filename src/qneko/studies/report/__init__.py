"""The report: one self-contained HTML page made from evidence alone."""

from ._overview import save_overview
from ._page import render_report, write_report

__all__ = ["render_report", "save_overview", "write_report"]
