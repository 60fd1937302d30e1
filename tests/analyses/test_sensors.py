from dataclasses import replace

import numpy as np
import pytest
import shapely
from builders import Box, box_city, flat_ground

from analyses.sensors import roofs_only, spread_sensors, surface_planes
from analyses.solar.targets import surface_rows
from citygml.surfaces import SurfaceKind, surface_table


def tilted(outline, *, tilt_deg, azimuth_deg, height=5.0):
    """A polygon drawn in a plane: first coordinate level, second up the slope."""
    tilt, facing = np.radians(tilt_deg), np.radians(azimuth_deg)
    level = np.array([-np.cos(facing), np.sin(facing), 0.0])
    uphill = np.array(
        [-np.sin(facing) * np.cos(tilt), -np.cos(facing) * np.cos(tilt), np.sin(tilt)]
    )
    return [tuple(np.array([0, 0, height]) + x * level + y * uphill) for x, y in outline]


SQUARE = [(0, 0), (4, 0), (4, 4), (0, 4)]


def planes_of(*polygons):
    return surface_planes(
        surface_table([p if isinstance(p[0], list) else [p] for p in polygons]),
        range(len(polygons)),
    )


@pytest.mark.parametrize("azimuth_deg", [10.0, 100.0, 180.0, 350.0])
@pytest.mark.parametrize("tilt_deg", [5.0, 30.0, 80.0])
def test_tilt_azimuth_and_area_are_those_the_plane_was_drawn_with(tilt_deg, azimuth_deg):
    ring = tilted(SQUARE, tilt_deg=tilt_deg, azimuth_deg=azimuth_deg)
    planes = planes_of(ring)
    assert planes.tilt_deg[0] == pytest.approx(tilt_deg)
    assert planes.azimuth_deg[0] == pytest.approx(azimuth_deg)
    assert planes.area_m2[0] == pytest.approx(16.0)
    assert planes.bulge_m[0] == pytest.approx(0.0, abs=1e-12)


def test_a_level_plane_faces_nowhere():
    planes = planes_of([(0, 0, 5), (4, 0, 5), (4, 4, 5), (0, 4, 5)])
    assert planes.tilt_deg[0] == 0.0
    assert np.isnan(planes.azimuth_deg[0])


def test_sensors_lie_a_centimetre_off_the_plane_and_share_its_area():
    ring = tilted([(0, 0), (7.3, 0), (5.1, 3.9), (0.4, 5.2)], tilt_deg=33, azimuth_deg=200)
    planes = planes_of(ring)
    sensors = spread_sensors(planes, spacing_m=1.0)
    off = (sensors.points - planes.centre[0]) @ planes.normal[0]
    np.testing.assert_allclose(off, 0.01, atol=1e-9)
    assert sensors.area_m2.sum() == pytest.approx(planes.area_m2[0], rel=1e-9)
    assert sensors.area_m2.max() <= 1.0 + 1e-9
    flat = (sensors.points - planes.centre[0]) @ planes.axes[0].T
    assert shapely.contains_xy(planes.outline[0], flat).all()


def test_the_centre_of_gravity_of_sensors_is_that_of_the_roof():
    """Pieces are taken at their centroids, so the first moment is exact."""
    ring = tilted([(0, 0), (6, 0), (0, 6)], tilt_deg=20, azimuth_deg=90)
    sensors = spread_sensors(planes_of(ring), spacing_m=1.0)
    centre = (sensors.points * sensors.area_m2[:, None]).sum(axis=0) / sensors.area_m2.sum()
    np.testing.assert_allclose(centre[:2], np.mean(ring, axis=0)[:2], atol=0.01)


@pytest.mark.parametrize(("spacing_m", "count"), [(1.0, 16), (0.5, 64), (3.0, 4), (100.0, 4)])
def test_a_square_of_four_metres_has_as_many_sensors_as_cells_fit(spacing_m, count):
    ring = tilted(SQUARE, tilt_deg=30, azimuth_deg=180)
    assert len(spread_sensors(planes_of(ring), spacing_m=spacing_m)) == count


def test_small_and_narrow_surfaces_have_at_least_four_sensors():
    shapes = (
        [(0, 0), (0.2, 0), (0.2, 0.2), (0, 0.2)],
        [(0, 0), (9, 0), (9, 0.05), (0, 0.05)],
        [(0, 0), (1, 0), (0.5, 0.3)],
    )
    planes = planes_of(*(tilted(s, tilt_deg=15, azimuth_deg=45) for s in shapes))
    sensors = spread_sensors(planes, spacing_m=1.0)
    assert np.bincount(sensors.plane_row).min() >= 4


