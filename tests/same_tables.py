"""Tables of a city in one piece and in tiles, compared row by row."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd


def differing(one: gpd.GeoDataFrame, tiled: gpd.GeoDataFrame) -> pd.DataFrame:
    """Columns and rows in which two tables differ by more than 1e-9."""
    assert sorted(one.index) == sorted(tiled.index)
    tiled = tiled.loc[one.index]
    differ = pd.DataFrame(index=one.index)
    for name in one.columns.drop("geometry"):
        a, b = one[name], tiled[name]
        if pd.api.types.is_float_dtype(a):
            differ[name] = ~np.isclose(a, b, rtol=1e-9, atol=1e-9, equal_nan=True)
        else:
            differ[name] = ~((a == b) | (a.isna() & b.isna())).fillna(value=False)
    return differ


def assert_same(one: gpd.GeoDataFrame, tiled: gpd.GeoDataFrame) -> None:
    """Every value of every row is the same to 1e-9."""
    differ = differing(one, tiled)
    assert differ.any().loc[lambda some: some].to_dict() == {}


def assert_nearly_same(one: gpd.GeoDataFrame, tiled: gpd.GeoDataFrame) -> None:
    """At least 99.9 % of the rows are the same to 1e-9, irradiation everywhere to 1 %."""
    assert differing(one, tiled).any(axis=1).mean() <= 1e-3
    np.testing.assert_allclose(
        one["irradiation_kwh"], tiled.loc[one.index, "irradiation_kwh"], rtol=0.01
    )
