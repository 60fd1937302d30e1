"""Triangles of a layer -> vertices and faces as glTF has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from citygml.mesh import Mesh, unique_rows

if TYPE_CHECKING:
    from citygml.model import CityModel
    from viewer.layers import Layer
    from viewer.textures import Texturing


def y_up(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """East, north, up -> the axes of glTF: x east, y up, z south.

    Examples
    --------
    >>> y_up(np.array([(1.0, 2.0, 3.0)])).tolist()
    [[1.0, 3.0, -2.0]]
    """
    east, north, up = np.asarray(points, dtype=np.float64).T
    return np.column_stack([east, up, -north])


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
    share = np.arange(256) / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    level = np.round(linear * 65535).astype(np.uint16)
    alpha = np.full((len(rgb), 1), round(opacity * 65535), np.uint16)
    return np.hstack([level[rgb], alpha])


def vertex_normals(
    position: NDArray[np.floating], index: NDArray[np.uint32]
) -> NDArray[np.float32]:
    """Return the unit normal of every vertex: of its triangles, weighted by their area.

    Vertices of a city belong to one polygon each, so that edges stay sharp. CesiumJS draws what has
    no normals without light.

    Examples
    --------
    >>> corners = np.array([(0, 0, 0), (0, 0, 1), (1, 0, 0)], np.float32)
    >>> vertex_normals(corners, np.array([(0, 1, 2)], np.uint32)).tolist()[0]
    [0.0, 1.0, 0.0]
    """
    a, b, c = np.moveaxis(position[index].astype(np.float64), 1, 0)
    area = np.repeat(np.cross(b - a, c - a), 3, axis=0)
    flat, count = index.ravel(), len(position)
    total = np.column_stack([np.bincount(flat, part, count) for part in area.T])
    length = np.linalg.norm(total, axis=1)
    total[length == 0.0] = (0.0, 1.0, 0.0)
    return (total / np.where(length > 0.0, length, 1.0)[:, None]).astype(np.float32)


def grouped_corners(
    mesh: Mesh, label: NDArray[np.int64], group: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint32], NDArray[np.int64]]:
    """Vertices that no two groups, labels or surfaces share, group after group.

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
        Row of ``mesh.vertices``, in the order in which the triangles name them.
    index : (t, 3) ndarray of uint32
        Corners of the triangles in the order of their groups, rows of the new vertices.
    order : (t,) ndarray of int64
        The triangle of each row of `index`.
    """
    order = np.argsort(group, kind="stable")
    vertex = mesh.triangles[order].ravel().astype(np.int64)
    owner = np.repeat(group[order].astype(np.int64), 3)
    columns = (vertex, owner, label[order].ravel(), np.repeat(mesh.surface_row[order], 3))
    # Most vertices look the same from all of their triangles; only the others are sorted.
    first_of = np.zeros(len(mesh.vertices), np.int64)
    first_of[vertex[::-1]] = np.arange(len(vertex))[::-1]
    first = first_of[vertex]
    other = np.flatnonzero(np.any([column[first] != column for column in columns], axis=0))
    if len(other):
        keys = np.column_stack([column[other].astype(np.int64) for column in columns])
        place, number = unique_rows(keys)
        first[other] = other[place][number]
    kept = np.zeros(len(vertex), dtype=bool)
    kept[first] = True
    index = (np.cumsum(kept) - 1)[first].reshape(-1, 3).astype(np.uint32)
    return owner[kept], vertex[kept], index, order


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
    position : (v, 3) ndarray of float64
        y up. [m]
    triangle : (v,) ndarray of int64
        A triangle of the layer to which the vertex belongs.
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
    position: NDArray[np.float64]
    triangle: NDArray[np.int64]
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
    triangle = np.zeros(len(vertex), np.int64)
    triangle[index] = order[:, None]
    uv = np.zeros((len(vertex), 2), np.float32)
    if images is not None:
        shown = images.image_row[order] >= 0
        uv[index[shown]] = images.uv[order[shown]]
        uv[:, 1] = 1.0 - uv[:, 1]  # glTF counts from the upper edge of an image
    colour = linear_colour(layer.rgb[triangle], layer.opacity)
    return Corners(owner, position, triangle, colour, uv, index, group[order])


def feature_rows(city: CityModel, layer: Layer) -> NDArray[np.int32]:
    """Row of features of every triangle (the building of a part), or point; -1 = none."""
    rows = layer.mesh.surface_row
    if layer.name in {"ground", "shadows", "samples"} or not len(rows):
        return np.full(len(layer.rgb), -1, dtype=np.int32)
    return np.asarray(city.root_row[city.surfaces.feature_row[rows]], dtype=np.int32)
