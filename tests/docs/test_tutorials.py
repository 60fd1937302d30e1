"""Tutorials do what they say: their Python runs, and what they print is what stands below it.

Every ``docs/tutorial-*.md`` is one program: its ```python blocks run in order, in one namespace,
in a folder that holds nothing but ``sample_data``. A ```text block after one of them is what it
prints, to the letter. A translation, ``tutorial-*.ja.md``, has the same blocks, so that it needs
no run of its own.
"""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

import plateau

DOCS = Path(__file__).parents[2] / "docs"
TUTORIALS = sorted(path for path in DOCS.glob("tutorial-*.md") if ".ja." not in path.name)
TRANSLATIONS = sorted(DOCS.glob("tutorial-*.ja.md"))
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: Any block: Python, what it prints, and commands.
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(path: Path) -> list[tuple[str, str, int]]:
    """Language, content and first line of every block."""
    text = path.read_text(encoding="utf-8")
    return [(m[1], m[2], text.count("\n", 0, m.start()) + 2) for m in BLOCK.finditer(text)]


def program(path: Path) -> list[tuple[str, str | None]]:
    """Code with its place in the file, and what it is said to print."""
    found: list[tuple[str, str | None]] = []
    for language, content, line in blocks(path):
        if language == "python":
            found.append(("\n" * (line - 1) + content, None))
        elif found:
            found[-1] = (found[-1][0], content)
    return found


@pytest.mark.parametrize("path", TUTORIALS, ids=lambda path: path.stem)
def test_a_tutorial_runs_and_prints_what_it_says(path, tmp_path, monkeypatch):
    (tmp_path / "sample_data").symlink_to(plateau.sample_folder())
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, object] = {"__name__": "tutorial"}
    steps = program(path)
    assert steps, "a tutorial without Python"
    for code, expected in steps:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, str(path), "exec"), namespace)
        if expected is not None:
            assert printed.getvalue().splitlines() == expected.splitlines()


def test_every_tutorial_is_there_in_japanese():
    names = {path.name.replace(".ja.md", ".md") for path in TRANSLATIONS}
    assert names == {path.name for path in TUTORIALS}


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.stem)
def test_a_translation_has_the_same_code_and_the_same_output_to_the_letter(path):
    original = path.with_name(path.name.replace(".ja.md", ".md"))
    ours, theirs = (FENCE.findall(each.read_text(encoding="utf-8")) for each in (path, original))
    assert ours == theirs


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.stem)
def test_a_translation_is_one_section_by_section(path):
    original = path.with_name(path.name.replace(".ja.md", ".md"))
    ours, theirs = (outline(each) for each in (path, original))
    assert ours == theirs


def outline(path: Path) -> list[str]:
    """Depth of every heading, and what stands below it: blocks, tables row by row, list items."""
    prose = FENCE.sub("```", path.read_text(encoding="utf-8"))
    found = re.findall(r"^(#+ |\||```|\* |\d+\. |!\[)", prose, re.MULTILINE)
    return [mark.strip() for mark in found]


def test_there_are_tutorials():
    assert TUTORIALS


def test_a_block_says_the_line_it_stands_in(tmp_path):
    path = tmp_path / "tutorial-x.md"
    path.write_text("# A\n\n```python\nprint(1)\nraise KeyError\n```\n\n```text\n1\n```\n")
    ((code, expected),) = program(path)
    assert code.splitlines()[3] == "print(1)"
    assert expected == "1\n"
