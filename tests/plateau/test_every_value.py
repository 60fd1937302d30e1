"""Every value that a published file gives an object is somewhere: a column, a record, "other".

The values are counted by a walk over the DOM that knows only what is no attribute: geometry,
appearances, the shapes of relief. The reader's are counted before they are typed, so that a text
that is no number counts too (it is a row of the problems).
"""

from collections import Counter
from pathlib import Path

import gml_documents as gml
import pytest
from lxml import etree

from citygml.crs import crs_of, horizontal
from citygml.errors import GMLError
from citygml.file_reader import FileReader
from citygml.stream import file_head
from plateau.schema import plateau_schema

REAL = Path(__file__).parents[2] / "../shared/data"
SAMPLE = Path(__file__).parents[2] / "sample_data"
GML = ("http://www.opengis.net/gml", "http://www.opengis.net/gml/3.2")
#: Elements of GML that are values, and no geometry.
GML_VALUES = {"name", "description", "identifier", "descriptionReference", "location"}


def files():
    found = [*REAL.rglob("*.gml"), *REAL.rglob("*.citygml"), *SAMPLE.rglob("*bldg*.gml")]
    return sorted(found)


def is_shape(element):
    space, local = etree.QName(element).namespace, etree.QName(element).localname
    return (space in GML and local not in GML_VALUES) or "/appearance/" in (space or "")


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
        found.update((f"{here[-1]}/@Type", v) for k, v in element.items() if k.endswith("Type"))
        text = (element.text or "").strip()
        is_key = here[-1] == "name" and "/generics/" in element.tag  # a column is called so
        if not len(element) and text and not is_key:
            found["/".join(here[-2:]), text] += 1

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
            found.update(written[number][0] for number in column.raw.numbers)
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
    ],
    ids=["field", "number", "unknown", "address", "two addresses", "record", "records", "set"],
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
