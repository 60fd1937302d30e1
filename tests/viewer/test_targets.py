"""Tables find the surfaces and features they are about, or are refused."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from builders import Box, box_city
from shapely.geometry import Point

from citygml.errors import CityModelError
from viewer.targets import table_rows_of_surfaces, table_target


def test_either_index_may_be_longer_and_names_may_repeat(town, answers):
    """Several rows of one building: a table per building and scenario is one of features."""
    twice = pd.concat([answers, answers])
    assert table_target(town, twice) == "feature"
    assert table_target(town, answers.iloc[:1]) == "feature"


def test_a_row_about_a_building_holds_for_its_parts():
    city = box_city([Box(10, 10, 6), Box(10, 10, 12, east=30)])
    city = replace(city, features=city.features.assign(parent_id=["", "b0"]))
    table = city.features[["top_elevation_m", "geometry"]].iloc[:1]
    rows = table_rows_of_surfaces(city, table, "feature")
    assert (rows == 0).all()


def test_surfaces_without_an_id_are_found_by_their_made_names(town, roofs):
    unnamed = replace(town.surfaces, surface_id=np.full(len(town.surfaces), "", dtype=object))
    city = replace(town, surfaces=unnamed)
    table = roofs.set_axis(
        pd.Index([f"{name}#surface6" for name in roofs["feature_id"]], name="surface_id")
    )
    rows = table_rows_of_surfaces(city, table, table_target(city, table))
    np.testing.assert_array_equal(
        np.flatnonzero(rows >= 0), np.flatnonzero(town.surfaces.kind == 3)
    )


def test_a_table_of_another_city_is_refused(town, answers):
    other = answers.set_axis(pd.Index([f"x{i}" for i in range(len(answers))], name="feature_id"))
    with pytest.raises(CityModelError, match="none of 25 rows of the table") as error:
        table_target(town, other)
    assert "\n" not in str(error.value)


def test_samples_of_another_place_are_refused(town, samples):
    far = samples.set_geometry(samples.geometry.translate(1e5, 0.0))
    with pytest.raises(CityModelError, match="none of 4 rows"):
        table_target(town, far)


def test_samples_in_another_reference_system_are_refused(town):
    table = gpd.GeoDataFrame({"v": [1]}, geometry=[Point(136.4, 36.3)], crs="EPSG:4326")
    with pytest.raises(CityModelError, match="none of 1 rows"):
        table_target(town, table)


def test_an_empty_table_is_refused(town, answers):
    with pytest.raises(CityModelError, match="0 rows"):
        table_target(town, answers.iloc[:0])
