"""Sphinx: a line break between Japanese letters is no blank."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

#: A break between letters that are not of the Latin alphabet; browsers show it as a blank.
BREAK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")


def joined(_app: Sphinx, document: nodes.document) -> None:
    """Join the lines of the paragraphs of a page; MyST makes every break a text of its own."""
    for text in list(document.findall(nodes.Text)):
        inside = text.parent
        if "\n" not in text or isinstance(inside, nodes.literal_block | nodes.literal):
            continue
        at = inside.index(text)
        before = inside[at - 1].astext()[-1:] if at else ""
        after = inside[at + 1].astext()[:1] if at + 1 < len(inside) else ""
        whole = BREAK.sub("", f"{before}{text}{after}")
        inside.replace(text, nodes.Text(whole[len(before) : len(whole) - len(after)]))


def setup(app: Sphinx) -> dict[str, Any]:
    """Look at every page when it is read."""
    app.connect("doctree-read", joined)
    return {"parallel_read_safe": True}