def test_no_sensor_stands_in_a_hole():
    hole = [(1.25, 1.25), (2.75, 1.25), (2.75, 2.75), (1.25, 2.75)]
    rings = [tilted(r, tilt_deg=25, azimuth_deg=160) for r in (SQUARE, hole)]
    planes = planes_of(rings)
    sensors = spread_sensors(planes, spacing_m=0.5)
    assert planes.area_m2[0] == pytest.approx(16.0 - 2.25)
    assert sensors.area_m2.sum() == pytest.approx(16.0 - 2.25)
    flat = (sensors.points - np.array(rings[0][0])) @ planes.axes[0].T
    origin = (np.array(rings[1]) - np.array(rings[0][0])) @ planes.axes[0].T
    inside = ((flat > origin.min(axis=0)) & (flat < origin.max(axis=0))).all(axis=1)
    assert not inside.any()


def test_the_grid_turns_and_moves_with_the_roof():
    ring = np.array(tilted([(0, 0), (7.3, 0), (5.1, 3.9), (0.4, 5.2)], tilt_deg=33, azimuth_deg=70))
    turn = np.array([(0, 1, 0), (-1, 0, 0), (0, 0, 1.0)])  # 90° counter-clockwise
    here = spread_sensors(planes_of([tuple(p) for p in ring]), spacing_m=0.7)
    there = spread_sensors(
        planes_of([tuple(p) for p in ring @ turn + (1e5, 2e5, 0)]), spacing_m=0.7
    )
    np.testing.assert_allclose(there.points, here.points @ turn + (1e5, 2e5, 0), atol=1e-6)
    np.testing.assert_allclose(there.area_m2, here.area_m2, rtol=1e-6)


def test_sensors_clear_the_bulge_of_a_polygon_that_is_not_flat():
    """One corner 8 cm up: the highest corner is 2 cm above the mean plane's two, or 4."""
    ring = [(0, 0, 5.08), (4, 0, 5), (4, 4, 5), (0, 4, 5)]
    planes = planes_of(ring)
    bulge = np.abs((np.array(ring) - planes.centre[0]) @ planes.normal[0]).max()
    off = (spread_sensors(planes, spacing_m=1.0).points - planes.centre[0]) @ planes.normal[0]
    assert bulge > 0.01
    np.testing.assert_allclose(off, 0.01 + bulge)


@pytest.mark.parametrize(
    ("ring", "reason"),
    [
        ([(0, 0, 5), (4, 0, 5), (4, 4, np.nan), (0, 4, 5)], "degenerate outline"),
        ([(0, 0, 5), (4, 0, 5)], "degenerate outline"),
        ([(0, 0, 5), (4, 0, 5), (8, 0, 5)], "degenerate outline"),
        ([(0, 0, 5), (0.05, 0, 5), (0.05, 0.05, 5)], "degenerate outline"),
        ([(0, 0, 5), (4, 0, 5), (1, 4, 5), (5, 4, 5)], "degenerate outline"),
        ([(0, 0, 5), (4, 0, 5), (0, 4, 5), (3, 4, 5)], "outline crosses itself"),
        ([(0, 0, 0), (4, 0, 0), (4, 0, 4), (0, 0, 4)], "vertical"),
        ([(0, 4, 5), (4, 4, 5), (4, 0, 5), (0, 0, 5)], "faces down"),
    ],
)
def test_a_polygon_that_is_no_roof_has_a_reason_and_no_sensor(ring, reason):
    good = [(0, 0, 5), (4, 0, 5), (4, 4, 5), (0, 4, 5)]
    planes = roofs_only(planes_of(ring, good))
    assert planes.reason.tolist() == [reason, ""]
    assert set(spread_sensors(planes, spacing_m=1.0).plane_row) == {1}


def test_a_huge_outline_costs_bounded_memory():
    ring = [(0, 0, 5), (30000, 0, 5), (30000, 30000, 5), (0, 30000, 5)]
    assert len(spread_sensors(planes_of(ring), spacing_m=1.0)) <= 260_000


def test_roofs_are_those_of_the_own_buildings():
    city = box_city(
        [Box(10, 10, 6), Box(10, 10, 6, east=20, attributes={"is_context": True})],
        terrain=flat_ground(),
    )
    rows = surface_rows(city, SurfaceKind.ROOF)
    assert city.surfaces.surface_id[rows].tolist() == ["s5"]


def test_a_roof_left_out_of_the_mesh_for_its_smallness_is_accounted_for():
    city = box_city([Box(10, 10, 6), Box(1e-4, 1e-4, 6, east=20)], terrain=flat_ground())
    assert len(surface_rows(city, SurfaceKind.ROOF)) == 2
    only_small = replace(city, mesh=city.mesh.submesh(city.mesh.surface_row >= 6))
    assert len(only_small.mesh) > 0
    planes = surface_planes(city.surfaces, surface_rows(city, SurfaceKind.ROOF))
    assert planes.reason.tolist() == ["", "degenerate outline"]
