"""Downloading from the service on loopback: datasets that open, with what they refer to."""

import pandas as pd
import pytest
from delivery import DATASET, service
from gml_documents import document
from plateau_folders import box, tile_text, zipped

import plateau
from citygml.errors import CityModelError
from plateau.transfer import Courier, TransferError

WEST, EAST = "54363371", "54363372"
CODELIST = """<gml:Dictionary xmlns:gml="http://www.opengis.net/gml" gml:id="d">
<gml:name>u</gml:name><gml:dictionaryEntry><gml:Definition gml:id="i">
<gml:description>住宅</gml:description>
<gml:name>411</gml:name></gml:Definition></gml:dictionaryEntry></gml:Dictionary>"""
APPEARANCE = "<app:imageURI>54363371_bldg_6697_appearance/wall 1.jpg</app:imageURI>"


def files():
    text = tile_text(WEST, (0.5, 0.5)).replace(
        "<bldg:lod1Solid>",
        '<bldg:usage codeSpace="../../codelists/Building_usage.xml">411</bldg:usage>'
        f"<!-- {APPEARANCE} --><bldg:lod1Solid>",
    )
    return {
        f"udx/bldg/{WEST}_bldg_6697_op.gml": text.encode(),
        f"udx/bldg/{EAST}_bldg_6697_op.gml": tile_text(EAST, (0.5, 0.5)).encode(),
        "udx/dem/543633_dem_6697_op.gml": b"relief",
        "codelists/Building_usage.xml": CODELIST.encode(),
        "udx/bldg/54363371_bldg_6697_appearance/wall%201.jpg": b"jpeg",
    }


@pytest.fixture
def server():
    with service() as found:
        found.publish(files())
        yield found


@pytest.fixture
def courier():
    return Courier(interval_s=0.0, sleep=lambda _: None)


@pytest.fixture
def rows(server, courier):
    table = plateau.catalog(tiles=WEST, types="bldg", years=2024, api=server.url, courier=courier)
    server.asked.clear()
    return table


def test_a_download_is_a_dataset_that_opens_with_its_code_lists(server, rows, courier, tmp_path):
    got = plateau.download(rows, tmp_path, courier=courier)
    assert got.datasets == (tmp_path / DATASET,)
    assert got.missing == ()
    assert got.files == 4
    found = sorted(p.relative_to(tmp_path / DATASET).as_posix() for p in tmp_path.rglob("*.*"))
    assert found == [
        "codelists/Building_usage.xml",
        "udx/bldg/54363371_bldg_6697_appearance/wall 1.jpg",
        f"udx/bldg/{WEST}_bldg_6697_op.gml",
        f"udx/bldg/{EAST}_bldg_6697_op.gml",
    ]
    city = plateau.open(got.datasets).load()
    assert city.features["usage_ja"].dropna().tolist() == ["住宅"]


def test_a_second_download_asks_for_nothing(server, rows, courier, tmp_path):
    plateau.download(rows, tmp_path, courier=courier)
    server.asked.clear()
    again = plateau.download(rows, tmp_path, courier=courier)
    assert server.asked == []
    assert again.datasets == (tmp_path / DATASET,)


def test_an_interrupted_download_goes_on(server, rows, tmp_path):
    path = f"/assets/ab/{DATASET}/udx/bldg/{WEST}_bldg_6697_op.gml"
    impatient = Courier(interval_s=0.0, attempts=1, sleep=lambda _: None)
    server.faults[path] = [("break", 1000)]
    with pytest.raises(TransferError, match="broken off"):
        plateau.download(rows, tmp_path, courier=impatient)
    assert not list(tmp_path.rglob("*.gml"))
    plateau.download(rows, tmp_path, courier=impatient)
    assert [h.get("Range") for p, h in server.asked if p == path] == [None, "bytes=1000-"]
    assert len(list(tmp_path.rglob("*.gml"))) == 2


def test_a_code_list_that_is_not_there_is_reported_and_the_rest_comes(
    server, rows, courier, tmp_path
):
    del server.contents[f"/assets/ab/{DATASET}/codelists/Building_usage.xml"]
    got = plateau.download(rows, tmp_path, courier=courier)
    assert len(got.missing) == 1
    assert "Building_usage.xml: the server says 404" in got.missing[0]
    assert (tmp_path / DATASET / f"udx/bldg/{WEST}_bldg_6697_op.gml").is_file()


def test_a_file_that_is_not_there_ends_the_download(server, rows, courier, tmp_path):
    del server.contents[f"/assets/ab/{DATASET}/udx/bldg/{EAST}_bldg_6697_op.gml"]
    with pytest.raises(TransferError, match="the server says 404"):
        plateau.download(rows, tmp_path, courier=courier)


def test_the_size_in_the_catalogue_is_held_against_the_file(server, rows, courier, tmp_path):
    wrong = rows.assign(size_bytes=pd.array([1, 2], dtype="Int64"))
    with pytest.raises(TransferError, match="the catalogue says"):
        plateau.download(wrong, tmp_path, courier=courier)


def test_a_whole_city_is_an_archive_read_in_place(server, rows, courier, tmp_path):
    source = tmp_path / "source" / DATASET
    for member, content in files().items():
        path = source / member
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    server.contents[f"/assets/ab/{DATASET}.zip"] = zipped(source).read_bytes()
    got = plateau.download(rows, tmp_path / "out", whole_cities=True, courier=courier)
    assert got.datasets == (tmp_path / "out" / f"{DATASET}.zip",)
    assert len(plateau.open(got.datasets).select(tiles=WEST).load(types=["bldg"]).features) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://host/a/../../etc/udx/x.gml",
        "https://host/a/%2e%2e/udx/bldg/x.gml",
        "https://host/a/b%2Fc/udx/x.gml",
        "https://host/no/dataset.gml",
    ],
)
def test_an_address_that_leads_elsewhere_is_refused(rows, courier, tmp_path, url):
    with pytest.raises(CityModelError, match="refused"):
        plateau.download(rows.assign(url=url), tmp_path, courier=courier)
    assert list(tmp_path.iterdir()) == []


def test_references_never_leave_the_dataset(server, courier, rows, tmp_path):
    path = f"/assets/ab/{DATASET}/udx/bldg/{EAST}_bldg_6697_op.gml"
    server.contents[path] = (
        document(box(136.4, 36.31, id="b"))
        .replace(
            "<bldg:lod1Solid>",
            '<bldg:usage codeSpace="../../../../../evil/passwd.xml">1</bldg:usage>'
            '<bldg:class codeSpace="https://elsewhere.example/x.xml">1</bldg:class><bldg:lod1Solid>',
        )
        .encode()
    )
    got = plateau.download(rows.assign(size_bytes=pd.NA), tmp_path, courier=courier)
    assert [p for p in server.paths() if "passwd" in p] == [
        f"/assets/ab/{DATASET}/codelists/passwd.xml"
    ]
    assert len(got.missing) == 1


def test_nothing_to_download_is_refused(rows, courier, tmp_path):
    with pytest.raises(CityModelError, match="nothing to download"):
        plateau.download(rows.iloc[:0], tmp_path, courier=courier)
