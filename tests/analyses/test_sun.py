from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from weathers import JST, frame

from analyses.sun import sun_positions
from citygml.errors import AnalysisError

NAOJ = Path(__file__).parents[2] / "../shared/data/weather/kagashi_20230101_20231231.csv"


def test_a_table_that_is_no_weather_is_refused():
    with pytest.raises(AnalysisError, match="must be a table"):
        sun_positions([1, 2])
    with pytest.raises(AnalysisError, match="lacks dni"):
        sun_positions(frame(pd.date_range("2018", periods=2, tz=JST)).drop(columns="dni"))
    with pytest.raises(AnalysisError, match="time zone"):
        sun_positions(frame(pd.date_range("2018", periods=2)))


def naoj_positions(times: pd.Series) -> pd.DataFrame:
    """Positions at given times: the middles of intervals of two seconds."""
    index = pd.DatetimeIndex(times).tz_localize(JST) - pd.Timedelta("1s")
    weather = frame(index, interval="2s")
    weather.attrs.update(latitude=36.3028, longitude=136.3150, elevation_m=0.0)
    return sun_positions(weather)


@pytest.mark.real
@pytest.mark.skipif(not NAOJ.exists(), reason=f"{NAOJ} is not there")
def test_sun_positions_agree_with_the_national_observatory():
    """Culmination within 0.1°, azimuth of sunrise and sunset within 0.2°, 365 days."""
    names = ["day", "rise", "rise_deg", "noon", "noon_deg", "set", "set_deg"]
    table = pd.read_csv(NAOJ, encoding="cp932", skiprows=3, names=names)
    assert len(table) == 365
    at = {k: pd.to_datetime(table["day"] + " " + table[k]) for k in ("rise", "noon", "set")}
    noon = naoj_positions(at["noon"])
    # The observatory's altitude has no refraction.
    np.testing.assert_allclose(90.0 - noon["zenith"], table["noon_deg"], atol=0.1)
    np.testing.assert_allclose(noon["azimuth"], 180.0, atol=0.2)
    for event in ("rise", "set"):
        found = naoj_positions(at[event])["azimuth"]
        np.testing.assert_allclose(found, table[f"{event}_deg"], atol=0.2)
