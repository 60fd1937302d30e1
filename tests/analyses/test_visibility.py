"""`camera_coverage`: exact areas and points, what must not change, what must be reported.

V… are the validation cases of the visibility dossier.
"""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from builders import ORIGIN, Box, box_city, flat_ground
from shapely.geometry import Point

from analyses.levels import LEVELS
from analyses.optics import Optics, camera_axes, depth_of_density, frustum_footprint
from analyses.visibility import SAMPLE_COLUMNS, Coverage, camera_columns, camera_coverage
from citygml.errors import AnalysisError, CRSError
from citygml.mesh import Mesh
from citygml.model import CityModel

#: Where coordinates are small, and where float32 numbers are 15.6 mm apart.
PLACES = [pytest.param((0.0, 0.0), id="local"), pytest.param((46_000.0, -139_000.0), id="kakogawa")]
EDGE_M = 1e-3


def moved_city(city: CityModel, offset: tuple[float, float], degrees: float = 0.0) -> CityModel:
    """The city turned counter-clockwise about its origin, then moved in its coordinates."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = np.array([(c, s, 0), (-s, c, 0), (0, 0, 1)])
    shift = np.array([*offset, 0.0])

    def place(points: np.ndarray) -> np.ndarray:
        return points @ turn + shift

    def on_map(points: np.ndarray) -> np.ndarray:
        local = points - city.origin[:2]
        return local @ turn[:2, :2] + shift[:2] + city.origin[:2]

    features = city.features.set_geometry(
        [shapely.transform(g, on_map) for g in city.features.geometry], crs=city.crs
    )
    return replace(
        city,
        features=features,
        surfaces=replace(city.surfaces, coords=place(city.surfaces.coords)),
        mesh=replace(city.mesh, vertices=place(city.mesh.vertices)),
        terrain=replace(city.terrain, vertices=place(city.terrain.vertices)),
    )


def camera(
    east: float = 0.0, north: float = 0.0, *, offset=(0.0, 0.0), crs="EPSG:6675", **columns
) -> gpd.GeoDataFrame:
    given = {"camera_id": "c", "height_m": 4.0, "heading_deg": 0.0, "tilt_deg": 10.0,
             "hfov_deg": 90.0}  # fmt: skip
    point = Point(ORIGIN[0] + east + offset[0], ORIGIN[1] + north + offset[1])
    return gpd.GeoDataFrame(
        {k: [v] for k, v in (given | columns).items()}, geometry=[point], crs=crs
    )


def together(*cameras: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    import pandas as pd

    return gpd.GeoDataFrame(pd.concat(cameras, ignore_index=True), crs=cameras[0].crs)


def all_around(height: float, far: float, offset) -> gpd.GeoDataFrame:
    """Four cameras at one point that together see the full circle, but for a 0.5° cone below."""
    return together(
        *(
            camera(camera_id=f"c{heading}", heading_deg=heading, tilt_deg=0.0, hfov_deg=90.0,
                   height_m=height, far_m=far, width_px=100, height_px=10_000, offset=offset)
            for heading in (0, 90, 180, 270)
        )
    )  # fmt: skip


def plan(table: gpd.GeoDataFrame, offset=(0.0, 0.0)) -> np.ndarray:
    """Points of a table from the origin of the boxes."""
    return np.column_stack([table.geometry.x, table.geometry.y]) - ORIGIN[:2] - np.array(offset)


def assert_points_split(
    points: np.ndarray, inside: np.ndarray, exact: shapely.Geometry, cell: float
) -> None:
    """No point wrong beyond 1 mm of the boundary, and the area right to half a cell's band."""
    where = shapely.points(points)
    clear = shapely.distance(where, exact.boundary) > EDGE_M
    wrong = shapely.contains(exact, where) != inside
    assert not (wrong & clear).any()
    area = inside.sum() * cell**2
    assert abs(area - exact.area) <= 0.5 * cell * exact.boundary.length


