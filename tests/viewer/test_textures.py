"""Photographs and materials of the files on the surfaces they belong to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import trimesh
from builders import Box, box_city, flat_ground
from chromium import browser, needs_chromium
from glb_reader import accessor_values, chunks_of, glb_parts, node_named
from PIL import Image

from citygml.appearance import Appearance, Theme
from viewer.drawing import actors_of, scene_plotter
from viewer.framing import Standpoint
from viewer.page import images_left_out, page_content
from viewer.rendering import drawable, rendering
from viewer.scene import view
from viewer.textures import corner_points
from viewer.window import click

RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)
#: Of the south wall, counter-clockwise from its lower left corner.
CORNERS_UV = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float32)
SOUTH, ROOF = 1, 5


@pytest.fixture
def four_colours(tmp_path):
    """A picture of 64 by 64: red and green above, blue and yellow below."""
    pixels = np.zeros((64, 64, 3), np.uint8)
    pixels[:32, :32], pixels[:32, 32:], pixels[32:, :32], pixels[32:, 32:] = (
        RED,
        GREEN,
        BLUE,
        YELLOW,
    )
    path = tmp_path / "wall.png"
    Image.fromarray(pixels).save(path)
    return path


def house(image, *, wrap="wrap", times=1.0, behind=0):
    """A house of 10 m: `image` on its south wall, a material of 0.2, 0.4, 0.6 on its roof.

    As many plain houses as are wanted stand in the north, first in the file.
    """
    boxes = [Box(10, 10, 10, north=40.0 + 20.0 * k) for k in range(behind)]
    city = box_city([*boxes, Box(10, 10, 10)], terrain=flat_ground(60.0))
    count, first = 6 * (behind + 1), 6 * behind
    texture, material = np.full(count, -1, np.int32), np.full(count, -1, np.int32)
    texture[first + SOUTH], material[first + ROOF] = 0, 0
    uv = np.full((4 * count, 2), np.nan, np.float32)
    uv[4 * (first + SOUTH) : 4 * (first + SOUTH) + 4] = CORNERS_UV * times
    looks = Appearance(
        pd.DataFrame({"image": [str(image)], "wrap_mode": [wrap]}),
        pd.DataFrame({"diffuse_red": [0.2], "diffuse_green": [0.4], "diffuse_blue": [0.6]}),
        {"rgbTexture": Theme(texture, material, uv)},
    )
    return replace(city, appearance=looks)


def buildings(shown):
    return next(layer for layer in shown.layers if layer.name == "buildings")


def test_the_wall_shows_the_image_and_the_roof_its_material(four_colours):
    layer = buildings(view(house(four_colours)))
    surface = layer.mesh.surface_row
    np.testing.assert_array_equal(layer.images.image_row, np.where(surface == SOUTH, 0, -1))
    assert np.unique(layer.rgb[surface == ROOF], axis=0).tolist() == [[51, 102, 153]]
    corners = layer.mesh.corners[surface == SOUTH]  # x and z are u and v times 10 m
    np.testing.assert_allclose(layer.images.uv[surface == SOUTH] * 10, corners[:, :, [0, 2]])


def test_corners_are_found_in_a_mesh_that_was_turned_and_cut(four_colours):
    city = house(four_colours)
    mesh = city.mesh.submesh(np.array([7, 2, 3]))
    turned = replace(mesh, triangles=mesh.triangles[:, ::-1].copy())
    point = corner_points(city.surfaces, turned, np.arange(3))
    np.testing.assert_array_equal(city.surfaces.coords[point], turned.corners)
    moved = replace(turned, vertices=turned.vertices + 0.5)
    assert (corner_points(city.surfaces, moved, np.arange(3)) == -1).all()


def test_a_result_comes_before_images(four_colours):
    city = house(four_colours)
    shown = view(city, city.features.assign(yield_kwh=[5.0]), color="yield_kwh")
    assert buildings(shown).images is None
    assert buildings(shown).texturing is not None  # pages show them without a column
    assert buildings(view(city, textures=False)).texturing is None


def test_missing_images_leave_the_plain_colour_and_one_line(tmp_path):
    shown = view(house(tmp_path / "gone.jpg"))
    assert buildings(shown).images is None
    (line,) = shown.notes
    assert line.startswith("1 of 1 images of surfaces are missing or cannot be read (the first: ")
    assert "gone.jpg" in line
    assert "\n" not in line


def glb(city, tmp_path):
    return glb_parts(view(city).glb(tmp_path / "house.glb").read_bytes())


def test_glb_holds_the_image_and_where_each_corner_lies_in_it(four_colours, tmp_path):
    facts, body = glb(house(four_colours), tmp_path)
    plain, textured = facts["meshes"][node_named(facts, "b0")["mesh"]]["primitives"]
    assert "TEXCOORD_0" not in plain["attributes"]
    assert "COLOR_0" not in textured["attributes"]
    material = facts["materials"][textured["material"]]
    texture = facts["textures"][material["pbrMetallicRoughness"]["baseColorTexture"]["index"]]
    assert facts["samplers"][texture["sampler"]] == {"wrapS": 10497, "wrapT": 10497}
    image = facts["images"][texture["source"]]
    view_ = facts["bufferViews"][image["bufferView"]]
    data = body[view_["byteOffset"] : view_["byteOffset"] + view_["byteLength"]]
    assert data == four_colours.read_bytes()
    assert image["mimeType"] == "image/png"
    uv = accessor_values(facts, body, textured["attributes"]["TEXCOORD_0"])
    position = accessor_values(facts, body, textured["attributes"]["POSITION"])
    np.testing.assert_allclose(uv[:, 0], position[:, 0] / 10)
    np.testing.assert_allclose(uv[:, 1], 1 - position[:, 1] / 10)  # from the upper edge down


def test_trimesh_shows_the_same_colours_of_the_image(four_colours, tmp_path):
    """The upper left quarter of the wall, x 0 to 5 m and z 5 to 10 m, is red."""
    scene = trimesh.load(view(house(four_colours)).glb(tmp_path / "house.glb"))
    shown = [g for g in scene.geometry.values() if g.visual.kind == "texture"]
    (wall,) = [g for g in shown if g.visual.material.baseColorTexture is not None]
    image = np.asarray(wall.visual.material.baseColorTexture.convert("RGB"))
    assert image[0, 0].tolist() == list(RED)
    upper_left = np.argmin(wall.vertices[:, 0] - wall.vertices[:, 1])
    np.testing.assert_allclose(wall.visual.uv[upper_left], (0, 1))  # trimesh counts from below


@pytest.fixture
def from_the_south(four_colours):
    """A window before the south wall, and the view."""
    if rendering().problem:
        pytest.skip(rendering().problem)
    shown = view(house(four_colours, behind=1))
    with drawable():
        plotter = scene_plotter(shown, size=(400, 400), off_screen=True)
        plotter.camera.position, plotter.camera.focal_point = (5, -40, 5), (5, 0, 5)
        plotter.camera.up = (0, 0, 1)
        plotter.reset_camera_clipping_range()
        plotter.show(auto_close=False)
        yield shown, plotter
        plotter.close()


def pixel(plotter, point):
    plotter.renderer.SetWorldPoint(*point, 1.0)
    plotter.renderer.WorldToDisplay()
    return plotter.renderer.GetDisplayPoint()[:2]


def test_a_picture_shows_the_image_upright(from_the_south):
    _, plotter = from_the_south
    picture = np.asarray(plotter.screenshot(None, return_img=True))
    for (x, z), colour in {(2, 8): RED, (8, 8): GREEN, (2, 2): BLUE, (8, 2): YELLOW}.items():
        column, row = pixel(plotter, (x, 0, z))
        seen = picture[-1 - round(row), round(column)].astype(int)
        np.testing.assert_array_equal(seen > seen.max() / 2, np.array(colour) > 0)


def test_a_click_on_an_image_tells_of_its_building(from_the_south):
    shown, plotter = from_the_south
    assert click(plotter, shown, pixel(plotter, (2, 0, 8)))[0] == "b1"
    assert len(actors_of(plotter, buildings(shown))) == 2


def test_places_far_from_the_image_are_moved_by_whole_images(four_colours):
    """Tsukuba's hedges repeat an image thousands of times; float32 would blur the last."""
    city = house(four_colours)
    theme = city.appearance.themes["rgbTexture"]
    far = replace(theme, uv=theme.uv + np.float32(20000.0))
    looks = replace(city.appearance, themes={"rgbTexture": far})
    near = buildings(view(replace(city, appearance=looks))).images.uv
    same = buildings(view(city)).images.uv
    np.testing.assert_allclose(near, same, atol=1e-2)
    repeated = buildings(view(house(four_colours, times=1.9))).images.uv
    assert np.nanmax(repeated) == np.float32(1.9)


