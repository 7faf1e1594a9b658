"""Sphinx configuration. `make docs` builds with warnings as errors and without a network."""

import sys
from pathlib import Path

from qneko import __version__

sys.path.insert(0, str(Path(__file__).parent / "_extensions"))

project = "qneko"
author = "The qneko developers"
copyright = "The qneko developers"
version = release = __version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx_copybutton",
    "numpydoc",
    "circuit_figure",
]
exclude_patterns = ["_build", "_extensions"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# `name` in a docstring is a link to that object where there is one
default_role = "py:obj"
autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings say types and shapes
numpydoc_show_class_members = False  # autodoc already lists them

html_theme = "pydata_sphinx_theme"
html_title = f"qneko {release}"
html_show_sourcelink = False
html_sidebars = {"*": []}  # pages of the first level have no pages below them
html_theme_options = {
    "show_prev_next": True,
    "navigation_with_keys": False,
    "navbar_align": "left",
    "secondary_sidebar_items": ["page-toc"],
}

copybutton_prompt_text = r"\$ |>>> |\.\.\. "
copybutton_prompt_is_regexp = True
