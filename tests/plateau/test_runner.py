"""`plateau.run` over datasets of a few boxes: whose rows, what is kept, fails, and resumes."""

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from plateau_folders import NAME, ROOT, tile_text, write_dataset, zipped
from run_analyses import (
    dying_once,
    everything,
    failing,
    heights,
    raising_what_cannot_be_pickled,
    waiting,
)

import plateau
from citygml.errors import CityModelError
from plateau.runner import run

WEST, EAST, NORTH = "54363371", "54363372", "54363391"
#: The last box of the western tile and the first of the eastern stand 35 m from the border.
TILES = {WEST: [(0.2, 0.5), (0.96, 0.5)], EAST: [(0.03, 0.5), (0.8, 0.5)], NORTH: [(0.5, 0.5)]}
ALL_IDS = sorted(f"{tile}-{i}" for tile, shares in TILES.items() for i in range(len(shares)))


@pytest.fixture
def data(tmp_path):
    return plateau.open(write_dataset(tmp_path, TILES))


def file_of(data, tile):
    return next(e.root.path / e.member for e in data.entries if e.tile == tile)


def make_higher(data, tile):
    """Raise the tops of the boxes of a tile from 11 to 12 m; their bases stay."""
    file = file_of(data, tile)
    file.write_text(file.read_text(encoding="utf-8").replace(" 11.0", " 12.0"), encoding="utf-8")


def test_every_building_has_one_row_from_the_tile_whose_file_holds_it(data, tmp_path):
    result = run(data, heights, out=tmp_path / "out", context_m=100.0)
    assert result.failed == {}
    assert sorted(result.table("table").index) == ALL_IDS
    files = sorted(p.name for p in (tmp_path / "out/table").iterdir())
    assert files == [f"{WEST}.parquet", f"{EAST}.parquet", f"{NORTH}.parquet"]
    west = pd.read_parquet(tmp_path / "out/table" / f"{WEST}.parquet")
    assert sorted(west.index) == [f"{WEST}-0", f"{WEST}-1"]


@pytest.mark.parametrize(("context_m", "neighbours"), [(0.0, 0), (10.0, 0), (100.0, 1)])
def test_neighbours_are_those_within_the_context(data, tmp_path, context_m, neighbours):
    """The boxes on both sides of the border stand 35 m away from it."""
    result = run(data, heights, out=tmp_path / "out", context_m=context_m)
    table = result.table("table")
    assert table.loc[f"{WEST}-0", "neighbour_count"] == neighbours
    assert table.loc[f"{EAST}-0", "neighbour_count"] == neighbours
    assert table.loc[f"{NORTH}-0", "neighbour_count"] == 0


def test_rows_of_neighbours_are_dropped_and_points_are_in_the_tile_they_lie_in(data, tmp_path):
    result = run(data, everything, out=tmp_path / "out", context_m=300.0)
    assert result.tables == ("buildings", "points")
    assert sorted(result.table("buildings").index) == ALL_IDS
    assert result.repeated_ids("points") == ()
    points = result.table("points").to_crs(6668)
    for tile in (WEST, EAST):
        own = result.path / "points" / f"{tile}.parquet"
        lon = points.loc[pd.read_parquet(own).index].geometry.x
        assert len(lon) > 10
        border = 136.4
        assert (lon < border).all() if tile == WEST else (lon >= border).all()


def test_a_selection_has_rows_for_what_is_selected_only(data, tmp_path):
    part = data.select(tiles=EAST)
    result = run(part, heights, out=tmp_path / "out", context_m=100.0)
    assert sorted(result.table("table").index) == [f"{EAST}-0", f"{EAST}-1"]
    assert result.table("table")["neighbour_count"].max() == 1


