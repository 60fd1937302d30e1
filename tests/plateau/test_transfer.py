"""Fetching over a network that breaks: what arrives is whole, and nothing is fetched twice."""

import errno
import os
import resource
import socket
import subprocess
import sys

import pytest
from delivery import service
from plateau_folders import ROOT

from plateau.transfer import Courier, TransferError, check_url

CONTENT = bytes(range(256)) * 1000


@pytest.fixture
def server():
    with service() as found:
        found.contents["/file"] = CONTENT
        yield found


@pytest.fixture
def naps():
    return []


@pytest.fixture
def courier(naps):
    return Courier(interval_s=0.0, sleep=naps.append)


def left_over(folder):
    return sorted(path.name for path in folder.iterdir())


def ranges(server):
    return [headers.get("Range", "") for _, headers in server.asked]


def test_a_file_arrives_whole_and_only_it_is_left(server, courier, tmp_path):
    courier.fetch(f"{server.url}/file", tmp_path / "a/file", size_bytes=len(CONTENT))
    assert (tmp_path / "a/file").read_bytes() == CONTENT
    assert left_over(tmp_path / "a") == ["file"]


def test_a_file_that_is_there_is_not_asked_for(server, courier, tmp_path):
    (tmp_path / "file").write_bytes(CONTENT)
    courier.fetch(f"{server.url}/file", tmp_path / "file", size_bytes=len(CONTENT))
    assert server.asked == []


