from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from citygml.errors import CityModelError
from citygml.mesh import EMPTY
from citygml.model import take_features
from citygml.surfaces import SurfaceKind
from viewer.coloring import column_coloring
from viewer.layers import (
    city_layers,
    draped,
    shows_hazards,
)
from viewer.style import CONTEXT, SURFACE_COLOURS, WALL_BESIDE_RESULT


def layers_of(city, table=None, column="", **options):
    coloring = None if table is None else column_coloring(table, column)
    return {layer.name: layer for layer in city_layers(city, table, coloring, **options)}


def kind_of(city, layer):
    return city.surfaces.kind[layer.mesh.surface_row]


def owner_of(city, layer):
    return city.surfaces.feature_row[layer.mesh.surface_row]


def test_buildings_are_coloured_by_the_kind_of_their_surfaces(town):
    buildings = layers_of(town)["buildings"]
    own = ~town.features["is_context"].to_numpy(dtype=bool)[owner_of(town, buildings)]
    for kind in (SurfaceKind.WALL, SurfaceKind.ROOF):
        of_kind = (kind_of(town, buildings) == kind) & own
        assert (buildings.rgb[of_kind] == SURFACE_COLOURS[kind]).all()


def test_neighbours_that_only_cast_shade_are_grey(town):
    buildings = layers_of(town)["buildings"]
    of_neighbour = owner_of(town, buildings) == 24
    assert of_neighbour.any()
    assert (buildings.rgb[of_neighbour] == CONTEXT).all()


def test_roofs_take_the_colour_of_their_row_and_walls_stay_pale(town, roofs):
    coloring = column_coloring(roofs, "irradiation_kwh_per_m2")
    buildings = layers_of(town, roofs, "irradiation_kwh_per_m2")["buildings"]
    surface = int(np.flatnonzero(town.surfaces.surface_id == roofs.index[7])[0])
    mine = buildings.mesh.surface_row == surface
    assert (buildings.rgb[mine] == coloring.rgb[7]).all()
    assert (buildings.table_row[mine] == 7).all()
    walls = (kind_of(town, buildings) == SurfaceKind.WALL) & (owner_of(town, buildings) == 7)
    assert (buildings.rgb[walls] == WALL_BESIDE_RESULT).all()


def test_a_row_about_a_building_colours_all_its_faces(town, answers):
    coloring = column_coloring(answers, "result")
    buildings = layers_of(town, answers, "result")["buildings"]
    mine = owner_of(town, buildings) == 3
    assert (buildings.rgb[mine] == coloring.rgb[3]).all()


def test_roads_at_height_zero_are_laid_on_the_ground(town):
    roads = layers_of(town)["roads"]
    heights = roads.mesh.vertices[:, 2]
    assert heights.min() > 3.0
    assert heights.max() < 3.6


def test_draped_polygons_are_cut_until_they_follow_the_ground(town):
    road = layers_of(town)["roads"].mesh
    corners = road.corners
    edges = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2)
    assert edges.max() <= 15.0
    assert draped(EMPTY, town.terrain, lift_m=1.0) is EMPTY


def test_water_is_translucent_and_left_out_of_pictures_that_are_not_about_depths(town, roofs):
    assert 0.0 < layers_of(town)["water"].opacity < 1.0
    assert not shows_hazards(roofs)
    assert "water" not in layers_of(
        town, roofs, "irradiation_kwh_per_m2", hazards=shows_hazards(roofs)
    )


def test_a_table_with_depths_keeps_the_water(answers):
    assert shows_hazards(answers)


def test_samples_lie_on_the_ground_under_their_points(town, samples):
    layer = layers_of(town, samples, "seen_count")["samples"]
    np.testing.assert_allclose(layer.points[:, :2], [(15 + 20 * k, 15) for k in range(4)])
    np.testing.assert_allclose(layer.points[:, 2], 3.5, atol=0.01)
    np.testing.assert_array_equal(layer.rgb, column_coloring(samples, "seen_count").rgb)


def test_ground_comes_from_building_bases_where_there_is_no_relief(town):
    ground = layers_of(replace(town, terrain=None))["ground"]
    np.testing.assert_allclose(ground.mesh.vertices[:, 2], 3.0)


def test_a_city_without_anything_is_refused(town):
    nothing = take_features(town, np.zeros(len(town.features), dtype=bool))
    with pytest.raises(CityModelError, match="0 features"):
        city_layers(replace(nothing, terrain=None))


def test_a_city_without_surfaces_is_refused(town):
    bare = replace(
        town,
        surfaces=town.surfaces.take([]),
        mesh=EMPTY,
        terrain=None,
        features=town.features.assign(base_elevation_m=np.nan),
    )
    with pytest.raises(CityModelError, match="none of 27 features has a surface"):
        city_layers(bare)
