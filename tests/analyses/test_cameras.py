"""Camera tables: what is read, filled in and refused."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import LineString, Point

from analyses.cameras import camera_optics, checked_cameras, located_cameras, read_cameras
from citygml.errors import AnalysisError, CRSError


def table(**columns) -> gpd.GeoDataFrame:
    """Two cameras in Kaga; columns replace the given ones, None removes one."""
    given = {
        "camera_id": ["c1", "c2"],
        "height_m": [4.0, 5.0],
        "heading_deg": [30.0, 200.0],
        "tilt_deg": [20.0, 10.0],
        "hfov_deg": [90.0, 60.0],
    }
    given |= columns
    geometry = given.pop("geometry", [Point(136.394, 36.312), Point(136.395, 36.312)])
    return gpd.GeoDataFrame(
        {name: values for name, values in given.items() if values is not None},
        geometry=geometry,
        crs="EPSG:6668",
    )


def test_missing_optional_columns_and_cells_take_the_stated_defaults():
    cameras = checked_cameras(table(width_px=[1280, None], far_m=[None, 80.0]))
    assert cameras.index.tolist() == ["c1", "c2"]
    assert cameras["width_px"].tolist() == [1280.0, 1920.0]
    assert cameras[["roll_deg", "near_m"]].to_numpy().tolist() == [[0, 0], [0, 0]]
    assert cameras["height_px"].tolist() == [1080, 1080]
    assert cameras["kind"].tolist() == ["fixed", "fixed"]
    assert np.isnan(cameras["far_m"].iloc[0])


def test_the_index_names_cameras_without_an_id_column():
    cameras = checked_cameras(table(camera_id=None))
    assert cameras.index.tolist() == ["0", "1"]
    assert cameras.index.name == "camera_id"


def test_the_range_ends_where_pixels_thin_out_unless_it_is_given():
    """1920 px over 90° at 20 px/m: 1920 / (2 * 20 * tan 45°) = 48 m."""
    optics = camera_optics(
        checked_cameras(table(far_m=[None, 80.0])), np.zeros((2, 3)), lowest_px_per_m=20.0
    )
    np.testing.assert_allclose(optics.far_m, [48.0, 80.0])


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg"])
def test_vector_files_come_back_as_they_were_written(tmp_path, suffix):
    path = tmp_path / f"cameras{suffix}"
    table(kind=["ptz", "fixed"]).to_file(path)
    cameras = read_cameras(path)
    assert cameras.index.tolist() == ["c1", "c2"]
    assert cameras["kind"].tolist() == ["ptz", "fixed"]
    np.testing.assert_allclose(cameras.geometry.x, [136.394, 136.395])
    assert cameras["heading_deg"].tolist() == [30.0, 200.0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_a_csv_has_degrees_of_jgd2011_and_may_come_from_japanese_excel(tmp_path, encoding):
    path = tmp_path / "cameras.csv"
    path.write_text(
        "camera_id,longitude,latitude,height_m,heading_deg,tilt_deg,hfov_deg\n"
        "駅前,136.394,36.312,4,30,20,103\n",
        encoding=encoding,
    )
    cameras = read_cameras(path)
    assert cameras.index.tolist() == ["駅前"]
    assert cameras.crs.to_epsg() == 6668
    assert located_cameras(cameras, cameras.to_crs(6675).crs).geometry.x.iloc[0] == pytest.approx(
        -69_428, abs=1000
    )


@pytest.mark.parametrize("name", ["height_m", "heading_deg", "tilt_deg", "hfov_deg"])
def test_a_missing_column_is_named(name):
    with pytest.raises(AnalysisError, match=f"the column {name} is missing; cameras need"):
        checked_cameras(table(**{name: None}))


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"hfov_deg": [90, 0]}, r"camera c2 \(row 2\): hfov_deg is 0.0; it must be above 0"),
        ({"hfov_deg": [400, 90]}, r"camera c1 \(row 1\): hfov_deg is 400.0; .* several cameras"),
        ({"hfov_deg": [180, 180]}, r"camera c1 .* 1 more rows like it"),
        ({"hfov_deg": [-1, 90]}, "hfov_deg is -1.0"),
        ({"far_m": [0, 50]}, r"camera c1 \(row 1\): far_m is 0.0; it must be above 0"),
        ({"height_m": [4, -1]}, r"camera c2 \(row 2\): height_m is -1.0"),
        ({"height_m": [4, None]}, r"camera c2 \(row 2\): height_m is nan"),
        ({"height_m": ["4", "four"]}, r"camera c2 \(row 2\): height_m is 'four'; .* a number"),
        ({"heading_deg": [np.inf, 0]}, "heading_deg is inf"),
        ({"tilt_deg": [91, 0]}, "tilt_deg is 91.0; it must be from -90 to 90, down positive"),
        ({"roll_deg": [0, 200]}, "roll_deg is 200.0"),
        ({"width_px": [0, 1]}, "width_px is 0.0"),
        ({"near_m": [-1, 0]}, "near_m is -1.0"),
        ({"kind": ["dome", "fish"]}, "kind is 'fish'; it must be one of fixed, ptz, dome"),
        ({"camera_id": ["a", "a"]}, r"camera row 2: camera_id is 'a'; it must be unique"),
        ({"camera_id": ["a", ""]}, r"camera row 2: camera_id is ''; it must be a name"),
        ({"camera_id": ["a", "b;c"]}, r"camera row 2: camera_id is 'b;c'; .* without ';'"),
        (
            {"geometry": [Point(136, 36), LineString([(136, 36), (137, 36)])]},
            r"camera c2 \(row 2\): geometry is 'LineString'; it must be a point",
        ),
        ({"geometry": [None, Point(136, 36)]}, r"camera c1 .*: geometry is 'missing'"),
        ({"geometry": [Point(), Point(136, 36)]}, r"camera c1 .*: geometry is 'Point'"),
    ],
)
def test_a_bad_row_is_named_with_value_and_rule(columns, message):
    with pytest.raises(AnalysisError, match=message):
        checked_cameras(table(**columns))


def test_a_range_that_ends_before_it_begins_is_refused_also_where_its_end_is_derived():
    cameras = checked_cameras(table(near_m=[60, 0]))
    with pytest.raises(AnalysisError, match=r"c1 \(row 1\): far_m is 48.0.*; .* above near_m"):
        camera_optics(cameras, np.zeros((2, 3)), lowest_px_per_m=20.0)


def test_cameras_without_reference_system_are_refused():
    cameras = table().set_crs(None, allow_override=True)
    with pytest.raises(CRSError, match="no reference system"):
        checked_cameras(cameras)


def test_cameras_that_lie_nowhere_in_the_city_system_are_refused():
    far_off = table(geometry=[Point(136.394, 36.312), Point(500_000.0, 4_000_000.0)])
    with pytest.raises(AnalysisError, match=r"c2 \(row 2\): geometry is .* reference system"):
        located_cameras(checked_cameras(far_off), far_off.to_crs(6675).crs)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("none.csv", None, "is not a file"),
        ("cameras.txt", "x", "ends in '.txt'"),
        ("cameras.csv", "camera_id\nc1\n", "column longitude is missing"),
        ("c.csv", "longitude,latitude,height_m\n1,2,3\n", "c.csv: the column heading_deg is"),
        (
            "c.csv",
            "longitude,latitude,height_m,heading_deg,tilt_deg,hfov_deg\n136,,4,0,0,90\n",
            r"c.csv: camera 0 \(row 1\): geometry",
        ),
    ],
)
def test_files_that_hold_no_cameras_are_errors_that_name_them(tmp_path, name, text, message):
    path = tmp_path / name
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(AnalysisError, match=message):
        read_cameras(path)


def test_a_table_without_geometry_is_refused():
    with pytest.raises(AnalysisError, match="must be a GeoDataFrame"):
        checked_cameras(table().drop(columns="geometry"))
