"""What is closed after the onset, tile by tile -> the same for all tiles, for one plan."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from citygml.errors import CityModelError
from citygml.mesh import EMPTY, Mesh
from plateau.relief import Box, cut_corners, relief_mesh, relief_within

if TYPE_CHECKING:
    from pyproj import CRS

    from analyses.flood.spread_closures import SpreadClosures
    from citygml.model import CityModel
    from plateau.flood_run import FloodFiles
    from plateau.merge import RunResult

#: Tables beside those of each tile: triangles of water, floods shown, records, landslide zones.
WATER, FLOODS, RECORDS, ZONES = "_water", "_floods", "_records", "_landslides"
_CORNERS = [f"{axis}{corner}_m" for corner in "abc" for axis in ("east_", "north_", "up_")]


def closed_tables(city: CityModel, *, has_neighbours: bool) -> dict[str, gpd.GeoDataFrame]:
    """Return what a tile adds to what is closed, as tables that stay with it.

    Parameters
    ----------
    city, has_neighbours
        See `analyses.flood.spread_closures.closed_pieces`.
    """
    from analyses.flood.spread_closures import closed_pieces

    pieces = closed_pieces(city, has_neighbours=has_neighbours)
    shapes = shapely.to_wkb(pieces.records["shape"].to_numpy(dtype=object))
    tables = {
        WATER: pd.DataFrame(pieces.water.reshape(-1, 9), columns=_CORNERS),
        FLOODS: pd.DataFrame({"flood": np.array(pieces.floods, dtype=object)}),
        RECORDS: pieces.records.assign(shape=shapes),
        ZONES: pd.DataFrame({"shape": shapely.to_wkb(pieces.zones)}),
    }
    return {
        name: gpd.GeoDataFrame(table, geometry=[None] * len(table), crs=city.crs)
        for name, table in tables.items()
    }


@contextmanager
def closures_of_all(
    result: RunResult, files: FloodFiles, crs: CRS
) -> Iterator[SpreadClosures | None]:
    """Give what is closed in all tiles, None where nothing shows the water.

    Parameters
    ----------
    result : RunResult
        With the tables of `closed_tables`.
    files : FloodFiles
        Further input.
    crs : CRS
        Of the city.

    Raises
    ------
    CityModelError
        If the ground that the tiles were judged on is not there any more.
    """
    from analyses.flood.closures import shows_water
    from analyses.flood.criteria import DEFAULT_CRITERIA
    from analyses.flood.layers import outer_layers
    from analyses.flood.spread_closures import SpreadClosures, closed_everywhere, closed_zones
    from citygml.assembly import city_model

    nowhere = city_model([], crs=crs, problems=[], provenance={})
    outer = outer_layers(files.read_water(), files.read_zones(), files.ground_raster())
    floods = pd.Index(result.table(FLOODS)["flood"])
    if not len(floods) and not shows_water(nowhere, outer, DEFAULT_CRITERIA):
        yield None
        return
    records = result.table(RECORDS)
    records = records.assign(shape=shapely.from_wkb(records["shape"].to_numpy(dtype=object)))
    zones = shapely.from_wkb(result.table(ZONES)["shape"].to_numpy(dtype=object))
    grounds = result.relief or tuple(b for b in [result.bases] if b is not None)
    if gone := [folder for folder in grounds if not folder.is_dir()]:
        raise CityModelError(
            f"{gone[0]} is gone: without the ground nobody can tell how deep the water is; remove "
            f"{result.path} and run again"
        )
    with tempfile.TemporaryDirectory(prefix=".water-", dir=result.path) as folder:
        pieces = (p[_CORNERS].to_numpy("float64") for p in result.pieces(WATER))
        water = cut_corners((p.reshape(-1, 3, 3) for p in pieces), Path(folder) / "cut")
        yield SpreadClosures(
            city=nowhere,
            outer=outer,
            ground=_ground_within(grounds),
            water=_water_within(water),
            has_relief=bool(result.relief),
            areas=closed_everywhere(nowhere, outer, pd.DataFrame(records), floods),
            zones=closed_zones(nowhere, outer, zones),
        )


def _ground_within(folders: Sequence[Path]) -> Callable[[Box], Mesh]:
    """Return what gives the part of a ground in squares that touches a rectangle."""

    def within(box: Box) -> Mesh:
        return relief_mesh(folders, box, (0.0, 0.0, 0.0)) or EMPTY

    return within


def _water_within(folder: Path) -> Callable[[Box], Mesh]:
    """Return the same of water surfaces, which may lie above one another."""

    def within(box: Box) -> Mesh:
        corners = relief_within([folder], box)
        triangles = np.arange(3 * len(corners), dtype=np.int32).reshape(-1, 3)
        return Mesh(corners.reshape(-1, 3), triangles, np.full(len(corners), -1, np.int32))

    return within
