"""View -> GLB: a node for every layer, and in it one for every feature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from viewer.export.attributes import Attributes, feature_attributes
from viewer.export.corners import Corners, feature_rows, layer_corners, vertex_normals
from viewer.export.gltf import (
    ARRAY_BUFFER,
    ELEMENT_ARRAY_BUFFER,
    Gltf,
    image_material,
    material_of,
)
from viewer.export.metadata import EXTENSIONS, feature_columns, property_table
from viewer.export.quantized import QUANTIZATION, Ids, quantized_layer
from viewer.files import replaced
from viewer.layers import Layer

if TYPE_CHECKING:
    from viewer.scene import View

GENERATOR = "plateau-analysis"
#: Layers that are no thing of the city.
LEFT_OUT = frozenset({"shadows", "samples"})


def write_glb(path: str | Path, view: View, *, quantized: bool = False) -> Path:
    """Write binary glTF: y up, metres from the origin of the city, colours per vertex.

    Every feature is a node that has its id as name and its attributes as ``extras``; parts of a
    building are in the node of the building. Images that surfaces show are embedded. The scene's
    ``extras`` say origin, reference system and source.

    A quantized file is less than half as large: coordinates are whole centimetres in 16 bits [2]_,
    what stands together is one mesh, and every vertex names its feature, whose id, attributes and
    results are a property table [3]_. Programs that do not know the first extension refuse it.

    Parameters
    ----------
    path : str or Path
        The file to write.
    view : View
        What to write; sample points, cameras and shadows are left out.
    quantized : bool
        Whether coordinates have 16 bits and features are rows of a table, not nodes.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    CityModelError
        If the file cannot be written.

    References
    ----------
    .. [1] Khronos Group, glTF 2.0 Specification, 2021.
    .. [2] Khronos Group, KHR_mesh_quantization, extension of glTF 2.0, 2020.
    .. [3] Cesium, EXT_mesh_features and EXT_structural_metadata, extensions of glTF 2.0, 2023.
    """
    city = view.city
    layers = [layer for layer in view.layers if len(layer.mesh) and layer.name not in LEFT_OUT]
    asset = _of_tables(view, layers) if quantized else _of_nodes(view, layers)
    asset.json["scenes"][0] |= {
        "extras": {
            "origin_m": list(city.origin),
            "crs": city.crs.to_string(),
            "source": city.provenance.get("source", ""),
        },
    }
    with replaced(path) as temporary:
        temporary.write_bytes(asset.to_bytes())
    return Path(path)


def _of_nodes(view: View, layers: Sequence[Layer]) -> Gltf:
    """Return an asset with a node for every feature."""
    asset = Gltf(GENERATOR)
    attributes = feature_attributes(view.city, view.table)
    asset.json["scenes"][0]["nodes"] = [
        _layer_node(asset, view, layer, attributes) for layer in layers
    ]
    return asset


def _of_tables(view: View, layers: Sequence[Layer]) -> Gltf:
    """Return an asset with few meshes and a table of the features."""
    asset = Gltf(GENERATOR, (QUANTIZATION, *EXTENSIONS), (QUANTIZATION,))
    count = len(view.city.features)
    asset.json["scenes"][0]["nodes"] = [
        quantized_layer(asset, layer, [Ids(feature_rows(view.city, layer), count, "feature", 0)])
        for layer in layers
    ]
    property_table(asset, feature_columns(view))
    return asset


def _layer_node(asset: Gltf, view: View, layer: Layer, attributes: list[Attributes]) -> int:
    """Add a layer; terrain is one mesh, everything else one per feature."""
    group = feature_rows(view.city, layer)
    material = asset.add("materials", material_of(layer.opacity, layer.name))
    meshes = feature_meshes(asset, layer, group, material)
    if layer.name == "ground":
        return asset.add("nodes", {"name": layer.name, "mesh": meshes[-1]})
    ids = view.city.features.index
    children = [
        asset.add("nodes", {"name": str(ids[row]), "mesh": mesh, "extras": attributes[row]})
        for row, mesh in meshes.items()
    ]
    return asset.add("nodes", {"name": layer.name, "children": children})


def feature_meshes(
    asset: Gltf, layer: Layer, group: NDArray[np.int32], material: int
) -> dict[int, int]:
    """Add a mesh for every group of triangles of a layer; return mesh by group.

    A mesh has a primitive for its plain triangles and one for each image that others show.
    """
    images = layer.images
    count = 1 if images is None else 1 + len(images.images)
    shown = np.full(len(group), -1) if images is None else images.image_row
    corners = layer_corners(layer, (group.astype(np.int64) + 1) * count + shown + 1)
    own = () if images is None else images.images
    materials = [material, *(image_material(asset, image) for image in own)]
    found: dict[int, list[dict[str, Any]]] = {}
    for code, primitive in _primitives(asset, corners, count):
        primitive["material"] = materials[code % count]
        found.setdefault(code // count - 1, []).append(primitive)
    return {
        row: asset.add("meshes", {"primitives": primitives}) for row, primitives in found.items()
    }


def _primitives(asset: Gltf, corners: Corners, count: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield every group, and its triangles as a primitive without material.

    Groups that are a multiple of `count` have colours, others places in an image.
    """
    groups, vertex_start = np.unique(corners.group, return_index=True)
    triangle_start = np.searchsorted(corners.triangle_group, groups)
    vertex_end = np.append(vertex_start[1:], len(corners.group))
    triangle_end = np.append(triangle_start[1:], len(corners.faces))
    shift = np.repeat(vertex_start, triangle_end - triangle_start)[:, None]
    local = (corners.faces - shift).ravel().astype(np.uint32)
    position, colour, uv = corners.position.astype(np.float32), corners.colour, corners.uv
    normal = vertex_normals(position, corners.faces)
    at, turned, look = (
        asset.buffer_view(data.tobytes(), byteStride=data.strides[0], target=ARRAY_BUFFER)
        for data in (position, normal, colour)
    )
    faces = asset.buffer_view(local.tobytes(), target=ELEMENT_ARRAY_BUFFER)
    place = -1
    if count > 1:
        place = asset.buffer_view(uv.tobytes(), byteStride=uv.strides[0], target=ARRAY_BUFFER)
    for code, v0, v1, t0, t1 in zip(
        *(rows.tolist() for rows in (groups, vertex_start, vertex_end)),
        *(rows.tolist() for rows in (triangle_start, triangle_end)),
        strict=True,
    ):
        attributes = {
            "POSITION": asset.accessor(at, position[v0:v1], start=v0, bounds=True),
            "NORMAL": asset.accessor(turned, normal[v0:v1], start=v0),
        }
        if code % count:
            attributes["TEXCOORD_0"] = asset.accessor(place, uv[v0:v1], start=v0)
        else:
            attributes["COLOR_0"] = asset.accessor(look, colour[v0:v1], start=v0, normalized=True)
        index = asset.accessor(faces, local[3 * t0 : 3 * t1], start=3 * t0)
        yield code, {"attributes": attributes, "indices": index}
