"""Rasters from outside the model: depths, levels, ground, times."""

from __future__ import annotations

import math

import numpy as np
import pytest
import rasterio
from builders import ORIGIN, ZONE_VII, Box, box_city, flat_ground
from flood_cities import city_of, record
from flood_rasters import cells, raster
from pyproj import Transformer
from rasterio.transform import Affine

from analyses.flood import GroundRaster, WaterRaster, evacuation_buildings, read_water
from analyses.flood.rasters import bilinear, cell_values, raster_cell_m
from citygml.errors import AnalysisError

THREE = {"storeys_above_ground": 3, "structure": "603"}


def judged(city, path, kind, **settings):
    return evacuation_buildings(city, water=[WaterRaster(path, kind, **settings)]).iloc[0]


def test_a_depth_raster_needs_no_ground(tmp_path):
    row = judged(
        city_of(Box(10, 10, 9, attributes=THREE), []), raster(tmp_path / "d.tif", cells(4)), "depth"
    )
    assert (row.result, row.depth_m, row.wet_share) == ("yes", 4.0, 1.0)
    assert (row.source_record, row.river, row.scale) == ("water_raster", "d.tif", "L2")


@pytest.mark.parametrize(("level", "expected"), [(3.99, 3.99), (4.01, 4.01)])
def test_a_level_raster_is_measured_from_the_ground(tmp_path, level, expected):
    city = box_city([Box(10, 10, 9, attributes=THREE)], terrain=flat_ground(500.0, height=0.0))
    row = judged(city, raster(tmp_path / "l.tif", cells(level)), "level")
    assert row.depth_m == pytest.approx(expected, abs=1e-6)


def test_a_level_below_the_ground_is_no_water(tmp_path):
    """A model's level goes on under a hill: 3 m of water level under ground at 8 m."""
    city = box_city([Box(10, 10, 9, attributes=THREE)], terrain=flat_ground(500.0, height=8.0))
    row = judged(city, raster(tmp_path / "l.tif", cells(3)), "level")
    assert (row.result, math.isnan(row.wse_m)) == ("not_needed", True)


def test_the_deepest_cell_under_the_footprint_counts(tmp_path):
    depth = cells(0.3)
    depth[9, 11] = 6.0  # north of the origin by 0 to 5 m, east by 5 to 10 m: inside b0
    row = judged(
        city_of(Box(10, 10, 9, attributes=THREE), []), raster(tmp_path / "d.tif", depth), "depth"
    )
    assert (row.result, row.depth_m) == ("no", 6.0)


def test_no_data_inside_is_dry_only_if_said_and_outside_unknown(tmp_path):
    city = city_of(Box(10, 10, 9, attributes=THREE), [])
    empty = raster(tmp_path / "n.tif", cells(-9999))
    unsaid = judged(city, empty, "depth")
    assert (unsaid.result, unsaid.reasons) == ("unknown", "water_not_mapped")
    dry = judged(city, empty, "depth", nodata="dry")
    assert (dry.result, dry.confidence) == ("not_needed", "C")
    zero = judged(city, raster(tmp_path / "z.tif", cells(0)), "depth")
    assert zero.result == "not_needed", "0 m is a value"
    away = judged(city, raster(tmp_path / "a.tif", cells(1), west=500.0), "depth")
    assert away.reasons == "hazard_not_modelled"
    smaller = judged(city, raster(tmp_path / "s.tif", cells(-9999)), "depth", scale="L1")
    assert smaller.reasons == "hazard_not_modelled"


def test_a_hole_over_the_building_is_no_evidence_that_it_is_dry(tmp_path):
    """Models leave out the cells of buildings: 6 m of water all around, nothing below the roof.

    Also where other buildings of the dataset have records, so that absence means dry elsewhere.
    """
    depth = cells(6.0)
    depth[6:12, 8:14] = -9999
    boxes = [Box(10, 10, 9, attributes=THREE), Box(10, 10, 9, east=300.0, attributes=THREE)]
    city = city_of(boxes, [record(feature_id="b1", depth_m=1.0)])
    path = raster(tmp_path / "hole.tif", depth)
    assert judged(city, path, "depth").reasons == "water_not_mapped"
    assert judged(city, path, "depth", nodata="dry").result == "not_needed", "as asked"


def test_a_footprint_partly_in_a_hole_is_as_deep_as_its_known_cells_and_flagged(tmp_path):
    depth = cells(4.0)
    depth[:, 11:] = -9999  # from 5 m east of the origin on
    known = Box(10, 10, 9, attributes={**THREE, "height_m": 9.0})
    city = city_of(known, [record(depth_m=4.0)])
    row = judged(city, raster(tmp_path / "h.tif", depth), "depth")
    assert (row.result, row.depth_m) == ("yes", 4.0)
    assert "water_raster_gaps" in row["flags"]
    whole = judged(city, raster(tmp_path / "w.tif", cells(4.0)), "depth")
    assert (whole.confidence, row.confidence) == ("B", "C")


def test_a_negative_depth_in_a_raster_is_no_dry_ground(tmp_path):
    city = city_of(Box(10, 10, 9, attributes=THREE), [])
    row = judged(city, raster(tmp_path / "m.tif", cells(-1.0)), "depth")
    assert row.reasons == "water_not_mapped"