@pytest.mark.parametrize("offset", PLACES)
def test_a_camera_on_bare_ground_sees_the_exact_trapezoid(offset):
    """V1. Pole 4 m, heading 30°, tilt 25°, 103°, 25 px/m, targets at 2 cm: 1,274.745 m²."""
    city = moved_city(box_city([Box(1, 1, 1, east=-90)], terrain=flat_ground(120.0)), offset)
    eye = camera(heading_deg=30, tilt_deg=25, hfov_deg=103, far_m=90, offset=offset)
    result = camera_coverage(city, eye, target_height_m=0.02, levels="dori2014")
    half = np.tan(np.radians([51.5]))
    optics = Optics(np.array([[0.0, 0, 4]]), camera_axes(30, 25, 0), half, half * 9 / 16,
                    np.array([1920.0]), np.zeros(1), np.array([90.0]))  # fmt: skip
    depth = depth_of_density(25.0, width_px=1920, half_width=half)
    exact = frustum_footprint(optics, plane_m=0.02, max_depth_m=depth)[0]
    assert exact.area == pytest.approx(1274.745, abs=5e-4)
    assert (result.samples["state"] == "seen").all()
    good = (result.samples["px_per_m"] >= 25.0).to_numpy()
    assert_points_split(plan(result.samples, offset), good, exact, 0.5)
    assert result.cameras["detect_area_m2"].iloc[0] == good.sum() * 0.25
    assert set(result.samples["level"][good]) == {"detect", "observe", "recognise"}


@pytest.mark.parametrize("offset", PLACES)
def test_what_a_box_hides_is_the_hull_of_its_base_and_its_projected_top(offset):
    """V2. 10 x 8 x 3 m turned by 20°, camera 6 m, targets at 2 cm: C + (B - C)(H - z)/(H - h)."""
    height, plane, far = 6.0, 0.02, 50.0
    city = box_city([Box(10, 8, 3, east=8, north=4)], terrain=flat_ground(80.0))
    city = moved_city(city, offset, 20.0)
    result = camera_coverage(
        city, all_around(height, far, offset), target_height_m=plane, levels={"any": 0.1}
    )
    base = np.asarray(city.features.geometry.iloc[0].exterior.coords) - ORIGIN[:2] - offset
    top = base * (height - plane) / (height - 3.0)
    radius = np.sqrt(far**2 - (height - plane) ** 2)
    shadow = shapely.MultiPoint(np.concatenate([base, top])).convex_hull
    hidden = shadow.intersection(shapely.Point(0, 0).buffer(radius, 512)) - shapely.Polygon(base)
    points, state = plan(result.samples, offset), result.samples["state"].to_numpy()
    inner = np.hypot(*points.T) < radius - 0.01  # the disc is a polygon, its arc is not exact
    assert (state == "hidden").sum() > 500
    near_edge = shapely.distance(shapely.points(points), hidden.boundary) <= EDGE_M
    expected = shapely.contains(hidden, shapely.points(points))
    assert ((state == "hidden") != expected)[inner & ~near_edge].sum() == 0
    assert abs((state == "hidden").sum() * 0.25 - hidden.area) <= 0.25 * hidden.length
    hiders = set(result.cameras["hidden_by"]) - {""}
    assert hiders == {"b0"}


