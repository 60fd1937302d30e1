"""Layer -> chunks of 16-bit coordinates, with the feature of every vertex."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from viewer.export.corners import Corners, layer_corners, linear_colour, vertex_normals, y_up
from viewer.export.gltf import (
    ARRAY_BUFFER,
    ELEMENT_ARRAY_BUFFER,
    Gltf,
    image_material,
    material_of,
)
from viewer.layers import Layer

#: The extensions of such an asset; readers must know the first.
QUANTIZATION, FEATURES = "KHR_mesh_quantization", "EXT_mesh_features"
#: Coordinates are whole multiples of this, in a chunk beyond 655 m of a multiple of it. [m]
STEP_M = 0.01
#: What stands in one square of this width can be a chunk. [m]
CHUNK_M = 512.0
#: A chunk is filled along a curve through smaller squares, so that all of it lies together. [m]
PLACE_M = 32.0
#: Triangles of a chunk at most. Their indices are 24 kB: deflate looks back over 32 kB, and finds
#: those of the last chunk, which are much the same.
MOST_TRIANGLES = 4000
_POINTS, _LINES = 0, 1


class Ids(NamedTuple):
    """What the triangles of a layer belong to.

    Attributes
    ----------
    row : (t,) ndarray of int32
        Row of a table for every triangle (or point), -1 = none.
    size : int
        Number of rows of the table; stands for "none" in the file.
    label : str
        What the rows are.
    table : int
        The property table of the asset that holds them, -1 = none.
    """

    row: NDArray[np.int32]
    size: int
    label: str
    table: int = -1


class Chunks(NamedTuple):
    """Coordinates as 16-bit numbers, chunk after chunk.

    Attributes
    ----------
    start : (k + 1,) ndarray of int64
        The first vertex of each chunk, and the number of vertices.
    low : (k, 3) ndarray of float64
        Where its coordinates are 0, y up. [m]
    step : (k,) ndarray of float64
        What its coordinates are multiples of. [m]
    whole : (v, 4) ndarray of uint16
        Coordinates; the fourth fills up to a multiple of four bytes.
    """

    start: NDArray[np.int64]
    low: NDArray[np.float64]
    step: NDArray[np.float64]
    whole: NDArray[np.uint16]


def quantized_layer(asset: Gltf, layer: Layer, ids: Sequence[Ids], *, normals: bool = True) -> int:
    """Add a layer and return its node, which has a child for every chunk.

    A chunk is one primitive: what lies together and shows the same image. Positions are 16-bit
    numbers [1]_ that the node of the chunk moves and scales to metres, normals 8-bit ones. The
    rows of `ids` are feature ids by vertex [2]_. Surfaces of an image have their plain colour as
    ``_PLAIN_COLOR``.

    Parameters
    ----------
    asset : Gltf
        Gets the layer; names `QUANTIZATION` among the extensions it requires.
    layer : Layer
        Triangles or points.
    ids : sequence of Ids
        What they belong to. Those of the first stay together.
    normals : bool
        Whether normals are written; without them a reader must draw every triangle flat.

    References
    ----------
    .. [1] Khronos Group, KHR_mesh_quantization, extension of glTF 2.0, 2020.
    .. [2] Cesium, EXT_mesh_features, vendor extension of glTF 2.0, 2023.
    """
    chunk = chunks_of(layer, ids[0].row)
    corners = layer_corners(layer, chunk) if len(layer.mesh) else point_corners(layer, chunk)
    used = [k for k, one in enumerate(ids) if (one.row >= 0).any()]
    chunks = quantized(corners, alike=not used)
    known = ids[: max(used, default=-1) + 1]  # their attributes are numbered without a gap
    views = _Views(asset, corners, chunks, known, normals=normals and len(corners.faces) > 0)
    material = asset.add("materials", material_of(layer.opacity, layer.name))
    materials = np.full(len(layer.rgb), material)
    if layer.images is not None:
        own = [image_material(asset, image) for image in layer.images.images]
        shown = layer.images.image_row >= 0
        materials[shown] = np.array(own)[layer.images.image_row[shown]]
    children = []
    for k in range(len(chunks.step)):
        look = int(materials[corners.triangle[chunks.start[k]]])
        primitive = {**views.primitive(k, plain=look == material), "material": look}
        children.append(
            asset.add(
                "nodes",
                {
                    "name": f"{layer.name} {k}",
                    "mesh": asset.add("meshes", {"primitives": [primitive]}),
                    "translation": chunks.low[k].tolist(),
                    "scale": [float(chunks.step[k])] * 3,
                },
            )
        )
    return asset.add("nodes", {"name": layer.name, "children": children})


def lines_node(asset: Gltf, lines: NDArray[np.float64], name: str) -> int:
    """Add line segments, (m, 2, 3), and return their node."""
    position = y_up(lines.reshape(-1, 3)).astype(np.float32)
    view = asset.buffer_view(position.tobytes(), target=ARRAY_BUFFER)
    attributes = {"POSITION": asset.accessor(view, position, bounds=True)}
    primitives = [{"attributes": attributes, "mode": _LINES}]
    return asset.add(
        "nodes", {"name": name, "mesh": asset.add("meshes", {"primitives": primitives})}
    )


def chunks_of(layer: Layer, owner: NDArray[np.int32]) -> NDArray[np.int64]:
    """Chunk of every triangle (or point), numbered from 0.

    Parameters
    ----------
    layer : Layer
        The triangles; those of different images are in different chunks.
    owner : (t,) ndarray of int32
        Triangles of one owner are put where its middle is; -1 = none, each for itself.
    """
    middle = layer.mesh.corners.mean(axis=1) if len(layer.mesh) else layer.points
    place = middle[:, :2].copy()
    if (owner >= 0).any():
        own = np.flatnonzero(owner >= 0)
        count = np.maximum(np.bincount(owner[own]), 1)
        for axis in range(2):
            place[own, axis] = (np.bincount(owner[own], middle[own, axis]) / count)[owner[own]]
    square = np.floor((place - place.min(axis=0)) / PLACE_M).astype(np.int64)
    curve = interleaved(square[:, 0], square[:, 1])
    cell = curve // int(CHUNK_M / PLACE_M) ** 2
    image = np.full(len(place), -1) if layer.images is None else layer.images.image_row
    order = np.lexsort((curve, image))
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(cell[order]) != 0) | (np.diff(image[order]) != 0)
    run = np.cumsum(new) - 1
    rank = np.arange(len(order)) - np.flatnonzero(new)[run]
    new |= rank % MOST_TRIANGLES == 0
    chunk = np.zeros(len(order), np.int64)
    chunk[order] = np.cumsum(new) - 1
    return chunk


def interleaved(x: NDArray[np.int64], y: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers of squares along a curve on which neighbours lie together: bits of x and y in turn.

    References
    ----------
    .. [1] G. M. Morton, "A computer oriented geodetic data base and a new technique in file
       sequencing", IBM, 1966.

    Examples
    --------
    >>> interleaved(np.array([0, 1, 0, 1, 2]), np.array([0, 0, 1, 1, 0])).tolist()
    [0, 1, 2, 3, 4]
    """
    curve = np.zeros(len(x), np.int64)
    for bit in range(31):
        curve |= (x >> bit & 1) << 2 * bit | (y >> bit & 1) << 2 * bit + 1
    return curve


