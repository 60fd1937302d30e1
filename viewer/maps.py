"""Table -> printed map: Matplotlib, no window, no graphics library."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np

from citygml.errors import CityModelError
from citygml.model import CityModel, ground
from citygml.surfaces import SurfaceKind
from viewer.coloring import Coloring, Entry, column_coloring, plain_number
from viewer.files import replaced
from viewer.fonts import picture_language
from viewer.layers import GROUND_MARGIN_M, hill_shade, shows_hazards
from viewer.legend import DPI, blank_figure, drawable_text, text_style, wrapped
from viewer.outlines import flat_union, outlines, polygon_paths
from viewer.source import source_line
from viewer.style import CAMERA, SURFACE_COLOURS, TEXT, Language
from viewer.targets import table_target

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path as Outline

MAP_SIZE_PX = (1400, 1050)
#: Share of the width that the legend takes.
LEGEND_SHARE = 0.23
#: Free rim around the data, as a share of its extent, and at least. [m]
RIM_SHARE, RIM_MIN_M = 0.04, 15.0
#: What is not known is hatched: grey alone would be taken for a category, and in grey print the
#: answer "unknown" for water.
UNKNOWN_HATCH = "////"
#: Smaller than this, outlines would hide what they enclose: buildings become dots. [px]
OUTLINED_PX = 5.0
_FLAT = (SurfaceKind.TRAFFIC, SurfaceKind.ZONE, SurfaceKind.WATER)
_GROUND: tuple[float, float, float] = (0.90, 0.915, 0.87)
_BUILDING: tuple[float, float, float] = (0.86, 0.85, 0.83)


def write_map(
    path: str | Path,
    city: CityModel,
    table: gpd.GeoDataFrame,
    column: str,
    *,
    title: str | None = None,
    lang: Language = "en",
    cameras: gpd.GeoDataFrame | None = None,
) -> Path:
    """Write a map of one column: polygons or points in its colours, north up.

    Beneath lie relief, roads, water and the other buildings; legend with unit, missing values
    and unknown answers hatched, north arrow, scale bar and source line.

    Parameters
    ----------
    path : str or Path
        The file to write; the suffix chooses the format (.png, .pdf, .svg).
    city : CityModel
        The city.
    table : GeoDataFrame
        A result of this city; its geometry is drawn.
    column : str
        The column to show.
    title : str, optional
        Above the map; by default label and unit of the column.
    lang : {"en", "ja"}
        Language of labels. English where no Japanese font is found.
    cameras : GeoDataFrame, optional
        Camera positions to mark.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    CityModelError
        If the table is not of this city, the column cannot be shown, or the file cannot be written.
    """
    spoken = picture_language(lang)
    coloring = column_coloring(table, column, lang=spoken)
    table_target(city, table)
    figure = blank_figure(*MAP_SIZE_PX)
    axes = figure.add_axes((0.02, 0.06, 0.98 - LEGEND_SHARE - 0.02, 0.86))
    window = map_window(city, table, aspect=_aspect(axes))
    draw_ground(axes, city, window)
    flat = [k for k in _FLAT if k == SurfaceKind.TRAFFIC or shows_hazards(table)]
    flat = [k for k in flat if (city.surfaces.kind == k).any()]
    draw_context(axes, city, flat)
    draw_table(axes, city, table, coloring, window=window)
    if cameras is not None:
        _draw_cameras(axes, city, cameras)
    _frame(axes, window)
    draw_scale_bar(axes, window)
    draw_north_arrow(axes)
    heading = drawable_text(coloring.title if title is None else title, column)
    figure.text(0.02, 0.955, heading, va="center", **text_style(heading, 15.0, "bold"))
    others = _context_entries(flat, spoken)
    if cameras is not None:
        others.insert(0, Entry(TEXT[spoken]["cameras"], CAMERA, len(cameras)))
    _draw_legend(figure, coloring, others)
    source = source_line(city)
    figure.text(0.02, 0.025, source, va="center", **text_style(source, 8.0))
    _save(figure, path)
    return Path(path)


def map_window(
    city: CityModel, table: gpd.GeoDataFrame, *, aspect: float
) -> tuple[float, float, float, float]:
    """West, south, east, north of the map: all of the table, widened to the shape of the page.

    Parameters
    ----------
    city : CityModel
        Gives the origin.
    table : GeoDataFrame
        What must be seen.
    aspect : float
        Width of the page by its height.

    Returns
    -------
    tuple of float
        From the origin of the city. [m]
    """
    bounds = table.total_bounds
    if not np.isfinite(bounds).all():
        raise CityModelError(
            f"none of {len(table)} rows has a geometry; a map needs places; join them first"
        )
    east, north, _ = city.origin
    west, south, east, north = bounds - np.array([east, north, east, north])
    rim = max(RIM_SHARE * max(east - west, north - south), RIM_MIN_M)
    width, height = east - west + 2 * rim, north - south + 2 * rim
    width, height = max(width, height * aspect), max(height, width / aspect)
    x, y = (west + east) / 2, (south + north) / 2
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def draw_ground(axes: Axes, city: CityModel, window: tuple[float, float, float, float]) -> None:
    """Draw the relief with hill shade, or a plain ground where there is none."""
    from matplotlib.collections import PolyCollection

    axes.set_facecolor(_GROUND)
    found = ground(city)
    if found.source != "relief":
        return
    corners = found.mesh.corners
    west, south, east, north = window
    x, y = corners[:, :, 0], corners[:, :, 1]
    seen = (x.max(axis=1) > west - GROUND_MARGIN_M) & (x.min(axis=1) < east + GROUND_MARGIN_M)
    seen &= (y.max(axis=1) > south - GROUND_MARGIN_M) & (y.min(axis=1) < north + GROUND_MARGIN_M)
    shade = 0.66 + 0.34 * hill_shade(found.mesh)[seen] / np.sin(np.radians(45.0))
    colour = np.clip(np.array(_GROUND) * shade[:, None], 0.0, 1.0)
    axes.add_collection(
        PolyCollection(
            list(corners[seen, :, :2]), facecolors=colour, edgecolors=colour, linewidths=0.3
        )
    )


def draw_context(axes: Axes, city: CityModel, flat: Sequence[SurfaceKind]) -> None:
    """Draw flat things of the given kinds, and all buildings in a pale grey."""
    for kind in flat:
        edge = "#b9b9b2" if kind == SurfaceKind.TRAFFIC else "none"
        _add_paths(axes, outlines(flat_union(city, kind))[0], _flat_colour(kind), edge=edge)
    solids = city.features[city.features["kind"].isin(["Building", "BuildingPart"])]
    _add_paths(axes, polygon_paths(city, solids)[0], _BUILDING, edge="#9a9a96")


def draw_table(
    axes: Axes,
    city: CityModel,
    table: gpd.GeoDataFrame,
    coloring: Coloring,
    *,
    window: tuple[float, float, float, float],
) -> None:
    """Draw the geometry of the table in the colours of the column, what is unknown hatched."""
    colour = coloring.rgb / 255.0
    is_unknown = coloring.is_hatched
    is_point = (table.geometry.geom_type == "Point").to_numpy()
    if is_point.any():
        x = table.geometry[is_point].x.to_numpy() - city.origin[0]
        y = table.geometry[is_point].y.to_numpy() - city.origin[1]
        axes.scatter(x, y, c=colour[is_point], s=_dot_size(len(x)), linewidths=0, marker="s")
    paths, row = polygon_paths(city, table[~is_point])
    area = table.geometry[~is_point].area.median()
    pixel_m = (window[2] - window[0]) / (MAP_SIZE_PX[0] * (1.0 - LEGEND_SHARE))
    is_tiny = bool(area < (OUTLINED_PX * pixel_m) ** 2)
    position = np.flatnonzero(~is_point)[row]
    for absent in (False, True):
        chosen = np.flatnonzero(is_unknown[position] == absent)
        _add_paths(
            axes,
            [paths[i] for i in chosen],
            colour[position[chosen]],
            edge="face" if is_tiny else "#3c3c3c",
            width=1.4 if is_tiny else 0.4,
            hatch=UNKNOWN_HATCH if absent else None,
        )


def _add_paths(
    axes: Axes,
    paths: list[Outline],
    colour: Any,
    *,
    edge: str,
    width: float = 0.4,
    hatch: str | None = None,
) -> None:
    from matplotlib.collections import PathCollection

    style: dict[str, Any] = {"edgecolors": edge, "linewidths": width, "hatch": hatch}
    if paths:
        axes.add_collection(PathCollection(paths, facecolors=colour, **style))


def draw_scale_bar(axes: Axes, window: tuple[float, float, float, float]) -> None:
    """Draw a bar of a round length, about a fifth of the map, below its right corner."""
    from matplotlib.patches import Rectangle

    west, _, east, _ = window
    wish = (east - west) / 5.0
    power = 10.0 ** np.floor(np.log10(wish))
    length = float(max(f * power for f in (1.0, 2.0, 5.0) if f * power <= wish))
    share = length / (east - west)
    style: dict[str, Any] = {"transform": axes.transAxes, "clip_on": False}
    for i, shade in enumerate(("black", "white")):
        left = 1.0 - share + i * share / 2
        bar = Rectangle((left, -0.028), share / 2, 0.008, facecolor=shade, edgecolor="black")
        bar.set(linewidth=0.8, **style)
        axes.add_patch(bar)
    label = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    for x, text, side in ((1.0 - share, "0", "center"), (1.0, label, "right")):
        axes.text(x, -0.055, text, va="center", ha=side, **text_style(text, 9.0), **style)


def draw_north_arrow(axes: Axes) -> None:
    """Draw an arrow to grid north in the upper right corner."""
    axes.annotate(
        "N",
        xy=(0.965, 0.965),
        xytext=(0.965, 0.885),
        xycoords="axes fraction",
        ha="center",
        va="center",
        arrowprops={"arrowstyle": "-|>", "linewidth": 1.6, "color": "black"},
        bbox={"boxstyle": "circle,pad=0.25", "facecolor": "white", "edgecolor": "none"},
        zorder=9,
        **text_style("N", 12.0, "bold"),
    )


def _frame(axes: Axes, window: tuple[float, float, float, float]) -> None:
    west, south, east, north = window
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])


def _aspect(axes: Axes) -> float:
    box = axes.get_window_extent()
    return float(box.width / box.height)


def _dot_size(count: int) -> float:
    """Area of a marker in square points: many samples are small ones."""
    return float(np.clip(40000.0 / max(count, 1), 2.0, 40.0))


def _flat_colour(kind: SurfaceKind) -> tuple[float, float, float, float]:
    """Roads opaque, water and zones translucent."""
    return *_unit_rgb(SURFACE_COLOURS[kind]), 1.0 if kind == SurfaceKind.TRAFFIC else 0.45


def _unit_rgb(colour: tuple[int, int, int]) -> tuple[float, float, float]:
    red, green, blue = (part / 255.0 for part in colour)
    return red, green, blue


def _draw_cameras(axes: Axes, city: CityModel, cameras: gpd.GeoDataFrame) -> None:
    place = cameras.geometry if cameras.crs is None else cameras.geometry.to_crs(city.crs)
    x, y = place.x - city.origin[0], place.y - city.origin[1]
    axes.scatter(
        x, y, marker="^", s=46, c=[_unit_rgb(CAMERA)], edgecolors="white", linewidths=0.8, zorder=7
    )


def _context_entries(flat: Sequence[SurfaceKind], lang: Language) -> list[Entry]:
    names = {SurfaceKind.TRAFFIC: "roads", SurfaceKind.ZONE: "zones", SurfaceKind.WATER: "water"}
    return [
        Entry(TEXT[lang][names[k]], SURFACE_COLOURS[k], -1, translucent=k != SurfaceKind.TRAFFIC)
        for k in flat
    ]


def _draw_legend(figure: Any, coloring: Coloring, others: list[Entry]) -> None:
    """Draw ramp or patches in the column right of the map."""
    left, y = 1.0 - LEGEND_SHARE, 0.90
    width_px = LEGEND_SHARE * MAP_SIZE_PX[0] - 20
    for line in wrapped(coloring.title, width_px=width_px, size=11.0):
        figure.text(left, y, line, va="center", **text_style(line, 11.0, "bold"))
        y -= 0.026
    if coloring.ramp is not None:
        y = _draw_ramp(figure, coloring, left, y - 0.005)
    for entry in (*coloring.entries, *others):
        y = _draw_entry(figure, entry, left, y - 0.012)


def _draw_ramp(figure: Any, coloring: Coloring, left: float, top: float) -> float:
    ramp = coloring.ramp
    assert ramp is not None
    axes = figure.add_axes((left, top - 0.3, 0.022, 0.29))
    axes.imshow(
        ramp.colours[:, None, :], origin="lower", aspect="auto", extent=(0, 1, ramp.low, ramp.high)
    )
    axes.set_xticks([])
    axes.yaxis.tick_right()
    labels = {tick: plain_number(tick) for tick in ramp.ticks}
    gap = 0.05 * (ramp.high - ramp.low)
    for beyond, value, sign in ((ramp.below, ramp.low, "≤"), (ramp.above, ramp.high, "≥")):
        if beyond:
            labels = {t: word for t, word in labels.items() if abs(t - value) > gap}
            labels[value] = f"{sign} {plain_number(value)}"
    axes.set_yticks(list(labels))
    axes.set_yticklabels(list(labels.values()), fontsize=9)
    return top - 0.315


def _draw_entry(figure: Any, entry: Entry, left: float, y: float) -> float:
    from matplotlib.patches import Rectangle

    hatch = UNKNOWN_HATCH if entry.hatched else None
    colour = np.array(_unit_rgb(entry.colour))
    if entry.translucent:  # as it looks over the ground
        colour = 0.45 * colour + 0.55 * np.array(_GROUND)
    figure.add_artist(
        Rectangle(
            (left, y - 0.009),
            0.024,
            0.018,
            facecolor=colour,
            edgecolor="#3c3c3c",
            linewidth=0.6,
            hatch=hatch,
            transform=figure.transFigure,
        )
    )
    label = entry.label if entry.count < 0 else f"{entry.label}  ({entry.count:,})"
    width_px = (LEGEND_SHARE - 0.04) * MAP_SIZE_PX[0]
    lines = wrapped(label, width_px=width_px, size=9.5)[:2]
    for i, line in enumerate(lines):
        figure.text(left + 0.033, y - 0.018 * i, line, va="center", **text_style(line, 9.5))
    return y - 0.018 - 0.018 * (len(lines) - 1)


def _save(figure: Any, path: str | Path) -> None:
    known = figure.canvas.get_supported_filetypes()
    suffix = Path(path).suffix.lower().lstrip(".")
    if suffix not in known:
        raise CityModelError(
            f"{path} has no suffix of a picture; maps are .png, .pdf or .svg; rename it"
        )
    with replaced(path) as temporary:
        figure.savefig(temporary, dpi=DPI, format=suffix)
