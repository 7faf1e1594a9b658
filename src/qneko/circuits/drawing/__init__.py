"""Pictures of circuits, in text and as SVG."""

from ._svg import draw_svg
from ._text import draw_text

__all__ = ["draw_svg", "draw_text"]
