"""What a table says of itself -> metadata beside its values, and back: index, dtypes, attrs.

GeoParquet keeps all of it. GeoPackage, GeoJSON, shapefiles and CSV know fewer types: a whole number
with a gap comes back as a float, "0110" as 110. So the metadata names the type of every column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

#: Types that cannot be asked for again: pandas' own choice for texts, and mixtures.
LEFT_AS_READ = frozenset({"object", "str"})


def table_metadata(table: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return the name of the index, the dtype of every column and of the index, and the attrs."""
    index = str(table.index.name or "id")
    kept = {str(name): str(dtype) for name, dtype in table.dtypes.items()}
    dtypes = {name: dtype for name, dtype in kept.items() if dtype != "geometry"}
    return {
        "index": index,
        "dtypes": {index: str(table.index.dtype), **dtypes},
        "plateau": table.attrs.get("plateau", {}),
    }


def joint_metadata(stamps: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Join what the pieces of a table say of themselves: all notes, the rest from the first.

    A dtype that not all pieces share is not said.

    Examples
    --------
    >>> one, two = ({"plateau": {"analysis": "x", "notes": [n]}} for n in ("a", "b"))
    >>> joint_metadata([one, two])["plateau"]
    {'analysis': 'x', 'notes': ['a', 'b']}
    """
    if not stamps:
        return {}
    joint = dict(stamps[0])
    notes = [note for stamp in stamps for note in stamp.get("plateau", {}).get("notes", ())]
    if joint.get("plateau"):
        joint["plateau"] = {**joint["plateau"], "notes": list(dict.fromkeys(notes))}
    if joint.get("dtypes"):
        said = [stamp.get("dtypes", {}) for stamp in stamps]
        joint["dtypes"] = {
            name: dtype
            for name, dtype in joint["dtypes"].items()
            if all(each.get(name) == dtype for each in said)
        }
    return joint


def restored(table: gpd.GeoDataFrame, metadata: Mapping[str, Any]) -> gpd.GeoDataFrame:
    """Give a table its index, its dtypes and its attrs back.

    Raises
    ------
    ValueError
        If a column holds what its type cannot, such as a text among numbers.
    """
    stamp = metadata.get("plateau", {})
    index = metadata.get("index")
    specified = {column["name"]: column["dtype"] for column in stamp.get("columns", ())}
    dtypes = {index: "str", **specified, **metadata.get("dtypes", {})}
    cast = {
        name: with_dtype(table[name], dtype)
        for name, dtype in dtypes.items()
        if name in table.columns
    }
    table = table.assign(**cast)
    if index in table.columns:
        whole = not table[index].isna().any() and dtypes[index].startswith(("int", "uint"))
        table = table.astype({index: dtypes[index] if whole else str}).set_index(index)
    if stamp:
        table.attrs["plateau"] = stamp
    return table


def with_dtype(column: pd.Series, dtype: str) -> pd.Series:
    """Return a column as the type it had; as it is where that has no room for a gap.

    Examples
    --------
    >>> with_dtype(pd.Series([1.0, None]), "Int64").tolist()
    [1, <NA>]
    >>> with_dtype(pd.Series([1.0, None]), "int64").tolist()
    [1.0, nan]
    """
    if dtype in LEFT_AS_READ or str(column.dtype) == dtype:
        return column
    if dtype.startswith("datetime64"):
        given = column if is_time(column) else pd.to_datetime(column, format="ISO8601", utc=True)
        is_zoned = "," in dtype
        if is_zoned != (given.dt.tz is not None):
            given = given.dt.tz_localize("UTC" if is_zoned else None)
        return given.astype(dtype)
    if dtype.startswith(("int", "uint")) or dtype == "bool":
        return column if column.isna().any() else column.astype(dtype)
    return column.astype(dtype)


def is_time(column: pd.Series) -> bool:
    """Whether a column is of times already."""
    return bool(pd.api.types.is_datetime64_any_dtype(column))


def text_columns(metadata: Mapping[str, Any]) -> set[str]:
    """Names of the columns that are no numbers, however they look: codes, dates, the index.

    Examples
    --------
    >>> dtypes = {"id": "str", "code": "string", "storeys": "Int64"}
    >>> sorted(text_columns({"index": "id", "dtypes": dtypes}))
    ['code', 'id']
    """
    numbers = ("int", "uint", "Int", "UInt", "float", "Float", "bool")
    dtypes = {str(metadata.get("index")): "str", **metadata.get("dtypes", {})}
    specified = metadata.get("plateau", {}).get("columns", ())
    dtypes = {**{column["name"]: column["dtype"] for column in specified}, **dtypes}
    return {name for name, dtype in dtypes.items() if not dtype.startswith(numbers)}


def in_utc(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the table with its times in UTC, the only zone that GeoPackage allows."""
    zoned = {
        name: table[name].dt.tz_convert("UTC")
        for name, dtype in table.dtypes.items()
        if isinstance(dtype, pd.DatetimeTZDtype)
    }
    return table.assign(**zoned) if zoned else table
