from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from weathers import JST, KOMATSU, epw_lines, metpv_lines, pvgis_lines, sunny

from analyses.sun import sun_positions
from analyses.weather import clear_sky_weather, distance_notes, read_weather
from citygml.errors import AnalysisError

WEATHER = Path(__file__).parents[2] / "../shared/data/weather"
METPV = WEATHER / "hm56276year_KOMATSU.csv"


def written(tmp_path: Path, lines: list[str], *, encoding: str = "utf-8") -> Path:
    path = tmp_path / "weather.txt"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def replaced(lines: list[str], line: int, text: str) -> list[str]:
    return [*lines[: line - 1], text, *lines[line:]]


def test_metpv_hours_end_at_their_number_and_are_in_hundredths_of_a_megajoule(tmp_path):
    """0.01 MJ/m² in an hour is 10⁴ J / 3600 s = 2.778 W/m²; hour 9 starts at 8:00."""
    weather = read_weather(written(tmp_path, metpv_lines()))
    assert len(weather) == 8760
    assert weather.index[0] == pd.Timestamp("2018-01-01", tz=JST)
    day = weather.loc["2018-06-01"]
    assert (day["ghi"] > 0).tolist() == [False] * 8 + [True] * 8 + [False] * 8
    np.testing.assert_allclose(day["ghi"].max(), 150 * 1e4 / 3600)
    np.testing.assert_allclose(day["dhi"].max(), 50 * 1e4 / 3600)
    np.testing.assert_allclose(day["temp_air"], 15.0)
    np.testing.assert_allclose(day["wind_speed"], 2.0)


def test_metpv_beam_is_divided_by_the_cosine_of_the_zenith_at_mid_hour(tmp_path):
    weather = read_weather(written(tmp_path, metpv_lines()))
    cosine = np.cos(np.radians(sun_positions(weather)["apparent_zenith"]))
    noon = (weather.index.hour >= 9) & (weather.index.hour < 15)
    beam = (weather["dni"] * cosine)[noon]
    np.testing.assert_allclose(beam, 100 * 1e4 / 3600, rtol=1e-9)


def test_metpv_station_is_read_in_degrees_and_minutes(tmp_path):
    lines = replaced(metpv_lines(), 1, "56276,小松,36,22.9,136,26.1,3.0")
    weather = read_weather(written(tmp_path, lines, encoding="cp932"))
    assert weather.attrs["name"] == "小松"
    assert weather.attrs["latitude"] == pytest.approx(36 + 22.9 / 60)
    assert weather.attrs["longitude"] == pytest.approx(136 + 26.1 / 60)
    assert weather.attrs["elevation_m"] == 3.0
    assert weather.attrs["source"] == "METPV-20"
    assert weather.attrs["notes"] == []


