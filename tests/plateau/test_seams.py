"""Buildings and roads of two tiles that lie on each other at the border between them."""

import shutil

import gml_documents as gml
import numpy as np
import pytest
import shapely
from plateau_folders import LAT_M, LON_M, NAME, SRS, tile_text, write_dataset, zipped
from pyproj import CRS, Transformer

import plateau
from citygml.body_checks import Body
from citygml.findings import Inspection
from plateau.check import check
from plateau.seams import REACH_M, Seams
from plateau.tiles import tile_bounds

#: A tile of about 1,120 m by 930 m and its eastern neighbour.
WEST, EAST = "54363371", "54363372"
WIDTH_M = 1123.0


def overlaps(path):
    table = check(plateau.open(path))
    return table[table["rule"] == "L-bldg-01"]


@pytest.mark.parametrize(
    ("east_m", "north_m", "count"),
    [(-3.0, 0.0, 1), (3.0, 0.0, 1), (3.0, 11.0, 0), (20.0, 0.0, 0), (-20.0, 0.0, 0)],
)
def test_a_building_that_reaches_into_the_next_tile_overlaps_its_buildings(
    tmp_path, east_m, north_m, count
):
    """Boxes of 10 m; the western one begins 5 m before the border between the tiles."""
    half = 0.5 + north_m / 926.0
    shares = {WEST: [(1 - 5 / WIDTH_M, 0.5)], EAST: [(east_m / WIDTH_M, half)]}
    found = overlaps(write_dataset(tmp_path, shares))
    assert len(found) == count
    if count:
        row = found.iloc[0]
        assert row["path"].endswith(f"{EAST}_bldg_6697_op.gml")
        assert row["feature_id"] == f"{EAST}-0"
        assert f"that of {WEST}-0 in " in row["message"]
        assert f"{WEST}_bldg_6697_op.gml:3" in row["message"]


def test_an_archive_gives_the_same_and_one_file_alone_has_none(tmp_path):
    shares = {WEST: [(1 - 5 / WIDTH_M, 0.5)], EAST: [(3 / WIDTH_M, 0.5)]}
    root = write_dataset(tmp_path, shares)
    assert overlaps(zipped(root))["message"].str.contains(f"{WEST}-0").tolist() == [True]
    for path in (root / "udx/bldg").glob("*.gml"):
        assert overlaps(path).empty


def test_the_same_building_in_two_files_is_there_twice_and_overlaps_itself(tmp_path):
    """Files without a tile in their names are compared as a whole."""
    folder = tmp_path / NAME / "udx/bldg"
    folder.mkdir(parents=True)
    (folder / "a.gml").write_text(tile_text(WEST, (0.5, 0.5)), encoding="utf-8")
    shutil.copy(folder / "a.gml", folder / "b.gml")
    rules = check(plateau.open(tmp_path / NAME))["rule"].value_counts().to_dict()
    assert rules["L-bldg-01"] == 1
    assert rules["C01"] == 1


def road(name, lon, lat, *, kind="TrafficArea", height=5.0, lod=2, cuts=1):
    """A road with an area of 20 m by 4 m, made of some polygons, south-west corner given."""
    parts = []
    for i in range(cuts):
        west, east = lon + 20 * i / cuts / LON_M, lon + 20 * (i + 1) / cuts / LON_M
        ring = [(lat, west), (lat, east), (lat + 4 / LAT_M, east), (lat + 4 / LAT_M, west)]
        parts.append(gml.polygon([(y, x, height) for y, x in ring]))
    surface = gml.element(f"tran:lod{lod}MultiSurface", gml.multi_surface(*parts))
    holder = {"TrafficArea": "trafficArea"}.get(kind, "auxiliaryTrafficArea")
    area = gml.element(f"tran:{holder}", gml.element(f"tran:{kind}", surface, id=f"{name}a"))
    return gml.element("tran:Road", area, id=name)


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ({}, 1),
        ({"cuts": 4}, 1),  # the pairs of polygons of two areas are one finding
        ({"height": 9.0}, 0),  # a bridge
        ({"kind": "AuxiliaryTrafficArea"}, 0),
        ({"lod": 3}, 0),
        ({"lon": 0.001}, 0),
    ],
)
def test_roads_of_two_tiles_do_not_lie_on_each_other(tmp_path, options, count):
    """The western road reaches 10 m into the other tile; the eastern one begins at the border."""
    folder = tmp_path / NAME / "udx/tran"
    folder.mkdir(parents=True)
    box = tile_bounds(EAST)
    lat = (box.south + box.north) / 2
    options = dict(options)
    eastern = road("east", box.west + options.pop("lon", 0.0), lat, **options)
    western = road("west", box.west - 10 / LON_M, lat)
    for tile, text in ((WEST, western), (EAST, eastern)):
        content = gml.document(text, srs=SRS)
        (folder / f"{tile}_tran_6697_op.gml").write_text(content, encoding="utf-8")
    table = check(plateau.open(tmp_path / NAME))
    found = table[table["rule"] == "L-tran-01"]
    assert len(found) == count
    if count:
        assert found["feature_id"].tolist() == ["east"]
        assert f"lies on westa in {folder / WEST}_tran_6697_op.gml:3" in found["message"].iloc[0]


def placed(*outlines):
    found = Inspection("a.gml", WEST, feature_ids=["b"])
    none = np.zeros((12, 3, 3))
    found.bodies += [Body(0, 1, 1, outline, 0.0, 9.0, none, True) for outline in outlines]
    return found


def test_only_what_is_near_the_border_of_its_tile_is_kept():
    """Memory of a city: a middle building is not in the way of another tile's."""
    box, zone = tile_bounds(WEST), CRS.from_epsg(6675)
    way = Transformer.from_crs("EPSG:6668", zone, always_xy=True)
    (west, east), (south, north) = way.transform([box.west, box.east], [box.south, box.north])
    del north
    for into, kept in ((REACH_M + 20.0, 0), (REACH_M - 20.0, 1), (-20.0, 1)):
        seams = Seams()
        at = shapely.box(east - into, south + 300, east - into + 5, south + 305)
        seams.take(placed(at), WEST, zone)
        assert len(seams) == kept
    assert west < east


def test_files_in_different_systems_are_not_compared():
    """Their metres are not the same."""
    seams = Seams()
    for code in (6675, 6676):
        seams.take(placed(shapely.box(0, 0, 9, 9)), "", CRS.from_epsg(code))
    assert list(seams.defects()) == []
    seams.take(placed(shapely.box(1, 1, 9, 9)), "", CRS.from_epsg(6675))
    assert len(list(seams.defects())) == 1
