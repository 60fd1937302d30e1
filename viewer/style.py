"""Colours: what a surface kind, a category, a flood depth and a number look like.

Every palette here can be told apart by colour-blind readers; the five answers of the flood analysis
also in grey print. `tests/viewer/test_style.py` measures both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from citygml.surfaces import SurfaceKind

Language = Literal["en", "ja"]
RGB = tuple[int, int, int]
#: What makes depth visible beside light and shade; see `viewer.scene.View.with_depth_cue`.
DepthCue = Literal["", "eye_dome", "sky_light"]

#: Surfaces of buildings without a result: light, so that shading carries the form.
SURFACE_COLOURS: Mapping[SurfaceKind, RGB] = {
    SurfaceKind.OTHER: (206, 203, 198),
    SurfaceKind.GROUND: (150, 146, 140),
    SurfaceKind.WALL: (226, 221, 211),
    SurfaceKind.ROOF: (181, 122, 100),
    SurfaceKind.OUTER_CEILING: (200, 196, 188),
    SurfaceKind.OUTER_FLOOR: (190, 186, 178),
    SurfaceKind.CLOSURE: (214, 211, 206),
    SurfaceKind.WINDOW: (150, 180, 200),
    SurfaceKind.DOOR: (140, 110, 90),
    SurfaceKind.INTERIOR: (214, 211, 206),
    SurfaceKind.FOOTPRINT: (170, 166, 160),
    SurfaceKind.ROOF_EDGE: (170, 166, 160),
    SurfaceKind.TRAFFIC: (240, 240, 236),
    SurfaceKind.WATER: (74, 134, 190),
    SurfaceKind.TERRAIN: (203, 210, 186),
    SurfaceKind.ZONE: (233, 176, 96),
}

#: Walls and other faces of a building whose roof carries the colour of a result.
WALL_BESIDE_RESULT: RGB = (222, 220, 216)
#: Shade on the ground.
SHADE: RGB = (134, 137, 126)
#: Neighbours that only cast shade, and buildings a result says nothing about.
CONTEXT: RGB = (208, 210, 213)
#: A value that is missing; no palette below contains a grey like it.
NOT_AVAILABLE: RGB = (188, 188, 188)

#: The answers of the flood analysis: distinct in colour, to colour-blind readers and in grey print
#: (CIE lightness 14, 48, 64, 80, 94), "no" so dark that neither a shaded wall of a yes nor water
#: over a no makes the one look like the other.
ANSWER_COLOURS: Mapping[str, RGB] = {
    "yes": (0, 128, 118),
    "no": (78, 2, 38),
    "unknown": (242, 190, 52),
    "not_needed": (222, 240, 250),
    "excluded": (172, 146, 190),
}
#: The answer that maps hatch like a missing value: in grey its tone is near that of water.
HATCHED_ANSWER = "unknown"
ANSWER_LABELS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "yes": "yes",
        "no": "no",
        "unknown": "unknown",
        "not_needed": "not needed",
        "excluded": "excluded",
    },
    "ja": {
        "yes": "可",
        "no": "不可",
        "unknown": "不明",
        "not_needed": "不要（浸水なし）",
        "excluded": "対象外",
    },
}

#: Okabe and Ito's palette without black, most different first. [1]_
#:
#: .. [1] M. Okabe and K. Ito, "Color Universal Design", 2008.
CATEGORY_COLOURS: tuple[RGB, ...] = (
    (0, 114, 178),
    (230, 159, 0),
    (0, 158, 115),
    (204, 121, 167),
    (86, 180, 233),
    (213, 94, 0),
    (240, 228, 66),
)
#: States of what cameras should see: one colour each, whichever is the more frequent.
SIGHT_COLOURS: Mapping[str, RGB] = {
    "seen": CATEGORY_COLOURS[0],
    "partly": CATEGORY_COLOURS[4],
    "hidden": CATEGORY_COLOURS[1],
    "outside": CATEGORY_COLOURS[3],
}
SIGHT_LABELS: Mapping[Language, Mapping[str, str]] = {
    "en": {state: state for state in SIGHT_COLOURS},
    "ja": {
        "seen": "見える",
        "partly": "一部見える",
        "hidden": "死角",
        "outside": "撮影範囲外",
    },
}
#: Classes of pixel density of cameras, from the lowest up and from light to dark: one colour each
#: in every picture, steps of viridis; the same step of both editions of IEC 62676-4.
LEVEL_COLOURS: Mapping[str, RGB] = {
    "below": (240, 214, 224),
    "overview": (253, 231, 37),
    "monitor": (253, 231, 37),
    "outline": (160, 218, 57),
    "detect": (160, 218, 57),
    "discern": (74, 193, 109),
    "observe": (74, 193, 109),
    "perceive": (31, 161, 135),
    "recognise": (31, 161, 135),
    "characterise": (39, 127, 142),
    "identify": (39, 127, 142),
    "validate": (54, 92, 141),
    "scrutinise": (70, 50, 127),
}
#: Cameras and their frusta.
CAMERA: RGB = (196, 0, 90)
OTHER_CATEGORIES: RGB = (120, 120, 120)


class DepthClass(NamedTuple):
    """One class of the flood-depth legend: [low_m, high_m)."""

    low_m: float
    high_m: float
    colour: RGB


#: Standard colours of flood depth in Japan. [2]_
#:
#: .. [2] Ministry of Land, Infrastructure, Transport and Tourism, 水害ハザードマップ作成の手引き
#:    (guide to flood hazard maps), 2016, standard RGB values of the depth classes.
DEPTH_CLASSES: tuple[DepthClass, ...] = (
    DepthClass(0.0, 0.5, (247, 245, 169)),
    DepthClass(0.5, 3.0, (255, 216, 192)),
    DepthClass(3.0, 5.0, (255, 183, 183)),
    DepthClass(5.0, 10.0, (255, 145, 145)),
    DepthClass(10.0, 20.0, (242, 133, 201)),
    DepthClass(20.0, np.inf, (220, 122, 220)),
)

TEXT: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "na": "no value",
        "other": "other classes",
        "true": "yes",
        "false": "no",
        "buildings": "buildings",
        "roads": "roads",
        "water": "flood or open water",
        "zones": "landslide zones",
        "ground": "ground",
        "samples": "ground samples",
        "cameras": "cameras",
        "context": "neighbours",
        "shadows": "shadows",
        "eye_dome": "eye-dome lighting",
        "sky_light": "sky light",
        "building_shade": "shade on buildings",
        "objects": "objects",
        "framed": "{shown} of {count} {things} are in the picture",
        "sun_hour": "sun, {month}/{day} [h]",
        "water_level": "level water [m above sea level]",
    },
    "ja": {
        "na": "値なし",
        "other": "ほかの区分",
        "true": "はい",
        "false": "いいえ",
        "buildings": "建築物",
        "roads": "道路",
        "water": "浸水面・水面",
        "zones": "土砂災害警戒区域",
        "ground": "地表面",
        "samples": "地上の標本点",
        "cameras": "カメラ",
        "context": "周辺建築物",
        "shadows": "影",
        "eye_dome": "輪郭の強調",
        "sky_light": "天空光による陰影",
        "building_shade": "建物にかかる影",
        "objects": "地物",
        "framed": "{things}{count}件のうち{shown}件が画面内",
        "sun_hour": "太陽（{month}月{day}日）[時]",
        "water_level": "水平な水面の標高 [m]",
    },
}


def is_depth(column: str) -> bool:
    """Whether a column is a flood depth and takes the official palette.

    Examples
    --------
    >>> is_depth("depth_hi_m"), is_depth("height_m")
    (True, False)
    """
    return column.startswith("depth") and column.endswith("_m")


def is_direction(column: str) -> bool:
    """Whether a column is a compass direction, whose scale is the whole circle.

    Examples
    --------
    >>> is_direction("azimuth_deg"), is_direction("heading_deg"), is_direction("tilt_deg")
    (True, True, False)
    """
    return column.endswith("_deg") and ("azimuth" in column or "heading" in column)


def colour_map_name(column: str) -> str:
    """Matplotlib colour map for a numeric column; all are safe for colour-blind readers.

    Examples
    --------
    >>> colour_map_name("irradiation_kwh_per_m2"), colour_map_name("azimuth_deg")
    ('plasma', 'twilight_shifted')
    """
    if is_direction(column):
        return "twilight_shifted"  # cyclic: 0 and 360 are one direction
    if "kwh" in column or "sunlit" in column:
        return "plasma"
    return "viridis"


def ramp_colours(name: str, count: int = 256) -> NDArray[np.uint8]:
    """Colours of a Matplotlib map from low to high, (count, 3)."""
    from matplotlib import colormaps

    return np.asarray(colormaps[name](np.linspace(0.0, 1.0, count), bytes=True))[:, :3]


def lightness(colours: ArrayLike) -> NDArray[np.float64]:
    """CIE 1976 lightness L* of sRGB colours: what is left of them in grey print.

    Parameters
    ----------
    colours : (n, 3) array_like of int
        sRGB, 0 to 255.

    Returns
    -------
    (n,) ndarray of float64
        0 (black) to 100 (white).

    References
    ----------
    .. [1] IEC 61966-2-1:1999 (sRGB, equations 5 and 6); CIE 15:2004, equation 8.3.

    Examples
    --------
    >>> lightness([(0, 0, 0), (255, 255, 255)]).round()
    array([  0., 100.])
    """
    srgb = np.asarray(colours, dtype=np.float64).reshape(-1, 3) / 255.0
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722])
    cube_root = np.where(
        luminance > (6 / 29) ** 3, np.cbrt(luminance), luminance * (29 / 6) ** 2 / 3 + 4 / 29
    )
    return np.asarray(116.0 * cube_root - 16.0)
