"""Generic attributes of every version, as text."""

import datetime

import numpy as np
import pandas as pd
import pytest
from lxml import etree

from citygml.generics import FORMS, Quantity, Scope, attribute_text, form_of, is_missing

SCOPE = Scope({"gen": FORMS["2.0"].namespace})


@pytest.mark.parametrize(
    ("value", "element", "text"),
    [
        (1.5, "doubleAttribute", "1.5"),
        (np.float32(0.5), "doubleAttribute", "0.5"),
        (np.int64(7), "intAttribute", "7"),
        (True, "stringAttribute", "true"),
        (np.bool_(False), "stringAttribute", "false"),
        ("屋根", "stringAttribute", "屋根"),
        (pd.Timestamp("2026-11-20 12:00"), "dateAttribute", "2026-11-20"),
        (datetime.date(2026, 11, 20), "dateAttribute", "2026-11-20"),
        (Quantity(2, "kWh"), "measureAttribute", "2"),
        (Quantity("x", "kWh"), "stringAttribute", "x"),
        (1e-300, "doubleAttribute", "1e-300"),
    ],
)
def test_kinds_of_values_have_their_elements(value, element, text):
    xml = attribute_text("n", value, FORMS["2.0"], SCOPE)
    assert xml.startswith(f'<gen:{element} name="n"><gen:value')
    assert f">{text}</gen:value>" in xml


def test_every_form_is_well_formed_and_says_what_it_was_given():
    for version, form in FORMS.items():
        xml = attribute_text("a<b", Quantity(1.0, "kWh/(m2)"), form, Scope({}))
        root = etree.fromstring(xml)
        words = "".join(root.itertext()) + "".join(v for e in root.iter() for v in e.values())
        assert all(word in words for word in ("a<b", "1.0", "kWh/(m2)")), version


def test_a_default_namespace_needs_no_prefix():
    form = FORMS["3.0"]
    scope = Scope({"": form.core, "g": form.namespace})
    assert attribute_text("n", 1, form, scope) == (
        "<genericAttribute><g:IntAttribute><g:name>n</g:name><g:value>1</g:value>"
        "</g:IntAttribute></genericAttribute>"
    )


@pytest.mark.parametrize("value", [None, float("nan"), pd.NA, pd.NaT, Quantity(pd.NA, "m")])
def test_missing_is_missing(value):
    assert is_missing(value)


@pytest.mark.parametrize(
    ("namespace", "version"),
    [
        ("http://www.opengis.net/citygml/building/1.0", "1.0"),
        ("http://www.opengis.net/citygml/2.0", "2.0"),
        ("https://www.opengis.net/citygml/generics/3.0", "3.0"),
        ("http://www.opengis.net/citygml/4.0", None),
        ("https://www.geospatial.jp/iur/uro/3.1", None),
    ],
)
def test_a_namespace_tells_the_version(namespace, version):
    assert form_of(namespace) is FORMS.get(version)