def test_processes_and_an_archive_give_what_one_process_and_a_folder_give(data, tmp_path):
    alone = run(data, heights, out=tmp_path / "one", context_m=100.0).table("table")
    packed = plateau.open(zipped(tmp_path / NAME))
    together = run(packed, heights, out=tmp_path / "two", context_m=100.0, workers=2)
    assert together.failed == {}
    table = together.table("table")
    assert set(alone["process"]) == {os.getpid()}
    assert os.getpid() not in set(table["process"])
    assert len(set(table["process"])) == 2
    columns = ["height_m", "neighbour_count"]
    pd.testing.assert_frame_equal(alone[columns], table[columns])


def test_a_second_run_does_nothing_and_a_changed_file_is_done_again(data, tmp_path):
    out = tmp_path / "out"
    first = run(data, heights, out=out)
    stamps = {p: p.stat().st_mtime_ns for p in (out / "table").iterdir()}
    events = []
    again = run(data, heights, out=out, progress=events.append)
    assert [event.kind for event in events] == ["kept"] * 3
    assert {p: p.stat().st_mtime_ns for p in (out / "table").iterdir()} == stamps
    pd.testing.assert_frame_equal(first.table("table"), again.table("table"))

    make_higher(data, NORTH)
    events.clear()
    changed = run(data, heights, out=out, progress=events.append)
    assert [(event.kind, event.name) for event in events] == [
        ("kept", WEST),
        ("kept", EAST),
        ("done", NORTH),
    ]
    assert changed.table("table").loc[f"{NORTH}-0", "height_m"] == pytest.approx(7.0)


def test_a_new_building_is_reason_to_do_again_what_stands_on_the_ground_it_changes(data, tmp_path):
    """Without relief the ground between the tiles goes through the bases of all buildings."""
    run(data, heights, out=tmp_path / "out")
    file_of(data, NORTH).write_text(tile_text(NORTH, (0.5, 0.5), (0.6, 0.6)), encoding="utf-8")
    events = []
    changed = run(data, heights, out=tmp_path / "out", progress=events.append)
    assert [event.kind for event in events] == ["done"] * 3
    assert sorted(changed.table("table").index) == sorted([*ALL_IDS, f"{NORTH}-1"])


def test_a_file_touched_but_not_changed_is_not_done_again(data, tmp_path):
    run(data, heights, out=tmp_path / "out")
    os.utime(file_of(data, WEST))
    events = []
    run(data, heights, out=tmp_path / "out", progress=events.append)
    assert [event.kind for event in events] == ["kept"] * 3


def test_a_changed_neighbour_is_reason_to_do_a_tile_again(data, tmp_path):
    run(data, heights, out=tmp_path / "out", context_m=100.0)
    make_higher(data, EAST)
    events = []
    run(data, heights, out=tmp_path / "out", context_m=100.0, progress=events.append)
    assert sorted(e.name for e in events if e.kind == "done") == [WEST, EAST]


@pytest.mark.parametrize(
    ("analysis", "context_m"), [(partial(heights, factor=2.0), 0.0), (heights, 5.0)]
)
def test_other_parameters_are_reason_to_do_everything_again(data, tmp_path, analysis, context_m):
    run(data, heights, out=tmp_path / "out")
    events = []
    run(data, analysis, out=tmp_path / "out", context_m=context_m, progress=events.append)
    assert [event.kind for event in events] == ["done"] * 3


def test_another_version_of_the_software_is_reason_too(data, tmp_path, monkeypatch):
    run(data, heights, out=tmp_path / "out")
    monkeypatch.setattr("plateau.runner.software_version", lambda: "0.0.0")
    events = []
    run(data, heights, out=tmp_path / "out", progress=events.append)
    assert [event.kind for event in events] == ["done"] * 3


def test_tables_that_another_analysis_left_are_removed(data, tmp_path):
    run(data, everything, out=tmp_path / "out", context_m=10.0)
    result = run(data, heights, out=tmp_path / "out", context_m=10.0)
    assert result.tables == ("table",)
    assert not (tmp_path / "out/points").exists()


def test_a_missing_table_is_made_again(data, tmp_path):
    run(data, heights, out=tmp_path / "out")
    (tmp_path / "out/table" / f"{EAST}.parquet").unlink()
    events = []
    result = run(data, heights, out=tmp_path / "out", progress=events.append)
    assert [event.kind for event in events] == ["kept", "kept", "done"]
    assert sorted(result.table("table").index) == ALL_IDS


