"""Triangles of relief -> one array, no row for each.

Relief comes as millions of triangles, and a single object may hold all of them. Their memory is
that of the numbers: elements are freed while the object is still being read, and where a file
writes its triangles as PLATEAU does they never become elements, see `citygml.triangle_cutter`.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from citygml.coordinates import parse_numbers
from citygml.elements import GML_NAMESPACES, MAX_COORDINATE, Element, coordinate_text, gml_names
from citygml.triangle_bytes import plain_rings

#: Characters of coordinate text that are parsed in one go: with all offsets they fit a cache.
BATCH_CHARACTERS = 500_000
_POS_LIST = gml_names("posList")
_RING = gml_names("LinearRing")
#: Texts of all posLists below an element, and number of all rings, in each version of GML: in one
#: go, where an iteration makes an object of every element.
_TEXTS, _RING_COUNT = (
    {
        namespace: etree.XPath(path, namespaces={"gml": namespace}, smart_strings=False)
        for namespace in GML_NAMESPACES
    }
    for path in ("descendant::gml:posList/text()", "count(descendant::gml:LinearRing)")
)
_PATCHES = frozenset(gml_names("trianglePatches", "patches"))
#: Complete triangles of an open object that are worth to be freed.
_MANY = 500


class TinBuilder:
    """Gather the triangles of relief.

    Attributes
    ----------
    is_met : bool
        Whether there was any relief.
    left_out : int
        Triangles that are none.
    open_srs_names : set of str
        Reference systems that relief names which was taken before its end.
    """

    def __init__(self) -> None:
        self.is_met = False
        self._corners = array("d")  # grows in place, where a list of batches is joined by copying
        self._texts: list[str] = []
        self._waiting = 0
        self.left_out = 0
        self.open_srs_names: set[str] = set()
        # Where relief that is not at its end begins: among the texts; among numbers, if any are.
        self._open_text = 0
        self._open: tuple[int, int] | None = None

    def add(self, element: Element) -> None:
        """Take the triangles below a ``dem:tin``."""
        namespace = element[0].tag[1:].partition("}")[0] if len(element) else ""
        texts = _TEXTS[namespace](element) if namespace in _TEXTS else []
        if namespace not in _TEXTS or len(texts) != _RING_COUNT[namespace](element):
            # Some rings have points one by one, or none at all.
            texts = [coordinate_text(ring)[0] for ring in element.iter(*_RING)]
        self.add_texts(texts)
        self._open_text, self._open = len(self._texts), None

    def refuse(self) -> None:
        """Forget the triangles taken since relief last ended: they are in another system."""
        del self._texts[self._open_text :]
        self._waiting = sum(map(len, self._texts))
        if self._open is not None:
            size, self.left_out = self._open
            del self._corners[size:]
            self._open = None

    def add_texts(self, texts: Sequence[str]) -> None:
        """Take the coordinates of triangles."""
        self.is_met = True
        self._texts.extend(texts)
        self._waiting += sum(map(len, texts))
        if self._waiting > BATCH_CHARACTERS:
            self._flush()

    def take_complete(self, member: Element) -> bool:
        """Take and free the triangles of an object that is still being read, all but the last.

        Parameters
        ----------
        member : lxml element
            Open element; below it what comes last is open too.

        Returns
        -------
        bool
            Whether there were any.
        """
        node, in_tin = member, False
        while len(node):
            in_tin |= node.tag.endswith("}tin") and _is_of_relief(node)
            if in_tin and node.get("srsName"):
                self.open_srs_names.add(node.get("srsName"))
            if in_tin and len(node) > _MANY and node.tag in _PATCHES:
                last = sum(1 for _ in node[-1].iter(*_POS_LIST))
                texts = [part.text or "" for part in node.iter(*_POS_LIST)]
                complete = texts[: len(texts) - last]
                if len(complete) == len(node) - 1:
                    self.add_texts(complete)
                    del node[:-1]
                    return True
                return False
            node = node[-1]
        return False

    def extend(self, corners: NDArray[np.float64], left_out: int) -> None:
        """Append triangles of another part of the file."""
        self._flush()
        self._corners.frombytes(corners.tobytes())
        self.left_out += left_out

    def add_rings(self, rings: NDArray[np.float64]) -> None:
        """Take triangles as rings of four points, (t, 4, 3); those that are none are left out."""
        self.is_met = True
        self._flush()
        self._begin_open()
        self._append(rings)

    def _begin_open(self) -> None:
        if self._open is None:
            self._open = (len(self._corners), self.left_out)

    def _flush(self) -> None:
        complete, rest = self._texts[: self._open_text], self._texts[self._open_text :]
        self._texts, self._waiting, self._open_text = [], 0, 0
        self._parse(complete)
        if rest:
            self._begin_open()
            self._parse(rest)

    def _parse(self, texts: list[str]) -> None:
        if not texts:
            return
        rings = plain_rings(texts)
        if rings is not None:
            self._append(rings)
            return
        values, counts = parse_numbers(texts)
        if (counts != 12).any():
            values = values[np.repeat(counts == 12, counts)]
            self.left_out += int((counts != 12).sum())
        self._append(values.reshape(-1, 4, 3))

    def _append(self, rings: NDArray[np.float64]) -> None:
        corners = rings[:, :3]
        if not _are_all_good(rings):  # as they are in nearly all of all files
            good = (rings[:, 0] == rings[:, 3]).all(axis=1)
            good &= (np.abs(rings) <= MAX_COORDINATE).all(axis=(1, 2))
            corners = corners[good]
        self.left_out += len(rings) - len(corners)
        self._corners.frombytes(corners.tobytes())

    @property
    def count(self) -> int:
        """Number of triangles, with texts that may turn out to be none."""
        return len(self._corners) // 9 + len(self._texts)

    def hand_over(self) -> NDArray[np.float64]:
        """Return the corners of all triangles, (t, 3, 3), and begin anew."""
        corners = self.corners()
        self._corners, self._open, self._open_text = array("d"), None, 0
        return corners

    def corners(self) -> NDArray[np.float64]:
        """Corners of all triangles, as written, (t, 3, 3); not a copy."""
        self._flush()
        corners = np.frombuffer(self._corners) if self._corners else np.zeros(0)
        return corners.reshape(-1, 3, 3)


def _are_all_good(rings: NDArray[np.float64]) -> bool:
    """Whether all rings are closed, and all numbers those of a place."""
    return bool(
        len(rings)
        and rings.min() >= -MAX_COORDINATE
        and rings.max() <= MAX_COORDINATE
        and (rings[:, 0] == rings[:, 3]).all()
    )


def _is_of_relief(tin: Element) -> bool:
    """Whether an element is the property of a component of the relief of a member."""
    above = [node.tag.rpartition("}")[2] for node in tin.iterancestors()][:3]
    return above[1:] == ["reliefComponent", "ReliefFeature"]
