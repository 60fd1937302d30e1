from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from builders import ORIGIN, Box, box_city, flat_ground
from shapely.geometry import box
from weathers import year

from analyses.solar import solar_potential
from analyses.suitability import (
    CONDITIONS,
    Restriction,
    SuitabilityCriteria,
    rank_of,
    solar_suitability,
)
from citygml.errors import AnalysisError
from citygml.surfaces import SurfaceKind

ONLY = SuitabilityCriteria(
    min_irradiation_kwh_per_m2=None, tsunami=False, flood=False, landslide=False
)


def city_of(*attributes, records=None):
    """Buildings of 10 m, 30 m apart."""
    boxes = [
        Box(10, 10, 10, east=30.0 * i, attributes={"height_m": 10.0, **more})
        for i, more in enumerate(attributes)
    ]
    return box_city(boxes, terrain=flat_ground(), records=records)


def judged(city, criteria=ONLY, **more):
    roofs = solar_potential(city, year(), preset="fast", spacing_m=5.0)
    return solar_suitability(city, roofs, criteria=criteria, **more)


def records(*rows):
    """Flood records: feature, hazard, depth or class."""
    return {
        "flood_risk": pd.DataFrame(
            [
                {
                    "feature_id": f,
                    "hazard": h,
                    "depth_m": d if isinstance(d, float) else np.nan,
                    "rank_text": "" if isinstance(d, float) else d,
                    "unit_problem": "",
                }
                for f, h, d in rows
            ]
        )
    }


def test_ranks_fall_with_points():
    got = rank_of(np.array([0.0, -2.0, -2.5, -6.0, -10.0]), SuitabilityCriteria())
    assert got.tolist() == [5, 4, 3, 2, 1]


def test_nothing_asked_is_rank_five_and_says_so():
    found = judged(city_of({}))
    assert found["rank"].tolist() == [5]
    assert (found[list(CONDITIONS)] == "not_asked").all(axis=None)
    assert "not asked" in found.attrs["plateau"]["notes"][0]


def test_light_below_the_threshold_or_among_the_lowest_fails_once():
    city = box_city(
        [Box(10, 10, 6), Box(10, 10, 30, north=-12), Box(10, 10, 6, east=300)],
        terrain=flat_ground(),
    )
    light = solar_potential(city, year(), preset="fast")["irradiation_kwh_per_m2"]
    between = float(np.mean(sorted(light)[:2]))
    both = replace(ONLY, min_irradiation_kwh_per_m2=between, lowest_ratio=0.1)
    found = judged(city, both)
    assert found["irradiation"].tolist() == ["fail", "pass", "pass"]
    assert found["points"].tolist() == [-1.0, 0.0, 0.0]


def test_structure_and_storeys_that_are_not_known_are_unknown():
    """611 is the code for unknown; unknown costs nothing but is shown."""
    city = city_of(
        {"structure": "601", "storeys_above_ground": 2},
        {"structure": "603", "storeys_above_ground": 9},
        {"structure": "611", "storeys_above_ground": None},
    )
    found = judged(city, replace(ONLY, excluded_structures=("601",), storeys=(1, 5)))
    assert found["structure"].tolist() == ["fail", "pass", "unknown"]
    assert found["storeys"].tolist() == ["pass", "fail", "unknown"]
    assert found["rank"].tolist() == [4, 4, 5]
    assert found["rank_if_worst"].tolist() == [4, 4, 4]
    assert found["unknown"].tolist() == ["", "", "structure;storeys"]


