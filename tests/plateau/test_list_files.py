"""Code lists of a dataset are found in its folder and in its archive, with or without ``udx``."""

import zipfile

import gml_documents as gml
import pytest
from plateau_folders import NAME, SRS, box, write_dataset, zipped

import plateau
from plateau.check import check
from plateau.files import Root, files_of
from plateau.list_files import CodelistFiles
from plateau.tiles import tile_bounds
from viewer.images import image_bytes

TILES = {"54363371": [(0.5, 0.5)], "54363372": [(0.5, 0.5)]}
LIST = (
    "<Dictionary><Definition><description>{}</description><name>1</name></Definition></Dictionary>"
)


LOOK = (
    '<app:appearance xmlns:app="http://www.opengis.net/citygml/appearance/2.0"><app:Appearance>'
    "<app:surfaceDataMember><app:ParameterizedTexture><app:imageURI>pictures/wall.png"
    "</app:imageURI></app:ParameterizedTexture></app:surfaceDataMember></app:Appearance>"
    "</app:appearance>"
)


@pytest.mark.parametrize("archived", [False, True])
def test_code_lists_are_found_however_the_path_climbs(tmp_path, archived):
    """Numazu: two folders deep, four levels up. A path that is right is taken before the name."""
    root = write_dataset(tmp_path, TILES)
    (root / "codelists").mkdir()
    (root / "codelists/Rank.xml").write_text(LIST.format("国"), encoding="utf-8")
    place = Root(zipped(root), f"{NAME}/", is_archive=True) if archived else Root(root)
    folder = f"{NAME}/udx/fld" if archived else "udx/fld"
    lists = CodelistFiles(place).codelists(folder)
    for code_space in (
        "../../codelists/Rank.xml",
        "../../../../codelists/Rank.xml",
        "../codelists/rank.xml",
        " Rank.xml ",
    ):
        assert lists.label(code_space, "1") == "国"
        assert not lists.find(code_space).is_standard


def city_without_udx(folder, lists):
    """A box with a code and a texture below ``top``, with no folder ``udx``; code lists in it."""
    code_space = "../codelists/Rank.xml" if lists == "codelists" else "Rank.xml"
    usage = f'<bldg:usage codeSpace="{code_space}">1</bldg:usage>'
    west, south, east, north = tile_bounds(min(TILES))
    house = box((west + east) / 2, (south + north) / 2, usage, LOOK, id="b1")
    top = folder / "top"
    (top / "bldg/pictures").mkdir(parents=True)
    file = top / f"bldg/{min(TILES)}_bldg_6697_op.gml"
    file.write_text(gml.document(house, srs=SRS), encoding="utf-8")
    (top / "bldg/pictures/wall.png").write_bytes(b"a picture")
    (top / "bldg/about.xml").write_text("<about/>", encoding="ascii")
    (top / lists).mkdir(exist_ok=True)
    (top / lists / "Rank.xml").write_text(LIST.format("国"), encoding="utf-8")
    return top


@pytest.mark.parametrize(
    "given", ["top folder", "folder above", "archive", "archive of the inside"]
)
@pytest.mark.parametrize("lists", ["codelists", "bldg"])
def test_a_city_without_udx_has_the_code_lists_and_images_beside_it(tmp_path, lists, given):
    """As a folder, as the one above it, and packed with or without it."""
    top = city_without_udx(tmp_path / "all", lists)
    path = {"top folder": top, "folder above": top.parent}.get(given)
    if path is None:
        path = zipped(top, top=given == "archive")
    data = plateau.open(path)
    city = data.load(appearance=True)
    assert city.features["usage_ja"].tolist() == ["国"]
    assert [reason for reason in city.problems["reason"] if "code list" in reason] == []
    assert image_bytes(city.appearance.textures["image"][0]) == b"a picture"
    found = check(data)
    assert not found["message"].str.contains("is not in the dataset").any()
    (top / "bldg/pictures/wall.png").unlink()
    if given.startswith("folder"):
        assert check(data)["message"].str.contains("wall.png is not in the dataset").sum() == 1


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_damaged_code_list_in_an_archive_is_told_and_no_crash(tmp_path, compression):
    """Its checksum is wrong, or it cannot be unpacked."""
    members = {"udx/bldg/a.gml": "<x/>", "codelists/Rank.xml": LIST.format("x" * 300)}
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    content = bytearray(path.read_bytes())
    start = content.index(b"codelists/Rank.xml") + len("codelists/Rank.xml")
    content[start + 5 : start + 60] = b"?" * 55
    path.write_bytes(content)
    lists = CodelistFiles(files_of(path)[0].root).codelists("udx/bldg")
    assert lists.label("../../codelists/Rank.xml", "1") is None
    assert "Rank.xml cannot be read" in lists.new_problems()[0]


def test_a_path_out_of_the_dataset_reads_nothing_there(tmp_path):
    root = write_dataset(tmp_path, TILES)
    (tmp_path / "secret.xml").write_text(LIST.format("x"), encoding="ascii")
    lists = CodelistFiles(Root(root)).codelists("udx/bldg")
    assert lists.label("../../../secret.xml", "1") is None
    assert lists.label(str(tmp_path / "secret.xml"), "1") is None


def test_lists_that_the_dataset_lacks_are_the_standard_ones(tmp_path):
    lists = CodelistFiles(Root(write_dataset(tmp_path, TILES))).codelists("udx/bldg")
    assert lists.label("../../codelists/Building_usage.xml", "411") == "住宅"
    assert lists.find("../../codelists/Building_usage.xml").is_standard


def test_code_lists_of_an_archive_are_read_once_and_again_when_it_changes(tmp_path):
    root = write_dataset(tmp_path, {"54363371": [(0.5, 0.5)]})
    (root / "codelists").mkdir()
    (root / "codelists/A.xml").write_text("one", encoding="ascii")
    (entry,) = files_of(zipped(root))
    assert CodelistFiles(entry.root).contents() == {f"{root.name}/codelists/a.xml".lower(): b"one"}
    (root / "codelists/A.xml").write_text("three", encoding="ascii")
    zipped(root)
    assert list(CodelistFiles(entry.root).contents().values()) == [b"three"]
