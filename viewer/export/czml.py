"""City or lines + values over time -> CZML: footprints and rays that come and go, for Cesium."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from citygml.errors import CityModelError
from viewer.coloring import column_coloring
from viewer.export.attributes import feature_attributes
from viewer.files import replaced

if TYPE_CHECKING:
    from citygml.model import CityModel

#: A building is drawn for this long by each value where a table gives no end. [h]
LAST_STEP_H = 1.0
#: Width of a ray on the screen. [px]
RAY_WIDTH_PX = 2.0


def write_czml(
    path: str | Path,
    city: CityModel,
    series: pd.DataFrame | None = None,
    *,
    quantity: str = "value",
    geoid_height_m: float = 0.0,
) -> Path:
    """Write the buildings as extruded footprints, coloured by a value over time.

    Parameters
    ----------
    path : str or Path
        The file to write.
    city : CityModel
        Its buildings; those without footprint or height are left out.
    series : DataFrame, optional
        One row per feature id, one column per time (columns are times with a time zone, ascending).
        Without it the buildings stand there grey.
    quantity : str
        Name of what the values are, with its unit as suffix ("sunlit_ratio"); it chooses the
        colours.
    geoid_height_m : float
        Added to the heights above sea level, as globes ask for ellipsoidal ones. [m]

    Returns
    -------
    Path
        The file.

    Raises
    ------
    CityModelError
        If no row is of a building of the city, a column is no time with a zone, or the file cannot
        be written.

    References
    ----------
    .. [1] Analytical Graphics, CZML Guide and Structure, version 1.0.
    """
    shown = city.features[
        city.features.geometry.notna() & city.features["base_elevation_m"].notna()
    ]
    wgs84 = gpd.GeoSeries(shown.geometry, crs=city.crs).to_crs(4326)
    colours: dict[str, Any] = {}
    document: dict[str, Any] = {
        "id": "document",
        "name": city.provenance.get("dataset", "") or "city model",
        "version": "1.0",
    }
    if series is not None:
        edges = _edges(series)
        colours = _colours(city, series, edges, quantity)
        span = f"{edges[0]}/{edges[-1]}"
        document["clock"] = {"interval": span, "currentTime": edges[0]}
    packets = [document]
    attributes = dict(zip(city.features.index, feature_attributes(city), strict=True))
    for name, outline in wgs84.items():
        heights = shown.loc[name, ["base_elevation_m", "top_elevation_m"]] + geoid_height_m
        packets += [
            {**packet, "properties": _flat(attributes[name])}
            for packet in _packets(str(name), outline, heights, colours.get(str(name)))
        ]
    return _written(path, packets)


def write_czml_rays(
    path: str | Path,
    rays: gpd.GeoDataFrame,
    *,
    quantity: str,
    shown_minutes: float = 60.0,
    geoid_height_m: float = 0.0,
) -> Path:
    """Write lines in space, each there for a while round its time, coloured by a value.

    Parameters
    ----------
    path : str or Path
        The file to write.
    rays : GeoDataFrame
        Lines with heights above sea level, a column ``time`` (ISO 8601 with a time zone) and the
        values; such as `Glare.rays`.
    quantity : str
        Column that gives the colours ("irradiance_w_per_m2").
    shown_minutes : float
        How long each is drawn, half of it before its time. [min]
    geoid_height_m : float
        Added to the heights above sea level, as globes ask for ellipsoidal ones. [m]

    Returns
    -------
    Path
        The file.

    Raises
    ------
    CityModelError
        If there is no such column, a time has no zone, a row is no line in space, or the file
        cannot be written.

    References
    ----------
    .. [1] Analytical Graphics, CZML Guide and Structure, version 1.0.
    """
    time = _ray_times(rays, quantity)
    half = pd.Timedelta(minutes=shown_minutes) / 2
    document: dict[str, Any] = {"id": "document", "name": quantity, "version": "1.0"}
    if not len(rays):
        return _written(path, [document])
    span = f"{_iso(time.min() - half)}/{_iso(time.max() + half)}"
    document["clock"] = {"interval": span, "currentTime": _iso(time.min())}
    values = pd.DataFrame(rays.drop(columns=rays.geometry.name))
    colours = column_coloring(values, quantity).rgb
    words = values.astype(object).where(values.notna(), "")
    packets = [
        {
            "id": f"ray{name}",
            "availability": f"{_iso(time[row] - half)}/{_iso(time[row] + half)}",
            "polyline": {
                "positions": {"cartographicDegrees": places},
                "arcType": "NONE",
                "width": RAY_WIDTH_PX,
                "material": {"solidColor": {"color": {"rgba": [*colours[row].tolist(), 255]}}},
            },
            "properties": dict(zip(words.columns, words.iloc[row].tolist(), strict=True)),
        }
        for row, (name, places) in enumerate(
            zip(rays.index, _ray_places(rays, geoid_height_m), strict=True)
        )
    ]
    return _written(path, [document, *packets])


def _ray_times(rays: gpd.GeoDataFrame, quantity: str) -> pd.DatetimeIndex:
    """Check rays, and read their times."""
    lacking = {"time", quantity} - set(rays.columns)
    if lacking or rays.crs is None:
        raise CityModelError(
            f"the rays lack {', '.join(sorted(lacking)) or 'a reference system'}; give lines with "
            "time and values, such as the rays of panel_glare"
        )
    if not ((rays.geom_type == "LineString") & rays.has_z).all():
        raise CityModelError("a ray is no line with heights; give lines in space")
    if not rays["time"].astype(str).str.contains(r"(?:Z|[+-]\d\d:?\d\d)$").all():
        raise CityModelError(
            "a time of a ray has no time zone; write it such as 2026-06-21T09:00:00+0900"
        )
    return pd.DatetimeIndex(pd.to_datetime(rays["time"], utc=True))


def _ray_places(rays: gpd.GeoDataFrame, geoid_height_m: float) -> list[list[float]]:
    """Longitude, latitude and height of every point of each line."""
    corners, line = shapely.get_coordinates(
        rays.geometry.to_crs(4326).to_numpy(), include_z=True, return_index=True
    )
    corners[:, :2] = corners[:, :2].round(8)
    corners[:, 2] = (corners[:, 2] + geoid_height_m).round(3)
    cut = np.searchsorted(line, np.arange(1, len(rays)))
    return [place.ravel().tolist() for place in np.split(corners, cut)]


def _written(path: str | Path, packets: list[dict[str, Any]]) -> Path:
    """Write packets; the file."""
    with replaced(path) as temporary:
        temporary.write_text(
            json.dumps(packets, ensure_ascii=False, allow_nan=False), encoding="utf-8"
        )
    return Path(path)


def _flat(attributes: dict[str, Any]) -> dict[str, Any]:
    """Return what CZML calls a custom property: texts, numbers, truth values."""
    return {key: value for key, value in attributes.items() if not isinstance(value, list | dict)}


def _colours(
    city: CityModel, series: pd.DataFrame, edges: Sequence[str], quantity: str
) -> dict[str, Any]:
    """Colour intervals of every feature, between the edges of times; one scale for all."""
    if not series.index.isin(city.features.index).any():
        raise CityModelError(
            f"none of {len(series)} rows of the series is a feature of the city; ids must agree"
        )
    spans = [f"{begin}/{end}" for begin, end in pairwise(edges)]
    values = pd.DataFrame({quantity: series.to_numpy(dtype=np.float64).ravel()})
    rgb = column_coloring(values, quantity).rgb.reshape(len(series), len(spans), 3)
    return {
        str(name): [
            {"interval": span, "rgba": [*colour, 255]}
            for span, colour in zip(spans, rgb[row].tolist(), strict=True)
        ]
        for row, name in enumerate(series.index)
    }


def _edges(series: pd.DataFrame) -> list[str]:
    """Return when each value begins, and the end of the last, which is as long as that before."""
    times = pd.DatetimeIndex(series.columns)
    if times.tz is None or not times.is_monotonic_increasing:
        raise CityModelError(
            f"the columns of the series begin with {series.columns[0]!r}; they must be ascending "
            "times with a time zone; use pandas.date_range(..., tz='Asia/Tokyo')"
        )
    step = times[-1] - times[-2] if len(times) > 1 else pd.Timedelta(hours=LAST_STEP_H)
    return [_iso(time) for time in times.append(pd.DatetimeIndex([times[-1] + step]))]


def _iso(time: Any) -> str:
    return str(pd.Timestamp(time).tz_convert("UTC").strftime("%Y-%m-%dT%H:%M:%SZ"))


def _packets(name: str, outline: Any, heights: pd.Series, colour: Any) -> list[dict[str, Any]]:
    """Return a packet for every polygon of an outline."""
    base, top = (round(float(value), 3) for value in heights)
    found = []
    for number, part in enumerate(shapely.get_parts(outline)):
        rings = [_degrees(ring) for ring in (part.exterior, *part.interiors)]
        polygon: dict[str, Any] = {
            "positions": {"cartographicDegrees": rings[0]},
            "height": base,
            "extrudedHeight": top,
            "material": {"solidColor": {"color": colour or {"rgba": [210, 205, 198, 255]}}},
        }
        if len(rings) > 1:
            polygon["holes"] = {"cartographicDegrees": rings[1:]}
        found.append(
            {"id": name if number == 0 else f"{name}#{number}", "name": name, "polygon": polygon}
        )
    return found


def _degrees(ring: Any) -> list[float]:
    """Longitude, latitude, 0 of every point; the closing point is not repeated."""
    xy = np.asarray(ring.coords)[:-1, :2].round(8)
    return [float(v) for v in np.column_stack([xy, np.zeros(len(xy))]).ravel()]
