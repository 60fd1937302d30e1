"""Every value that a published file gives an object is somewhere: a column, a record, "other".

The values are counted by a walk over the DOM that knows only what is no attribute: geometry,
appearances, the shapes of relief. The reader's are counted before they are typed, so that a text
that is no number counts too (it is a row of the problems).

A second walk asks for every other leaf of the document: each is a place, a corner of the envelope,
a part of an appearance, or said of the file as a whole. There is no other kind.
"""

from collections import Counter
from pathlib import Path

import gml_documents as gml
import numpy as np
import pytest
import shapely
from lxml import etree
from pyproj import CRS, Transformer
from rare_packages import FILES
from scipy.spatial import cKDTree

from citygml.crs import crs_of, horizontal, metric
from citygml.errors import GMLError
from citygml.file_reader import FileReader
from citygml.reader import read_city
from citygml.stream import file_head
from plateau.schema import plateau_schema

REAL = Path(__file__).parents[2] / "../shared/data"
SAMPLE = Path(__file__).parents[2] / "sample_data"
GML = ("http://www.opengis.net/gml", "http://www.opengis.net/gml/3.2")
#: Elements of GML that are values, and no geometry.
GML_VALUES = {"name", "description", "identifier", "descriptionReference", "location"}


#: Where a shape is put, which is judged by its places.
PLACEMENT = {"transformationMatrix"}
#: XML attributes that stand beside a value in a column of their own, and those that are no value.
KEPT_BESIDE = {"codeSpace", "uom", "name"}
NOTES = {"codeSpace", "uom"}
NO_VALUE = {"id", "href", "schemaLocation", "nil", "type"}


def files():
    found = [*REAL.rglob("*.gml"), *REAL.rglob("*.citygml"), *SAMPLE.rglob("*bldg*.gml")]
    return sorted(found)


def is_shape(element):
    space, local = etree.QName(element).namespace, etree.QName(element).localname
    is_gml = space in GML and local not in GML_VALUES
    return is_gml or local in PLACEMENT or "/appearance/" in (space or "")


def dom_values(data):
    """Texts of all leaves below the city objects, and references of empty ones, by path."""
    root = etree.fromstring(data, etree.XMLParser(remove_comments=True, huge_tree=True))
    found = Counter()

    def walk(element, path):
        if is_shape(element):
            return
        here = (*path, etree.QName(element).localname)
        for child in element:
            walk(child, here)
        found.update(
            (f"{here[-1]}/@{k}", v.strip())
            for k, v in element.items()
            if k not in KEPT_BESIDE and etree.QName(k).localname not in NO_VALUE
        )
        text = (element.text or "").strip()
        is_key = here[-1] == "name" and "/generics/" in element.tag  # a column is called so
        if not len(element) and text and not is_key:
            found["/".join(here[-2:]), text] += 1
            found.update((f"{here[-1]}/@note", v) for k, v in element.items() if k in NOTES)

    for member in root:
        if etree.QName(member).localname.endswith("ObjectMember"):
            for one in member:
                for child in one:
                    walk(child, ())
    return found


def read_values(data, path):
    """Texts that the reader has kept, however it has kept them."""
    source = gml.source(data, str(path))
    crs = crs_of(file_head(source).srs_name)
    flat = horizontal(crs)
    reader = FileReader(source, plateau_schema(), flat if flat.is_projected else gml.UTM33)
    for _ in reader.walk():
        pass
    gathered, found = reader.gathered(), Counter()
    for cells in (gathered.attributes, gathered.surfaces[1]):
        columns = [*cells.fields, *(field for table in cells.tables for field in table.fields)]
        for column in columns:
            written = column.raw.distinct
            for part in (0, 1):  # the text, its unit or code list
                found.update(written[number][part] for number in column.raw.numbers)
        for table in cells.tables:
            constants = table.constants.distinct
            for number in table.constants.numbers:
                found.update(text for _, text in constants[number])
        for rows in (cells.other, cells.generic):
            for column in rows.columns:
                texts = column.distinct
                found.update(texts[number] for number in column.numbers)
    return found


@pytest.mark.real
@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_no_value_of_a_published_file_is_lost(path):
    data = path.read_bytes()
    try:
        written = dom_values(data)
    except etree.XMLSyntaxError:
        with pytest.raises(GMLError):
            read_values(data, path)
        return
    assert_nothing_is_lost(written, read_values(data, path))
    assert sum(written.values()) > 0 or "dem" in path.name


def assert_nothing_is_lost(written, found):
    wanted = Counter()
    for (_, text), count in written.items():
        wanted[text] += count
    lost = wanted - found
    assert lost == Counter(), {place: text for place, text in written if text in lost}


@pytest.mark.parametrize("package", FILES)
def test_no_value_of_a_package_without_published_sample_is_lost(package):
    data = FILES[package].encode()
    assert_nothing_is_lost(dom_values(data), read_values(data, f"{package}.gml"))
    assert_every_text_is_there(data, f"{package}.gml")


