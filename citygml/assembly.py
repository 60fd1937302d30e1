"""Contents of files -> one `CityModel`: faces turned outwards, levels of detail chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from citygml.appearance import Appearance, joined_appearance
from citygml.city_problems import relief_problems, shape_problems
from citygml.crs import horizontal
from citygml.footprints import footprints
from citygml.mesh import Mesh, shell_closed, shell_volume, triangulate
from citygml.model import PROBLEM_COLUMNS, CityModel, Problem, root_rows, unused_name
from citygml.namespaces import INDOOR_KINDS, SOLID_KINDS, SOLID_PREFIXES
from citygml.polygons import Polygons
from citygml.relief import joined_relief
from citygml.surfaces import SurfaceKind, SurfaceTable, area_vectors, kind_of_normals

#: A shell that encloses less than this is flat: it has no inside that its faces could look to. [m³]
MIN_VOLUME_M3 = 1e-3
#: Lowest level of detail that is a body rather than an outline.
LOWEST_BODY_LOD = 1


class FeatureRow(NamedTuple):
    """A city object as the reader meets it."""

    feature_id: str
    kind: str
    prefix: str
    parent_id: str
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class FileContent:
    """Everything read from one file; coordinates are east, north, up, not yet from an origin."""

    label: str
    tile: str
    is_context: bool
    features: list[FeatureRow]
    attributes: pd.DataFrame
    records: Mapping[str, pd.DataFrame]
    polygons: Polygons
    tin: NDArray[np.float64]
    problems: list[Problem]
    appearance: Appearance | None = None
    vertical_datum: str = ""
    notes: tuple[tuple[str, str], ...] = ()


def city_model(
    contents: Sequence[FileContent],
    *,
    crs: CRS,
    problems: Sequence[Problem],
    provenance: Mapping[str, str],
) -> CityModel:
    """Put the contents of files together.

    Parameters
    ----------
    contents : sequence of FileContent
        One for each file that could be read.
    crs : CRS
        Of the city and of the coordinates.
    problems : sequence of Problem
        Those found before, such as files that could not be read.
    provenance : Mapping[str, str]
        Passed on.

    Returns
    -------
    CityModel
        Faces look outwards; the mesh holds each object at its highest level of detail.
    """
    contents, renamed = _distinct(contents)
    origin = _origin(contents)
    table = _feature_table(contents)
    root = root_rows(table)
    surfaces, named = _surface_table(contents, origin)
    body = _body(surfaces, table, contents)
    bodies = triangulate(surfaces, body)
    surfaces, bodies, inverted, coord_order = _outward(surfaces, bodies, named)
    attached = table["kind"].str.endswith("Installation").to_numpy(dtype=bool)
    standing = _standing(surfaces, body, named, root=root, attached=attached)
    features = gpd.GeoDataFrame(
        table.assign(
            lod=_highest_lod(surfaces, root, len(table)),
            **_elevations(surfaces, body, root, origin),
        ),
        geometry=footprints(surfaces, root, origin),
        crs=horizontal(crs),
    )
    terrain = _relief(contents, origin)
    return CityModel(
        features=features,
        surfaces=surfaces,
        mesh=bodies.submesh(standing[bodies.surface_row]),
        terrain=terrain,
        records=_joined_records(contents),
        problems=pd.DataFrame(
            [
                *problems,
                *(problem for content in contents for problem in content.problems),
                *renamed,
                *shape_problems(contents, table.index, surfaces, inverted),
                *relief_problems(contents, terrain),
            ],
            columns=list(PROBLEM_COLUMNS),
        ),
        crs=horizontal(crs),
        origin=origin,
        provenance=provenance,
        appearance=_looks(contents, coord_order),
    )


def _looks(contents: Sequence[FileContent], coord_order: NDArray[np.int64]) -> Appearance | None:
    """Textures and materials of all files, corners in the order of the surfaces turned round."""
    looks = joined_appearance(
        [(c.appearance, len(c.polygons), len(c.polygons.coords)) for c in contents]
    )
    count = sum(len(c.polygons) for c in contents)
    return None if looks is None else looks.take(np.arange(count), coord_order)


def _distinct(
    contents: Sequence[FileContent],
) -> tuple[list[FileContent], list[Problem]]:
    """Give ids that several files use a suffix in all but the first, and say so."""
    seen: set[str] = set()
    distinct, problems = [], []
    for content in contents:
        again = {row.feature_id for row in content.features} & seen
        new = {old: unused_name(f"{old}~{content.label}", seen) for old in again}
        problems += [
            Problem(content.label, 0, old, f"the id is in another file too; here it is {name}")
            for old, name in sorted(new.items())
        ]
        distinct.append(_renamed(content, new) if new else content)
        seen.update(row.feature_id for row in distinct[-1].features)
    return distinct, problems


def _renamed(content: FileContent, new: Mapping[str, str]) -> FileContent:
    return replace(
        content,
        features=[
            row._replace(
                feature_id=new.get(row.feature_id, row.feature_id),
                parent_id=new.get(row.parent_id, row.parent_id),
            )
            for row in content.features
        ],
        records={
            name: table.assign(feature_id=table["feature_id"].replace(dict(new)))
            for name, table in content.records.items()
        },
    )


def _origin(contents: Sequence[FileContent]) -> tuple[float, float, float]:
    """South-west corner of everything, in whole metres; heights stay as they are."""
    points = [c.polygons.coords for c in contents] + [c.tin.reshape(-1, 3) for c in contents]
    corners = [p[:, :2].min(axis=0) for p in points if len(p)]
    if not corners:
        return (0.0, 0.0, 0.0)
    east, north = np.floor(np.min(corners, axis=0))
    return (float(east), float(north), 0.0)


def _feature_table(contents: Sequence[FileContent]) -> pd.DataFrame:
    """Columns that say what an object is, then its attributes; index feature_id."""
    parts = [
        pd.DataFrame(
            {
                "kind": [row.kind for row in content.features],
                "parent_id": [row.parent_id for row in content.features],
                "tile": content.tile,
                "is_context": content.is_context,
            }
        ).join(content.attributes)
        for content in contents
        if content.features
    ]
    if not parts:
        return pd.DataFrame(
            {"kind": [], "parent_id": [], "tile": [], "is_context": []}, dtype=object
        ).rename_axis("feature_id")
    table = pd.concat(parts, ignore_index=True)
    ids = [row.feature_id for content in contents for row in content.features]
    table.index = pd.Index(ids, name="feature_id")
    return table


def _surface_table(
    contents: Sequence[FileContent], origin: tuple[float, float, float]
) -> tuple[SurfaceTable, NDArray[np.bool_]]:
    """Polygons of all files, and which of them the files name (roof, wall, …)."""
    first_feature = np.cumsum([0, *(len(c.features) for c in contents)])
    polygons = [c.polygons for c in contents]
    ring_counts = [np.diff(p.ring_start) for p in polygons]
    coord_counts = [np.diff(p.coord_start) for p in polygons]
    coords = np.concatenate([np.zeros((0, 3)), *(p.coords for p in polygons)]) - origin
    feature_row = [p.feature_row + n for p, n in zip(polygons, first_feature, strict=False)]
    table = SurfaceTable(
        surface_id=_concatenated([p.surface_id for p in polygons], object),
        feature_row=_concatenated(feature_row, np.int32),
        kind=_concatenated([p.kind for p in polygons], np.uint8),
        lod=_concatenated([p.lod for p in polygons], np.uint8),
        ring_start=np.cumsum(_concatenated([np.zeros(1), *ring_counts], np.int64)),
        coord_start=np.cumsum(_concatenated([np.zeros(1), *coord_counts], np.int64)),
        coords=coords,
    )
    return table, _concatenated([p.named for p in polygons], bool)


def _concatenated(arrays: Sequence[NDArray], dtype: type) -> NDArray:  # type: ignore[type-arg]
    return np.concatenate([np.zeros(0, dtype), *arrays]).astype(dtype)


def _body(
    surfaces: SurfaceTable, table: pd.DataFrame, contents: Sequence[FileContent]
) -> NDArray[np.bool_]:
    """Which polygons bound a body that stands in the open: it casts shade and blocks sight."""
    prefixes = [row.prefix for content in contents for row in content.features]
    standing = np.isin(np.array(prefixes, dtype=str), sorted(SOLID_PREFIXES))
    standing |= table["kind"].isin(SOLID_KINDS).to_numpy(dtype=bool)
    standing &= ~_indoor(table)
    inside = surfaces.kind == SurfaceKind.INTERIOR
    return np.asarray(standing[surfaces.feature_row] & (surfaces.lod >= LOWEST_BODY_LOD) & ~inside)


def _indoor(table: pd.DataFrame) -> NDArray[np.bool_]:
    """Which objects are inside another: rooms, and what is in them."""
    indoor: NDArray[np.bool_] = table["kind"].isin(INDOOR_KINDS).to_numpy(dtype=bool, copy=True)
    while True:
        inner = table["parent_id"].isin(table.index[indoor]).to_numpy(dtype=bool) & ~indoor
        if not inner.any():
            return indoor
        indoor |= inner


def _outward(
    surfaces: SurfaceTable, bodies: Mesh, named: NDArray[np.bool_]
) -> tuple[SurfaceTable, Mesh, NDArray[np.int32], NDArray[np.int64]]:
    """Turn faces outwards, name the unnamed, and say which features were inside out.

    A shell is all faces of one object at one level of detail. Where its signed volume is negative
    it is turned as a whole. In a shell with gaps or with faces of both directions, a named roof
    that looks down or a named ground that looks up is turned by itself.
    """
    key = surfaces.feature_row.astype(np.int64) * 8 + surfaces.lod
    shells, shell = np.unique(key[bodies.surface_row], return_inverse=True)
    closed = shell_closed(bodies, shell, len(shells))
    inverted = shell_volume(bodies, shell, len(shells)) < -MIN_VOLUME_M3
    turn = np.isin(key, shells[inverted])

    up = area_vectors(surfaces)[:, 2] * np.where(turn, -1.0, 1.0)
    wrong = (surfaces.kind == SurfaceKind.ROOF) & (up < 0)
    wrong |= (surfaces.kind == SurfaceKind.GROUND) & (up > 0)
    turn ^= wrong & named & np.isin(key, shells[~closed])

    body = np.zeros(len(surfaces), dtype=bool)
    body[bodies.surface_row] = True
    coord_order = _ring_order(surfaces, turn & body)
    turned = replace(surfaces, coords=surfaces.coords[coord_order])
    unnamed = ~named & body
    kind = surfaces.kind.copy()
    kind[unnamed] = kind_of_normals(area_vectors(turned)[unnamed])
    flipped = (turn & body)[bodies.surface_row]
    triangles = np.where(flipped[:, None], bodies.triangles[:, ::-1], bodies.triangles)
    features = np.unique(shells[inverted] // 8).astype(np.int32)
    bodies = replace(bodies, triangles=triangles)
    return replace(turned, kind=kind), bodies, features, coord_order


def _ring_order(surfaces: SurfaceTable, turn: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Rows of coordinates in an order that turns the rings of those surfaces round, (c,)."""
    start, counts = surfaces.coord_start[:-1], np.diff(surfaces.coord_start)
    ring = np.repeat(np.arange(len(counts)), counts)
    row = np.arange(len(surfaces.coords))
    mirrored = 2 * start[ring] + counts[ring] - 1 - row
    back = turn[surfaces.surface_of_ring][ring]
    return np.asarray(np.where(back, mirrored, row))


