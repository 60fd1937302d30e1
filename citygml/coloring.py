"""Colours of surfaces -> an appearance as each version of CityGML writes it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple
from xml.sax.saxutils import escape

from citygml.errors import CityModelError
from citygml.generics import Form, Scope

#: Red, green, blue, each from 0 to 1.
RGB = tuple[float, float, float]


class Coloring(NamedTuple):
    """Colours of surfaces under the name of a theme.

    Attributes
    ----------
    theme : str
        Name by which programs choose an appearance.
    colors : Mapping[str, RGB]
        ``gml:id`` of polygons or aggregates of them -> red, green, blue from 0 to 1.
    """

    theme: str
    colors: Mapping[str, RGB]


def appearance_text(coloring: Coloring, form: Form, scope: Scope) -> str:
    """Return an appearance as XML: a material for each colour, with the surfaces that have it.

    Parameters
    ----------
    coloring : Coloring
        At least one colour.
    form : Form
        Of the version of the file.
    scope : Scope
        Prefixes of the file at that place.

    Raises
    ------
    CityModelError
        If a colour is not three numbers from 0 to 1.

    Examples
    --------
    >>> from citygml.generics import FORMS
    >>> app = "http://www.opengis.net/citygml/appearance/2.0"
    >>> scope = Scope({"app": app})
    >>> text = appearance_text(Coloring("sun", {"p1": (1.0, 0.5, 0.0)}), FORMS["2.0"], scope)
    >>> text[text.index("<app:diffuse") : text.index("</app:X3DMaterial>")]
    '<app:diffuseColor>1 0.5 0</app:diffuseColor><app:target>#p1</app:target>'
    """
    app, declaration = scope.opening(form.core.replace("citygml/", "citygml/appearance/"), "app")
    member, above, data = f"{app}appearanceMember", "", f"{app}surfaceDataMember"
    if form.wrapper:  # CityGML 3.0
        core, above = scope.opening(form.core, "core")
        member, data = f"{core}appearanceMember", f"{app}surfaceData"
    surfaces: dict[str, list[str]] = {}
    for surface_id, rgb in coloring.colors.items():
        surfaces.setdefault(_color_text(surface_id, rgb), []).append(surface_id)
    materials = "".join(
        f"<{data}><{app}X3DMaterial><{app}diffuseColor>{color}</{app}diffuseColor>"
        + "".join(f"<{app}target>#{escape(key)}</{app}target>" for key in keys)
        + f"</{app}X3DMaterial></{data}>"
        for color, keys in surfaces.items()
    )
    theme = f"<{app}theme>{escape(coloring.theme)}</{app}theme>"
    opening, closing = f"<{member}{above}{declaration}><{app}Appearance>", f"</{app}Appearance>"
    return f"{opening}{theme}{materials}{closing}</{member}>"


def _color_text(surface_id: str, rgb: RGB) -> str:
    if len(rgb) != 3 or not all(math.isfinite(part) and 0.0 <= part <= 1.0 for part in rgb):
        raise CityModelError(f"the colour of {surface_id} is {rgb}; give three numbers from 0 to 1")
    return " ".join(f"{part:.4g}" for part in rgb)
