"""The source line that every picture carries."""

from __future__ import annotations

from citygml.model import CityModel
from viewer.fonts import is_drawable


def source_line(city: CityModel) -> str:
    """Return where the data comes from, in letters this machine can draw.

    ``provenance["source"]``, else ``provenance["source_en"]``, else the name of the dataset.
    """
    given = city.provenance.get("source", "")
    if is_drawable(given):
        return given
    english = city.provenance.get("source_en", "")
    return english or f"Source: {city.provenance.get('dataset', 'unnamed city model')}, processed"
