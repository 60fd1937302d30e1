"""Code lists: how they are named, what they hold, and what stands in for them."""

import pytest

from citygml.codelists import Codelists, codelist_name, parse_codelist
from citygml.errors import CodelistError

RANKS = {"1": "0.5m未満", "2": "0.5m以上3m未満"}


def dictionary(pairs, *, head=""):
    entries = "".join(
        f"<gml:dictionaryEntry><gml:Definition><gml:description>{label}</gml:description>"
        f"<gml:name>{code}</gml:name></gml:Definition></gml:dictionaryEntry>"
        for code, label in pairs.items()
    )
    text = f'<gml:Dictionary xmlns:gml="http://www.opengis.net/gml">{entries}</gml:Dictionary>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}{text}'.encode()


def test_codes_and_labels_lose_the_blanks_around_them():
    """Published lists end some labels with a line break."""
    assert parse_codelist(dictionary({" 1 ": "0.5m未満\n"}), "rank.xml").labels == {"1": "0.5m未満"}


@pytest.mark.parametrize(
    "code_space",
    [
        "../../codelists/Building_usage.xml",
        " ../../codelists/Building_usage.xml",
        "../../../../codelists/Building_usage.xml",
        "Building_usage.xml",
        "..\\codelists\\Building_usage.xml",
    ],
)
def test_names_of_lists_whatever_their_path(code_space):
    assert codelist_name(code_space) == "Building_usage.xml"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<Dictionary><Definition>", "not well-formed"),
        (b"", "not well-formed"),
        (b"<Dictionary/>", "holds no gml:Definition"),
        (dictionary({"1": "x"}, head='<!DOCTYPE d [<!ENTITY a "b">]>'), "has a DOCTYPE"),
        (dictionary({"1": "&a;"}, head='<!DOCTYPE d [<!ENTITY a SYSTEM "x">]>'), "has a DOCTYPE"),
    ],
)
def test_what_is_no_dictionary_is_refused(content, reason):
    with pytest.raises(CodelistError, match=reason):
        parse_codelist(content, "rank.xml")


def test_a_list_of_the_dataset_wins_over_the_standard_one():
    """Kawasaki has nine classes of its own under the name of the national list."""
    own = {"1": "0.01m以上0.3m未満"}
    lists = Codelists(lambda name: dictionary(own), {"rank": RANKS})
    assert lists.label("../../codelists/rank.xml", "1") == own["1"]
    assert not lists.find("../../codelists/rank.xml").is_standard


def test_a_list_is_not_completed_from_the_standard_one():
    """Code 2 may mean anything in a list that is not the national one."""
    lists = Codelists(lambda name: dictionary({"1": "x"}), {"rank": RANKS})
    assert lists.label("rank.xml", "2") is None
    assert lists.new_problems() == [
        "code list rank.xml has no code '2'; the code is kept without a label"
    ]


def test_the_standard_list_stands_in_and_says_so():
    lists = Codelists(lambda name: None, {"rank": RANKS})
    assert lists.label("../../codelists/rank.xml", "2") == RANKS["2"]
    assert lists.find("../../codelists/rank.xml").is_standard
    assert "bundled standard list" in lists.new_problems()[0]


def test_a_missing_list_is_told_once():
    lists = Codelists(lambda name: None)
    assert [lists.label("own.xml", code) for code in "121"] == [None] * 3
    assert len(lists.new_problems()) == 1
    lists.label("own.xml", "3")
    assert lists.new_problems() == []


def test_a_broken_list_gives_way_to_the_standard_one():
    lists = Codelists(lambda name: b"<broken", {"rank": RANKS})
    assert lists.label("rank.xml", "1") == RANKS["1"]
    assert "cannot be read (rank.xml: not well-formed" in lists.new_problems()[0]


def test_nothing_is_fetched_from_the_web():
    """Nor does a list of the same name stand in for a foreign one."""

    def read(name):
        raise AssertionError(name)

    lists = Codelists(read, {"rank": RANKS})
    assert lists.label("http://www.sig3d.org/codelists/rank.xml", "1") is None
    assert "is not fetched" in lists.new_problems()[0]


def test_every_list_is_read_once():
    asked = []

    def read(name):
        asked.append(name)
        return dictionary(RANKS)

    lists = Codelists(read)
    for _ in range(3):
        lists.label(" ../rank.xml", "1")
    assert asked == ["../rank.xml"]
