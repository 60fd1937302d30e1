"""Conditions on place -> which part of each file is read, so that the rest never fills memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from citygml.window import Window
from plateau.chosen import chosen_part, held_by
from plateau.generations import with_current_names
from plateau.heads import heads_of, is_latitude_first
from plateau.selection import Area
from plateau.tiles import Bounds

if TYPE_CHECKING:
    from citygml.model import CityModel
    from citygml.stream import Source
    from plateau.files import DatasetFile


def windows_of(
    entries: Sequence[DatasetFile], areas: Sequence[Area], margin_m: float
) -> dict[str, Window]:
    """Return the part of each file that may hold objects of a place or of its surroundings.

    Parameters
    ----------
    entries : sequence of DatasetFile
        The files.
    areas : sequence of Area
        Conditions of `plateau.dataset.Dataset.select`; an object must meet all of them.
    margin_m : float
        How far from the place objects may be. [m]

    Returns
    -------
    dict of str to Window
        Label of a file -> its part; a file that is wanted whole, or whose axes are not latitude
        and longitude, is not in it.
    """
    cut = {entry.label: box for entry in entries if (box := _box(entry, areas, margin_m))}
    if not cut:
        return {}
    chosen = [entry for entry in entries if entry.label in cut]
    return {
        entry.label: Window((box.south, box.west), (box.north, box.east))
        for entry, head in zip(chosen, heads_of(chosen), strict=True)
        if is_latitude_first(head.srs_name) and (box := cut[entry.label])
    }


def chosen_city(
    sources: Sequence[Source],
    read: Callable[[Sequence[Source]], CityModel],
    *,
    areas: Sequence[Area],
    context_m: float,
) -> CityModel:
    """Return what is chosen of files that are read only near a place.

    Where an object of the place reaches so far out of it that its surroundings leave what was read,
    the files are read again, whole.

    Parameters
    ----------
    sources : sequence of Source
        The files, with windows.
    read : callable
        Reads them.
    areas, context_m
        As of `plateau.chosen.chosen_part`.
    """
    city = with_current_names(read(sources))
    windows = [source.window for source in sources if source.window is not None]
    if windows:
        held = held_by(city, areas)[city.root_row]
        if _reaches_out(windows, box_around(city, held, context_m)):
            city = with_current_names(read([replace(s, window=None) for s in sources]))
    return chosen_part(city, areas, context_m)


def _reaches_out(windows: Sequence[Window], box: Bounds | None) -> bool:
    """Whether a place is not wholly in every one of some windows."""
    return box is not None and any(
        min(box.south - window.low[0], box.west - window.low[1]) < 0.0
        or min(window.high[0] - box.north, window.high[1] - box.east) < 0.0
        for window in windows
    )


def box_around(city: CityModel, held: NDArray[np.bool_], context_m: float) -> Bounds | None:
    """Place of some objects and their surroundings, None without any. [deg]"""
    boxes = shapely.bounds(city.features.geometry.to_numpy()[held]).reshape(-1, 4)
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    if not len(boxes):
        return None
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)
    to_degrees = Transformer.from_crs(city.crs, CRS.from_epsg(6668), always_xy=True)
    return Bounds(*to_degrees.transform_bounds(west, south, east, north)).grown(context_m)


def _box(entry: DatasetFile, areas: Sequence[Area], margin_m: float) -> Bounds | None:
    """Part of a file that meets all conditions, with surroundings; None where it is all of it."""
    extents = [
        area.extent.grown(margin_m)
        for area in areas
        if area.is_place and not (area.tiles and entry.tile.startswith(area.tiles))
    ]
    if not extents:
        return None
    west, south = max(box.west for box in extents), max(box.south for box in extents)
    east, north = min(box.east for box in extents), min(box.north for box in extents)
    return Bounds(west, south, max(east, west), max(north, south))
