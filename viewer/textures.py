"""Appearance of a city -> colours and images of the triangles of a layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from citygml.mesh import Mesh, unique_rows
from citygml.model import CityModel
from citygml.surfaces import SurfaceTable
from viewer.images import SurfaceImage, Wrap, surface_image

if TYPE_CHECKING:
    from viewer.layers import Layer

#: Points of a polygon and of a triangle closer than this are one. [m]
SAME_POINT_M = 1e-4
#: More images than this are not drawn: each is a mesh of its own.
MOST_IMAGES = 2000
#: The theme that PLATEAU's files give their photographs. [1]_
#:
#: .. [1] Ministry of Land, Infrastructure, Transport and Tourism, 3D都市モデル標準製品仕様書
#:    (standard product specification), appearance: theme "rgbTexture".
PHOTOGRAPHS = "rgbTexture"
_WRAPS: dict[str, Wrap] = {"": "repeat", "wrap": "repeat", "mirror": "mirror"}
_DIFFUSE = ["diffuse_red", "diffuse_green", "diffuse_blue"]


@dataclass(frozen=True, slots=True, eq=False)
class Texturing:
    """Which triangles of a layer show which part of which image.

    Attributes
    ----------
    images : tuple of SurfaceImage
        The images.
    image_row : (t,) ndarray of int32
        Row of `images` of every triangle, -1 = its plain colour.
    uv : (t, 3, 2) ndarray of float32
        Place of each corner in the image: (0, 0) is its lower left corner, (1, 1) the upper right.
    """

    images: tuple[SurfaceImage, ...]
    image_row: NDArray[np.int32]
    uv: NDArray[np.float32]


def part_of(layer: Layer, rows: NDArray[np.int64]) -> Layer:
    """Return some triangles of a layer as a layer of their own, with their colours and images."""
    whole = layer.texturing
    texturing = None
    if whole is not None:
        texturing = Texturing(whole.images, whole.image_row[rows], whole.uv[rows])
    rgb = layer.rgb[rows]
    return replace(
        layer,
        mesh=layer.mesh.submesh(rows),
        rgb=rgb,
        base_rgb=rgb if layer.rgb is layer.base_rgb else layer.base_rgb[rows],
        table_row=layer.table_row[rows],
        texturing=texturing,
    )


def with_building_looks(
    city: CityModel, layers: tuple[Layer, ...]
) -> tuple[tuple[Layer, ...], tuple[str, ...]]:
    """Return the layers, buildings with the looks of the files, and a line on what is missing."""
    found = [
        with_looks(city, layer) if layer.name == "buildings" else (layer, ()) for layer in layers
    ]
    return tuple(layer for layer, _ in found), tuple(line for _, lines in found for line in lines)


def with_looks(city: CityModel, layer: Layer) -> tuple[Layer, tuple[str, ...]]:
    """Give a layer the materials and images that the files say its surfaces have.

    Of a material its diffuse colour is taken. The theme is that with the most images on the
    surfaces of the layer, else with the most materials.

    Parameters
    ----------
    city : CityModel
        Read with ``appearance=True``; otherwise the layer comes back as it is.
    layer : Layer
        Its triangles were cut from the surfaces of the city.

    Returns
    -------
    layer : Layer
        With ``texturing`` where an image can be read.
    notes : tuple of str
        A line where some cannot.
    """
    looks = city.appearance
    if looks is None or not looks.themes or not len(layer.mesh):
        return layer, ()
    rows = layer.mesh.surface_row

    def shown(name: str) -> tuple[int, int, bool]:
        theme = looks.themes[name]
        textured, coloured = theme.texture_row[rows] >= 0, theme.material_row[rows] >= 0
        return int(textured.sum()), int(coloured.sum()), name == PHOTOGRAPHS

    theme = looks.themes[max(looks.themes, key=shown)]
    layer = _with_materials(city, layer, theme.material_row[rows])
    textured = np.flatnonzero(theme.texture_row[rows] >= 0)
    if not len(textured):
        return layer, ()
    images, image_of_texture, notes = _images(city, np.unique(theme.texture_row[rows[textured]]))
    image_row = np.full(len(rows), -1, dtype=np.int32)
    image_row[textured] = image_of_texture[theme.texture_row[rows[textured]]]
    uv = np.full((len(rows), 3, 2), np.nan, dtype=np.float32)
    point = corner_points(city.surfaces, layer.mesh, textured)
    uv[textured] = np.where(point[:, :, None] >= 0, theme.uv[point], np.nan)
    image_row[~np.isfinite(uv).all(axis=(1, 2))] = -1
    if not (image_row >= 0).any():
        return layer, notes
    return replace(layer, texturing=Texturing(images, image_row, _near_origin(uv))), notes


def _with_materials(city: CityModel, layer: Layer, material: NDArray[np.int32]) -> Layer:
    """Return the layer in the diffuse colours of its materials, neighbours left grey."""
    looks = city.appearance
    context = city.features["is_context"].to_numpy(dtype=bool)
    material = np.where(
        context[city.surfaces.feature_row[layer.mesh.surface_row]], np.int32(-1), material
    )
    if looks is None or not (material >= 0).any():
        return layer
    share = looks.materials[_DIFFUSE].to_numpy(dtype=np.float64)
    known = material >= 0
    known[known] = np.isfinite(share[material[known]]).all(axis=1)
    own = layer.base_rgb.copy()
    own[known] = np.round(255 * np.clip(share[material[known]], 0.0, 1.0)).astype(np.uint8)
    is_plain = layer.rgb is layer.base_rgb
    return replace(layer, base_rgb=own, rgb=own if is_plain else layer.rgb)


def _images(
    city: CityModel, used: NDArray[np.int32]
) -> tuple[tuple[SurfaceImage, ...], NDArray[np.int32], tuple[str, ...]]:
    """Return images, the image of every texture (-1 = none), and a line on those missing."""
    looks = city.appearance
    paths = [] if looks is None else looks.textures["image"].astype(str).tolist()
    modes = [] if looks is None else looks.textures["wrap_mode"].astype(str).tolist()
    image_of_texture = np.full(len(paths), -1, dtype=np.int32)
    found: list[SurfaceImage] = []
    known: dict[tuple[str, Wrap], int] = {}
    missing: list[str] = []
    for row in used.tolist():
        wanted = (paths[row], _WRAPS.get(modes[row], "clamp"))
        if wanted not in known:
            image = surface_image(*wanted) if len(found) < MOST_IMAGES else None
            known[wanted] = -1 if image is None else len(found)
            if image is None:
                missing.append(paths[row])
            else:
                found.append(image)
        image_of_texture[row] = known[wanted]
    return tuple(found), image_of_texture, missing_images_note(missing, len(known))


def missing_images_note(missing: Sequence[str], count: int) -> tuple[str, ...]:
    """Return a line on images that could not be read, none where all could.

    Examples
    --------
    >>> missing_images_note(["a/wall.jpg"], 3)[0][:37]
    '1 of 3 images of surfaces are missing'
    """
    if not missing:
        return ()
    first = f" (the first: {missing[0]})" if missing[0] else ""
    return (
        f"{len(missing)} of {count} images of surfaces are missing or cannot be read{first}; "
        "these surfaces are shown in plain colours",
    )


def corner_points(
    surfaces: SurfaceTable, mesh: Mesh, triangles: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Point of its polygon that each corner of a triangle is, (k, 3) rows of coords, -1 = none.

    Found by place, so that it also holds for a mesh that was cut, turned or welded.

    Parameters
    ----------
    surfaces : SurfaceTable
        The polygons.
    mesh : Mesh
        Triangles cut from them.
    triangles : (k,) ndarray of int64
        Which of these.
    """
    surface = mesh.surface_row[triangles]
    used = np.zeros(len(surfaces), dtype=bool)
    used[surface] = True
    point = np.flatnonzero(used[surfaces.surface_of_coord])
    corners = mesh.vertices[mesh.triangles[triangles]].reshape(-1, 3)
    owner = np.concatenate([surfaces.surface_of_coord[point], np.repeat(surface, 3)])
    place = np.concatenate([surfaces.coords[point], corners])
    keys = np.column_stack([owner, np.round(place / SAME_POINT_M).astype(np.int64)])
    first, label = unique_rows(keys)
    match = first[label[len(point) :]]
    is_point = match < len(point)
    found = np.where(is_point, point[np.where(is_point, match, 0)], -1)
    return np.asarray(found.reshape(-1, 3))


def _near_origin(uv: NDArray[np.float32]) -> NDArray[np.float32]:
    """Move every triangle by whole images to (0, 0): far from it float32 blurs an image.

    By even numbers, so that images that are mirrored beyond their edges stay as they are; places
    within one image are not moved, so that those which do not repeat stay too.
    """
    lowest = uv.min(axis=1, keepdims=True)
    return np.asarray(uv - 2.0 * np.floor(lowest / 2.0) * (abs(lowest) >= 2.0), dtype=np.float32)
