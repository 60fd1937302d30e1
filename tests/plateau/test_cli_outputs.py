"""What a command writes to is looked at before the work; what fails is said in one line."""

import resource
import signal
import sys

import geopandas as gpd
import pytest
from gml_documents import box_solid, building, document, element
from PIL import Image
from shapely.geometry import Point

from citygml.errors import CityModelError
from plateau.cli.session import SKIPPED
from plateau.output import write_tables
from viewer import rendering, scene

HEADING = {"height_m": 3.0, "heading_deg": 0.0, "tilt_deg": 5.0, "hfov_deg": 60.0, "far_m": 20.0}


@pytest.fixture
def gml(tmp_path):
    """A file with a box-shaped building, in zone VII, whose first axis is north."""
    path = tmp_path / "box.gml"
    box = building(element("bldg:lod1Solid", box_solid(34000, -69000, 5)), id="b0")
    path.write_text(document(box, srs="EPSG:6675"), encoding="utf-8")
    return path


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a display")
def test_view_without_display_and_without_output_fails(run, gml, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    code, out, err = run("view", gml)
    assert (code, out) == (1, "")
    assert "no display" in err
    assert "use --screenshot or --html" in err


def test_view_writes_the_page_where_no_picture_can_be_drawn(run, gml, tmp_path, monkeypatch):
    def refused(*_words: object, **_more: object) -> None:
        raise CityModelError("no OpenGL answers; install a software renderer")

    monkeypatch.setattr(scene.View, "screenshot", refused)
    page = tmp_path / "a.html"
    code, out, err = run("view", gml, "--screenshot", tmp_path / "a.png", "--html", page)
    assert code == 1
    assert out.splitlines()[-1] == str(page)
    assert page.is_file()
    assert err.splitlines()[-1] == "plateau: no OpenGL answers; install a software renderer"


@pytest.fixture
def machine_without_gl(monkeypatch):
    """What the probe says on a machine without a graphics library."""
    found = rendering.Rendering("", "3-D pictures cannot be drawn here, no OpenGL answers; advice")
    monkeypatch.setattr(rendering, "rendering", lambda: found)


@pytest.mark.usefixtures("machine_without_gl")
def test_without_gl_a_picture_becomes_a_map_and_a_page_and_one_line(run, gml, tmp_path):
    table = tmp_path / "flood.gpkg"
    assert run("flood", gml, "--out", table)[0] == 0
    picture, page = tmp_path / "a.png", tmp_path / "a.html"
    words = ("--table", table, "--color", "result", "--screenshot", picture)
    code, out, err = run("view", gml, *words)
    assert code == 1
    assert out.splitlines()[-2:] == [str(tmp_path / "a_map.png"), str(page)]
    assert [line for line in err.splitlines() if "OpenGL" in line] == err.splitlines()[-1:]
    assert not picture.exists()
    page.write_text("of the user")
    assert run("view", gml, *words)[0] == 1
    assert page.read_text() == "of the user"  # nothing that was not asked for is written over


@pytest.mark.usefixtures("machine_without_gl")
def test_without_gl_a_flood_film_costs_a_line_and_no_table(run, gml, tmp_path):
    table, film = tmp_path / "flood.gpkg", tmp_path / "a.gif"
    code, out, err = run("flood", gml, "--out", table, "--film", film)
    assert code == 1
    assert str(table) in out.splitlines()
    assert str(film) not in out
    assert "no OpenGL answers" in err.splitlines()[-1]


def test_roads_without_population_are_refused_and_not_forgotten(run, tmp_path):
    roads = tmp_path / "roads.geojson"
    code, _, err = run("flood", tmp_path / "none", "--out", tmp_path / "a.csv", "--roads", roads)
    assert code == 2
    assert "needs --population" in err


def test_a_picture_as_ground_is_one_line(run, gml, tmp_path):
    picture = tmp_path / "a.png"
    Image.new("L", (4, 4)).save(picture)
    code, _, err = run("flood", gml, "--out", tmp_path / "a.csv", "--dem", picture, "-q")
    assert (code, err.strip().splitlines()) == (
        1,
        [f"plateau: {picture}: no CRS; the place of the cells is unknown; set one"],
    )


def test_a_water_file_that_is_not_there_is_said_to_be_so(run, gml, tmp_path):
    water = tmp_path / "depths.tif"
    code, _, err = run("flood", gml, "--out", tmp_path / "a.csv", "--water", water, "-q")
    assert (code, err.strip().splitlines()) == (
        1,
        [f"plateau: {water}: no such file; give a GeoTIFF or polygons of the water"],
    )


@pytest.mark.parametrize(("option", "name"), [("--screenshot", "a.xyz"), ("--html", "a.txt")])
def test_view_refuses_a_suffix_before_the_work(run, tmp_path, option, name):
    """The city does not exist: whoever looked for it would say so."""
    code, _, err = run("view", tmp_path / "none", option, tmp_path / name)
    assert code == 1
    assert "it is written as" in err


def test_a_table_below_a_file_is_refused_before_the_work(run, gml, tmp_path):
    (tmp_path / "file").write_text("")
    code, _, err = run("flood", tmp_path / "none", "--out", tmp_path / "file" / "a.csv")
    assert code == 1
    assert "is a file, not a folder" in err


def test_the_index_of_a_layer_is_no_colour(run, gml, tmp_path):
    table = tmp_path / "t.gpkg"
    assert run("flood", gml, "--out", table, "-q")[0] == 0
    code, _, err = run(
        *("view", gml, "--table", table, "--color", "feature_id", "--html", tmp_path / "a.html")
    )
    assert code == 1
    assert "feature_id names the rows of the layer buildings; give --color a column" in err


def test_visibility_without_any_result_is_not_simply_done(run, gml, tmp_path):
    """The camera stands inside the building."""
    cameras = tmp_path / "cameras.geojson"
    place = gpd.GeoDataFrame([HEADING], geometry=[Point(-68998, 34002)], crs=6675)
    place.to_crs(6668).to_file(cameras)
    words = ("--cameras", cameras, "--out", tmp_path / "v.gpkg", "--spacing-m", "2")
    code, out, _ = run("visibility", gml, *words)
    assert "no camera has a result, such as 0:" in out
    assert code == SKIPPED


@pytest.mark.parametrize("name", ["t.gpkg", "t.geojson"])
def test_a_table_that_the_disk_cuts_off_is_said_in_plain_words(tmp_path, name):
    """A limit of 30 kB for every file stands for a full disk."""
    places = [Point(i, i) for i in range(3000)]
    table = gpd.GeoDataFrame({"text": ["x" * 50] * 3000}, geometry=places, crs=6675)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, before[1]))
    try:
        with pytest.raises(CityModelError, match=r"could not be written completely.* MB are free"):
            write_tables(tmp_path / name, {"t": table})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert list(tmp_path.iterdir()) == []