def test_a_page_without_room_for_the_images_shows_plain_colours(four_colours, monkeypatch):
    shown = view(house(four_colours))
    assert images_left_out(shown) == ()
    assert len(glb_parts(page_content(shown)[1]["scene"])[0]["images"]) == 1
    monkeypatch.setattr("viewer.page.MOST_IMAGE_BYTES", 10)
    (line,) = images_left_out(shown)
    assert line.startswith("1 images of surfaces are ")
    assert "images" not in glb_parts(page_content(shown)[1]["scene"])[0]


def test_a_quantized_glb_keeps_the_image_and_where_it_lies(four_colours, tmp_path):
    """The image is one chunk of the wall's two triangles; each corner has its place in it."""
    path = view(house(four_colours)).glb(tmp_path / "house.glb", quantized=True)
    asset, body = glb_parts(path.read_bytes())
    plain, wall = chunks_of(asset, body, "buildings")
    assert "TEXCOORD_0" not in plain
    assert len(wall["faces"]) == 2
    np.testing.assert_allclose(wall["place"][:, 1], 0.0)  # the south wall
    np.testing.assert_allclose(wall["TEXCOORD_0"][:, 0], wall["place"][:, 0] / 10)
    np.testing.assert_allclose(wall["TEXCOORD_0"][:, 1], 1 - wall["place"][:, 2] / 10)
    assert "COLOR_0" not in wall  # it would tint the image
    look = asset["materials"][wall["primitive"]["material"]]["pbrMetallicRoughness"]
    assert "baseColorTexture" in look


