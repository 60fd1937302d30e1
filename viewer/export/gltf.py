"""Arrays -> binary glTF 2.0: buffer views, accessors, chunks."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from citygml.mesh import Mesh, unique_rows

if TYPE_CHECKING:
    from viewer.images import SurfaceImage
    from viewer.layers import Layer
    from viewer.textures import Texturing

ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963
COMPONENT = {"uint8": 5121, "uint16": 5123, "uint32": 5125, "float32": 5126}
#: Numbers of OpenGL for what lies beyond the edges of an image (sec. 5.26 of the specification).
WRAP = {"repeat": 10497, "mirror": 33648, "clamp": 33071}
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
            "textures": [],
            "images": [],
            "samplers": [],
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
    mesh: Mesh, label: NDArray[np.int64], group: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint32], NDArray[np.int64]]:
    """Vertices that no two groups and no two labels share, group after group.

    Parameters
    ----------
    mesh : Mesh
        Triangles.
    label : (t, 3) ndarray of int64
        What the corners of every triangle look like, see `corner_labels`.
    group : (t,) ndarray of int64
        Group of every triangle.

    Returns
    -------
    vertex_group : (v,) ndarray of int64
        Ascending.
    vertex : (v,) ndarray of int64
        Row of ``mesh.vertices``.
    index : (t, 3) ndarray of uint32
        Corners of the triangles in the order of their groups, rows of the new vertices.
    order : (t,) ndarray of int64
        The triangle of each row of `index`.
    """
    order = np.argsort(group, kind="stable")
    corner = np.column_stack(
        [
            np.repeat(group[order].astype(np.int64), 3),
            mesh.triangles[order].ravel(),
            label[order].ravel(),
        ]
    )
    first, inverse = unique_rows(corner)
    return (
        corner[first, 0],
        corner[first, 1],
        inverse.reshape(-1, 3).astype(np.uint32),
        order,
    )


def corner_labels(rgb: NDArray[np.uint8], texturing: Texturing | None = None) -> NDArray[np.int64]:
    """Return a number that two corners share where they look alike, (t, 3).

    Corners in one colour have its code, 0xrrggbb; corners of an image a number above these for
    every place in it.

    Examples
    --------
    >>> hex(corner_labels(np.array([(255, 0, 188)], np.uint8))[0, 0])
    '0xff00bc'
    """
    wide = rgb.astype(np.int64)
    label = np.repeat((wide[:, 0] << 16 | wide[:, 1] << 8 | wide[:, 2])[:, None], 3, axis=1)
    if texturing is not None:
        rows = np.flatnonzero(texturing.image_row >= 0)
        places = np.ascontiguousarray(texturing.uv[rows]).view(np.int32).reshape(-1, 2)
        label[rows] = (1 << 24) + unique_rows(places.astype(np.int64))[1].reshape(-1, 3)
    return label


class Corners(NamedTuple):
    """Vertices and triangles as glTF has them, group after group.

    Attributes
    ----------
    group : (v,) ndarray of int64
        Group of every vertex, ascending.
    position, normal : (v, 3) ndarray of float32
        y up. [m]
    colour : (v, 4) ndarray of uint16
        Linear, 65535 = 1.
    uv : (v, 2) ndarray of float32
        Place in the image; (0, 0) is its upper left corner.
    faces : (t, 3) ndarray of uint32
        Rows of the vertices.
    triangle_group : (t,) ndarray of int64
        Ascending.
    """

    group: NDArray[np.int64]
    position: NDArray[np.float32]
    normal: NDArray[np.float32]
    colour: NDArray[np.uint16]
    uv: NDArray[np.float32]
    faces: NDArray[np.uint32]
    triangle_group: NDArray[np.int64]


def layer_corners(
    layer: Layer, group: NDArray[np.int64], *, centre: NDArray[np.float64] | float = 0.0
) -> Corners:
    """Return the triangles of a layer with all that glTF says of their corners.

    Parameters
    ----------
    layer : Layer
        Mesh, colours and images.
    group : (t,) ndarray of int64
        Triangles of different groups share no vertex.
    centre : (3,) ndarray of float, optional
        Point that becomes (0, 0, 0). [m]
    """
    images = layer.images
    labels = corner_labels(layer.rgb, images)
    owner, vertex, index, order = grouped_corners(layer.mesh, labels, group)
    position = y_up(layer.mesh.vertices[vertex] - centre)
    rgb = np.zeros((len(vertex), 3), np.uint8)
    rgb[index] = layer.rgb[order][:, None, :]
    uv = np.zeros((len(vertex), 2), np.float32)
    if images is not None:
        shown = images.image_row[order] >= 0
        uv[index[shown]] = images.uv[order[shown]]
        uv[:, 1] = 1.0 - uv[:, 1]  # glTF counts from the upper edge of an image
    colour, normal = linear_colour(rgb, layer.opacity), vertex_normals(position, index)
    return Corners(owner, position, normal, colour, uv, index, group[order])


def material_of(opacity: float, name: str) -> dict[str, Any]:
    """Return a dull material whose colours come from the vertices."""
    fact: dict[str, Any] = {
        "name": name,
        "pbrMetallicRoughness": {"metallicFactor": 0.0, "roughnessFactor": 1.0},
        "doubleSided": True,
    }
    return fact if opacity == 1.0 else {**fact, "alphaMode": "BLEND"}


def image_material(asset: Gltf, image: SurfaceImage) -> int:
    """Embed an image and return the dull material that shows it."""
    wrap = WRAP[image.wrap]
    source = {
        "bufferView": asset.buffer_view(image.data),
        "mimeType": image.media_type,
        "name": image.name,
    }
    texture = {
        "source": asset.add("images", source),
        "sampler": asset.add("samplers", {"wrapS": wrap, "wrapT": wrap}),
    }
    material = material_of(1.0, image.name)
    shown = {"index": asset.add("textures", texture)}
    material["pbrMetallicRoughness"]["baseColorTexture"] = shown
    if image.has_alpha:
        material["alphaMode"] = "MASK"
    return asset.add("materials", material)
