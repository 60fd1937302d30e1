"""The extensions of Sphinx that are made here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from docutils import nodes

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(autouse=True)
def docs_are_importable(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(DOCS), *sys.path])


def test_a_line_break_between_japanese_letters_is_no_blank():
    from japanese_lines import joined

    paragraph = nodes.paragraph("", "", nodes.Text("浸水の\n深さ、\n「可」 is\nyes"))
    code = nodes.literal_block("", "", nodes.Text("浸水\n深さ"))
    document = nodes.section("", paragraph, code)
    joined(None, document)
    assert paragraph.astext() == "浸水の深さ、「可」 is\nyes"
    assert code.astext() == "浸水\n深さ"


def test_breaks_are_joined_as_the_parser_of_the_pages_makes_them():
    from docutils.core import publish_doctree
    from japanese_lines import joined
    from myst_parser.docutils_ import Parser

    page = publish_doctree(
        "水平な面で、\n氾濫計算では**ない**\nもの。`view` は\n`a`\n", parser=Parser()
    )
    joined(None, page)
    assert page.astext() == "水平な面で、氾濫計算ではないもの。view は\na"


def test_pictures_are_drawn_anew_when_the_page_or_the_code_changes(tmp_path):
    from gallery_pictures import PACKAGES, fingerprint

    page = tmp_path / "docs" / "gallery.md"
    module = tmp_path / PACKAGES[0] / "mesh.py"
    for file in (page, module):
        file.parent.mkdir()
        file.write_text("a", encoding="utf-8")
    first = fingerprint(page)
    assert fingerprint(page) == first
    module.write_text("b", encoding="utf-8")
    second = fingerprint(page)
    page.write_text("b", encoding="utf-8")
    assert len({first, second, fingerprint(page)}) == 3


def test_references_of_a_docstring_are_read_with_their_first_sentence():
    from method_sources import read

    text = "Light.\n\nReferences\n----------\n.. [1] A book,\n   page 2.\n.. [2] Another.\n"
    assert read("f", text) == ("f", "Light.", ("A book, page 2.", "Another."))
