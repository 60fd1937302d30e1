"""The sample city in one piece and in two tiles: every analysis says the same of every row."""

import math
import re
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from same_tables import assert_nearly_same, assert_same, differing
from sample_city import CITY, SAMPLE

import plateau
from analyses.cameras import read_cameras
from analyses.flood.criteria import DEFAULT_CRITERIA
from analyses.flood.merged import RANK_COLUMNS, city_ranks
from analyses.flood.survey import flood_survey, with_survey
from analyses.hazards import read_zones
from analyses.relief_lattice import relief_lattice
from analyses.solar import SolarSettings
from analyses.visibility.merged import exclusive_amounts
from citygml.mesh import Mesh
from plateau.dataset import DEFAULT_TYPES
from plateau.memory import BASE_BYTES, needed_bytes
from plateau.runner import run
from plateau.tiling import tiling_of

CONTEXT_M = 120.0
#: A strip of 150 m on both sides of the border between the tiles, 139.5625 E.
BORDER = (139.5612, 35.6108, 139.5638, 35.6119)
#: Some houses on both sides of it.
FEW = (139.56195, 35.6111, 139.56305, 35.6113)


@pytest.fixture(scope="module")
def data():
    return plateau.open(CITY)


@pytest.fixture(scope="module")
def weather():
    return plateau.read_weather(SAMPLE / "weather.epw")


def test_solar_potential_with_embree_is_the_same_in_at_least_999_of_1000_rows(
    data, weather, tmp_path
):
    analysis = partial(plateau.solar_potential, weather=weather, preset="fast", spacing_m=3.0)
    one = analysis(data.load(context_m=CONTEXT_M))
    tiled = run(data, analysis, out=tmp_path / "out", context_m=CONTEXT_M).table("table")
    assert len(one) > 600
    assert_nearly_same(one, tiled)


def test_solar_potential_of_the_referee_is_the_same_in_every_row(data, weather, tmp_path):
    """A few roofs on both sides of the border: the referee tries every triangle."""
    part = data.select(bounds=FEW)
    settings = SolarSettings(engine="reference", terrain_m=150.0)
    analysis = partial(
        plateau.solar_potential, weather=weather, preset="fast", spacing_m=20.0, settings=settings
    )
    one = analysis(part.load(context_m=40.0))
    result = run(part, analysis, out=tmp_path / "out", context_m=40.0)
    assert [record.rows["table"] > 0 for record in result.done] == [True, True]
    assert_same(one, result.table("table"))


def test_obstacles_beyond_the_context_do_not_count(data, weather):
    """The same roofs with 20 m and with 200 m of surroundings: the former see more of the sky.

    Relief counts in both, but beyond the surroundings as the surface through its highest points.
    """
    part = data.select(bounds=BORDER)
    near, far = (
        plateau.solar_potential(part.load(context_m=reach), weather, preset="fast", spacing_m=5.0)[
            "sky_view_ratio"
        ]
        for reach in (20.0, 200.0)
    )
    assert (near >= far - 0.01).all()
    assert near.mean() > far.mean() + 0.01


def ridge(city, distance_m, height_m):
    """Level ground around a city and a ridge to the south of it, as triangles."""
    west, south, east, north = city.features.total_bounds - np.tile(city.origin[:2], 2)
    x = (west - 6000.0, east + 6000.0)
    foot, top = south - distance_m - 100.0, south - distance_m
    rows = [(north + 200.0, 0.0), (top + 100.0, 0.0), (top, height_m), (foot, 0.0)]
    vertices = np.array([(a, y, z) for y, z in rows for a in x])
    strips = [(2 * i, 2 * i + 2, 2 * i + 3) for i in range(3)]
    strips += [(2 * i, 2 * i + 3, 2 * i + 1) for i in range(3)]
    return Mesh(vertices, np.array(strips, np.int32), np.full(6, -1, np.int32))


