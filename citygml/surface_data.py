"""GML appearance elements -> `Appearance`, aligned with the polygons of the same file."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from citygml.appearance import MATERIAL_COLUMNS, TEXTURE_COLUMNS, Appearance, Theme
from citygml.coordinates import parse_numbers
from citygml.elements import XLINK_HREF, Element, gml_id
from citygml.model import Problem
from citygml.namespaces import prefix_and_local
from citygml.polygons import Polygons, Targets
from citygml.rings import BATCH_CHARACTERS

#: Every theme takes eight bytes for each corner of the city; real files have one to three.
MAX_THEMES = 16
_TEXTURES = frozenset({"ParameterizedTexture", "GeoreferencedTexture"})
#: Parts of a texture that are kept as written, in the order of `TEXTURE_COLUMNS`.
_AS_WRITTEN = (
    *("mimeType", "wrapMode", "borderColor"),
    *("referencePoint", "orientation", "preferWorldFile"),
)
#: Values of an X3DMaterial that the file does not give (ISO/IEC 19775-1:2013, 12.4.4 Material).
_DEFAULTS = {
    "ambientIntensity": "0.2",
    "diffuseColor": "0.8 0.8 0.8",
    "emissiveColor": "0 0 0",
    "shininess": "0.2",
    "specularColor": "0 0 0",
    "transparency": "0",
}
_COLORS = ("diffuseColor", "emissiveColor", "specularColor")
_TRUE = frozenset({"true", "1"})
#: A scheme (http:), a drive (C:), a server (//host) or the root of a disk.
_OUTSIDE = re.compile(r"[A-Za-z][\w+.-]*:|[/\\]")


def image_path(uri: str, label: str) -> str:
    """Return the path of an image beside a GML file, "" where it may not be opened.

    Parameters
    ----------
    uri : str
        As written in ``app:imageURI``.
    label : str
        Path of the GML file.

    Returns
    -------
    str
        Nothing outside the folder of the GML is ever named: absolute paths, addresses and ".." out
        of it give "".

    Examples
    --------
    >>> image_path("a_appearance/wall.jpg", "udx/bldg/a.gml")
    'udx/bldg/a_appearance/wall.jpg'
    >>> image_path("../../secret.jpg", "udx/bldg/a.gml")
    ''
    """
    plain = uri.strip().replace("\\", "/")
    if not plain or "\0" in plain or _OUTSIDE.match(plain):
        return ""
    inside = posixpath.normpath(plain)
    if inside == ".." or inside.startswith("../"):
        return ""
    return posixpath.join(posixpath.dirname(label.replace("\\", "/")), inside)


class _Item(NamedTuple):
    """A texture or a material, and what it is put on: ids of polygons (or of what holds them)."""

    row: int
    is_texture: bool
    is_front: bool
    targets: list[str]


class _Generated(NamedTuple):
    """A texture that is projected: number of its item, id of what it is put on, (3, 4) matrix."""

    item: int
    target: str
    matrix: NDArray[np.float64]


class AppearanceBuilder:
    """Gather the textures and materials of a file.

    Parameters
    ----------
    label : str
        Path of the file; images are looked for beside it.
    """

    def __init__(self, label: str) -> None:
        self._label = label
        self._textures: list[tuple[str, ...]] = []
        self._materials: list[tuple[object, ...]] = []
        self._items: list[_Item] = []
        self._item_of_id: dict[str, int] = {}
        self._members: list[tuple[str, int | str]] = []
        self._rings: list[str] = []
        self._ring_item: list[int] = []
        self._generated: list[_Generated] = []
        self._texts: list[str] = []
        self._waiting = 0
        self._values: list[NDArray[np.float32]] = []
        self._counts: list[NDArray[np.int64]] = []
        self._faults: Counter[str] = Counter()
        self._examples: dict[str, str] = {}

    def add(self, member: Element, theme: str) -> None:
        """Take one ``app:surfaceDataMember``; no reference to it is kept."""
        href = member.get(XLINK_HREF)
        if href is not None:
            self._members.append((theme, href))
        for data in member:
            kind = prefix_and_local(data.tag)[1]
            number = len(self._items)
            if kind in _TEXTURES:
                self._take_texture(data, kind)
            elif kind == "X3DMaterial":
                self._take_material(data)
            else:
                self._fault("surface data of a kind that is not read", kind)
                continue
            self._members.append((theme, number))
            if own_id := gml_id(data):
                self._item_of_id[f"#{own_id}"] = number

    def _take_texture(self, data: Element, kind: str) -> None:
        parts = _texts(data)
        uri = parts.get("imageURI", "")
        image = image_path(uri, self._label)
        if not image:
            self._fault("app:imageURI is no path beside the file; the image is not used", uri)
        point = next(data.iter("{*}referencePoint"), None)
        parts["referencePoint"] = (
            "" if point is None else " ".join(" ".join(point.itertext()).split())
        )
        known = [parts.get(name, "") for name in _AS_WRITTEN]
        self._textures.append((kind, image, uri, *known, self._label, gml_id(data)))
        targets = list(_targets(data)) if kind == "GeoreferencedTexture" else []
        if targets:  # 9.4: its place in world space is one of pixels, and no image is opened here
            self._fault("app:GeoreferencedTexture needs the size of its image; it has no uv", uri)
        front = parts.get("isFront", "true") in _TRUE
        row = len(self._textures) - 1
        self._items.append(_Item(row, is_texture=True, is_front=front, targets=targets))
        for ring, text in _texture_coordinates(data):
            self._rings.append(ring)
            self._ring_item.append(len(self._items) - 1)
            self._texts.append(text)
            self._waiting += len(text)
        for target, text in _generators(data):
            matrix, _ = parse_numbers([text])
            if matrix.shape == (12,) and np.isfinite(matrix).all():
                one = _Generated(len(self._items) - 1, target, matrix.reshape(3, 4))
                self._generated.append(one)
            else:
                self._fault("app:worldToTexture of no 12 numbers", uri)
        if self._waiting > BATCH_CHARACTERS:
            self._flush()

    def _take_material(self, data: Element) -> None:
        parts = {**_DEFAULTS, **{k: v for k, v in _texts(data).items() if v}}
        texts = [*(parts[name] for name in _COLORS), parts["ambientIntensity"]]
        values, counts = parse_numbers([*texts, parts["shininess"], parts["transparency"]])
        if counts.tolist() != [3, 3, 3, 1, 1, 1]:
            self._fault("app:X3DMaterial with a colour that is not three numbers", gml_id(data))
            values = np.full(12, np.nan)
        smooth = parts.get("isSmooth", "false") in _TRUE
        self._materials.append((*map(float, values), smooth, self._label, gml_id(data)))
        front = parts.get("isFront", "true") in _TRUE
        row = len(self._materials) - 1
        targets = list(_targets(data))
        self._items.append(_Item(row, is_texture=False, is_front=front, targets=targets))

    def _fault(self, reason: str, example: str) -> None:
        self._faults[reason] += 1
        self._examples.setdefault(reason, example)

    def _flush(self) -> None:
        values, counts = parse_numbers(self._texts)
        self._values.append(values.astype(np.float32))
        self._counts.append(counts)
        self._texts, self._waiting = [], 0

    def appearance(
        self, polygons: Polygons, written: Callable[[NDArray[np.float64]], NDArray[np.float64]]
    ) -> Appearance | None:
        """Return the looks of the polygons of this file, None where it gives none.

        Parameters
        ----------
        polygons : Polygons
            Of the same file, gathered with targets, those of implicit geometries among them; in
            the system of the city.
        written : callable
            (n, 3) of the city -> (n, 3) as the file writes places: app:TexCoordGen is for these.
        """
        targets = polygons.targets
        if targets is None or not self._members:
            return None
        self._flush()
        rings = self._found_rings(targets)
        names = list(dict.fromkeys(theme for theme, _ in self._members))
        for name in names[MAX_THEMES:]:
            self._fault(f"more than {MAX_THEMES} themes; the others are not used", name)
        names = names[:MAX_THEMES]
        themes = {name: self._items_of(name) for name in names}
        return Appearance(
            pd.DataFrame(self._textures, columns=list(TEXTURE_COLUMNS)),
            pd.DataFrame(self._materials, columns=list(MATERIAL_COLUMNS)),
            {
                name: self._with_generated(
                    self._theme(items, targets, rings), items, polygons, written
                )
                for name, items in themes.items()
            },
        )

    def _with_generated(
        self,
        theme: Theme,
        items: list[int],
        polygons: Polygons,
        written: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    ) -> Theme:
        """Return a theme with the textures that are projected onto their surfaces [1]_.

        References
        ----------
        .. [1] OGC 12-019, *CityGML 2.0*, 9.4 (app:TexCoordGen): (s, t, q) = matrix (x, y, z, 1),
           the place in the image is (s/q, t/q).
        """
        own = [one for one in self._generated if one.item in set(items)]
        if not own or polygons.targets is None:
            return theme
        targets, met = polygons.targets, polygons.targets.polygon_row
        texture, uv = theme.texture_row.copy(), theme.uv.copy()
        owner = np.repeat(np.arange(len(met)), np.diff(polygons.coord_start[polygons.ring_start]))
        for item, target, matrix in own:
            first, last = targets.polygons.get(target, (0, 0))
            rows = (met >= first) & (met < last)
            if not rows.any():
                self._fault("app:target refers to no polygon read", target)
            if not self._items[item].is_front:
                continue
            points = rows[owner]
            place = np.insert(written(polygons.coords[points]), 3, 1.0, axis=1) @ matrix.T
            there = place[:, 2:] != 0.0
            uv[points] = np.where(there, place[:, :2] / np.where(there, place[:, 2:], 1.0), np.nan)
            texture[rows] = self._items[item].row
        return Theme(texture, theme.material_row, uv)

    def _items_of(self, theme: str) -> list[int]:
        """Numbers of the textures and materials of a theme."""
        found = []
        for name, item in self._members:
            number = self._item_of_id.get(item, -1) if isinstance(item, str) else item
            if name == theme and number >= 0:
                found.append(number)
            elif name == theme:
                self._fault("app:surfaceDataMember refers to nothing in this file", str(item))
        return found

    def _found_rings(self, targets: Targets) -> tuple[NDArray[np.int64], ...]:
        """Ring, item, first value and number of values of all usable texture coordinates."""
        counts = np.concatenate([np.zeros(0, np.int64), *self._counts])
        start = np.cumsum(counts) - counts
        ring = np.array([targets.rings.get(name, -1) for name in self._rings], dtype=np.int64)
        item = np.array(self._ring_item, dtype=np.int64)
        points = np.diff(targets.point_start)
        known = ring >= 0
        fits = known.copy()
        # Some programs leave the closing point out, as they do not need it.
        fits[known] = np.isin(counts[known] - 2 * points[ring[known]], (0, -2))
        for wrong, reason in (
            (~known, "texture coordinates of a ring of no polygon read"),
            (known & ~fits, "texture coordinates that are not two for every point of their ring"),
        ):
            for i in np.flatnonzero(wrong):
                self._fault(reason, self._rings[i])
        return ring[fits], item[fits], start[fits], counts[fits]

    def _theme(
        self, items: list[int], targets: Targets, rings: tuple[NDArray[np.int64], ...]
    ) -> Theme:
        met = int(targets.ring_owner.max(initial=-1)) + 1
        met = max(met, int(targets.polygon_row.max(initial=-1)) + 1)
        texture, material = np.full(met, -1, np.int32), np.full(met, -1, np.int32)
        uv = np.full((targets.point_start[-1], 2), np.nan, dtype=np.float32)
        values = np.concatenate([np.zeros(0, np.float32), *self._values])
        for number in items:
            item = self._items[number]
            if not item.is_front:
                self._fault("looks of the back of surfaces are not used", "")
                continue
            self._put(item, texture if item.is_texture else material, targets)
        ring, of_item, start, count = rings
        front = [n for n in items if self._items[n].is_texture and self._items[n].is_front]
        used = np.isin(of_item, front)
        ring, of_item, start, count = ring[used], of_item[used], start[used], count[used] // 2
        rows = np.array([item.row for item in self._items], dtype=np.int32)
        texture[targets.ring_owner[ring]] = rows[of_item]
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        point = np.repeat(targets.point_start[ring], count) + within
        first = np.repeat(start, count) + 2 * within
        uv[point] = np.column_stack([values[first], values[first + 1]])
        kept = targets.polygon_row
        return Theme(texture[kept], material[kept], uv[targets.point_row])

    def _put(self, item: _Item, rows: NDArray[np.int32], targets: Targets) -> None:
        """Give all polygons of an item's targets its row."""
        for target in item.targets:
            first, last = targets.polygons.get(target, (0, 0))
            if first == last:
                self._fault("app:target refers to no polygon read", target)
            rows[first:last] = item.row

    def problems(self) -> list[Problem]:
        """Return one row for each kind of thing that could not be used."""
        found = []
        for reason, count in sorted(self._faults.items()):
            example = self._examples[reason]
            first = f", the first {example!r}" if example else ""
            found.append(Problem(self._label, 0, "", f"appearance: {reason}; {count}{first}"))
        return found


