"""The command line: exit codes, one clear line, and nothing that a console cannot show."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from gml_documents import box_solid, building, document, element

import plateau
from citygml.errors import CityModelError
from plateau import cli
from plateau.cli.flood import CLASSES
from plateau.cli.session import Session
from plateau.output import read_tables

ROOT = Path(__file__).parents[2]


@pytest.fixture
def gml(tmp_path):
    """A file with two box-shaped buildings, in zone VII, whose first axis is north."""
    path = tmp_path / "two boxes.gml"
    boxes = [
        building(element("bldg:lod1Solid", box_solid(34000 + 40 * i, -69000, 5)), id=f"b{i}")
        for i in range(2)
    ]
    path.write_text(document(*boxes, srs="EPSG:6675"), encoding="utf-8")
    return path


@pytest.fixture
def run(capsys):
    """Run a command line in this process; return exit code, stdout and stderr."""

    def run(*words, session=None):
        code = cli.exit_code(session or Session(), [str(word) for word in words])
        return code, *capsys.readouterr()

    return run


def subprocess_run(*words, **environment):
    """Run a command line as its users do."""
    return subprocess.run(
        [sys.executable, "-m", "plateau", *map(str, words)],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    )


def test_help_loads_none_of_the_heavy_packages():
    code = (
        "import sys, plateau.cli; heavy = {'numpy', 'pandas', 'geopandas', 'pyproj', 'lxml', "
        "'pyvista', 'rich'} & set(sys.modules); sys.exit(' '.join(heavy) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.returncode == 0


def test_every_command_explains_itself_in_ascii(run):
    for name in cli.cli.commands:
        code, out, err = run(name, "--help")
        assert (code, err) == (0, "")
        assert out.isascii()
        assert "--quiet" in out


def test_wrong_words_are_usage_errors(run, gml):
    for words in (
        [],
        ["nope"],
        ["info"],
        ["solar", gml, "--out", "x.gpkg"],
        ["info", gml, "--around", "1"],
        ["view", gml, "--table", "t.gpkg"],
        ["visibility", gml, "--cameras", "c.geojson", "--out", "x.gpkg", "--spacing-m", "0"],
    ):
        code, _, err = run(*words)
        assert code == 2, words
        assert "Traceback" not in err


def test_info_tells_what_is_there(run, gml):
    code, out, _ = run("info", gml, "--full")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("note: no relief in the dataset")
    assert any(line.split() == ["Building", "LOD1", "2"] for line in lines)
    assert any(line.split() == ["crs", "EPSG:6675"] for line in lines)


def test_info_reads_heads_only_unless_told_otherwise(run, gml):
    """A file that breaks off after its head is no matter for names and heads."""
    text = gml.read_text(encoding="utf-8")
    gml.write_text(text[: len(text) // 2], encoding="utf-8")
    code, out, _ = run("info", gml, "--json")
    (summary,) = json.loads(out)["datasets"]
    assert code == 0
    assert summary["srs_names"] == ["EPSG:6675"]
    assert "features" not in summary
    assert run("info", gml, "--full")[0] == 1


def test_info_counts_objects_of_types_that_no_analysis_asks_for(run, tmp_path):
    """Benches and lamps, `frn`."""
    bench = element("frn:CityFurniture", element("frn:lod1Geometry", box_solid(34000, -69000, 5)))
    path = tmp_path / "udx" / "frn" / "54363371_frn_6697_op.gml"
    path.parent.mkdir(parents=True)
    path.write_text(document(bench, srs="EPSG:6675"), encoding="utf-8")
    code, out, error = run("info", tmp_path, "--full", "--json")
    assert code == 0, error
    (summary,) = json.loads(out)["datasets"]
    assert summary["features"] == {"CityFurniture": 1}


def test_info_as_json_is_json_and_nothing_else(run, gml):
    code, out, _ = run("info", gml, "--full", "--json")
    (summary,) = json.loads(out)["datasets"]
    assert code == 0
    assert summary["features"] == {"Building": 2}
    assert summary["ground_source"] == "building_base"
    west, south, east, north = summary["bounds_deg"]
    assert 136.3 < west < east < 136.5
    assert 36.2 < south < north < 36.4


def test_quiet_says_nothing_on_the_way(run, gml):
    assert run("info", gml, "-q") == (0, "", "")


#: Sixty-four entities, each twice the one before.
NESTED = '<!ENTITY e0 "ha">' + "".join(
    f'<!ENTITY e{i} "&e{i - 1};&e{i - 1};">' for i in range(1, 64)
)
BAD_FILES = {
    "empty.gml": ("", "is empty"),
    "text.gml": ("hello", "not well-formed"),
    "other.gml": ("<kml/>", "not a CityGML file"),
    "entity.gml": ('<!DOCTYPE c [<!ENTITY x SYSTEM "a">]>\n<c>&x;</c>', "document type"),
    "nested.gml": (f"<!DOCTYPE c [{NESTED}]>\n<c>&e63;</c>", "document type"),
    "picture.jpg": ("x", "neither a folder nor"),
    "broken.zip": ("x", "not a readable zip"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_one_line_and_writes_nothing(run, tmp_path, name):
    content, reason = BAD_FILES[name]
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    code, out, err = run("flood", path, "--out", tmp_path / "out.gpkg", "-q")
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert str(path) in err
    assert reason in err
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


def test_a_truncated_file_names_the_line_once(gml):
    """As a process, where what the library logs could come on top."""
    text = gml.read_text(encoding="utf-8")
    gml.write_text(text[: len(text) // 2], encoding="utf-8")
    done = subprocess_run("info", gml, "--full", "-q")
    err = done.stderr.decode()
    assert (done.returncode, done.stdout) == (1, b"")
    assert err.count("\n") == 1
    assert f"{gml}:" in err
    assert "not well-formed" in err


def test_a_missing_path_and_an_empty_folder_are_one_line(run, tmp_path):
    code, _, err = run("info", tmp_path / "none.gml", "-q")
    assert code == 1
    assert "no such file" in err
    code, _, err = run("info", tmp_path, "-q")
    assert code == 1
    assert "no .gml file" in err


def test_where_some_files_can_be_read_the_rest_is_done_and_the_code_is_3(run, gml):
    (gml.parent / "empty.gml").write_bytes(b"")
    code, out, _ = run("info", gml.parent)
    assert code == 3
    assert "empty.gml: the file is empty" in out
    code, out, _ = run("info", gml.parent, "--full")
    assert code == 3
    assert "file left out: the file is empty" in out
    assert any(line.split() == ["Building", "LOD1", "2"] for line in out.splitlines())


def test_of_several_paths_the_good_ones_are_shown_and_the_code_is_3(run, gml, tmp_path):
    code, out, err = run("info", tmp_path / "none.gml", gml, "--json")
    answer = json.loads(out)
    assert code == 3
    assert len(answer["datasets"]) == 1
    assert "no such file" in answer["failures"][0]["error"]
    assert "no such file" in err


def test_an_unknown_format_is_told_before_the_work(run, tmp_path):
    code, _, err = run("flood", tmp_path / "none.gml", "--out", tmp_path / "out.dxf")
    assert code == 1
    assert "tables are written as" in err


@pytest.mark.parametrize("encoding", ["cp932", "cp1252"])
def test_any_console_can_show_the_output(gml, encoding):
    """The names of the data are Japanese; a letter the console lacks is replaced."""
    folder = gml.parent / "17206_kaga-shi_2022_citygml" / "udx" / "bldg"
    folder.mkdir(parents=True)
    gml.rename(folder / "54363371_bldg_6697_op.gml")
    for words in (("info", folder.parents[1], "--full"), ("info", folder.parents[1], "--json")):
        done = subprocess_run(*words, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
        assert done.returncode == 0, done.stderr
        done.stdout.decode(encoding)
        assert b"Traceback" not in done.stderr


def failing_with(error, monkeypatch):
    def fail(*_):
        raise error

    monkeypatch.setattr("plateau.cli.city.selected", fail)


def test_an_interruption_is_130(run, gml, monkeypatch):
    failing_with(KeyboardInterrupt(), monkeypatch)
    assert run("info", gml) == (130, "", "\nplateau: interrupted\n")


def test_a_failure_is_one_line_and_verbose_shows_where(run, gml, monkeypatch):
    failing_with(CityModelError("fact;\nrule; remedy"), monkeypatch)
    assert run("info", gml) == (1, "", "plateau: fact; rule; remedy\n")
    code, _, err = run("info", gml, "-v")
    assert code == 1
    assert err.startswith("Traceback")


def test_a_missing_package_names_the_remedy(run, gml, monkeypatch):
    failing_with(ModuleNotFoundError("No module named 'pvlib'", name="pvlib"), monkeypatch)
    code, _, err = run("info", gml)
    assert code == 1
    assert "pip install 'plateau-analysis[solar]'" in err


def test_a_fault_of_ours_is_one_line_too(gml):
    """`sys.excepthook` is the net below all named errors."""
    code = (
        "import plateau.cli.city as c; from plateau.cli import main\n"
        "def fail(*_): raise KeyError('x')\n"
        f"c.selected = fail; main(['info', {str(gml)!r}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "KeyError: 'x'; this is a fault of plateau" in done.stderr


SAMPLE = ROOT / "sample_data"
CITY = SAMPLE / "13999_mihon-shi_2026_citygml_1_op"


def building_ids(path):
    """Ids of all buildings of a dataset."""
    return set(plateau.open(path).load().features.query("kind == 'Building'").index)


def test_flood_gives_every_building_one_class(run, tmp_path):
    out = tmp_path / "flood.csv"
    zones = SAMPLE / "house_collapse_zones.geojson"
    code, answer, _ = run("flood", CITY, "--zones", zones, "--out", out, "--lang", "ja", "--json")
    counts = json.loads(answer, parse_constant=pytest.fail)["counts"]  # JSON has no NaN
    assert code == 0
    assert sum(counts[name] for name in CLASSES) == counts["buildings"]
    (table,) = read_tables(out).values()
    assert set(table.index) == building_ids(CITY)
    assert "避難" in out.read_text(encoding="utf-8-sig").splitlines()[0]


def test_solar_writes_roofs_and_a_row_for_every_building(run, tmp_path):
    out = tmp_path / "solar.gpkg"
    weather = SAMPLE / "weather.epw"
    code, text, _ = run("solar", CITY, "--weather", weather, "--out", out, "--spacing-m", "4")
    assert code == 0
    assert text.splitlines()[-1] == str(out)
    tables = read_tables(out)
    assert set(tables) == {"roofs", "buildings"}
    assert set(tables["buildings"].index) == building_ids(CITY)
    assert tables["roofs"].attrs["plateau"]["parameters"]["spacing_m"] == 4.0


def test_visibility_writes_samples_and_cameras(run, tmp_path):
    out = tmp_path / "sight.gpkg"
    cameras = SAMPLE / "cameras.geojson"
    words = ("--cameras", cameras, "--out", out, "--spacing-m", "2", "--json")
    code, answer, _ = run("visibility", CITY, *words)
    assert code == 0
    json.loads(answer, parse_constant=pytest.fail)
    tables = read_tables(out)
    assert set(tables) == {"samples", "cameras", "coverage", "overlap", "blind_spots"}
    counts = json.loads(answer)["counts"]
    assert counts["ground points seen"] + counts["ground points hidden"] == len(tables["samples"])
    seen = (tables["samples"]["state"] == "seen").sum() * 4.0
    assert tables["coverage"]["area_m2"].sum() == seen
    assert tables["overlap"].query("seen_count > 0")["area_m2"].sum() == seen


def test_visibility_of_roads_for_whole_bodies_ranks_blind_spots_by_people(run, tmp_path):
    out, raster = tmp_path / "sight.gpkg", tmp_path / "sight.tif"
    words = ["--cameras", SAMPLE / "cameras.geojson", "--out", out, "--spacing-m", "2"]
    words += ["--targets", "roads", "--target-height-m", "0.2", "--target-height-m", "1.7"]
    words += ["--levels", "dori2014", "--people", SAMPLE / "population.csv", "--raster", raster]
    code, text, err = run("visibility", CITY, *words)
    assert code == 0, err
    assert text.splitlines()[-2:] == [str(out), str(raster)]
    tables = read_tables(out)
    assert tables["blind_spots"]["people_near"].sum() > 0
    assert tables["roads"]["covered_ratio"].between(0, 1).all()
    assert set(tables["samples"]["state"]) == {"seen", "partly", "hidden", "outside"}
    assert raster.stat().st_size > 1000


def test_visibility_places_cameras_among_candidates(run, tmp_path):
    out = tmp_path / "plan.gpkg"
    words = ["--place", "3", "--candidates", SAMPLE / "camera_candidates.geojson", "--out", out]
    words += ["--cameras", SAMPLE / "cameras.geojson", "--spacing-m", "2", "--min-level", "outline"]
    code, text, err = run("visibility", CITY, *words)
    assert code == 0, err
    assert "of the best possible (greedy)" in text
    tables = read_tables(out)
    assert len(tables["placed"]) == 3
    assert len(tables["cameras"]) == len(tables["existing"]) + 3
    assert set(tables["placed"].index) < set(tables["cameras"].index)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "--cameras or --candidates is missing"),
        (["--place", "3"], "--place and --budget need --candidates"),
        (["--candidates", "c.geojson"], "--candidates needs --place N or --budget"),
    ],
)
def test_words_about_cameras_that_do_not_go_together_are_refused(run, tmp_path, words, message):
    code, _, err = run("visibility", CITY, *words, "--out", tmp_path / "x.gpkg")
    assert code == 2
    assert message in err


def test_view_writes_a_page_in_the_colours_of_a_table(run, tmp_path):
    table = tmp_path / "flood.gpkg"
    assert run("flood", CITY, "--out", table, "-q")[0] == 0
    page = tmp_path / "view.html"
    code, text, err = run("view", CITY, "--table", table, "--color", "result", "--html", page)
    assert (code, text.splitlines()[-1]) == (0, str(page)), err
    assert page.stat().st_size > 100_000
    code, _, err = run("view", CITY, "--table", table, "--color", "none", "--html", page, "-q")
    assert code == 1
    assert "has no column 'none'" in err


def test_a_selection_narrows_and_context_is_not_in_the_result(run, tmp_path):
    """One tile of two: its buildings only, whatever stands around."""
    out = tmp_path / "flood.gpkg"
    words = ("--tiles", "53393434", "--context-m", "100", "--out", out, "-q")
    assert (
        run("solar", CITY, "--weather", SAMPLE / "weather.epw", "--spacing-m", "4", *words)[0] == 0
    )
    expected = plateau.open(CITY).select(tiles="53393434").load().features
    found = read_tables(out)["buildings"]
    assert set(found.index) == set(expected.query("kind == 'Building'").index)


def test_ctrl_c_leaves_nothing_behind(tmp_path):
    """Interrupted while rays are traced, which is after the line about reading."""
    words = ["solar", CITY, "--weather", SAMPLE / "weather.epw", "--out", tmp_path / "out.gpkg"]
    with subprocess.Popen(
        [sys.executable, "-m", "plateau", *map(str, words), "--spacing-m", "0.2"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr.readline().startswith("reading:")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert err.split() == ["plateau:", "interrupted"]
    assert list(tmp_path.iterdir()) == []


def test_the_demo_writes_tables_pictures_page_and_report(tmp_path):
    """As its users run it; 3-D pictures are there wherever the machine can draw them."""
    done = subprocess_run("demo", "--out", tmp_path / "demo")
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode()
    found = {path.name for path in (tmp_path / "demo").iterdir()}
    names = ("solar", "flood", "visibility")
    expected = {f"{name}{end}" for name in names for end in (".gpkg", "_map.png")}
    pictures = {f"{name}.png" for name in names}
    assert found - pictures == expected | {"report.html", "view.html"}
    assert pictures <= found or "no 3-D pictures:" in text
    assert {line.rsplit("/", 1)[-1] for line in text.splitlines() if "/demo/" in line} == found
    report = (tmp_path / "demo" / "report.html").read_text(encoding="utf-8")
    assert "synthetic" in report
    assert 'src="http' not in report


def test_export_writes_the_city_for_other_programs(run, gml, tmp_path):
    code, out, _ = run("export", gml, "--out", tmp_path / "two.city.json")
    assert code == 0
    assert out.splitlines()[-1] == str(tmp_path / "two.city.json")
    objects = json.loads((tmp_path / "two.city.json").read_text(encoding="utf-8"))["CityObjects"]
    assert set(objects) == {"b0", "b1"}


def test_export_says_a_wrong_extension_before_it_reads(run, gml, tmp_path):
    code, _, err = run("export", tmp_path / "not there.gml", "--out", tmp_path / "a.dxf")
    assert code == 1
    assert "unknown extension" in err
    code, _, err = run("export", gml, "--out", tmp_path / "a.glb", "--color", "result")
    assert code == 2
    assert "--table" in err
