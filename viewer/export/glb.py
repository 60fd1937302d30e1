"""View -> GLB: a node for every layer, and in it one for every feature."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from viewer.export.attributes import Attributes, feature_attributes
from viewer.export.gltf import (
    ARRAY_BUFFER,
    ELEMENT_ARRAY_BUFFER,
    Gltf,
    grouped_corners,
    linear_colour,
    vertex_normals,
    y_up,
)
from viewer.files import replaced
from viewer.layers import Layer

if TYPE_CHECKING:
    from viewer.scene import View

GENERATOR = "plateau-analysis"
#: Layers that are no thing of the city.
LEFT_OUT = frozenset({"shadows", "samples"})


def write_glb(path: str | Path, view: View) -> Path:
    """Write binary glTF: y up, metres from the origin of the city, colours per vertex.

    Every feature is a node that has its id as name and its attributes as ``extras``; parts of a
    building are in the node of the building. The scene's ``extras`` say origin, reference system
    and source.

    Parameters
    ----------
    path : str or Path
        The file to write.
    view : View
        What to write; sample points, cameras and shadows are left out.

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
    """
    asset = Gltf(GENERATOR)
    city = view.city
    attributes = feature_attributes(city, view.table)
    roots = []
    for layer in view.layers:
        if len(layer.mesh) and layer.name not in LEFT_OUT:
            roots.append(_layer_node(asset, view, layer, attributes))
    asset.json["scenes"][0] = {
        "nodes": roots,
        "extras": {
            "origin_m": list(city.origin),
            "crs": city.crs.to_string(),
            "source": city.provenance.get("source", ""),
        },
    }
    with replaced(path) as temporary:
        temporary.write_bytes(asset.to_bytes())
    return Path(path)


def _layer_node(asset: Gltf, view: View, layer: Layer, attributes: list[Attributes]) -> int:
    """Add a layer; terrain is one mesh, everything else one per feature."""
    city = view.city
    rows = layer.mesh.surface_row
    group = np.full(len(rows), -1, dtype=np.int32)
    if layer.name != "ground":
        group[:] = city.root_row[city.surfaces.feature_row[rows]]
    material = asset.add("materials", material_of(layer.opacity, layer.name))
    meshes = feature_meshes(asset, layer, group, material)
    if layer.name == "ground":
        return asset.add("nodes", {"name": layer.name, "mesh": meshes[-1]})
    ids = city.features.index
    children = [
        asset.add("nodes", {"name": str(ids[row]), "mesh": mesh, "extras": attributes[row]})
        for row, mesh in meshes.items()
    ]
    return asset.add("nodes", {"name": layer.name, "children": children})


def material_of(opacity: float, name: str) -> dict[str, Any]:
    """Return a dull material whose colours come from the vertices."""
    fact: dict[str, Any] = {
        "name": name,
        "pbrMetallicRoughness": {"metallicFactor": 0.0, "roughnessFactor": 1.0},
        "doubleSided": True,
    }
    return fact if opacity == 1.0 else {**fact, "alphaMode": "BLEND"}


def feature_meshes(
    asset: Gltf, layer: Layer, group: NDArray[np.int32], material: int
) -> dict[int, int]:
    """Add a mesh for every group of triangles of a layer; return mesh by group."""
    owner, vertex, index, order = grouped_corners(layer.mesh, layer.rgb, group)
    position = y_up(layer.mesh.vertices[vertex])
    rgb = np.zeros((len(vertex), 3), np.uint8)
    rgb[index] = layer.rgb[order][:, None, :]
    colour, normal = linear_colour(rgb, layer.opacity), vertex_normals(position, index)
    groups, vertex_start = np.unique(owner, return_index=True)
    triangle_start = np.searchsorted(group[order], groups)
    vertex_end = np.append(vertex_start[1:], len(owner))
    triangle_end = np.append(triangle_start[1:], len(index))
    local = (index - np.repeat(vertex_start, triangle_end - triangle_start)[:, None]).ravel()
    local = local.astype(np.uint32)
    views = (
        asset.buffer_view(position.tobytes(), byteStride=12, target=ARRAY_BUFFER),
        asset.buffer_view(colour.tobytes(), byteStride=8, target=ARRAY_BUFFER),
        asset.buffer_view(local.tobytes(), target=ELEMENT_ARRAY_BUFFER),
        asset.buffer_view(normal.tobytes(), byteStride=12, target=ARRAY_BUFFER),
    )
    found = {}
    for row, v0, v1, t0, t1 in zip(
        groups.tolist(), vertex_start, vertex_end, triangle_start, triangle_end, strict=True
    ):
        primitive = {
            "attributes": {
                "POSITION": asset.accessor(views[0], position[v0:v1], start=int(v0), bounds=True),
                "NORMAL": asset.accessor(views[3], normal[v0:v1], start=int(v0)),
                "COLOR_0": asset.accessor(views[1], colour[v0:v1], start=int(v0), normalized=True),
            },
            "indices": asset.accessor(views[2], local[3 * t0 : 3 * t1], start=3 * int(t0)),
            "material": material,
        }
        found[row] = asset.add("meshes", {"primitives": [primitive]})
    return found
