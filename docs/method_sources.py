"""Directive ``{method-sources}``: functions with the sources that their docstrings name."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any, NamedTuple

from docutils import nodes
from numpydoc.docscrape import NumpyDocString
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import analyses
import citygml


class Sourced(NamedTuple):
    """A name, what it gives, and the sources of it."""

    name: str
    summary: str
    sources: tuple[str, ...]


def sourced() -> Iterator[Sourced]:
    """Yield every module, class and function whose docstring has a section of references."""
    for package in (citygml, analyses):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name.rpartition(".")[2].startswith("_"):
                continue  # a ray engine that is not installed, or private
            module = importlib.import_module(found.name)
            own = [
                (f"{found.name}.{name}", thing)
                for name, thing in sorted(vars(module).items())
                if getattr(thing, "__module__", "") == found.name and not name.startswith("_")
            ]
            for name, thing in ((found.name, module), *own):
                docstring = inspect.getdoc(thing) or ""
                if "\nReferences\n" in docstring:
                    yield read(name, docstring)


def read(name: str, docstring: str) -> Sourced:
    r"""Return the first sentence and the references of a docstring.

    Examples
    --------
    >>> read("f", "Light.\n\nReferences\n----------\n.. [1] A book,\n   page 2.\n")
    Sourced(name='f', summary='Light.', sources=('A book, page 2.',))
    """
    parsed = NumpyDocString(docstring)
    sources: list[str] = []
    for line in parsed["References"]:
        text = line.strip()
        if text.startswith(".. ["):
            sources.append(text.partition("] ")[2])
        elif text and sources:
            sources[-1] += f" {text}"
        elif text:
            sources.append(text)
    summary = " ".join(parsed["Summary"])
    return Sourced(name, summary, tuple(sources))


class MethodSources(SphinxDirective):
    """A list of names, each with its sources below it."""

    def run(self) -> list[nodes.Node]:
        """Return the list."""
        whole = nodes.bullet_list()
        for name, summary, sources in sourced():
            head = nodes.paragraph()
            head += [nodes.literal(text=name), nodes.Text(f": {summary}")]
            below = nodes.bullet_list()
            for source in sources:
                text, _ = self.state.inline_text(source.replace("``", "`"), self.lineno)
                below += nodes.list_item("", nodes.paragraph("", "", *text))
            whole += nodes.list_item("", head, below)
        return [whole]


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx of the directive."""
    app.add_directive("method-sources", MethodSources)
    return {"parallel_read_safe": True}