def _generators(data: Element) -> Iterator[tuple[str, str]]:
    """Id of each surface that a texture is projected onto, with its matrix."""
    for matrix in data.iter("{*}worldToTexture"):
        for above in matrix.iterancestors():
            inner = next(above.iterchildren("{*}target"), None)
            name = above.get("uri") or ("" if inner is None else inner.text) or ""
            if name or above is data:
                yield name.strip().removeprefix("#"), matrix.text or ""
                break


def _texts(data: Element) -> dict[str, str]:
    """Texts of the simple children by local name."""
    return {
        prefix_and_local(part.tag)[1]: (part.text or "").strip() for part in data if not len(part)
    }


def _targets(data: Element) -> Iterator[str]:
    """Ids of what a material or texture is put on."""
    for target in data.iter("{*}target"):
        name = (target.get("uri") or target.text or "").strip()
        if name:
            yield name.removeprefix("#")


def _texture_coordinates(data: Element) -> Iterator[tuple[str, str]]:
    """Id of each ring with its texture coordinates; CityGML 3.0 writes the rings apart."""
    for coordinates in data.iter("{*}TexCoordList"):
        parts = [(prefix_and_local(part.tag)[1], part) for part in coordinates]
        lists = [part for name, part in parts if name == "textureCoordinates"]
        apart = [(part.text or "").strip() for name, part in parts if name == "ring"]
        rings = apart or [part.get("ring", "") for part in lists]
        for ring, part in zip(rings, lists, strict=False):
            yield ring.strip().removeprefix("#"), part.text or ""
