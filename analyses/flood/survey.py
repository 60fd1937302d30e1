"""What a dataset models at all, asked part by part: the absence of a record depends on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from analyses.flood.criteria import DEFAULT_CRITERIA, FloodCriteria
from analyses.flood.records import modelled_hazards
from analyses.flood.water import water_layers
from analyses.hazards import landslide_polygons, texts
from citygml.model import CityModel

LANDSLIDE = "landslide"


def flood_survey(
    city: CityModel, *, criteria: FloodCriteria = DEFAULT_CRITERIA
) -> gpd.GeoDataFrame:
    """Find which layers a part of a dataset carries, for `FloodCriteria.modelled`.

    Parameters
    ----------
    city : CityModel
        A tile, or all.
    criteria : FloodCriteria
        Hazards and scales that count.

    Returns
    -------
    GeoDataFrame
        One row per layer that is there, index ``layer``: hazards of the criteria, "landslide";
        column ``objects``: how many objects carry a record of any hazard. No geometry.
    """
    records = city.records.get("flood_risk", pd.DataFrame({"feature_id": []}))
    found = set(modelled_hazards(records, water_layers(city, criteria), criteria=criteria))
    slides = (texts(records, "hazard") == LANDSLIDE).fillna(value=False)
    if slides.any() or len(landslide_polygons(city)[0]):
        found.add(LANDSLIDE)
    return gpd.GeoDataFrame(
        {"objects": records["feature_id"].nunique()},
        index=pd.Index(sorted(found), name="layer", dtype="str"),
        geometry=gpd.GeoSeries([None] * len(found), index=sorted(found), crs=city.crs),
    )


def with_survey(criteria: FloodCriteria, layers: Iterable[str]) -> FloodCriteria:
    """Return the criteria with what surveys of all parts of a dataset found.

    Examples
    --------
    >>> with_survey(DEFAULT_CRITERIA, ["river", "landslide", "river"]).modelled
    ('landslide', 'river')
    """
    return replace(criteria, modelled=tuple(sorted({*criteria.modelled, *layers})))
