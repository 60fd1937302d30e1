"""Tutorials do what they say: their Python runs, and what they print is what stands below it.

Every ``docs/tutorial-*.md`` is one program: its ```python blocks run in order, in one namespace,
in a folder that holds nothing but ``sample_data``. A ```text block after one of them is what it
prints, to the letter. A translation, ``tutorial-*.ja.md``, has the same code, so that it needs no
run of its own.
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
#: A comment or a text in a block may be translated; what runs may not.
WORDS = re.compile(r"#[^\n]*|\"[^\"\n]*[^\x00-\x7f][^\"\n]*\"")


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


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.stem)
def test_a_translation_has_the_same_code(path):
    original = path.with_name(path.name.replace(".ja.md", ".md"))
    plain = [[WORDS.sub("", code) for code, _ in program(each)] for each in (original, path)]
    assert [code.split() for code in plain[0]] == [code.split() for code in plain[1]]


def test_there_are_tutorials():
    assert TUTORIALS


def test_a_block_says_the_line_it_stands_in(tmp_path):
    path = tmp_path / "tutorial-x.md"
    path.write_text("# A\n\n```python\nprint(1)\nraise KeyError\n```\n\n```text\n1\n```\n")
    ((code, expected),) = program(path)
    assert code.splitlines()[3] == "print(1)"
    assert expected == "1\n"