@needs_chromium
def test_a_page_shows_the_image_upright_until_a_column_is_chosen(four_colours, tmp_path):
    shown = view(house(four_colours))
    at = Standpoint(np.array((5, -40, 5)), np.array((5, 0, 5)), np.array((0, 0, 1)))
    city = replace(shown.city, features=shown.city.features.assign(storeys_above_ground=[3]))
    shown = replace(shown, city=city, at=at)
    with browser(tmp_path) as tab:
        tab.open(shown.html(tmp_path / "house.html"))
        picture = tab.pixels().astype(int)
        for (x, z), colour in {(2, 8): RED, (8, 8): GREEN, (2, 2): BLUE, (8, 2): YELLOW}.items():
            column, row = tab.value(f"plateau.screen({x}, 0, {z})")
            seen = picture[round(row), round(column)]
            np.testing.assert_array_equal(seen > seen.max() / 2, np.array(colour) > 0)
        column, row = tab.value("plateau.screen(2, 0, 8)")
        tab.click(column, row)
        assert tab.value("byId('identity').textContent") == "b0"
        tab.value("plateau.show('storeys_above_ground')")
        red = tab.pixels()[round(row), round(column)].astype(int)
        assert not red[0] > 2 * red[1:].max()
        assert tab.complaints == []