ADDRESS = (
    "<bldg:address><core:Address><core:xalAddress>"
    '<xAL:AddressDetails xmlns:xAL="urn:oasis:names:tc:ciq:xsdschema:xAL:2.0"><xAL:Country>'
    "<xAL:CountryName>c1</xAL:CountryName><xAL:CountryName>c2</xAL:CountryName>"
    '<xAL:Locality Type="City"><xAL:LocalityName Type="Town">l1</xAL:LocalityName>'
    '<xAL:LocalityName Type="Village">l2</xAL:LocalityName><xAL:Premise>'
    "<xAL:PremiseName>p1</xAL:PremiseName></xAL:Premise></xAL:Locality></xAL:Country>"
    "</xAL:AddressDetails></core:xalAddress></core:Address></bldg:address>"
)
RISK = (
    '<uro:bldgDisasterRiskAttribute xmlns:uro="https://www.geospatial.jp/iur/uro/3.1">'
    "<uro:RiverFloodingRiskAttribute><uro:depth>1.5</uro:depth><uro:depth>2.5</uro:depth>"
    "<uro:rank>7</uro:rank><uro:rank>8</uro:rank>"
    "</uro:RiverFloodingRiskAttribute></uro:bldgDisasterRiskAttribute>"
)
SET = (
    '<gen:genericAttributeSet name="s" xmlns:gen="http://www.opengis.net/citygml/generics/2.0">'
    '<gen:stringAttribute name="k"><gen:value>g1</gen:value></gen:stringAttribute>'
    '<gen:stringAttribute name="k"><gen:value>g2</gen:value></gen:stringAttribute>'
    "</gen:genericAttributeSet>"
)


@pytest.mark.parametrize(
    "content",
    [
        "<bldg:usage>u1</bldg:usage><bldg:usage>u2</bldg:usage><bldg:usage>u3</bldg:usage>",
        "<bldg:measuredHeight>3</bldg:measuredHeight><bldg:measuredHeight>4</bldg:measuredHeight>",
        '<x:a xmlns:x="urn:x"><x:b>x1</x:b><x:b>x2</x:b></x:a>',
        ADDRESS,
        ADDRESS.replace(">c", ">d").replace(">l", ">m") + ADDRESS,
        RISK,
        RISK + RISK,
        SET,
        '<bldg:measuredHeight nilReason="n1"/>',
        '<bldg:usage codeSpace="a.xml" remark="r1">u1</bldg:usage>',
        '<bldg:measuredHeight uom="m" remark="r1">3</bldg:measuredHeight>',
        '<bldg:usage><x:part xmlns:x="urn:x">p1</x:part></bldg:usage>',
        RISK.replace("<uro:depth>1.5</uro:depth>", '<uro:depth nilReason="n1"/>', 1),
        RISK.replace("<uro:depth>", '<uro:depth remark="r1">', 1),
        RISK.replace(
            "<uro:RiverFloodingRiskAttribute>", '<uro:RiverFloodingRiskAttribute remark="r1">'
        ),
        SET.replace('name="k"', 'name="k" remark="r1"'),
        SET.replace("<gen:value>g1</gen:value>", '<gen:value nilReason="n1"/>'),
    ],
    ids=[
        *("field", "number", "unknown", "address", "two addresses", "record", "records", "set"),
        *(
            "no value",
            "remark on a code",
            "remark",
            "inside a field",
            "no value of a record",
            "remark of a record",
        ),
        *("remark on a record", "remark of a generic", "no value of a generic"),
    ],
)
def test_the_second_value_of_an_element_is_kept(content):
    text = gml.document(gml.building(content)).encode()
    assert_nothing_is_lost(dom_values(text), read_values(text, "a.gml"))


def test_the_count_sees_a_value_that_is_lost():
    """A planted reader that forgets one attribute."""
    text = gml.document(gml.building("<bldg:function>a</bldg:function><bldg:class>b</bldg:class>"))
    assert Counter(t for _, t in dom_values(text.encode())) == Counter("ab")
    found = read_values(text.encode(), "a.gml")
    assert found["a"] == found["b"] == 1


PLACES = {"posList", "pos", "coordinates"}
#: Parts of a texture or material -> columns of its table, or what else they are.
LOOKS = {
    "imageURI": ("uri",),
    "mimeType": ("mime_type",),
    "wrapMode": ("wrap_mode",),
    "borderColor": ("border_color",),
    "ambientIntensity": ("ambient_intensity",),
    "diffuseColor": ("diffuse_red", "diffuse_green", "diffuse_blue"),
    "emissiveColor": ("emissive_red", "emissive_green", "emissive_blue"),
    "specularColor": ("specular_red", "specular_green", "specular_blue"),
    "shininess": ("shininess",),
    "transparency": ("transparency",),
    "isSmooth": ("is_smooth",),
}


