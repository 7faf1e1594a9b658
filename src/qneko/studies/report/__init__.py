"""The report: one self-contained HTML page made from evidence, and its other forms."""

from ._collection_page import headline, model_sentence, render_collection, write_collection
from ._export import REPORT_KINDS, export_report
from ._figures import FIGURE_KINDS, save_figures, save_overview
from ._page import render_report, write_report
from ._rows import Rows, read_rows

__all__ = [
    "FIGURE_KINDS",
    "REPORT_KINDS",
    "Rows",
    "export_report",
    "headline",
    "model_sentence",
    "read_rows",
    "render_collection",
    "render_report",
    "save_figures",
    "save_overview",
    "write_collection",
    "write_report",
]
