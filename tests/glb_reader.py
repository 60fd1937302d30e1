"""A GLB read byte by byte, without the package's own writer."""

from __future__ import annotations

import json
import struct
from itertools import pairwise

import numpy as np

TYPE_OF = {5120: np.int8, 5121: np.uint8, 5123: np.uint16, 5125: np.uint32, 5126: np.float32}
WIDTH = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4}


def glb_parts(data: bytes) -> tuple[dict, bytes]:
    """JSON and binary chunk of a GLB; every length in it is checked."""
    magic, version, total = struct.unpack_from("<4sII", data)
    assert (magic, version, total) == (b"glTF", 2, len(data))
    size, kind = struct.unpack_from("<I4s", data, 12)
    assert kind == b"JSON"
    asset = json.loads(data[20 : 20 + size])
    body_size, kind = struct.unpack_from("<I4s", data, 20 + size)
    assert kind == b"BIN\0"
    body = data[28 + size :]
    assert len(body) == body_size == asset["buffers"][0]["byteLength"]
    return asset, body


def accessor_values(asset: dict, body: bytes, number: int) -> np.ndarray:
    fact = asset["accessors"][number]
    buffer = asset["bufferViews"][fact["bufferView"]]
    dtype, width = TYPE_OF[fact["componentType"]], WIDTH[fact["type"]]
    start, item = buffer["byteOffset"] + fact["byteOffset"], np.dtype(dtype).itemsize
    stride = buffer.get("byteStride", width * item)
    assert stride % 4 == 0 or "byteStride" not in buffer  # sec. 3.6.2.4
    size = (fact["count"] - 1) * stride + width * item
    assert start + size <= buffer["byteOffset"] + buffer["byteLength"]
    found = np.ndarray(
        (fact["count"], width), dtype, buffer=body, offset=start, strides=(stride, item)
    )
    if "min" in fact:
        np.testing.assert_array_equal(fact["min"], found.min(axis=0))
        np.testing.assert_array_equal(fact["max"], found.max(axis=0))
    return found


def chunks_of(asset: dict, body: bytes, layer: str) -> list[dict]:
    """Chunks of a layer of a quantized GLB: attributes by name, faces, positions east-north-up."""
    found = []
    for number in node_named(asset, layer)["children"]:
        node = asset["nodes"][number]
        (primitive,) = asset["meshes"][node["mesh"]]["primitives"]
        chunk = {
            name: accessor_values(asset, body, place)
            for name, place in primitive["attributes"].items()
        }
        east, up, south = (chunk["POSITION"] * node["scale"] + node["translation"]).T
        chunk["place"] = np.column_stack([east, -south, up])
        if "indices" in primitive:
            chunk["faces"] = accessor_values(asset, body, primitive["indices"]).reshape(-1, 3)
        found.append({**chunk, "node": node, "primitive": primitive})
    return found


def node_named(asset: dict, name: str) -> dict:
    return next(node for node in asset["nodes"] if node.get("name") == name)


def property_rows(asset: dict, body: bytes) -> list[dict]:
    """Rows of the only property table; None where a value is its ``noData``."""
    metadata = asset["extensions"]["EXT_structural_metadata"]
    (table,) = metadata["propertyTables"]
    schema = metadata["schema"]["classes"][table["class"]]["properties"]
    assert set(schema) == set(table["properties"])

    def view(number: int) -> bytes:
        fact = asset["bufferViews"][number]
        assert fact["byteOffset"] % 8 == 0  # sec. "Binary Property Table Format"
        return body[fact["byteOffset"] : fact["byteOffset"] + fact["byteLength"]]

    columns = {}
    for key, fact in schema.items():
        place = table["properties"][key]
        data = view(place["values"])
        if fact["type"] == "STRING":
            ends = np.frombuffer(view(place["stringOffsets"]), np.uint32)
            assert len(ends) == table["count"] + 1
            values = [data[a:b].decode() for a, b in pairwise(ends)]
        else:
            values = np.frombuffer(data, np.float64).tolist()
        assert len(values) == table["count"]
        columns[fact["name"]] = [None if v == fact["noData"] else v for v in values]
    return [{key: column[row] for key, column in columns.items()} for row in range(table["count"])]