@pytest.mark.parametrize(
    ("distance_m", "height_m"), [(600.0, 400.0), (5000.0, 2500.0)], ids=["rays", "horizon"]
)
def test_mountains_beyond_the_context_shade_a_tile_as_they_shade_the_city(
    data, weather, distance_m, height_m
):
    """A ridge 20 degrees high over the houses takes a tenth of December's light, though not read.

    The surface through the highest points is a little off the exact triangles: a roof gains or
    loses at most one of the preset's 441 suns, ten hours of up to 0.6 kWh of some 650 kWh.
    """
    city = data.select(bounds=FEW).load(context_m=40.0)
    analysis = partial(plateau.solar_potential, weather=weather, spacing_m=10.0)
    relief = ridge(city, distance_m, height_m)
    whole = analysis(replace(city, terrain=relief))
    near = replace(relief, triangles=relief.triangles[[0, 3]], surface_row=relief.surface_row[:2])
    tops = relief_lattice(relief.corners + np.array(city.origin))
    tile = analysis(replace(city, terrain=near, far_relief=tops))
    assert_same(whole, tile)
    plain = analysis(replace(city, terrain=near))
    december = "irradiation_12_kwh_per_m2"
    assert (tile[december] < 0.92 * plain[december]).all()
    exact = analysis(replace(city, terrain=relief, reach_m=math.inf))
    np.testing.assert_allclose(tile["beam_kwh_per_m2"], exact["beam_kwh_per_m2"], rtol=6.0 / 650.0)


def test_evacuation_buildings_are_the_same_once_the_city_is_surveyed_and_ranked(data, tmp_path):
    zones = read_zones(SAMPLE / "house_collapse_zones.geojson")
    one = plateau.evacuation_buildings(data.load(), zones=zones)
    layers = run(data, flood_survey, out=tmp_path / "survey").table("table").index
    criteria = with_survey(DEFAULT_CRITERIA, layers)
    assert set(criteria.modelled) == {"river", "inland", "landslide"}
    analysis = partial(plateau.evacuation_buildings, zones=zones, criteria=criteria)
    result = run(data, analysis, out=tmp_path / "out")
    unranked = differing(one, result.table("table"))
    assert set(unranked.columns[unranked.any()]) == {"rank"}
    result.settle("table", RANK_COLUMNS, city_ranks)
    assert_same(one, result.table("table"))


#: Relief of `half_city` ends here, 160 m west of the border. [deg]
RELIEF_ENDS = 139.5607


@pytest.fixture(scope="module")
def half_city(tmp_path_factory):
    """The sample city without the relief of the eastern tile and of what is around it."""
    root = Path(shutil.copytree(CITY, tmp_path_factory.mktemp("half") / CITY.name))
    (file,) = (root / "udx/dem").glob("*.gml")

    def kept(triangle):
        corners = re.search(r"<gml:posList>([^<]*)", triangle[0])[1].split()
        return triangle[0] if max(map(float, corners[1::3])) < RELIEF_ENDS else ""

    text = re.sub(r"<gml:Triangle>.*?</gml:Triangle>", kept, file.read_text("utf-8"))
    file.write_text(text, "utf-8")
    return plateau.open(root)


def test_sun_in_a_tile_without_relief_is_that_of_the_city(half_city, weather, tmp_path):
    analysis = partial(plateau.solar_potential, weather=weather, preset="fast", spacing_m=8.0)
    one = analysis(half_city.load(context_m=CONTEXT_M))
    result = run(half_city, analysis, out=tmp_path, context_m=CONTEXT_M)
    assert_same(one, result.table("table"))


def test_floods_in_a_tile_without_relief_are_those_of_the_city(half_city, tmp_path):
    assert_flood_is_the_same(half_city, tmp_path)


def test_cameras_in_a_tile_without_relief_stand_nowhere_like_in_the_city(half_city, tmp_path):
    """No surface is made of the bases of the buildings where other tiles have relief."""
    cameras = read_cameras(SAMPLE / "cameras.geojson")
    analysis = partial(plateau.camera_coverage, cameras=cameras, spacing_m=4.0)
    one = analysis(half_city.load(context_m=CONTEXT_M))
    result = run(half_city, analysis, out=tmp_path, context_m=CONTEXT_M)
    assert (one.cameras["problem"] != "").any()
    assert_same(one.samples, result.table("samples"))
    posts = result.table("cameras").loc[one.cameras.index]
    assert (one.cameras["problem"] == posts["problem"]).all()


