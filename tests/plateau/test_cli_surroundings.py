"""What the commands read round a part of a dataset."""

import pytest
from sample_city import CITY, SAMPLE

import plateau
from citygml.errors import CityModelError
from plateau.dataset import Dataset
from plateau.report_notes import is_translated

WEATHER = SAMPLE / "weather.epw"
CLEAR = ",".join(["0.55"] * 12)


RAYS = {
    "solar": ("--clearness", CLEAR, "--out", "a.csv"),
    "glare": ("--clearness", CLEAR, "--out", "a.csv"),
    "suitability": ("--clearness", CLEAR, "--out", "a.csv"),
    "shadows": ("--out", "a.csv"),
    "visibility": ("--cameras", SAMPLE / "cameras.geojson", "--out", "a.csv"),
}
OTHERS = {
    "flood": ("--out", "a.csv"),
    "view": ("--screenshot", "a.png"),
    "export": ("--out", "a.glb"),
    "info": ("--full",),
}


@pytest.fixture
def context_of(run, monkeypatch, tmp_path):
    """How far round the selection a command reads. [m]"""
    monkeypatch.chdir(tmp_path)
    asked = []

    def load(_data, *, context_m=0.0, **_options):
        asked.append(context_m)
        raise CityModelError("enough is known")

    monkeypatch.setattr(Dataset, "load", load)

    def context_of(command, *words):
        code, _, error = run(command, SAMPLE / CITY, *{**RAYS, **OTHERS}[command], *words)
        assert (code, "enough is known" in error) == (1, True), error
        return asked.pop()

    return context_of


PLACE = ("--around", "139.562", "35.613")


@pytest.mark.parametrize("command", RAYS)
def test_of_a_part_neighbours_are_read_where_they_cast_shade_or_block_sight(context_of, command):
    """A whole dataset has all its neighbours, and no limit of how far they matter."""
    assert context_of(command, *PLACE) == 300.0
    assert context_of(command, "--where", "height_m > 10") == 300.0
    assert context_of(command, *PLACE, "--context-m", "50") == 50.0
    assert context_of(command, *PLACE, "--context-m", "0") == 0.0
    assert context_of(command) == 0.0


@pytest.mark.parametrize("command", OTHERS)
def test_other_commands_read_what_was_chosen(context_of, command):
    assert context_of(command, *PLACE) == 0.0


def test_a_part_without_its_neighbours_says_so():
    data = plateau.open(SAMPLE / CITY).select(around=(139.562, 35.613), radius_m=40.0)
    weather = plateau.read_weather(WEATHER)
    alone, among = (data.load(context_m=reach) for reach in (0.0, 300.0))
    said = "a part of the dataset without its neighbours"
    first, *_ = plateau.solar_potential(alone, weather, preset="fast").attrs["plateau"]["notes"]
    assert first.startswith(said)
    assert is_translated(first)
    for city, expected in ((alone, True), (among, False)):
        times = plateau.winter_solstice_times(city, step_minutes=480.0)
        notes = plateau.shadows(city, times, spacing_m=20.0).ground.attrs["plateau"]["notes"]
        assert any(note.startswith(said) for note in notes) == expected