def test_undeclared_9999_is_no_depth(tmp_path):
    path = raster(tmp_path / "u.tif", cells(9999), nodata=None)
    assert np.isnan(cell_values(path, np.array([ORIGIN[:2]]), ZONE_VII)).all()


def test_the_deeper_of_record_and_raster_decides(tmp_path):
    city = city_of(Box(10, 10, 9, attributes=THREE), [record(depth_m=1.0)])
    assert judged(city, raster(tmp_path / "d.tif", cells(6)), "depth").result == "no"
    assert judged(city, raster(tmp_path / "e.tif", cells(0.2)), "depth").depth_m == 1.0


def test_ground_from_a_file_goes_before_the_relief_and_is_exact_for_a_plane(tmp_path):
    """Ground 8 + 0.02 x in the file; water at 10: 10 - 8.1 at the middle, x = 5."""
    middle = -50.0 + (np.arange(20) + 0.5) * 5.0
    ground = raster(tmp_path / "g.tif", np.tile(8.0 + 0.02 * middle, (20, 1)))
    water = raster(tmp_path / "w.tif", cells(10))
    city = box_city([Box(10, 10, 9, attributes=THREE)], terrain=flat_ground(500.0, height=0.0))
    row = evacuation_buildings(
        city, water=[WaterRaster(water, "level")], ground=GroundRaster(ground)
    ).iloc[0]
    assert row.depth_m == pytest.approx(1.9, abs=1e-5)
    assert row.ground_ref == "dem_file"
    points = np.add(ORIGIN[:2], [(3.3, -7.7), (-12.1, 9.9)])
    expected = 8.0 + 0.02 * (points[:, 0] - ORIGIN[0])
    np.testing.assert_allclose(bilinear(ground, points, ZONE_VII), expected, atol=1e-5)


def test_a_raster_in_degrees_gives_the_same(tmp_path):
    """Cells of 0.0001 degrees; the one under the middle of b0 is 2.5 m deep, all others 0.5 m."""
    to_degrees = Transformer.from_crs(ZONE_VII, "EPSG:6668", always_xy=True)
    lon, lat = to_degrees.transform(ORIGIN[0] + 5.0, ORIGIN[1] + 5.0)
    transform = Affine(0.0001, 0.0, lon - 0.00205, 0.0, -0.0001, lat + 0.00205)
    depth = np.full((41, 41), 0.5, dtype=np.float32)
    depth[20, 20] = 2.5
    path = tmp_path / "deg.tif"
    settings = {"driver": "GTiff", "count": 1, "height": 41, "width": 41, "dtype": "float32"}
    with rasterio.open(path, "w", crs="EPSG:6668", transform=transform, **settings) as data:
        data.write(depth, 1)
    row = judged(city_of(Box(10, 10, 9, attributes=THREE), []), path, "depth")
    assert row.depth_m == 2.5
    assert 8.0 < raster_cell_m(path, ZONE_VII) < 12.0


def test_a_raster_does_not_say_what_it_holds_so_the_user_must(tmp_path):
    path = raster(tmp_path / "d.tif", cells(1))
    with pytest.raises(AnalysisError, match="depth or level"):
        read_water(path)
    with pytest.raises(AnalysisError, match="say which"):
        WaterRaster(path, "water")
    with pytest.raises(AnalysisError, match="nodata 'zero'"):
        read_water(path, kind="depth", nodata="zero")


def test_bands_are_times(tmp_path):
    path = raster(
        tmp_path / "t.tif", np.stack([cells(1), cells(2)]), descriptions=("t=0.5", "t=2 h")
    )
    assert [(w.band, w.time_h) for w in read_water(path, kind="depth")] == [(1, 0.5), (2, 2.0)]
    assert [w.time_h for w in read_water(path, kind="depth", times_h=[3, 4])] == [3.0, 4.0]
    with pytest.raises(AnalysisError, match="1 times for 2 bands"):
        read_water(path, kind="depth", times_h=[3])


@pytest.mark.parametrize(
    ("settings", "message"), [({"crs": None}, "no CRS"), ({"hazard": "fire"}, "hazard 'fire'")]
)
def test_rasters_nobody_can_place_are_refused(tmp_path, settings, message):
    city = city_of(Box(10, 10, 9), [])
    hazard = settings.pop("hazard", "river")
    path = raster(tmp_path / "x.tif", cells(1), **settings)
    with pytest.raises(AnalysisError, match=message):
        judged(city, path, "depth", hazard=hazard)


def test_a_file_that_is_no_raster_and_a_band_that_is_not_there(tmp_path):
    (tmp_path / "x.tif").write_text("no")
    with pytest.raises(AnalysisError, match="not a readable raster"):
        read_water(tmp_path / "x.tif", kind="depth")
    path = raster(tmp_path / "d.tif", cells(1))
    with pytest.raises(AnalysisError, match="band 2; it has 1"):
        judged(city_of(Box(10, 10, 9), []), path, "depth", band=2)
    with pytest.raises(AnalysisError, match="give what read_water returns"):
        evacuation_buildings(city_of(Box(10, 10, 9), []), water=[path])
