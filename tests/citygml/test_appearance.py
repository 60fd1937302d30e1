"""Looks of surfaces as arrays: they go where the surfaces go."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from builders import Box, box_city

from citygml.appearance import Appearance, Theme, joined_appearance, no_theme
from citygml.errors import GeometryError
from citygml.model import take_features


def looks(surfaces: int, coords: int, *, names=("rgb",), images=1) -> Appearance:
    """Surface `i` has texture 0 and material `i`; corner `j` has u = j."""
    u = np.arange(coords, dtype=np.float32)
    theme = Theme(
        np.zeros(surfaces, np.int32),
        np.arange(surfaces, dtype=np.int32),
        np.column_stack([u, np.zeros(coords, np.float32)]),
    )
    return Appearance(
        pd.DataFrame({"image": [f"{i}.jpg" for i in range(images)]}),
        pd.DataFrame({"diffuse_red": np.linspace(0, 1, surfaces)}),
        dict.fromkeys(names, theme),
    )


def test_a_theme_has_one_row_for_each_surface_and_two_numbers_for_each_corner():
    none = np.full(1, -1, np.int32)
    with pytest.raises(GeometryError, match="differ in length"):
        Theme(none, np.full(2, -1, np.int32), np.zeros((4, 2), np.float32))
    with pytest.raises(GeometryError, match=r"shape \(4, 3\)"):
        Theme(none, none.copy(), np.zeros((4, 3), np.float32))


def test_arrays_are_read_only():
    theme = looks(2, 8).themes["rgb"]
    for array in (theme.texture_row, theme.material_row, theme.uv):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_a_city_takes_only_looks_of_its_own_surfaces():
    city = box_city([Box(10, 10, 6)])
    assert replace(city, appearance=looks(6, 24)).appearance is not None
    for surfaces, coords in ((5, 24), (6, 23)):
        with pytest.raises(GeometryError, match="does not belong"):
            replace(city, appearance=looks(surfaces, coords))


def test_taking_features_takes_rows_and_corners():
    """Two boxes of 6 faces with 4 corners each; the second is kept."""
    city = replace(box_city([Box(1, 1, 1), Box(1, 1, 1, east=5)]), appearance=looks(12, 48))
    theme = take_features(city, np.array([False, True])).appearance.themes["rgb"]
    assert theme.material_row.tolist() == [6, 7, 8, 9, 10, 11]
    assert theme.uv[:, 0].tolist() == list(range(24, 48))


def test_files_are_joined_in_order_those_without_looks_too():
    one, two = looks(2, 8, images=3), looks(1, 4, names=("rgb", "winter"))
    joined = joined_appearance([(one, 2, 8), (None, 3, 12), (two, 1, 4)])
    assert list(joined.themes) == ["rgb", "winter"]
    rgb, winter = joined.themes.values()
    assert rgb.texture_row.tolist() == [0, 0, -1, -1, -1, 3]
    assert rgb.material_row.tolist() == [0, 1, -1, -1, -1, 2]
    assert winter.texture_row.tolist() == [-1, -1, -1, -1, -1, 3]
    assert np.isnan(rgb.uv[8:20]).all()
    assert rgb.uv[20:, 0].tolist() == [0, 1, 2, 3]
    assert joined.textures["image"].tolist() == ["0.jpg", "1.jpg", "2.jpg", "0.jpg"]
    assert len(joined.materials) == 3


def test_files_without_looks_have_none_together():
    assert joined_appearance([(None, 3, 12), (None, 0, 0)]) is None
    assert joined_appearance([]) is None


def test_the_look_of_nothing_is_nothing():
    theme = no_theme(2, 8)
    assert (theme.texture_row == -1).all()
    assert np.isnan(theme.uv).all()
