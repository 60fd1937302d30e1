"""Table of buildings -> totals by tile, by usage, by areas such as towns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analyses.tables import Column
from citygml.errors import AnalysisError
from citygml.model import CityModel

#: Suffixes of columns that add up over buildings, and of those that are averaged by area.
_SUMS, _MEANS = ("_m2", "_kwh", "_kw"), ("_per_m2", "_ratio", "_h")
_COUNT = Column("building_count", "int64", "", "建物数", "Buildings of the group.")
#: Name of the group of buildings that belong to none.
ELSEWHERE = "elsewhere"


def by_tile(buildings: gpd.GeoDataFrame, city: CityModel) -> gpd.GeoDataFrame:
    """Totals by tile (third-level mesh, 約1 km) of the file that each building stands in.

    Parameters
    ----------
    buildings : GeoDataFrame
        From `by_building`.
    city : CityModel
        The city of the table.

    Returns
    -------
    GeoDataFrame
        Index ``tile``, see `totals`.
    """
    return totals(buildings, _feature(buildings, city, "tile"), name="tile")


def by_usage(buildings: gpd.GeoDataFrame, city: CityModel) -> gpd.GeoDataFrame:
    """Totals by usage, in Japanese where the code has a label; "unknown" where there is none.

    Parameters
    ----------
    buildings : GeoDataFrame
        As for `by_tile`.
    city : CityModel
        As for `by_tile`.

    Returns
    -------
    GeoDataFrame
        Index ``usage``, see `totals`.
    """
    label, code = (_feature(buildings, city, name) for name in ("usage_ja", "usage"))
    return totals(buildings, label.fillna(code).fillna("unknown"), name="usage")


def by_area(
    buildings: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, *, label: str | None = None
) -> gpd.GeoDataFrame:
    """Totals by polygons, such as towns (町丁目), each building by a point inside its outline.

    Parameters
    ----------
    buildings : GeoDataFrame
        From `by_building`.
    areas : GeoDataFrame
        Polygons in any reference system; of overlapping ones the first counts.
    label : str, optional
        Column that names them; by default the index.

    Returns
    -------
    GeoDataFrame
        Index ``area``, one row per area in their order, geometry that of the area, and a row
        `ELSEWHERE` for buildings in none; see `totals`.

    Raises
    ------
    AnalysisError
        If the areas have no reference system, no such column, or two have one name.
    """
    if areas.crs is None:
        raise AnalysisError(f"the layer of {len(areas)} areas has no reference system; set its crs")
    if label is not None and label not in areas.columns:
        raise AnalysisError(
            f"the areas have no column {label!r}; they have {', '.join(map(str, areas.columns))}"
        )
    names = (areas.index if label is None else pd.Index(areas[label])).astype(str)
    if not names.is_unique:
        raise AnalysisError(f"area {names[names.duplicated()][0]!r} is there twice; join its parts")
    shapes = areas.geometry.to_crs(buildings.crs).set_axis(names)
    inside = shapely.point_on_surface(buildings.geometry.to_numpy())
    building, area = shapely.STRtree(shapes.to_numpy()).query(inside, predicate="intersects")
    first = pd.Series(area).groupby(building).min()
    place = first.reindex(np.arange(len(buildings)), fill_value=-1).to_numpy()
    group = np.where(place >= 0, names.to_numpy(dtype=object)[place], ELSEWHERE)
    found = totals(buildings, pd.Series(group, index=buildings.index), name="area")
    order = [*names, *([ELSEWHERE] if ELSEWHERE in found.index else [])]
    about = found.attrs
    found = found.reindex(order)
    found[_COUNT.name] = found[_COUNT.name].fillna(0).astype("int64")
    sums = [
        c for c in found.columns if c.endswith(_SUMS) and not c.endswith(("_per_m2", "_per_kw"))
    ]
    found[sums] = found[sums].fillna(0.0)
    found = found.set_geometry(shapes.reindex(order).to_numpy(), crs=buildings.crs)
    found.attrs.update(about)
    return found.rename_axis("area")


def totals(buildings: gpd.GeoDataFrame, group: pd.Series, *, name: str) -> gpd.GeoDataFrame:
    """Totals of groups of buildings.

    Parameters
    ----------
    buildings : GeoDataFrame
        From `by_building`.
    group : Series
        Name of the group of each building, same index.
    name : str
        Of the new index.

    Returns
    -------
    GeoDataFrame
        ``building_count``; areas, energies and capacities added; quantities per area, ratios and
        hours averaged with the weight ``area_m2``; yields per kilowatt anew from generation and
        capacity. Geometry: all outlines of the group.

    Raises
    ------
    AnalysisError
        If the table has no ``area_m2``: it is not one of buildings.
    """
    if "area_m2" not in buildings.columns:
        raise AnalysisError("the table lacks area_m2; totals need a table from by_building")
    per_kw = [c for c in buildings.columns if c.endswith("_per_kw")]
    means = [c for c in buildings.columns if c.endswith(_MEANS)]
    sums = [c for c in buildings.columns if c.endswith(_SUMS) and c not in {*means, *per_kw}]
    key = group.astype(str).to_numpy(dtype=object)
    table = buildings[sums].astype("float64").groupby(key).sum()
    values = buildings[means].astype("float64")
    weight = values.notna().mul(buildings["area_m2"].fillna(0.0), axis=0)
    whole = weight.groupby(key).sum().replace(0.0, np.nan)
    table[means] = (values.fillna(0.0) * weight).groupby(key).sum() / whole
    for column in per_kw:
        table[column] = table["generation_kwh"] / table["capacity_kw"].replace(0.0, np.nan)
    table.insert(0, _COUNT.name, pd.Series(1, index=key).groupby(level=0).sum())
    outlines = buildings.geometry.groupby(key).agg(_union)
    result = gpd.GeoDataFrame(table, geometry=outlines.to_numpy(), crs=buildings.crs)
    kept = [_COUNT.name, *(c for c in buildings.columns if c in {*sums, *means, *per_kw})]
    result = result[[*kept, "geometry"]].rename_axis(name)
    written = dict(buildings.attrs.get("plateau", {}))
    inherited = {column["name"]: column for column in written.get("columns", [])}
    written["columns"] = [asdict(_COUNT), *(inherited[c] for c in kept if c in inherited)]
    result.attrs["plateau"] = written
    return result


def _union(shapes: Sequence[object]) -> object:
    """All outlines of a group as one."""
    return shapely.union_all(np.asarray(shapes, dtype=object))


def _feature(buildings: gpd.GeoDataFrame, city: CityModel, name: str) -> pd.Series:
    """Column of the features of a table's buildings, missing where the city has none."""
    if name not in city.features.columns:
        return pd.Series(pd.NA, index=buildings.index, dtype="object")
    return city.features[name].reindex(buildings.index).astype("object")
