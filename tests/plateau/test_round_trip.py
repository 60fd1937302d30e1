"""Random cities: what is written is what is read, and what is added is all that is new.

Every city is made of buildings with parts; each has any levels of detail, as faces of its own, as
boundary surfaces, or as solids that refer to them (of their own or of another building), polygons
with holes, generic attributes and sets of them, external references, addresses and attributes that
no schema knows.
"""

import io
from collections import Counter
from typing import NamedTuple

import numpy as np
from gml_documents import UTM33, document, element, links, multi_surface, polygon, source
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from citygml.generics import Quantity
from citygml.namespaces import surface_kind
from citygml.reader import read_city
from citygml.surfaces import SurfaceKind
from citygml.writer import copy_with_attributes
from plateau.schema import plateau_schema

SPACES = {
    **{
        prefix: f"http://www.opengis.net/citygml/{module}/2.0"
        for prefix, module in (("bldg", "building"), ("gen", "generics"))
    },
    "core": "http://www.opengis.net/citygml/2.0",
    "gml": "http://www.opengis.net/gml",
    "xAL": "urn:oasis:names:tc:ciq:xsdschema:xAL:2.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "x": "urn:example:x",
}
KINDS = ("GroundSurface", "WallSurface", "RoofSurface", "ClosureSurface", "OuterCeilingSurface")
WORDS = st.text("abc階あ<&\"'", min_size=1, max_size=6)
NUMBERS = st.floats(-1e4, 1e4, allow_nan=False).map(lambda value: value or 0.0)


class Face(NamedTuple):
    """A rectangle in a level plane, and how many rectangular holes it has."""

    east: float
    height: float
    holes: int

    def rings(self):
        e, z = self.east, self.height
        outer = [(e, 0.0, z), (e + 9.0, 0.0, z), (e + 9.0, 9.0, z), (e, 9.0, z)]
        inner = [
            [(e + x, 1.0, z), (e + x, 2.0, z), (e + x + 1.0, 2.0, z), (e + x + 1.0, 1.0, z)]
            for x in (1.0, 4.0)[: self.holes]
        ]
        return [outer, *inner]


FACE = st.builds(Face, NUMBERS, NUMBERS, st.integers(0, 2))
SET = st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3)
OBJECT = st.fixed_dictionaries(
    {
        "own": st.dictionaries(
            st.sampled_from([0, 1, 2, 3]), st.lists(FACE, min_size=1, max_size=3)
        ),
        "boundaries": st.lists(st.tuples(st.sampled_from(KINDS), FACE), max_size=3),
        "solid": st.sampled_from(["none", "own", "all"]),
        "strings": st.dictionaries(WORDS, WORDS, max_size=2),
        "measures": st.dictionaries(
            WORDS, st.tuples(NUMBERS, st.sampled_from(["m", "kWh"])), max_size=2
        ),
        "sets": st.dictionaries(WORDS, SET, max_size=2),
        "nested": st.booleans(),
        "references": st.lists(WORDS, max_size=2),
        "addresses": st.lists(WORDS, max_size=2),
        "unknown": st.lists(WORDS, max_size=2),
    }
)
CITY = st.lists(st.tuples(OBJECT, st.lists(OBJECT, max_size=2)), min_size=1, max_size=3)


def escaped(text):
    for letter, entity in (("&", "&amp;"), ("<", "&lt;"), ('"', "&quot;")):
        text = text.replace(letter, entity)
    return text


def string(name, value):
    text = element("gen:value", escaped(value))
    return f'<gen:stringAttribute name="{escaped(name)}">{text}</gen:stringAttribute>'


def generic_set(name, content):
    start = f'<gen:genericAttributeSet name="{escaped(name)}">'
    return f"{start}{content}</gen:genericAttributeSet>"


