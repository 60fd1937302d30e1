"""Code lists -> codelists/*.xml."""

from __future__ import annotations

import json
from pathlib import Path

from generator.gml import NAMESPACES, SYNTHETIC, element

#: Codes and labels: facts of the standard lists, and the sample's own rivers and municipality.
SOURCE = Path(__file__).with_name("codelists.json")


def write_codelists(folder: Path) -> int:
    """Write one dictionary per list; return how many."""
    lists = json.loads(SOURCE.read_text(encoding="utf-8"))
    for name, labels in lists.items():
        entries = [
            f'<gml:dictionaryEntry><gml:Definition gml:id="{name}_{index}">'
            f"{element('gml:description', label)}{element('gml:name', code)}"
            "</gml:Definition></gml:dictionaryEntry>"
            for index, (code, label) in enumerate(labels.items(), start=1)
        ]
        text = "\n".join(
            [
                '<?xml version="1.0" encoding="UTF-8"?>',
                f'<gml:Dictionary xmlns:gml="{NAMESPACES["gml"]}" gml:id="cl_{name}">',
                element("gml:description", SYNTHETIC),
                element("gml:name", name),
                *entries,
                "</gml:Dictionary>",
                "",
            ]
        )
        path = folder / "codelists" / f"{name}.xml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return len(lists)
