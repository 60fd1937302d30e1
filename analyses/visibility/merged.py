"""Tables of all tiles -> what only all of them tell: who sees alone, what a placement needs."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from analyses.visibility.grid import cells_of, spacing_of
from analyses.visibility.placement_rules import PlacementRules
from analyses.visibility.selection import cover_of_pairs
from analyses.visibility.sightings import Look, Offer, Sightings
from analyses.visibility.targets import AREA, COUNT, LENGTH
from citygml.errors import AnalysisError
from citygml.model import CityModel

#: What samples may stand for.
_MEASURES = {measure.suffix: measure for measure in (AREA, LENGTH, COUNT)}


def exclusive_amounts(samples: pd.DataFrame) -> pd.DataFrame:
    """Area, length or number of targets that one camera alone sees, by camera.

    A camera is analysed with those in the same tile; another one from a tile further on may see the
    same ground.

    Parameters
    ----------
    samples : DataFrame
        ``seen_by, seen_count`` and ``area_m2``, ``length_m`` or ``count`` of all tiles, as
        `camera_coverage` gives them.

    Returns
    -------
    DataFrame
        Index ``camera_id``, column ``exclusive_area_m2``, ``_length_m`` or ``_count``; cameras that
        see nothing alone are not there. [m², m]

    Raises
    ------
    AnalysisError
        If a column is missing.

    Examples
    --------
    >>> samples = pd.DataFrame({"seen_by": ["a", "a;b", "b", "b"], "seen_count": [1, 2, 1, 1],
    ...                         "area_m2": [0.25, 0.25, 0.25, 0.25]})
    >>> exclusive_amounts(samples)["exclusive_area_m2"].to_dict()
    {'a': 0.25, 'b': 0.5}
    """
    amount = next((name for name in _MEASURES if name in samples.columns), AREA.suffix)
    if missing := {"seen_by", "seen_count", amount} - set(samples.columns):
        raise AnalysisError(
            f"the samples lack {', '.join(sorted(missing))}; take them from camera_coverage"
        )
    alone = samples[samples["seen_count"] == 1]
    sums = alone.groupby(alone["seen_by"].astype(str))[[amount]].sum()
    return sums.rename(columns={amount: f"exclusive_{amount}"}).rename_axis("camera_id")


def in_grid_order(samples: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return samples of all tiles in the order of one city: by row, then by column.

    Those that are no grid cells stay as they are.
    """
    if "area_m2" not in samples.columns or samples.has_z.any():
        return samples
    cells = cells_of(samples, spacing_of(samples))
    ordered = samples.iloc[np.lexsort((cells[:, 0], cells[:, 1]))]
    ordered.attrs = samples.attrs
    return ordered


def sighting_tables(seen: Look, city: CityModel) -> dict[str, gpd.GeoDataFrame]:
    """Return what is seen in a tile as tables that lie beside its result until all are there.

    Parameters
    ----------
    seen : Look
        From `analyses.visibility.sightings.look`.
    city : CityModel
        The tile.

    Returns
    -------
    dict of str to GeoDataFrame
        ``sights``, one row per target: what it is worth, its grid cell, and the rows of the offer
        that see it. ``posts``, one row per row of the offer: why it cannot be used, and whether it
        sees what is private. Both are points, so that each row belongs to one tile.
    """
    targets = seen.targets
    order = np.lexsort((seen.camera, seen.sample))
    ends = np.cumsum(np.bincount(seen.sample, minlength=len(targets)))
    place = targets.points[:, :2] + city.origin[:2]
    sights = gpd.GeoDataFrame(
        {
            "worth": targets.weight * targets.amount,
            "column": targets.cell[:, 0],
            "row": targets.cell[:, 1],
            "seen_by": pd.Series(np.split(seen.camera[order], ends[:-1]), dtype=object)
            if len(targets)
            else pd.Series([], dtype=object),
        },
        geometry=gpd.points_from_xy(place[:, 0], place[:, 1]),
        crs=city.crs,
    ).set_axis(pd.Index(targets.ids, name="sample_id", dtype="str"))
    table = seen.posts.table
    posts = gpd.GeoDataFrame(
        {"problem": seen.posts.problem, "is_watching": seen.is_watching},
        geometry=table.geometry.to_numpy(),
        index=table.index,
        crs=table.crs,
    )
    sights.attrs["plateau"] = {
        "notes": list(seen.notes),
        "parameters": {
            "heights_m": list(targets.heights_m),
            "measure": targets.measure.suffix,
            "engine": seen.engine,
        },
    }
    return {"sights": sights, "posts": posts}


def merged_sightings(
    tables: Mapping[str, gpd.GeoDataFrame], offer: Offer, rules: PlacementRules
) -> Sightings:
    """Return what there is to choose from, in all tiles together.

    Parameters
    ----------
    tables : mapping of str to GeoDataFrame
        ``sights`` and ``posts`` of all tiles, from `sighting_tables`.
    offer : Offer
        The same as in every tile.
    rules : PlacementRules
        The same as in every tile.

    Returns
    -------
    Sightings
        Those of the city in one piece.
    """
    sights, posts = tables["sights"], tables["posts"]
    sights = sights.iloc[np.lexsort((sights["column"], sights["row"]))]
    seen_by = sights["seen_by"].to_numpy(dtype=object)
    count = np.array([len(rows) for rows in seen_by], dtype=np.int64)
    camera = np.concatenate([np.zeros(0, np.int32), *seen_by])
    written = tables["sights"].attrs["plateau"]
    known = posts.reindex(offer.table.index)
    problem = known["problem"].fillna("stands in no tile that was analysed")
    return Sightings(
        offer=offer,
        problem=problem.to_numpy(dtype=object),
        is_watching=known["is_watching"].fillna(value=False).to_numpy(dtype=bool),
        cover=cover_of_pairs(
            camera,
            np.repeat(np.arange(len(sights), dtype=np.int32), count),
            weight=sights["worth"].to_numpy(dtype=np.float64),
            need=np.full(len(sights), rules.times, np.int16),
            site=offer.site,
            cost=offer.cost,
        ),
        measure=_MEASURES[written["parameters"]["measure"]],
        heights_m=tuple(written["parameters"]["heights_m"]),
        engine=written["parameters"]["engine"],
        notes=tuple(written["notes"]),
    )