def test_what_breaks_off_goes_on_where_it_was(server, courier, tmp_path):
    server.faults["/file"] = [("break", 100_000), ("break", 50_000)]
    courier.fetch(f"{server.url}/file", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert ranges(server) == ["", "bytes=100000-", "bytes=150000-"]
    assert len({headers["If-Range"] for _, headers in server.asked[1:]}) == 1


def test_a_later_call_goes_on_too(server, tmp_path):
    impatient = Courier(interval_s=0.0, attempts=1, sleep=lambda _: None)
    server.faults["/file"] = [("break", 100_000)]
    with pytest.raises(TransferError, match=r"broken off .*100000 of 256000 bytes.* is kept"):
        impatient.fetch(f"{server.url}/file", tmp_path / "file")
    assert left_over(tmp_path) == ["file.part", "file.part.json"]
    impatient.fetch(f"{server.url}/file", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert ranges(server) == ["", "bytes=100000-"]
    assert left_over(tmp_path) == ["file"]


@pytest.mark.parametrize("fault", ["none", "blind to changes"])
def test_a_file_that_changed_meanwhile_is_fetched_anew(server, courier, tmp_path, fault):
    """Whether the server minds If-Range or not, no file is made of two."""
    server.faults["/file"] = [("break", 100_000)]
    with pytest.raises(TransferError):
        Courier(interval_s=0.0, attempts=1).fetch(f"{server.url}/file", tmp_path / "file")
    server.contents["/file"] = other = CONTENT[::-1]
    server.faults["/file"] = [(fault,)]
    courier.fetch(f"{server.url}/file", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == other


def test_a_file_that_became_shorter_is_fetched_anew(server, courier, tmp_path):
    server.faults["/file"] = [("break", 200_000)]
    with pytest.raises(TransferError):
        Courier(interval_s=0.0, attempts=1).fetch(f"{server.url}/file", tmp_path / "file")
    server.contents["/file"] = CONTENT[:1000]
    server.faults["/file"] = [("blind to changes",)]
    courier.fetch(f"{server.url}/file", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == CONTENT[:1000]


def test_a_server_without_ranges_starts_again(server, courier, tmp_path):
    server.faults["/file"] = [("break", 100_000), ("ignore range",)]
    courier.fetch(f"{server.url}/file", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_a_truncated_file_is_not_taken_for_the_whole(server, courier, tmp_path):
    """Without a length only the catalogue knows how long it is."""
    server.contents["/file"] = CONTENT[:5000]
    server.faults["/file"] = [("no length",)]
    with pytest.raises(TransferError, match="5000 bytes arrived, the catalogue says 256000"):
        courier.fetch(f"{server.url}/file", tmp_path / "file", size_bytes=len(CONTENT))
    assert left_over(tmp_path) == []


def test_a_checksum_that_differs_is_refused(server, courier, tmp_path):
    server.with_md5 = True
    courier.fetch(f"{server.url}/file", tmp_path / "good")
    server.faults["/file"] = [("garble",)]
    with pytest.raises(TransferError, match="checksum differs"):
        courier.fetch(f"{server.url}/file", tmp_path / "bad")
    assert left_over(tmp_path) == ["good"]


def test_what_is_not_there_is_said_at_once(server, courier, naps, tmp_path):
    with pytest.raises(TransferError, match="the server says 404, there is no such thing"):
        courier.fetch(f"{server.url}/nothing", tmp_path / "file")
    assert len(server.asked) == 1
    assert naps == []


def test_a_busy_server_is_given_the_time_it_asks_for(server, courier, naps, tmp_path):
    server.faults["/file"] = [("status", 429, {"Retry-After": "7"}), ("status", 503, {})]
    courier.fetch(f"{server.url}/file", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert naps == [7.0, 2.0]


def test_a_server_that_stays_busy_is_left_alone_after_five_requests(server, courier, tmp_path):
    server.faults["/file"] = [("status", 429, {})] * 9
    with pytest.raises(TransferError, match="429, said so; tried 5 times"):
        courier.fetch(f"{server.url}/file", tmp_path / "file")
    assert len(server.asked) == 5


def test_requests_are_spread_out(server, naps, tmp_path):
    courier = Courier(interval_s=3600.0, sleep=naps.append)
    for name in ("one", "two", "three"):
        courier.fetch(f"{server.url}/file", tmp_path / name)
    assert len(naps) == 2
    assert min(naps) > 3500.0


def test_no_network_is_said_in_one_line_that_leaves_hope(courier, tmp_path):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/file"
        with pytest.raises(TransferError) as caught:
            courier.fetch(url, tmp_path / "file")
    assert "cannot be reached" in str(caught.value)
    assert "files that are on this machine work without it" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://host/x", "/etc/passwd", "https://"])
def test_what_is_not_on_the_network_is_refused(url):
    with pytest.raises(TransferError, match="no address on the network"):
        check_url(url)


LIMITED = """
import resource, sys
from pathlib import Path
from plateau.transfer import Courier, TransferError
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    Courier(interval_s=0.0).fetch(sys.argv[1], Path(sys.argv[2]))
except TransferError as error:
    print(error)
"""


def test_a_full_disk_is_a_clear_error_and_what_has_arrived_is_kept(server, courier, tmp_path):
    """A limit on the size of files stands for the disk; it says EFBIG where that says ENOSPC."""
    assert resource.RLIMIT_FSIZE is not None
    target = tmp_path / "file"
    said = subprocess.run(
        [sys.executable, "-c", LIMITED, f"{server.url}/file", str(target)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert f"cannot be written: {os.strerror(errno.EFBIG)}" in said
    kept = (tmp_path / "file.part").stat().st_size
    assert 0 < kept <= 100_000
    courier.fetch(f"{server.url}/file", target)
    assert target.read_bytes() == CONTENT
    assert ranges(server)[-1] == f"bytes={kept}-"


def test_the_words_for_a_full_disk(courier, server, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("plateau.transfer._copy", full)
    with pytest.raises(TransferError, match="the disk is full; what has arrived is kept"):
        courier.fetch(f"{server.url}/file", tmp_path / "file")


def test_an_answer_that_is_no_json_is_refused(server, courier):
    with pytest.raises(TransferError, match="no JSON"):
        courier.answer(f"{server.url}/file")
