"""Datasets of water, relief and roads alone: every question about buildings has an empty answer.

Takaoka's published extract is one (udx/fld only).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from builders import ORIGIN, Box, flat_ground
from flood_cities import city_of, with_water
from flood_rasters import cells, raster

import plateau
from analyses.flood import (
    cut_off_times,
    depth_comparison,
    evacuation_buildings,
    evacuation_levels,
    evacuation_plan,
    flood_closures,
    flooding_steps,
    flooding_times,
    read_water,
    survey_priorities,
)
from plateau.flood_run import FloodFiles, flood_tables, run_record

TAKAOKA = Path(__file__).parents[3] / "shared/data/16202_takaoka-shi_city_2024_citygml_1_op"
NOBODY = pd.DataFrame({"feature_id": ["b0"], "persons": [3]})


@pytest.fixture
def water_only():
    """A road, a sheet of water at 2 m, level ground."""
    city = with_water(city_of(Box(10, 10, 0.1), []), level_m=2.0)
    features = city.features.assign(kind=["Road", "WaterBody"])
    return replace(city, features=features, terrain=flat_ground(300.0))


def test_every_table_is_empty_and_has_its_columns(water_only):
    buildings = evacuation_buildings(water_only)
    levels = evacuation_levels(water_only, [0.0, 1.0])
    plan = evacuation_plan(buildings, NOBODY)
    survey = survey_priorities(buildings, NOBODY)
    for table in (buildings, levels, plan.demand, plan.refuges, plan.routes, survey):
        assert len(table) == 0
        named = {column["name"] for column in table.attrs["plateau"]["columns"]}
        assert named <= set(table.columns) | {table.index.name}
    assert int(plan.places["unplaced"].sum()) == 3, "people are not lost with their building"
    assert not len(depth_comparison(water_only))


def test_water_is_still_there(water_only, tmp_path):
    middle = np.array([ORIGIN[:2]])
    assert flood_closures(water_only).closed_at(middle).tolist() == [True]
    path = raster(tmp_path / "t.tif", cells(1.0), descriptions=("t=1",))
    water = read_water(path, kind="depth", nodata="dry")
    (step,) = flooding_steps(water_only, water)
    assert len(step.water)
    assert not len(step.buildings)
    assert not len(flooding_times(water_only, water))
    assert not len(cut_off_times(water_only, evacuation_buildings(water_only), water))


def test_the_record_of_a_run_counts_nothing(water_only):
    tables = flood_tables(water_only, FloodFiles())
    record = run_record(water_only, tables)
    assert (record["buildings"], record["classes"]) == (0, {})


@pytest.mark.real
@pytest.mark.skipif(not TAKAOKA.is_dir(), reason="no shared data")
def test_takaoka_holds_water_and_no_building():
    city = plateau.open(TAKAOKA).load()
    assert not len(evacuation_buildings(city))
    assert len(city.records["water_surface"])