def test_a_corrupt_tile_fails_alone_and_only_once(data, tmp_path):
    text = file_of(data, EAST).read_text(encoding="utf-8")
    file_of(data, EAST).write_text(text[: len(text) // 2], encoding="utf-8")
    events = []
    result = run(data, heights, out=tmp_path / "out", context_m=100.0, progress=events.append)
    assert list(result.failed) == [EAST]
    assert "not well-formed XML" in result.failed[EAST]
    assert [e.kind for e in events if e.name == EAST] == ["failed"]
    assert sorted(result.table("table").index) == sorted(i for i in ALL_IDS if EAST not in i)
    assert result.left_out == 1  # the western tile lacks its neighbours, and says so
    assert set(result.problems()["path"]) == {str(file_of(data, EAST))}
    manifest = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))
    assert list(manifest["failed"]) == [EAST]
    assert sorted(manifest["done"]) == [WEST, NORTH]
    assert manifest["analysis"] == "run_analyses.heights"


def test_an_analysis_that_fails_says_why_and_the_rest_goes_on(data, tmp_path):
    result = run(data, partial(failing, ids=(f"{WEST}-0",)), out=tmp_path / "out")
    assert result.failed == {WEST: f"building {WEST}-0 is not to my taste"}
    assert len(result.table("table")) == 3


def test_errors_that_cannot_be_pickled_come_back_as_words(data, tmp_path):
    with pytest.raises(
        CityModelError, match=r"all 3 tiles failed; tile .*: UnpicklableError: cannot"
    ):
        run(data, raising_what_cannot_be_pickled, out=tmp_path / "out")


def test_what_is_no_table_is_refused(data, tmp_path):
    with pytest.raises(CityModelError, match="must return a GeoDataFrame"):
        run(data, len_of_city, out=tmp_path / "out")


def test_a_function_that_no_process_can_be_sent_is_refused_before_the_work(data, tmp_path):
    with pytest.raises(CityModelError, match=r"cannot be sent to another process .*of a module"):
        run(data, lambda city: heights(city), out=tmp_path / "out", workers=2)
    assert not (tmp_path / "out").exists()
    assert len(run(data, lambda city: heights(city), out=tmp_path / "out").done) == 3


def len_of_city(city):
    return len(city.features)


@pytest.mark.parametrize(
    ("words", "reason"),
    [({"workers": 0}, "workers is 0"), ({"context_m": -1.0}, "context_m is -1.0")],
)
def test_parameters_without_sense_are_refused(data, tmp_path, words, reason):
    with pytest.raises(CityModelError, match=reason):
        run(data, heights, out=tmp_path / "out", **words)


def test_a_worker_that_is_killed_costs_one_attempt(data, tmp_path):
    expected = run(data, heights, out=tmp_path / "calm").table("table")
    analysis = partial(dying_once, folder=tmp_path, name=f"{EAST}-0")
    result = run(data, analysis, out=tmp_path / "out", workers=2)
    assert (tmp_path / f"{EAST}-0.died").exists()
    assert result.failed == {}
    pd.testing.assert_frame_equal(result.table("table"), expected.drop(columns="process"))


SCRIPT = """
import sys
from functools import partial
from pathlib import Path
import plateau
from plateau.runner import run
from run_analyses import waiting
if __name__ == "__main__":
    folder, seconds = Path(sys.argv[2]), float(sys.argv[4])
    run(plateau.open(sys.argv[1]), partial(waiting, folder=folder, seconds=seconds),
        out=sys.argv[3], workers=2)
"""


