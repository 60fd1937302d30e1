"""CityGML text: one document per file, coordinates in EPSG:6697 (latitude, longitude, height)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from numpy.typing import NDArray

from generator.frame import to_degrees

SRS_NAME = "http://www.opengis.net/def/crs/EPSG/0/6697"
NAMESPACES = {
    "core": "http://www.opengis.net/citygml/2.0",
    "bldg": "http://www.opengis.net/citygml/building/2.0",
    "dem": "http://www.opengis.net/citygml/relief/2.0",
    "gen": "http://www.opengis.net/citygml/generics/2.0",
    "tran": "http://www.opengis.net/citygml/transportation/2.0",
    "wtr": "http://www.opengis.net/citygml/waterbody/2.0",
    "gml": "http://www.opengis.net/gml",
    "uro": "https://www.geospatial.jp/iur/uro/3.1",
    "xlink": "http://www.w3.org/1999/xlink",
}
CREATED = "2026-03-20"
SYNTHETIC = "合成データ（synthetic）：実在の都市・建物・河川・浸水想定とは関係ありません。"


class Document:
    """A CityGML file being written; its envelope grows with every ring."""

    def __init__(self, path: Path, *, codelists: str) -> None:
        """Start a file; `codelists` is the way from it to the folder of code lists."""
        self.path, self._codelists = path, codelists
        self._lines: list[str] = []
        self._low = np.full(3, np.inf)
        self._high = np.full(3, -np.inf)

    def add(self, *lines: str) -> None:
        """Append lines."""
        self._lines.extend(lines)

    def code(self, tag: str, codelist: str, value: str) -> str:
        """Element with a code of a code list."""
        space = quoteattr(f"{self._codelists}{codelist}.xml")
        return f"<{tag} codeSpace={space}>{escape(value)}</{tag}>"

    def ring(self, points: NDArray[np.float64]) -> str:
        """Text of a ring: open local points (k, 3), closed here."""
        degrees = np.column_stack([to_degrees(points[:, :2]), points[:, 2]])
        self._low = np.minimum(self._low, degrees.min(axis=0))
        self._high = np.maximum(self._high, degrees.max(axis=0))
        closed = [*degrees.tolist(), degrees[0].tolist()]
        text = " ".join(f"{lat:.9f} {lon:.9f} {number(z)}" for lat, lon, z in closed)
        return f"<gml:LinearRing><gml:posList>{text}</gml:posList></gml:LinearRing>"

    def polygon(self, rings: Sequence[NDArray[np.float64]], polygon_id: str = "") -> str:
        """Polygon as a surface member, the exterior first."""
        exterior, *holes = [self.ring(ring) for ring in rings]
        inner = "".join(f"<gml:interior>{hole}</gml:interior>" for hole in holes)
        named = f' gml:id="{polygon_id}"' if polygon_id else ""
        return (
            f"<gml:surfaceMember><gml:Polygon{named}><gml:exterior>{exterior}</gml:exterior>"
            f"{inner}</gml:Polygon></gml:surfaceMember>"
        )

    def write(self, name: str) -> None:
        """Write the file with everything added so far."""
        spaces = " ".join(f'xmlns:{key}="{uri}"' for key, uri in NAMESPACES.items())
        low, high = (
            f"{corner[0]:.9f} {corner[1]:.9f} {number(float(corner[2]))}"
            for corner in (self._low, self._high)
        )
        head = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<core:CityModel {spaces}>",
            f"<gml:description>{SYNTHETIC}</gml:description>",
            f"<gml:name>{escape(name)}</gml:name>",
            f'<gml:boundedBy><gml:Envelope srsName="{SRS_NAME}" srsDimension="3">',
            f"<gml:lowerCorner>{low}</gml:lowerCorner>",
            f"<gml:upperCorner>{high}</gml:upperCorner>",
            "</gml:Envelope></gml:boundedBy>",
        ]
        text = "\n".join([*head, *self._lines, "</core:CityModel>", ""])
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(text, encoding="utf-8", newline="\n")


def number(value: float) -> str:
    """Shortest text of a height to the millimetre."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(tag: str, value: str, unit: str = "") -> str:
    """Element with text and, where given, a unit of measure."""
    uom = f' uom="{unit}"' if unit else ""
    return f"<{tag}{uom}>{escape(value)}</{tag}>"


def multi_surface(tag: str, members: Sequence[str]) -> list[str]:
    """Property that holds surfaces."""
    return [f"<{tag}><gml:MultiSurface>", *members, f"</gml:MultiSurface></{tag}>"]


def solid(tag: str, members: Sequence[str]) -> list[str]:
    """Property that holds a solid."""
    return [
        f"<{tag}><gml:Solid><gml:exterior><gml:CompositeSurface>",
        *members,
        f"</gml:CompositeSurface></gml:exterior></gml:Solid></{tag}>",
    ]
