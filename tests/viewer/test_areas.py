"""Polygons of a result as triangles on the ground."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from builders import ORIGIN, Box, box_city, flat_ground

from citygml.errors import CityModelError
from viewer.areas import areas_layer
from viewer.cameras import nearest_sight_lines, positions, with_sight_lines
from viewer.coloring import column_coloring
from viewer.layers import LIFT_M, city_layers
from viewer.scene import view
from viewer.targets import table_target


def city():
    return box_city([Box(6, 6, 5)], terrain=flat_ground(100.0, height=3.0))


def spots(*shapes: shapely.Geometry, **columns) -> gpd.GeoDataFrame:
    moved = [shapely.transform(s, lambda xy: xy + ORIGIN[:2]) for s in shapes]
    return gpd.GeoDataFrame(
        columns, geometry=moved, crs="EPSG:6675", index=list("ab")[: len(moved)]
    )


def test_polygons_keep_their_area_holes_and_colour_on_the_ground():
    ring = shapely.box(20, 0, 40, 20) - shapely.box(25, 5, 35, 15)
    both = shapely.MultiPolygon([shapely.box(-40, 0, -30, 10), shapely.box(-20, 0, -10, 10)])
    table = spots(ring, both, area_m2=[300.0, 200.0])
    coloring = column_coloring(table, "area_m2")
    layer = areas_layer(city(), table, coloring, city().terrain)
    size = np.linalg.norm(layer.mesh.area_vectors, axis=1)
    assert [size[layer.table_row == row].sum() for row in (0, 1)] == pytest.approx([300, 200])
    np.testing.assert_allclose(layer.mesh.vertices[:, 2], 3.0 + LIFT_M["samples"])
    np.testing.assert_array_equal(layer.rgb, coloring.rgb[layer.table_row])


def test_a_table_of_polygons_in_the_city_is_drawn_and_one_elsewhere_is_not_its_own():
    table = spots(shapely.box(20, 0, 40, 20), rank=[1.0])
    assert table_target(city(), table) == "area"
    layers = city_layers(city(), table, column_coloring(table, "rank"))
    assert layers[-1].name == "samples"
    assert len(layers[-1].mesh) >= 2
    far = table.set_geometry(table.translate(9000, 0))
    with pytest.raises(CityModelError, match="belongs to the city"):
        table_target(city(), far)


def test_sight_lines_go_from_the_lens_to_what_it_sees():
    cameras = gpd.GeoDataFrame(
        {"elevation_m": [9.5, np.nan], "height_m": [4.0, 4.0]},
        geometry=gpd.points_from_xy([ORIGIN[0] + 20, ORIGIN[0]], [ORIGIN[1], ORIGIN[1] - 9]),
        crs="EPSG:6675", index=["c", "d"],
    )  # fmt: skip
    np.testing.assert_allclose(positions(city(), cameras)[:, 2], [9.5, 7.0])
    place = gpd.points_from_xy(ORIGIN[0] + np.arange(4.0), ORIGIN[1] + np.full(4, 30.0))
    samples = gpd.GeoDataFrame(
        {"nearest_camera_id": ["c", None, "d", "c"]}, geometry=place, crs="EPSG:6675"
    )
    lines = nearest_sight_lines(city(), cameras, samples, every=1)
    assert lines.shape == (3, 2, 3)
    np.testing.assert_allclose(lines[:, 0, 2], [9.5, 7.0, 9.5])
    np.testing.assert_allclose(lines[:, 1], [(0, 30, 4.5), (2, 30, 4.5), (3, 30, 4.5)])
    shown = view(city(), cameras=cameras)
    with_lines = with_sight_lines(shown, samples, every=1)
    assert len(with_lines.lines) == len(shown.lines) + 3
    with pytest.raises(CityModelError, match="no cameras"):
        with_sight_lines(view(city()), samples)
