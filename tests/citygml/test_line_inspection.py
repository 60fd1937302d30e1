"""Lines that cross themselves, and lines that do not follow one another."""

import gml_documents as gml

from citygml.inspection import inspect
from citygml.shape_inspection import Frame


def inspected(*members):
    return inspect(gml.source(gml.document(*members)), Frame(lambda coords: coords))


def defects(*members):
    return sorted(defect.defect for defect in inspected(*members).defects)


def curves(*members):
    parts = "".join(gml.element("gml:curveMember", member) for member in members)
    return gml.building(gml.element("bldg:lod2MultiCurve", gml.element("gml:MultiCurve", parts)))


def line(*points):
    return gml.element("gml:LineString", gml.element("gml:posList", gml.numbers(points)))


def test_lines_do_not_cross_themselves_but_may_pass_above_or_close():
    bow = [(0, 0, 0), (4, 0, 0), (4, 4, 0), (2, -2, 0)]
    above = [*bow[:3], (2, -2, 30)]
    assert defects(curves(line(*bow))) == ["line_crosses"]
    assert defects(curves(line(*above), line(*bow[:3], bow[0]))) == []
    assert defects(curves(line((0, 0, 0)))) == ["coordinates"]


def test_the_lines_of_a_composite_curve_follow_one_another():
    one, two = line((0, 0, 0), (1, 0, 0)), line((1, 0, 0), (2, 0, 0))
    back = gml.element("gml:baseCurve", line((2, 0, 0), (1, 0, 0)))
    back = f'<gml:OrientableCurve orientation="-">{back}</gml:OrientableCurve>'

    def chain(*members):
        parts = "".join(gml.element("gml:curveMember", member) for member in members)
        return gml.element("gml:CompositeCurve", parts)

    assert defects(curves(chain(one, two), chain(one, back))) == []
    assert defects(curves(chain(two, one))) == ["broken_chain"]
    assert defects(curves(two, one)) == []