@pytest.mark.parametrize("offset", PLACES)
def test_behind_a_gap_between_two_walls_a_strip_is_seen(offset):
    """V3. Walls 0.2 m thick at 10 m with a gap of 2 m: seen where |x| <= y / 10.2."""
    walls = [Box(60, 0.2, 9, east=-61, north=10), Box(60, 0.2, 9, east=1, north=10)]
    city = moved_city(box_city(walls, terrain=flat_ground(100.0)), offset)
    eye = camera(far_m=60, tilt_deg=0, offset=offset)
    result = camera_coverage(city, eye, levels={"any": 0.1})
    points = plan(result.samples, offset)
    seen = (result.samples["state"] == "seen").to_numpy()
    behind = (points[:, 1] > 10.3) & (np.abs(points[:, 0]) < points[:, 1] - 0.1)
    clear = np.abs(np.abs(points[:, 0]) - points[:, 1] / 10.2) > EDGE_M
    expected = np.abs(points[:, 0]) < points[:, 1] / 10.2
    assert (behind & expected).sum() > 500
    np.testing.assert_array_equal(seen[behind & clear], expected[behind & clear])
    assert seen[points[:, 1] < 9.9].all()


def test_a_hill_crest_hides_what_lies_low_behind_it():
    """Tent-shaped ridge of 5 m at 20 m: from 4 m, the sight line rises 0.05 per metre."""
    vertices = np.array([(x, y, z) for y, z in ((-90, 0), (10, 0), (20, 5), (30, 0), (90, 0))
                         for x in (-90, 90)], dtype=float)  # fmt: skip
    strip = np.array([(0, 1, 3), (0, 3, 2)])
    hill = Mesh(vertices, np.concatenate([strip + 2 * i for i in range(4)]).astype(np.int32),
                np.full(8, -1, np.int32))  # fmt: skip
    city = box_city([Box(1, 1, 1, east=-80, north=-80)], terrain=hill)
    result = camera_coverage(city, camera(far_m=60, tilt_deg=0), levels={"any": 0.1})
    points, seen = plan(result.samples), (result.samples["state"] == "seen").to_numpy()
    before, after = points[:, 1] < 19.5, points[:, 1] > 31
    assert seen[before].all()
    assert after.sum() > 1000
    assert not seen[after].any()
    assert result.cameras["hidden_by"].iloc[0] == "terrain"


def town() -> CityModel:
    rng = np.random.default_rng(5)
    boxes = [
        Box(*rng.uniform(4, 8, 2), rng.uniform(3, 9), east=12.0 * i - 30, north=12.0 * j - 30)
        for i in range(5)
        for j in range(5)
    ]
    return box_city(boxes, terrain=flat_ground(150.0))


def town_cameras(**columns) -> gpd.GeoDataFrame:
    spots = [(-21, -21, 45), (3, 3, 200), (15, -9, 300), (-8.7, 14.3, 120)]
    return together(
        *(
            camera(e, n, camera_id=f"c{i}", heading_deg=h, far_m=40, **columns)
            for i, (e, n, h) in enumerate(spots)
        )
    )


def seen_ids(result: Coverage) -> set[str]:
    return set(result.samples.index[result.samples["state"] == "seen"])


def test_areas_by_number_of_cameras_add_up_to_the_areas_of_the_cameras():
    """V9. Σ k area_k = Σ area of the cameras; shares that only one camera sees are exclusive."""
    result = camera_coverage(town(), town_cameras())
    k, area = result.samples["seen_count"], 0.25
    assert k.max() > 1
    assert (k * area).sum() == result.cameras["covered_area_m2"].sum()
    assert (k == 1).sum() * area == result.cameras["exclusive_area_m2"].sum()
    in_view = result.samples["in_view_count"]
    assert (in_view * area).sum() == result.cameras["target_area_m2"].sum()
    assert (in_view >= k).all()
    assert (in_view > 0).all()
    ratios = result.cameras["covered_ratio"] + result.cameras["hidden_ratio"]
    np.testing.assert_allclose(ratios, 1.0)


def test_exclusive_areas_and_overlaps_add_up_to_what_is_covered():
    result = camera_coverage(town(), town_cameras())
    k = result.samples["seen_count"]
    overlap = (k >= 2).sum() * 0.25
    exclusive = result.cameras["exclusive_area_m2"].sum()
    assert overlap > 0
    assert exclusive + overlap == (result.samples["state"] == "seen").sum() * 0.25


