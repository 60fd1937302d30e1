"""PLATEAU's attributes: which elements of which version of i-UR become which columns.

The columns of city objects are listed in ``data/fields.csv``; ``block`` there names one of the
`BLOCKS` of elements, whose place differs between versions of i-UR and of CityGML. Risk records of
every version become rows of one table.

References
----------
.. [1] 国土交通省, 3D都市モデル標準製品仕様書 第5版, 4.1.5 (missing values), 4.2.3 (buildings),
   4.19 (inundation); i-UR 1.4 to 4.0, https://www.geospatial.jp/iur/.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from citygml.schema import Category, Field, GenericSet, Missing, Record, Schema, Table

#: Block of `data/fields.csv` -> paths of its element by version, and names of generic attributes.
BLOCKS: Mapping[str, tuple[str, ...]] = {
    "": ("",),
    "id": (
        "uro:buildingIDAttribute/uro:BuildingIDAttribute/uro:",  # 2.0 to 3.2
        "bldg:adeOfAbstractBuilding/uro:BuildingIDAttribute/uro:",  # 4.0
        "uro:buildingDetails/uro:BuildingDetails/uro:",  # 1.4
        "bldg:adeOfAbstractBuilding/uro:BuildingProperties/uro:buildingDetails"
        "/uro:BuildingDetails/uro:",  # 1.5
    ),
    "detail": (
        "uro:buildingDetailAttribute/uro:BuildingDetailAttribute/uro:",
        "bldg:adeOfAbstractBuilding/uro:BuildingDetailAttribute/uro:",
        "uro:buildingDetails/uro:BuildingDetails/uro:",
        "bldg:adeOfAbstractBuilding/uro:BuildingProperties/uro:buildingDetails"
        "/uro:BuildingDetails/uro:",
    ),
    "quality": (
        "uro:buildingDataQualityAttribute/uro:BuildingDataQualityAttribute/uro:",  # 2.0, 3.0
        "uro:bldgDataQualityAttribute/uro:DataQualityAttribute/uro:",  # 3.1, 3.2
        "core:adeOfAbstractCityObject/urc:DataQualityAttribute/urc:",  # 4.0
    ),
}
#: Names of generic attributes (i-UR 1.4) for columns of `data/fields.csv`.
GENERIC_NAMES = {"building_id": ("@建物ID",)}

#: How absent values are written [1]_ (4.1.5).
MISSING = Missing(
    numbers={
        "int": frozenset({9999.0, -9999.0}),
        "float": frozenset({-9999.0}),
        "year": frozenset({1.0}),
    },
    texts=frozenset({"Null"}),
    unknown_labels=frozenset({"不明"}),
)
#: Spellings of units. Nagoya writes 時間.
UNITS = {
    "m": frozenset({"m", "#m", "urn:adv:uom:m", "metre", "meter"}),
    "m2": frozenset({"m2", "#m2", "m^2", "m²", "㎡", "sqm"}),
    "h": frozenset({"hour", "h", "hours", "時間"}),
}

_VALUES = tuple(
    f"{kind}Value" for kind in ("code", "string", "int", "double", "measured", "date", "uri")
)
HAZARDS = {
    "RiverFlooding": "river",
    "Tsunami": "tsunami",
    "HighTide": "high_tide",
    "InlandFlooding": "inland",
    "ReservoirFlooding": "reservoir",
    "LandSlide": "landslide",
}
_SCALES = (
    ("L2", re.compile(r"^L2|想定最大")),
    ("L1", re.compile(r"^L1|計画規模")),
)


def _iur(*names: str) -> tuple[str, ...]:
    """Return the paths of elements of a record: i-UR 4.0 moved the records to another module."""
    return tuple(f"{prefix}:{name}" for name in names for prefix in ("uro", "urc"))


def _risk_table(name: str) -> Table:
    """Return a table of risk records."""
    return Table(
        name,
        constants=("hazard", "river", "scale_name"),
        fields=(
            Field("river_code", _iur("description"), "code", label_column="river"),
            Field("scale_code", (*_iur("scale"), "@規模"), "code", label_column="scale_text"),
            Field("admin_code", _iur("adminType"), "code", label_column="admin"),
            Field(
                "rank_code",
                (*_iur("rank", "rankOrg"), "@浸水ランク"),
                "code",
                label_column="rank_text",
                list_column="rank_list",
            ),
            Field("depth_m", (*_iur("depth"), "@浸水深"), "float", "m", minimum=0),
            Field("duration_h", (*_iur("duration"), "@継続時間"), "float", "h", minimum=0),
            Field(
                "area_type_code",
                (*_iur("areaType"), "@区域区分"),
                "code",
                label_column="area_type_text",
            ),
        ),
        categories=(Category("scale", ("scale_text", "scale_code", "scale_name"), _SCALES),),
    )


def _key_values() -> Table:
    """Return the table of attributes that a city added in the key-value form."""
    return Table(
        "key_value",
        constants=(),
        fields=(
            Field("key", _iur("key"), "code"),
            Field("value", _iur(*_VALUES), "code"),
        ),
    )


def _risk_elements(*affixes: str) -> dict[str, dict[str, str]]:
    """Return names of risk elements and their hazard; versions put a class name before them."""
    return {
        f"{prefix}:{affix}{stem}RiskAttribute": {"hazard": hazard}
        for prefix in ("uro", "urc")
        for affix in affixes
        for stem, hazard in HAZARDS.items()
    }


def _xal(names_2: str, names_3: str) -> tuple[str, ...]:
    """Return the paths of a part of an address, in xAL 2 (with and without country) and 3."""
    details = "core:xalAddress/xal:AddressDetails"
    old = names_2.split("|")
    return (
        *(f"{details}/xal:Country/{name}" for name in old),
        *(f"{details}/{name}" for name in old),
        *(f"core:xalAddress/xal:Address/{name}" for name in names_3.split("|")),
    )


ADDRESSES = Table(
    "addresses",
    constants=(),
    fields=(
        Field("country", _xal("xal:CountryName", "xal:Country/xal:NameElement")),
        Field(
            "area",
            _xal(
                "xal:AdministrativeArea/xal:AdministrativeAreaName",
                "xal:AdministrativeArea/xal:NameElement",
            ),
        ),
        Field("locality", _xal("xal:Locality/xal:LocalityName", "xal:Locality/xal:NameElement")),
        Field(
            "street",
            _xal(
                "xal:Locality/xal:Thoroughfare/xal:ThoroughfareName"
                "|xal:Thoroughfare/xal:ThoroughfareName",
                "xal:Thoroughfare/xal:NameElement",
            ),
        ),
        Field(
            "number",
            _xal(
                "xal:Locality/xal:Thoroughfare/xal:ThoroughfareNumber"
                "|xal:Thoroughfare/xal:ThoroughfareNumber",
                "xal:Thoroughfare/xal:Number",
            ),
        ),
        Field(
            "postal_code",
            _xal(
                "xal:Locality/xal:PostalCode/xal:PostalCodeNumber"
                "|xal:PostalCode/xal:PostalCodeNumber",
                "xal:PostCode/xal:Identifier",
            ),
        ),
    ),
)
EXTERNAL_REFERENCES = Table(
    "external_references",
    constants=(),
    fields=(
        Field(
            "information_system",
            ("core:informationSystem", "core:ExternalReference/core:informationSystem"),
        ),
        Field(
            "uri",
            ("core:externalObject/core:uri", "core:ExternalReference/core:targetResource"),
        ),
        Field("name", ("core:externalObject/core:name",)),
        Field("relation_type", ("core:ExternalReference/core:relationType",)),
    ),
)

#: Packages whose objects have attributes in the key-value form.
_PAIRED = (*("bldg", "brid", "cons", "dem", "frn", "luse", "tran", "tun", "veg", "wtr"),)
RECORDS = (
    Record(
        "flood_risk",
        (
            "uro:buildingDisasterRiskAttribute",  # 2.0, 3.0
            "uro:bldgDisasterRiskAttribute",  # 3.1, 3.2
            "uro:bridDisasterRiskAttribute",
            "uro:tunDisasterRiskAttribute",
            "uro:consDisasterRiskAttribute",
            "core:adeOfAbstractCityObject",  # 4.0
        ),
        _risk_elements("Building", ""),
    ),
    Record(
        "water_surface",
        ("uro:floodingRiskAttribute", "wtr:adeOfWaterBody"),
        _risk_elements("WaterBody", ""),
    ),
    Record(
        "key_value",
        (
            "uro:extendedAttribute",  # 1.4
            "bldg:adeOfAbstractBuilding/uro:BuildingProperties/uro:extendedAttribute",  # 1.5
            "uro:keyValuePairAttribute",  # 2.0, 3.0
            *(f"uro:{package}KeyValuePairAttribute" for package in _PAIRED),  # 3.1, 3.2
            "core:adeOfAbstractCityObject",  # 4.0
        ),
        {
            "uro:KeyValuePair": {},
            "uro:KeyValuePairAttribute": {},
            "urc:KeyValuePairAttribute": {},
        },
    ),
    Record(
        "addresses",
        tuple(f"{prefix}:address" for prefix in ("bldg", "brid", "con", "core")),
        {"core:Address": {}},
    ),
    Record("external_references", ("",), {"core:externalReference": {}}),
)

#: i-UR 1.4 keeps risks in generic attribute sets named by the title of a map. The first that
#: matches counts, so that the floods of rivers come last.
GENERIC_SETS = (
    GenericSet(
        "flood_risk",
        re.compile(r"^(?P<river>.*津波.*)$"),
        MappingProxyType({"hazard": "tsunami"}),
    ),
    GenericSet(
        "flood_risk",
        re.compile(r"^(?P<river>.*高潮.*)$"),
        MappingProxyType({"hazard": "high_tide"}),
    ),
    GenericSet(
        "flood_risk",
        re.compile(r"^(?P<river>.*内水.*)$"),
        MappingProxyType({"hazard": "inland"}),
    ),
    GenericSet(
        "flood_risk",
        re.compile(r"^(?P<river>.*ため池.*)$"),
        MappingProxyType({"hazard": "reservoir"}),
    ),
    GenericSet(
        "flood_risk",
        re.compile(r"土砂災害"),
        MappingProxyType({"hazard": "landslide"}),
    ),
    GenericSet(
        "flood_risk",
        re.compile(
            r"^(?P<river>.*?)(?:洪水)?浸水(?:想定|予想)区域"
            r".*?(?:（(?P<scale_name>計画規模|想定最大規模)）)?$"
        ),
        MappingProxyType({"hazard": "river"}),
    ),
)


def data_rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table of this package's data."""
    text = files("plateau").joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _paths(row: Mapping[str, str]) -> tuple[str, ...]:
    """Return the paths of a row of `data/fields.csv` in every version."""
    found = [*GENERIC_NAMES.get(row["column"], ())]
    for element in row["elements"].split("|"):
        for block in BLOCKS[row["block"]]:
            prefix = block.rpartition("/")[2]  # "uro:" or "urc:", also for elements further down
            found.append(block + element.replace("/", f"/{prefix}"))
    return tuple(found)


