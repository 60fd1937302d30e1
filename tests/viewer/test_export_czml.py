from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from builders import ZONE_VII
from pyproj import Transformer

from citygml.errors import CityModelError
from viewer.coloring import column_coloring
from viewer.export.czml import write_czml, write_czml_rays


@pytest.fixture
def series():
    """b0 is lit at 8:00 only, b1 at 9:00 only."""
    times = pd.date_range("2026-12-22 08:00", periods=2, freq="h", tz="Asia/Tokyo")
    return pd.DataFrame([[1.0, 0.0], [0.0, 1.0]], index=["b0", "b1"], columns=times)


def packets(path):
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found[0]["id"] == "document"
    assert found[0]["version"] == "1.0"
    return {packet["id"]: packet for packet in found}


def test_buildings_stand_on_their_footprints_with_their_heights(town, tmp_path):
    found = packets(write_czml(tmp_path / "a.czml", town, geoid_height_m=37.0))
    assert set(found) == {"document", *(f"b{i}" for i in range(25))}
    polygon = found["b12"]["polygon"]
    assert (polygon["height"], polygon["extrudedHeight"]) == (40.0, 80.0)
    degrees = np.array(polygon["positions"]["cartographicDegrees"]).reshape(-1, 3)
    back = Transformer.from_crs(4326, ZONE_VII, always_xy=True)
    xy = np.column_stack(back.transform(degrees[:, 0], degrees[:, 1])) - np.array(town.origin[:2])
    assert sorted(map(tuple, xy.round(2).tolist())) == [(40, 40), (40, 50), (50, 40), (50, 50)]
    assert found["b1"]["properties"]["usage"] == "shop"


def test_colours_change_hour_by_hour_on_one_scale(town, series, tmp_path):
    found = packets(write_czml(tmp_path / "a.czml", town, series, quantity="sunlit_ratio"))
    assert found["document"]["clock"]["interval"] == "2026-12-21T23:00:00Z/2026-12-22T01:00:00Z"
    lit, dark = column_coloring(pd.DataFrame({"sunlit_ratio": [1.0, 0.0]}), "sunlit_ratio").rgb
    steps = found["b0"]["polygon"]["material"]["solidColor"]["color"]
    assert [step["interval"] for step in steps] == [
        "2026-12-21T23:00:00Z/2026-12-22T00:00:00Z",
        "2026-12-22T00:00:00Z/2026-12-22T01:00:00Z",
    ]
    assert [step["rgba"] for step in steps] == [[*lit.tolist(), 255], [*dark.tolist(), 255]]
    assert found["b1"]["polygon"]["material"]["solidColor"]["color"][0]["rgba"][:3] == dark.tolist()
    assert "rgba" in found["b2"]["polygon"]["material"]["solidColor"]["color"]


def test_the_last_value_stays_as_long_as_the_one_before_it(town, tmp_path):
    """8, 9 and 11 h: from 11 to 13 h."""
    times = pd.DatetimeIndex([f"2026-12-22 {hour}:00" for hour in ("08", "09", "11")])
    table = pd.DataFrame([[0.0, 0.5, 1.0]], index=["b0"], columns=times.tz_localize("Asia/Tokyo"))
    found = packets(write_czml(tmp_path / "a.czml", town, table, quantity="sunlit_ratio"))
    steps = found["b0"]["polygon"]["material"]["solidColor"]["color"]
    assert [step["interval"].partition("/")[2] for step in steps] == [
        "2026-12-22T00:00:00Z",
        "2026-12-22T02:00:00Z",
        "2026-12-22T04:00:00Z",
    ]


def test_times_without_a_zone_are_refused(town, series, tmp_path):
    naive = series.set_axis(series.columns.tz_localize(None), axis=1)
    with pytest.raises(CityModelError, match="time zone"):
        write_czml(tmp_path / "a.czml", town, naive)


def test_a_series_of_another_city_is_refused(town, series, tmp_path):
    with pytest.raises(CityModelError, match="ids must agree"):
        write_czml(tmp_path / "a.czml", town, series.set_axis(["x", "y"]))
    assert not list(tmp_path.iterdir())


@pytest.fixture
def rays():
    """Two rays of 30 m to the east, the second stronger and half a year later."""
    lines = [
        shapely.linestrings([(-69000.0, 34000.0, 10.0), (-68970.0, 34000.0, 20.0)]),
        shapely.linestrings([(-69000.0, 34000.0, 10.0), (-68970.0, 34000.0, 5.0)]),
    ]
    return gpd.GeoDataFrame(
        {
            "time": ["2018-01-03T07:32:30+0900", "2018-07-03T17:00:00+0900"],
            "irradiance_w_per_m2": [10.0, 300.0],
            "source_id": ["roof", None],
        },
        geometry=lines,
        crs=ZONE_VII,
    )


def test_rays_are_lines_in_space_for_an_hour_round_their_time(rays, tmp_path):
    path = tmp_path / "rays.czml"
    found = packets(
        write_czml_rays(path, rays, quantity="irradiance_w_per_m2", geoid_height_m=37.0)
    )
    assert set(found) == {"document", "ray0", "ray1"}
    first, second = found["ray0"], found["ray1"]
    assert first["availability"] == "2018-01-02T22:02:30Z/2018-01-02T23:02:30Z"
    assert found["document"]["clock"]["interval"] == "2018-01-02T22:02:30Z/2018-07-03T08:30:00Z"
    place = np.array(first["polyline"]["positions"]["cartographicDegrees"]).reshape(-1, 3)
    np.testing.assert_allclose(place[:, 2], [47.0, 57.0])
    back = Transformer.from_crs(4326, ZONE_VII, always_xy=True)
    east, north = back.transform(place[:, 0], place[:, 1])
    np.testing.assert_allclose(east, [-69000.0, -68970.0], atol=0.01)
    np.testing.assert_allclose(north, 34000.0, atol=0.01)
    assert first["polyline"]["arcType"] == "NONE"
    colours = [p["polyline"]["material"]["solidColor"]["color"]["rgba"] for p in (first, second)]
    expected = column_coloring(pd.DataFrame(rays[["irradiance_w_per_m2"]]), "irradiance_w_per_m2")
    assert [c[:3] for c in colours] == expected.rgb.tolist()
    assert colours[0] != colours[1]
    assert (first["properties"]["source_id"], second["properties"]["source_id"]) == ("roof", "")


def test_no_rays_are_an_empty_document_and_what_is_no_ray_is_refused(rays, tmp_path):
    path, quantity = tmp_path / "rays.czml", "irradiance_w_per_m2"
    assert set(packets(write_czml_rays(path, rays.iloc[:0], quantity=quantity))) == {"document"}
    bad = {
        "lack": rays.drop(columns="time"),
        "no time zone": rays.assign(time="2018-01-03T07:32:30"),
        "no line with heights": rays.set_geometry(shapely.force_2d(rays.geometry.to_numpy())),
    }
    for message, table in bad.items():
        with pytest.raises(CityModelError, match=message):
            write_czml_rays(path, table, quantity=quantity)
