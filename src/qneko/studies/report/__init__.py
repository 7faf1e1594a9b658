"""The report: one self-contained HTML page made from evidence alone, and its other forms."""

from ._collection_page import headline, model_sentence, render_collection, write_collection
from ._figures import save_figures, save_overview
from ._page import render_report, write_report

__all__ = [
    "headline",
    "model_sentence",
    "render_collection",
    "render_report",
    "save_figures",
    "save_overview",
    "write_collection",
    "write_report",
]
