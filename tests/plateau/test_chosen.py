"""What is chosen of a city, and what stands around it."""

import math

import pytest
from gml_documents import document, element
from plateau_folders import LAT_M, LON_M, box, write_dataset
from sample_city import CITY

import plateau
from citygml.errors import CityModelError
from plateau.files import files_of
from plateau.sources import as_sources
from plateau.tiles import tile_bounds

WEST = "54363371"
SRS = "http://www.opengis.net/def/crs/EPSG/0/6697"
#: Boxes of 10 m along a parallel, 100 m from one to the next.
STEP = 100.0 / LON_M * 80.0


@pytest.fixture
def data(tmp_path):
    shares = [(0.2 + i * STEP, 0.5) for i in range(5)]
    return plateau.open(write_dataset(tmp_path, {WEST: shares}))


def around_first(data, radius_m):
    west, south, east, north = tile_bounds(WEST)
    lon = west + 0.2 * (east - west) + 5.0 / LON_M
    lat = south + 0.5 * (north - south) + 5.0 / LAT_M
    return data.select(around=(lon, lat), radius_m=radius_m)


def test_the_surroundings_reach_as_far_from_the_selection_as_asked(data):
    """The second box begins 95 m east of the middle of the first, the third 195 m."""
    part = around_first(data, 20.0)
    context = [
        int(part.load(context_m=reach).features["is_context"].sum())
        for reach in (0.0, 60.0, 80.0, 160.0, 180.0)
    ]
    assert context == [0, 0, 1, 1, 2]


def test_they_reach_as_far_from_a_building_that_sticks_out_of_the_selection(tmp_path):
    """A hall of 300 m whose middle is in a circle of 20 m: 55 m east of its end stands a shed."""
    west, south, east, north = tile_bounds(WEST)
    lon, lat = west + 0.2 * (east - west), south + 0.5 * (north - south)
    root = write_dataset(tmp_path, {WEST: []})
    hall = box(lon, lat, id="hall", size_m=300.0)
    shed = box(lon + 355.0 / LON_M, lat + 150.0 / LAT_M, id="shed")
    path = root / f"udx/bldg/{WEST}_bldg_6697_op.gml"
    path.write_text(document(hall, shed, srs=SRS), encoding="utf-8")
    middle = (lon + 150.0 / LON_M, lat + 150.0 / LAT_M)
    part = plateau.open(root).select(around=middle, radius_m=20.0)
    near, nearer = (part.load(context_m=reach).features["is_context"] for reach in (70.0, 40.0))
    assert near.to_dict() == {"hall": False, "shed": True}
    assert nearer.to_dict() == {"hall": False}


def test_the_reach_of_a_city_is_what_was_read_around_it(data):
    part = around_first(data, 20.0)
    assert part.load(context_m=60.0).reach_m == 60.0
    assert part.load().reach_m == math.inf
    assert data.load(context_m=60.0).reach_m == 60.0


def test_water_and_zones_over_a_chosen_building_come_with_it():
    """One of two tiles, without surroundings: floods are drawn across the border."""
    part = plateau.open(CITY).select(tiles="53393434").load()
    kinds = part.features.loc[part.features["is_context"].astype(bool), "kind"]
    assert {"WaterBody", "SedimentDisasterProneArea"} >= set(kinds)
    assert not set(kinds) & {"Building", "Road"}


def test_a_condition_chooses_by_attributes_and_missing_does_not_meet_it(tmp_path):
    west, south, *_ = tile_bounds(WEST)
    root = write_dataset(tmp_path, {})
    storeys = {"one": "1", "three": "3", "none": None, "unknown": "9999"}
    boxes = [
        box(
            west + (i + 1) * 50.0 / LON_M,
            south + 0.001,
            *([element("bldg:storeysAboveGround", text)] if text else []),
            id=name,
        )
        for i, (name, text) in enumerate(storeys.items())
    ]
    path = root / f"udx/bldg/{WEST}_bldg_6697_op.gml"
    path.write_text(document(*boxes, srs=SRS), encoding="utf-8")
    data = plateau.open(root)

    def chosen(where, **words):
        city = data.select(where=where).load(**words)
        return sorted(city.features.index[~city.features["is_context"].astype(bool)])

    assert chosen("storeys_above_ground >= 3") == ["three"]
    assert chosen("storeys_above_ground < 3") == ["one"]
    assert chosen("kind == 'Building' and storeys_above_ground != 1") == ["three"]
    assert chosen("kind == 'Building'") == ["none", "one", "three", "unknown"]
    city = data.select(where="storeys_above_ground == 1").load(context_m=60.0)
    assert city.features["is_context"].to_dict() == {"one": False, "three": True}


@pytest.mark.parametrize(
    "where", ["no_such_column > 1", "height_m >", "1 + 1 == 'x' + 2", "tile", "__import__('os')"]
)
def test_what_is_no_condition_is_refused_with_the_columns(data, where):
    with pytest.raises(CityModelError, match="is no condition on the columns of features"):
        data.select(where=where).load()


def test_an_empty_condition_and_two_at_once_are_refused(data):
    with pytest.raises(CityModelError, match="where= is empty"):
        data.select(where=" ")
    with pytest.raises(CityModelError, match="exactly one of"):
        data.select(where="lod == 1", tiles=WEST)


def test_conditions_add_up(data):
    part = around_first(data, 150.0).select(where="lod == 1")
    assert len(part.load().features) == 2
    assert len(around_first(data, 150.0).select(where="lod == 2").load().features) == 0


def test_sources_share_code_lists_by_folder_and_know_their_part(tmp_path):
    root = write_dataset(tmp_path, {WEST: [(0.5, 0.5)], "54363372": [(0.5, 0.5)]})
    entries = files_of(root)
    first, second = as_sources(entries, context={entries[1].label})
    assert first.codelists is second.codelists
    assert (first.is_context, second.is_context) == (False, True)
    assert first.window is None
