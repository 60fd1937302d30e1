"""Columns of the tables of `panel_glare`."""

from __future__ import annotations

from analyses.tables import Column

MONTHS = tuple(f"possible_{month:02d}_min" for month in range(1, 13))
_MIN = "min"

_COMMON = (
    Column(
        "possible_min",
        "float64",
        _MIN,
        "反射光の到達しうる時間",
        "Minutes a year in which reflected sun arrives, were the sky always clear.",
    ),
    Column(
        "expected_min",
        "float64",
        _MIN,
        "反射光の到達時間（期待値）",
        "The same, each minute counted by how often the sun shines in that hour and month.",
    ),
    *(
        Column(
            name, "float64", _MIN, f"{month}月の到達しうる時間", f"possible_min in month {month}."
        )
        for month, name in enumerate(MONTHS, start=1)
    ),
    Column(
        "peak_irradiance_w_per_m2",
        "float64",
        "W/m2",
        "反射光の最大放射照度",
        "Strongest reflected direct light, across its own direction, on a clear day.",
    ),
    Column("peak_time", "str", "", "最大時刻", "When that is: month, day and local time."),
    Column("source_count", "int64", "", "光源数", "Roof surfaces whose panels it comes from."),
    Column("source_ids", "str", "", "光源ID", "Which ones, the one with most minutes first."),
)

RECEIVER_COLUMNS = (
    Column("feature_id", "str", "", "建物ID", "Building that light is thrown on."),
    Column("surface_id", "str", "", "面ID", "Its facade or roof."),
    Column("storey", "int64", "", "階", "Storey by height above the base, 1 = ground floor."),
    *_COMMON,
)
OBSERVER_COLUMNS = (
    Column("elevation_m", "float64", "m", "標高", "Height of the eye above the sea."),
    *_COMMON,
)
PLACE_COLUMNS = (
    Column("road_id", "str", "", "道路ID", "Road, by the index of its layer."),
    *OBSERVER_COLUMNS,
)
ROAD_COLUMNS = (
    Column("length_m", "float64", "m", "延長", "Of a line; of a polygon half its outline."),
    Column("place_count", "int64", "", "地点数", "Places on it from which is looked."),
    Column("unknown_place_count", "int64", "", "標高不明の地点数", "Of them without known ground."),
    Column("dazzled_place_count", "int64", "", "反射光の届く地点数", "Of them with any light."),
    Column("worst_place_min", "float64", _MIN, "最大の地点の時間", "possible_min of its worst."),
    *_COMMON,
)
SOURCE_COLUMNS = (
    Column("feature_id", "str", "", "建物ID", "Building with the panels."),
    Column(
        "possible_min",
        "float64",
        _MIN,
        "反射光を及ぼしうる時間",
        "Minutes a year in which its light meets another building, were the sky always clear.",
    ),
    *(
        Column(name, "float64", _MIN, f"{month}月の時間", f"possible_min in month {month}.")
        for month, name in enumerate(MONTHS, start=1)
    ),
    Column("receiver_count", "int64", "", "受光面数", "Facades and storeys that it meets."),
    Column(
        "summer_solstice_h",
        "int64",
        "h",
        "光害発生時間(夏至)",
        "Whole hours on 21 June with a ray on another building, as the official program counts.",
    ),
    Column("spring_equinox_h", "int64", "h", "光害発生時間(春分)", "The same on 21 March."),
    Column("winter_solstice_h", "int64", "h", "光害発生時間(冬至)", "The same on 22 December."),
)
RAY_COLUMNS = (
    Column("source_id", "str", "", "光源ID", "Roof surface with the panel."),
    Column("feature_id", "str", "", "受光建物ID", "Building that is met."),
    Column("surface_id", "str", "", "受光面ID", "Its facade or roof."),
    Column("time", "str", "", "時刻", "Local time, ISO 8601."),
    Column("irradiance_w_per_m2", "float64", "W/m2", "放射照度", "Across the ray, on a clear day."),
)
