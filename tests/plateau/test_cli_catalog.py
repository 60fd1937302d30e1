"""``plateau catalog`` and ``plateau download`` against the service on loopback."""

import csv
import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from delivery import DATASET, service
from plateau_folders import ROOT, tile_text

from plateau.cli import exit_code
from plateau.cli.session import Session

WEST, EAST = "54363371", "54363372"


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr("plateau.transfer.INTERVAL_S", 0.0)
    with service() as found:
        found.publish(
            {
                f"udx/bldg/{tile}_bldg_6697_op.gml": tile_text(tile, (0.5, 0.5)).encode()
                for tile in (WEST, EAST)
            }
        )
        yield found


def plateau(*words):
    return exit_code(Session(), list(map(str, words)))


def test_catalog_counts_what_there_is(server, capsys):
    assert plateau("catalog", "--api", server.url, "--cities", "17206") == 0
    said = capsys.readouterr().out
    assert "17206 加賀市 2024 bldg" in said
    assert "2 files" in said
    assert "2022" in said


def test_catalog_writes_a_row_for_every_file(server, tmp_path, capsys):
    out = tmp_path / "files.csv"
    words = ("--tiles", WEST, "--types", "bldg", "--years", "2024", "--out", out, "--json")
    assert plateau("catalog", "--api", server.url, *words) == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["tile"] for row in rows] == [WEST, EAST]
    answer = json.loads(capsys.readouterr().out)
    assert answer["files"][1]["features"] is None


def test_download_fetches_a_dataset_and_says_where_it_is(server, tmp_path, capsys):
    words = ("--tiles", WEST, "--types", "bldg", "--years", "2024", "--out", tmp_path)
    assert plateau("download", "--api", server.url, *words) == 0
    assert str(tmp_path / DATASET) in capsys.readouterr().out
    assert len(list((tmp_path / DATASET / "udx/bldg").glob("*.gml"))) == 2


def test_what_a_file_refers_to_and_is_not_there_is_exit_code_3(server, tmp_path, capsys):
    path = f"/assets/ab/{DATASET}/udx/bldg/{WEST}_bldg_6697_op.gml"
    text = server.contents[path].decode()
    server.publish(
        {
            f"udx/bldg/{WEST}_bldg_6697_op.gml": text.replace(
                "<bldg:lod1Solid>",
                '<bldg:usage codeSpace="../../codelists/Building_usage.xml">1</bldg:usage>'
                "<bldg:lod1Solid>",
            ).encode()
        }
    )
    words = ("--tiles", WEST, "--types", "bldg", "--years", "2024", "--out", tmp_path)
    assert plateau("download", "--api", server.url, *words) == 3
    assert "Building_usage.xml" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [(), ("--cities", "17206", "--tiles", WEST), ("--around", "136.4", "36.3")],
)
def test_the_place_is_said_in_one_way(server, words, capsys):
    assert plateau("catalog", "--api", server.url, *words) == 2
    assert "exactly one of --cities, --tiles and --bounds" in capsys.readouterr().err


def test_without_a_network_there_is_one_line(tmp_path, capsys):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        api = f"http://127.0.0.1:{unused.getsockname()[1]}"
        assert plateau("download", "--api", api, "--cities", "17206", "--out", tmp_path) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "files that are on this machine work without it" in said


@pytest.mark.skipif(os.name != "posix", reason="interrupts as a terminal does")
def test_ctrl_c_in_the_middle_of_a_download_keeps_what_has_arrived(server, tmp_path):
    """The same command fetches the rest, and the file is whole."""
    name = f"{WEST}_bldg_6697_op.gml"
    path = f"/assets/ab/{DATASET}/udx/bldg/{name}"
    server.publish({f"udx/bldg/{name}": server.contents[path] + b" " * 200_000})
    server.faults[path] = [("hang", 100_000)]
    words = ("--tiles", WEST, "--types", "bldg", "--years", "2024", "--out", tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-m", "plateau", "download", "--api", server.url, *map(str, words)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    part = tmp_path / DATASET / f"udx/bldg/{name}.part"
    patience = time.monotonic() + 240.0
    while not part.is_file() or not part.stat().st_size:
        assert time.monotonic() < patience
        time.sleep(0.05)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert time.monotonic() - begun < 8.0
    assert process.returncode == 130
    assert "plateau: interrupted" in said
    assert "Traceback" not in said
    kept = part.stat().st_size
    assert 0 < kept <= 100_000
    assert plateau("download", "--api", server.url, *words) == 0
    assert part.with_suffix("").read_bytes() == server.contents[path]
    assert not list(tmp_path.rglob("*.part*"))
    assert [h.get("Range") for asked, h in server.asked if asked == path] == [
        None,
        f"bytes={kept}-",
    ]
