"""View -> one HTML page to click, or a GLB; neither needs a graphics library.

The page holds everything: three.js from the copy inside the installed trimesh, triangles as
integers, deflated, and a script of our own (`page.html.j2`). It asks the network for nothing; its
content security policy forbids that.
"""

from __future__ import annotations

import base64
import json
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from citygml.errors import CityModelError
from viewer.coloring import Coloring, column_title, plain_number
from viewer.files import replaced
from viewer.framing import VIEW_ANGLE_DEG, standpoint
from viewer.layers import Layer
from viewer.legend import layer_entries
from viewer.source import source_line
from viewer.style import TEXT, Language
from viewer.sun import AMBIENT, SUN, SUN_DIRECTION

if TYPE_CHECKING:
    from viewer.scene import View

#: Coordinates of the page are whole multiples of this. [m]
RESOLUTION_M = 0.01
#: Columns of the pop-up at most; a page with 80 attributes is read by nobody.
MOST_ATTRIBUTES = 24
#: Attributes that open the pop-up, and those that are left out of it.
FIRST = (
    "kind",
    "name",
    "building_id",
    "usage_ja",
    "height_m",
    "storeys_above_ground",
    "storeys_below_ground",
    "structure_ja",
    "year",
    "total_floor_area_m2",
    "lod",
)
HIDDEN = frozenset({"is_context", "parent_id"})
_CORE_END = '"__esModule",{value:!0})}));'

PAGE_TEXT: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "hint": "drag: turn; right or shift drag: move; wheel: zoom; click: attributes",
        "layers": "Layers",
        "old_browser": "This browser cannot unpack the page; use one from 2023 or later.",
        "no_webgl": "This browser has no WebGL; the page cannot be drawn.",
        "nothing": "no attributes",
        "source": "Source",
        "shadows": "shadows",
    },
    "ja": {
        "hint": "ドラッグ：回転　右ドラッグ・Shift：移動　ホイール：拡大　クリック：属性",
        "layers": "レイヤー",
        "old_browser": "このブラウザでは表示できません。2023年以降のものをお使いください。",
        "no_webgl": "このブラウザは WebGL に対応していないため表示できません。",
        "nothing": "属性なし",
        "source": "出典",
        "shadows": "影",
    },
}


