"""Arrays -> binary glTF 2.0: buffer views, accessors, chunks."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from viewer.images import SurfaceImage

ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963
COMPONENT = {"int8": 5120, "uint8": 5121, "uint16": 5123, "uint32": 5125, "float32": 5126}
#: Numbers of OpenGL for what lies beyond the edges of an image (sec. 5.26 of the specification).
WRAP = {"repeat": 10497, "mirror": 33648, "clamp": 33071}
_KIND = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4"}


class Gltf:
    """A glTF asset in the making: JSON, and the bytes it refers to.

    References
    ----------
    .. [1] Khronos Group, glTF 2.0 Specification, 2021, sec. 3.6 (buffers, accessors), 4 (GLB).
    """

    def __init__(
        self, generator: str, extensions: tuple[str, ...] = (), required: tuple[str, ...] = ()
    ) -> None:
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
        if required:
            self.json["extensionsRequired"] = list(required)
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
            The rows it gives, as far apart as in the view.
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
            "byteOffset": start * values.strides[0],
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
