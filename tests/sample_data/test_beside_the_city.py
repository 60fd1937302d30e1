"""Weather, cameras, zones and population of the synthetic city."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest
import shapely
from sample_city import GML, ORIGIN, SAMPLE, TO_PLANE, buildings, footprints, terrain
from shapely.geometry import shape

from citygml.terrain import height_at


def test_weather_closes_at_mid_hour():
    """GHI = DNI cos(zenith) + DHI; whole watts explain half a watt."""
    pvlib = pytest.importorskip("pvlib")
    lines = (SAMPLE / "weather.epw").read_text(encoding="ascii").splitlines()[8:]
    table = np.array([line.split(",") for line in lines])
    assert table.shape == (8760, 35)
    ghi, dni, dhi = table[:, 13:16].astype(float).T
    pandas = pytest.importorskip("pandas")
    times = pandas.date_range("2018-01-01 00:30", periods=8760, freq="h", tz="Etc/GMT-9")
    zenith = pvlib.solarposition.get_solarposition(times, 35.6125, 139.5625)["zenith"].to_numpy()
    closure = ghi - dni * np.cos(np.radians(zenith)) - dhi
    assert np.abs(closure).max() < 1.0
    assert (ghi[zenith > 91.0] == 0).all()
    assert 1300.0 < ghi.sum() / 1000 < 1450.0
    assert 0.35 < dhi.sum() / ghi.sum() < 0.6
    temperature = table[:, 6].astype(float)
    assert -6.0 < temperature.min() < 3.0
    assert 30.0 < temperature.max() < 40.0


def test_cameras_stand_in_the_street():
    built = shapely.union_all(list(footprints().values()))
    columns = {
        "camera_id", "height_m", "heading_deg", "tilt_deg", "roll_deg", "hfov_deg", "width_px",
        "height_px", "near_m", "far_m", "kind",
    }  # fmt: skip
    for name, least, most in (("cameras", 8, 12), ("camera_candidates", 50, 60)):
        features = json.loads((SAMPLE / f"{name}.geojson").read_text(encoding="utf-8"))["features"]
        assert least <= len(features) <= most
        assert len({f["properties"]["camera_id"] for f in features}) == len(features)
        for feature in features:
            assert set(feature["properties"]) == columns
            east, north = TO_PLANE.transform(*feature["geometry"]["coordinates"])
            place = shapely.Point(east - ORIGIN[0], north - ORIGIN[1])
            assert built.distance(place) > 0.25
            assert not np.isnan(height_at(terrain(), [[place.x, place.y, 0.0]]))


def test_collapse_zones_and_population_belong_to_the_city():
    zones = json.loads((SAMPLE / "house_collapse_zones.geojson").read_text(encoding="utf-8"))
    kinds = {feature["properties"]["zone"] for feature in zones["features"]}
    assert kinds == {"flow", "erosion"}
    assert all(shape(f["geometry"]).is_valid for f in zones["features"])
    with (SAMPLE / "population.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["feature_id"] for row in rows} <= {b.get(f"{GML}id") for b in buildings()}
    assert min(int(row["persons"]) for row in rows) >= 1
