"""View -> Wavefront OBJ with its material file."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from viewer.export.glb import LEFT_OUT
from viewer.files import replaced
from viewer.layers import Layer

if TYPE_CHECKING:
    from viewer.scene import View


def write_obj(path: str | Path, view: View) -> tuple[Path, Path]:
    """Write triangles as OBJ: an object per feature, a material per colour, z up, metres.

    OBJ has no attributes: the id of a feature is the name of its object, in which blanks are
    underscores. Coordinates count from the origin of the city, which the head of the file names.

    Parameters
    ----------
    path : str or Path
        The ``.obj`` to write; the ``.mtl`` lies beside it.
    view : View
        What to write; sample points, cameras and shadows are left out.

    Returns
    -------
    tuple of Path
        Both files.

    Raises
    ------
    CityModelError
        If a file cannot be written.
    """
    target = Path(path)
    materials = target.with_suffix(".mtl")
    city = view.city
    east, north, height = city.origin
    head = [
        "# " + " ".join((city.provenance.get("source") or "city model").split()),
        f"# origin: easting {east} m, northing {north} m, height {height} m",
        f"# system: {city.crs.to_string()}",
        "# axes: x east, y north, z up; metres",
        f"mtllib {materials.name}",
    ]
    colours: dict[int, float] = {}
    text = io.StringIO()
    text.write("\n".join(head) + "\n")
    count = 1
    for layer in view.layers:
        if len(layer.mesh) and layer.name not in LEFT_OUT:
            count = _write_layer(text, view, layer, count)
            colours |= dict.fromkeys(_codes(layer.rgb).tolist(), layer.opacity)
    with replaced(target) as temporary, replaced(materials) as temporary_materials:
        temporary.write_text(text.getvalue(), encoding="utf-8")
        lines = [line for code, opacity in colours.items() for line in _material(code, opacity)]
        temporary_materials.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return target, materials


def _write_layer(text: io.StringIO, view: View, layer: Layer, first: int) -> int:
    """Write the vertices, then the faces feature by feature; return the number after them."""
    np.savetxt(text, layer.mesh.vertices, fmt="v %.3f %.3f %.3f")
    city = view.city
    owner = np.full(len(layer.mesh), -1, dtype=np.int64)
    if layer.name != "ground":
        owner[:] = city.root_row[city.surfaces.feature_row[layer.mesh.surface_row]]
    code = _codes(layer.rgb)
    order = np.lexsort((code, owner))
    owner, code = owner[order], code[order]
    new = np.flatnonzero(np.diff(owner, prepend=-2) | np.diff(code, prepend=-1))
    faces = layer.mesh.triangles[order].astype(np.int64) + first
    ends = np.append(new[1:], len(order))
    said = -2
    text.write(f"g {layer.name}\n")
    for begin, end in zip(new.tolist(), ends.tolist(), strict=True):
        if owner[begin] != said:
            said = int(owner[begin])
            name = layer.name if said < 0 else str(city.features.index[said])
            text.write("o " + re.sub(r"\s", "_", name) + "\n")
        text.write(f"usemtl c{code[begin]:06x}\n")
        np.savetxt(text, faces[begin:end], fmt="f %d %d %d")
    return first + len(layer.mesh.vertices)


def _codes(rgb: NDArray[np.uint8]) -> NDArray[np.int64]:
    wide = rgb.astype(np.int64)
    return np.asarray(wide[:, 0] << 16 | wide[:, 1] << 8 | wide[:, 2])


def _material(code: int, opacity: float) -> list[str]:
    red, green, blue = ((code >> shift & 255) / 255 for shift in (16, 8, 0))
    return [f"newmtl c{code:06x}", f"Kd {red:.4f} {green:.4f} {blue:.4f}", f"d {opacity:g}", ""]
