"""One published file, written and handed over in any way: the identical city, all of it."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import geopandas.testing
import gml_documents as gml
import numpy as np
import pandas as pd
import pytest
from pyproj import CRS

import plateau
from citygml.reader import read_city
from plateau.schema import plateau_schema

REAL = Path(__file__).parents[2] / "../shared/data"
#: Buildings with parts and openings, of CityGML 2.0 and 3.0; relief; water; plants with pictures.
FILES = [
    "11222_koshigaya-shi_pref_2023_citygml_2_op/udx/bldg/53396677_bldg_6697_op.gml",
    "27100_osaka-shi_city_2024_citygml_1_op/udx/bldg/51357309_bldg_6697_op.gml",
    "citygml-3.0-iur-4.0/udx/bldg/51357309_bldg_6697_op.gml",
    "citygml-3.0/53394517_bldg_6697_2_op_CityGML3.gml",
    "14201_yokosuka-shi_citygml/udx/dem/523965_dem_6697_05_op.gml",
    "22203_numazu-shi_citygml/udx/tnm/523855_tnm_6697_op.gml",
    "08220_tsukuba-shi_city_2023_citygml_2_op/udx/veg/54401008_veg_6697_op.gml",
]
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL.is_dir(), reason="the folder ../shared is not there"),
    pytest.mark.parametrize("name", FILES, ids=lambda name: name.split("/")[0][:12]),
]


def city_of(data, name, *, opened=None):
    source = gml.source(data, name)
    source = source if opened is None else replace(source, open=opened)
    return read_city([source], schema=plateau_schema(), crs=CRS.from_epsg(6677), appearance=True)


def assert_identical(one, other):
    """All tables, arrays and pictures; paths and lines are those of the writing."""
    geopandas.testing.assert_geodataframe_equal(one.features, other.features)
    for part in ("surfaces", "mesh", "terrain"):
        assert_same_arrays(getattr(one, part), getattr(other, part))
    assert list(one.records) == list(other.records)
    for key, table in one.records.items():
        pd.testing.assert_frame_equal(pd.DataFrame(table), pd.DataFrame(other.records[key]))
    assert one.problems["reason"].tolist() == other.problems["reason"].tolist()
    assert one.origin == other.origin
    assert (one.appearance is None) == (other.appearance is None)
    if one.appearance is not None:
        assert list(one.appearance.themes) == list(other.appearance.themes)
        for key, theme in one.appearance.themes.items():
            assert_same_arrays(theme, other.appearance.themes[key])
        for table in ("textures", "materials"):
            columns = ["image", "path"]
            left, right = (getattr(city.appearance, table) for city in (one, other))
            drop = [column for column in columns if column in left]
            pd.testing.assert_frame_equal(left.drop(columns=drop), right.drop(columns=drop))


def assert_same_arrays(one, other):
    assert (one is None) == (other is None)
    if one is None:
        return
    for field in one.__dataclass_fields__:
        left = getattr(one, field)
        if isinstance(left, np.ndarray):
            np.testing.assert_array_equal(left, getattr(other, field), err_msg=field)


def renamed(data):
    """The same document with other prefixes, and that of its commonest namespace left out."""
    text = data.decode("utf-8-sig")
    prefixes = set(re.findall(r'xmlns:([\w-]+)="', text)) - {"xsi"}
    for number, prefix in enumerate(sorted(prefixes)):
        text = re.sub(rf"(</?){prefix}:", rf"\1n{number}x:", text)
        text = re.sub(rf"(\s){prefix}:(\w+=)", rf"\1n{number}x:\2", text)
        text = text.replace(f"xmlns:{prefix}=", f"xmlns:n{number}x=")
    commonest = max(
        (f"n{number}x" for number in range(len(prefixes))), key=lambda p: text.count(f"<{p}:")
    )
    uri = re.search(rf'xmlns:{commonest}="([^"]*)"', text)[1]
    text = re.sub(rf"(</?){commonest}:", r"\1", text)
    return text.replace("xmlns:", f'xmlns="{uri}" xmlns:', 1).encode()


def spaced(data):
    """Comments, instructions and other line ends between the elements."""
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    return text.replace("><", ">\r\n<!-- a --><?b c?><").replace("\n", "\r\n").encode()


WRITTEN = {
    "prefixes": renamed,
    "spaces": spaced,
    "mark": lambda data: b"\xef\xbb\xbf" + data.removeprefix(b"\xef\xbb\xbf"),
    "wide": lambda data: re.sub(
        r'encoding="[^"]*"', 'encoding="UTF-16"', data.decode("utf-8-sig"), count=1
    ).encode("utf-16"),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_any_writing_gives_the_identical_city(name, way):
    data = (REAL / name).read_bytes()
    other = WRITTEN[way](data)
    assert other != data or way == "mark"
    assert_identical(city_of(data, name), city_of(other, name))


class Pieces(io.RawIOBase):
    """A stream that gives no more than so many bytes at once, never the same number twice."""

    def __init__(self, data, most):
        self._data, self._most, self._at, self._turn = data, most, 0, 0

    def readable(self):
        return True

    def readinto(self, buffer):
        self._turn += 1
        size = min(len(buffer), 1 + (self._turn * 7919) % self._most)
        part = self._data[self._at : self._at + size]
        self._at += len(part)
        buffer[: len(part)] = part
        return len(part)


@pytest.mark.parametrize("most", [61, 4099, 1 << 20])
def test_any_size_of_pieces_gives_the_identical_city(name, most):
    data = (REAL / name).read_bytes()
    other = city_of(data, name, opened=lambda: Pieces(data, most))
    assert_identical(city_of(data, name), other)


def test_a_folder_and_its_archive_give_the_identical_city(name, tmp_path):
    """With code lists and pictures; in place, deflated or stored."""
    root, is_dataset = REAL / name.split("/")[0], "/udx/" in name
    folder = plateau.open(root if is_dataset else REAL / name)
    types = (Path(name).parent.name,) if is_dataset else ()
    path = tmp_path / f"{root.name}.zip"
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        with zipfile.ZipFile(path, "w", method) as archive:
            for file in sorted(root.rglob("*")):
                archive.write(file, file.relative_to(REAL if is_dataset else root).as_posix())
        cities = [data.load(types=types, appearance=True) for data in (folder, plateau.open(path))]
        assert_identical(*cities)
