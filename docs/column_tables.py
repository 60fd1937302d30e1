"""Directives ``{column-tables}`` and ``{feature-columns}``: columns, from their specifications."""

from __future__ import annotations

import csv
import importlib
import pkgutil
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import analyses
from analyses.tables import Column

HEADS = ("column", "unit", "type", "日本語", "meaning")
FEATURE_HEADS = ("column", "unit", "type", "meaning", "element of the file")
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


class FeatureColumns(SphinxDirective):
    """The attributes of features, as the reader is told of them."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        with files("plateau").joinpath("data/fields.csv").open(encoding="utf-8") as file:
            rows = [_feature(row) for row in csv.DictReader(file)]
        return [_table(FEATURE_HEADS, rows)]


def _feature(row: dict[str, str]) -> tuple[str, ...]:
    elements = BREAKABLE.sub("\\1\u200b", row["elements"])
    return row["column"], row["unit"], row["dtype"], row["text"], elements


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> nodes.table:
    group = nodes.tgroup(cols=len(heads))
    group += [nodes.colspec(colwidth=width) for width in (3, 1, 1, 2, 5)]
    head, body = nodes.thead(), nodes.tbody()
    head += _row(heads)
    body += [_row(row, code_first=True) for row in rows]
    group += [head, body]
    table = nodes.table()
    table += group
    return table


def _row(cells: tuple[str, ...], *, code_first: bool = False) -> nodes.row:
    row = nodes.row()
    for position, cell in enumerate(cells):
        kind = nodes.literal if code_first and position == 0 else nodes.inline
        row += nodes.entry("", nodes.paragraph("", "", kind(text=cell)))
    return row


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx of the directive."""
    app.add_directive("column-tables", ColumnTables)
    app.add_directive("feature-columns", FeatureColumns)
    return {"parallel_read_safe": True}