def test_missing_temperature_is_nan_and_missing_irradiance_an_error(tmp_path):
    lines = metpv_lines()
    cells = lines[5].split(",")
    assert cells[0] == "5"
    lines[5] = ",".join([*cells[:4], "8888", *cells[5:]])
    weather = read_weather(written(tmp_path, lines))
    assert weather["temp_air"].isna().sum() == 1
    cells = lines[1].split(",")
    lines[1] = ",".join([*cells[:13], "8888", *cells[14:]])
    with pytest.raises(AnalysisError, match=r"weather.txt:2: irradiance of hour 10 is missing"):
        read_weather(written(tmp_path, lines))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("   \n", "the file is empty"),
        ("a,b,c\n1,2,3\n", "1: unknown weather format"),
        ("<html>", "1: unknown weather format"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path, text, message):
    path = tmp_path / "weather.csv"
    path.write_text(text)
    with pytest.raises(AnalysisError, match=message):
        read_weather(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(AnalysisError, match=r"nothing\.epw: cannot be read"):
        read_weather(tmp_path / "nothing.epw")


def test_a_truncated_metpv_file_is_refused_at_its_end(tmp_path):
    lines = metpv_lines()
    with pytest.raises(AnalysisError, match=r"3000 rows, not 3650 .* element 10 of 10-27"):
        read_weather(written(tmp_path, lines[:3001]))
    with pytest.raises(AnalysisError, match=r":3001: the row has 6 values, not 33"):
        read_weather(written(tmp_path, [*lines[:3000], "1,2,3,4,5,6"]))


def test_a_word_among_metpv_numbers_is_refused_with_its_row(tmp_path):
    lines = metpv_lines()
    cells = lines[7].split(",")
    path = written(tmp_path, replaced(lines, 8, ",".join([*cells[:5], "x", *cells[6:]])))
    with pytest.raises(AnalysisError, match=r":8: value 6 is 'x'; it must be a number"):
        read_weather(path)


def test_metpv_columns_that_do_not_close_are_refused_with_the_row(tmp_path):
    """150 ≠ 100 + 52 (x 2.778 W/m²) is 5.6 W/m² off; 151 ≠ 150 is 2.8 and passes as rounding."""
    lines = metpv_lines()
    lines[1] = lines[1].replace("150", "151")
    read_weather(written(tmp_path, lines))
    lines[1] = lines[1].replace("151", "152")
    with pytest.raises(AnalysisError, match=r":2: 01-01 hour 9 .* global is not beam \+ diffuse"):
        read_weather(written(tmp_path, lines))


def test_sunshine_at_night_is_refused(tmp_path):
    lines = metpv_lines()
    for line, element in ((1, 150), (2, 100), (3, 50)):
        cells = lines[line].split(",")
        lines[line] = ",".join([*cells[:4], str(element), *cells[5:]])
    with pytest.raises(AnalysisError, match=r":2: 01-01 hour 1 .* below the horizon"):
        read_weather(written(tmp_path, lines))


def test_epw_gives_back_the_hours_it_was_written_from(tmp_path):
    weather = sunny()
    found = read_weather(written(tmp_path, epw_lines(weather)))
    assert found.index[0] == weather.index[0]
    assert found.index.is_monotonic_increasing
    assert found.attrs["source"] == "EPW"
    assert found.attrs["notes"] == []
    np.testing.assert_allclose(found["dni"], weather["dni"], atol=0.05)
    np.testing.assert_allclose(found["temp_air"], weather["temp_air"], atol=0.05)


def test_an_epw_of_another_time_zone_is_refused(tmp_path):
    lines = epw_lines(sunny())
    with pytest.raises(AnalysisError, match=r"below the horizon; check position and time zone"):
        read_weather(
            written(tmp_path, replaced(lines, 1, lines[0].replace(",9.0,3.0", ",0.0,3.0")))
        )


def test_an_epw_whose_beam_contradicts_its_global_irradiance_is_refused(tmp_path):
    weather = sunny()
    weather["dni"] *= 0.5
    with pytest.raises(AnalysisError, match=r"global irradiance differs from beam \+ diffuse by"):
        read_weather(written(tmp_path, epw_lines(weather)))


def test_a_truncated_or_damaged_epw_is_refused(tmp_path):
    lines = epw_lines(sunny())
    with pytest.raises(AnalysisError, match=r"7000 hours, not 8760 or 8784"):
        read_weather(written(tmp_path, lines[:7008]))
    with pytest.raises(AnalysisError, match=r":100: the row has 3 values, not 35"):
        read_weather(written(tmp_path, replaced(lines, 100, "1,2,3")))
    bad = lines[99].split(",")
    bad[13] = "9999"
    with pytest.raises(AnalysisError, match=r":100: .* missing, negative or above"):
        read_weather(written(tmp_path, replaced(lines, 100, ",".join(bad))))


def test_weather_far_away_is_one_line_and_of_another_hemisphere_an_error():
    weather = sunny(days="1D")
    assert distance_notes(weather, latitude=36.3, longitude=136.3) == []
    (line,) = distance_notes(weather, latitude=34.69, longitude=135.50)
    assert "\n" not in line
    assert "206 km" in line
    with pytest.raises(AnalysisError, match="another hemisphere"):
        distance_notes(weather, latitude=-36.3, longitude=136.3)


@pytest.mark.real
@pytest.mark.skipif(not METPV.exists(), reason=f"{METPV} is not there")
def test_metpv_komatsu_has_its_published_sums():
    """specs/solar.md 5.5: GHI 1325.7, DHI 659.3 kWh/m², mean temperature 14.95 °C."""
    weather = read_weather(METPV)
    assert weather["ghi"].sum() / 1e3 == pytest.approx(1325.7, abs=0.05)
    assert weather["dhi"].sum() / 1e3 == pytest.approx(659.3, abs=0.05)
    assert weather["temp_air"].mean() == pytest.approx(14.95, abs=0.005)
    january = weather.loc["2018-01", "ghi"].sum() / 1e3
    assert january == pytest.approx(49.3, abs=0.05)


# PVGIS TMY.


@pytest.mark.parametrize("offset_h", [0.0, 0.1761, 0.5])
def test_pvgis_instants_are_the_middle_of_local_hours(tmp_path, offset_h):
    """UTC 03:00 + offset is 12:00 + offset in Japan; its hour starts half an hour before."""
    weather = read_weather(written(tmp_path, pvgis_lines(offset_h)))
    assert weather.attrs["source"] == "PVGIS TMY"
    assert len(weather) == 8760
    assert (weather.index.year == 2018).all()
    assert weather.index.is_monotonic_increasing
    middle = weather.index + pd.Timedelta("30min")
    assert set(np.round((middle.minute * 60 + middle.second) / 3600.0, 3)) == {round(offset_h, 3)}
    sun = sun_positions(weather)
    beam = weather["dni"] * np.maximum(np.cos(np.radians(sun["apparent_zenith"])), 0.0)
    np.testing.assert_allclose(weather["ghi"], beam + weather["dhi"], atol=0.2)


def test_a_pvgis_file_that_is_cut_off_is_refused_with_the_row(tmp_path):
    lines = pvgis_lines(0.1761)
    with pytest.raises(AnalysisError, match=r":1018: the hours end after 999 of 8760"):
        read_weather(written(tmp_path, lines[:1017]))
    broken = replaced(lines, 500, lines[499].rsplit(",", 1)[0])
    with pytest.raises(AnalysisError, match=r":500: the hours end"):
        read_weather(written(tmp_path, broken))
    with pytest.raises(AnalysisError, match="no line"):
        read_weather(written(tmp_path, lines[:10]))


def test_a_pvgis_file_without_offset_says_so(tmp_path):
    weather = read_weather(written(tmp_path, pvgis_lines(None)))
    assert any("full hour is assumed" in note for note in weather.attrs["notes"])


# Clear sky and monthly clearness.

#: specs/solar.md 6.4 and 5.5: METPV-20 Komatsu over Ineichen's clear sky; global. [kWh/m²]
CLEARNESS = [0.48, 0.55, 0.61, 0.66, 0.72, 0.67, 0.68, 0.75, 0.64, 0.66, 0.59, 0.45]
GLOBAL = [49.3, 69.1, 108.6, 137.3, 169.0, 158.3, 159.7, 160.0, 114.3, 96.1, 62.7, 41.3]


def test_clearness_of_komatsu_gives_back_its_months_within_two_and_its_year_within_one_percent():
    weather = clear_sky_weather(KOMATSU["latitude"], KOMATSU["longitude"], clearness=CLEARNESS)
    months = weather["ghi"].groupby(weather.index.month).sum() / 1e3
    np.testing.assert_allclose(months, GLOBAL, rtol=0.02)
    assert months.sum() == pytest.approx(1325.7, rel=0.01)
    assert weather["dhi"].sum() / 1e3 == pytest.approx(659.3, rel=0.15)


def test_a_clear_year_is_as_bright_as_the_clear_sky():
    """specs/solar.md 5.2: Ineichen at Komatsu 2057 kWh/m² in a year."""
    weather = clear_sky_weather(KOMATSU["latitude"], KOMATSU["longitude"], clearness=1.05)
    assert weather["ghi"].sum() / 1e3 == pytest.approx(1.05 * 2057, rel=0.01)


def test_light_of_the_clear_sky_closes():
    weather = clear_sky_weather(36.0, 136.0, clearness=0.6, temp_air=10.0)
    zenith = np.radians(sun_positions(weather)["zenith"].to_numpy())
    high = zenith < np.radians(85)
    beam = weather["dni"].to_numpy() * np.cos(zenith)
    rest = weather["ghi"].to_numpy() - beam - weather["dhi"].to_numpy()
    assert np.abs(rest[high]).max() <= 3.0
    assert (weather["temp_air"] == 10.0).all()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"clearness": [0.5] * 11}, "clearness has 11 numbers"),
        ({"clearness": 2.0}, "must be 0 to 1.2"),
        ({"clearness": 0.5, "temp_air": [1.0, 2.0]}, "temp_air has 2 numbers"),
    ],
)
def test_clearness_out_of_range_is_refused(wrong, message):
    with pytest.raises(AnalysisError, match=message):
        clear_sky_weather(36.0, 136.0, **wrong)
    with pytest.raises(AnalysisError, match="no place on Earth"):
        clear_sky_weather(136.0, 36.0, clearness=0.5)


