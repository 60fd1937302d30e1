"""The view from a camera beside its map."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from builders import ORIGIN, Box, box_city, flat_ground
from PIL import Image

from citygml.errors import CityModelError
from viewer.coloring import column_coloring
from viewer.rendering import rendering
from viewer.sheet import write_camera_sheet
from viewer.style import lightness


def tables() -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    place = gpd.points_from_xy(ORIGIN[0] + np.arange(20.0), ORIGIN[1] + np.full(20, 15.0))
    samples = gpd.GeoDataFrame(
        {"seen_by": ["c"] * 15 + ["c2"] * 5, "level": ["overview"] * 10 + ["outline"] * 10},
        geometry=place, crs="EPSG:6675",
    )  # fmt: skip
    cameras = gpd.GeoDataFrame(
        {"height_m": [4.0, 4.0, 4.0], "heading_deg": [0.0, 0.0, 0.0]},
        geometry=gpd.points_from_xy(ORIGIN[0] + np.arange(3.0), ORIGIN[1] + np.zeros(3)),
        crs="EPSG:6675", index=["c", "c2", "blind"],
    )  # fmt: skip
    return samples, cameras


@pytest.mark.skipif(bool(rendering().problem), reason="nothing can be drawn here")
def test_a_sheet_is_a_picture_and_a_map_side_by_side(tmp_path):
    city = box_city([Box(6, 6, 5, north=25)], terrain=flat_ground(100.0))
    path = write_camera_sheet(tmp_path / "c.png", city, *tables(), camera_id="c")
    with Image.open(path) as image:
        assert image.size == (2800, 1050)
        left, right = np.split(np.asarray(image.convert("RGB")), 2, axis=1)
    assert min(left.std(), right.std()) > 10
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(CityModelError, match="camera blind sees none of 20 samples"):
        write_camera_sheet(tmp_path / "b.png", city, *tables(), camera_id="blind")
    with pytest.raises(CityModelError, match="no camera 'x'"):
        write_camera_sheet(tmp_path / "x.png", city, *tables(), camera_id="x")


def test_a_level_has_one_colour_in_every_picture_and_higher_ones_are_darker():
    """By frequency "outline" would be blue in one picture and orange in the next."""
    names = ["below", "overview", "outline", "discern", "perceive", "characterise"]
    point = gpd.points_from_xy(np.zeros(21), np.zeros(21))
    rising = [name for i, name in enumerate(names) for _ in range(i + 1)]
    colours = []
    for levels in (rising, [names[-1 - names.index(name)] for name in rising]):
        table = gpd.GeoDataFrame({"level": levels}, geometry=point)
        coloring = column_coloring(table, "level")
        assert [entry.label for entry in coloring.entries] == names
        colours.append([entry.colour for entry in coloring.entries])
    assert colours[0] == colours[1]
    assert (np.diff(lightness(colours[0][1:])) < -5).all()
