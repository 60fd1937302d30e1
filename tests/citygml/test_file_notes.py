"""What a file says of itself is kept, up to a limit that is told."""

from lxml import etree

from citygml import file_notes
from citygml.file_notes import FileNotes, free_before

CITY = "<c><x:n xmlns:x='urn:x' name='{}'><a>1</a><b> 2\n </b></x:n><m/></c>"


def element(name="k"):
    return etree.fromstring(CITY.format(name))[0]


def test_a_remark_is_kept_once_with_all_its_texts():
    notes = FileNotes([("gml:name", "Kaga")])
    assert not notes
    notes.take(element())
    notes.take(element())
    assert notes.said == [("gml:name", "Kaga"), ("{urn:x}n k", "1 2")]
    assert notes


def test_what_the_head_has_said_is_not_said_again():
    notes = FileNotes([("{urn:x}n k", "1 2")])
    notes.take(element())
    assert not notes


def test_of_very_many_remarks_the_first_are_kept_and_it_is_told(monkeypatch):
    monkeypatch.setattr(file_notes, "MAX_NOTES", 2)
    notes = FileNotes([])
    for i in range(9):
        notes.take(element(f"k{i}"))
    assert notes.said[-1] == ("and more", "only the first 2 remarks are kept")
    assert len(notes.said) == 3


def test_everything_before_a_member_is_freed_and_handed_over_but_members():
    root = etree.fromstring("<c><boundedBy/><n/><aMember/><cityObjectMember/></c>")
    taken = []
    member = root[-1]
    assert free_before(member, lambda one: taken.append(one.tag)) is root
    assert [child.tag for child in root] == ["cityObjectMember"]
    assert taken == ["boundedBy", "n"]  # an envelope is one in a namespace
