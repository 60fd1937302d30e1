"""Illuminance of cells -> dark spots, and the light class of each road."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from analyses.tables import Column
from analyses.visibility.areas import made_of_samples
from analyses.visibility.grid import cells_of, connected_pieces, dissolved_each, spacing_of
from citygml.errors import AnalysisError
from citygml.model import CityModel

#: Least vertical illuminance and mean horizontal illuminance of a street, by class: crime
#: prevention lighting, JSSA SES E1901-4:2015, table 1. [lx]
CLASSES = {"A": (1.0, 5.0), "B": (0.5, 3.0)}


DARK_COLUMNS = (
    Column("rank", "int32", "", "順位", "1 = the largest."),
    Column("area_m2", "float64", "m2", "面積", "Ground in one piece that is too dark."),
    Column("mean_lx", "float64", "lx", "平均照度", "Mean of the illuminance that was asked about."),
)  # fmt: skip
STREET_COLUMNS = (
    Column("mean_horizontal_lx", "float64", "lx", "平均水平面照度", "Mean on the ground."),
    Column("min_vertical_lx", "float64", "lx", "最小鉛直面照度", "Lowest on faces."),
    Column("area_m2", "float64", "m2", "面積", "Ground looked at."),
    Column("light_class", "string", "", "照度クラス", "A or B of SES E1901-4, empty below B."),
)  # fmt: skip


def dark_spots(
    city: CityModel,
    samples: gpd.GeoDataFrame,
    *,
    column: str = "vertical_lx",
    min_lx: float = CLASSES["B"][0],
    min_area_m2: float = 4.0,
) -> gpd.GeoDataFrame:
    """Ground that is too dark, piece by piece, the largest first.

    Parameters
    ----------
    city : CityModel
        The city that was analysed.
    samples : GeoDataFrame
        Of `street_lights`; of "ground" only what lamps could reach is there, so look at "roads".
    column : {"vertical_lx", "horizontal_lx"}
        What must be bright enough.
    min_lx : float
        Darker is too dark; by default the least vertical illuminance of class B. [lx]
    min_area_m2 : float
        Smaller pieces are left out. [m²]

    Returns
    -------
    GeoDataFrame
        Index ``dark_spot_id``, columns `DARK_COLUMNS`.

    Raises
    ------
    AnalysisError
        If a parameter is out of bounds or the samples are no cells of `street_lights`.
    """
    if column not in {"vertical_lx", "horizontal_lx"} or column not in samples.columns:
        raise AnalysisError(f"column is {column!r}; it must be vertical_lx or horizontal_lx")
    if not (min_lx > 0.0 and min_area_m2 >= 0.0):
        raise AnalysisError(f"min_lx {min_lx} must be above 0, min_area_m2 {min_area_m2} 0 or more")
    spacing = spacing_of(samples)
    dark = samples[samples[column] < min_lx]
    cells = cells_of(dark, spacing)
    piece = connected_pieces(cells)
    size = np.bincount(piece) if len(piece) else np.zeros(0)
    kept = np.flatnonzero(size * spacing**2 >= min_area_m2)
    kept = kept[np.argsort(-size[kept], kind="stable")]
    total = np.bincount(piece, dark[column].to_numpy(), len(size))
    table = gpd.GeoDataFrame(
        {
            "rank": np.arange(1, len(kept) + 1),
            "area_m2": size[kept] * spacing**2,
            "mean_lx": total[kept] / np.maximum(size[kept], 1),
        },
        geometry=dissolved_each(cells, piece, kept, spacing),
        index=pd.Index([f"dark_{i + 1}" for i in range(len(kept))], name="dark_spot_id"),
        crs=samples.crs,
    )
    return made_of_samples(table, city, samples, columns=DARK_COLUMNS, analysis="dark_spots")


def street_classes(city: CityModel, samples: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Light of each road against the classes of crime prevention lighting [1]_.

    Class A lets one know the outline of a face 4 m away, class B how a person moves. The standard
    measures vertical light on the axis of the road; here every cell of the road counts, which is
    stricter.

    Parameters
    ----------
    city : CityModel
        The city that was analysed.
    samples : GeoDataFrame
        Of `street_lights` with ``targets="roads"`` or polygons.

    Returns
    -------
    GeoDataFrame
        Index ``part_id``, columns `STREET_COLUMNS`, the darkest first.

    Raises
    ------
    AnalysisError
        If the samples belong to no road.

    References
    ----------
    .. [1] JSSA SES E1901-4:2015, table 1.
    """
    own = samples[samples["part_id"].fillna("") != ""]
    if not len(own):
        raise AnalysisError("the samples belong to no part; take targets='roads' or polygons")
    groups = own.groupby(own["part_id"].astype(str))
    mean, least = groups["horizontal_lx"].mean(), groups["vertical_lx"].min()
    found = np.full(len(mean), "", dtype=object)
    for name in ("B", "A"):
        vertical, horizontal = CLASSES[name]
        found[(least.to_numpy() >= vertical) & (mean.to_numpy() >= horizontal)] = name
    outline = city.features.geometry
    table = gpd.GeoDataFrame(
        {
            "mean_horizontal_lx": mean,
            "min_vertical_lx": least,
            "area_m2": groups["area_m2"].sum(),
            "light_class": found,
        },
        geometry=outline.reindex(mean.index).to_numpy(),
        crs=city.crs,
    ).sort_values("mean_horizontal_lx", kind="stable")
    return made_of_samples(table, city, samples, columns=STREET_COLUMNS, analysis="street_classes")
