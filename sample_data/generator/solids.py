"""Closed bodies with proper roofs, in a building's own axes, faces seen from outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

GROUND, WALL, ROOF = "Ground", "Wall", "Roof"


class Face(NamedTuple):
    """A plane face: what it is, and its rings (k, 3), the exterior first, all open."""

    kind: str
    rings: list[NDArray[np.float64]]


def _face(kind: str, *points: tuple[float, float, float]) -> Face:
    return Face(kind, [np.array(points, dtype=np.float64)])


def _at(ring: ArrayLike, level: float) -> NDArray[np.float64]:
    plan = np.asarray(ring, dtype=np.float64)
    return np.column_stack([plan, np.full(len(plan), level)])


def prism(rings: Sequence[ArrayLike], top: float) -> list[Face]:
    """Upright walls on a polygon, flat roof; exterior counter-clockwise, holes clockwise."""
    faces = [
        Face(GROUND, [_at(ring, 0.0)[::-1] for ring in rings]),
        Face(ROOF, [_at(ring, top) for ring in rings]),
    ]
    for ring in rings:
        low, high = _at(ring, 0.0), _at(ring, top)
        following = np.roll(np.arange(len(low)), -1)
        faces += [
            Face(WALL, [np.array([low[i], low[j], high[j], high[i]])])
            for i, j in enumerate(following)
        ]
    return faces


def rectangle(length: float, width: float) -> NDArray[np.float64]:
    """Corners of a rectangle around the middle, counter-clockwise, (4, 2). [m]"""
    a, b = length / 2, width / 2
    return np.array([(-a, -b), (a, -b), (a, b), (-a, b)])


def flat(length: float, width: float, top: float) -> list[Face]:
    """Flat roof on a rectangle."""
    return prism([rectangle(length, width)], top)


def shed(length: float, width: float, eave: float, rise: float) -> list[Face]:
    """Lean-to roof: low on the south side, higher by `rise` on the north side."""
    (w, s), (e, n) = rectangle(length, width)[[0, 2]]
    high = eave + rise
    return [
        _face(GROUND, (w, s, 0), (w, n, 0), (e, n, 0), (e, s, 0)),
        _face(WALL, (w, s, 0), (e, s, 0), (e, s, eave), (w, s, eave)),
        _face(WALL, (e, s, 0), (e, n, 0), (e, n, high), (e, s, eave)),
        _face(WALL, (e, n, 0), (w, n, 0), (w, n, high), (e, n, high)),
        _face(WALL, (w, n, 0), (w, s, 0), (w, s, eave), (w, n, high)),
        _face(ROOF, (w, s, eave), (e, s, eave), (e, n, high), (w, n, high)),
    ]


def gable(length: float, width: float, eave: float, rise: float) -> list[Face]:
    """Gable roof, ridge along the length."""
    (w, s), (e, n) = rectangle(length, width)[[0, 2]]
    ridge = eave + rise
    return [
        _face(GROUND, (w, s, 0), (w, n, 0), (e, n, 0), (e, s, 0)),
        _face(WALL, (w, s, 0), (e, s, 0), (e, s, eave), (w, s, eave)),
        _face(WALL, (e, s, 0), (e, n, 0), (e, n, eave), (e, 0, ridge), (e, s, eave)),
        _face(WALL, (e, n, 0), (w, n, 0), (w, n, eave), (e, n, eave)),
        _face(WALL, (w, n, 0), (w, s, 0), (w, s, eave), (w, 0, ridge), (w, n, eave)),
        _face(ROOF, (w, s, eave), (e, s, eave), (e, 0, ridge), (w, 0, ridge)),
        _face(ROOF, (e, n, eave), (w, n, eave), (w, 0, ridge), (e, 0, ridge)),
    ]


def hip(length: float, width: float, eave: float, rise: float) -> list[Face]:
    """Hip roof of one pitch, a pyramid on a square; `length` is not less than `width`."""
    (w, s), (e, n) = rectangle(length, width)[[0, 2]]
    ridge, half = eave + rise, max(0.0, (length - width) / 2)
    walls = prism([rectangle(length, width)], eave)
    if half < 0.15:
        tip = (0.0, 0.0, ridge)
        corners = [(w, s, eave), (e, s, eave), (e, n, eave), (w, n, eave)]
        roofs = [_face(ROOF, corners[i], corners[(i + 1) % 4], tip) for i in range(4)]
    else:
        west, east = (-half, 0.0, ridge), (half, 0.0, ridge)
        roofs = [
            _face(ROOF, (w, s, eave), (e, s, eave), east, west),
            _face(ROOF, (e, s, eave), (e, n, eave), east),
            _face(ROOF, (e, n, eave), (w, n, eave), west, east),
            _face(ROOF, (w, n, eave), (w, s, eave), west),
        ]
    return [face for face in walls if face.kind != ROOF] + roofs


def cross_gable(
    length: float, width: float, wing: tuple[float, float], roof: tuple[float, float]
) -> list[Face]:
    """L-shaped house: a gable along the length, a wing of one pitch with it at the north-west.

    `wing` is its breadth (less than `width`) and how far it stands out; `roof` is eave and pitch
    (rise over run).
    """
    breadth, out = wing
    eave, pitch = roof
    # The middle of the whole outline is the building's own origin.
    west, south = -length / 2, -(width + out) / 2
    east, north, far, side = west + length, south + width, south + width + out, west + breadth
    axis, spine = south + width / 2, west + breadth / 2
    ridge, low = eave + pitch * width / 2, eave + pitch * breadth / 2
    meet = (spine, north - breadth / 2, low)  # where the wing's ridge runs into the main roof
    w, s, e, n, f, x = west, south, east, north, far, side
    return [
        _face(GROUND, (w, s, 0), (w, n, 0), (w, f, 0), (x, f, 0), (x, n, 0), (e, n, 0), (e, s, 0)),
        _face(WALL, (w, s, 0), (e, s, 0), (e, s, eave), (w, s, eave)),
        _face(WALL, (e, s, 0), (e, n, 0), (e, n, eave), (e, axis, ridge), (e, s, eave)),
        _face(WALL, (e, n, 0), (x, n, 0), (x, n, eave), (e, n, eave)),
        _face(WALL, (x, n, 0), (x, f, 0), (x, f, eave), (x, n, eave)),
        _face(WALL, (x, f, 0), (w, f, 0), (w, f, eave), (spine, f, low), (x, f, eave)),
        _face(WALL, (w, f, 0), (w, n, 0), (w, n, eave), (w, f, eave)),
        _face(WALL, (w, n, 0), (w, s, 0), (w, s, eave), (w, axis, ridge), (w, n, eave)),
        _face(ROOF, (w, s, eave), (e, s, eave), (e, axis, ridge), (w, axis, ridge)),
        _face(
            ROOF, (e, n, eave), (x, n, eave), meet, (w, n, eave), (w, axis, ridge), (e, axis, ridge)
        ),
        _face(ROOF, (x, n, eave), (x, f, eave), (spine, f, low), meet),
        _face(ROOF, (w, f, eave), (w, n, eave), meet, (spine, f, low)),
    ]


def turned(faces: Sequence[Face], quarter_turns: int) -> list[Face]:
    """Bodies turned counter-clockwise by quarter turns."""
    c, s = ((1, 0), (0, 1), (-1, 0), (0, -1))[quarter_turns % 4]
    matrix = np.array([(c, s, 0), (-s, c, 0), (0, 0, 1)], dtype=np.float64)
    return [Face(face.kind, [ring @ matrix for ring in face.rings]) for face in faces]


def shifted(faces: Sequence[Face], east: float, north: float) -> list[Face]:
    """Bodies moved in the building's own axes. [m]"""
    step = np.array([east, north, 0.0])
    return [Face(face.kind, [ring + step for ring in face.rings]) for face in faces]


def placed(faces: Sequence[Face], middle: ArrayLike, axis: ArrayLike, base: float) -> list[Face]:
    """Bodies in local metres, rounded to millimetres; `axis` is where the own first axis points."""
    along = np.asarray(axis, dtype=np.float64)
    matrix = np.array([(along[0], along[1]), (-along[1], along[0])])
    result = []
    for face in faces:
        rings = []
        for ring in face.rings:
            plan = ring[:, :2] @ matrix + np.asarray(middle, dtype=np.float64)
            rings.append(np.round(np.column_stack([plan, ring[:, 2] + base]), 3))
        result.append(Face(face.kind, rings))
    return result


def ground_rings(faces: Sequence[Face]) -> list[NDArray[np.float64]]:
    """Outline of a body from above: exterior counter-clockwise, holes clockwise, (k, 2)."""
    return [ring[::-1, :2] for face in faces if face.kind == GROUND for ring in face.rings]


def top(faces: Sequence[Face]) -> float:
    """Highest point. [m]"""
    return max(float(ring[:, 2].max()) for face in faces for ring in face.rings)
