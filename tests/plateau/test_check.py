"""Every quality rule finds its defect and nothing else; published files have what is known."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import gml_documents as gml
import numpy as np
import pandas as pd
import pytest
from pyproj import Transformer
from sample_city import CITY

import plateau
from plateau.check import COLUMNS, check, rules

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests/data"
REAL = ROOT / "../shared/data"
VALIDATOR = ROOT / "../shared/tools/validate_citygml.py"
FILE = "54363371_bldg_6697_op.gml"
LISTS = {
    "Building_class.xml": ["3001"],
    "BuildingDetailAttribute_majorUsage.xml": ["1"],
    "Common_localPublicAuthorities.xml": ["17206"],
    "DataQualityAttribute_geometrySrcDesc.xml": ["400", "000"],
    "DataQualityAttribute_thematicSrcDesc.xml": ["201"],
}
#: Defects that cannot but come with another one.
TOGETHER = {
    "wrong_crs": {"X06"},
    "nowhere": {"L06"},
    "face_of_no_boundary_room": {"L-bldg-11"},
}
#: Files without defects: buildings and furniture, a building with a room and openings, roads.
CLEAN = ("clean", "clean_interior", "clean_roads")
RULE = {rule.defect: rule for rule in rules() if rule.defect}


def dataset(folder, *names, file=FILE):
    """A dataset of files from tests/data; the first is in tile 54363371."""
    root = folder / "17206_kaga-shi_2022_citygml"
    bldg = root / "udx/bldg"
    (bldg / "54363371_bldg_6697_appearance").mkdir(parents=True)
    (bldg / "54363371_bldg_6697_appearance/wall.jpg").write_bytes(b"")
    for number, name in enumerate(names):
        shutil.copy(DATA / f"{name}.gml", bldg / (f"b{number}_{file}" if number else file))
    (root / "codelists").mkdir()
    for name, codes in LISTS.items():
        entries = "".join(
            f"<gml:dictionaryEntry><gml:Definition><gml:description>d</gml:description>"
            f"<gml:name>{code}</gml:name></gml:Definition></gml:dictionaryEntry>"
            for code in codes
        )
        text = f'<gml:Dictionary xmlns:gml="http://www.opengis.net/gml">{entries}</gml:Dictionary>'
        (root / "codelists" / name).write_text(text, encoding="utf-8")
    return root


def checked(path) -> pd.DataFrame:
    return check(plateau.open(path))


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_file_has_no_finding(tmp_path, name):
    table = checked(dataset(tmp_path, name))
    assert table.empty
    assert list(table.columns) == list(COLUMNS)


@pytest.mark.real
@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_file_is_valid(name):
    if not VALIDATOR.is_file():
        pytest.skip(f"{VALIDATOR} is missing")
    done = subprocess.run(
        [sys.executable, str(VALIDATOR), str(DATA / f"{name}.gml")],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("defect", sorted(set(RULE) - {"name_crs", "schema", "missing_schema"}))
def test_every_defect_is_found_where_it_is_and_nothing_else(tmp_path, defect):
    """The line is the first that differs from the clean file, or belongs to it."""
    table = checked(dataset(tmp_path, defect))
    assert set(table["rule"]) == {RULE[defect].rule} | TOGETHER.get(defect, set())
    row = table[table["rule"] == RULE[defect].rule].iloc[0]
    assert row["level"] == RULE[defect].level
    assert RULE[defect].sentence in row["message"]
    lines = (DATA / f"{defect}.gml").read_text(encoding="utf-8").splitlines()
    assert 0 <= row["line"] <= len(lines)
    if row["feature_id"]:
        assert any(f'gml:id="{row["feature_id"]}"' in line for line in lines)


@pytest.mark.parametrize(
    ("defect", "feature_id", "text"),
    [
        ("near_points", "b1", "<gml:Polygon>"),
        ("open_solid", "b1", "<bldg:lod1Solid>"),
        ("unknown_code", "b1", "<bldg:class"),
        ("dangling_link", "b1", "#nowhere"),
        ("not_well_formed", "", "</core:creation>"),
        ("missing_texture", "", "gone.jpg"),
        ("wrong_tile", "b2", 'gml:id="b2"'),
        ("duplicate_building_id", "b2", "<uro:BuildingIDAttribute>"),
        ("no_source", "b1", ""),
        ("overlapping_faces", "f1", "<gml:CompositeSurface>"),
        ("lonely_face", "f1", "<gml:CompositeSurface>"),
        ("opening_outside", "b1", "<gml:Polygon>"),
        ("opening_apart", "b3", "<gml:Polygon>"),
        ("turned_boundary", "b3", "<bldg:lod4Solid>"),
        ("room_face", "m1", "<bldg:lod4MultiSurface>"),
        ("outdoors", "u1", "<gml:Polygon>"),
        ("overlapping_roads", "d2", 'gml:id="t4p"'),
        ("overlapping_areas", "d1", 'gml:id="t2p"'),
    ],
)
def test_findings_name_line_and_object(tmp_path, defect, feature_id, text):
    row = checked(dataset(tmp_path, defect)).iloc[0]
    lines = (DATA / f"{defect}.gml").read_text(encoding="utf-8").splitlines()
    assert row["feature_id"] == feature_id
    assert text in lines[row["line"] - 1]


def test_a_name_with_another_reference_system_is_a_warning(tmp_path):
    table = checked(dataset(tmp_path, "clean", file="54363371_bldg_6668_op.gml"))
    assert table[["rule", "level"]].to_numpy().tolist() == [["X06", "warning"]]


def test_ids_are_compared_across_files(tmp_path):
    """A second copy repeats every gml:id and every building number."""
    table = checked(dataset(tmp_path, "clean", "clean"))
    ids = (DATA / "clean.gml").read_text(encoding="utf-8").count("gml:id=")
    counts = table["rule"].value_counts().to_dict()
    assert counts == {"C01": ids, "C-bldg-01": 2}


def test_an_archive_gives_the_same_findings(tmp_path):
    root = dataset(tmp_path, "missing_texture")
    path = tmp_path / "city.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(root.rglob("*")):
            archive.write(file, file.relative_to(tmp_path).as_posix())
    columns = ["line", "feature_id", "rule", "message"]
    zipped = checked(path)[columns]
    pd.testing.assert_frame_equal(zipped, checked(root)[columns])
    assert len(zipped) == 1


@pytest.mark.parametrize(
    "uri", ["../../../../secret.jpg", "/etc/hostname", "..\\..\\..\\..\\x.jpg"]
)
def test_no_picture_outside_the_dataset_is_looked_at(tmp_path, uri):
    root = dataset(tmp_path, "clean")
    (tmp_path / "secret.jpg").write_bytes(b"")
    file = root / "udx/bldg" / FILE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("54363371_bldg_6697_appearance/wall.jpg", uri), encoding="utf-8")
    assert checked(root)["rule"].tolist() == ["X08"]


def test_a_file_that_breaks_off_is_checked_up_to_there(tmp_path):
    root = dataset(tmp_path, "near_points")
    file = root / "udx/bldg" / FILE
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index('gml:id="f1"')], encoding="utf-8")
    assert sorted(checked(root)["rule"]) == ["L01", "L07"]


def test_a_damaged_file_is_a_finding_and_never_a_crash(tmp_path):
    """A flipped bit at every 150th byte."""
    root = dataset(tmp_path, "clean")
    file = root / "udx/bldg" / FILE
    data = bytearray(file.read_bytes())
    for place in range(0, len(data), 150):
        damaged = bytearray(data)
        damaged[place] ^= 0b0010_0110
        file.write_bytes(damaged)
        assert list(checked(root).columns) == list(COLUMNS)


def test_what_the_reader_refuses_is_not_judged_by_schemas_and_told(tmp_path):
    """300 elements inside each other, and a schema that would have let them pass."""
    root = dataset(tmp_path, "clean")
    file = root / "udx/bldg" / FILE
    text = file.read_text(encoding="utf-8")
    end = text.rindex("</")
    file.write_text(text[:end] + "<a>" * 300 + "</a>" * 300 + text[end:], encoding="utf-8")
    schemas = tmp_path / "schemas"
    schemas.mkdir()
    head = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x"/>'
    (schemas / "any.xsd").write_text(head, encoding="ascii")
    found = check(plateau.open(root), schemas=schemas).set_index("rule")["message"]
    assert "a depth of more than 256" in found["L01"]
    assert "not judged by its schemas (a depth of more than 256" in found["X09"]


def test_the_table_of_rules_says_where_they_are_from():
    assert len({rule.defect for rule in rules() if rule.defect}) == len(RULE)
    for rule in rules():
        assert rule.level in {"error", "warning", "not checked"}
        assert (rule.level == "not checked") == (not rule.defect)
        assert rule.sentence.isascii()
        assert rule.source.startswith("表 6-") or rule.source == "plateau"
    numbers = {int(n) for rule in rules() for n in re.findall(r"6-(\d+)", rule.source)}
    assert {*range(1, 48), 58, 59, 60, 61, 62} <= numbers


def test_every_rule_is_in_the_documentation():
    page = (ROOT / "docs/check.md").read_text(encoding="utf-8")
    shown = {f"| {rule.rule} | {rule.level} | {rule.sentence} |" for rule in rules() if rule.defect}
    shown |= {f"| {rule.rule} | {rule.sentence} |" for rule in rules() if not rule.defect}
    assert [row for row in shown if row not in page] == []


def test_findings_are_sorted_and_messages_are_one_line(tmp_path):
    table = checked(dataset(tmp_path, "geometry_lod0", "no_source"))
    assert table[["path", "line"]].apply(tuple, axis=1).is_monotonic_increasing
    assert not table["message"].str.contains("\n").any()


def test_the_command_tells_writes_and_leaves_with_1_for_errors(run, tmp_path):
    root = dataset(tmp_path, "open_solid")
    out = tmp_path / "problems.csv"
    code, text, _ = run("check", root, "--out", out)
    assert code == 1
    assert "L14 lod1Solid of 5 faces has a gap" in text
    assert "1 file, 1 error, 0 warnings" in text
    assert text.isascii()
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert pd.read_csv(out)["rule"].tolist() == ["L14"]
    code, text, _ = run("check", root, "--json", "-q")
    answer = json.loads(text)
    assert (code, answer["errors"], answer["rules"]) == (1, 1, {"L14": 1})
    assert answer["findings"][0]["feature_id"] == "b1"


def test_the_command_leaves_with_0_for_warnings(run, tmp_path):
    code, text, _ = run("check", dataset(tmp_path, "missing_codelist"))
    assert code == 0
    assert "0 errors, 1 warning" in text


def test_the_command_refuses_other_tables_before_the_work(run, tmp_path):
    code, _, err = run("check", tmp_path, "--out", "a.xlsx")
    assert code == 1
    assert "written as .csv" in err


def test_long_tables_are_cut_for_people(run, tmp_path):
    code, text, _ = run("check", dataset(tmp_path, "clean", "clean"))
    assert code == 1
    assert "more: --out problems.csv has them all" in text


def counted(path):
    return checked(path)["rule"].value_counts().to_dict()


def test_projected_files_of_other_countries_are_checked_too(tmp_path):
    """A box without its roof, in UTM; it is no file of PLATEAU, so that any srsName is right."""
    rings = gml.box_rings(east=400_000.0, north=5_800_000.0)[:-1]
    solid = gml.solid(*(gml.polygon(ring) for ring in rings))
    box = gml.building(gml.element("bldg:lod1Solid", solid))
    path = tmp_path / "box.gml"
    text = gml.document(box).replace("0 0 0<", "0 0 0<", 1)
    path.write_text(text.replace("9 9 9", "9e6 9e6 99"), encoding="utf-8")
    assert counted(path) == {"L14": 1}


def in_zone_vii(text):
    """The same file in plane-rectangular zone VII: north and east instead of degrees."""
    way = Transformer.from_crs("EPSG:6668", "EPSG:6675")

    def moved(match):
        numbers = np.array(match[2].split(), dtype=float).reshape(-1, 3)
        north, east = way.transform(numbers[:, 0], numbers[:, 1])
        placed = np.column_stack([north, east, numbers[:, 2]])
        return match[1] + " ".join(f"{value:.6f}" for value in placed.ravel()) + match[3]

    text = re.sub(r"(<gml:posList>)([^<]*)(<)", moved, text)
    text = re.sub(r"(<gml:(?:lower|upper)Corner>)([^<]*)(<)", moved, text)
    return text.replace("EPSG/0/6697", "EPSG/0/10168")


@pytest.mark.parametrize(
    ("tile", "expected"),
    [("54363371", {}), ("54363372", {"X05": 5}), ("54363361", {"X05": 5}), ("543633", {})],
)
def test_the_tile_of_a_file_in_metres_is_known_too(tmp_path, tile, expected):
    """Two buildings, furniture, a generic object and relief."""
    root = dataset(tmp_path, "clean", file=f"{tile}_bldg_10168_op.gml")
    file = root / f"udx/bldg/{tile}_bldg_10168_op.gml"
    file.write_text(in_zone_vii(file.read_text(encoding="utf-8")), encoding="utf-8")
    assert counted(root) == expected


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("27100_osaka-shi_city_2024_citygml_1_op", {}),
        ("11222_koshigaya-shi_pref_2023_citygml_2_op", {}),
        ("08220_tsukuba-shi_city_2023_citygml_2_op", {}),
        ("17206_kaga-shi_2022_citygml", {"X08": 31, "X07": 1}),
        ("22203_numazu-shi_citygml", {"L07": 67, "L04": 9, "L09": 3, "X06": 2}),
        ("14130_kawasaki-shi_citygml", {"X06": 1}),
    ],
)
def test_published_files_have_the_known_findings(name, expected):
    """Osaka was published after the official inspection; Numazu's land use has slivers."""
    if not REAL.is_dir():
        pytest.skip(f"{REAL} is missing")
    assert counted(REAL / name) == expected


@pytest.mark.real
def test_holes_that_a_test_of_others_put_into_the_wrong_building_are_found():
    """libplateau gave 53392642 two interior rings some kilometres away, and text as a height."""
    path = REAL / "13100_tokyo23-ku_citygml/udx/bldg/53392642_bldg_6697_op2.gml"
    if not path.is_file():
        pytest.skip(f"{path} is missing")
    table = checked(path)
    assert set(table.loc[table["line"] == 35, "rule"]) == {"L06", "L13"}
    assert table.loc[table["rule"] == "L01", "line"].tolist() == [538]


def test_the_sample_city_breaks_no_rule_but_on_purpose():
    errors = checked(CITY).query("level == 'error'")
    assert errors["rule"].value_counts().to_dict() == {}