@lru_cache(maxsize=1)
def plateau_schema() -> Schema:
    """Return the schema of PLATEAU's files, i-UR 1.4 to 4.0.

    Examples
    --------
    >>> [field.column for field in plateau_schema().fields][:2]
    ['name', 'building_id']
    """
    fields = tuple(
        Field(
            row["column"],
            _paths(row),
            row["dtype"],  # type: ignore[arg-type]
            row["unit"],
            float(row["minimum"]) if row["minimum"] else None,
            row["label_column"],
        )
        for row in data_rows("fields.csv")
    )
    return Schema(
        fields=fields,
        tables=(
            _risk_table("flood_risk"),
            _risk_table("water_surface"),
            _key_values(),
            ADDRESSES,
            EXTERNAL_REFERENCES,
        ),
        records=RECORDS,
        generic_sets=GENERIC_SETS,
        missing=MISSING,
        units=UNITS,
    )


@lru_cache(maxsize=1)
def standard_codelists() -> Mapping[str, Mapping[str, str]]:
    """Return the national code lists that stand in for lists a dataset lacks.

    Lists whose contents are a city's own (names of rivers and maps, ``rankOrg``) are not among
    them: their numbers mean nothing elsewhere.

    Returns
    -------
    Mapping[str, Mapping[str, str]]
        Name of the list without extension -> code -> label.

    Examples
    --------
    >>> standard_codelists()["Building_usage"]["411"]
    '住宅'
    """
    text = files("plateau").joinpath("data", "codelists.json").read_text(encoding="utf-8")
    lists: dict[str, dict[str, str]] = json.loads(text)["lists"]
    return MappingProxyType(lists)
