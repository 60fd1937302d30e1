"""The committed tables are what the script writes."""

import csv
import importlib.util
import json
from pathlib import Path

import pytest
from plateau_folders import REAL

DATA = Path(__file__).parents[2] / "plateau/data"


@pytest.fixture
def script():
    spec = importlib.util.spec_from_file_location("make_data", DATA / "make_data.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_prefecture_has_one_zone(script):
    codes = " ".join(script.PREFECTURE_ZONES.values()).split()
    assert sorted(codes) == [f"{i:02d}" for i in range(1, 48)]
    with (DATA / "zones.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len({row["code"] for row in rows}) == len(rows)
    assert sum(len(row["code"]) == 2 for row in rows) == 47
    assert all(row["source"] and row["edition"] for row in rows)


def test_hokkaido_is_divided_as_the_law_says(script):
    """XI: three subprefectures of the south-west, six towns more; XIII: the east."""
    with (DATA / "zones.csv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["code"].startswith("01")]
    zones = [row["zone"] for row in rows if len(row["code"]) == 5]
    # XI: 函館 北斗 + 渡島 9 町; 檜山 7; 小樽 + 後志 19; 伊達 豊浦 壮瞥 洞爺湖
    assert zones.count("11") == 2 + 9 + 7 + 1 + 19 + 4
    # XIII: 北見 網走 + 9; 帯広 + 十勝 18; 釧路 + 7; 根室 + 4
    assert zones.count("13") == 2 + 9 + 1 + 18 + 1 + 7 + 1 + 4


@pytest.mark.real
def test_the_script_writes_what_is_committed(script):
    if not REAL.exists():
        pytest.skip(f"no {REAL}: the published files are not here")
    lists = script.standard_lists(REAL)
    committed = json.loads((DATA / "codelists.json").read_text(encoding="utf-8"))["lists"]
    assert lists == committed
    rows = script.zone_rows(lists["Common_localPublicAuthorities"])
    with (DATA / "zones.csv").open(encoding="utf-8") as stream:
        assert [tuple(map(str, row)) for row in rows] == [tuple(r) for r in csv.reader(stream)][1:]
