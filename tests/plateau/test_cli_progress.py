"""What a run shows on the way: bars in a terminal, nothing elsewhere but failures."""

import io
import re
from functools import partial

import pytest
from plateau_folders import write_dataset
from run_analyses import failing, heights

import plateau
from plateau.cli.progress import run_progress
from plateau.cli.session import Session
from plateau.runner import run

WEST, EAST = "54363370", "54363371"


class Terminal(io.StringIO):
    """Something that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def data(tmp_path):
    places = [(0.2, 0.2), (0.6, 0.6)]
    return plateau.open(write_dataset(tmp_path, {WEST: places, EAST: places}))


def shown(monkeypatch, stream, data, analysis, **session):
    """What a run writes to stderr."""
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "160")
    with run_progress(Session(**session), "solar") as progress:
        run(data, analysis, out=data.entries[0].root.path.parent / "out", progress=progress)
    return stream.getvalue()


def without_codes(text):
    """A text without colours and moves of the cursor."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)


def test_a_terminal_sees_the_whole_run_each_tile_and_the_time_left(monkeypatch, data):
    """Two files of the same size: half of it done with the first, and then all."""
    text = shown(monkeypatch, Terminal(), data, heights)
    last = without_codes(text).strip().splitlines()[-1]
    assert re.search(rf"solar .*100 % 2/2 tiles, last ({WEST}|{EAST}) 0 s", last)
    assert re.search(r"\d:\d\d:\d\d left \d:\d\d:\d\d", last)
    assert text.rstrip("\n").endswith("\x1b[2K")  # and is wiped away at the end


def test_a_failure_is_shown_as_it_occurs_terminal_or_not(monkeypatch, data):
    analysis = partial(failing, ids=(f"{EAST}-0",))
    text = without_codes(shown(monkeypatch, Terminal(), data, analysis))
    assert f"failed: {EAST}: building {EAST}-0 is not to my taste" in text
    plain = shown(monkeypatch, io.StringIO(), data, analysis)
    assert plain == f"failed: {EAST}: building {EAST}-0 is not to my taste\n"


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_nothing_but_failures_is_written_where_nobody_watches(monkeypatch, data, stream):
    assert shown(monkeypatch, stream(), data, heights, quiet=stream is Terminal) == ""
