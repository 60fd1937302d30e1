"""View -> 3D Tiles 1.1: tileset.json and a GLB for every cell of the city."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from citygml.errors import CityModelError
from citygml.mesh import Mesh
from viewer.export.corners import layer_corners, vertex_normals
from viewer.export.glb import GENERATOR
from viewer.export.gltf import (
    ARRAY_BUFFER,
    ELEMENT_ARRAY_BUFFER,
    Gltf,
    image_material,
    material_of,
)
from viewer.export.metadata import EXTENSIONS, feature_columns, property_table
from viewer.layers import Layer
from viewer.textures import part_of

if TYPE_CHECKING:
    from citygml.model import CityModel
    from viewer.scene import View

#: Buildings are cut into cells of this width by the middle of their boxes. [m]
CELL_M = 500.0
#: The whole city may be left out of a picture in which it is smaller than so many pixels.
ROOT_ERROR_SHARE = 0.5
#: JGD2011 with heights above the geoid, and WGS 84 with ellipsoidal heights.
ORTHOMETRIC, ELLIPSOIDAL = "EPSG:6697", "EPSG:4979"
#: Where that geoid is.
JAPAN = (122.0, 20.0, 154.0, 46.0)


class Geoid(NamedTuple):
    """How orthometric heights became ellipsoidal ones.

    Attributes
    ----------
    height_m : float
        Height of the geoid above the ellipsoid that was added. [m]
    note : str
        What a user must know, "" where PROJ's grid gave the height.
    """

    height_m: float
    note: str


def write_tileset(folder: str | Path, view: View, *, geoid_height_m: float | None = None) -> Geoid:
    """Write the buildings as 3D Tiles 1.1 with an id, attributes and results per building.

    Parameters
    ----------
    folder : str or Path
        Folder to make; ``tileset.json`` is in it. One that is not an earlier tileset is left alone.
    view : View
        Buildings and their colours; terrain and water are left out.
    geoid_height_m : float, optional
        Height of the geoid above the ellipsoid; by default that of PROJ's grid, where it is
        installed. [m]

    Returns
    -------
    Geoid
        What was added to the heights, and a note where the geoid is unknown: then heights are
        written as they are, and the city stands 30 to 40 m too low on a globe.

    Raises
    ------
    CityModelError
        If there are no buildings, or the folder cannot be written.

    References
    ----------
    .. [1] OGC 22-025r4, 3D Tiles Specification 1.1, 2023.
    """
    target = Path(folder)
    layer = next((layer for layer in view.layers if layer.name == "buildings"), None)
    if layer is None:
        raise CityModelError("the city has no solid building; 3D Tiles hold nothing else")
    if target.exists() and not (target / "tileset.json").is_file() and any(target.iterdir()):
        raise CityModelError(f"{target} is a folder with other files; name a new one")
    geoid = geoid_of(view.city, geoid_height_m)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            _write(made, view, layer, geoid)
            made.chmod(0o755)
            if target.exists():
                shutil.rmtree(target)
            made.rename(target)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise CityModelError(f"{target} cannot be written: {error.strerror or error}") from error
    return geoid


def geoid_of(city: CityModel, given_m: float | None = None) -> Geoid:
    """Height of the geoid in the middle of the city: given, of PROJ's grid, or unknown.

    PROJ answers an unknown geoid with the unchanged height unless ballpark transformations are
    forbidden; here they are.
    """
    if given_m is not None:
        return Geoid(float(given_m), "")
    longitude, latitude = _middle(city)
    advice = (
        "heights are above sea level, not above the ellipsoid: on a globe the city stands about "
        "30 to 40 m too low in Japan; install the grid (pyproj sync --file jp_gsi_gsigeo2011) or "
        "give --geoid-height-m"
    )
    west, south, east, north = JAPAN
    if not (west <= longitude <= east and south <= latitude <= north):
        return Geoid(0.0, advice)
    try:
        transformer = Transformer.from_crs(ORTHOMETRIC, ELLIPSOIDAL, allow_ballpark=False)
        height = float(transformer.transform(latitude, longitude, 0.0, errcheck=True)[2])
    except ProjError:
        return Geoid(0.0, advice)
    return Geoid(height, "") if np.isfinite(height) else Geoid(0.0, advice)


def _middle(city: CityModel) -> tuple[float, float]:
    """Longitude and latitude of the middle of the solids. [deg]"""
    low, high = city.mesh.bounds[:, :2]
    east, north = np.array(city.origin[:2]) + (low + high) / 2
    longitude, latitude = Transformer.from_crs(city.crs, 4326, always_xy=True).transform(
        east, north
    )
    return float(longitude), float(latitude)


def earth_fixed(crs: CRS, points: NDArray[np.float64], geoid_height_m: float) -> Any:
    """Easting, northing, height above the geoid -> earth-centred coordinates, (n, 3). [m]"""
    longitude, latitude = Transformer.from_crs(crs, 4326, always_xy=True).transform(
        points[:, 0], points[:, 1]
    )
    to_earth = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    return np.column_stack(to_earth.transform(longitude, latitude, points[:, 2] + geoid_height_m))


def local_frame(city: CityModel, centre: NDArray[np.float64], geoid_height_m: float) -> Any:
    """Matrix from local metres around a point of the city to earth-centred ones, (4, 4).

    The axes are those of the grid as they lie on the earth there, scale and convergence included,
    so that a cell of 500 m fits to a centimetre or two.
    """
    step = 100.0
    corners = np.array([(0, 0, 0), (step, 0, 0), (-step, 0, 0), (0, step, 0), (0, -step, 0)])
    points = np.array(city.origin) + centre + np.vstack([corners, [(0, 0, step)]])
    middle, east, west, north, south, up = earth_fixed(city.crs, points, geoid_height_m)
    frame = np.eye(4)
    frame[:3, :3] = np.column_stack(
        [(east - west) / (2 * step), (north - south) / (2 * step), (up - middle) / step]
    )
    frame[:3, 3] = middle
    return frame


def _write(folder: Path, view: View, layer: Layer, geoid: Geoid) -> None:
    city = view.city
    owner = city.root_row[city.surfaces.feature_row[layer.mesh.surface_row]].astype(np.int32)
    cell = cells_of(layer.mesh, owner)
    columns = feature_columns(view)
    children = []
    for number in range(int(cell.max()) + 1):
        chosen = np.flatnonzero(cell == number)
        part = part_of(layer, chosen)
        low, high = part.mesh.bounds
        centre = (low + high) / 2
        name = f"content/{number}.glb"
        (folder / "content").mkdir(exist_ok=True)
        (folder / name).write_bytes(cell_glb(part, owner[chosen], columns, centre=centre))
        children.append(
            {
                "boundingVolume": {"box": _box((high - low) / 2)},
                "geometricError": 0,
                "transform": local_frame(city, centre, geoid.height_m).T.ravel().tolist(),
                "content": {"uri": name},
            }
        )
    (folder / "tileset.json").write_text(
        json.dumps(_tileset(view, layer.mesh, children, geoid), ensure_ascii=False, indent=1),
        encoding="utf-8",
    )


def _tileset(
    view: View, mesh: Mesh, children: list[dict[str, Any]], geoid: Geoid
) -> dict[str, Any]:
    """Return tileset.json: a root without content, and a leaf for every cell."""
    city = view.city
    low, high = np.array(city.origin) + mesh.bounds
    ground = np.array([(x, y, 0.0) for x in (low[0], high[0]) for y in (low[1], high[1])])
    longitude, latitude = Transformer.from_crs(city.crs, 4326, always_xy=True).transform(
        ground[:, 0], ground[:, 1]
    )
    west, east = np.radians([min(longitude), max(longitude)])
    south, north = np.radians([min(latitude), max(latitude)])
    heights = [low[2] + geoid.height_m, high[2] + geoid.height_m]
    size = float(np.linalg.norm(high - low))
    return {
        "asset": {
            "version": "1.1",
            "extras": {
                "generator": GENERATOR,
                "source": city.provenance.get("source", ""),
                "geoid_height_m": geoid.height_m,
                "note": geoid.note,
            },
        },
        "geometricError": size,
        "root": {
            "boundingVolume": {"region": [*map(float, (west, south, east, north)), *heights]},
            "geometricError": ROOT_ERROR_SHARE * size,
            "refine": "ADD",
            "children": children,
        },
    }


def _box(half: NDArray[np.float64]) -> list[float]:
    """Box around the origin of a cell; of no side smaller than a centimetre."""
    x, y, z = np.maximum(half, 0.005).tolist()
    return [0.0, 0.0, 0.0, x, 0.0, 0.0, 0.0, y, 0.0, 0.0, 0.0, z]


def cells_of(mesh: Mesh, owner: NDArray[np.int32]) -> NDArray[np.int64]:
    """Cell of every triangle; a building is in one cell as a whole."""
    owners, place = np.unique(owner, return_inverse=True)
    corners = mesh.corners
    low = np.full((len(owners), 2), np.inf)
    high = np.full((len(owners), 2), -np.inf)
    np.minimum.at(low, place, corners[:, :, :2].min(axis=1))
    np.maximum.at(high, place, corners[:, :, :2].max(axis=1))
    square = np.floor((low + high) / 2 / CELL_M).astype(np.int64)
    cell = np.unique(square, axis=0, return_inverse=True)[1].reshape(-1)
    return np.asarray(cell[place])


def cell_glb(
    layer: Layer,
    owner: NDArray[np.int32],
    columns: pd.DataFrame,
    *,
    centre: NDArray[np.float64],
) -> bytes:
    """Return a GLB: one mesh, a feature id per vertex, a property table."""
    rows, group = np.unique(owner, return_inverse=True)
    asset = Gltf(GENERATOR, EXTENSIONS)
    images = layer.images
    shown = np.full(len(owner), -1) if images is None else images.image_row
    primitives = []
    for number in np.unique(shown).tolist():
        chosen = np.flatnonzero(shown == number)
        primitive = _cell_primitive(
            asset, part_of(layer, chosen), group[chosen].astype(np.int64), centre=centre
        )
        primitive["material"] = (
            asset.add("materials", material_of(1.0, "buildings"))
            if images is None or number < 0
            else image_material(asset, images.images[number])
        )
        features = {"featureCount": len(np.unique(group[chosen])), "attribute": 0}
        ids = {"featureIds": [{**features, "propertyTable": 0}]}
        primitives.append({**primitive, "extensions": {"EXT_mesh_features": ids}})
    mesh = asset.add("meshes", {"primitives": primitives})
    asset.json["scenes"] = [{"nodes": [asset.add("nodes", {"name": "buildings", "mesh": mesh})]}]
    property_table(asset, columns.iloc[rows])
    return asset.to_bytes()


def _cell_primitive(
    asset: Gltf, layer: Layer, group: NDArray[np.int64], *, centre: NDArray[np.float64]
) -> dict[str, Any]:
    """Return triangles with the feature id of every vertex, without material."""
    corners = layer_corners(layer, group, centre=centre)
    position, flat = corners.position.astype(np.float32), corners.faces.ravel()
    number = corners.group.astype(np.float32)

    def accessor(data: NDArray[Any], *, bounds: bool = False, normalized: bool = False) -> int:
        buffer = asset.buffer_view(data.tobytes(), target=ARRAY_BUFFER)
        return asset.accessor(buffer, data, bounds=bounds, normalized=normalized)

    attributes = {
        "POSITION": accessor(position, bounds=True),
        "NORMAL": accessor(vertex_normals(position, corners.faces)),
        "_FEATURE_ID_0": accessor(number),
    }
    if layer.images is not None and (layer.images.image_row >= 0).any():
        attributes["TEXCOORD_0"] = accessor(corners.uv)
    else:
        attributes["COLOR_0"] = accessor(corners.colour, normalized=True)
    faces = asset.buffer_view(flat.tobytes(), target=ELEMENT_ARRAY_BUFFER)
    return {"attributes": attributes, "indices": asset.accessor(faces, flat)}