def test_snow_of_metpv_is_in_metres(tmp_path):
    lines = metpv_lines()
    row = next(i for i, line in enumerate(lines) if line.startswith("9,1,1,"))
    cells = lines[row].split(",")
    cells[4:28] = ["31"] * 24
    weather = read_weather(written(tmp_path, replaced(lines, row + 1, ",".join(cells))))
    assert weather["snow_depth_m"].groupby(weather.index.day_of_year).max().iloc[:2].tolist() == [
        0.31,
        0.0,
    ]


def with_hour(lines: list[str], *, day: int, hour: int, beam: int) -> list[str]:
    """A METPV-20 file in which an hour of a day of the year has some beam and nothing diffuse."""
    changed = list(lines)
    for element, value in ((1, beam), (2, beam), (3, 0)):
        row = 10 * (day - 1) + element
        cells = changed[row].split(",")
        cells[3 + hour] = str(value)
        changed[row] = ",".join(cells)
    return changed


def test_metpv_beam_of_a_low_sun_is_divided_by_no_less_than_the_cosine_of_85_degrees(tmp_path):
    """22 December, 16:30 at Komatsu: the sun stands 2° high. 10 x 2.778 W/m² / 0.087 = 319."""
    weather = read_weather(written(tmp_path, with_hour(metpv_lines(), day=356, hour=17, beam=10)))
    elevation = 90.0 - sun_positions(weather)["apparent_zenith"]
    low = pd.Timestamp("2018-12-22 16:00", tz=JST)
    assert 0.0 < elevation[low] < 4.0
    assert weather.loc[low, "dni"] == pytest.approx(10 * 1e4 / 3600 / 0.087)


