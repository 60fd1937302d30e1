"""Building and water -> small drawings (SVG) for the printed sheet of a building."""

from __future__ import annotations

from html import escape
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from viewer.style import ANSWER_COLOURS

#: Floors that the official depth classes imply, first and distance. [m]
FIRST_FLOOR_M, STOREY_HEIGHT_M = 0.5, 2.5
#: Storeys drawn; a tower is cut off above them.
MOST_STOREYS = 12
#: Surroundings on the map of a sheet. [m]
MAP_RADIUS_M = 60.0
_SCALE, _WIDTH, _MAP_PX = 9.0, 250, 230


def elevation_svg(row: pd.Series, *, texts: dict[str, str]) -> str:
    """Draw storeys against water: what is dry, what is wet, and what is not known.

    Parameters
    ----------
    row : Series
        Row of `plateau.evacuation_buildings`.
    texts : dict of str to str
        ``water``, ``ground``, ``unknown`` in the language of the page.
    """
    depth, storeys = _number(row["depth_hi_m"]), _number(row["storeys_lo"])
    known = np.isfinite(storeys) and row["storeys_source"] != "unknown"
    count = int(min(storeys, MOST_STOREYS)) if known else 1
    top = FIRST_FLOOR_M + count * STOREY_HEIGHT_M
    height = max(top, depth if np.isfinite(depth) else 0.0) + 1.5
    size = height * _SCALE + 24
    foot = height * _SCALE
    parts = [f'<svg viewBox="0 0 {_WIDTH} {size:.0f}" width="{_WIDTH}" height="{size:.0f}">']
    for k in range(count):
        low = FIRST_FLOOR_M + k * STOREY_HEIGHT_M
        is_dry = np.isfinite(depth) and low >= depth and row["result"] != "unknown"
        colour = "#e7f2ea" if is_dry else "#f4f4f4"
        y = foot - (low + STOREY_HEIGHT_M) * _SCALE
        dash = "" if known else ' stroke-dasharray="4 3"'
        parts.append(
            f'<rect x="70" y="{y:.1f}" width="110" height="{STOREY_HEIGHT_M * _SCALE:.1f}" '
            f'fill="{colour}" stroke="#444"{dash}/>'
            f'<text x="76" y="{y + 15:.1f}" font-size="11">{k + 1}F</text>'
        )
    if not known:
        parts.append(f'<text x="96" y="{foot - 14:.1f}" font-size="11">{texts["unknown"]}</text>')
    if np.isfinite(depth) and depth > 0:
        y = foot - depth * _SCALE
        parts.append(
            f'<rect x="0" y="{y:.1f}" width="{_WIDTH}" height="{depth * _SCALE:.1f}" '
            f'fill="#2d69b4" fill-opacity="0.35"/>'
            f'<text x="2" y="{y - 3:.1f}" font-size="11">{texts["water"]} {depth:.2f} m</text>'
        )
    parts.append(
        f'<line x1="0" y1="{foot:.1f}" x2="{_WIDTH}" y2="{foot:.1f}" stroke="#5a4a32" '
        f'stroke-width="3"/><text x="2" y="{foot + 15:.1f}" font-size="11">'
        f"{texts['ground']}{_ground_text(row)}</text></svg>"
    )
    return "".join(parts)


def _ground_text(row: pd.Series) -> str:
    ground = _number(row["ground_m"])
    return f" T.P. {ground:.2f} m" if np.isfinite(ground) else ""


def map_svg(buildings: gpd.GeoDataFrame, feature_id: str) -> str:
    """Draw a building among its neighbours, coloured by their answers, north up.

    Parameters
    ----------
    buildings : GeoDataFrame
        From `plateau.evacuation_buildings`.
    feature_id : str
        The building in the middle; "" comes back where it has no footprint.
    """
    shape = buildings.geometry.loc[feature_id]
    if shape is None or shape.is_empty:
        return ""
    centre = shape.centroid
    window = centre.buffer(MAP_RADIUS_M, cap_style="square")
    near = buildings.iloc[buildings.sindex.query(window, predicate="intersects")]
    scale = _MAP_PX / (2 * MAP_RADIUS_M)
    parts = [
        f'<svg viewBox="0 0 {_MAP_PX} {_MAP_PX}" width="{_MAP_PX}" height="{_MAP_PX}">'
        f'<rect width="{_MAP_PX}" height="{_MAP_PX}" fill="#f7f5ef" stroke="#999"/>'
    ]
    for name, neighbour in zip(near.index, near.itertuples(), strict=True):
        red, green, blue = ANSWER_COLOURS.get(str(neighbour.result), (200, 200, 200))
        is_this = name == feature_id
        line, width = ("#000", 2.5) if is_this else ("#777", 0.5)
        path = _path(near.geometry.loc[name], (centre.x, centre.y), scale)
        opacity = "1" if is_this else "0.55"
        parts.append(
            f'<path d="{path}" fill="rgb({red},{green},{blue})" fill-opacity="{opacity}" '
            f'fill-rule="evenodd" stroke="{line}" stroke-width="{width}"/>'
        )
    parts.append('<text x="6" y="14" font-size="11">N ↑  120 m</text></svg>')
    return "".join(parts)


def _path(shape: Any, centre: tuple[float, float], scale: float) -> str:
    """Outline as path data in pixels."""
    words = []
    for part in shapely.get_parts(shape):
        for ring in (part.exterior, *part.interiors):
            xy = shapely.get_coordinates(ring)
            x = (xy[:, 0] - centre[0] + MAP_RADIUS_M) * scale
            y = (centre[1] - xy[:, 1] + MAP_RADIUS_M) * scale
            points = " L".join(f"{a:.1f} {b:.1f}" for a, b in zip(x, y, strict=True))
            words.append(f"M{points}Z")
    return escape(" ".join(words))


def _number(value: Any) -> float:
    return float("nan") if pd.isna(value) else float(value)