def started(data, tmp_path, seconds):
    """A run in a process of its own, at work on its first tiles."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    words = [str(tmp_path / NAME), str(tmp_path), str(tmp_path / "out"), str(seconds)]
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    process = subprocess.Popen(
        [sys.executable, str(script), *words],
        env={**os.environ, "PYTHONPATH": paths},
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    patience = time.monotonic() + 240.0
    while len(list(tmp_path.glob("*.pid"))) < 2:
        assert time.monotonic() < patience
        assert process.poll() is None, process.stderr.read().decode()
        time.sleep(0.05)
    return process, [int(p.read_text(encoding="ascii")) for p in tmp_path.glob("*.pid")]


def is_running(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes in /proc")
@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_killed_in_the_middle_goes_on_where_it_was(data, tmp_path, signal_number):
    """Its workers end with it; a second run has the result of one that nobody disturbed."""
    expected = run(data, heights, out=tmp_path / "calm").table("table").drop(columns="process")
    process, workers = started(data, tmp_path, seconds=60.0)
    begun = time.monotonic()
    process.send_signal(signal_number)
    process.communicate(timeout=60)
    assert time.monotonic() - begun < 8.0
    patience = time.monotonic() + 8.0
    while any(map(is_running, workers)):
        assert time.monotonic() < patience, "a worker outlived its run"
        time.sleep(0.05)
    assert not list((tmp_path / "out/table").glob("*.parquet"))
    analysis = partial(waiting, folder=tmp_path, seconds=0.0)
    result = run(data, analysis, out=tmp_path / "out")
    pd.testing.assert_frame_equal(result.table("table"), expected)
    assert [p for p in (tmp_path / "out").rglob("*") if p.name.startswith(".5")] == []


def test_what_was_finished_before_the_kill_is_kept(data, tmp_path):
    process, _ = started(data, tmp_path, seconds=0.5)
    patience = time.monotonic() + 240.0
    records = tmp_path / "out/.run/tiles"
    while len(list(records.glob("*.json"))) < 1:
        assert time.monotonic() < patience
        time.sleep(0.01)
    process.kill()
    process.communicate(timeout=60)
    events = []
    analysis = partial(waiting, folder=tmp_path, seconds=0.5)
    result = run(data, analysis, out=tmp_path / "out", progress=events.append)
    assert sorted(result.table("table").index) == ALL_IDS
    assert "kept" in {event.kind for event in events}


def test_a_folder_that_cannot_be_written_is_refused_before_the_work(data, tmp_path):
    (tmp_path / "out").write_text("a file", encoding="ascii")
    with pytest.raises(CityModelError, match="cannot be written"):
        run(data, heights, out=tmp_path / "out")


def test_a_second_run_into_a_folder_in_use_is_refused_and_the_first_goes_on(data, tmp_path):
    process, _ = started(data, tmp_path, seconds=1.0)
    with pytest.raises(CityModelError, match="another run writes to"):
        run(data, heights, out=tmp_path / "out")
    _, error = process.communicate(timeout=240)
    assert process.returncode == 0, error.decode()
    assert len(list((tmp_path / "out/table").iterdir())) == 3


LIMITED = """
import resource, sys
from functools import partial
import plateau
from citygml.errors import CityModelError
from plateau.runner import run
from run_analyses import heights
if __name__ == "__main__":
    data = plateau.open(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))  # no file may grow further
    try:
        run(data, heights, out=sys.argv[2])
    except CityModelError as error:
        print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="limits the size of files as POSIX does")
def test_a_full_disk_is_a_clear_error_and_leaves_earlier_tiles_intact(data, tmp_path):
    run(data, heights, out=tmp_path / "out")
    for tile in (WEST, EAST):
        (tmp_path / "out/table" / f"{tile}.parquet").unlink()
    script = tmp_path / "script.py"
    script.write_text(LIMITED, encoding="utf-8")
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    said = subprocess.run(
        [sys.executable, str(script), str(tmp_path / NAME), str(tmp_path / "out")],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "File too large; choose another path" in said
    assert "1 tiles are finished and kept" in said
    events = []
    result = run(data, heights, out=tmp_path / "out", progress=events.append)
    assert sorted(result.table("table").index) == ALL_IDS
    assert [event.name for event in events if event.kind == "kept"] == [NORTH]