def test_metpv_beam_after_sunset_is_none(tmp_path):
    """An hour later the sun is down, and what rounding leaves of the beam has no direction."""
    weather = read_weather(written(tmp_path, with_hour(metpv_lines(), day=356, hour=18, beam=1)))
    assert weather.loc[pd.Timestamp("2018-12-22 17:00", tz=JST), ["ghi", "dni"]].tolist() == [
        pytest.approx(1e4 / 3600),
        0.0,
    ]


def with_epw_value(lines: list[str], line: int, column: int, value: str) -> list[str]:
    cells = lines[line - 1].split(",")
    cells[column] = value
    return replaced(lines, line, ",".join(cells))


def test_epw_writes_missing_temperature_as_99_9_and_missing_wind_as_999(tmp_path):
    lines = with_epw_value(epw_lines(sunny()), 9, 6, "99.9")
    found = read_weather(written(tmp_path, with_epw_value(lines, 10, 21, "999")))
    assert np.flatnonzero(found["temp_air"].isna()).tolist() == [0]
    assert np.flatnonzero(found["wind_speed"].isna()).tolist() == [1]


def test_an_epw_of_a_leap_year_has_its_29_february(tmp_path):
    lines = epw_lines(sunny())
    first = 8 + 24 * (31 + 27)
    leap = [row.replace(",2,28,", ",2,29,", 1) for row in lines[first : first + 24]]
    assert leap[0] != lines[first]
    found = read_weather(written(tmp_path, [*lines[: first + 24], *leap, *lines[first + 24 :]]))
    assert len(found) == 8784
    assert len(found.loc["2016-02-29"]) == 24


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("read_epw", lambda: epw_lines(sunny())),
        ("read_pvgis_tmy", lambda: pvgis_lines(0.0)),
    ],
)
def test_ctrl_c_in_the_parser_of_pandas_is_no_fault_of_the_file(tmp_path, monkeypatch, name, lines):
    """What pandas says of an exception without a value, which an interrupt is."""

    def interrupted(*_args, **_options):
        raise pd.errors.ParserError(
            "Error tokenizing data. C error: Calling read(nbytes) on source failed. "
            "Try engine='python'."
        )

    path = written(tmp_path, lines())
    monkeypatch.setattr(f"pvlib.iotools.{name}", interrupted)
    with pytest.raises(KeyboardInterrupt):
        read_weather(path)