def test_seen_by_names_as_many_cameras_as_are_counted_and_the_nearest_is_one_of_them():
    result = camera_coverage(town(), town_cameras())
    seen = result.samples[result.samples["state"] == "seen"]
    names = seen["seen_by"].str.split(";")
    assert (names.str.len() == seen["seen_count"]).all()
    assert names.map(lambda ids: ids == sorted(ids)).all()
    assert all(n in ids for n, ids in zip(seen["nearest_camera_id"], names, strict=True))
    by_id = town_cameras().set_index("camera_id").geometry
    place = np.array([by_id[n].coords[0] for n in seen["nearest_camera_id"]])
    across = np.hypot(seen.geometry.x - place[:, 0], seen.geometry.y - place[:, 1])
    np.testing.assert_allclose(seen["distance_m"], np.hypot(across, 2.5), atol=1e-6)
    hidden = result.samples[result.samples["state"] == "hidden"]
    assert (hidden["seen_by"] == "").all()
    assert hidden[["distance_m", "px_per_m", "nearest_camera_id", "level"]].isna().all(axis=None)


def test_another_camera_never_takes_coverage_away():
    few = camera_coverage(town(), town_cameras().iloc[:3])
    more = camera_coverage(town(), town_cameras())
    assert seen_ids(few) < seen_ids(more)
    pd_few, pd_more = few.samples["px_per_m"], more.samples["px_per_m"].reindex(few.samples.index)
    assert (pd_more[pd_few.notna()] >= pd_few.dropna()).all()


def test_another_building_never_adds_coverage():
    bare, built = town(), town()
    lot = Box(6, 6, 12, east=-8, north=-8)
    boxes = [*_boxes_of(built), lot]
    built = box_city(boxes, terrain=flat_ground(150.0))
    before = seen_ids(camera_coverage(bare, town_cameras()))
    after = seen_ids(camera_coverage(built, town_cameras()))
    assert after < before


def _boxes_of(city: CityModel) -> list[Box]:
    bounds = city.features.geometry.bounds.to_numpy() - np.array([*ORIGIN[:2], *ORIGIN[:2]])
    tops = city.features["top_elevation_m"]
    return [
        Box(e1 - e0, n1 - n0, h, east=e0, north=n0)
        for (e0, n0, e1, n1), h in zip(bounds, tops, strict=True)
    ]


def test_moving_the_city_by_100_km_changes_nothing():
    """The grid is anchored to the reference system: 100 km are 200,000 cells of 0.5 m."""
    offset = (100_000.0, -50_000.0)
    here = camera_coverage(town(), town_cameras())
    there = camera_coverage(moved_city(town(), offset), town_cameras(offset=offset))
    assert len(here.samples) == len(there.samples)
    differ = here.samples["state"].to_numpy() != there.samples["state"].to_numpy()
    assert differ.mean() <= 1e-4
    np.testing.assert_allclose(
        here.cameras["covered_area_m2"], there.cameras["covered_area_m2"], atol=1.0
    )


def test_turning_the_city_by_a_quarter_changes_nothing():
    """A quarter turn maps the grid onto itself: cell (i, j) becomes (-1 - j, i)."""
    here = camera_coverage(town(), town_cameras())
    cameras = town_cameras()
    local = plan(cameras)
    cameras["heading_deg"] -= 90.0
    cameras = cameras.set_geometry(
        gpd.points_from_xy(ORIGIN[0] - local[:, 1], ORIGIN[1] + local[:, 0]), crs="EPSG:6675"
    )
    there = camera_coverage(moved_city(town(), (0.0, 0.0), 90.0), cameras)
    turned = {(round(-n, 2), round(e, 2)) for e, n in plan(here.samples.loc[list(seen_ids(here))])}
    found = {(round(e, 2), round(n, 2)) for e, n in plan(there.samples.loc[list(seen_ids(there))])}
    assert len(turned ^ found) <= 1e-3 * len(found)


