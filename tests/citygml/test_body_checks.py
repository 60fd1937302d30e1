"""Boxes, roofs and bars: which overlap and which stand apart, by hand."""

import gml_documents as gml
import numpy as np
import pytest
import shapely

from citygml.body_checks import Body, body_of, near, outward_triangles, overlap, touch
from citygml.prism_checks import TOLERANCE_M
from citygml.surfaces import surface_table


def body(rings, *, lod=2, is_sound=True, turned=False):
    rings = [ring[::-1] if turned else ring for ring in rings]
    flags = np.full(len(rings), turned)
    table = surface_table([[ring] for ring in rings])
    triangles = outward_triangles(table, flags)[0][: None if is_sound else 0]
    found = body_of(table, flags, triangles, origin=np.array([1000.0, 2000.0, 0.0]))
    return None if found is None else Body(0, 1, lod, *found)


def box(**place):
    return body(gml.box_rings(**place), lod=2)


def shed(rise=0.0, size=(10.0, 10.0, 6.0), **place):
    """A box the top of which rises to the east by `rise`."""
    base, east = place.get("base", 0.0), place.get("east", 0.0)
    return body(
        [
            [(x, y, z + (z > base) * rise * (x - east) / size[0]) for x, y, z in ring]
            for ring in gml.box_rings(size=size, **place)
        ]
    )


def ridge(*, upside_down=False, along="east", base=0.0):
    """A tent of 4 x 4 m, 2 m high: its ridge at height base + 2, or downwards at base - 2."""
    a, b, c, d = (0, 0), (4, 0), (4, 4), (0, 4)
    e, f = ((0, 2), (4, 2)) if along == "east" else ((2, 0), (2, 4))
    points = {name: (*at, 0.0) for name, at in zip("abcd", (a, b, c, d), strict=True)}
    points |= {name: (*at, 2.0) for name, at in zip("ef", (e, f), strict=True)}
    rings = (
        ["dcba", "abfe", "cdef", "dae", "bcf"]
        if along == "east"
        else ["dcba", "bcfe", "daef", "abe", "cdf"]
    )
    faces = [[points[name] for name in ring] for ring in rings]
    if upside_down:
        faces = [[(x, y, base - z) for x, y, z in ring][::-1] for ring in faces]
    else:
        faces = [[(x, y, base + z) for x, y, z in ring] for ring in faces]
    return body(faces)


def judged(*bodies):
    """Whether two bodies overlap, and whether they touch."""
    pairs = near(bodies)
    if not len(pairs.first):
        return False, False
    assert len(pairs.first) == 1
    return bool(overlap(bodies, pairs)[0]), bool(touch(bodies, pairs)[0])


@pytest.mark.parametrize("turned", [False, True])
def test_a_box_is_a_prism_where_it_is(turned):
    found = body(gml.box_rings(base=2.0, size=(4.0, 5.0, 3.0)), turned=turned)
    assert found.is_prism
    assert (found.outline.bounds, found.base, found.top) == ((1000, 2000, 1004, 2005), 2.0, 5.0)
    assert found.triangles.shape == (12, 3, 3)


def test_a_slope_has_an_outline_heights_and_triangles_that_look_outwards():
    found = shed(rise=2.0)
    assert not found.is_prism
    assert (found.outline.area, found.base, found.top) == (100.0, 0.0, 8.0)
    a, b, c = np.moveaxis(found.triangles - found.triangles[0, 0], 1, 0)
    assert np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6 == pytest.approx(700.0)


def test_what_is_open_is_a_prism_without_triangles_or_nothing():
    rings = gml.box_rings()
    assert len(body(rings, is_sound=False).triangles) == 0
    sloped = [[(x, y, z + (z > 0) * x / 10) for x, y, z in ring] for ring in rings]
    assert body(sloped, is_sound=False) is None


GAPS = [(-1.0, True, True), (0.0, False, True), (TOLERANCE_M / 2, False, True), (0.1, False, False)]


@pytest.mark.parametrize(("gap_m", "overlaps", "touches"), GAPS)
@pytest.mark.parametrize("axis", ["east", "north", "base"])
def test_boxes_by_the_room_between_them(axis, gap_m, overlaps, touches):
    size = {"east": 10.0, "north": 10.0, "base": 6.0}[axis]
    assert judged(box(), box(**{axis: size + gap_m})) == (overlaps, touches)


@pytest.mark.parametrize(("gap_m", "overlaps", "touches"), GAPS)
@pytest.mark.parametrize("rise", [2.0, -2.0])
@pytest.mark.parametrize("axis", ["east", "north"])
def test_sheds_by_the_room_between_them(axis, rise, gap_m, overlaps, touches):
    assert judged(shed(rise), shed(rise, **{axis: 10.0 + gap_m})) == (overlaps, touches)


@pytest.mark.parametrize(("gap_m", "overlaps", "touches"), GAPS)
@pytest.mark.parametrize("north", [0.0, 4.0, 8.0])  # the middle is on one diagonal, or on none
def test_a_box_above_a_slope_is_beside_it_though_their_boxes_overlap(
    north, gap_m, overlaps, touches
):
    """The roof falls from 6 m to 2 m; above its lowest 2 m, up to 2.8 m, stands a box.

    Square to the slope of 4 in 10 m the gap is cos(atan(0.4)) = 0.93 of that upwards.
    """
    upwards = gap_m / np.cos(np.arctan(0.4))
    crate = box(east=8.0, north=north, base=2.8 + upwards, size=(2.0, 2.0, 2.0))
    assert judged(shed(-4.0), crate) == (overlaps, touches)


