"""View -> one HTML page to click; needs no graphics library.

The page holds everything: three.js from the copy inside the installed trimesh, triangles as whole
centimetres, deflated, every column of the result, and a script of our own (`page.js`). It asks the
network for nothing; its content security policy forbids that.

Why no GLB with KHR_mesh_quantization: its coordinates have 16 bits, 8.8 cm in a town of 5.8 km; it
has no place for the row of a result per triangle; and it is larger, because vertices repeat their
colour and feature (figures: `docs/performance.md`). `View.glb` writes GLB for other programs.
"""

from __future__ import annotations

import base64
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from citygml.errors import CityModelError
from viewer.files import replaced
from viewer.framing import standpoint
from viewer.layers import Layer, Solids, solids_of
from viewer.legend import LAYER_KIND
from viewer.page_data import attribute_columns, page_columns, palette_of
from viewer.source import source_line
from viewer.style import (
    CAMERA,
    CONTEXT,
    NOT_AVAILABLE,
    SURFACE_COLOURS,
    TEXT,
    WALL_BESIDE_RESULT,
    Language,
)
from viewer.sun import AMBIENT, SUN, SUN_DIRECTION, day_paths
from viewer.textures import Texturing, part_of

if TYPE_CHECKING:
    from viewer.scene import View

#: Coordinates of the page are whole multiples of this. [m]
RESOLUTION_M = 0.01
#: Images of surfaces in one page; with more of them it is too large to send. [byte]
MOST_IMAGE_BYTES = 6_000_000
#: The flood slider reaches from the lowest ground to this far above it. [m]
FLOOD_REACH_M = 25.0
LANGUAGES: tuple[Language, ...] = ("en", "ja")
_CORE_END = '"__esModule",{value:!0})}));'


