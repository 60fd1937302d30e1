"""Luminous intensity: lobes against their integral, IES files against their numbers."""

from __future__ import annotations

import numpy as np
import pytest

from analyses.photometry import lobe, read_ies
from citygml.errors import AnalysisError

HEAD = "IESNA:LM-63-2002\n[TEST] none\n[MANUFAC] synthetic\n"
#: Lamps, lumens, multiplier, angles down and around, type, unit, sizes; ballast, factor, watt.
NUMBERS = "1 1000 2.0 3 2 1 2 0 0 0\n0.5 1.0 20\n0 45 90\n0 90\n100 80 10\n60 40 0\n"


def ies(tmp_path, numbers=NUMBERS, *, tilt="TILT=NONE\n", head=HEAD):
    path = tmp_path / "lamp.ies"
    path.write_text(head + tilt + numbers, encoding="ascii")
    return path


@pytest.mark.parametrize("exponent", [0.5, 1.0, 3.0])
def test_the_integral_of_a_lobe_is_its_flux(exponent):
    assert lobe(850.0, exponent=exponent).flux_lm == pytest.approx(850.0, rel=2e-3)


def test_an_ies_file_gives_its_candela_times_its_factors(tmp_path):
    """Multiplier 2 and ballast factor 0.5 cancel: 100 cd down, 80 at 45° on the C0 side."""
    lamp = read_ies(ies(tmp_path))
    down, turn = np.array([0, 45, 90, 45, 22.5, 45]), np.array([0, 0, 0, 90, 0, 45.0])
    np.testing.assert_allclose(lamp.intensity(down, turn), [100, 80, 10, 40, 90, 60])
    assert lamp.name == "lamp.ies"


def test_a_quarter_of_the_angles_stands_for_the_mirrored_sides(tmp_path):
    lamp = read_ies(ies(tmp_path))
    turn = np.array([30.0, 150.0, 210.0, 330.0, -30.0, 390.0])
    assert np.ptp(lamp.intensity(np.full(6, 45.0), turn)) < 1e-9


def test_half_the_angles_stand_for_the_other_half_and_a_full_turn_for_itself(tmp_path):
    half = read_ies(ies(tmp_path, NUMBERS.replace("0 90\n", "0 180\n", 1).replace(
        "0 45 180", "0 45 90")))  # fmt: skip
    at = np.full(2, 45.0)
    assert np.ptp(half.intensity(at, np.array([60.0, 300.0]))) < 1e-9
    assert np.ptp(half.intensity(at, np.array([60.0, 120.0]))) > 1.0
    full = "1 1 1 2 5 1 2 0 0 0\n1 1 20\n0 90\n0 90 180 270 360\n" + "1 1\n2 2\n3 3\n4 4\n1 1\n"
    lamp = read_ies(ies(tmp_path, full))
    turn = np.array([0, 90, 180, 270, 315, 360.0])
    np.testing.assert_allclose(lamp.intensity(np.full(6, 45.0), turn), [1, 2, 3, 4, 2.5, 1])


def test_beyond_its_angles_a_lamp_is_dark_and_one_ring_serves_all_sides(tmp_path):
    lamp = read_ies(ies(tmp_path, "1 1 1 2 1 1 2 0 0 0\n1 1 20\n0 60\n0\n9 3\n"))
    found = lamp.intensity(np.array([30.0, 60.0, 61.0]), np.array([10.0, 200.0, 0.0]))
    np.testing.assert_allclose(found, [6.0, 3.0, 0.0])


def test_the_tilt_of_a_lamp_may_be_in_the_file(tmp_path):
    lamp = read_ies(ies(tmp_path, "1\n2\n0 90\n1.0 0.9\n" + NUMBERS, tilt="TILT=INCLUDE\n"))
    assert lamp.intensity(np.zeros(1), np.zeros(1))[0] == 100.0


@pytest.mark.parametrize(
    ("numbers", "tilt", "message"),
    [
        (NUMBERS, "", "has no line TILT="),
        (NUMBERS + "cd", "TILT=NONE\n", "only numbers after TILT="),
        ("1 2 3", "TILT=NONE\n", "has 3 numbers"),
        (NUMBERS.replace("3 2 1 2", "3 2 3 2"), "TILT=NONE\n", "photometric type 3"),
        (NUMBERS.replace("60 40 0\n", "60 40\n"), "TILT=NONE\n", "it is cut off"),
        (NUMBERS.replace("0 45 90", "0 90 45"), "TILT=NONE\n", "angles must ascend"),
        (NUMBERS.replace("60 40 0", "60 -40 0"), "TILT=NONE\n", "candela not be negative"),
        (NUMBERS.replace("60 40 0", "60 nan 0"), "TILT=NONE\n", "candela not be negative"),
    ],
)
def test_a_file_that_is_no_photometry_is_an_error_that_says_why(tmp_path, numbers, tilt, message):
    with pytest.raises(AnalysisError, match=message):
        read_ies(ies(tmp_path, numbers, tilt=tilt))


def test_a_missing_file_and_a_lobe_without_light_are_errors(tmp_path):
    with pytest.raises(AnalysisError, match="cannot be read"):
        read_ies(tmp_path / "none.ies")
    for flux, exponent in ((0.0, 1.0), (np.nan, 1.0), (100.0, 0.0)):
        with pytest.raises(AnalysisError, match="must be above 0"):
            lobe(flux, exponent=exponent)