@pytest.mark.skipif(importlib.util.find_spec("embreex") is None, reason="embreex is missing")
def test_engines_see_the_same():
    fast = camera_coverage(town(), town_cameras(), spacing_m=1.0, engine="embree")
    exact = camera_coverage(town(), town_cameras(), spacing_m=1.0, engine="reference")
    assert (fast.samples["state"] == exact.samples["state"]).all()
    assert fast.samples.attrs["plateau"]["parameters"]["engine"] == "embree"


def test_cameras_in_another_reference_system_see_the_same():
    here = camera_coverage(town(), town_cameras())
    there = camera_coverage(town(), town_cameras().to_crs("EPSG:6668"))
    assert here.samples.crs == there.samples.crs
    assert len(seen_ids(here) ^ seen_ids(there)) <= 2


def test_a_pole_does_not_hide_the_view_of_its_own_camera():
    city = box_city([Box(0.3, 0.3, 8, east=-0.15, north=-0.15)], terrain=flat_ground(60.0))
    result = camera_coverage(city, camera(far_m=30))
    assert result.cameras["covered_ratio"].iloc[0] == 1.0


def test_a_camera_inside_a_building_is_reported_with_its_id_and_has_no_figures():
    cameras = together(camera(-21, -21, heading_deg=45), camera(-28, -28, camera_id="in"))
    result = camera_coverage(town(), cameras)
    assert result.cameras["problem"].tolist() == ["", "inside Building b0"]
    assert result.cameras.loc["in", ["target_area_m2", "covered_ratio"]].isna().all()
    assert result.cameras.loc["in", "elevation_m"] == 4.0
    said = " ".join(result.cameras.attrs["plateau"]["notes"])
    assert "1 of 2 cameras have no result, such as in (inside Building b0), see column" in said


@pytest.mark.parametrize(
    ("inward", "problem"), [(-0.2, ""), (0.05, ""), (1.0, "inside Building b0")]
)
def test_a_camera_on_a_wall_or_just_behind_it_counts_as_mounted_on_it(inward, problem):
    city = box_city([Box(10, 10, 6)], terrain=flat_ground(60.0))
    eye = camera(5, inward, heading_deg=180, far_m=30)
    result = camera_coverage(city, eye)
    assert result.cameras["problem"].tolist() == [problem]
    assert problem or result.cameras["covered_ratio"].iloc[0] == 1.0


def test_a_camera_under_an_eave_or_on_a_roof_is_in_the_open():
    """Both lie within the footprint: a carport roof 5 m up, and a flat roof of 3 m."""
    city = box_city([Box(6, 6, 0.3, base=5.0), Box(6, 6, 3, east=30)], terrain=flat_ground(90.0))
    cameras = together(camera(3, 3, height_m=4.0), camera(33, 3, camera_id="roof", height_m=4.5))
    assert camera_coverage(city, cameras).cameras["problem"].tolist() == ["", ""]


def test_a_camera_without_ground_is_reported_and_so_are_all_of_them():
    city = box_city([Box(4, 4, 3)], terrain=flat_ground(50.0))
    far_away = camera(5000, 0, camera_id="far")
    both = camera_coverage(city, together(camera(10, 10), far_away))
    assert both.cameras["problem"].tolist() == ["", "no ground below the camera"]
    alone = camera_coverage(city, far_away)
    assert len(alone.samples) == 0
    assert alone.samples.crs == city.crs
    assert alone.cameras["covered_area_m2"].isna().all()


def test_without_relief_the_first_note_says_what_the_ground_is():
    city = box_city([Box(4, 4, 3), Box(4, 4, 3, east=40, north=30)])
    result = camera_coverage(city, camera(10, 10, far_m=30))
    for table in result:
        assert "no relief" in table.attrs["plateau"]["notes"][0]


def test_a_city_without_anything_reports_every_camera():
    result = camera_coverage(box_city([]), camera())
    assert result.cameras["problem"].tolist() == ["no ground below the camera"]


