"""Polygons and shells judged in batches."""

import gml_documents as gml
import numpy as np

from citygml.shape_inspection import ENVELOPE_SLACK, Frame, PolygonRow, ShapeBatch, ShellRow


def batch(*rings, frame=None, lod=1):
    """A batch of one polygon for each text."""
    shapes = ShapeBatch(frame or Frame(lambda coords: coords))
    for number, text in enumerate(rings):
        row = PolygonRow(10 + number, number, lod, 1, is_triangle=False, is_boundary=False)
        shapes.add(row, [(text, 3)])
    return shapes


def closed(ring):
    return gml.numbers([*ring, ring[0]])


def test_extents_are_those_of_each_object():
    box = gml.box_rings()
    _, extents = batch(closed(box[0]), closed(box[5])).judged()
    assert extents.feature_row.tolist() == [0, 1]
    assert extents.lower.tolist() == [[0, 0, 0], [0, 0, 6]]
    assert extents.upper.tolist() == [[10, 10, 0], [10, 10, 6]]


def test_the_envelope_has_a_slack_for_rounding():
    ring = closed(gml.box_rings()[0])
    for excess, expected in ((0.5, []), (2.0, ["outside_envelope"])):
        lower = tuple(excess * slack for slack in ENVELOPE_SLACK)
        frame = Frame(lambda coords: coords, lower, (10.0, 10.0, 9.0))
        defects, _ = batch(ring, frame=frame).judged()
        assert [defect.defect for defect in defects] == expected


def test_an_envelope_of_two_numbers_says_nothing_of_heights():
    frame = Frame(lambda coords: coords, (0.0, 0.0), (10.0, 10.0))
    defects, _ = batch(closed(gml.box_rings(base=99.0)[0]), frame=frame).judged()
    assert defects == []


def test_a_shell_with_a_broken_face_is_not_judged():
    """The face itself is the finding."""
    texts = [closed(ring) for ring in gml.box_rings()]
    for broken in (False, True):
        shapes = batch(*(["1 2 x", *texts[1:]] if broken else texts))
        faces = [(row, False) for row in range(6)]
        shapes.shells.append(ShellRow(1, 0, 1, "lod1Solid", faces, True, True))
        defects, _ = shapes.judged()
        assert [defect.defect for defect in defects] == (["coordinates"] if broken else [])


def test_points_of_no_place_are_left_out_of_the_other_checks():
    frame = Frame(lambda coords: np.where(np.asarray(coords) > 8, np.nan, coords))
    defects, _ = batch(closed(gml.box_rings()[0]), frame=frame).judged()
    assert [(defect.defect, defect.line) for defect in defects] == [("nowhere", 10)]
