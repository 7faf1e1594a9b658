"""A directive that draws a circuit where a page describes it.

The body is Python that ends with a variable ``circuit``; the page shows its SVG. `make docs` runs
it, so a picture cannot fall behind the code.

    ```{circuit}
    from qneko.circuits import zz_feature_map

    circuit = zz_feature_map(3, reps=1)
    ```
"""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class CircuitFigure(SphinxDirective):
    """Draw what the body calls ``circuit``."""

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {"caption": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return the drawing, wide ones in a box that scrolls, and the caption."""
        namespace: dict[str, Any] = {}
        exec("\n".join(self.content), namespace)
        drawing = namespace["circuit"].draw("svg")
        box = f'<div style="overflow-x: auto">{drawing}</div>'
        figure = nodes.figure("", nodes.raw("", box, format="html"))
        if caption := self.options.get("caption"):
            inline, _ = self.state.inline_text(caption, self.lineno)
            figure += nodes.caption("", "", *inline)
        return [figure]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("circuit", CircuitFigure)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
