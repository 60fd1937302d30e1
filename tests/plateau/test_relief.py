"""Relief laid down in squares: a tile reads what it needs, and all together are the whole."""

import numpy as np
import pytest
from gml_documents import source
from pyproj import CRS
from sample_city import CITY, gml_files

from analyses.relief_lattice import relief_lattice
from citygml.errors import CityModelError, GMLError
from citygml.mesh import Mesh
from citygml.relief_stream import iter_relief
from plateau.files import files_of
from plateau.relief import (
    WORLD,
    cut_mesh,
    cut_relief,
    far_relief,
    left_out_triangles,
    relief_mesh,
    relief_within,
)
from plateau.sources import as_sources

NO_SURFACE = np.full(2, -1, dtype=np.int32)
ZONE_9 = CRS.from_epsg(6677)


@pytest.fixture(scope="module")
def relief():
    """The relief file of the sample city."""
    (dem,) = gml_files("dem")
    (entry,) = [e for e in files_of(CITY) if e.member.endswith(dem.name)]
    (found,) = as_sources([entry])
    return found


@pytest.fixture(scope="module")
def corners(relief):
    return np.concatenate(list(iter_relief(relief, ZONE_9)))


@pytest.fixture(scope="module")
def folder(relief, tmp_path_factory):
    return cut_relief(relief, ZONE_9, tmp_path_factory.mktemp("cut") / "sample")


def rows(triangles):
    return {tuple(row) for row in triangles.reshape(-1, 9).tolist()}


def test_all_squares_together_hold_every_triangle(folder, corners):
    low, high = corners.reshape(-1, 3).min(axis=0), corners.reshape(-1, 3).max(axis=0)
    found = relief_within([folder], (low[0], low[1], high[0], high[1]))
    assert rows(found) == rows(corners)
    assert len(list(folder.glob("*.f8"))) > 1


def test_a_rectangle_gives_the_triangles_that_touch_it_and_no_others(folder, corners):
    middle = corners.reshape(-1, 3).mean(axis=0)
    box = (middle[0] - 80.0, middle[1] - 80.0, middle[0] + 80.0, middle[1] + 80.0)
    low, high = corners[:, :, :2].min(axis=1), corners[:, :, :2].max(axis=1)
    touching = (low <= box[2:]).all(axis=1) & (high >= box[:2]).all(axis=1)
    assert 10 < touching.sum() < len(corners) / 4
    assert rows(relief_within([folder], box)) == rows(corners[touching])


def test_the_surface_has_each_triangle_once_though_squares_share_some(folder, corners):
    low, high = corners.reshape(-1, 3).min(axis=0), corners.reshape(-1, 3).max(axis=0)
    mesh = relief_mesh([folder, folder], (low[0], low[1], high[0], high[1]), (0.0, 0.0, 0.0))
    assert len(mesh) == len(corners)
    assert relief_mesh([folder], (0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 0.0)) is None
    assert relief_mesh([], (0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 0.0)) is None


def test_the_highest_points_are_those_of_the_whole_file(folder, corners):
    np.testing.assert_array_equal(far_relief([folder]), relief_lattice(corners))
    assert far_relief([]) is None


def test_relief_that_was_cut_before_is_not_read_again(folder):
    def gone():
        raise AssertionError("read again")

    assert cut_relief(source(b""), ZONE_9, folder) == folder


def test_triangles_that_could_not_be_used_are_remembered(folder):
    assert left_out_triangles(folder) == 0
    (folder / "left_out.txt").write_text("3", encoding="ascii")
    assert left_out_triangles(folder) == 3
    (folder / "left_out.txt").write_text("0", encoding="ascii")


def test_a_broken_file_leaves_nothing(tmp_path, relief):
    with relief.open() as stream:
        content = stream.read()
    with pytest.raises(GMLError, match="not well-formed"):
        cut_relief(source(content[: len(content) // 2]), ZONE_9, tmp_path / "cut")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path, relief):
    (tmp_path / "file").write_text("", encoding="ascii")
    with pytest.raises((CityModelError, OSError)):
        cut_relief(relief, ZONE_9, tmp_path / "file" / "cut")


def test_a_surface_is_laid_down_too_with_triangles_of_any_length(tmp_path):
    """One triangle of 10 m, and one of 50 km that no square is asked for."""
    near, far = [(0, 0, 1), (10, 0, 1), (0, 10, 1)], [(0, 0, 1), (50e3, 0, 2), (50e3, 50e3, 3)]
    corners = np.array([near, far], dtype=float)
    mesh = Mesh(corners.reshape(-1, 3), np.arange(6, dtype=np.int32).reshape(2, 3), NO_SURFACE)
    folder = cut_mesh(mesh, tmp_path / "cut")
    assert rows(relief_within([folder], (0.0, 0.0, 5.0, 5.0))) == rows(corners)
    assert rows(relief_within([folder], (30e3, 20e3, 31e3, 21e3))) == rows(corners[1:])
    assert rows(relief_within([folder], WORLD)) == rows(corners)
    assert len(relief_within([folder], (-20.0, -20.0, -10.0, -10.0))) == 0
