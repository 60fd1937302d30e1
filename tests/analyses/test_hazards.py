"""Texts of depth classes, intervals of records, files of zones."""

from __future__ import annotations

import math
import re
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point, box

from analyses.hazards import checked_zones, depth_intervals, depth_range, read_zones, zone_polygons
from citygml.errors import AnalysisError

DATA = Path(__file__).parents[2] / "../shared/data"
INF = math.inf

#: Every text of specs/flood.md 1.3: national lists, reservoirs, Kawasaki, Tokyo, Numazu, Tamana,
#: Saitama.
TEXTS = {
    "0.5m未満": (0, 0.5),
    "0.5m以上3m未満": (0.5, 3),
    "3m以上5m未満": (3, 5),
    "5m以上10m未満": (5, 10),
    "10m以上20m未満": (10, 20),
    "20m以上": (20, INF),
    "0.5m以上1m未満": (0.5, 1),
    "1m以上2m未満": (1, 2),
    "2m以上3m未満": (2, 3),
    "5m以上": (5, INF),
    "0.01m以上0.3m未満": (0.01, 0.3),
    "0.3-1.0": (0.3, 1),
    "1.0-2.0": (1, 2),
    "2.0-3.0": (2, 3),
    "3.0-4.0": (3, 4),
    "4.0-5.0": (4, 5),
    "5.0-10.0": (5, 10),
    "10.0-20.0": (10, 20),
    "20.0m以上": (20, INF),
    "0.3ｍ未満": (0, 0.3),
    "0.3ｍ以上1m未満": (0.3, 1),
    "2m以上5m未満": (2, 5),
    "0.01-0.3": (0.01, 0.3),
    "0.3-1": (0.3, 1),
    "1-2": (1, 2),
    "10-20": (10, 20),
    "20以上": (20, INF),
    "2.0m以上5.0m未満": (2, 5),
    "0.3m未満": (0, 0.3),
    "0.3m以上0.5m未満": (0.3, 0.5),
    "0.5m以上1.0m未満": (0.5, 1),
    "1.0m以上3.0m未満": (1, 3),
    "3.0m以上5.0m未満": (3, 5),
    "5.0m以上10.0m未満": (5, 10),
    "10.0m以上20m未満": (10, 20),
    "0.2m以上0.3m未満": (0.2, 0.3),
    "1m以上3m未満": (1, 3),
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.items())
def test_every_known_text_of_a_depth_class_is_read(text, expected):
    assert depth_range(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    {
        "０．５ｍ以上３ｍ未満": (0.5, 3),
        " 0.5m 以上 3m 未満 \n": (0.5, 3),
        "3m以上\n5m未満": (3, 5),
        "0.5～3.0m": (0.5, 3),
        "0.5m〜3.0m未満": (0.5, 3),
        "0.5 - 3.0 m": (0.5, 3),
        "0.5メートル未満": (0, 0.5),
    }.items(),
)
def test_width_spaces_and_dashes_do_not_matter(text, expected):
    assert depth_range(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "1", "不明", "浸水なし", "50cm未満", "5m以上3m未満", "3m以上3m未満", "3-1", "0m未満"),
        *(
            "0.5m以下",
            "1m超",
            "-1m未満",
            "0.5m以上3m",
            "約3m以上",
            "2.5.0m未満",
            "3m以上5m未満(一部)",
        ),
    ],
)
def test_a_text_that_is_no_class_of_depths_is_refused(text):
    assert depth_range(text) is None


@pytest.mark.real
def test_every_text_of_the_published_code_lists_is_read_and_classes_adjoin():
    """The upper edge of a class is the lower edge of the next; the last class is open."""
    if not DATA.exists():
        pytest.skip(f"{DATA} is missing")
    lists = sorted(DATA.glob("*/codelists/*Risk*_rank*.xml"))
    assert len(lists) >= 15
    for path in lists:
        texts = re.findall(
            r"<gml:description>([^<]*)</gml:description>", path.read_text(encoding="utf-8")
        )
        ranges = [depth_range(text) for text in texts]
        assert all(ranges), path
        assert [r.hi_m for r in ranges[:-1]] == [r.lo_m for r in ranges[1:]], path
        assert ranges[-1].hi_m == INF, path


def intervals(**columns):
    return depth_intervals(pd.DataFrame({name: [value] for name, value in columns.items()})).iloc[0]


