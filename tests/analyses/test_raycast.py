"""`RayScene`: exact shadows, the four rules, parity of the engines, bad input.

V… are the validation cases of the visibility dossier.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import shapely
from builders import Box, box_surfaces, flat_ground

from analyses.raycast import END_GAP_M, RayScene, ray_starts
from analyses.raycast.scene import MAX_REACH_M
from citygml.errors import AnalysisError, GeometryError
from citygml.mesh import EMPTY, Mesh, concatenate, triangulate
from citygml.surfaces import surface_table

EMBREE = importlib.util.find_spec("embreex") is not None
WARP = importlib.util.find_spec("warp") is not None
ENGINES = [
    pytest.param("embree", marks=pytest.mark.skipif(not EMBREE, reason="embreex is missing")),
    pytest.param("warp", marks=pytest.mark.skipif(not WARP, reason="warp-lang is missing")),
    "reference",
]
#: Share of rays aimed at shared edges that an engine may let through (V8).
LEAKS = {"embree": 0.0, "warp": 1e-3, "reference": 0.0}
#: East and north of Kakogawa in zone V: float32 numbers are 15.6 mm apart there. [m]
KAKOGAWA = np.array([46_000.0, -139_000.0, 0.0])
PLACES = [
    pytest.param(np.zeros(3), id="local"),
    pytest.param(KAKOGAWA, id="kakogawa"),
]
SUN = np.array([0.4, -0.6, 0.6])


def turned(points: np.ndarray, degrees: float) -> np.ndarray:
    """Points rotated about the vertical, counter-clockwise."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.asarray(points, dtype=float) @ np.array([(c, s, 0), (-s, c, 0), (0, 0, 1)])


def moved(mesh: Mesh, offset: np.ndarray, degrees: float = 0.0) -> Mesh:
    return Mesh(turned(mesh.vertices, degrees) + offset, mesh.triangles, mesh.surface_row)


def boxes(*solids: Box) -> Mesh:
    return triangulate(box_surfaces(solids))


def gabled_house() -> Mesh:
    """A convex house 10 m x 8 m, eaves at 6 m, ridge at 9 m."""
    low = [(0, 0, 0), (10, 0, 0), (10, 8, 0), (0, 8, 0)]
    high = [(0, 0, 6), (10, 0, 6), (10, 8, 6), (0, 8, 6)]
    west, east = (0, 4, 9), (10, 4, 9)
    faces = [
        low[::-1],
        [low[0], low[1], high[1], high[0]],
        [low[2], low[3], high[3], high[2]],
        [low[1], low[2], high[2], east, high[1]],
        [low[3], low[0], high[0], west, high[3]],
        [high[0], high[1], east, west],
        [high[2], high[3], west, east],
    ]
    return triangulate(surface_table([[face] for face in faces]))


def random_city(rng: np.random.Generator, count: int) -> Mesh:
    side = rng.uniform(5, 15, (count, 2))
    place, height = rng.uniform(-60, 60, (count, 2)), rng.uniform(3, 30, count)
    solids = [
        Box(w, d, h, east=e, north=n) for (w, d), h, (e, n) in zip(side, height, place, strict=True)
    ]
    return concatenate([boxes(*solids), flat_ground(100.0)])


