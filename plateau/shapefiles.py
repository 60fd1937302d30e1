"""Table -> shapefile with its name map, for programs that read nothing else.

A shapefile has names of ten letters, texts of 254 bytes, dates without a time, no truth values
with gaps and no missing numbers that are no zeros in some programs. So it is written only when
asked for by its extension, and beside it lies ``NAME.columns.csv``: what each short name means.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from citygml.errors import CityModelError

#: Letters of a name, and bytes of a text, that the DBF part of a shapefile has room for.
NAME_LETTERS, TEXT_BYTES = 10, 254
#: Kinds of geometry that may share a file, by the numbers of shapely.
FAMILIES = {0: "points", 4: "points", 1: "lines", 2: "lines", 5: "lines", 3: "areas", 6: "areas"}
MAP_SUFFIX = ".columns.csv"


def short_names(names: Sequence[str]) -> dict[str, str]:
    """Return a name of at most ten letters for every name, no two alike in capitals.

    Examples
    --------
    >>> short_names(["depth_m", "irradiation_kwh_per_m2", "irradiation_kwh", "用途"])
    {'depth_m': 'depth_m', 'irradiation_kwh_per_m2': 'irradiatio', 'irradiation_kwh': \
'irradiat_1', '用途': '__'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = "".join(c if c.isascii() and c.isalnum() else "_" for c in name)
        short, number = plain[:NAME_LETTERS], 0
        while short.upper() in taken:
            number += 1
            tail = f"_{number}"
            short = plain[: NAME_LETTERS - len(tail)] + tail
        taken.add(short.upper())
        found[name] = short
    return found


def write_shapefile(
    file: Path, table: gpd.GeoDataFrame, place: Callable[[Path], Path]
) -> dict[str, str]:
    """Write a table whose index has a name, and its name map.

    Parameters
    ----------
    file : Path
        The ``.shp``; its parts lie beside it.
    table : GeoDataFrame
        What to write. Texts are UTF-8, which the ``.cpg`` says.
    place : callable
        Gives a path to write at for each file; what is there at the end takes its place.

    Returns
    -------
    dict of str to str
        Short name of every column.

    Raises
    ------
    CityModelError
        If points, lines and areas are mixed: a shapefile holds one of them.
    """
    flat = pd.DataFrame(table.drop(columns=table.geometry.name)).reset_index()
    names = short_names([str(name) for name in flat.columns])
    plain = flat.apply(_storable).rename(columns=names)
    _check_families(file, table)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / f"{file.stem}.shp"
        shapes = gpd.GeoDataFrame(plain, geometry=table.geometry.to_numpy(), crs=table.crs)
        empty = table.geometry.isna().all()
        pyogrio.write_dataframe(
            pd.DataFrame(shapes.drop(columns="geometry")) if empty else shapes,
            made,
            driver="ESRI Shapefile",
            encoding="UTF-8",
        )
        for part in sorted(Path(folder).iterdir()):
            place(file.with_suffix(part.suffix)).write_bytes(part.read_bytes())
    place(file.with_suffix(MAP_SUFFIX)).write_text(
        _name_map(flat, names, table.attrs.get("plateau", {})), encoding="utf-8-sig"
    )
    return names


def _check_families(file: Path, table: gpd.GeoDataFrame) -> None:
    kinds = {int(kind) for kind in shapely.get_type_id(table.geometry.to_numpy()) if kind >= 0}
    families = sorted({FAMILIES.get(kind, "mixtures") for kind in kinds})
    if len(families) > 1:
        raise CityModelError(
            f"{file} would hold {' and '.join(families)}; a shapefile holds one of them; "
            "write .gpkg"
        )


def _storable(column: pd.Series) -> pd.Series:
    """Texts cut to what there is room for, times as texts, truth values as numbers."""
    if isinstance(column.dtype, pd.DatetimeTZDtype) or str(column.dtype).startswith("datetime64"):
        return column.map(lambda time: time.isoformat(), na_action="ignore").astype("string")
    if pd.api.types.is_bool_dtype(column):
        return column.astype("Int16")
    if pd.api.types.is_numeric_dtype(column):
        return column
    return column.map(_cut, na_action="ignore").astype("string")


def _cut(value: object) -> str:
    return str(value).encode()[:TEXT_BYTES].decode(errors="ignore")


def _name_map(flat: pd.DataFrame, names: Mapping[str, str], stamp: Mapping[str, Any]) -> str:
    """Return a CSV: short name, column, unit, Japanese label, meaning, texts that were cut."""
    said = {column["name"]: column for column in stamp.get("columns", ())}
    rows = []
    for name, short in names.items():
        texts = flat[name].dropna()
        is_text = not pd.api.types.is_numeric_dtype(flat[name])
        cut = sum(len(str(text).encode()) > TEXT_BYTES for text in texts) if is_text else 0
        told = said.get(name, {})
        rows.append(
            (short, name, *(told.get(key, "") for key in ("unit", "label_ja", "text")), cut)
        )
    heads = ["short_name", "column", "unit", "label_ja", "meaning", "texts_cut"]
    return str(pd.DataFrame(rows, columns=heads).to_csv(index=False))