def generics(own):
    yield from (string(name, value) for name, value in own["strings"].items())
    for name, (value, unit) in own["measures"].items():
        start = f'<gen:measureAttribute name="{escaped(name)}"><gen:value uom="{unit}">'
        yield f"{start}{value!r}</gen:value></gen:measureAttribute>"
    for name, members in own["sets"].items():
        text = generic_set(name, "".join(string(key, value) for key, value in members))
        yield generic_set("outer", text) if own["nested"] else text


def written(own, name, faces, *, part=False, parts=()):
    """A building or part; `faces` are the ids of all faces of LOD2 of the city so far."""
    content = [
        "<core:externalReference><core:informationSystem>s</core:informationSystem>"
        f"<core:externalObject>{element('core:uri', escaped(uri))}</core:externalObject>"
        "</core:externalReference>"
        for uri in own["references"]
    ]
    content += generics(own)
    content += [element("x:note", escaped(text)) for text in own["unknown"]]
    for lod, found in sorted(own["own"].items()):
        holder = f"bldg:lod{lod}FootPrint" if lod == 0 else f"bldg:lod{lod}MultiSurface"
        polygons = [polygon(*face.rings()) for face in found]
        content.append(element(holder, multi_surface(*polygons)))
    ids = [f"{name}f{i}" for i in range(len(own["boundaries"]))]
    target = ids if own["solid"] == "own" else [*faces, *ids]
    if own["solid"] != "none" and target:
        content.append(element("bldg:lod2Solid", links(*target)))
    for (kind, face), face_id in zip(own["boundaries"], ids, strict=True):
        geometry = element(
            "bldg:lod2MultiSurface", multi_surface(polygon(*face.rings(), id=face_id))
        )
        content.append(element("bldg:boundedBy", element(f"bldg:{kind}", geometry)))
    content += [element("bldg:consistsOfBuildingPart", text) for text in parts]
    content += [
        element(
            "bldg:address",
            "<core:Address><core:xalAddress><xAL:AddressDetails><xAL:Country><xAL:Locality>"
            f"{element('xAL:LocalityName', escaped(place))}</xAL:Locality></xAL:Country>"
            "</xAL:AddressDetails></core:xalAddress></core:Address>",
        )
        for place in own["addresses"]
    ]
    return element("bldg:BuildingPart" if part else "bldg:Building", *content, id=name), ids


class Expected:
    """What a reader should find."""

    def __init__(self):
        self.parents, self.faces, self.generic = {}, Counter(), Counter()
        self.records, self.other = Counter(), Counter()

    def add(self, own, name, parent):
        self.parents[name] = parent
        for lod, found in own["own"].items():
            for face in found:
                self.face(name, lod, SurfaceKind.FOOTPRINT if lod == 0 else None, face)
        for kind, face in own["boundaries"]:
            self.face(name, 2, surface_kind(kind), face)
        self.attributes(own, name)

    def attributes(self, own, name):
        for key, value in own["strings"].items():
            self.generic[name, "", key.strip(), value.strip(), "", "string"] += bool(value.strip())
        for key, (value, unit) in own["measures"].items():
            self.generic[name, "", key.strip(), repr(value), unit, "measure"] += 1
        for key, members in own["sets"].items():
            for inner, value in members:
                self.generic[name, key.strip(), inner, value, "", "string"] += 1
        for uri in own["references"]:
            self.records["external", name, uri] += 1
        for place in own["addresses"]:
            self.records["address", name, place] += 1
        for text in own["unknown"]:
            self.other[name, "{urn:example:x}note", text] += 1

    def face(self, name, lod, kind, face):
        rings = tuple(frozenset(ring) for ring in face.rings())
        self.faces[name, lod, kind, rings] += 1


