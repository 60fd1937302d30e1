"""Sphinx: the code of `gallery.md` makes the pictures that the page shows."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: What pictures are made from, beside the page: pictures of older code are drawn anew.
PACKAGES = ("citygml", "analyses", "viewer", "plateau")
PICTURE = re.compile(r"\]\((_gallery/[^)]+)\)")


def pictures(app: Sphinx) -> None:
    """Run the blocks of the gallery in the folder of its pictures, unless these made them."""
    source = Path(app.srcdir)
    page = source / "gallery.md"
    text = page.read_text(encoding="utf-8")
    wanted = [source / name for name in PICTURE.findall(text)]
    stamp, made_from = source / "_gallery" / "made_from", fingerprint(page)
    if all(path.exists() for path in (*wanted, stamp)) and stamp.read_text() == made_from:
        return
    from viewer.rendering import rendering

    if rendering().problem:
        raise ExtensionError(f"the gallery cannot be drawn: {rendering().problem}")
    logging.getLogger(__name__).info("drawing %d pictures of the gallery", len(wanted))
    (source / "_gallery").mkdir(exist_ok=True)
    namespace: dict[str, Any] = {"__name__": "gallery"}
    with inside(source / "_gallery"):
        for match in BLOCK.finditer(text):
            lines = "\n" * (text.count("\n", 0, match.start()) + 1)
            exec(compile(lines + match[1], str(page), "exec"), namespace)
    stamp.write_text(made_from)


def fingerprint(page: Path) -> str:
    """Return a hash of a page and of all code that its pictures come from."""
    root = page.parents[1]
    files = [page, *(f for name in PACKAGES for f in sorted((root / name).rglob("*.py")))]
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.read_bytes())
    return whole.hexdigest()


@contextlib.contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Work in a folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def setup(app: Sphinx) -> dict[str, Any]:
    """Draw before the pages are read."""
    app.connect("builder-inited", pictures)
    return {"parallel_read_safe": True}
