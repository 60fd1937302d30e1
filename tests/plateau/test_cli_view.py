"""``plateau view``: what cannot be shown is one clear line, what can is said to be shown."""

from __future__ import annotations

import base64
import zlib

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from glb_reader import glb_parts
from gml_documents import box_solid, building, document, element
from PIL import Image
from plateau_folders import REAL
from shapely.geometry import Point, box

import plateau
from viewer.rendering import rendering
from viewer.scene import View

WEST, SOUTH = -69000, 34000


@pytest.fixture
def gml(tmp_path):
    """Two boxes in zone VII, whose first axis is north; b1 is 3 km east of b0."""
    boxes = [
        building(element("bldg:lod1Solid", box_solid(SOUTH, WEST + east, 5)), id=f"b{i}")
        for i, east in enumerate((0, 3000))
    ]
    path = tmp_path / "box.gml"
    path.write_text(document(*boxes, srs="EPSG:6675"), encoding="utf-8")
    return path


@pytest.fixture
def table(tmp_path):
    """Write a table of values of the two boxes, or of others."""

    def table(*ids, **columns):
        shapes = [box(WEST, SOUTH, WEST + 10, SOUTH + 10)] * len(ids)
        made = gpd.GeoDataFrame(
            columns, index=pd.Index(ids, name="feature_id"), geometry=shapes, crs=6675
        )
        made.to_parquet(tmp_path / "table.parquet")
        return tmp_path / "table.parquet"

    return table


@pytest.mark.parametrize("output", ["a.png", "a.html"])
@pytest.mark.parametrize(
    ("ids", "values", "color", "said"),
    [
        (("b0", "b1"), [1.0, 2.0], "heigth_m", "no column 'heigth_m'; the table has height_m"),
        (("b0", "b1"), [np.nan, np.nan], "height_m", "no value in any of 2 rows"),
        (("b0", "b1"), [1.0, np.inf], "height_m", "infinite in 1 of 2 rows"),
        (("x0", "x1"), [1.0, 2.0], "height_m", "none of 2 rows of the table"),
        ((), [], "height_m", "the table has 0 rows"),
    ],
    ids=["unknown column", "all missing", "infinite", "another city", "no rows"],
)
def test_a_table_that_cannot_be_shown_is_one_line(
    run, gml, table, tmp_path, ids, values, color, said, output
):
    place = tmp_path / output
    option = "--html" if output.endswith("html") else "--screenshot"
    given = table(*ids, height_m=values)
    code, out, err = run("view", gml, "--table", given, "--color", color, option, place, "-q")
    assert code == 1
    (line,) = err.strip().splitlines()
    assert said in line
    assert out == ""
    assert not place.exists()


@pytest.mark.parametrize("option", ["--html", "--screenshot"])
def test_what_cannot_be_written_is_refused_before_reading(run, tmp_path, option):
    (tmp_path / "file").write_text("")
    place = tmp_path / "file" / ("a.html" if option == "--html" else "a.png")
    code, _, err = run("view", tmp_path / "none.gml", option, place, "-q")
    assert code == 1
    assert "cannot be written" in err
    assert len(err.strip().splitlines()) == 1


def test_a_file_without_features_is_one_line(run, tmp_path):
    empty = tmp_path / "empty.gml"
    empty.write_text(document(srs="EPSG:6675"), encoding="utf-8")
    code, _, err = run("view", empty, "--html", tmp_path / "a.html", "-q")
    assert code == 1
    assert "0 features" in err
    assert len(err.strip().splitlines()) == 1


def textured(gml, image):
    """Put an image on the first ring of the file."""
    text = gml.read_text(encoding="utf-8")
    head, tail = text.split("<gml:LinearRing", 1)
    ring = f'{head}<gml:LinearRing gml:id="r0"{tail}'
    looks = (
        '<app:appearanceMember xmlns:app="http://www.opengis.net/citygml/appearance/2.0">'
        "<app:Appearance><app:theme>rgbTexture</app:theme><app:surfaceDataMember>"
        f"<app:ParameterizedTexture><app:imageURI>{image}</app:imageURI>"
        '<app:target uri="#p"><app:TexCoordList><app:textureCoordinates ring="#r0">'
        "0 0 1 0 1 1 0 1 0 0</app:textureCoordinates></app:TexCoordList></app:target>"
        "</app:ParameterizedTexture></app:surfaceDataMember></app:Appearance></app:appearanceMember>"
    )
    end = ring.rindex("</")
    gml.write_text(ring[:end] + looks + ring[end:], encoding="utf-8")


