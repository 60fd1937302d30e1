"""CityModel -> file of another program; the extension chooses which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citygml.errors import CityModelError
from plateau.described import specification
from plateau.output import EXTENSIONS, ON_REQUEST, write_tables
from viewer.style import Language

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from citygml.model import CityModel
    from viewer.scene import View


class Exported(NamedTuple):
    """What an export wrote.

    Attributes
    ----------
    paths : list of Path
        The files, or the folder.
    notes : list of str
        What a user must know of them.
    """

    paths: list[Path]
    notes: list[str]


def export(
    city: CityModel,
    path: str | Path,
    *,
    table: gpd.GeoDataFrame | None = None,
    color: str | None = None,
    series: pd.DataFrame | None = None,
    quantity: str = "value",
    geoid_height_m: float | None = None,
    lang: Language = "en",
) -> Exported:
    """Write a city for another program.

    Parameters
    ----------
    city : CityModel
        What to write.
    path : str or Path
        Three dimensions: ``.glb``, ``.obj``, ``.city.json``, ``.city.jsonl``, ``.czml``, or a name
        without extension or with a trailing slash for a folder of 3D Tiles. Tables of the features
        and their records: ``.gpkg``, ``.parquet``, ``.csv``, ``.geojson``, or on request ``.shp``.
    table : GeoDataFrame, optional
        A result of this city; its columns are written with the attributes.
    color : str, optional
        Column that gives the colours of GLB, OBJ and 3D Tiles.
    series : DataFrame, optional
        Values over time for CZML; see `viewer.export.czml.write_czml`.
    quantity : str
        Name of what they are, with its unit as suffix.
    geoid_height_m : float, optional
        Height of the geoid above the ellipsoid, for 3D Tiles and CZML; by default PROJ's grid. [m]
    lang : {"en", "ja"}
        Language of CSV headers.

    Returns
    -------
    Exported
        Files and notes.

    Raises
    ------
    CityModelError
        If the extension is unknown, the table is not of this city, or nothing can be written.

    Examples
    --------
    >>> from plateau.exports import kind_of_export
    >>> kind_of_export("a/city.city.jsonl"), kind_of_export("tiles/"), kind_of_export("city.GLB")
    ('.city.jsonl', 'tiles', '.glb')
    """
    kind = kind_of_export(path)
    if kind in EXTENSIONS + ON_REQUEST:
        return Exported(write_tables(path, city_tables(city, table), lang=lang), [])
    if kind in {".city.json", ".city.jsonl"}:
        from viewer.export.cityjson import write_cityjson, write_cityjson_sequence

        write = write_cityjson if kind == ".city.json" else write_cityjson_sequence
        return Exported([write(path, city, table)], [])
    if kind == ".czml":
        from viewer.export.czml import write_czml
        from viewer.export.tileset import geoid_of

        geoid = geoid_of(city, geoid_height_m)
        height = geoid.height_m
        return Exported(
            [write_czml(path, city, series, quantity=quantity, geoid_height_m=height)],
            [geoid.note] if geoid.note else [],
        )
    from viewer.scene import view

    shown = table if color is not None else None
    scene = view(city, shown, color=color, lang=lang)
    if kind == "tiles":
        from viewer.export.tileset import write_tileset

        geoid = write_tileset(path, scene, geoid_height_m=geoid_height_m)
        return Exported([Path(path)], [*scene.notes, *([geoid.note] if geoid.note else [])])
    return _SCENES[kind](path, scene)


def _glb(path: str | Path, scene: View) -> Exported:
    return Exported([scene.glb(path)], list(scene.notes))


def _obj(path: str | Path, scene: View) -> Exported:
    from viewer.export.obj import write_obj

    return Exported(list(write_obj(path, scene)), [])


_SCENES: Mapping[str, Callable[[str | Path, View], Exported]] = {".glb": _glb, ".obj": _obj}
KINDS = (".glb", ".obj", ".city.json", ".city.jsonl", ".czml", *EXTENSIONS)


def kind_of_export(path: str | Path) -> str:
    """Return the kind of file that a path asks for, "tiles" for a folder.

    Raises
    ------
    CityModelError
        If the extension is unknown.
    """
    name = Path(path).name.lower()
    for kind in KINDS + ON_REQUEST:
        if name.endswith(kind):
            return kind
    if str(path).endswith(("/", "\\")) or not Path(path).suffix:
        return "tiles"
    raise CityModelError(
        f"{path} has an unknown extension; a city is exported as {', '.join(KINDS)}, or into a "
        "folder of 3D Tiles; choose one of these"
    )


def city_tables(
    city: CityModel, table: gpd.GeoDataFrame | None = None
) -> dict[str, gpd.GeoDataFrame]:
    """Return features, records and a result as layers.

    Records have no geometry of their own, unless they hold some. Lists become texts.
    """
    import geopandas as gpd

    stamp = {"source": city.provenance.get("source", ""), "dataset": city.provenance.get("dataset")}
    layers = {"features": gpd.GeoDataFrame(_plain(city.features), crs=city.crs)}
    for name, records in city.records.items():
        if len(records):
            layers[name] = _as_layer(_plain(records), city)
    for name, layer in layers.items():
        columns = [c for c in specification(name) if c["name"] in layer.columns]
        layer.attrs["plateau"] = {"columns": columns, **stamp}
    if table is not None:
        from viewer.targets import table_target

        table_target(city, table)
        layers["result"] = table
    return layers


def _as_layer(records: pd.DataFrame, city: CityModel) -> gpd.GeoDataFrame:
    """Return records as a table with a geometry, empty where they have none."""
    import geopandas as gpd

    given = records["geometry"] if "geometry" in records.columns else [None] * len(records)
    plain = records.drop(columns="geometry", errors="ignore").rename_axis(index="record")
    return gpd.GeoDataFrame(
        plain, geometry=gpd.GeoSeries(list(given), index=plain.index), crs=city.crs
    )


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with lists as texts, which no table format knows."""
    mixed = {
        name: table[name].map(str, na_action="ignore").astype("string")
        for name in table.columns
        if table[name].dtype == object
        and any(isinstance(value, list | tuple | dict) for value in table[name])
    }
    return table.assign(**mixed)
