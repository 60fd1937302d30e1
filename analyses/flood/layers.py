"""What a user adds to the hazards of the model: rasters, maps, zones, ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from analyses.flood.criteria import FloodCriteria
from analyses.flood.rasters import GroundRaster, NoData, WaterKind, WaterRaster, raster_times
from analyses.flood.records import is_selected
from analyses.hazard_maps import FloodMaps, read_flood_maps
from analyses.hazards import checked_zones
from citygml.errors import AnalysisError

RASTER_SUFFIXES = (".tif", ".tiff")
Water = WaterRaster | FloodMaps


@dataclass(frozen=True, slots=True, eq=False)
class OuterLayers:
    """Layers from outside the model, checked.

    Attributes
    ----------
    rasters : tuple of WaterRaster
        Depths or levels.
    classes : GeoDataFrame or None
        Depth classes and durations, see `hazard_maps.FloodMaps`.
    zones : GeoDataFrame or None
        House-collapse and landslide zones, see `hazards.checked_zones`.
    ground : GroundRaster or None
        Elevation of the ground, instead of the relief of the model.
    """

    rasters: tuple[WaterRaster, ...] = ()
    classes: gpd.GeoDataFrame | None = None
    zones: gpd.GeoDataFrame | None = None
    ground: GroundRaster | None = None

    @property
    def names(self) -> dict[str, list[str]]:
        """Files by the part they play, for the record of a run."""
        sources = [] if self.classes is None else sorted(set(self.classes["source"].astype(str)))
        return {
            "water_rasters": [
                f"{r.path.name}#{r.band} {r.kind}, no data is {r.nodata}" for r in self.rasters
            ],
            "flood_maps": sources,
            "ground": [] if self.ground is None else [self.ground.path.name],
        }

    def covered(
        self, xy: NDArray[np.float64], crs: CRS, criteria: FloodCriteria
    ) -> NDArray[np.bool_]:
        """Whether each point lies in the rectangle of a layer that shows a flood asked for.

        Inside, a place without water is dry by the map; outside, nothing is known.
        """
        found = np.zeros(len(xy), dtype=bool)
        for raster in self.rasters:
            if raster.hazard in criteria.hazards and raster.scale in {"", *criteria.scales}:
                found |= raster.covers(xy, crs)
        if self.classes is None:
            return found
        chosen = self.classes[is_selected(self.classes, criteria)]
        for _, group in chosen.groupby(["hazard", "source"]):
            west, south, east, north = group.to_crs(crs).total_bounds
            inside = (xy[:, 0] >= west) & (xy[:, 0] <= east)
            found |= inside & (xy[:, 1] >= south) & (xy[:, 1] <= north)
        return found


def outer_layers(
    water: Sequence[Water] | Water = (),
    zones: gpd.GeoDataFrame | None = None,
    ground: GroundRaster | None = None,
) -> OuterLayers:
    """Sort what a user gives; zones of flood maps join the zones.

    Raises
    ------
    AnalysisError
        If zones are empty, without CRS or without meaning, or an item is no layer of water.
    """
    items = [water] if isinstance(water, WaterRaster | FloodMaps) else list(water)
    for item in items:
        if not isinstance(item, WaterRaster | FloodMaps):
            raise AnalysisError(
                f"water holds a {type(item).__name__}; give what read_water returns"
            )
    maps = [item for item in items if isinstance(item, FloodMaps)]
    all_zones = [checked_zones(zones)] if zones is not None else []
    all_zones += [checked_zones(part.zones) for part in maps if len(part.zones)]
    classes = [part.classes for part in maps if len(part.classes)]
    return OuterLayers(
        rasters=tuple(item for item in items if isinstance(item, WaterRaster)),
        classes=_stacked(classes) if classes else None,
        zones=_stacked(all_zones) if all_zones else None,
        ground=ground,
    )


def _stacked(tables: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Tables one below the other in the CRS of the first."""
    crs = tables[0].crs
    return gpd.GeoDataFrame(pd.concat([t.to_crs(crs) for t in tables], ignore_index=True))


def read_water(
    paths: Sequence[Path | str] | Path | str,
    *,
    kind: WaterKind | None = None,
    hazard: str = "river",
    river: str = "",
    scale: str = "L2",
    times_h: Sequence[float] | None = None,
    nodata: NoData = "unknown",
) -> list[Water]:
    """Read flood layers from outside the model: GeoTIFF rasters, or polygons such as A31a.

    Parameters
    ----------
    paths : path or sequence of paths
        GeoTIFF (every band is one map or one time), GeoJSON, Shapefile, GeoPackage, or folders of
        the latter.
    kind : {"depth", "level"}
        What rasters hold: depth above ground or elevation of the water. Needed for rasters. [m]
    hazard, river, scale : str
        What rasters show, see `WaterRaster`.
    times_h : sequence of float, optional
        Hours since the onset of every band, file after file; else the band descriptions are read
        ("t=1.5"), else the bands are maxima. [h]
    nodata : {"unknown", "dry"}
        What cells without value mean, see `WaterRaster`: "dry" for published maps of Japan, which
        leave dry cells empty.

    Returns
    -------
    list of WaterRaster and FloodMaps
        One raster per band, one `FloodMaps` for all polygons.

    Raises
    ------
    AnalysisError
        If a file cannot be read, says neither depth nor level, or times do not match the bands.

    See Also
    --------
    hazard_maps.read_flood_maps : columns of polygons.
    """
    listed = [Path(p) for p in ([paths] if isinstance(paths, str | Path) else paths)]
    rasters = [path for path in listed if path.suffix.lower() in RASTER_SUFFIXES]
    polygons = [path for path in listed if path not in rasters]
    missing = next((path for path in listed if not path.exists()), None)
    if missing is not None:
        raise AnalysisError(f"{missing}: no such file; give a GeoTIFF or polygons of the water")
    if rasters and kind is None:
        raise AnalysisError(
            f'{rasters[0]}: depth or level? A raster does not say it; give kind="depth" (above '
            'ground) or kind="level" (elevation, T.P.)'
        )
    bands = [(path, *band) for path in rasters for band in raster_times(path)]
    if times_h is not None and len(times_h) != len(bands):
        raise AnalysisError(
            f"{len(times_h)} times for {len(bands)} bands; give one time for each band"
        )
    times = [time for _, _, time in bands] if times_h is None else list(times_h)
    found: list[Water] = [
        WaterRaster(path, kind or "depth", band, hazard, river, scale, float(time), nodata)
        for (path, band, _), time in zip(bands, times, strict=True)
    ]
    return [*found, *([read_flood_maps(polygons)] if polygons else [])]