def test_metpv_light_an_hour_after_dusk_is_refused(tmp_path):
    """22 December, 18:30: 21° below the horizon, 8.3 W/m² of light."""
    path = written(tmp_path, with_hour(metpv_lines(), day=356, hour=19, beam=3))
    with pytest.raises(AnalysisError, match=r"12-22 hour 19 .* below the horizon"):
        read_weather(path)


def test_an_epw_may_fail_to_close_by_five_percent_of_the_year(tmp_path):
    """Global 1.04 x (beam + diffuse) is 3.8 % off, 1.06 is 5.7 %."""
    weather = sunny()
    read_weather(written(tmp_path, epw_lines(weather.assign(ghi=1.04 * weather["ghi"]))))
    path = written(tmp_path, epw_lines(weather.assign(ghi=1.06 * weather["ghi"])))
    with pytest.raises(AnalysisError, match=r"by \+5\.\d % over the year"):
        read_weather(path)


def test_an_epw_whose_hours_close_roughly_says_so(tmp_path):
    """100 W/m² too much and too little in turn adds up to nothing."""
    weather = sunny()
    turn = np.where(weather.index.hour % 2 == 0, 100.0, -100.0)
    light = np.where(weather["ghi"] > 300.0, weather["ghi"] + turn, weather["ghi"])
    found = read_weather(written(tmp_path, epw_lines(weather.assign(ghi=light))))
    (note,) = found.attrs["notes"]
    assert note.startswith("weather of KOMATSU: global irradiance differs from beam + diffuse by")


def test_weather_of_the_same_latitude_across_the_pole_is_of_another_hemisphere():
    """36° N on the other side of the Earth: 108° of latitude over the pole, 12,000 km."""
    weather = sunny(days="1D")
    latitude, longitude = KOMATSU["latitude"], KOMATSU["longitude"]
    assert distance_notes(weather, latitude=latitude, longitude=longitude) == []
    with pytest.raises(AnalysisError, match="of another hemisphere"):
        distance_notes(weather, latitude=latitude, longitude=longitude - 180.0)


@pytest.mark.parametrize("clearness", [0.25, 0.9])
def test_days_of_a_dark_or_bright_month_are_not_alike(clearness):
    """Bendt's distribution: most days of a dark month are darker than its mean, a few brighter;
    in a bright month it is the other way round. Together they have the clearness asked for.
    """
    place = KOMATSU["latitude"], KOMATSU["longitude"]
    weather, clear = (clear_sky_weather(*place, clearness=share) for share in (clearness, 1.0))
    days, most = (table.loc["2018-06", "ghi"].resample("D").sum() for table in (weather, clear))
    share = (days / most).to_numpy()
    assert days.sum() == pytest.approx(clearness * most.sum())
    assert share.max() - share.min() > 0.2
    assert ((share < clearness).mean() > 0.5) == (clearness < 0.5)


def test_the_clear_sky_of_a_mountain_is_a_seventh_brighter_than_at_the_sea():
    """2000 m up, with the same turbidity; `pvlib.location.Location.get_clearsky` has 1.149 too."""
    place = KOMATSU["latitude"], KOMATSU["longitude"]
    low, high = (clear_sky_weather(*place, clearness=1.0, elevation_m=h) for h in (0.0, 2000.0))
    assert high["ghi"].sum() / low["ghi"].sum() == pytest.approx(1.149, abs=0.01)