def points_on(mesh: Mesh, count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Random points on triangles and the unit normals there, corners and edges included."""
    row = rng.integers(0, len(mesh), count)
    weight = rng.dirichlet((0.7, 0.7, 0.7), count)
    normal = mesh.area_vectors[row]
    points = np.einsum("nk,nkj->nj", weight, mesh.corners[row])
    return points, normal / np.linalg.norm(normal, axis=1)[:, None]


def box_shadow(height: float, plane: float) -> shapely.Polygon:
    """Shadow of the box 10 x 8 m turned by 20°: hull(base, base - s_xy/s_z (h - z)) - base."""
    corners = turned(np.array([(0, 0, 0), (10, 0, 0), (10, 8, 0), (0, 8, 0)]), 20.0)[:, :2]
    shift = SUN[:2] / SUN[2] * (height - plane)
    hull = shapely.MultiPoint(np.concatenate([corners, corners - shift])).convex_hull
    return hull.difference(shapely.Polygon(corners))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("place", PLACES)
def test_the_shadow_of_a_box_on_the_ground_is_the_hull_of_base_and_projection(engine, place):
    """V2b. 10 x 8 x 3 m turned by 20°, sun (0.4, -0.6, 0.6): 41.579 m² on the analysis plane."""
    plane = 0.02
    shadow = box_shadow(3.0, plane)
    assert box_shadow(3.0, plane).area == pytest.approx(41.579, abs=5e-4)
    scene = RayScene(moved(boxes(Box(10, 8, 3)), place, 20.0), flat_ground_at(place), engine=engine)
    cell = 0.2 if engine == "embree" else 0.5
    east, north = np.meshgrid(np.arange(-15, 20, cell), np.arange(-10, 25, cell))
    points = np.column_stack([east.ravel(), north.ravel()])
    base = shapely.Polygon(turned([(0, 0, 0), (10, 0, 0), (10, 8, 0), (0, 8, 0)], 20.0)[:, :2])
    where = shapely.points(points)
    clear = shapely.distance(where, shadow.boundary) > 1e-3
    clear &= ~shapely.intersects(where, base)
    origins = np.column_stack([points, np.full(len(points), plane)])[clear] + place
    expected = shapely.contains(shadow, where[clear])
    assert expected.sum() > 100
    np.testing.assert_array_equal(scene.is_occluded(origins, SUN), expected)


def flat_ground_at(place: np.ndarray) -> Mesh:
    return moved(flat_ground(60.0), place)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("place", PLACES)
def test_a_convex_house_never_shades_its_own_sunlit_faces(engine, place):
    """V7. Fails without the start offset (53 % at the origin) and without the float64 shift."""
    rng = np.random.default_rng(7)
    house = moved(gabled_house(), place, 30.0)
    points, normals = points_on(house, 20_000, rng)
    sun = rng.normal(size=(20_000, 3))
    lit = np.einsum("ij,ij->i", normals, sun) > 0.02 * np.linalg.norm(sun, axis=1)
    scene = RayScene(house, engine=engine)
    assert not scene.is_occluded(ray_starts(points, normals)[lit], sun[lit]).any()


def test_without_the_start_offset_a_house_shades_itself():
    """The rule is needed: rays that start on the surface itself mostly hit it."""
    rng = np.random.default_rng(7)
    house = moved(gabled_house(), np.zeros(3), 30.0)
    points, normals = points_on(house, 20_000, rng)
    assert RayScene(house).is_occluded(points, normals).mean() > 0.1


@pytest.mark.parametrize("engine", ENGINES)
def test_rays_from_inside_a_closed_mesh_to_its_edges_and_corners_always_hit(engine):
    """V8. Robust mode: without it 9 % of such rays leave a house between two triangles.

    Embree and the referee lose none, at corners neither; Warp has no such mode: it may lose 1 in
    1,000 at edges, and loses 1 in 200 at corners.
    """
    rng = np.random.default_rng(8)
    house = moved(gabled_house(), np.zeros(3), 30.0)
    count = 5_000 if engine == "reference" else 100_000
    row, corner = rng.integers(0, len(house), count), rng.integers(0, 3, count)
    a, b = house.corners[row, corner], house.corners[row, (corner + 1) % 3]
    shares = [0.25, 0.5, rng.uniform(), 0.75 if engine == "warp" else 0.0]
    aim = a + (b - a) * rng.choice(shares, count)[:, None]
    inside = turned(rng.uniform((1, 1, 1), (9, 7, 5), (count, 3)), 30.0)
    missed = ~RayScene(house, engine=engine).is_occluded(inside, aim - inside)
    assert missed.mean() <= LEAKS[engine]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_point_of_a_bare_plane_is_visible_though_it_lies_on_a_triangle(engine):
    """Fails without the end gap: Embree hides 80 % of targets on a surface at full length."""
    rng = np.random.default_rng(9)
    ground = moved(flat_ground(60.0), np.array([0.0, 0.0, 12.34]))
    targets = np.column_stack([rng.uniform(-50, 50, (5_000, 2)), np.full(5_000, 12.34)])
    scene = RayScene(ground, engine=engine)
    assert scene.is_visible((1.3, 2.7, 16.34), targets).all()


def test_without_the_end_gap_a_plane_hides_its_own_points():
    rng = np.random.default_rng(9)
    ground = moved(flat_ground(60.0), np.array([0.0, 0.0, 12.34]))
    targets = np.column_stack([rng.uniform(-50, 50, (5_000, 2)), np.full(5_000, 12.34)])
    sight = targets - (1.3, 2.7, 16.34)
    length = np.linalg.norm(sight, axis=1)
    hidden = RayScene(ground).is_occluded((1.3, 2.7, 16.34), sight, max_distance_m=length)
    assert hidden.mean() > 0.05


def test_a_wide_scene_widens_the_end_gap_to_its_float32_spacing():
    """Coordinates 2 mm apart at 30 km: with 1 mm, 8 % of a slope are hidden by the slope."""
    rng = np.random.default_rng(1)
    place = np.array([30_000.3, 29_900.3, 12.34])
    corners = np.array([(-60, -60, -10.3), (60, -60, 7.7), (60, 60, 21.2), (-60, 60, 3.2)])
    slope = moved(Mesh(corners, flat_ground().triangles, np.full(2, -1, np.int32)), place)
    targets, _ = points_on(slope, 20_000, rng)
    cameras = place + np.array([0, 0, 8]) + rng.uniform(-1, 1, (20_000, 3))
    far_corner = moved(flat_ground(1.0), np.array([-30_000.0, -30_000.0, 0.0]))
    assert RayScene(slope, far_corner).is_visible(cameras, targets).all()


def test_a_start_gap_lets_a_camera_look_past_its_own_pole():
    pole = boxes(Box(0.3, 0.3, 8.0, east=-0.15, north=-0.15))
    scene = RayScene(pole)
    assert not scene.is_visible((0, 0, 4), (10, 0, 4))[0]
    assert scene.is_visible((0, 0, 4), (10, 0, 4), start_gap_m=0.3)[0]


def test_a_wall_in_the_gap_before_the_target_does_not_count_and_one_before_it_does():
    wall = boxes(Box(0.2, 20, 6, east=10.0, north=-10))
    scene = RayScene(wall)
    on_the_wall, behind = (10.0 + 0.5 * END_GAP_M, 0, 2), (10.0 + 2 * END_GAP_M, 0, 2)
    assert scene.is_visible((0, 0, 2), [on_the_wall, behind]).tolist() == [True, False]


@pytest.mark.parametrize("engine", ENGINES[:2])
def test_engine_and_referee_agree_on_random_rays_through_a_city(engine):
    rng = np.random.default_rng(11)
    city = random_city(rng, 60)
    count = 100_000
    origins = rng.uniform((-80, -80, 0.5), (80, 80, 40), (count, 3))
    directions = rng.normal(size=(count, 3))
    reach = np.where(rng.uniform(size=count) < 0.5, rng.uniform(1, 80, count), np.inf)
    fast, exact = (
        RayScene(city, engine=name).first_hit(origins, directions, max_distance_m=reach)
        for name in (engine, "reference")
    )
    differ = (fast.triangle_row >= 0) != (exact.triangle_row >= 0)
    assert differ.mean() <= 1e-5
    both = (fast.triangle_row >= 0) & (exact.triangle_row >= 0)
    near = np.abs(fast.distance_m[both] - exact.distance_m[both]) < 1e-3
    assert (~near).mean() <= 1e-4
    same = fast.triangle_row[both] == exact.triangle_row[both]
    assert same.mean() > 0.99  # boxes overlap, two faces may lie in one plane


@pytest.mark.parametrize("engine", ENGINES)
def test_any_hit_and_first_hit_say_the_same(engine):
    rng = np.random.default_rng(12)
    scene = RayScene(random_city(rng, 20), engine=engine)
    origins = rng.uniform((-80, -80, 0.5), (80, 80, 40), (3_000, 3))
    directions = rng.normal(size=(3_000, 3))
    reach = rng.uniform(0, 60, 3_000)
    hits = scene.first_hit(origins, directions, max_distance_m=reach)
    occluded = scene.is_occluded(origins, directions, max_distance_m=reach)
    np.testing.assert_array_equal(occluded, hits.triangle_row >= 0)
    np.testing.assert_array_equal(occluded, np.isfinite(hits.distance_m))
    assert (hits.distance_m[occluded] <= reach[occluded] + 1e-4).all()


@pytest.mark.parametrize("offset", [(100_000.0, 0, 0), (46_000, -139_000, 0), (0, 0, 3_000)])
def test_moving_scene_and_rays_changes_no_answer(offset):
    rng = np.random.default_rng(13)
    city = random_city(rng, 40)
    origins = rng.uniform((-80, -80, 0.5), (80, 80, 40), (20_000, 3))
    directions = rng.normal(size=(20_000, 3))
    here = RayScene(city).is_occluded(origins, directions)
    there = RayScene(moved(city, np.array(offset))).is_occluded(origins + offset, directions)
    assert (here != there).sum() <= 1  # a ray within micrometres of an edge


def test_turning_scene_and_rays_changes_no_answer():
    rng = np.random.default_rng(14)
    city = random_city(rng, 40)
    origins = rng.uniform((-80, -80, 0.5), (80, 80, 40), (20_000, 3))
    directions = rng.normal(size=(20_000, 3))
    here = RayScene(city).is_occluded(origins, directions)
    there = RayScene(moved(city, np.zeros(3), 37.0)).is_occluded(
        turned(origins, 37.0), turned(directions, 37.0)
    )
    assert (here != there).sum() <= 1


@pytest.mark.parametrize("engine", ENGINES)
def test_threads_and_chunks_change_nothing(engine):
    rng = np.random.default_rng(15)
    city = random_city(rng, 10)
    count = 200_000 if engine == "embree" else 10_000
    origins = rng.uniform((-80, -80, 0.5), (80, 80, 40), (count, 3))
    one = RayScene(city, engine=engine, threads=1).is_occluded(origins, (0.3, 0.2, 0.4))
    three = RayScene(city, engine=engine, threads=3).is_occluded(origins, (0.3, 0.2, 0.4))
    np.testing.assert_array_equal(one, three)


@pytest.mark.parametrize("engine", ENGINES)
def test_triangle_rows_count_through_the_meshes_and_skip_no_degenerate_one(engine):
    """Rows of the second mesh follow the first; a triangle without area keeps its number."""
    corners = np.array([(0, 0, 5), (10, 0, 5), (10, 10, 5), (0, 10, 5.0)])
    sliver = Mesh(corners, np.array([(0, 0, 1), (0, 1, 2)], np.int32), np.zeros(2, np.int32))
    floor = flat_ground(50.0)
    scene = RayScene(sliver, floor, engine=engine)
    hits = scene.first_hit([(5, 2, 9), (5, 2, 4), (-5, 2, 4)], (0, 0, -1))
    assert scene.degenerate_count == 1
    assert hits.triangle_row[0] == 1
    assert set(hits.triangle_row[1:]) <= {2, 3}
    np.testing.assert_allclose(hits.distance_m, [4, 4, 4], atol=1e-5)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_ray_of_no_length_hits_nothing_and_the_length_of_a_direction_does_not_matter(engine):
    scene = RayScene(flat_ground(10.0), engine=engine)
    assert scene.is_occluded((0, 1, 0), (0, 0, 1), max_distance_m=[0.0, -1.0]).sum() == 0
    down = [(0, 0, -1e-9), (0, 0, -1), (0, 0, -1e9)]
    assert scene.is_occluded((0, 1, 4), down, max_distance_m=3.9).sum() == 0
    assert scene.is_occluded((0, 1, 4), down, max_distance_m=4.1).sum() == 3


@pytest.mark.parametrize("meshes", [(), (EMPTY,), (EMPTY, EMPTY)])
def test_a_scene_without_triangles_hits_nothing(meshes):
    scene = RayScene(*meshes)
    assert not scene.is_occluded(np.zeros((3, 3)), (0, 0, 1)).any()
    hits = scene.first_hit(np.zeros((3, 3)), (0, 0, 1))
    assert hits.triangle_row.tolist() == [-1, -1, -1]
    assert np.isinf(hits.distance_m).all()
    with pytest.raises(AnalysisError, match="no length"):
        scene.is_occluded(np.zeros((3, 3)), (0, 0, 0))


@pytest.mark.parametrize("engine", ENGINES)
def test_no_rays_give_no_answers(engine):
    scene = RayScene(flat_ground(), engine=engine)
    assert scene.is_occluded(np.zeros((0, 3)), (0, 0, 1)).shape == (0,)
    assert scene.first_hit(np.zeros((0, 3)), np.zeros((0, 3))).triangle_row.shape == (0,)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_corner_that_is_not_finite_is_an_error_and_an_unused_one_is_not(bad):
    """A scene that silently lost a wall would call hidden places visible."""
    ground = flat_ground()
    vertices = np.concatenate([ground.vertices, [(bad, 0, 0)]])
    assert RayScene(Mesh(vertices, ground.triangles, ground.surface_row)).is_occluded(
        (0, 1, 1), (0, 0, -1)
    )[0]
    used = ground.triangles.copy()
    used[1, 2] = 4
    with pytest.raises(GeometryError, match=r"1 triangles .* first in row 1"):
        RayScene(Mesh(vertices, used, ground.surface_row))


def test_a_triangle_that_names_no_vertex_never_becomes_a_mesh():
    with pytest.raises(GeometryError, match="vertex 9 of 3"):
        Mesh(np.zeros((3, 3)), np.array([(0, 1, 9)], np.int32), np.zeros(1, np.int32))


def test_a_scene_too_wide_for_float32_is_refused():
    with pytest.raises(GeometryError, match=r"70 km wide; .* up to 66 km"):
        RayScene(flat_ground(35_000.0))
    assert RayScene(flat_ground(MAX_REACH_M)).engine


@pytest.mark.parametrize(
    ("origins", "directions", "reach", "message"),
    [
        ([(np.nan, 0, 0)], (0, 0, 1), np.inf, "origin of a ray is not finite"),
        ([(np.inf, 0, 0), (-np.inf, 0, 0)], (0, 0, 1), np.inf, "origin of a ray is not finite"),
        ([(0, 0, 0)], [(0, 0, 0)], np.inf, "has no length"),
        ([(0, 0, 0)], [(0, np.nan, 0)], np.inf, "has no length or is not finite"),
        ([(0, 0, 0)], [(0, np.inf, 0)], np.inf, "has no length or is not finite"),
        ([(0, 0, 0)], (0, 0, 1), np.nan, "max_distance_m is nan"),
        ([(0, 0)], (0, 0, 1), np.inf, r"origins has shape \(1, 2\)"),
        (np.zeros((2, 3)), np.ones((3, 3)), np.inf, "2 origins, 3 directions and 1 distances"),
    ],
)
def test_rays_that_are_none_are_errors(origins, directions, reach, message):
    """A ray with nan would be called free: a wrong yes."""
    scene = RayScene(flat_ground())
    with pytest.raises(AnalysisError, match=message):
        scene.is_occluded(origins, directions, max_distance_m=reach)


def test_one_bad_ray_among_many_chunks_is_an_error():
    origins = np.full((300_000, 3), 1.0)
    origins[250_000, 1] = np.nan
    with pytest.raises(AnalysisError, match="not finite"):
        RayScene(flat_ground(), threads=2).is_occluded(origins, (0, 0, 1))


def test_an_unknown_engine_and_no_threads_are_errors():
    with pytest.raises(
        AnalysisError, match=r"'optix'; it must be one of auto, embree, warp, reference"
    ):
        RayScene(engine="optix")
    with pytest.raises(AnalysisError, match="threads is 0"):
        RayScene(threads=0)


def test_auto_takes_embree_then_warp_then_the_reference(monkeypatch):
    """Warp, slower on a CPU and not watertight, never stands in where Embree is at hand."""
    modules = __import__("sys").modules
    if EMBREE:
        assert RayScene(flat_ground()).engine == "embree"
    monkeypatch.setitem(modules, "analyses.raycast._embree", None)
    assert RayScene(flat_ground()).engine == ("warp" if WARP else "reference")
    monkeypatch.setitem(modules, "analyses.raycast._warp", None)
    assert RayScene(flat_ground()).engine == "reference"


@pytest.mark.parametrize(("engine", "extra"), [("embree", "rays"), ("warp", "gpu")])
def test_an_engine_that_is_missing_names_its_extra(monkeypatch, engine, extra):
    monkeypatch.setitem(__import__("sys").modules, f"analyses.raycast._{engine}", None)
    with pytest.raises(AnalysisError, match=rf"plateau-analysis\[{extra}\]"):
        RayScene(flat_ground(), engine=engine)


KAGA = Path(__file__).parents[2] / "../shared/data/17206_kaga-shi_2022_citygml"


@pytest.mark.real
@pytest.mark.skipif(not KAGA.is_dir(), reason="../shared/data is missing")
@pytest.mark.parametrize("engine", ENGINES[:2])
def test_engine_and_referee_agree_on_sun_and_camera_rays_through_kaga(engine):
    """Real walls, slivers and inner faces of LOD1 and LOD2 buildings, 5,644 triangles."""
    import plateau

    assert_parity(plateau.open(KAGA).load().mesh, engine)


@pytest.mark.parametrize("engine", ENGINES[:2])
def test_engine_and_referee_agree_on_sun_and_camera_rays_through_the_sample_city(engine):
    import plateau

    folder = Path(__file__).parents[2] / "sample_data/13999_mihon-shi_2026_citygml_1_op"
    assert_parity(plateau.open(folder).load().mesh, engine)


def assert_parity(mesh: Mesh, engine: str) -> None:
    """Sun and camera rays from points all over the mesh: not one answer differs."""
    rng = np.random.default_rng(16)
    points, normals = points_on(mesh, 1_500, rng)
    sun = np.array([0.5, -0.7, 0.5])
    lit = normals @ sun > 0.05
    lifted = ray_starts(points, normals)  # on the surface itself the end gap would decide
    eyes = points[rng.permutation(1_500)] + np.array([0.0, 0.0, 12.0])
    fast, exact = RayScene(mesh, engine=engine), RayScene(mesh, engine="reference")
    sun_rays = fast.is_occluded(lifted[lit], sun) != exact.is_occluded(lifted[lit], sun)
    sight = fast.is_visible(eyes, lifted) != exact.is_visible(eyes, lifted)
    assert lit.sum() > 500
    assert sun_rays.sum() + sight.sum() == 0
