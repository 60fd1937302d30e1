"""Attributes that a quality rule is about, gathered over a file -> what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from citygml.elements import Element
from citygml.findings import BuildingId, Inspection
from citygml.namespaces import prefix_and_local, qualified
from citygml.shape_inspection import Defect

#: Pairs of attributes of which the first is not there without the second, and the defect it is.
_TOGETHER = (
    ("majorUsage2", "majorUsage", "major_usage"),
    ("detailedUsage2", "detailedUsage", "detailed_usage"),
    ("detailedUsage3", "detailedUsage2", "detailed_usage"),
)
#: Code of a geometry's source: a public survey, which is then described by two further attributes.
_PUBLIC_SURVEY = "000"
#: Kinds of geometry that a property of the name lodNGeometry may hold, by level of detail.
_SURFACES = frozenset({"gml:MultiSurface", "gml:Solid"})
_GEOMETRIES = {0: frozenset({"gml:Point", "gml:MultiPoint", "gml:MultiCurve", "gml:MultiSurface"})}
_SURVEY = ("srcScaleLod", "publicSurveySrcDescLod")


def note_meaning(local_name: str) -> tuple[str, int]:
    """Return what an attribute is to the quality rules, and its level of detail.

    Examples
    --------
    >>> note_meaning("geometrySrcDescLod2"), note_meaning("srcScaleLod1"), note_meaning("height")
    (('source', 2), ('survey', 1), ('', -1))
    """
    stem, digit = local_name[:-1], local_name[-1:]
    if not digit.isdecimal():
        return "", -1
    if stem == "geometrySrcDescLod":
        return "source", int(digit)
    return ("survey", int(digit)) if stem in _SURVEY else ("", -1)


def holder_defect(element: Element, lod: int, name: str) -> Iterator[Defect]:
    """Compare what a lodNGeometry holds with what the standard names."""
    if not name.endswith("Geometry") or not len(element) or lod > 3:
        return
    kind = qualified(element[0].tag)
    if kind.startswith("gml:") and kind not in _GEOMETRIES.get(lod, _SURFACES):
        installation = name.startswith("bldg:") and lod >= 2
        defect = "installation_geometry" if installation else f"geometry_lod{min(lod, 1)}"
        yield Defect(defect, element.sourceline or 0, -1, f"{name} holds a {kind}")


class QualityNotes:
    """What is gathered of quality attributes.

    Parameters
    ----------
    found : Inspection
        Of the file.
    """

    def __init__(self, found: Inspection) -> None:
        self._found = found
        self._sources: dict[tuple[int, int], list[str]] = {}
        self._surveys: set[tuple[int, int, str]] = set()

    def take(self, element: Element, what: str, lod: int, root: int) -> None:
        """Take the source of a geometry, or what is said of a public survey."""
        text = (element.text or "").strip()
        if what == "source":
            self._sources.setdefault((root, lod), []).append(text)
        elif text:
            self._surveys.add((root, lod, prefix_and_local(element.tag)[1][:-1]))

    def details(self, element: Element, feature: int, line: int) -> None:
        """Take numbers of a building, and judge the order of its uses."""
        texts = {prefix_and_local(c.tag)[1]: (c.text or "").strip() for c in element}
        if "buildingID" in texts:
            number = texts["buildingID"]
            inner = texts.get("branchID", ""), texts.get("partID", "")
            self._found.building_ids.append(BuildingId(number, *inner, line, feature))
        for finer, coarser, defect in _TOGETHER:
            if finer in texts and coarser not in texts:
                text = f"{finer} without {coarser}"
                self._found.defects.append(Defect(defect, line, feature, text))

    def defects(self, lods: Mapping[tuple[int, int], int]) -> Iterator[Defect]:
        """Yield levels of detail without source, where the file describes quality level by level.

        Parameters
        ----------
        lods : mapping of (int, int) to int
            Root object and level of detail of every geometry -> its line.
        """
        surveyed = {root for root, _, _ in self._surveys}
        if not self._sources:
            return
        for (root, lod), line in lods.items():
            is_generic = self._found.feature_kinds[root].startswith("gen:")  # cannot have a source
            if lod < 0 or is_generic:
                continue
            codes = self._sources.get((root, lod))
            if codes is None:
                text = f"geometry of LOD{lod} without geometrySrcDescLod{lod}"
                yield Defect("no_source", line, root, text)
            elif set(codes) == {_PUBLIC_SURVEY} and root in surveyed:
                for name in _SURVEY:
                    if (root, lod, name) not in self._surveys:
                        text = f"geometrySrcDescLod{lod} is 000 without {name}{lod}"
                        yield Defect("no_survey", line, root, text)