def assert_flood_is_the_same(data, folder, *, context_m=0.0):
    """Judge a city in one piece and in tiles that know which layers the whole of it has."""
    one = plateau.evacuation_buildings(data.load())
    layers = run(data, flood_survey, out=folder / "survey").table("table").index
    criteria = with_survey(DEFAULT_CRITERIA, layers)
    analysis = partial(plateau.evacuation_buildings, criteria=criteria)
    result = run(data, analysis, out=folder / "out", context_m=context_m)
    result.settle("table", RANK_COLUMNS, city_ranks)
    assert_same(one, result.table("table"))
    return one


#: A building of the western tile, 2 m from the border, that inland flooding reaches.
ON_THE_BORDER = "139.562516097"


def twin_city(tmp_path):
    """The sample city with one building in both tiles, in the eastern one without its records."""
    root = Path(shutil.copytree(CITY, tmp_path / CITY.name))
    west, east = sorted((root / "udx/bldg").glob("*.gml"))
    members = re.findall(
        r"<core:cityObjectMember>.*?</core:cityObjectMember>\n", west.read_text("utf-8"), re.DOTALL
    )
    (member,) = (m for m in members if ON_THE_BORDER in m)
    risk = r"<uro:bldgDisasterRiskAttribute>.*?</uro:bldgDisasterRiskAttribute>\n"
    copy = re.sub(risk, "", member, flags=re.DOTALL)
    assert "InlandFloodingRiskAttribute" in member
    text = east.read_text("utf-8").replace("</core:CityModel>", f"{copy}</core:CityModel>")
    east.write_text(text, "utf-8")
    return root, re.search(r'gml:id="(bldg_[^"]*)"', member)[1]


@pytest.mark.parametrize("context_m", [0.0, 60.0])
def test_a_building_in_the_files_of_two_tiles_is_judged_like_in_one_city(tmp_path, context_m):
    """The eastern copy has no record: it would be dry, were the western one not looked at."""
    root, name = twin_city(tmp_path)
    one = assert_flood_is_the_same(plateau.open(root), tmp_path / "run", context_m=context_m)
    (copy,) = one[one.index.str.startswith(f"{name}~")].itertuples()
    assert copy.reasons.startswith("twin_flooded")


@pytest.mark.parametrize("engine", ["embree", "reference"])
def test_camera_coverage_is_the_same_where_the_context_is_the_range(data, tmp_path, engine):
    if engine == "embree":
        pytest.importorskip("embreex")
    cameras = read_cameras(SAMPLE / "cameras.geojson")
    spacing_m = 1.0 if engine == "embree" else 6.0
    analysis = partial(plateau.camera_coverage, cameras=cameras, spacing_m=spacing_m, engine=engine)
    city = data.load(context_m=CONTEXT_M)
    one = analysis(city)
    assert one.cameras["far_m"].max() <= CONTEXT_M
    result = run(data, analysis, out=tmp_path / "out", context_m=CONTEXT_M)
    assert_same(one.samples, result.table("samples"))
    alone = exclusive_amounts(result.table("samples"))
    result.settle(
        "cameras", ("covered_ratio",), lambda posts: alone.reindex(posts.index).fillna(0.0)
    )
    assert_same(one.cameras, result.table("cameras"))


def test_a_divided_tile_is_the_same_too(data, weather, tmp_path):
    analysis = partial(plateau.solar_potential, weather=weather, preset="fast", spacing_m=5.0)
    tiles = tiling_of(data, 60.0, types=DEFAULT_TYPES).tiles
    needed = max(needed_bytes(tile, 60.0) for tile in tiles) - BASE_BYTES
    whole = run(data, analysis, out=tmp_path / "whole", context_m=60.0)
    parts = run(
        data,
        analysis,
        out=tmp_path / "parts",
        context_m=60.0,
        max_memory_bytes=int(BASE_BYTES + 0.8 * needed),
    )
    assert len(parts.done) > len(whole.done) == 2
    assert_same(whole.table("table"), parts.table("table"))
