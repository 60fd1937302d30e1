"""Result tables -> file, whole or not at all, with what the tables say of themselves.

The extension chooses the format. ``attrs["plateau"]`` (columns with units and labels, parameters,
source line) travels in the metadata of GeoParquet, in a table ``plateau_metadata`` of GeoPackage,
and in a ``.json`` beside CSV, GeoJSON and shapefiles.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal

import geopandas as gpd
import pandas as pd
import pyogrio

from analyses.side_files import fact_of, pass_on_interrupt
from citygml.errors import CityModelError
from plateau.restoring import in_utc, joint_metadata, restored, table_metadata, text_columns
from plateau.shapefiles import write_shapefile
from viewer.files import checked_place, replaced

Language = Literal["en", "ja"]

METADATA_LAYER = "plateau_metadata"
EXTENSIONS = (".gpkg", ".parquet", ".csv", ".geojson")
#: Written when asked for, never offered: ten letters of a name are too few.
ON_REQUEST = (".shp",)


def checked_target(path: str | Path) -> Path:
    """Return the path if a table can be written there; asked before the work, not after it.

    Parameters
    ----------
    path : str or Path
        File to be written.

    Returns
    -------
    Path
        The same path.

    Raises
    ------
    CityModelError
        If the extension is unknown, or the path is a folder, below a file or read-only.

    Examples
    --------
    >>> checked_target("roofs.gpkg").name
    'roofs.gpkg'
    """
    target = Path(path)
    if target.suffix.lower() not in EXTENSIONS + ON_REQUEST:
        raise CityModelError(
            f"{target} ends in {target.suffix or 'nothing'!r}; tables are written as "
            f"{', '.join(EXTENSIONS)}; choose one of these"
        )
    return checked_place(target)


def write_tables(
    path: str | Path, tables: Mapping[str, gpd.GeoDataFrame], *, lang: Language = "en"
) -> list[Path]:
    """Write tables, all of them or none.

    A GeoPackage holds them all as layers. Of the other formats each file holds one: the first
    table gets the path itself, every further one the path with its name appended
    (``roofs.csv``, ``roofs_buildings.csv``).

    Parameters
    ----------
    path : str or Path
        Ends in .gpkg, .parquet, .csv or .geojson (WGS 84, as RFC 7946 asks); or .shp, with a
        ``.columns.csv`` that says what its names of ten letters mean.
    tables : Mapping[str, GeoDataFrame]
        Layer name and table; the index of a table is its identity.
    lang : {"en", "ja"}
        Headers of CSV: column names, or Japanese labels with the unit. CSV is UTF-8 with a byte
        order mark, which spreadsheet programs ask for, and holds no geometry.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    CityModelError
        If the extension is unknown or the file cannot be written.
    """
    target = checked_target(path)
    suffix = target.suffix.lower()
    written: list[Path] = []
    with ExitStack() as pending:  # all files take their places at its end, or none does

        def place(file: Path) -> Path:
            written.append(file)
            return pending.enter_context(replaced(file))

        try:
            if suffix == ".gpkg":
                _write_geopackage(place(target), tables)
            else:
                for position, (name, table) in enumerate(tables.items()):
                    file = target if not position else _beside(target, name)
                    _WRITERS[suffix](file, table, place, lang)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
            raise _incomplete(target, error) from error
    return written


def stream_geopackage(
    path: str | Path, tables: Mapping[str, Callable[[], Iterator[gpd.GeoDataFrame]]]
) -> Path:
    """Write tables that come in pieces, each larger than memory if need be, as one GeoPackage.

    Parameters
    ----------
    path : str or Path
        Ends in .gpkg.
    tables : Mapping[str, callable]
        Layer name -> function that yields the pieces of the table, alike in columns.

    Returns
    -------
    Path
        What was written.

    Raises
    ------
    CityModelError
        If the file cannot be written.
    """
    target = checked_target(path)
    metadata = []
    try:
        with replaced(target) as file:
            file.unlink()
            for name, pieces in tables.items():
                stamps = [_append(file, name, piece) for piece in pieces()]
                metadata.append((name, _json(joint_metadata(stamps))))
            _write_metadata(file, metadata)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise _incomplete(target, error) from error
    return target


def _append(file: Path, layer: str, piece: gpd.GeoDataFrame) -> dict[str, Any]:
    """Add a piece to its layer; what it says of itself."""
    exists = file.is_file() and layer in {str(name) for name, _ in pyogrio.list_layers(file)}
    pyogrio.write_dataframe(
        in_utc(_named_index(piece)).reset_index(),
        file,
        layer=layer,
        driver="GPKG",
        append=exists,
        geometry_type="Unknown",  # one piece has polygons, the next multipolygons
        promote_to_multi=False,
    )
    return table_metadata(piece)


def read_tables(path: str | Path) -> dict[str, gpd.GeoDataFrame]:
    """Read what `write_tables` wrote, or any table of these formats.

    Parameters
    ----------
    path : str or Path
        A .gpkg, .parquet, .csv or .geojson file.

    Returns
    -------
    dict of str to GeoDataFrame
        Layers of a GeoPackage under their names, otherwise one table under the stem of the file.
        Index, dtypes and ``attrs["plateau"]`` are restored where the file says them; a table read
        from CSV has no geometry.

    Raises
    ------
    CityModelError
        If the file is missing, of another format or broken.
    """
    file = Path(path)
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        raise CityModelError(f"{file} is not a table; those end in {', '.join(EXTENSIONS)}")
    if not file.is_file():
        raise CityModelError(f"{file} does not exist; name a table that plateau wrote")
    try:
        return reader(file)
    except (OSError, TypeError, ValueError, pyogrio.errors.DataSourceError) as error:
        pass_on_interrupt(error)
        raise CityModelError(
            f"{file} cannot be read as a table: {fact_of(error)}; let plateau write it again"
        ) from error


Place = Callable[[Path], Path]


def _incomplete(target: Path, error: RuntimeError) -> CityModelError:
    """Return what GDAL says of a full disk, such as "no such table", in plain words."""
    free = shutil.disk_usage(next(f for f in target.absolute().parents if f.exists())).free
    return CityModelError(
        f"{target} could not be written completely: {fact_of(error)}; {free / 1e6:,.1f} MB are "
        "free there; make room if the disk is full, or choose another path"
    )


def _beside(target: Path, name: str) -> Path:
    return target.with_name(f"{target.stem}_{name}{target.suffix}")


def _sidecar(file: Path) -> Path:
    return file.with_name(f"{file.name}.json")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _named_index(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return table.rename_axis(index=table.index.name or "id")


def _write_geopackage(file: Path, tables: Mapping[str, gpd.GeoDataFrame]) -> None:
    file.unlink()  # GDAL opens an empty file as a broken database
    for name, table in tables.items():
        plain = in_utc(_named_index(table))
        plain.to_file(file, layer=name, driver="GPKG", index=True, engine="pyogrio")
    _write_metadata(file, [(name, _json(table_metadata(table))) for name, table in tables.items()])


def _write_metadata(file: Path, rows: Sequence[tuple[str, str]]) -> None:
    pyogrio.write_dataframe(
        pd.DataFrame(rows, columns=["layer", "metadata"]), file, layer=METADATA_LAYER, driver="GPKG"
    )


def _write_parquet(file: Path, table: gpd.GeoDataFrame, place: Place, _lang: Language) -> None:
    _named_index(table).to_parquet(place(file), compression="zstd")


def _write_csv(file: Path, table: gpd.GeoDataFrame, place: Place, lang: Language) -> None:
    metadata = table_metadata(table)
    plain = pd.DataFrame(_named_index(table).drop(columns=table.geometry.name)).reset_index()
    metadata["headers"] = dict(zip(_headers(plain, table, lang), plain.columns, strict=True))
    plain.to_csv(place(file), index=False, header=list(metadata["headers"]), encoding="utf-8-sig")
    place(_sidecar(file)).write_text(_json(metadata), encoding="utf-8")


def _headers(plain: pd.DataFrame, table: gpd.GeoDataFrame, lang: Language) -> list[str]:
    """Headers of a CSV file; two columns never get the same one."""
    if lang == "en":
        return list(plain.columns)
    columns = {c["name"]: c for c in table.attrs.get("plateau", {}).get("columns", ())}
    headers: list[str] = []
    for name in plain.columns:
        label, unit = (columns.get(name, {}).get(key, "") for key in ("label_ja", "unit"))
        header = f"{label} [{unit}]" if label and unit else label or name
        headers.append(header if header not in headers else f"{header} ({name})")
    return headers


def _write_geojson(file: Path, table: gpd.GeoDataFrame, place: Place, _lang: Language) -> None:
    temporary = place(file)
    temporary.unlink()
    # RFC7946 makes GDAL turn the coordinates into WGS 84.
    _named_index(table).to_file(
        temporary, driver="GeoJSON", index=True, engine="pyogrio", RFC7946="YES"
    )
    place(_sidecar(file)).write_text(_json(table_metadata(table)), encoding="utf-8")


def _read_geopackage(file: Path) -> dict[str, gpd.GeoDataFrame]:
    names = [str(name) for name, _ in pyogrio.list_layers(file)]
    metadata: dict[str, Any] = {}
    if METADATA_LAYER in names:
        rows = pyogrio.read_dataframe(file, layer=METADATA_LAYER)
        metadata = dict(zip(rows["layer"], map(json.loads, rows["metadata"]), strict=True))
    return {
        name: restored(gpd.read_file(file, layer=name, engine="pyogrio"), metadata.get(name, {}))
        for name in names
        if name != METADATA_LAYER
    }


def _read_parquet(file: Path) -> dict[str, gpd.GeoDataFrame]:
    return {file.stem: gpd.read_parquet(file)}


def _read_geojson(file: Path) -> dict[str, gpd.GeoDataFrame]:
    return {file.stem: restored(gpd.read_file(file, engine="pyogrio"), _read_sidecar(file))}


def _read_csv(file: Path) -> dict[str, gpd.GeoDataFrame]:
    metadata = _read_sidecar(file)
    headers = metadata.get("headers", {})
    texts = text_columns(metadata)
    # Only an empty cell is missing: a building may well be called "NA", and a code "007".
    plain = pd.read_csv(
        file,
        encoding="utf-8-sig",
        keep_default_na=False,
        na_values=[""],
        dtype={header: str for header, name in headers.items() if name in texts},
    )
    plain = plain.rename(columns=headers)
    return {file.stem: restored(gpd.GeoDataFrame(plain), metadata)}


def _read_sidecar(file: Path) -> dict[str, Any]:
    sidecar = _sidecar(file)
    if not sidecar.is_file():
        return {}
    return dict(json.loads(sidecar.read_text(encoding="utf-8")))


def _write_shapefile(file: Path, table: gpd.GeoDataFrame, place: Place, _lang: Language) -> None:
    metadata = table_metadata(table)
    metadata["headers"] = {
        short: name for name, short in write_shapefile(file, _named_index(table), place).items()
    }
    place(_sidecar(file)).write_text(_json(metadata), encoding="utf-8")


def _read_shapefile(file: Path) -> dict[str, gpd.GeoDataFrame]:
    metadata = _read_sidecar(file)
    table = gpd.read_file(file, engine="pyogrio", encoding="UTF-8" if metadata else None)
    return {file.stem: restored(table.rename(columns=metadata.get("headers", {})), metadata)}


_WRITERS: Mapping[str, Callable[[Path, gpd.GeoDataFrame, Place, Language], None]] = {
    ".parquet": _write_parquet,
    ".csv": _write_csv,
    ".geojson": _write_geojson,
    ".shp": _write_shapefile,
}
_READERS: Mapping[str, Callable[[Path], dict[str, gpd.GeoDataFrame]]] = {
    ".gpkg": _read_geopackage,
    ".parquet": _read_parquet,
    ".csv": _read_csv,
    ".geojson": _read_geojson,
    ".shp": _read_shapefile,
}
