"""The synthetic city: its promises, checked on the committed files."""

from __future__ import annotations

import filecmp
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely
from sample_city import (
    BLDG,
    CITY,
    GML,
    RANKS_M,
    SAMPLE,
    URO,
    VALIDATOR,
    WRITTEN,
    buildings,
    footprints,
    gml_files,
    polygons,
    records,
    solids,
    terrain,
    tree,
    water,
)
from shapely.geometry import Polygon

from citygml.mesh import shell_closed, shell_volume, triangulate
from citygml.surfaces import surface_table
from citygml.terrain import height_at


def test_the_program_writes_the_committed_bytes_again(tmp_path):
    command = [sys.executable, str(SAMPLE / "make_sample_city.py"), "--out", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    committed = sorted(p.relative_to(SAMPLE) for p in CITY.rglob("*") if p.is_file())
    again = sorted(
        p.relative_to(tmp_path) for p in (tmp_path / CITY.name).rglob("*") if p.is_file()
    )
    assert again == committed
    names = [*map(str, committed), *WRITTEN]
    same, different, missing = filecmp.cmpfiles(SAMPLE, tmp_path, names, shallow=False)
    assert (different, missing) == ([], [])
    assert len(same) == len(names)


def test_the_city_stays_below_six_megabytes():
    assert sum(p.stat().st_size for p in CITY.rglob("*") if p.is_file()) <= 6_000_000


@pytest.mark.real
def test_every_file_validates_against_the_official_schemas():
    if not VALIDATOR.exists():
        pytest.skip("the validator in ../shared/tools is not here")
    files = [str(path) for path in gml_files()]
    done = subprocess.run(
        [sys.executable, str(VALIDATOR), *files], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("valid ") == len(files) == 12


def test_every_file_says_that_it_is_synthetic():
    for path in gml_files():
        root = tree(path)
        assert "synthetic" in root.findtext(f"{GML}description")
        assert "合成データ" in root.findtext(f"{GML}name")
    for name in ("README.md", "metadata/13999_mihon-shi_2026.json"):
        assert "synthetic" in (CITY / name).read_text(encoding="utf-8")
    assert "SYNTHETIC" in (SAMPLE / "weather.epw").read_text(encoding="ascii")
    for name in WRITTEN[1:4]:
        assert "synthetic" in (SAMPLE / name).read_text(encoding="utf-8")


def test_every_code_is_in_the_list_it_names():
    lists: dict[Path, set[str]] = {}
    for path in gml_files():
        for element in tree(path).iter():
            if space := element.get("codeSpace"):
                source = (path.parent / space).resolve()
                if source not in lists:
                    entries = tree(source).iter(f"{GML}Definition")
                    lists[source] = {entry.findtext(f"{GML}name") for entry in entries}
                assert element.text in lists[source], (path, element.tag, element.text)
    assert len(lists) > 15


def test_solids_are_closed_plane_and_face_outwards():
    faces = [rings for _, _, polygons_ in solids() for rings in polygons_]
    owner = np.repeat(np.arange(len(solids())), [len(f) for _, _, f in solids()])
    mesh = triangulate(surface_table(faces))
    group = owner[mesh.surface_row]
    assert shell_closed(mesh, group, len(solids())).all()
    assert (shell_volume(mesh, group, len(solids())) > 5.0).all()
    for rings in faces:
        points = np.concatenate(rings)
        centred = points - points.mean(axis=0)
        normal = np.linalg.svd(centred, full_matrices=False)[2][2]
        assert np.abs(centred @ normal).max() < 2e-3


def test_the_town_has_the_buildings_it_should():
    lods = Counter(lod for _, lod, _ in solids())
    detailed = sum(b.find(f".//{BLDG}lod2Solid") is not None for b in buildings())
    assert 400 <= len(buildings()) <= 800
    assert 0.3 < detailed / len(buildings()) < 0.4
    assert lods["lod1Solid"] >= len(buildings())
    assert sum(b.find(f".//{BLDG}BuildingPart") is not None for b in buildings()) == 3
    roofs = Counter(b.findtext(f"{BLDG}roofType") for b in buildings())
    assert min(roofs[code] for code in ("1", "2", "4", "5")) >= 5
    assert any(
        outline.interiors for outline in footprints().values() if outline.geom_type == "Polygon"
    )
    heights = [float(b.findtext(f"{BLDG}measuredHeight") or 0) for b in buildings()]
    assert max(heights) > 60.0


def test_no_building_stands_on_another_or_on_a_road():
    outlines = np.array(list(footprints().values()))
    pairs = shapely.STRtree(outlines).query(outlines, predicate="intersects")
    first, second = pairs[:, pairs[0] < pairs[1]]
    assert (
        shapely.area(shapely.intersection(outlines[first], outlines[second])).max(initial=0) < 0.1
    )
    roads = [
        Polygon(rings[0][:, :2]) for path in gml_files("tran") for rings in polygons(tree(path))
    ]
    whole = shapely.union_all(roads)
    assert sum(road.area for road in roads) - whole.area < 0.1  # junctions and stretches tile
    assert shapely.area(shapely.intersection(outlines, whole)).max() < 0.5


def test_buildings_stand_on_the_lowest_ground_under_them():
    bases: dict[str, float] = {}
    for owner, lod, faces in solids():
        low = min(rings[0][:, 2].min() for rings in faces)
        assert lod == "lod1Solid" or abs(low - bases[owner]) < 2e-3
        bases.setdefault(owner, low)
    outlines = shapely.segmentize(list(footprints().values()), 1.5)
    edge, row = shapely.get_coordinates(outlines, return_index=True)
    lowest = np.full(len(outlines), np.inf)
    np.minimum.at(lowest, row, height_at(terrain(), edge))
    base = np.array([bases[owner] for owner in footprints()])
    assert np.abs(base - lowest).max() < 0.15


def test_terrain_has_no_cracks_and_a_hill_above_a_valley():
    triangles = terrain().triangles
    edges = np.sort(
        np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    )
    _, count = np.unique(edges, axis=0, return_counts=True)
    assert set(count) == {1, 2}
    low, high = terrain().bounds
    assert count.tolist().count(1) < 100  # only the frame has free edges
    assert high[2] - low[2] > 100.0
    assert abs(terrain().area_vectors[:, 2].sum() - 2380.0 * 1120.0) < 1.0


@pytest.mark.parametrize("key", [("1", "1"), ("1", "2"), ("2", "1"), ("2", "2")])
def test_water_is_terrain_plus_a_depth_of_its_class(key):
    mesh, ranks = water()[key]
    points = np.concatenate([mesh.vertices, mesh.corners.mean(axis=1)])
    depth = points[:, 2] - height_at(terrain(), points)
    owner = np.concatenate([np.repeat(ranks, 3), ranks])
    for rank in np.unique(ranks):
        low, high = RANKS_M[rank]
        own = depth[owner == rank]
        assert own.min() > max(low, 0.05) - 0.01
        assert own.max() < high + 0.01
        assert own.max() > own.min() + 0.05


def test_the_largest_flood_is_nowhere_lower_than_the_design_flood():
    for river in ("1", "2"):
        design, largest = water()[river, "1"][0], water()[river, "2"][0]
        middle = design.corners.mean(axis=1)
        assert (height_at(largest, middle) > middle[:, 2] - 1e-3).all()


def test_records_agree_with_water_minus_terrain_at_the_centroid():
    centroids = shapely.get_coordinates(
        [footprints()[building.get(f"{GML}id")].centroid for building in buildings()]
    )
    ground = height_at(terrain(), centroids)
    for key, (mesh, _) in water().items():
        depths = (height_at(mesh, centroids) - ground).tolist()
        for building, depth in zip(buildings(), depths, strict=True):
            own = [
                record
                for record in records(building, "RiverFloodingRiskAttribute")
                if (record["description"], record["scale"]) == key
            ]
            assert len(own) == (not np.isnan(depth)) or abs(depth - 0.05) < 0.02
            if own and not np.isnan(depth):
                assert abs(float(own[0]["depth"]) - depth) < 0.02
                low, high = RANKS_M[own[0]["rank"]]
                assert low <= float(own[0]["depth"]) < high
                assert ("duration" in own[0]) == (key[1] == "2")


def test_floods_and_landslides_meet_every_kind_of_building():
    count = Counter()
    for building in buildings():
        river = records(building, "RiverFloodingRiskAttribute")
        count["several rivers"] += len({record["description"] for record in river}) > 1
        count["inland"] += bool(records(building, "InlandFloodingRiskAttribute"))
        count["landslide"] += bool(records(building, "LandSlideRiskAttribute"))
        count["dry"] += not river
        count["above 72 h"] += any(float(r.get("duration", 0)) > 72 for r in river)
        count["no walls"] += building.findtext(f"{BLDG}class") == "3003"
    assert min(count.values()) >= 4, count


def test_traps_are_there_in_the_shares_that_metadata_names():
    traps = json.loads((CITY / "metadata/13999_mihon-shi_2026.json").read_text(encoding="utf-8"))[
        "traps"
    ]
    found = {
        "storeys_9999": lambda b: b.findtext(f"{BLDG}storeysAboveGround") == "9999",
        "storeys_absent": lambda b: b.find(f"{BLDG}storeysAboveGround") is None,
        "height_-9999": lambda b: b.findtext(f"{BLDG}measuredHeight") == "-9999",
        "height_absent": lambda b: b.find(f"{BLDG}measuredHeight") is None,
        "usage_461": lambda b: b.findtext(f"{BLDG}usage") == "461",
        "class_null": lambda b: b.findtext(f"{BLDG}class") == "Null",
        "year_0001": lambda b: b.findtext(f"{BLDG}yearOfConstruction") == "0001",
        "structure_611": lambda b: b.findtext(f".//{URO}buildingStructureType") == "611",
        "structure_absent": lambda b: b.find(f".//{URO}buildingStructureType") is None,
        "floor_area_-9999": lambda b: b.findtext(f".//{URO}totalFloorArea") == "-9999",
        "height_type_absent": lambda b: b.find(f".//{URO}lod1HeightType") is None,
        "lod0_footprint": lambda b: b.find(f"{BLDG}lod0FootPrint") is not None,
    }
    for name, has in found.items():
        ids = sorted(b.get(f"{GML}id") for b in buildings() if has(b))
        expected = [i for i in traps[name] if name != "lod0_footprint" or i in ids]
        assert ids == expected, name
    total = len(buildings())
    assert 0.25 < (len(traps["storeys_9999"]) + len(traps["storeys_absent"])) / total < 0.7
    assert 0.1 < (len(traps["height_-9999"]) + len(traps["height_absent"])) / total < 0.2


def test_placeholders_are_exactly_three_metres_high():
    """flood.md 2.3: 17.7 % are 3.000 m high: type 0 says so, type 2 claims a median."""
    kinds = Counter()
    types = {b.get(f"{GML}id"): b.findtext(f".//{URO}lod1HeightType") for b in buildings()}
    for owner, lod, faces in solids():
        z = np.concatenate([rings[0][:, 2] for rings in faces])
        if lod == "lod1Solid" and abs(np.ptp(z) - 3.0) < 1e-6:
            kinds[types[owner]] += 1
    assert 0.06 < kinds["0"] / len(buildings()) < 0.1
    assert 0.04 < kinds["2"] / len(buildings()) < 0.1


def test_outlines_at_lod0_are_mostly_at_zero():
    levels = [
        rings[0][0, 2]
        for b in buildings()
        for tag in ("lod0FootPrint", "lod0RoofEdge")
        for surface in b.iter(f"{BLDG}{tag}")
        for rings in polygons(surface)
    ]
    assert 0.65 < np.mean(np.array(levels) == 0.0) < 0.85


def test_identities_are_unique():
    ids = [
        match
        for path in gml_files()
        for match in re.findall(r'gml:id="([^"]+)"', path.read_text(encoding="utf-8"))
    ]
    assert len(ids) == len(set(ids))
