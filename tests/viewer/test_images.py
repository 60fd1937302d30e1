"""Images of files that anybody may have written: read, made smaller, or missing."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from PIL import Image
from plateau_folders import Cp932Info

from viewer.images import MOST_SIDE_PX, image_bytes, surface_image

RED = (255, 0, 0)


@pytest.fixture
def square(tmp_path):
    path = tmp_path / "wall.png"
    Image.new("RGB", (64, 64), RED).save(path)
    return path


def test_what_is_no_image_is_missing_and_nothing_else_happens(tmp_path, square):
    text = tmp_path / "wall.jpg"
    text.write_text("no image")
    half = tmp_path / "half.png"
    half.write_bytes(square.read_bytes()[:60])
    vector = tmp_path / "a.eps"
    vector.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n")  # would run a program
    for path in (text, half, vector, tmp_path, tmp_path / "gone.png", ""):
        assert surface_image(str(path), "repeat") is None


def test_a_large_image_becomes_smaller_and_a_huge_one_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "wide.png"
    Image.new("RGB", (MOST_SIDE_PX + 200, 2), RED).save(path)
    assert surface_image(str(path), "clamp").size_px[0] == MOST_SIDE_PX
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)  # Pillow warns above, refuses above twice
    assert surface_image(str(path), "clamp") is None


def test_an_image_in_an_archive_is_read(tmp_path, square):
    with zipfile.ZipFile(tmp_path / "city.zip", "w") as archive:
        archive.write(square, "udx/bldg/a_appearance/wall.png")
    inside = f"{tmp_path}/city.zip/udx/bldg/a_appearance/wall.png"
    assert image_bytes(inside) == square.read_bytes()
    assert image_bytes(f"{tmp_path}/city.zip/udx/bldg/gone.png") is None
    assert surface_image(inside, "repeat").size_px == (64, 64)


@pytest.mark.parametrize("folder", ["加賀市_2022", "予算表"])
def test_an_image_in_a_folder_named_in_the_code_page_of_japan_is_read(tmp_path, square, folder):
    """The second byte of 予 and of 表 is a backslash, which is no path here."""
    member = f"{folder}/udx/bldg/a_appearance/壁.png"
    with zipfile.ZipFile(tmp_path / "city.zip", "w") as archive:
        archive.writestr(Cp932Info(member), square.read_bytes())
    assert image_bytes(f"{tmp_path}/city.zip/{member}") == square.read_bytes()


def test_jpeg_of_four_inks_becomes_png(tmp_path):
    Image.new("CMYK", (8, 8)).save(tmp_path / "wall.jpg")
    image = surface_image(str(tmp_path / "wall.jpg"), "repeat")
    assert image.media_type == "image/png"
    assert Image.open(BytesIO(image.data)).mode == "RGB"
