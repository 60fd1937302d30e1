"""Objects that old and new versions of i-UR call differently -> one name.

* Landslide zones are ``gen:GenericCityObject`` with a set 土砂災害警戒区域 in 1.4, and
  ``urf:SedimentDisasterProneArea`` since 2.0: they get the newer kind and its columns.
* Water surfaces hold their risk in ``uro:floodingRiskAttribute`` up to 3.2, and in the property of
  every other object in 4.0: their records go to "water_surface".
* A depth is a number, a class of the nation or a class of the city: every record gets the interval
  of depths it allows.

Every table then says what its columns are.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analyses.hazards import with_depth_intervals
from citygml.model import CityModel
from citygml.surfaces import SurfaceKind
from plateau.described import described

ZONE_KIND = "SedimentDisasterProneArea"


def with_current_names(city: CityModel) -> CityModel:
    """Return the city with landslide zones and water surfaces as in i-UR 2.0 to 3.2.

    Hazard records get the columns of `analyses.hazards.depth_intervals`.

    Parameters
    ----------
    city : CityModel
        As read with `plateau.schema.plateau_schema`.
    """
    risk = city.records["flood_risk"]
    kind = city.features["kind"].reindex(risk["feature_id"]).to_numpy()
    of_water = kind == "WaterBody"
    of_zone = (kind == "GenericCityObject") & (risk["hazard"] == "landslide").to_numpy(dtype=bool)
    if not (of_water | of_zone).any():
        return described(with_depth_intervals(city))
    water = pd.concat([city.records["water_surface"], risk[of_water]], ignore_index=True)
    rest = risk[~of_water & ~of_zone].reset_index(drop=True)
    records = {**city.records, "water_surface": water, "flood_risk": rest}
    zoned = _with_zones(replace(city, records=records), risk[of_zone])
    return described(with_depth_intervals(zoned))


def _with_zones(city: CityModel, zones: pd.DataFrame) -> CityModel:
    """Give generic objects the kind and the class of the zone they are."""
    first = zones.drop_duplicates("feature_id").set_index("feature_id")
    is_zone = city.features.index.isin(first.index)
    features = city.features.copy()
    features.loc[is_zone, "kind"] = ZONE_KIND
    for name in ("area_type_code", "area_type_text"):
        features[name] = features[name].fillna(first[name].reindex(features.index))
    surfaces = city.surfaces
    kinds = np.where(is_zone[surfaces.feature_row], SurfaceKind.ZONE, surfaces.kind)
    return replace(city, features=features, surfaces=replace(surfaces, kind=kinds.astype(np.uint8)))
