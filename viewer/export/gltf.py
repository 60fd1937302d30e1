"""Arrays -> binary glTF 2.0: buffer views, accessors, chunks."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citygml.mesh import Mesh, unique_rows

ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963
COMPONENT = {"uint8": 5121, "uint16": 5123, "uint32": 5125, "float32": 5126}
_KIND = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4"}


class Gltf:
    """A glTF asset in the making: JSON, and the bytes it refers to.

    References
    ----------
    .. [1] Khronos Group, glTF 2.0 Specification, 2021, sec. 3.6 (buffers, accessors), 4 (GLB).
    """

    def __init__(self, generator: str, extensions: tuple[str, ...] = ()) -> None:
        self.json: dict[str, Any] = {
            "asset": {"version": "2.0", "generator": generator},
            "scene": 0,
            "scenes": [{"nodes": []}],
            "nodes": [],
            "meshes": [],
            "materials": [],
            "accessors": [],
            "bufferViews": [],
            "buffers": [],
        }
        if extensions:
            self.json["extensionsUsed"] = list(extensions)
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, kind: str, item: dict[str, Any]) -> int:
        """Append to a list of the asset and return the place in it."""
        self.json[kind].append(item)
        return len(self.json[kind]) - 1

    def buffer_view(self, data: bytes, **facts: int) -> int:
        """Append bytes, aligned to eight, and return their buffer view."""
        gap = -self._size % 8
        self._parts += [b"\0" * gap, data]
        offset = self._size + gap
        self._size = offset + len(data)
        view = {"buffer": 0, "byteOffset": offset, "byteLength": len(data), **facts}
        return self.add("bufferViews", view)

    def accessor(
        self,
        view: int,
        values: NDArray[Any],
        *,
        start: int = 0,
        bounds: bool = False,
        normalized: bool = False,
    ) -> int:
        """Return an accessor to rows of a buffer view that holds nothing but such rows.

        Parameters
        ----------
        view : int
            The buffer view.
        values : (n,) or (n, k) ndarray
            The rows it gives.
        start : int
            Row of the view at which they begin.
        bounds : bool
            Whether lowest and highest value are stated, as positions must.
        normalized : bool
            Whether the largest integer stands for 1.
        """
        width = 1 if values.ndim == 1 else values.shape[1]
        fact: dict[str, Any] = {
            "bufferView": view,
            "byteOffset": start * width * values.itemsize,
            "componentType": COMPONENT[values.dtype.name],
            "count": len(values),
            "type": _KIND[width],
        }
        if normalized:
            fact["normalized"] = True
        if bounds:
            fact["min"] = np.atleast_1d(values.min(axis=0)).tolist()
            fact["max"] = np.atleast_1d(values.max(axis=0)).tolist()
        return self.add("accessors", fact)

    def to_bytes(self) -> bytes:
        """Return the GLB."""
        body = b"".join(self._parts)
        body += b"\0" * (-len(body) % 4)
        asset = {name: value for name, value in self.json.items() if value != []}
        if body:
            asset["buffers"] = [{"byteLength": len(body)}]
        text = json.dumps(asset, ensure_ascii=False, allow_nan=False).encode("utf-8")
        text += b" " * (-len(text) % 4)
        chunks = struct.pack("<I4s", len(text), b"JSON") + text
        if body:
            chunks += struct.pack("<I4s", len(body), b"BIN\0") + body
        return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


def y_up(points: NDArray[np.float64]) -> NDArray[np.float32]:
    """East, north, up -> the axes of glTF: x east, y up, z south.

    Examples
    --------
    >>> y_up(np.array([(1.0, 2.0, 3.0)])).tolist()
    [[1.0, 3.0, -2.0]]
    """
    east, north, up = np.asarray(points, dtype=np.float64).T
    return np.column_stack([east, up, -north]).astype(np.float32)


def linear_colour(rgb: NDArray[np.uint8], opacity: float) -> NDArray[np.uint16]:
    """Return sRGB colours as the linear ones of glTF, (n, 4), 65535 = 1.

    References
    ----------
    .. [1] IEC 61966-2-1:1999 (sRGB), equations 5 and 6; glTF 2.0, sec. 3.7.2.1 (COLOR_0 is linear).

    Examples
    --------
    >>> linear_colour(np.array([(255, 0, 188)], np.uint8), 1.0).tolist()
    [[65535, 0, 32957, 65535]]
    """
    share = rgb / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    alpha = np.full((len(rgb), 1), opacity)
    return np.round(np.hstack([linear, alpha]) * 65535).astype(np.uint16)


def vertex_normals(position: NDArray[np.float32], index: NDArray[np.uint32]) -> NDArray[np.float32]:
    """Return the unit normal of every vertex: of its triangles, weighted by their area.

    Vertices of a city belong to one polygon each, so that edges stay sharp. CesiumJS draws what has
    no normals without light.

    Examples
    --------
    >>> corners = np.array([(0, 0, 0), (0, 0, 1), (1, 0, 0)], np.float32)
    >>> vertex_normals(corners, np.array([(0, 1, 2)], np.uint32)).tolist()[0]
    [0.0, 1.0, 0.0]
    """
    a, b, c = np.moveaxis(position.astype(np.float64)[index], 1, 0)
    area = np.cross(b - a, c - a)
    total = np.zeros(position.shape)
    for corner in range(3):
        np.add.at(total, index[:, corner], area)
    length = np.linalg.norm(total, axis=1)
    total[length == 0.0] = (0.0, 1.0, 0.0)
    return (total / np.where(length > 0.0, length, 1.0)[:, None]).astype(np.float32)


def grouped_corners(
    mesh: Mesh, rgb: NDArray[np.uint8], group: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.uint32], NDArray[np.int64]]:
    """Vertices that no two groups and no two colours share, group after group.

    Parameters
    ----------
    mesh : Mesh
        Triangles.
    rgb : (t, 3) ndarray of uint8
        Colour of every triangle.
    group : (t,) ndarray of int32
        Group of every triangle.

    Returns
    -------
    vertex_group : (v,) ndarray of int32
        Ascending.
    vertex : (v,) ndarray of int64
        Row of ``mesh.vertices``.
    index : (t, 3) ndarray of uint32
        Corners of the triangles in the order of their groups, rows of the new vertices.
    order : (t,) ndarray of int64
        The triangle of each row of `index`.
    """
    order = np.argsort(group, kind="stable")
    wide = rgb[order].astype(np.int64)
    colour = wide[:, 0] << 16 | wide[:, 1] << 8 | wide[:, 2]
    corner = np.column_stack(
        [
            np.repeat(group[order].astype(np.int64), 3),
            mesh.triangles[order].ravel(),
            np.repeat(colour, 3),
        ]
    )
    first, inverse = unique_rows(corner)
    return (
        corner[first, 0].astype(np.int32),
        corner[first, 1],
        inverse.reshape(-1, 3).astype(np.uint32),
        order,
    )
