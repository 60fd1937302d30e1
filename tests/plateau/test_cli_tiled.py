"""Commands over tiles: files, figures, exit codes, progress, interruption."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from plateau_folders import ROOT
from sample_city import CITY, SAMPLE

from citygml.errors import CityModelError
from plateau.cli.session import Session
from plateau.cli.tiled import cluster, is_tiled, tile_folder
from plateau.output import read_tables

ZONES = SAMPLE / "house_collapse_zones.geojson"


def plateau(*words, **settings):
    return subprocess.run(
        [sys.executable, "-m", "plateau", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        **settings,
    )


def test_an_option_of_scale_or_a_folder_makes_a_command_work_tile_by_tile():
    assert not is_tiled(Session(), Path("roofs.gpkg"))
    assert is_tiled(Session(), Path("roofs"))
    assert is_tiled(Session(workers=1), Path("roofs.gpkg"))
    assert is_tiled(Session(scheduler="tcp://host:8786"), Path("roofs.gpkg"))
    assert is_tiled(Session(max_memory=10**9), Path("roofs.gpkg"))
    assert tile_folder(Path("a/roofs.gpkg")) == Path("a/roofs.tiles")


def test_flood_by_tiles_says_what_flood_says(tmp_path):
    """With the plan along the roads of all tiles, before the onset and after it."""
    words = ("flood", CITY, "--zones", ZONES, "--population", SAMPLE / "population.csv")
    whole = plateau(*words, "--out", tmp_path / "one.gpkg", "-q")
    tiled = plateau(*words, "--out", tmp_path / "two.gpkg", "--workers", "2", "--json")
    assert (whole.returncode, tiled.returncode) == (0, 0), tiled.stderr
    counts = json.loads(tiled.stdout)["counts"]
    ones, twos = (read_tables(tmp_path / f"{n}.gpkg") for n in ("one", "two"))
    assert set(ones) == set(twos)
    assert len(ones["depths"]) == len(twos["depths"])
    for name in ("demand", "refuges", "routes", "places", "places_after", "survey"):
        plain = [pd.DataFrame(t[name].drop(columns="geometry")) for t in (ones, twos)]
        pd.testing.assert_frame_equal(plain[0], plain[1].loc[plain[0].index], obj=name)
    one, two = ones["buildings"], twos["buildings"].loc[ones["buildings"].index]
    assert counts["buildings: result=yes"] == (one["result"] == "yes").sum()
    for name in ("result", "reasons", "rank", "depth_lo_m"):
        pd.testing.assert_series_equal(
            one[name].astype(object), two[name].astype(object), check_dtype=False
        )
    pairs = ["feature_id", "hazard", "river", "scale"]
    for name in ("depth_geom_m", "excess_m"):
        np.testing.assert_allclose(
            twos["depths"].sort_values(pairs)[name], ones["depths"].sort_values(pairs)[name],
            rtol=1e-9, atol=1e-9,
        )  # fmt: skip
    assert "notes" in two.attrs["plateau"]
    summary = pd.read_csv(tmp_path / "two.tiles/summary_buildings.csv", index_col="tile")
    assert summary.loc["all", "rows"] == len(one) == summary["rows"].iloc[:-1].sum()


def test_visibility_by_tiles_needs_surroundings_as_wide_as_cameras_see(tmp_path):
    cameras = SAMPLE / "cameras.geojson"
    words = ("visibility", CITY, "--cameras", cameras, "--spacing-m", "2", "--workers", "1")
    short = plateau(*words, "--out", tmp_path / "short", "--context-m", "10")
    assert short.returncode == 1
    assert "give --context-m" in short.stderr
    right = plateau(*words, "--out", tmp_path / "right", "--context-m", "120")
    assert right.returncode == 0, right.stderr
    samples = gpd.read_parquet(tmp_path / "right/samples")
    assert len(samples) > 1000
    assert sorted(p.name for p in (tmp_path / "right").glob("*.csv")) == [
        "summary_cameras.csv",
        "summary_samples.csv",
    ]
    assert set(read_tables(tmp_path / "right/city.gpkg")) == {"coverage", "overlap", "blind_spots"}


def test_placing_cameras_by_tiles_says_what_placing_them_says(tmp_path):
    """All layers of the GeoPackage and the raster, from one piece and from tiles."""
    words = (
        *("visibility", CITY, "--cameras", SAMPLE / "cameras.geojson", "--place", "2"),
        *("--candidates", SAMPLE / "camera_candidates.geojson", "--spacing-m", "4"),
        *("--context-m", "120", "--where", "kind != 'Bridge'"),
    )
    one, two = (
        plateau(*words, "--out", tmp_path / f"{n}.gpkg", "--raster", tmp_path / f"{n}.tif", *scale)
        for n, scale in (("one", ()), ("two", ("--workers", "2", "--json")))
    )
    assert (one.returncode, two.returncode) == (0, 0), one.stderr + two.stderr
    whole, tiled = (read_tables(tmp_path / f"{n}.gpkg") for n in ("one", "two"))
    assert set(whole) == set(tiled)
    for name, table in whole.items():
        other = tiled[name].loc[table.index]
        for column in table.select_dtypes("number"):
            np.testing.assert_allclose(other[column], table[column], rtol=1e-9, atol=1e-9)
    assert list(tiled["placed"].index) == list(whole["placed"].index)
    assert (tmp_path / "two.tif").stat().st_size > 1000
    said = json.loads(two.stdout)
    assert (said["counts"]["placed"], said["counts"]["tiles"]) == (2, 2)
    assert any("no choice adds more than" in note for note in said["notes"])


def test_cameras_without_any_result_are_exit_code_3_in_tiles_too(tmp_path):
    cameras = gpd.read_file(SAMPLE / "cameras.geojson").head(2).assign(elevation_m=-500.0)
    cameras.to_file(tmp_path / "deep.geojson")
    words = ("visibility", CITY, "--cameras", tmp_path / "deep.geojson", "--spacing-m", "4")
    whole = plateau(*words, "--out", tmp_path / "one.gpkg", "--context-m", "120")
    tiled = plateau(*words, "--out", tmp_path / "two", "--context-m", "120")
    assert (whole.returncode, tiled.returncode) == (3, 3), tiled.stderr
    assert "no camera has a result" in whole.stdout
    assert "no camera has a result" in tiled.stdout


def damaged_city(tmp_path):
    """The sample city with one of its building files cut off."""
    root = tmp_path / CITY.name
    for path in CITY.rglob("*"):
        if path.is_file() and "dem" not in path.parts:
            target = root / path.relative_to(CITY)
            target.parent.mkdir(parents=True, exist_ok=True)
            content = path.read_bytes()
            broken = path.name == "53393435_bldg_6697_op.gml"
            target.write_bytes(content[: len(content) // 2] if broken else content)
    return root


def test_a_failed_tile_is_exit_code_3_and_named(tmp_path):
    out = tmp_path / "out.parquet"
    said = plateau("flood", damaged_city(tmp_path), "--out", out, "--workers", "1")
    assert said.returncode == 3, said.stderr
    assert "failed: 53393435: " in said.stderr  # as it happens
    assert "failed (1), run again" in said.stdout
    assert "building_base" in said.stdout
    assert len(gpd.read_parquet(out)) > 200


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--max-memory", "lots"), "is no size"),
        (("--workers", "0"), "0 is not in the range"),
        (("--where", "usage.to_csv('x') == 1"), "is no condition on the columns"),
        (("--max-memory", "100MB"), "do not fit"),
        (("--scheduler", "tcp://127.0.0.1:9"), "no scheduler answers"),
    ],
)
def test_what_cannot_be_is_said_before_the_work(tmp_path, words, reason):
    said = plateau("flood", CITY, "--out", tmp_path / "out", *words)
    assert said.returncode in {1, 2}
    assert reason in said.stderr


@pytest.mark.skipif(os.name != "posix", reason="interrupts as a terminal does")
def test_ctrl_c_ends_within_seconds_and_says_how_to_go_on(tmp_path):
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "plateau", "solar", str(CITY), "--spacing-m", "0.1"),
            *("--weather", str(SAMPLE / "weather.epw"), "--out", str(tmp_path / "out")),
            *("--workers", "2"),
        ],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    patience = time.monotonic() + 240.0
    while not list((tmp_path / "out/.run/relief").glob("533934-*")):
        assert time.monotonic() < patience
        time.sleep(0.1)
    time.sleep(2.0)
    begun = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # a terminal tells the whole group
    _, said = process.communicate(timeout=60)
    assert time.monotonic() - begun < 8.0
    assert process.returncode == 130
    assert "run it again to resume" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("address", ["garbage", "tcp://", "tcp://host", "host:8786", ""])
def test_an_address_that_is_none_is_refused_at_once(address):
    with pytest.raises(CityModelError, match="scheme://host:port"), cluster(address):
        raise AssertionError