def test_a_number_is_the_depth_and_a_class_an_interval_without_its_upper_edge():
    number = intervals(depth_m=1.2, rank_text="0.5m以上3m未満")
    assert (number.depth_lo_m, number.depth_hi_m, number.depth_closed) == (1.2, 1.2, True)
    rank = intervals(rank_text="0.5m以上3m未満")
    assert (rank.depth_lo_m, rank.depth_hi_m, rank.depth_closed) == (0.5, 3.0, False)
    assert (number.depth_basis, rank.depth_basis) == ("number", "rank")


def test_without_number_and_class_any_depth_is_possible():
    row = intervals(depth_m=None, rank_text=None)
    assert (row.depth_lo_m, row.depth_hi_m, row.depth_basis) == (0.0, INF, "none")


@pytest.mark.parametrize("depth", [-0.1, -9999.0, 9999.0, INF])
def test_an_impossible_depth_is_flagged_and_the_class_counts(depth):
    row = intervals(depth_m=depth, rank_text="3m以上5m未満")
    assert (row.depth_lo_m, row.depth_hi_m, row.depth_invalid) == (3.0, 5.0, True)


def test_where_number_and_class_contradict_each_other_the_deeper_counts():
    """0.3 m in class 3 to 5 m: up to 3 m; 4 m in class below 0.5 m: 4 m."""
    low = intervals(depth_m=0.3, rank_text="3m以上5m未満")
    assert (low.depth_lo_m, low.depth_hi_m, low.rank_mismatch) == (0.3, 3.0, True)
    high = intervals(depth_m=4.0, rank_text="0.5m未満")
    assert (high.depth_lo_m, high.depth_hi_m, high.rank_mismatch) == (4.0, 4.0, True)


@pytest.mark.parametrize(("depth", "mismatch"), [(2.996, False), (2.99, True), (5.004, False)])
def test_rounding_to_the_edge_of_a_class_is_no_contradiction(depth, mismatch):
    assert intervals(depth_m=depth, rank_text="3m以上5m未満").rank_mismatch == mismatch


def test_a_depth_of_unknown_unit_is_not_used_but_one_of_the_duration_says_nothing_of_it():
    depth = intervals(depth_m=120.0, rank_text=None, unit_problem="depth_m: unit cm")
    assert (depth.depth_hi_m, depth.depth_unit_unknown) == (INF, True)
    duration = intervals(depth_m=1.2, rank_text=None, unit_problem="duration_h: unit day")
    assert (duration.depth_hi_m, duration.duration_unit_unknown) == (1.2, True)
    unnamed = intervals(depth_m=1.2, rank_text=None, unit_problem="odd")
    assert unnamed.depth_unit_unknown


def test_an_unreadable_class_is_flagged_and_never_guessed_from_its_code():
    row = intervals(rank_code="1", rank_text="ランクＡ")
    assert (row.depth_lo_m, row.depth_hi_m, row.rank_unreadable) == (0.0, INF, True)


def zones(words, *, crs="EPSG:6675", shapes=None):
    shapes = [box(i, 0, i + 1, 1) for i in range(len(words))] if shapes is None else shapes
    return gpd.GeoDataFrame({"zone": words}, geometry=shapes, crs=crs)


def test_zones_are_read_from_a_file_in_plain_words(tmp_path):
    path = tmp_path / "zones.geojson"
    zones(["氾濫流", "collapse_erosion"]).to_crs(4326).to_file(path)
    assert read_zones(path)["zone"].tolist() == ["flow", "erosion"]


def test_zones_of_another_crs_come_to_the_same_place():
    plain = zones(["flow"])
    moved = zone_polygons(checked_zones(plain.to_crs("EPSG:6668")), plain.crs, "flow")
    assert moved[0].symmetric_difference(plain.geometry.iloc[0]).area < 1e-5


@pytest.mark.parametrize(
    ("table", "fact"),
    [
        (zones([]), "0 polygons"),
        (zones(["flow"], crs=None), "no CRS"),
        (zones(["water"]), "'water'"),
        (zones([None]), "None"),
        (zones(["flow"]).rename(columns={"zone": "kind"}), "columns kind"),
        (zones(["flow"], shapes=[Point(0, 0)]), "POINT"),
    ],
)
def test_doubtful_zones_are_an_error_that_says_what_is_wrong(table, fact):
    with pytest.raises(AnalysisError, match=re.escape(fact)):
        checked_zones(table)


@pytest.mark.parametrize("content", ["", "{", "no zones"])
def test_a_file_without_zones_is_an_error_with_its_name(tmp_path, content):
    path = tmp_path / "zones.geojson"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"zones\.geojson"):
        read_zones(path)
    with pytest.raises(AnalysisError, match=r"absent\.gpkg"):
        read_zones(tmp_path / "absent.gpkg")
