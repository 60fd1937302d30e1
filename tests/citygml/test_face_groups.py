"""Groups of faces, their links followed when the object is complete."""

from citygml.face_groups import FaceGroups
from citygml.shape_inspection import ShellRow

SHELL = ShellRow(7, 0, 4, "lod4Solid", [], is_complete=False, owner="bldg:Room")


def test_links_are_followed_to_polygons_that_come_later():
    groups = FaceGroups()
    assert not groups
    shell = groups.begin(SHELL)
    groups.link(shell, "later", is_turned=True)
    groups.polygon(shell, 5, is_turned=False)
    groups.shape("later", 8, 10)
    (found,) = groups.ended()
    assert found.faces == [(8, True), (9, True), (5, False)]
    assert found.is_complete
    assert found.own_faces == 1


def test_a_group_with_a_link_that_leads_nowhere_is_not_complete():
    groups = FaceGroups()
    groups.link(groups.begin(SHELL), "nowhere", is_turned=False)
    (found,) = groups.ended()
    assert (found.faces, found.is_complete, found.own_faces) == ([], False, 1)