def city_of(drawn):
    """The text of a drawn city, and what is in it."""
    expected, members, faces = Expected(), [], []
    for number, (own, parts) in enumerate(drawn):
        name, inner, before = f"b{number}", [], list(faces)
        expected.add(own, name, "")
        for i, part in enumerate(parts):
            text, _ = written({**part, "solid": "own"}, f"{name}p{i}", [], part=True)
            inner.append(text)
            expected.add(part, f"{name}p{i}", name)
        text, ids = written(own, name, before, parts=inner)
        members.append(text)
        if own["solid"] == "all" and (before or ids):
            for other, (kind, face) in zip(before, shared(drawn, before), strict=True):
                del other
                expected.face(name, 2, surface_kind(kind), face)
        faces += ids
    return document(*members, namespaces=SPACES), expected


def shared(drawn, ids):
    """Kind and face of each id of a face."""
    for face_id in ids:
        building, _, number = face_id.partition("f")
        yield drawn[int(building[1:])][0]["boundaries"][int(number)]


def read(text):
    data = text if isinstance(text, bytes) else text.encode()
    return read_city([source(data)], schema=plateau_schema(), crs=UTM33)


def rows(table, *columns):
    return Counter(map(tuple, table[list(columns)].astype(object).to_numpy().tolist()))


def assert_found(city, expected):
    assert city.features["parent_id"].to_dict() == expected.parents
    surfaces, found = city.surfaces, Counter()
    coords = surfaces.coords + city.origin
    for row in range(len(surfaces)):
        first, last = surfaces.ring_start[row : row + 2]
        rings = tuple(
            frozenset(map(tuple, np.round(coords[slice(*surfaces.coord_start[r : r + 2])], 6)))
            for r in range(first, last)
        )
        kind = int(surfaces.kind[row])
        found[
            city.features.index[surfaces.feature_row[row]], int(surfaces.lod[row]), kind, rings
        ] += 1
    wanted = Counter()
    for (name, lod, kind, rings), count in expected.faces.items():
        rounded = tuple(frozenset(tuple(np.round(point, 6)) for point in ring) for ring in rings)
        if kind is None:  # a level face that looks up or down is named by the reader
            named = [key for key in found if key[:2] == (name, lod) and key[3] == rounded]
            kind = named[0][2] if named else -1
        wanted[name, lod, int(kind), rounded] += count
    assert found == wanted
    records = city.records
    columns = ("feature_id", "set_name", "name", "value", "uom", "type")
    assert rows(records["generic"], *columns) == +expected.generic
    assert rows(records["external_references"], "feature_id", "uri") == Counter(
        {key[1:]: n for key, n in expected.records.items() if key[0] == "external"}
    )
    assert rows(records["addresses"], "feature_id", "locality") == Counter(
        {key[1:]: n for key, n in expected.records.items() if key[0] == "address"}
    )
    assert rows(records["other"], "feature_id", "path", "value") == expected.other


#: A city that fails is shown as it was drawn: to look for a smaller one takes minutes.
BOUNDED = {
    "deadline": None,
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
    "suppress_health_check": [HealthCheck.too_slow],
}


@settings(max_examples=20, **BOUNDED)
@given(CITY)
def test_what_is_written_is_what_is_read(drawn):
    text, expected = city_of(drawn)
    city = read(text)
    assert_found(city, expected)
    assert not city.problems["reason"].str.contains("left out|leads to").any()


@settings(max_examples=10, **BOUNDED)
@given(CITY, st.data())
def test_results_written_back_are_read_and_nothing_else_changes(drawn, data):
    text, expected = city_of(drawn)
    names = st.sampled_from(sorted(expected.parents))
    values = st.dictionaries(st.sampled_from(["結果", "r"]), NUMBERS, min_size=1)
    results = data.draw(st.dictionaries(names, values, max_size=3))
    out = io.BytesIO()
    new = {n: {k: Quantity(v, "m") for k, v in one.items()} for n, one in results.items()}
    copy_with_attributes(source(text), out, new)
    for name, one in results.items():
        for key, value in one.items():
            expected.generic[name, "", key, repr(value), "m", "measure"] += 1
    assert_found(read(out.getvalue()), expected)
