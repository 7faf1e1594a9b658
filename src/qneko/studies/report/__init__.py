"""The report: one self-contained HTML page made from evidence alone, and its other forms."""

from ._figures import save_figures, save_overview
from ._page import render_report, write_report

__all__ = ["render_report", "save_figures", "save_overview", "write_report"]
