from __future__ import annotations

import itertools

import numpy as np
import pytest

from citygml.surfaces import SurfaceKind
from viewer.layers import OPACITY
from viewer.style import (
    ANSWER_COLOURS,
    ANSWER_LABELS,
    CATEGORY_COLOURS,
    DEPTH_CLASSES,
    NOT_AVAILABLE,
    SURFACE_COLOURS,
    TEXT,
    lightness,
    ramp_colours,
)
from viewer.sun import AMBIENT

# Machado, Oliveira, Fernandes, IEEE TVCG 15(6), 2009, severity 1.0, linear RGB.
COLOUR_BLIND = {
    "nobody": np.eye(3),
    "protanope": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranope": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}


def lab(colours, seen_by):
    """CIE L*a*b* (D65) of sRGB colours as seen through a matrix of linear RGB."""
    srgb = np.asarray(colours, dtype=float) / 255.0
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(linear @ COLOUR_BLIND[seen_by].T, 0.0, 1.0)
    xyz = linear @ np.array(
        [[0.4124, 0.2126, 0.0193], [0.3576, 0.7152, 0.1192], [0.1805, 0.0722, 0.9505]]
    )
    ratio = xyz / np.array([0.9505, 1.0, 1.089])
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.column_stack(
        [116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])]
    )


def test_the_five_answers_differ_in_grey_print_by_more_than_ten_steps_of_lightness():
    steps = np.diff(np.sort(lightness(list(ANSWER_COLOURS.values()))))
    assert steps.min() > 10.0


def test_in_grey_print_neither_shade_nor_water_makes_a_no_look_like_a_yes():
    """A wall in shade has AMBIENT of its colour, a roof under two waters (1 - opacity)² of it."""
    yes, no = (np.array(ANSWER_COLOURS[word]) for word in ("yes", "no"))
    clear = (1.0 - OPACITY["water"]) ** 2
    drowned = clear * no + (1.0 - clear) * np.array(SURFACE_COLOURS[SurfaceKind.WATER])
    shaded_yes, roof_of_no, drowned_no, roof_of_yes = lightness([AMBIENT * yes, no, drowned, yes])
    assert shaded_yes - roof_of_no > 5.0
    assert roof_of_yes - drowned_no > 8.0


@pytest.mark.parametrize("seen_by", list(COLOUR_BLIND))
def test_answers_and_categories_can_be_told_apart_by_everybody(seen_by):
    for palette in (list(ANSWER_COLOURS.values()), list(CATEGORY_COLOURS)):
        colours = lab([*palette, NOT_AVAILABLE], seen_by)
        nearest = min(np.linalg.norm(a - b) for a, b in itertools.combinations(colours, 2))
        assert nearest > 12.0


def test_ramps_go_from_dark_to_light_without_turning():
    for name in ("viridis", "plasma"):
        assert np.diff(lightness(ramp_colours(name, 32))).min() > 0.0


def test_depth_classes_follow_each_other_without_gap_and_have_the_official_colours():
    assert [c.low_m for c in DEPTH_CLASSES[1:]] == [c.high_m for c in DEPTH_CLASSES[:-1]]
    assert DEPTH_CLASSES[1].colour == (255, 216, 192)  # 0.5 to 3 m in the guide of 2016
    assert DEPTH_CLASSES[-1].high_m == np.inf


def test_every_surface_kind_has_a_colour_and_every_text_two_languages():
    assert set(SURFACE_COLOURS) == set(SurfaceKind)
    assert set(TEXT["en"]) == set(TEXT["ja"])
    assert set(ANSWER_LABELS["en"]) == set(ANSWER_LABELS["ja"]) == set(ANSWER_COLOURS)