def point_corners(layer: Layer, chunk: NDArray[np.int64]) -> Corners:
    """Return the points of a layer, chunk after chunk, as vertices without faces."""
    order = np.argsort(chunk, kind="stable")
    return Corners(
        group=chunk[order],
        position=y_up(layer.points[order]),
        triangle=order,
        colour=linear_colour(layer.rgb[order], layer.opacity),
        uv=np.zeros((len(order), 2), np.float32),
        faces=np.zeros((0, 3), np.uint32),
        triangle_group=np.zeros(0, np.int64),
    )


def quantized(corners: Corners, *, alike: bool) -> Chunks:
    """Coordinates as whole multiples of a step from the lowest corner of their chunk.

    The lowest corner is a multiple of the step too: two chunks of one step agree in what they
    share. `alike` gives all of them the widest step, as ground needs, which must not gape.
    """
    start = np.flatnonzero(np.diff(corners.group, prepend=-1))
    low = np.minimum.reduceat(corners.position, start)
    size = (np.maximum.reduceat(corners.position, start) - low).max(axis=1)
    step = STEP_M * np.maximum(np.ceil(size / (65534 * STEP_M)), 1.0)
    if alike:
        step[:] = step.max()
    low = np.floor(low / step[:, None]) * step[:, None]
    number = np.repeat(np.arange(len(start)), np.diff(start, append=len(corners.group)))
    whole = np.zeros((len(corners.group), 4), np.uint16)
    whole[:, :3] = np.round((corners.position - low[number]) / step[number, None])
    return Chunks(np.append(start, len(whole)), low.round(6), step, whole)


