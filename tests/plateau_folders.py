"""Datasets of a few boxes in PLATEAU's folders: fixtures of the tests of `plateau`."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import gml_documents as gml

from plateau.tiles import tile_bounds

ROOT = Path(__file__).parents[1]
REAL = ROOT / "../shared/data"
SRS = "http://www.opengis.net/def/crs/EPSG/0/6697"
NAME = "17206_kaga-shi_2022_citygml"
#: Metres of one degree near 36.3 N. [m]
LAT_M, LON_M = 110_970.0, 89_830.0


def box(lon: float, lat: float, *attributes: str, id: str, size_m: float = 10.0) -> str:
    """A building of LOD1 with its south-west corner at a place."""
    width, depth = size_m / LON_M, size_m / LAT_M
    rings = gml.box_rings(lon, lat, 5.0, size=(width, depth, 6.0))
    turned = [[(y, x, z) for x, y, z in ring] for ring in rings]  # latitude first, as in PLATEAU
    solid = gml.solid(*(gml.polygon(ring) for ring in turned))
    return gml.building(*attributes, gml.element("bldg:lod1Solid", solid), id=id)


def tile_text(tile: str, *shares: tuple[float, float]) -> str:
    """A file with one building at each place, given as shares of the tile; ids ``tile-0``, …"""
    west, south, east, north = tile_bounds(tile)
    places = [(west + x * (east - west), south + y * (north - south)) for x, y in shares]
    boxes = [box(lon, lat, id=f"{tile}-{i}") for i, (lon, lat) in enumerate(places)]
    return gml.document(*boxes, srs=SRS)


def write_dataset(
    folder: Path, tiles: dict[str, Sequence[tuple[float, float]]], *, name: str = NAME
) -> Path:
    """A dataset with a file of buildings for every tile."""
    root = folder / name
    (root / "udx/bldg").mkdir(parents=True)
    for tile, shares in tiles.items():
        path = root / f"udx/bldg/{tile}_bldg_6697_op.gml"
        path.write_text(tile_text(tile, *shares), encoding="utf-8")
    return root


class Cp932Info(zipfile.ZipInfo):
    """A member whose name is written as Windows in Japan writes it, without the flag for UTF-8."""

    def _encodeFilenameFlags(self):  # noqa: N802  the name that zipfile calls
        return self.filename.encode("cp932"), self.flag_bits & ~0x800


def zipped(root: Path, *, top: bool = True) -> Path:
    """The dataset as an archive beside it, with or without its own folder on top."""
    path = root.parent / f"{root.name}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(root.rglob("*")):
            archive.write(file, file.relative_to(root.parent if top else root).as_posix())
    return path
