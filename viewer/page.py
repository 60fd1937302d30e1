"""View -> one HTML page to click; needs no graphics library.

The page holds everything: three.js and its reader of glTF from the copy inside the installed
trimesh, the scene as one GLB with ``KHR_mesh_quantization``, deflated, every column of the result,
and a script of our own (`page.js`). It asks the network for nothing; its content security policy
forbids that.

The GLB is that of `View.glb` with ``quantized=True`` but for three things: its colours are those
without a result, because the page paints columns itself; every vertex also names its row of the
result; and normals are left to the page, which makes them from the triangles.
"""

from __future__ import annotations

import base64
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from citygml.errors import CityModelError
from viewer.export.corners import feature_rows
from viewer.export.glb import GENERATOR
from viewer.export.gltf import Gltf
from viewer.export.quantized import FEATURES, QUANTIZATION, Ids, lines_node, quantized_layer
from viewer.files import replaced
from viewer.framing import likely_heights, standpoint
from viewer.layers import Layer, Solids, solids_of
from viewer.legend import LAYER_KIND
from viewer.page_data import attribute_columns, page_columns
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

if TYPE_CHECKING:
    from viewer.scene import View

#: Images of surfaces in one page; with more of them it is too large to send. [byte]
MOST_IMAGE_BYTES = 6_000_000
#: The flood slider reaches from the lowest ground to this far above it. [m]
FLOOD_REACH_M = 25.0
LANGUAGES: tuple[Language, ...] = ("en", "ja")
#: The scripts of the page, in this order.
SCRIPTS = ("page_scene.js", "page_motion.js", "page.js")
#: Where the core of three.js and its reader of glTF begin and end in the template.
_CORE = ("/**\n * @license", '"__esModule",{value:!0})}));')
_LOADER = ("(function(){class GLTFLoader", "THREE.GLTFLoader=GLTFLoader;})();")


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
        script="\n".join(here.joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS),
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
    """Return three.js and its GLTFLoader from the viewer template of the installed trimesh.

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
    parts = [_between(template, *ends) for ends in (_CORE, _LOADER)]
    if not all(parts) or "Three.js Authors" not in parts[0][:200] or QUANTIZATION not in parts[1]:
        raise CityModelError(_three_problem())
    return "\n".join(parts)


def _between(text: str, begin: str, end: str) -> str:
    """Return the part of a text with these ends, "" where there is none."""
    start = text.find(begin)
    stop = text.find(end, start)
    return "" if min(start, stop) < 0 else text[start : stop + len(end)]


def _three_problem() -> str:
    from trimesh import __version__

    return (
        f"trimesh {__version__} carries no three.js that reads glTF in its viewer template; "
        "the page needs it; install the trimesh of requirements.lock"
    )


def page_content(view: View) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return the facts of the page and its binary parts by name."""
    layers = page_layers(view)
    columns, buffers = page_columns(view)
    attributes, attribute_buffers = attribute_columns(view)
    buffers |= attribute_buffers
    buffers["scene"] = scene_glb(view, layers)
    at = view.at or standpoint(view.city, layers)
    away = 1.0 if view.at else 1.25  # legend and foot lie over the page
    facts = {
        "lang": view.asked,
        "text": page_text(),
        "layers": [_layer_facts(layer, solids_of(view.city)) for layer in layers],
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
    """Return what the page shows, in the colours of what things are, images where they fit.

    The browser casts shadows itself.
    """
    fits = not images_left_out(view)
    return [
        replace(layer, rgb=layer.base_rgb, texturing=layer.texturing if fits else None)
        for layer in view.layers
        if layer.name != "shadows"
    ]


def scene_glb(view: View, layers: Sequence[Layer]) -> bytes:
    """Return the layers as GLB; every vertex names its building and its row of the result."""
    asset = Gltf(GENERATOR, (QUANTIZATION, FEATURES), (QUANTIZATION,))
    features, rows = len(view.city.features), 0 if view.table is None else len(view.table)
    nodes = [
        quantized_layer(
            asset,
            layer,
            [
                Ids(feature_rows(view.city, layer), features, "feature"),
                Ids(layer.table_row, rows, "row"),
            ],
            normals=False,
        )
        for layer in layers
    ]
    if len(view.lines):
        nodes.append(lines_node(asset, view.lines, "cameras"))
    asset.json["scenes"][0]["nodes"] = nodes
    return asset.to_bytes()


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
    low = [layer.mesh.bounds[0, 2] for layer in layers if layer.name == "ground"]
    solids = view.city.mesh
    if not len(solids):
        return None
    height = solids.vertices[solids.triangles.ravel(), 2]
    foot = height[likely_heights(height)].min()
    bottom = float(np.floor(max(min([*low, foot]), foot - 2.0)))
    return {"low": bottom, "high": bottom + FLOOD_REACH_M, "origin": float(view.city.origin[2])}


def _layer_facts(layer: Layer, solids: Solids) -> dict[str, Any]:
    kind = LAYER_KIND.get(layer.name)
    label = solids if layer.name == "buildings" else layer.name
    return {
        "name": layer.name,
        "label": {lang: TEXT[lang][label] for lang in LANGUAGES},
        "colour": None if kind is None else list(SURFACE_COLOURS[kind]),
        "opacity": layer.opacity,
    }


def base64_deflated(data: bytes) -> str:
    """Return bytes deflated (zlib) and in base 64."""
    return base64.b64encode(zlib.compress(data, level=6)).decode("ascii")


def packed_json(facts: Mapping[str, Any]) -> str:
    """Return JSON, deflated and in base 64: no text of a file can end the script around it."""
    return base64_deflated(json.dumps(facts, ensure_ascii=False, allow_nan=False).encode("utf-8"))
