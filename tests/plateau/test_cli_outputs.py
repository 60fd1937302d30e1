"""What a command writes to is looked at before the work; what fails is said in one line."""

import resource
import signal
import sys

import geopandas as gpd
import pytest
from gml_documents import box_solid, building, document, element
from shapely.geometry import Point

from citygml.errors import CityModelError
from plateau import cli
from plateau.cli.session import SKIPPED, Session
from plateau.output import write_tables
from viewer import scene

HEADING = {"height_m": 3.0, "heading_deg": 0.0, "tilt_deg": 5.0, "hfov_deg": 60.0, "far_m": 20.0}


@pytest.fixture
def gml(tmp_path):
    """A file with a box-shaped building, in zone VII, whose first axis is north."""
    path = tmp_path / "box.gml"
    box = building(element("bldg:lod1Solid", box_solid(34000, -69000, 5)), id="b0")
    path.write_text(document(box, srs="EPSG:6675"), encoding="utf-8")
    return path


@pytest.fixture
def run(capsys):
    """Run a command line in this process; return exit code, stdout and stderr."""

    def run(*words):
        code = cli.exit_code(Session(), [str(word) for word in words])
        return code, *capsys.readouterr()

    return run


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