def test_no_cameras_are_empty_tables():
    result = camera_coverage(town(), town_cameras().iloc[:0])
    assert len(result.samples) == len(result.cameras) == 0


def test_columns_are_those_of_the_specification_and_carry_labels():
    result = camera_coverage(town(), town_cameras(), levels="dori2014")
    assert [c for c in result.samples.columns if c != "geometry"] == [
        c.name for c in SAMPLE_COLUMNS
    ]
    columns = camera_columns(LEVELS["dori2014"])
    assert [c for c in result.cameras.columns if c != "geometry"] == [c.name for c in columns]
    assert all(c.label_ja and c.text for c in (*SAMPLE_COLUMNS, *columns))
    assert result.samples.index.name == "sample_id"
    assert result.samples.index.is_unique
    assert result.cameras.index.name == "camera_id"
    areas = result.cameras[[f"{name}_area_m2" for name in LEVELS["dori2014"]]].to_numpy()
    assert (np.diff(areas, axis=1) <= 0).all()


@pytest.mark.parametrize(
    ("columns", "options", "message"),
    [
        ({"hfov_deg": 0}, {}, r"camera c \(row 1\): hfov_deg is 0"),
        ({"hfov_deg": 361}, {}, r"camera c \(row 1\): hfov_deg is 361"),
        ({"far_m": 0}, {}, r"camera c \(row 1\): far_m is 0"),
        ({}, {"spacing_m": 0}, "spacing_m is 0"),
        ({}, {"target_height_m": 0.0}, "target_height_m is 0.0; it must be from 0.01"),
        ({}, {"target_height_m": np.nan}, "target_height_m is nan"),
        ({}, {"levels": "dori"}, "levels is 'dori'"),
        ({}, {"engine": "gpu"}, "engine is 'gpu'"),
    ],
)
def test_what_cannot_be_computed_is_an_error_that_says_why(columns, options, message):
    with pytest.raises(AnalysisError, match=message):
        camera_coverage(town(), camera(**columns), **options)


def test_a_missing_column_and_a_missing_reference_system_are_errors():
    with pytest.raises(AnalysisError, match="the column tilt_deg is missing"):
        camera_coverage(town(), camera().drop(columns="tilt_deg"))
    with pytest.raises(CRSError, match="no reference system"):
        camera_coverage(town(), camera(crs=None))


KAGA = Path(__file__).parents[2] / "../shared/data/17206_kaga-shi_2022_citygml"


@pytest.mark.real
@pytest.mark.skipif(not KAGA.is_dir(), reason="../shared/data is missing")
def test_three_cameras_among_the_houses_of_kaga():
    """In the densest block; every pair in view is either seen or hidden by a building there."""
    import plateau

    city = plateau.open(KAGA).load()
    cameras = gpd.GeoDataFrame(
        {"camera_id": ["A", "B", "C"], "height_m": [4.0, 4.0, 5.0], "heading_deg": [60, 200, 320],
         "tilt_deg": [20, 20, 15], "hfov_deg": [103, 90, 60], "far_m": [50, 50, 60]},
        geometry=gpd.points_from_xy([-69816, -69807, -69738], [34977, 35037, 35039.5]),
        crs="EPSG:6675",
    )  # fmt: skip
    result = camera_coverage(city, cameras)
    assert (result.cameras["problem"] == "").all()
    assert result.cameras["covered_ratio"].between(0.1, 0.6).all()
    hiders = {name for ids in result.cameras["hidden_by"] for name in ids.split(";")}
    assert hiders - {"terrain"} <= set(city.features.index)
    assert (result.samples["in_view_count"].sum() * 0.25) == pytest.approx(
        result.cameras["target_area_m2"].sum()
    )
    assert result.samples["distance_m"].max() <= 60.0
    assert "no relief" in result.samples.attrs["plateau"]["notes"][0]
