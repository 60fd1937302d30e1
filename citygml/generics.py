"""Results -> generic attributes as each version of CityGML writes them.

The versions differ in namespace, in element names, and in what comes before the attributes in a
city object; the differences are the rows of `FORMS`.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Integral, Real
from types import MappingProxyType
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from citygml.errors import CityModelError

#: Characters that no XML 1.0 file can hold, not even as a reference.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_VERSION = re.compile(r"https?://www\.opengis\.net/citygml/(?:[a-z]+/)?(\d\.\d)")


class Quantity(NamedTuple):
    """A value with its unit, as in ``Quantity(1405.2, "kWh")``."""

    value: Any
    unit: str


#: What an attribute can be. Missing values (None, nan, <NA>) are not written.
Value = Quantity | float | int | str | bool | datetime.date | None


@dataclass(frozen=True, slots=True)
class Form:
    """How one version of CityGML writes generic attributes.

    Attributes
    ----------
    core, namespace : str
        Namespaces of the core and of generic attributes.
    elements : Mapping[str, str]
        Kind of value -> element; without "measure" the unit goes to the name.
    wrapper : str
        Element of the core around each attribute, "" for none. With it, the name of an attribute
        is an element too.
    before : frozenset of str
        Elements of the core that come before generic attributes in a city object.
    """

    core: str
    namespace: str
    elements: Mapping[str, str]
    wrapper: str
    before: frozenset[str]


_BEFORE = frozenset({"creationDate", "terminationDate", "externalReference", "generalizesTo"})
_RELATIVE = frozenset({"relativeToTerrain", "relativeToWater"})
_KINDS = ("string", "int", "double", "date", "measure")


def _form(version: str, elements: Mapping[str, str], wrapper: str, before: frozenset[str]) -> Form:
    core = f"http://www.opengis.net/citygml/{version}"
    generics = f"http://www.opengis.net/citygml/generics/{version}"
    return Form(core, generics, MappingProxyType(elements), wrapper, before)


#: Version of CityGML -> form: the sequences of AbstractCityObjectType in its cityGMLBase.xsd
#: (core.xsd), elements of its generics.xsd.
FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "1.0": _form("1.0", {kind: f"{kind}Attribute" for kind in _KINDS[:-1]}, "", _BEFORE),
        "2.0": _form("2.0", {kind: f"{kind}Attribute" for kind in _KINDS}, "", _BEFORE | _RELATIVE),
        "3.0": _form(
            "3.0",
            {kind: f"{kind.capitalize()}Attribute" for kind in _KINDS},
            "genericAttribute",
            _BEFORE
            | _RELATIVE
            | {"adeOfAbstractFeature", "adeOfAbstractFeatureWithLifespan", "validFrom", "validTo"}
            | {"relatedTo", "appearance"},
        ),
    }
)


def form_of(namespace: str) -> Form | None:
    """Return the form of the version that a namespace belongs to, None for any other namespace.

    Examples
    --------
    >>> form_of("http://www.opengis.net/citygml/building/2.0").namespace
    'http://www.opengis.net/citygml/generics/2.0'
    >>> form_of("http://www.opengis.net/gml") is None
    True
    """
    match = _VERSION.fullmatch(namespace)
    return FORMS.get(match[1]) if match else None


class Scope:
    """Prefixes that are declared where an attribute is written."""

    def __init__(self, declared: Mapping[str, str]) -> None:
        self._prefix = {uri: prefix for prefix, uri in sorted(declared.items())}

    def opening(self, namespace: str, prefix: str) -> tuple[str, str]:
        """Return ``prefix:`` for a namespace, and its declaration where the file has none."""
        if namespace not in self._prefix:
            return f"{prefix}:", f' xmlns:{prefix}="{namespace}"'
        known = self._prefix[namespace]
        return (f"{known}:" if known else ""), ""


def is_missing(value: Value) -> bool:
    """Whether there is nothing to write: None, nan, <NA>, also with a unit.

    Examples
    --------
    >>> is_missing(Quantity(float("nan"), "kWh")), is_missing(0.0)
    (True, False)
    """
    return bool(pd.isna(value.value if isinstance(value, Quantity) else value))


def attribute_text(name: str, value: Value, form: Form, scope: Scope) -> str:
    """Return a generic attribute as XML.

    Parameters
    ----------
    name : str
        Of the attribute.
    value : Value
        Not missing.
    form : Form
        Of the version of the file.
    scope : Scope
        Prefixes of the file at that place.

    Raises
    ------
    CityModelError
        If name or value cannot be written: infinite numbers, control characters.

    Examples
    --------
    >>> scope = Scope({"gen": FORMS["2.0"].namespace})
    >>> attribute_text("storeys", 2, FORMS["2.0"], scope)
    '<gen:intAttribute name="storeys"><gen:value>2</gen:value></gen:intAttribute>'
    """
    unit = ""
    if isinstance(value, Quantity):
        value, unit = value
    kind, text = _kind_and_text(value, name)
    if unit and kind in {"int", "double"} and "measure" in form.elements:
        kind = "measure"
    uom = f" uom={quoteattr(_legal(unit, name))}" if kind == "measure" else ""
    gen, declaration = scope.opening(form.namespace, "gen")
    element = f"{gen}{form.elements[kind]}"
    content = f"<{gen}value{uom}>{escape(text)}</{gen}value>"
    shown = _legal(written_name(name, unit, form), name)
    if not form.wrapper:
        return f"<{element}{declaration} name={quoteattr(shown)}>{content}</{element}>"
    core, above = scope.opening(form.core, "core")
    inner = f"<{element}{declaration}><{gen}name>{escape(shown)}</{gen}name>{content}</{element}>"
    return f"<{core}{form.wrapper}{above}>{inner}</{core}{form.wrapper}>"


def written_name(name: str, unit: str, form: Form) -> str:
    """Name as it is in the file: CityGML 1.0 has no place for a unit but this.

    Examples
    --------
    >>> written_name("発電量", "kWh", FORMS["1.0"]), written_name("発電量", "kWh", FORMS["2.0"])
    ('発電量 [kWh]', '発電量')
    """
    return f"{name} [{unit}]" if unit and "measure" not in form.elements else name


def _kind_and_text(value: Any, name: str) -> tuple[str, str]:
    """Kind of element for a value, and its text; numbers read back bit for bit."""
    if isinstance(value, str):
        return "string", _legal(value, name)
    if isinstance(value, datetime.date):
        day = value.date() if isinstance(value, datetime.datetime) else value
        return "date", day.isoformat()
    if isinstance(value, Integral) and not isinstance(value, bool):
        return "int", str(int(value))
    if isinstance(value, Real) and not isinstance(value, bool):
        if not math.isfinite(value):
            raise CityModelError(f"attribute {name!r} is {value}; only finite numbers are written")
        return "double", repr(float(value))
    return "string", str(value).lower() if str(value) in {"True", "False"} else str(value)


def _legal(text: str, name: str) -> str:
    found = _NO_XML.search(text)
    if found:
        raise CityModelError(
            f"attribute {name!r} holds the character U+{ord(found[0]):04X}, which XML cannot hold; "
            "remove it"
        )
    return text
