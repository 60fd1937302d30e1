"""Directives ``{column-tables}`` and ``{city-columns}``: columns, from their specifications."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import analyses
from analyses.tables import Column
from plateau.described import specification
from plateau.schema import data_rows

HEADS = ("column", "unit", "type", "日本語", "meaning")
CITY_HEADS = ("column", "unit", "type", "label", "meaning", "element of the file")
#: Widths of columns, by how many there are.
WIDTHS = {5: (3, 1, 1, 2, 5), 6: (3, 1, 1, 3, 3, 4)}
#: Where long paths of elements may break.
BREAKABLE = re.compile(r"([/|:;])")


def specifications() -> Iterator[tuple[str, tuple[Column, ...]]]:
    """Yield the name of every column specification and its columns."""
    seen: set[int] = set()  # a specification may be imported by other modules too
    for module in pkgutil.walk_packages(analyses.__path__, "analyses."):
        if module.name.rpartition(".")[2].startswith("_"):
            continue  # a ray engine that is not installed, or private
        contents = importlib.import_module(module.name)
        lone = tuple(value for value in vars(contents).values() if isinstance(value, Column))
        if lone:
            yield f"{module.name}, added", tuple(dict.fromkeys(lone))
        for name, value in sorted(vars(contents).items()):
            is_specification = isinstance(value, tuple) and value and isinstance(value[0], Column)
            if is_specification and id(value) not in seen:
                seen.add(id(value))
                yield f"{module.name}.{name.strip('_')}", value


class ColumnTables(SphinxDirective):
    """One table for each specification."""

    def run(self) -> list[nodes.Node]:
        """Return the tables with their headings."""
        found: list[nodes.Node] = []
        for name, columns in specifications():
            section = nodes.section(ids=[nodes.make_id(name)])
            section += nodes.title(text=name)
            rows = [(c.name, c.unit, c.dtype, c.label_ja, c.text) for c in columns]
            section += _table(HEADS, rows)
            found.append(section)
        return found


class CityColumns(SphinxDirective):
    """The columns of the features, or of the records, as the reader makes them."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the table of columns that the tables named share."""
        elements = {row["column"]: row["elements"] for row in data_rows("fields.csv")}
        found: list[nodes.Node] = []
        for name in self.arguments[0].split():
            is_features = name == "features"
            section = nodes.section(ids=[nodes.make_id(f"columns of {name}")])
            section += nodes.title(text=name)
            rows = [
                (c["name"], c["unit"], c["dtype"], f"{c['label_ja']} / {c['label_en']}", c["text"])
                + (
                    (BREAKABLE.sub("\\1\u200b", elements.get(c["name"], "")),)
                    if is_features
                    else ()
                )
                for c in specification(name)
                if not c["text"].startswith("Label of ")
                or c["name"].removesuffix("_ja") not in elements
            ]
            section += _table(CITY_HEADS if is_features else CITY_HEADS[:-1], rows)
            found.append(section)
        return found


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> nodes.table:
    group = nodes.tgroup(cols=len(heads))
    group += [nodes.colspec(colwidth=width) for width in WIDTHS[len(heads)]]
    head, body = nodes.thead(), nodes.tbody()
    head += _row(heads)
    body += [_row(row, code_first=True) for row in rows]
    group += [head, body]
    table = nodes.table(classes=["colwidths-given"])
    table += group
    return table


def _row(cells: tuple[str, ...], *, code_first: bool = False) -> nodes.row:
    row = nodes.row()
    for position, cell in enumerate(cells):
        kind = nodes.literal if code_first and position == 0 else nodes.inline
        row += nodes.entry("", nodes.paragraph("", "", kind(text=cell)))
    return row


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx of the directives."""
    app.add_directive("column-tables", ColumnTables)
    app.add_directive("city-columns", CityColumns)
    return {"parallel_read_safe": True}