class _Views:
    """Buffer views of a layer: one for every attribute, all chunks one after the other."""

    def __init__(
        self,
        asset: Gltf,
        corners: Corners,
        chunks: Chunks,
        ids: Sequence[Ids],
        *,
        normals: bool,
    ) -> None:
        self.asset, self.chunks, self.ids = asset, chunks, ids
        self.columns: dict[str, tuple[int, NDArray[Any], bool]] = {}
        self._column("POSITION", chunks.whole, width=3)
        if normals:
            padded = np.zeros((len(chunks.whole), 4), np.int8)
            padded[:, :3] = np.round(127 * vertex_normals(corners.position, corners.faces))
            self._column("NORMAL", padded, width=3, normalized=True)
        self._column("COLOR_0", corners.colour, normalized=True)
        for k, one in enumerate(ids):
            row = one.row[corners.triangle]
            self._column(f"_FEATURE_ID_{k}", np.where(row < 0, one.size, row).astype(np.float32))
        if corners.uv.any():
            self._column("TEXCOORD_0", corners.uv)
        self.face_start = np.searchsorted(
            corners.triangle_group,
            np.append(corners.group[chunks.start[:-1]], corners.group[-1] + 1),
        )
        shift = chunks.start[:-1].repeat(np.diff(self.face_start))
        self.faces = (corners.faces - shift[:, None]).ravel().astype(np.uint16)
        self.face_view = -1
        if len(self.faces):
            self.face_view = asset.buffer_view(self.faces.tobytes(), target=ELEMENT_ARRAY_BUFFER)

    def _column(
        self, name: str, data: NDArray[Any], *, width: int | None = None, normalized: bool = False
    ) -> None:
        """Add the values of an attribute, of each row the first `width`."""
        view = self.asset.buffer_view(
            data.tobytes(), byteStride=data.strides[0], target=ARRAY_BUFFER
        )
        self.columns[name] = (view, data[..., :width] if width else data, normalized)

    def primitive(self, k: int, *, plain: bool) -> dict[str, Any]:
        """Return chunk `k` without material; `plain` where it shows no image."""
        first, last = (int(place) for place in self.chunks.start[k : k + 2])
        attributes = {}
        for name, (view, values, normalized) in self.columns.items():
            if name == "TEXCOORD_0" and plain:
                continue
            attributes["_PLAIN_COLOR" if name == "COLOR_0" and not plain else name] = (
                self.asset.accessor(
                    view,
                    values[first:last],
                    start=first,
                    bounds=name == "POSITION",
                    normalized=normalized,
                )
            )
        primitive: dict[str, Any] = {"attributes": attributes}
        if self.face_view < 0:
            primitive["mode"] = _POINTS
        else:
            begin, end = (3 * int(face) for face in self.face_start[k : k + 2])
            primitive["indices"] = self.asset.accessor(
                self.face_view, self.faces[begin:end], start=begin
            )
        named = [
            fact
            for n, one in enumerate(self.ids)
            if (fact := self._feature_ids(n, one, first, last))
        ]
        return (
            {**primitive, "extensions": {FEATURES: {"featureIds": named}}} if named else primitive
        )

    def _feature_ids(self, number: int, ids: Ids, first: int, last: int) -> dict[str, Any] | None:
        """Return what the extension says of an id, None where no vertex of the chunk has one."""
        used = np.unique(self.columns[f"_FEATURE_ID_{number}"][1][first:last])
        count = int((used < ids.size).sum())
        fact = {
            "featureCount": count,
            "attribute": number,
            "label": ids.label,
            "nullFeatureId": ids.size,
        }
        if not count:
            return None
        return fact if ids.table < 0 else {**fact, "propertyTable": ids.table}
