"""The Python on the page about cameras runs, from top to bottom."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


def test_the_tutorial_about_cameras_runs(monkeypatch, tmp_path):
    page = (ROOT / "docs/tutorial-cameras.md").read_text(encoding="utf-8")
    blocks = BLOCK.findall(page)
    assert len(blocks) == 5
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "tutorial-cameras.md", "exec"), names)
    assert (tmp_path / "cover.gpkg").is_file()
    assert len(names["plan"].cameras) == 5
    assert set(names["night"]["night_state"]) >= {"lit", "dark"}