@pytest.mark.parametrize(("upwards_m", "overlaps"), [(0.08, False), (0.2, True)])
def test_a_common_room_is_measured_square_to_its_faces(upwards_m, overlaps):
    """Along a slope of 4 in 1: what is 0.08 m high is 0.08 / sqrt(17) = 0.019 m thick."""

    def column(low, high):
        plan = [(0.0, 0.0), (1.0, 0.0), (1.0, 9.0), (0.0, 9.0)]
        down, up = [(x, y, low(x)) for x, y in plan], [(x, y, high(x)) for x, y in plan]
        sides = [[down[i], down[(i + 1) % 4], up[(i + 1) % 4], up[i]] for i in range(4)]
        return body([down[::-1], *sides, up])

    below = column(lambda x: -9.0, lambda x: 6.0 - 4 * x)
    above = column(lambda x: 6.0 - 4 * x - upwards_m, lambda x: 20.0)
    assert judged(below, above) == (overlaps, True)


def test_a_box_in_a_bay_overlaps_nothing():
    """A body as the letter C, open to the east, around a box."""
    outline = [(0, 0), (6, 0), (6, 2), (2, 2), (2, 4), (6, 4), (6, 6), (0, 6)]
    low, high = [(x, y, 0.0) for x, y in outline], [(x, y, 3.0 + x / 6) for x, y in outline]
    walls = [[low[i], low[i - 7], high[i - 7], high[i]] for i in range(8)]
    bay = body([low[::-1], *walls, high])
    assert bay.outline.area == pytest.approx(28.0)
    small = {"size": (1.0, 1.0, 1.0), "north": 2.5}
    assert judged(bay, box(east=3.0, **small)) == (False, False)
    assert judged(bay, box(east=1.5, **small)) == (True, True)
    assert judged(bay, box(east=0.5, base=0.5, **small)) == (True, True)  # wholly inside


def test_a_body_inside_another_overlaps_it():
    small = shed(0.5, east=4.0, north=4.0, base=1.0, size=(1.0, 1.0, 1.0))
    assert judged(shed(2.0), small) == (True, True)


def test_a_body_above_the_other_is_apart():
    """A table: a board on four legs, and a box below it."""
    legs = [gml.box_rings(x, y, size=(1.0, 1.0, 3.0)) for x in (0.0, 9.0) for y in (0.0, 9.0)]
    board = body([ring for rings in [gml.box_rings(base=3.0), *legs] for ring in rings])
    assert board.is_prism is False
    assert judged(board, box(east=3.0, north=3.0, size=(4.0, 4.0, 2.0))) == (False, False)
    assert judged(board, box(east=3.0, north=3.0, size=(4.0, 4.0, 2.98))) == (False, True)
    assert judged(board, box(east=3.0, north=3.0, size=(4.0, 4.0, 3.2))) == (True, True)
    low = box(east=0.5, north=0.5, size=(9.0, 9.0, 2.0))  # overlaps the legs, not in its middle
    assert judged(board, low) == (True, True)


@pytest.mark.parametrize(
    ("gap_m", "touches"), [(0.01, True), (0.02, True), (0.04, False), (0.5, False)]
)
def test_ridges_that_pass_each_other_touch_where_they_are_near(gap_m, touches):
    """One ridge to the east at 2 m, one upside down to the north above it: no corner is near."""
    pair = ridge(), ridge(upside_down=True, along="north", base=4.0 + gap_m)
    assert judged(*pair) == (False, touches)


def test_thin_plates_that_go_through_each_other_touch_without_a_common_room():
    """Plates of 2 cm: what they share is thin, and no edge is near another."""
    thin = [
        shed(0.5, size=(8.0, 0.02, 4.0)),
        shed(0.1, east=1.0, north=-4.0, base=1.0, size=(0.02, 8.0, 0.5)),
    ]
    assert judged(*thin) == (False, True)


def test_levels_of_detail_are_not_compared_with_each_other():
    one, other = (body(gml.box_rings(), lod=lod) for lod in (1, 2))
    assert len(near([one, other]).first) == 0


def test_a_prism_without_triangles_proves_nothing_against_a_slope():
    bare = body(gml.box_rings(), is_sound=False)
    pair = [bare, shed(2.0, east=5.0)]
    assert overlap(pair, near(pair)).tolist() == [False]
    assert touch(pair, near(pair)).tolist() == [True]


def test_turned_bodies_are_judged_alike():
    """Any turn about the vertical axis: 24 pairs of sheds, one metre into each other or apart."""
    for angle in np.linspace(0.0, 6.0, 24):
        for gap, expected in ((-1.0, (True, True)), (1.0, (False, False))):
            pair = []
            for east in (0.0, 10.0 + gap):
                one = shed(2.0, east=east)
                turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
                triangles = one.triangles.copy()
                triangles[:, :, :2] = triangles[:, :, :2] @ turn
                outline = shapely.transform(one.outline, lambda xy, turn=turn: xy @ turn)
                pair.append(one._replace(triangles=triangles, outline=outline))
            assert judged(*pair) == expected