class Leaves:
    """All leaves of a document with a text, by what they are."""

    def __init__(self, data):
        root = etree.fromstring(data, etree.XMLParser(remove_comments=True, huge_tree=True))
        self.places, self.corners, self.values = [], [], 0
        self.looks, self.uv, self.themes, self.others = Counter(), 0, Counter(), 0
        self.notes, self.count = Counter(), 0
        for element in root.iter():
            text = (element.text or "").strip()
            if text and not len(element):
                self.count += 1
                self.sort(element, text, [etree.QName(e) for e in element.iterancestors()])

    def sort(self, element, text, above):
        name = etree.QName(element)
        inside = [q.localname for q in above]
        if name.localname in {"lowerCorner", "upperCorner"}:
            self.corners.append((len(above), text))
        elif name.localname in PLACES and name.namespace in GML:
            self.places.append(np.array(text.replace(",", " ").split(), dtype=float))
        elif "/appearance/" in name.namespace:
            self.sort_look(name.localname, text)
        elif not any(part.endswith(("Member", "objectMember")) for part in inside):
            self.notes[text] += 1
        else:
            assert name.namespace not in GML or name.localname in GML_VALUES, name
            self.values += 1

    def sort_look(self, name, text):
        if name == "theme":
            self.themes[text] += 1
        elif name == "textureCoordinates":
            self.uv += len(text.split()) // 2 - 1
            self.others += 1
        elif name in {"target", "ring"}:  # ids, which the rows of the surfaces stand for
            self.others += 1
        else:
            self.looks[name, text] += 1


def points_of(city):
    """Every point of a city, however it is kept: east, north, up."""
    origin = np.array(city.origin)
    found = [city.surfaces.coords + origin]
    if city.terrain is not None:
        found.append(city.terrain.vertices + origin)
    for name in ("curves", "points"):
        shapes = city.records[name].geometry.array
        found.append(shapely.get_coordinates(shapes, include_z=True))
    return np.concatenate(found)


@pytest.mark.real
@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_every_text_of_a_published_file_is_in_the_city(path):
    assert_every_text_is_there(path.read_bytes(), str(path))


def assert_every_text_is_there(data, label):
    source = gml.source(data, label)
    try:
        leaves = Leaves(data)
    except etree.XMLSyntaxError:
        with pytest.raises(GMLError):
            read_city([source], schema=plateau_schema(), crs=gml.UTM33)
        return
    head = file_head(source)
    written = crs_of(head.srs_name)
    target = horizontal(written) if metric(written) else CRS.from_epsg(6677)
    city = read_city([source], schema=plateau_schema(), crs=target, appearance=True)
    assert_places_are_kept(leaves, city, horizontal(written))
    assert [head.lower, head.upper] == [
        tuple(map(float, text.split())) for depth, text in leaves.corners if depth == 3
    ]
    assert_looks_are_kept(leaves, city)
    notes = city.provenance.get("file_notes", "")
    assert [text for text in leaves.notes if text not in notes] == []
    assert leaves.count == (
        len(leaves.places)
        + len(leaves.corners)
        + leaves.values
        + (leaves.looks.total() + leaves.themes.total() + leaves.others)
        + leaves.notes.total()
    )


def assert_places_are_kept(leaves, city, written):
    """Each point is one of the city's, within 0.1 mm, by a transformation of its own."""
    lists = [numbers.reshape(-1, 3) for numbers in leaves.places if len(numbers) % 3 == 0]
    assert sum(map(len, lists)) * 3 == sum(map(len, leaves.places))
    if not lists:
        return
    places = np.concatenate(lists)
    way = Transformer.from_crs(written, city.crs)
    first, second = way.transform(places[:, 0], places[:, 1])
    if city.crs.axis_info[0].direction == "north":
        first, second = second, first
    tree = cKDTree(points_of(city))
    away, _ = tree.query(np.column_stack([first, second, places[:, 2]]))
    assert away.max() < 1e-4


def assert_looks_are_kept(leaves, city):
    looks = city.appearance
    if looks is None:
        assert not leaves.looks
        return
    assert set(leaves.themes) == set(looks.themes)
    for (name, text), _count in leaves.looks.items():
        columns = LOOKS[name]
        table = looks.textures if columns[0] in looks.textures else looks.materials
        wanted = (
            [text]
            if len(columns) == 1 and name in {"imageURI", "mimeType", "wrapMode", "borderColor"}
            else None
        )
        if wanted:
            assert text in set(table[columns[0]])
            continue
        numbers = [float(n) if n not in {"true", "false"} else n == "true" for n in text.split()]
        kept = table[list(columns)].to_numpy(dtype=float)
        assert (np.abs(kept - np.array(numbers, dtype=float)) < 1e-12).all(axis=1).any()
    placed = sum(int(np.isfinite(theme.uv).all(axis=1).sum()) for theme in looks.themes.values())
    told = [r for r in city.problems["reason"] if r.startswith("appearance:")]
    assert placed == leaves.uv or told
