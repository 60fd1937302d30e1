"""Cities without relief: one ground through the bases of all buildings, whatever the tiling."""

import shutil
from functools import partial
from pathlib import Path

import pytest
from enlarged_city import shifted
from plateau_folders import REAL
from run_analyses import ground_heights, roof_grounds
from same_tables import assert_nearly_same, assert_same
from sample_city import CITY, SAMPLE

import plateau
from analyses.cameras import read_cameras
from analyses.solar import SolarSettings
from plateau.runner import run

CONTEXT_M = 120.0
#: Some houses on both sides of the border between the tiles, 139.5625 E.
FEW = (139.56195, 35.6111, 139.56305, 35.6113)
ACROSS = (139.5625, 35.6113)


@pytest.fixture(scope="module")
def bare_city(tmp_path_factory):
    """The sample city without its relief."""
    root = tmp_path_factory.mktemp("bare") / CITY.name
    shutil.copytree(CITY, root, ignore=shutil.ignore_patterns("dem"))
    return plateau.open(root)


@pytest.fixture(scope="module")
def weather():
    return plateau.read_weather(SAMPLE / "weather.epw")


def places_on_the_ground(data, folder, **words):
    """Heights under a lattice of places, in one piece and in tiles."""
    one = ground_heights(data.load(context_m=CONTEXT_M))
    tiled = run(data, ground_heights, out=folder, context_m=CONTEXT_M, **words).table("table")
    return one, tiled


def test_the_ground_of_tiles_is_that_of_the_city(bare_city, tmp_path):
    one, tiled = places_on_the_ground(bare_city, tmp_path)
    assert set(one["source"]) == {"building_base"}
    assert one["ground_m"].notna().sum() > 600
    assert_same(one, tiled)


def test_the_ground_of_processes_and_of_divided_tiles_is_that_of_the_city(bare_city, tmp_path):
    """A worker may take 0.462 GB: the tiles of 2 MB are divided into quarters."""
    words = {"workers": 2, "max_memory_bytes": 462_000_000}
    one, tiled = places_on_the_ground(bare_city, tmp_path, **words)
    assert len(list((tmp_path / "table").iterdir())) > 2
    assert_same(one, tiled)


@pytest.mark.parametrize(
    "words",
    [
        {"around": ACROSS, "radius_m": 150.0},
        {"where": "storeys_above_ground >= 4"},
    ],
    ids=["around", "where"],
)
def test_the_ground_of_a_selection_goes_through_what_is_selected_and_around_it(
    bare_city, tmp_path, words
):
    part = bare_city.select(**words)
    one = roof_grounds(part.load(context_m=60.0))
    result = run(part, roof_grounds, out=tmp_path, context_m=60.0)
    assert len(one) > 3
    assert_same(one, result.table("table"))


def test_the_sun_on_every_roof_is_that_of_the_city(bare_city, weather, tmp_path):
    analysis = partial(plateau.solar_potential, weather=weather, preset="fast", spacing_m=8.0)
    one = analysis(bare_city.load(context_m=CONTEXT_M))
    tiled = run(bare_city, analysis, out=tmp_path, context_m=CONTEXT_M).table("table")
    assert len(one) > 600
    assert_nearly_same(one, tiled)


def test_the_sun_of_the_referee_is_that_of_the_selection_in_one_piece(bare_city, weather, tmp_path):
    part = bare_city.select(bounds=FEW)
    settings = SolarSettings(engine="reference", terrain_m=150.0)
    analysis = partial(
        plateau.solar_potential, weather=weather, preset="fast", spacing_m=20.0, settings=settings
    )
    one = analysis(part.load(context_m=40.0))
    result = run(part, analysis, out=tmp_path, context_m=40.0)
    assert [record.rows["table"] > 0 for record in result.done] == [True, True]
    assert_same(one, result.table("table"))


@pytest.mark.parametrize("engine", ["embree", "reference"])
def test_what_cameras_see_is_that_of_the_city(bare_city, tmp_path, engine):
    if engine == "embree":
        pytest.importorskip("embreex")
    spacing_m = 1.0 if engine == "embree" else 8.0
    cameras = read_cameras(SAMPLE / "cameras.geojson")
    analysis = partial(plateau.camera_coverage, cameras=cameras, spacing_m=spacing_m, engine=engine)
    one = analysis(bare_city.load(context_m=CONTEXT_M))
    result = run(bare_city, analysis, out=tmp_path, context_m=CONTEXT_M)
    assert len(one.samples) > 100
    assert_same(one.samples, result.table("samples"))


def test_a_file_that_cannot_be_read_has_no_bases_and_its_own_reason(bare_city, tmp_path):
    root = Path(shutil.copytree(bare_city.entries[0].root.path, tmp_path / CITY.name))
    _, east = sorted((root / "udx/bldg").glob("*.gml"))
    text = east.read_text("utf-8")
    east.write_text(text[: len(text) // 2], encoding="utf-8")
    broken = plateau.open(root)
    result = run(broken, ground_heights, out=tmp_path / "out", context_m=CONTEXT_M)
    assert list(result.failed) == [east.name[:8]]
    assert "not well-formed" in result.failed[east.name[:8]]
    one = ground_heights(broken.load(context_m=CONTEXT_M))
    tiled = result.table("table")
    assert_same(one.loc[tiled.index], tiled)
    east.write_text(text, encoding="utf-8")
    mended = run(broken, ground_heights, out=tmp_path / "out", context_m=CONTEXT_M)
    assert_same(ground_heights(broken.load(context_m=CONTEXT_M)), mended.table("table"))


@pytest.fixture(scope="module")
def kaga_by_four(tmp_path_factory):
    """Four tiles of Kaga's scattered buildings, which are published without relief."""
    published = REAL / "17206_kaga-shi_2022_citygml"
    root = tmp_path_factory.mktemp("kaga") / published.name
    (root / "udx/bldg").mkdir(parents=True)
    (file,) = (published / "udx/bldg").glob("54363371_*.gml")
    text = file.read_text(encoding="utf-8")
    for number, code in enumerate(["54363371", "54363372", "54363381", "54363382"]):
        row, column = divmod(number, 2)
        moved = shifted(text, row, column, f"_{number}")
        target = root / "udx/bldg" / file.name.replace("54363371", code)
        target.write_text(moved, encoding="utf-8")
    return plateau.open(root)


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the folder of published files is not here")
def test_the_sun_on_published_roofs_is_that_of_the_city(kaga_by_four, weather, tmp_path):
    """Kaga's buildings stand hundreds of metres apart: its ground is made of long triangles."""
    analysis = partial(plateau.solar_potential, weather=weather, preset="fast", spacing_m=10.0)
    one = analysis(kaga_by_four.load(context_m=200.0))
    tiled = run(kaga_by_four, analysis, out=tmp_path, context_m=200.0).table("table")
    assert len(one) > 1500
    assert_nearly_same(one, tiled)
