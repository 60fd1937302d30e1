"""Shade on walls and roofs: which points are dark, and how dark they are drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import Box, box_city

from analyses.raycast import RayScene
from citygml.errors import CityModelError
from citygml.surfaces import SurfaceKind
from viewer.framing import Standpoint
from viewer.legend import panel_width_px
from viewer.rendering import rendering
from viewer.scene import view
from viewer.shade import MOST_POINTS, WIDTH_PX, shade_map
from viewer.sun import AMBIENT, SUN, direction

PANEL = panel_width_px(500)


def rays(mesh):
    return RayScene(mesh).is_occluded


def shaded_share(city, feature, azimuth, altitude=45.0, *, kind=SurfaceKind.ROOF):
    """Share of the points of a roof, or of the walls, of a feature that the sun does not reach."""
    mesh = city.mesh
    shade = shade_map(mesh)
    dark = shade.image(direction(azimuth, altitude), rays(mesh))[:, :, 0].ravel()[shade.pixel] < 255
    surface = np.unique(mesh.surface_row)[shade.polygon]
    row = city.features.index.get_loc(feature)
    own = (city.surfaces.feature_row[surface] == row) & (city.surfaces.kind[surface] == kind)
    return float(dark[own].mean())


def test_a_tower_shades_the_roof_beyond_it_and_no_other(town):
    """40 m against 6 m: a sun 45 degrees high throws 34 m of shade onto roofs, away from itself.

    The house beyond the tower begins 10 m from it and is 10 m long; the next one is 30 m away, so
    that shade covers its first 4 m.
    """
    beyond = {180.0: "b13", 270.0: "b17", 0.0: "b11", 90.0: "b7"}
    for azimuth, house in beyond.items():
        assert {h: shaded_share(town, h, azimuth) for h in beyond.values()} == {
            h: float(h == house) for h in beyond.values()
        }
    assert shaded_share(town, "b14", 180.0) == pytest.approx(0.4, abs=0.05)


def test_shade_turns_with_the_city_and_the_sun(town):
    """Shade of the tower on the wall of its neighbour: the same from four sides."""
    walls = [
        shaded_share(town, house, azimuth, 20.0, kind=SurfaceKind.WALL)
        for azimuth, house in ((180.0, "b13"), (270.0, "b17"), (0.0, "b11"), (90.0, "b7"))
    ]
    assert walls == pytest.approx([walls[0]] * 4, abs=0.01)
    assert 0.1 < walls[0] < 0.5  # one wall of four is turned to the sun


def test_a_shaded_face_keeps_the_light_of_the_sky_and_one_turned_away_loses_nothing():
    """A roof under a sun 30 degrees high has AMBIENT + SUN / 2 in the sun and AMBIENT in shade."""
    city = box_city([Box(10, 10, 6)])
    shade = shade_map(city.mesh)
    pixels = shade.image(direction(180.0, 30.0), lambda points, _: np.ones(len(points), bool))
    value = pixels[:, :, 0].ravel()[shade.pixel] / 255.0
    up, north = (shade.normals[shade.polygon][:, [2, 1]] > 0.9).T
    assert value[up] == pytest.approx(AMBIENT / (AMBIENT + SUN / 2), abs=0.003)
    assert (value[north] == 1.0).all()


def test_without_sun_no_ray_is_cast(town):
    def never(points, toward):
        raise AssertionError

    assert (shade_map(town.mesh).image(direction(180.0, -5.0), never) == 255).all()


def test_every_corner_of_a_triangle_is_drawn_from_its_own_polygon(town):
    mesh = town.mesh
    shade = shade_map(mesh)
    _, polygon = np.unique(mesh.surface_row, return_inverse=True)
    column, line = shade.uv[:, :, 0] * WIDTH_PX, (1.0 - shade.uv[:, :, 1]) * shade.height_px
    at = np.floor(line).astype(int) * WIDTH_PX + np.floor(column).astype(int)
    owner = np.full(WIDTH_PX * shade.height_px, -1)
    assert len(np.unique(shade.pixel)) == len(shade.pixel)
    owner[shade.pixel] = shade.polygon
    np.testing.assert_array_equal(owner[at], np.repeat(polygon[:, None], 3, axis=1))


def test_points_are_on_their_polygons_and_farther_apart_where_there_are_too_many(town):
    fine, coarse = shade_map(town.mesh), shade_map(town.mesh, 3000)
    assert fine.spacing_m == 0.5
    assert coarse.spacing_m > 2.0
    assert len(coarse.points) <= 3000 < len(fine.points) <= MOST_POINTS
    low, high = town.mesh.bounds
    assert (fine.points > low - 0.04).all()
    assert (fine.points < high + 0.04).all()


def test_a_picture_with_shade_is_darker_only_where_shade_falls(town):
    if problem := rendering().problem:
        pytest.skip(problem)
    shown = replace(view(town).lit(180.0, 45.0), blocking=rays)
    plain, shaded = (
        each.image(size=(500, 360)).astype(int) for each in (shown, shown.with_shade())
    )
    darker = (plain - shaded).max(axis=2)
    assert (shaded <= plain + 8).all()
    assert 0.001 < (darker > 30).mean() < 0.1


@pytest.mark.parametrize("azimuth", [90.0, 180.0, 270.0, 0.0])
def test_in_a_picture_from_above_shade_falls_away_from_the_sun(town, azimuth):
    """North is up and the tower in the middle: roofs darken on the side that the sun is not on."""
    if problem := rendering().problem:
        pytest.skip(problem)
    above = Standpoint(
        np.array((45.0, 45.0, 400.0)), np.array((45.0, 45.0, 0.0)), np.array((0.0, 1.0, 0.0))
    )
    shown = replace(view(town).lit(azimuth, 45.0), blocking=rays, at=above)
    plain, shaded = (
        each.image(size=(500, 360))[:, :-PANEL].astype(int) for each in (shown, shown.with_shade())
    )
    line, column = np.nonzero((plain - shaded).max(axis=2) > 30)
    middle = (np.array(plain.shape[:2]) - 1) / 2.0
    east, north = column.mean() - middle[1], middle[0] - line.mean()
    assert np.array((east, north)) @ direction(azimuth, 0.0)[:2] < -10.0


def test_a_view_without_rays_says_where_to_get_them(town):
    with pytest.raises(CityModelError, match=r"plateau\.view"):
        view(town).with_shade()
