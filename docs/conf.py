"""Sphinx: python -m sphinx -W -b html docs docs/_build/html."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "plateau"
author = "The plateau developers"
copyright = "2026, The plateau developers"
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "numpydoc",
    "column_tables",
    "gallery_pictures",
    "japanese_lines",
    "method_sources",
]
exclude_patterns = ["_build", "_gallery"]
html_theme = "pydata_sphinx_theme"
html_theme_options = {"navigation_with_keys": False, "use_edit_page_button": False}
html_show_sourcelink = False
html_sidebars = {"**": []}
myst_enable_extensions = ["colon_fence"]
numpydoc_show_class_members = False