def test_water_is_a_depth_compared_with_the_height_of_the_building():
    """10 m high: under 12 m fails, over 3 m passes, "5 m or more" is unknown; D15 of the official
    program compared with the elevation of the roof."""
    wet = records(
        ("b0", "river", 12.0),
        ("b1", "river", 3.0),
        ("b2", "river", "5m以上"),
        ("b0", "tsunami", 1.0),
    )
    found = judged(city_of({}, {}, {}, {}, records=wet), replace(ONLY, flood=True, tsunami=True))
    assert found["flood"].tolist() == ["fail", "pass", "unknown", "pass"]
    assert found["tsunami"].tolist() == ["pass"] * 4
    none = judged(city_of({}, records=records(("b0", "river", 1.0))), replace(ONLY, tsunami=True))
    assert none["tsunami"].tolist() == ["not_asked"]


def test_limits_of_storeys_themselves_pass_and_high_tide_is_a_flood():
    city = city_of(
        *({"storeys_above_ground": count} for count in (1, 2, 5, 6)),
        records=records(("b0", "high_tide", 12.0)),
    )
    found = judged(city, replace(ONLY, storeys=(2, 5), flood=True))
    assert found["storeys"].tolist() == ["fail", "pass", "pass", "fail"]
    assert found["flood"].tolist() == ["fail", "pass", "pass", "pass"]


def test_landslide_by_record():
    city = city_of({}, {}, records=records(("b1", "landslide", "")))
    found = judged(city, replace(ONLY, landslide=True))
    assert found["landslide"].tolist() == ["pass", "fail"]


def with_zone(city, name):
    """The city with one of its buildings made a landslide zone on the ground."""
    row = city.features.index.get_loc(name)
    features = city.features.assign(area_type_code="1")
    features.loc[name, "kind"] = "SedimentDisasterProneArea"
    surfaces = city.surfaces
    top = (surfaces.feature_row == row) & (surfaces.kind == SurfaceKind.ROOF)
    kind = np.where(top, np.uint8(SurfaceKind.ZONE), surfaces.kind)
    return replace(city, features=features, surfaces=replace(surfaces, kind=kind))


def test_landslide_by_zone():
    """b0 stands half in a zone, b1 8 m beside it; without any zone nobody asks."""
    zone = Box(15, 40, 0.1, east=5.0, north=-10.0, attributes={"height_m": 10.0})
    boxes = [Box(10, 10, 10, east=east, attributes={"height_m": 10.0}) for east in (0.0, 28.0)]
    city = with_zone(box_city([*boxes, zone], terrain=flat_ground()), "b2")
    found = judged(city, replace(ONLY, landslide=True))
    assert found["landslide"].to_dict() == {"b0": "fail", "b1": "pass"}
    assert judged(city)["landslide"].tolist() == ["not_asked"] * 2
    plain = box_city(boxes, terrain=flat_ground())
    assert judged(plain, replace(ONLY, landslide=True))["landslide"].tolist() == ["not_asked"] * 2


def test_a_building_without_footprint_is_in_no_zone_that_is_known():
    """Its record still says that it stands in one."""
    city = city_of({}, {}, {}, records=records(("b1", "landslide", ""), ("b2", "landslide", "")))
    features = city.features.copy()
    features.loc[["b0", "b1"], "geometry"] = None
    roofs = solar_potential(city, year(), preset="fast", spacing_m=5.0)
    bare = replace(city, features=features)
    found = solar_suitability(bare, roofs, criteria=replace(ONLY, landslide=True))
    assert found["landslide"].tolist() == ["unknown", "fail", "fail"]


def test_snow_by_depth_and_by_load():
    """1.5 m x 20 N/m² per cm = 3000 N/m²."""
    city = city_of({}, {})
    depth = pd.Series({"b0": 1.5})
    by_depth = judged(city, replace(ONLY, max_snow_depth_m=1.0), snow_depth_m=depth)
    assert by_depth["snow"].tolist() == ["fail", "unknown"]
    heavy = replace(ONLY, max_snow_load_n_per_m2=3000.0)
    assert judged(city, heavy, snow_depth_m=1.5)["snow"].tolist() == ["fail", "fail"]
    assert judged(city, heavy, snow_depth_m=1.4)["snow"].tolist() == ["pass", "pass"]


