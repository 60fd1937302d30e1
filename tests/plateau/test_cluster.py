"""dask.distributed: a local cluster, and a scheduler with workers as processes of their own."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial

import pandas as pd
import pytest
from plateau_folders import ROOT, write_dataset
from run_analyses import dying_once, failing, heights

import plateau
from plateau.cli.tiled import cluster
from plateau.runner import run

distributed = pytest.importorskip("distributed")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # of distributed and tornado, not of ours
]
WEST, EAST, NORTH = "54363371", "54363372", "54363391"
TILES = {WEST: [(0.2, 0.5), (0.96, 0.5)], EAST: [(0.03, 0.5)], NORTH: [(0.5, 0.5)]}
COLUMNS = ["height_m", "neighbour_count"]


@pytest.fixture
def data(tmp_path):
    return plateau.open(write_dataset(tmp_path, TILES))


@pytest.fixture
def expected(data, tmp_path):
    return run(data, heights, out=tmp_path / "alone", context_m=100.0).table("table")[COLUMNS]


@pytest.fixture(scope="module")
def client():
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        ) as local,
        distributed.Client(local) as found,
    ):
        yield found


def test_a_local_cluster_of_two_processes_gives_what_this_process_gives(
    client, data, expected, tmp_path
):
    result = run(
        data, heights, out=tmp_path / "out", context_m=100.0, executor=client.get_executor()
    )
    assert result.failed == {}
    table = result.table("table")
    pd.testing.assert_frame_equal(table[COLUMNS], expected)
    assert os.getpid() not in set(table["process"])
    again = run(
        data, heights, out=tmp_path / "out", context_m=100.0, executor=client.get_executor()
    )
    pd.testing.assert_frame_equal(again.table("table"), table)


def test_a_tile_that_fails_there_is_reported_with_its_reason(client, data, tmp_path):
    analysis = partial(failing, ids=(f"{EAST}-0",))
    result = run(data, analysis, out=tmp_path / "out", executor=client.get_executor())
    assert result.failed == {EAST: f"building {EAST}-0 is not to my taste"}
    assert len(result.table("table")) == 3


def test_a_worker_lost_there_costs_nothing_but_time(client, data, expected, tmp_path):
    analysis = partial(dying_once, folder=tmp_path, name=f"{EAST}-0")
    result = run(
        data, analysis, out=tmp_path / "out", context_m=100.0, executor=client.get_executor()
    )
    assert (tmp_path / f"{EAST}-0.died").exists()
    assert result.failed == {}
    pd.testing.assert_frame_equal(result.table("table")[COLUMNS], expected)


@contextmanager
def processes(tmp_path):
    """A scheduler and two workers, each a process of its own, on loopback."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
        "PYTHONWARNINGS": "ignore",
    }
    address_file = tmp_path / "scheduler.json"

    def start(module, *words):
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{module}", *words],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    found = [
        start(
            *("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"),
            *("--scheduler-file", str(address_file)),
        )
    ]
    try:
        patience = time.monotonic() + 120.0
        while not address_file.exists():
            assert time.monotonic() < patience
            time.sleep(0.1)
        words = ("--scheduler-file", str(address_file), "--nthreads", "1", "--no-dashboard")
        folder = ("--local-directory", str(tmp_path / "dask"))
        found += [start("dask_worker", *words, "--no-nanny", *folder) for _ in range(2)]
        with distributed.Client(scheduler_file=str(address_file)) as client:
            client.wait_for_workers(2, timeout=180)
            address = client.scheduler.address
        yield address, found
    finally:
        for process in reversed(found):  # the scheduler last: workers say goodbye to it
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=30)


def test_scheduler_and_workers_of_their_own_give_the_same_by_their_address(
    data, expected, tmp_path
):
    with processes(tmp_path) as (address, started), cluster(address) as executor:
        result = run(data, heights, out=tmp_path / "out", context_m=100.0, executor=executor)
        assert set(result.table("table")["process"]) <= {process.pid for process in started[1:]}
    assert result.failed == {}
    pd.testing.assert_frame_equal(result.table("table")[COLUMNS], expected)


def test_a_worker_of_its_own_that_is_killed_is_made_up_for(data, expected, tmp_path):
    with processes(tmp_path) as (address, started), cluster(address) as executor:
        first = run(data.select(tiles=NORTH), heights, out=tmp_path / "one", executor=executor)
        assert len(first.done) == 1
        started[1].send_signal(signal.SIGKILL)
        result = run(data, heights, out=tmp_path / "out", context_m=100.0, executor=executor)
    assert result.failed == {}
    pd.testing.assert_frame_equal(result.table("table")[COLUMNS], expected)


def test_the_command_line_takes_a_scheduler(data, tmp_path):
    root = next(iter(data.entries)).root.path
    with processes(tmp_path) as (address, _):
        said = subprocess.run(
            [
                *(sys.executable, "-m", "plateau", "flood", str(root)),
                *("--out", str(tmp_path / "flood"), "--scheduler", address, "-q"),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert said.returncode == 0, said.stderr
    assert len(list((tmp_path / "flood/buildings").glob("*.parquet"))) == 3