def write_html(path: str | Path, view: View) -> Path:
    """Write one self-contained page: turn, zoom, click for attributes and value.

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

    template = files("viewer").joinpath("page.html.j2").read_text(encoding="utf-8")
    page = Environment(autoescape=True).from_string(template)
    text = page.render(
        title=view.title or view.city.provenance.get("dataset") or "plateau",
        lang=view.lang,
        text=PAGE_TEXT[view.lang],
        three=three_js(),
        meta=packed_json(page_facts(view)),
        buffers={name: base64_deflated(data) for name, data in page_buffers(view).items()},
        source=source_text(view),
    )
    with replaced(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
    return Path(path)


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


def page_facts(view: View) -> dict[str, Any]:
    """Everything of the page that is not triangles: layers, legend, camera, attributes."""
    at = standpoint(view.city, view.layers)
    return {
        "layers": [_layer_facts(view, layer) for layer in view.layers],
        "lines": len(view.lines),
        "camera": {
            # a little further away than in a picture: legend and foot lie over the page
            "position": (at.focus + 1.25 * (at.position - at.focus)).round(2).tolist(),
            "focus": at.focus.round(2).tolist(),
            "angle_deg": VIEW_ANGLE_DEG,
        },
        "sun": {"direction": SUN_DIRECTION.round(4).tolist(), "sun": SUN, "ambient": AMBIENT},
        "legend": legend_facts(view.coloring),
        "text": PAGE_TEXT[view.lang],
        "others": [
            {"label": entry.label, "colour": list(entry.colour)}
            for entry in layer_entries(view.layers, view.lang, cameras=len(view.lines) > 0)
        ],
        "features": attribute_facts(view),
        "value_title": view.coloring.title if view.coloring else "",
        "values": view.coloring.text.tolist() if view.coloring else [],
        "row_ids": [] if view.table is None else [str(name) for name in view.table.index],
    }


def legend_facts(coloring: Coloring | None) -> dict[str, Any] | None:
    """Legend of the column: title with unit, ramp or patches, missing values."""
    if coloring is None:
        return None
    facts: dict[str, Any] = {
        "title": coloring.title,
        "entries": [
            {"label": e.label, "colour": list(e.colour), "count": e.count} for e in coloring.entries
        ],
    }
    if coloring.ramp is not None:
        ramp = coloring.ramp
        facts["ramp"] = {
            "low": ramp.low,
            "high": ramp.high,
            "colours": ramp.colours[:: max(len(ramp.colours) // 32, 1)].tolist(),
            "ticks": [[tick, plain_number(tick)] for tick in ramp.ticks],
        }
    return facts


def attribute_facts(view: View) -> dict[str, Any]:
    """Attributes of the features as columns: {"ids": [...], "columns": {title: [...]}}."""
    features = view.city.features
    table = pd.DataFrame(features.drop(columns=features.geometry.name))
    coded = {name.removesuffix("_ja") for name in table.columns if name.endswith("_ja")}
    useful = [c for c in table.columns if c not in coded | HIDDEN and table[c].notna().any()]
    useful.sort(key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))
    columns = {}
    for name in useful[:MOST_ATTRIBUTES]:
        title = column_title(table, str(name).removesuffix("_ja"), lang=view.lang)
        columns[title] = [_short(value) for value in table[name].tolist()]
    return {"ids": [str(name) for name in table.index], "columns": columns}


def _short(value: object) -> str:
    """Value as text, "" where it is missing."""
    if isinstance(value, list | tuple | set | dict):
        return str(value)[:200]
    if value is None or pd.isna(value):
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)[:200]


def _layer_facts(view: View, layer: Layer) -> dict[str, Any]:
    labels = {**TEXT[view.lang], **PAGE_TEXT[view.lang]}
    low, _ = quantised(layer.points if len(layer.points) else layer.mesh.vertices)
    return {
        "name": layer.name,
        "label": labels[layer.name],
        "opacity": layer.opacity,
        "points": bool(len(layer.points)),
        "low": low.tolist(),
        "step": RESOLUTION_M,
    }


def page_buffers(view: View) -> dict[str, bytes]:
    """Binary parts of the page by name: ``<layer number>.<part>``."""
    buffers: dict[str, bytes] = {}
    for i, layer in enumerate(view.layers):
        _, whole = quantised(layer.points if len(layer.points) else layer.mesh.vertices)
        # Neighbours in the list are neighbours in space: differences deflate to half.
        buffers[f"{i}.position"] = np.diff(whole, axis=0, prepend=whole[:1] * 0).tobytes()
        flat = layer.mesh.triangles.ravel()
        buffers[f"{i}.index"] = np.diff(flat, prepend=0).astype(np.int32).tobytes()
        palette, colour = np.unique(layer.rgb, axis=0, return_inverse=True)
        buffers[f"{i}.palette"] = palette.astype(np.uint8).tobytes()
        buffers[f"{i}.colour"] = colour.reshape(-1).astype(np.int32).tobytes()
        buffers[f"{i}.row"] = layer.table_row.astype(np.int32).tobytes()
        buffers[f"{i}.feature"] = _feature_rows(view, layer).tobytes()
    if len(view.lines):
        buffers["lines"] = view.lines.astype(np.float32).tobytes()
    return buffers


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
    owner = layer.mesh.surface_row
    if layer.name in {"ground", "shadows"} or not len(layer.mesh):
        return np.full(len(layer.rgb), -1, dtype=np.int32)
    city = view.city
    return np.asarray(city.root_row[city.surfaces.feature_row[owner]], dtype=np.int32)


def base64_deflated(data: bytes) -> str:
    """Return bytes deflated (zlib) and in base 64."""
    return base64.b64encode(zlib.compress(data, level=6)).decode("ascii")


def packed_json(facts: Mapping[str, Any]) -> str:
    """Return JSON, deflated and in base 64: no text of a file can end the script around it."""
    return base64_deflated(json.dumps(facts, ensure_ascii=False, allow_nan=False).encode("utf-8"))


def write_glb(path: str | Path, view: View) -> Path:
    """Write the layers as binary glTF, y up, one node per layer, colours per vertex.

    Parameters
    ----------
    path : str or Path
        The file to write.
    view : View
        What to write; sample points and cameras are left out.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    CityModelError
        If the file cannot be written.
    """
    import trimesh

    y_up = np.array([[1.0, 0, 0, 0], [0, 0, 1, 0], [0, -1, 0, 0], [0, 0, 0, 1]])
    scene = trimesh.Scene()
    for layer in view.layers:
        if not len(layer.mesh) or layer.name == "shadows":
            continue
        corners = layer.mesh.corners.reshape(-1, 3)
        alpha = np.full((len(layer.rgb), 1), round(255 * layer.opacity), dtype=np.uint8)
        colours = np.repeat(np.hstack([layer.rgb, alpha]), 3, axis=0)
        solid = trimesh.Trimesh(
            corners,
            np.arange(len(corners)).reshape(-1, 3),
            vertex_colors=colours,
            process=False,
            metadata={"origin": list(view.city.origin), "crs": view.city.crs.to_string()},
        )
        solid.apply_transform(y_up)
        scene.add_geometry(solid, node_name=layer.name, geom_name=layer.name)
    data = scene.export(file_type="glb")
    with replaced(path) as temporary:
        temporary.write_bytes(data)
    return Path(path)