def area(west, crs):
    return gpd.GeoDataFrame(
        geometry=[box(ORIGIN[0] + west, ORIGIN[1] - 5, ORIGIN[0] + west + 20, ORIGIN[1] + 20)],
        crs=crs,
    )


def test_every_restriction_is_compared_with_its_own_area_and_height():
    """D14 of the official program compared the second and third with the first area."""
    city = city_of({}, {"height_m": 8.0}, {"height_m": None})
    limits = tuple(
        Restriction(area(west, city.crs), min_height_m=9.0) for west in (-5.0, 25.0, 55.0)
    )
    found = judged(city, restrictions=limits)
    assert found["restriction_1"].tolist() == ["fail", "pass", "pass"]
    assert found["restriction_2"].tolist() == ["pass", "pass", "pass"]
    # Without a measured height that of the solid counts.
    assert found["restriction_3"].tolist() == ["pass", "pass", "fail"]
    far = judged(city, restrictions=(Restriction(area(-5, city.crs).to_crs("EPSG:6668")),))
    assert far["restriction_1"].tolist() == ["fail", "pass", "pass"]


@pytest.mark.parametrize(
    ("azimuth", "sector", "answer"),
    [
        (350.0, 0, "fail"),
        (10.0, 0, "fail"),
        (23.0, 0, "pass"),
        (350.0, 4, "pass"),
        (90.0, 2, "fail"),
    ],
)
def test_sectors_of_azimuth_wrap_at_north(azimuth, sector, answer):
    """D11 and D8 of the official program."""
    city = city_of({})
    roofs = solar_potential(city, year(), preset="fast", spacing_m=5.0).assign(azimuth_deg=azimuth)
    limit = Restriction(area(-5, city.crs), sector=sector)
    found = solar_suitability(city, roofs, criteria=ONLY, restrictions=(limit,))
    assert found["restriction_1"].tolist() == [answer]


def test_weights_count():
    city = city_of({"structure": "601"})
    heavy = replace(ONLY, excluded_structures=("601",), weights=(1.0, 5.0, *[1.0] * 8))
    found = judged(city, heavy)
    assert found["points"].tolist() == [-5.0]
    assert found["rank"].tolist() == [2]
    assert found["failed"].tolist() == ["structure"]


def test_bad_input_is_refused():
    city = city_of({})
    roofs = solar_potential(city, year(), preset="fast", spacing_m=5.0)
    with pytest.raises(AnalysisError, match="4 restrictions"):
        solar_suitability(city, roofs, restrictions=(Restriction(area(0, city.crs)),) * 4)
    with pytest.raises(AnalysisError, match=r"sector is 9; .* 0 \(north\) to 7"):
        Restriction(area(0, city.crs), sector=9)
    with pytest.raises(AnalysisError, match="no reference system"):
        solar_suitability(city, roofs, restrictions=(Restriction(area(0, None)),))
    with pytest.raises(AnalysisError, match="is not in the city"):
        solar_suitability(city, roofs.assign(feature_id="x"))
    with pytest.raises(AnalysisError, match="2 weights"):
        SuitabilityCriteria(weights=(1.0, 1.0))
    with pytest.raises(AnalysisError, match="points must fall"):
        SuitabilityCriteria(ranks=(-6.0, -4.0, -2.0, 0.0))


def test_a_building_outside_every_area_passes_whatever_its_height():
    """Only in the area does a height that is not known matter."""
    city = city_of({"height_m": None}, {"height_m": None})
    features = city.features.assign(top_elevation_m=np.nan)
    roofs = solar_potential(city, year(), preset="fast", spacing_m=5.0)
    limit = Restriction(area(-5.0, city.crs), min_height_m=9.0)
    found = solar_suitability(
        replace(city, features=features), roofs, criteria=ONLY, restrictions=(limit,)
    )
    assert found["restriction_1"].tolist() == ["unknown", "pass"]
