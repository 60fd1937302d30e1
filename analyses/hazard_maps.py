"""Published hazard maps (polygons) -> depth classes, durations, house-collapse zones.

国土数値情報 A31a (洪水浸水想定区域 by river; A31b by tile; A31 of 2020, 2021) comes as five layers
with numbered attributes: 101-105 計画規模, 201-205 想定最大規模, 301-305 浸水継続時間 hold river
code, river, manager's code, manager, class; 401-405 is 家屋倒壊等氾濫想定区域.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from analyses.side_files import read_shapes
from citygml.errors import AnalysisError

#: 浸水深ランクコード of A31a_105 and A31a_205 (nlftp.mlit.go.jp/ksj, water_depth_code).
DEPTH_CLASSES = {
    "1": "0.5m未満",
    "2": "0.5m以上3m未満",
    "3": "3m以上5m未満",
    "4": "5m以上10m未満",
    "5": "10m以上20m未満",
    "6": "20m以上",
}
#: 浸水継続時間ランクコード of A31a_305 -> the longest time of the class; the last class has no end
#: and stands for its beginning (four weeks). [h]
LONGEST_HOURS = {
    "1": 12.0,
    "2": 24.0,
    "3": 72.0,
    "4": 168.0,
    "5": 336.0,
    "6": 672.0,
    "7": 672.0,
}
#: 危険区域区分コード of A31a_405: 氾濫流, 河岸侵食, both.
COLLAPSE_KINDS = {"1": ("flow",), "2": ("erosion",), "3": ("flow", "erosion")}
#: Class of a polygon without a depth: a text that no rule reads, so that any depth is possible.
NO_DEPTH = "no depth"
#: Columns of `FloodMaps.classes` besides the geometry.
CLASS_COLUMNS = (
    *("hazard", "river_code", "river", "scale", "rank_text", "depth_m", "duration_h", "source"),
)
_KSJ = re.compile(r"(?P<edition>A31a?)_(?P<layer>[1-4])05|A31b_(?P<tiled>[1-4])01")
_SCALES = {"1": "L1", "2": "L2", "3": "L2"}
#: A footprint that only touches a class with its wall is not in it. [m]
_BORDER_M = 0.05


class FloodMaps(NamedTuple):
    """Polygons of hazard maps.

    Attributes
    ----------
    classes : GeoDataFrame
        Depth classes and durations, columns `CLASS_COLUMNS`; a polygon of durations has neither
        class nor depth.
    zones : GeoDataFrame
        House-collapse zones, column ``zone`` with "flow" or "erosion".
    """

    classes: gpd.GeoDataFrame
    zones: gpd.GeoDataFrame


def read_flood_maps(paths: Sequence[Path | str] | Path | str) -> FloodMaps:
    """Read polygons of flood maps: A31a, A31b, A31, or polygons with columns of our names.

    Parameters
    ----------
    paths : path or sequence of paths
        GeoJSON, Shapefile, GeoPackage; a folder stands for all such files below it. Files with
        other names: a column ``rank_text`` ("0.5m以上3m未満") or ``depth_m``, and any of
        ``hazard`` (else "river"), ``river``, ``scale`` (else "L2"), ``duration_h``.

    Returns
    -------
    FloodMaps
        In the CRS of the first file.

    Raises
    ------
    AnalysisError
        If a file cannot be read, has no polygon, no CRS, or no column that says a depth.
    """
    files = [file for path in _listed(paths) for file in _files(Path(path))]
    parts = [maps_of(read_polygons(file), name=file.name) for file in files]
    crs = parts[0].classes.crs
    classes = [part.classes.to_crs(crs) for part in parts if len(part.classes)]
    zones = [part.zones.to_crs(crs) for part in parts if len(part.zones)]
    return FloodMaps(
        pd.concat(classes, ignore_index=True) if classes else parts[0].classes,
        pd.concat(zones, ignore_index=True) if zones else parts[0].zones,
    )


def _listed(paths: Sequence[Path | str] | Path | str) -> Sequence[Path | str]:
    return [paths] if isinstance(paths, str | Path) else list(paths)


def _files(path: Path) -> list[Path]:
    """Return the file itself, or every polygon file of a folder."""
    if not path.is_dir():
        return [path]
    found = sorted(
        file for file in path.rglob("*") if file.suffix.lower() in {".geojson", ".gpkg", ".shp"}
    )
    if not found:
        raise AnalysisError(f"{path}: no .geojson, .shp or .gpkg in it; give files of polygons")
    return found


def read_polygons(path: Path | str) -> gpd.GeoDataFrame:
    """Read a vector file that must hold polygons with a CRS.

    Raises
    ------
    AnalysisError
        If it cannot be read, is empty, has no CRS, or holds anything but polygons.
    """
    table = read_shapes(path, remedy="give GeoJSON, GeoPackage or Shapefile")
    if not len(table):
        raise AnalysisError(f"{path}: 0 polygons; a hazard layer must not be empty; leave it out")
    if table.crs is None:
        raise AnalysisError(f"{path}: no CRS; the place of the polygons is unknown; set one")
    shapes = table.geometry.to_numpy()
    areal = np.isin(shapely.get_type_id(shapes), (3, 6))
    if not areal.all():
        row = int(np.flatnonzero(~areal)[0])
        raise AnalysisError(f"{path}: row {row} is {shapes[row]!s:.40}; hazard maps are polygons")
    valid = table.set_geometry(gpd.GeoSeries(shapely.make_valid(shapes), table.index, table.crs))
    return gpd.GeoDataFrame(valid)


def maps_of(table: gpd.GeoDataFrame, *, name: str = "flood map") -> FloodMaps:
    """Depth classes, durations and zones of one table of polygons.

    Raises
    ------
    AnalysisError
        If no column says a depth, a duration or a zone.

    Examples
    --------
    >>> square = shapely.box(139.0, 35.0, 139.1, 35.1)
    >>> table = gpd.GeoDataFrame({"A31a_202": ["A"], "A31a_205": [3]}, geometry=[square], crs=6668)
    >>> maps_of(table).classes[["river", "scale", "rank_text"]].values.tolist()
    [['A', 'L2', '3m以上5m未満']]
    """
    classes, zones = [], []
    for column in table.columns:
        match = _KSJ.fullmatch(str(column))
        if match is None:
            continue
        layer = match["layer"] or match["tiled"]
        head = "A31b" if match["tiled"] else match["edition"]
        if layer == "4":
            zones.append(_collapse_zones(table, str(column), name))
        else:
            classes.append(_ksj_classes(table, str(column), (head, layer), name))
    if not classes and not zones:
        classes.append(_own_classes(table, name))
    return FloodMaps(
        _joined(classes, CLASS_COLUMNS, table.crs), _joined(zones, ("zone",), table.crs)
    )


def zones_of_map(table: gpd.GeoDataFrame, *, name: str) -> gpd.GeoDataFrame | None:
    """House-collapse zones of layers 41 and 42 of A31a, None where the table is of another kind."""
    is_zones = any(
        match is not None and "4" in (match["layer"], match["tiled"])
        for match in map(_KSJ.fullmatch, map(str, table.columns))
    )
    return maps_of(table, name=name).zones if is_zones else None


def _codes(values: pd.Series) -> pd.Series:
    """Codes as texts without spaces and decimals: 3, "3" and 3.0 are one."""
    return values.astype("string").str.strip().str.replace(r"\.0+$", "", regex=True)


def _ksj_classes(
    table: gpd.GeoDataFrame, column: str, head: tuple[str, str], name: str
) -> gpd.GeoDataFrame:
    """Rows of a layer 10, 20 (depth) or 30 (duration) of A31."""
    edition, layer = head
    code = _codes(table[column])
    missing = pd.Series(pd.NA, index=table.index, dtype="string")
    rows = pd.DataFrame(index=table.index)
    rows["hazard"] = "river"
    rows["river_code"] = (
        table.get(f"{edition}_{layer}01", missing) if edition != "A31b" else missing
    )
    rows["river"] = table.get(f"{edition}_{layer}02", missing) if edition != "A31b" else missing
    rows["scale"] = _SCALES[layer]
    rows["rank_text"] = missing if layer == "3" else _texts(code, DEPTH_CLASSES, column)
    rows["depth_m"] = np.nan
    rows["duration_h"] = code.map(LONGEST_HOURS).astype(float) if layer == "3" else np.nan
    if layer == "3" and rows["duration_h"].isna().any():
        odd = code[rows["duration_h"].isna()].iloc[0]
        raise AnalysisError(
            f"{name}: {column} {odd!r}; classes of duration are 1 to 7; correct the file"
        )
    rows["source"] = f"{edition}_{layer}0 {name}"
    return gpd.GeoDataFrame(rows, geometry=table.geometry, crs=table.crs)


def _texts(code: pd.Series, known: dict[str, str], column: str) -> pd.Series:
    """Text of each code; one that is not in the list stays a code, which no rule reads."""
    text = code.map(known)
    return text.where(text.notna(), column + "=" + code.fillna("")).astype("string")


def _collapse_zones(table: gpd.GeoDataFrame, column: str, name: str) -> gpd.GeoDataFrame:
    """Rows of layers 41 and 42; one that is both is there twice."""
    code = _codes(table[column])
    odd = ~code.isin(list(COLLAPSE_KINDS))
    if odd.any():
        raise AnalysisError(
            f"{name}: {column} {code[odd].iloc[0]!r}; house-collapse zones are 1 (flow), "
            "2 (erosion) or 3 (both); correct the file"
        )
    kinds = code.map(COLLAPSE_KINDS)
    zones = gpd.GeoDataFrame({"zone": kinds}, geometry=table.geometry, crs=table.crs)
    return zones.explode("zone", ignore_index=True)


def _own_classes(table: gpd.GeoDataFrame, name: str) -> gpd.GeoDataFrame:
    """Rows of polygons with columns of our names."""
    if not {"rank_text", "depth_m"} & set(table.columns):
        raise AnalysisError(
            f"{name}: columns {', '.join(map(str, table.columns))}; a flood map needs A31a_205 (or "
            "another of A31a, A31b), rank_text or depth_m; for zones use zones="
        )
    rows = pd.DataFrame(index=table.index)
    defaults = {"hazard": "river", "scale": "L2", "source": name}
    for column in CLASS_COLUMNS:
        empty = np.nan if column in {"depth_m", "duration_h"} else pd.NA
        given = table[column] if column in table.columns else empty
        rows[column] = pd.Series(given, index=table.index)
        if column in defaults:
            rows[column] = rows[column].fillna(defaults[column])
    # Water of which nobody says how deep it is must not be taken for no water. A layer of durations
    # says no depth anywhere; there another layer does.
    deep = rows["rank_text"].notna() | pd.to_numeric(rows["depth_m"], errors="coerce").notna()
    lasts = pd.to_numeric(rows["duration_h"], errors="coerce").notna()
    silent = ~deep & (~lasts | deep.any())
    rows["rank_text"] = rows["rank_text"].astype("string").mask(silent, NO_DEPTH)
    return gpd.GeoDataFrame(rows, geometry=table.geometry, crs=table.crs)


def _joined(parts: list[gpd.GeoDataFrame], columns: tuple[str, ...], crs: CRS) -> gpd.GeoDataFrame:
    """Tables one below the other with typed columns, also where there is none."""
    empty = pd.DataFrame({name: pd.Series(dtype="object") for name in columns})
    rows = (
        pd.concat([pd.DataFrame(part)[[*columns, "geometry"]] for part in parts])
        if parts
        else (empty.assign(geometry=pd.Series(dtype="object")))
    )
    for name in columns:
        is_number = name in {"depth_m", "duration_h"}
        rows[name] = rows[name].astype("float64" if is_number else "string")
    return gpd.GeoDataFrame(
        rows.drop(columns="geometry").reset_index(drop=True),
        geometry=np.asarray(rows["geometry"].to_numpy(), dtype=object),
        crs=crs,
    )


def records_at(
    footprints: NDArray[np.object_], classes: gpd.GeoDataFrame, crs: CRS
) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """Say for every footprint which polygons it meets, as records of a building.

    The deepest class under a footprint counts, not the one with the largest overlap that PLATEAU's
    attributes give: people must not go where one corner is deeper than the record says.

    Parameters
    ----------
    footprints : (n,) ndarray of object
        Shapely polygons in `crs`, None where there is none.
    classes : GeoDataFrame
        From `FloodMaps`.
    crs : CRS
        Of the footprints.

    Returns
    -------
    records : DataFrame
        Columns `CLASS_COLUMNS`, one row per footprint and distinct statement.
    owner : (r,) ndarray of int64
        Footprint of each.
    """
    shapes = np.asarray(classes.geometry.to_crs(crs).to_numpy(), dtype=object)
    inside = shapely.buffer(footprints, -_BORDER_M)
    inside = np.where(shapely.is_empty(inside), footprints, inside)
    if not len(shapes):
        return pd.DataFrame(columns=list(CLASS_COLUMNS)), np.zeros(0, dtype=np.int64)
    owner, row = shapely.STRtree(shapes).query(inside, predicate="intersects")
    met = pd.DataFrame(classes.drop(columns=classes.geometry.name)).iloc[row]
    met = met.assign(_owner=owner).drop_duplicates().sort_values("_owner", kind="stable")
    return (
        met.drop(columns="_owner").reset_index(drop=True),
        met["_owner"].to_numpy(dtype=np.int64),
    )