def _standing(
    surfaces: SurfaceTable,
    body: NDArray[np.bool_],
    named: NDArray[np.bool_],
    *,
    root: NDArray[np.int32],
    attached: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Which polygons make the city as it stands: every object once, at its highest detail.

    The lower levels of a building stand for the whole of it, so they go where any of its parts is
    there in more detail, and a less detailed part goes where the building itself has more. What is
    only attached (a balcony, a chimney) never stands for the whole.
    """
    count = len(root)
    lod = np.where(body, surfaces.lod.astype(int), -1)
    own, family = np.full(count, -1), np.full(count, -1)
    np.maximum.at(own, surfaces.feature_row, lod)
    np.maximum.at(family, root[~attached], own[~attached])
    best = family[root]
    is_root = root == np.arange(count)
    whole_has_best = (own[root] == best) & ~is_root
    wanted = np.where(is_root | whole_has_best, best, own)
    wanted = np.where(attached, np.maximum(wanted, own), wanted)
    chosen = body & (lod == wanted[surfaces.feature_row])
    # A solid written out beside its thematic surfaces would be there twice.
    thematic = np.zeros(count, dtype=bool)
    thematic[surfaces.feature_row[chosen & named]] = True
    return np.asarray(chosen & (named | ~thematic[surfaces.feature_row]))


def _highest_lod(surfaces: SurfaceTable, root: NDArray[np.int32], count: int) -> NDArray[np.int8]:
    """Highest level of detail of each object, its parts included; -1 without geometry."""
    highest = np.full(count, -1, dtype=np.int8)
    np.maximum.at(highest, surfaces.feature_row, surfaces.lod.astype(np.int8))
    np.maximum.at(highest, root, highest.copy())
    return highest


def _elevations(
    surfaces: SurfaceTable,
    body: NDArray[np.bool_],
    root: NDArray[np.int32],
    origin: tuple[float, float, float],
) -> dict[str, NDArray[np.float64]]:
    """Return base and top of each object: of its lowest body, else of its parts."""
    count = len(root)
    lowest = np.full(count, 99)
    np.minimum.at(lowest, surfaces.feature_row[body], surfaces.lod[body])
    counted = body & (surfaces.lod == lowest[surfaces.feature_row])
    of_coord = surfaces.surface_of_coord
    use = counted[of_coord]
    feature, height = surfaces.feature_row[of_coord[use]], surfaces.coords[use, 2] + origin[2]
    base, top = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(base, feature, height)
    np.maximum.at(top, feature, height)
    bare = np.isinf(base)
    part_base, part_top = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(part_base, root, base)
    np.maximum.at(part_top, root, top)
    base, top = np.where(bare, part_base, base), np.where(bare, part_top, top)
    return {
        "base_elevation_m": np.where(np.isinf(base), np.nan, base),
        "top_elevation_m": np.where(np.isinf(top), np.nan, top),
    }


def _relief(contents: Sequence[FileContent], origin: tuple[float, float, float]) -> Mesh | None:
    """Relief of all files as one surface that faces up."""
    corners = np.concatenate([np.zeros((0, 3, 3)), *(c.tin for c in contents)])
    return joined_relief(corners - origin) if len(corners) else None


def _joined_records(contents: Sequence[FileContent]) -> dict[str, pd.DataFrame]:
    names = sorted({name for content in contents for name in content.records})
    return {
        name: pd.concat(
            [content.records[name] for content in contents if name in content.records],
            ignore_index=True,
        )
        for name in names
    }
