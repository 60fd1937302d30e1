"""`plateau.view` is the view of `viewer` with rays; bad input to pictures and exports."""

from __future__ import annotations

import inspect
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from builders import Box, box_city

import plateau
from citygml.surfaces import surface_table
from plateau.report import write_report
from viewer import scene
from viewer.maps import write_map
from viewer.rendering import rendering


def test_views_can_cast_shade_and_the_signature_is_that_of_the_viewer():
    assert inspect.signature(plateau.view) == inspect.signature(scene.view)
    assert plateau.view.__doc__ == scene.view.__doc__
    view = plateau.view(box_city([Box(10, 10, 6)]))
    assert not view.is_shaded
    assert view.with_shade().is_shaded
    assert not view.with_shade().with_shade(shown=False).is_shaded


def test_its_rays_hit_the_mesh_they_are_of():
    city = box_city([Box(10, 10, 6)])
    blocked = plateau.view(city).blocking(city.mesh)
    assert blocked([(-5.0, 5.0, 3.0), (-5.0, 5.0, 9.0)], (1.0, 0.0, 0.0)).tolist() == [True, False]


def houses():
    return box_city([Box(10, 10, 6), Box(10, 10, 9, east=20)])


def shown(city, table, column, folder):
    plateau.view(city, table, color=column)


def mapped(city, table, column, folder):
    write_map(folder / "map.png", city, table, column)


def exported(city, table, column, folder):
    plateau.export(city, folder / "city.glb", table=table, color=column)


def tiled(city, table, column, folder):
    plateau.export(city, f"{folder}/tiles/", table=table, color=column)


FAULTS = {
    "heigth_m": "no column 'heigth_m' in the table; the table has height_m",
    "nothing_m": "column 'nothing_m' has no value in any of 2 rows",
    "endless_m": "column 'endless_m' is infinite in 1 of 2 rows",
}


@pytest.mark.parametrize("made", [shown, mapped, exported, tiled])
@pytest.mark.parametrize("column", FAULTS)
def test_a_column_that_cannot_be_shown_is_one_clear_line(made, column, tmp_path):
    city = houses()
    numbers = {"height_m": [6.0, 9.0], "nothing_m": math.nan, "endless_m": [math.inf, 1.0]}
    with pytest.raises(plateau.CityModelError) as error:
        made(city, city.features[["geometry"]].assign(**numbers), column, tmp_path)
    assert str(error.value).startswith(FAULTS[column])
    assert "\n" not in str(error.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("made", [shown, mapped, exported, tiled])
def test_a_table_of_another_city_or_without_rows_is_one_clear_line(made, tmp_path):
    city = houses()
    table = city.features[["geometry"]].assign(height_m=[6.0, 9.0])
    strange = table.set_axis(pd.Index(["x1", "x2"], name="feature_id"))
    for given, said in ((strange, "none of 2 rows of the table"), (table.iloc[:0], "0 rows")):
        with pytest.raises(plateau.CityModelError, match=said) as error:
            made(city, given, "height_m", tmp_path)
        assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["a.png", "a.html", "a.glb", "map.png", "report.html"])
def test_an_output_that_cannot_be_written_is_one_clear_line(name, tmp_path):
    (tmp_path / "taken").write_text("a file where a folder would be")
    path = tmp_path / "taken" / name
    city = houses()
    view = plateau.view(city)
    table = city.features[["geometry"]].assign(height_m=[6.0, 9.0])
    writers = {
        "a.png": view.screenshot,
        "a.html": view.html,
        "a.glb": view.glb,
        "map.png": lambda path: write_map(path, city, table, "height_m"),
        "report.html": lambda path: write_report(path, city, {}, {}),
    }
    if name == "a.png" and rendering().problem:
        pytest.skip(rendering().problem)
    with pytest.raises(plateau.CityModelError, match="cannot be written") as error:
        writers[name](path)
    assert "\n" not in str(error.value)


def test_a_city_of_nothing_is_one_clear_line():
    city = houses()
    nothing = city.mesh.submesh(np.zeros(0, np.int64))
    empty = replace(city, features=city.features.iloc[:0], mesh=nothing, surfaces=surface_table([]))
    with pytest.raises(plateau.CityModelError, match="0 features"):
        plateau.view(empty)