def write_html(path: str | Path, view: View) -> Path:
    """Write one self-contained page: turn, zoom, click, choose columns, move sun and water.

    Parameters
    ----------
    path : str or Path
        The file to write.
    view : View
        What to show.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    CityModelError
        If the file cannot be written, or trimesh no longer carries three.js.
    """
    from jinja2 import Environment

    here = files("viewer")
    template = here.joinpath("page.html.j2").read_text(encoding="utf-8")
    page = Environment(autoescape=True).from_string(template)
    facts, buffers = page_content(view)
    text = page.render(
        title=view.title or view.city.provenance.get("dataset") or "plateau",
        lang=view.asked,
        text=page_text()[view.asked],
        three=three_js(),
        script=here.joinpath("page.js").read_text(encoding="utf-8"),
        meta=packed_json(facts),
        buffers={name: base64_deflated(data) for name, data in buffers.items()},
        source=source_text(view),
    )
    with replaced(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
    return Path(path)


@cache
def page_text() -> Mapping[Language, Mapping[str, str]]:
    """Words of the page by language."""
    words = json.loads(files("viewer").joinpath("page_text.json").read_text(encoding="utf-8"))
    return {lang: {name: said[lang] for name, said in words.items()} for lang in LANGUAGES}


def source_text(view: View) -> str:
    """Return the source line as browsers show it: they have fonts of their own."""
    return view.city.provenance.get("source") or source_line(view.city)


@cache
def three_js() -> str:
    """Return the core of three.js from the viewer template of the installed trimesh.

    Raises
    ------
    CityModelError
        If the template is not where it was.
    """
    import trimesh.resources

    try:
        archive = trimesh.resources.get_bytes("templates/viewer.zip")
        with zipfile.ZipFile(BytesIO(archive)) as opened:
            template = opened.read(opened.namelist()[0]).decode("utf-8")
    except (OSError, ValueError, zipfile.BadZipFile, IndexError) as error:
        raise CityModelError(_three_problem()) from error
    start = template.find("/**\n * @license")
    end = template.find(_CORE_END, start)
    if start < 0 or end < 0 or "Three.js Authors" not in template[start : start + 200]:
        raise CityModelError(_three_problem())
    return template[start : end + len(_CORE_END)]


def _three_problem() -> str:
    from trimesh import __version__

    return (
        f"trimesh {__version__} carries no three.js in its viewer template; the page needs it; "
        "install the trimesh of requirements.lock"
    )


def page_content(view: View) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return the facts of the page and its binary parts by name."""
    layers = page_layers(view)
    columns, buffers = page_columns(view)
    attributes, attribute_buffers = attribute_columns(view)
    buffers |= attribute_buffers
    for i, layer in enumerate(layers):
        buffers |= {f"{i}.{part}": data for part, data in layer_buffers(view, layer).items()}
    if len(view.lines):
        buffers["lines"] = view.lines.astype(np.float32).tobytes()
    at = view.at or standpoint(view.city, layers)
    away = 1.0 if view.at else 1.25  # legend and foot lie over the page
    facts = {
        "lang": view.asked,
        "text": page_text(),
        "layers": [_layer_facts(layer, solids_of(view.city)) for layer in layers],
        "lines": len(view.lines),
        "camera_colour": list(CAMERA),
        "camera": {
            "position": (at.focus + away * (at.position - at.focus)).round(2).tolist(),
            "focus": at.focus.round(2).tolist(),
            "angle_deg": view.view_angle_deg,
        },
        "sun": {"direction": SUN_DIRECTION.round(4).tolist(), "sun": SUN, "ambient": AMBIENT},
        "days": day_paths(view.city),
        "flood": flood_range(view, layers),
        "columns": columns,
        "column": view.coloring.column if view.coloring else "",
        "pale": {"walls": list(WALL_BESIDE_RESULT), "context": list(CONTEXT)},
        "missing": list(NOT_AVAILABLE),
        "attributes": attributes,
        "ids": [str(name) for name in view.city.features.index],
        "row_ids": [] if view.table is None else [str(name) for name in view.table.index],
    }
    return facts, buffers


def page_layers(view: View) -> list[Layer]:
    """Return what the page shows; the browser casts shadows itself.

    Triangles come in the order of their images, and images only where they fit into the page.
    """
    fits = not images_left_out(view)
    found = []
    for layer in view.layers:
        texturing = layer.texturing
        if texturing is not None:
            order = np.argsort(texturing.image_row, kind="stable")
            layer = part_of(layer, order) if fits else replace(layer, texturing=None)
        found.append(layer)
    return [layer for layer in found if layer.name != "shadows"]


def images_left_out(view: View) -> tuple[str, ...]:
    """Return a line where the images of surfaces are too large for a page, none where they fit."""
    images = [image for layer in view.layers if layer.texturing for image in layer.texturing.images]
    size = sum(len(image.data) for image in images)
    if size <= MOST_IMAGE_BYTES:
        return ()
    return (
        f"{len(images)} images of surfaces are {size / 1e6:.0f} MB; a page takes "
        f"{MOST_IMAGE_BYTES / 1e6:.0f} MB and shows plain colours; choose fewer tiles",
    )


def flood_range(view: View, layers: list[Layer]) -> dict[str, float] | None:
    """Return the lowest and the highest level of the water slider from the origin. [m]"""
    low = [layer.mesh.bounds[0, 2] for layer in layers if layer.name in {"ground", "buildings"}]
    if not low or not len(view.city.mesh):
        return None
    bottom = float(np.floor(max(min(low), view.city.mesh.bounds[0, 2] - 2.0)))
    return {"low": bottom, "high": bottom + FLOOD_REACH_M, "origin": float(view.city.origin[2])}


def _layer_facts(layer: Layer, solids: Solids) -> dict[str, Any]:
    low, _ = quantised(layer.points if len(layer.points) else layer.mesh.vertices)
    kind = LAYER_KIND.get(layer.name)
    label = solids if layer.name == "buildings" else layer.name
    return {
        "name": layer.name,
        "label": {lang: TEXT[lang][label] for lang in LANGUAGES},
        "colour": None if kind is None else list(SURFACE_COLOURS[kind]),
        "opacity": layer.opacity,
        "points": bool(len(layer.points)),
        "low": low.tolist(),
        "step": RESOLUTION_M,
        **_image_facts(layer.texturing),
    }


def _image_facts(texturing: Texturing | None) -> dict[str, Any]:
    """Return the images, and where the triangles of each end: those without any come first."""
    images = () if texturing is None else texturing.images
    facts = [
        {"type": image.media_type, "wrap": image.wrap, "alpha": image.has_alpha} for image in images
    ]
    if texturing is None:
        return {"images": facts}
    count = np.bincount(texturing.image_row + 1, minlength=len(images) + 1)
    return {"images": facts, "image_ends": np.cumsum(count).tolist()}


def layer_buffers(view: View, layer: Layer) -> dict[str, bytes]:
    """Triangles of a layer, the colour of what they are, their row and their feature."""
    _, whole = quantised(layer.points if len(layer.points) else layer.mesh.vertices)
    flat = layer.mesh.triangles.ravel()
    palette, colour = palette_of(layer.base_rgb)
    images: dict[str, bytes] = {}
    if layer.texturing is not None:
        images = {f"image.{k}": image.data for k, image in enumerate(layer.texturing.images)}
        images["uv"] = layer.texturing.uv[layer.texturing.image_row >= 0].tobytes()
    return {
        **images,
        # Neighbours in the list are neighbours in space: differences deflate to half.
        "position": np.diff(whole, axis=0, prepend=whole[:1] * 0).tobytes(),
        "index": np.diff(flat, prepend=0).astype(np.int32).tobytes(),
        "palette": palette.tobytes(),
        "colour": colour.tobytes(),
        "row": stepped(layer.table_row),
        "feature": stepped(_feature_rows(view, layer)),
    }


def stepped(rows: NDArray[np.int32]) -> bytes:
    """Return numbers as their differences: runs of the same row deflate to almost nothing."""
    return np.diff(rows, prepend=0).astype(np.int32).tobytes()


def quantised(points: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Points as whole multiples of `RESOLUTION_M` from their lowest corner.

    Returns
    -------
    low : (3,) ndarray of float64
        [m]
    whole : (n, 3) ndarray of int32

    Examples
    --------
    >>> quantised(np.array([(1.0, 2.0, 3.0), (1.5, 2.0, 3.25)]))[1].tolist()
    [[0, 0, 0], [50, 0, 25]]
    """
    if not len(points):
        return np.zeros(3), np.zeros((0, 3), np.int32)
    low = points.min(axis=0)
    whole = np.round((points - low) / RESOLUTION_M).astype(np.int32)
    return low, whole


def _feature_rows(view: View, layer: Layer) -> NDArray[np.int32]:
    """Row of features of every triangle (the building of a part), -1 = none."""
    if layer.name in {"ground", "shadows"} or not len(layer.mesh):
        return np.full(len(layer.rgb), -1, dtype=np.int32)
    city = view.city
    owner = city.surfaces.feature_row[layer.mesh.surface_row]
    return np.asarray(city.root_row[owner], dtype=np.int32)


def base64_deflated(data: bytes) -> str:
    """Return bytes deflated (zlib) and in base 64."""
    return base64.b64encode(zlib.compress(data, level=6)).decode("ascii")


def packed_json(facts: Mapping[str, Any]) -> str:
    """Return JSON, deflated and in base 64: no text of a file can end the script around it."""
    return base64_deflated(json.dumps(facts, ensure_ascii=False, allow_nan=False).encode("utf-8"))
