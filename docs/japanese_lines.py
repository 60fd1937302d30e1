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
        # Texts that read alike are equal, so that `index` finds the first of all breaks.
        at = next(number for number, child in enumerate(inside.children) if child is text)
        before = "".join(child.astext() for child in inside.children[:at])[-1:]
        after = "".join(child.astext() for child in inside.children[at + 1 :])[:1]
        whole = BREAK.sub("", f"{before}{text}{after}")
        inside[at] = nodes.Text(whole[len(before) : len(whole) - len(after)])


def setup(app: Sphinx) -> dict[str, Any]:
    """Look at every page when it is read."""
    app.connect("doctree-read", joined)
    return {"parallel_read_safe": True}