def scene_of(page):
    """What the GLB of a page says."""
    text = page.read_text(encoding="utf-8").partition('id="scene">')[2].partition("<")[0]
    return glb_parts(zlib.decompress(base64.b64decode(text)))[0]


def test_images_of_the_files_are_in_the_page_unless_they_are_not_wanted(run, gml, tmp_path):
    Image.new("RGB", (8, 8), (255, 0, 0)).save(tmp_path / "wall.png")
    textured(gml, "wall.png")
    page = tmp_path / "a.html"
    assert run("view", gml, "--html", page, "-q")[0] == 0
    assert len(scene_of(page)["images"]) == 1
    assert run("view", gml, "--html", page, "--no-textures", "-q")[0] == 0
    assert "images" not in scene_of(page)


def test_images_of_the_files_are_in_an_exported_glb(run, gml, tmp_path):
    Image.new("RGB", (8, 8), (255, 0, 0)).save(tmp_path / "wall.png")
    textured(gml, "wall.png")
    out = tmp_path / "a.glb"
    assert run("export", gml, "--out", out, "-q")[0] == 0
    assert len(glb_parts(out.read_bytes())[0]["images"]) == 1
    (tmp_path / "wall.png").unlink()
    _, said, _ = run("export", gml, "--out", out)
    assert "note: 1 of 1 images of surfaces are missing" in said


@pytest.mark.parametrize("image", ["gone.png", "../../secret.png"])
def test_missing_and_forbidden_images_are_one_line(run, gml, tmp_path, image):
    textured(gml, image)
    code, out, _ = run("view", gml, "--html", tmp_path / "a.html")
    assert code in {0, 3}
    assert sum("1 of 1 images of surfaces are missing" in line for line in out.splitlines()) == 1


def test_a_table_of_cameras_is_drawn_with_what_they_look_at(run, gml, tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(View, "screenshot", lambda view, path: seen.append(view) or path)
    post = Point(WEST - 9, SOUTH - 9)
    columns = {"camera_id": ["c1"], "height_m": 4.0, "heading_deg": 45.0, "hfov_deg": 60.0}
    place = tmp_path / "posts.geojson"
    posts = gpd.GeoDataFrame(
        {**columns, "tilt_deg": 20.0, "far_m": 30.0}, geometry=[post], crs=6675
    )
    posts.to_crs(4326).to_file(place)
    out = tmp_path / "seen.gpkg"
    assert run("visibility", gml, "--cameras", place, "--out", out)[0] == 0
    words = ("--table", out, "--color", "covered_ratio", "--screenshot", tmp_path / "a.png")
    assert run("view", gml, *words)[0] == 0
    (shown,) = seen
    assert len(shown.lines)
    (points,) = (layer.points for layer in shown.layers if layer.name == "samples")
    table = gpd.read_file(out, layer="cameras")
    assert points[0, 2] + shown.city.origin[2] - table["elevation_m"][0] == pytest.approx(0.5)


def test_a_picture_says_how_many_buildings_it_shows(run, gml, tmp_path):
    if rendering().problem:
        pytest.skip(rendering().problem)
    _, out, _ = run("view", gml, "--screenshot", tmp_path / "a.png")
    assert "note: 1 of 2 buildings are in the picture" in out.splitlines()


@pytest.mark.real
def test_trees_and_hedges_of_tsukuba_show_all_their_images(tmp_path):
    """Six textures of three files; places in the image reach from -9,578 to 25,008."""
    folder = REAL / "08220_tsukuba-shi_city_2023_citygml_2_op"
    if not folder.is_dir():
        pytest.skip(f"{folder} is missing")
    city = plateau.open(folder).load(types="all", appearance=True)
    shown = plateau.view(city)
    (layer,) = shown.layers
    assert shown.notes == ()
    assert {image.name for image in layer.images.images} == {
        "leaf_jpg.jpg",
        "tree_jpg.jpg",
        "col0_1_000000_greenwall_jpg.jpg",
    }
    assert (layer.images.image_row >= 0).all()
    facts, _ = glb_parts(shown.glb(tmp_path / "trees.glb").read_bytes())
    assert len(facts["images"]) == 3
