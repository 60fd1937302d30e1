"""Attribute columns -> property table of EXT_structural_metadata."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from viewer.export.attributes import STRUCTURE, is_missing, plain_value, without_geometry
from viewer.export.gltf import Gltf
from viewer.targets import table_target

if TYPE_CHECKING:
    from viewer.scene import View

#: Stands for a missing number; declared as ``noData``, so that a reader never meets it.
NO_NUMBER = -1e300
EXTENSIONS = ("EXT_mesh_features", "EXT_structural_metadata")
CLASS = "feature"


def feature_columns(view: View) -> pd.DataFrame:
    """Attributes and results of every feature; a result per surface stays in the colours."""
    features = view.city.features
    columns = without_geometry(features).drop(columns=list(STRUCTURE))
    columns.insert(0, "feature_id", features.index.astype(str))
    table = view.table
    if table is not None and table is not features and table_target(view.city, table) == "feature":
        results = without_geometry(table)
        results = results.drop(columns=[n for n in results.columns if n in columns.columns])
        columns = columns.join(results)
    return columns


def property_table(asset: Gltf, columns: pd.DataFrame) -> None:
    """Add a property table with one row per feature id, and its schema.

    Numbers become FLOAT64 with a ``noData`` value, truth values and everything else STRING, empty
    where missing; a column without any value is left out.

    Parameters
    ----------
    asset : Gltf
        Gets the extension.
    columns : DataFrame
        Row = feature id.

    References
    ----------
    .. [1] Cesium, EXT_structural_metadata, vendor extension of glTF 2.0, 2023.
    """
    schema: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for name in columns.columns:
        kept = [None if is_missing(value) else plain_value(value) for value in columns[name]]
        if all(value is None for value in kept):
            continue
        key = identifier(str(name), schema)
        numeric = pd.api.types.is_numeric_dtype(columns[name])
        if numeric and not pd.api.types.is_bool_dtype(columns[name]):
            schema[key] = {
                "name": str(name),
                "type": "SCALAR",
                "componentType": "FLOAT64",
                "noData": NO_NUMBER,
            }
            number = np.array([NO_NUMBER if value is None else value for value in kept])
            values[key] = {"values": asset.buffer_view(number.astype(np.float64).tobytes())}
        else:
            schema[key] = {"name": str(name), "type": "STRING", "noData": ""}
            values[key] = _strings(asset, ["" if v is None else str(v) for v in kept])
    asset.json.setdefault("extensions", {})["EXT_structural_metadata"] = {
        "schema": {"id": "plateau", "classes": {CLASS: {"properties": schema}}},
        "propertyTables": [{"class": CLASS, "count": len(columns), "properties": values}],
    }


def identifier(name: str, taken: Any) -> str:
    """Return a name that the extension allows, ``[a-zA-Z_][a-zA-Z0-9_]*``, not yet taken.

    Examples
    --------
    >>> identifier("height_m", {}), identifier("用途 1", {}), identifier("a", {"a": 1})
    ('height_m', '___1', 'a_')
    """
    found = re.sub(r"[^a-zA-Z0-9_]", "_", name)
    found = found if re.match(r"[a-zA-Z_]", found) else f"_{found}"
    while found in taken:
        found += "_"
    return found


def _strings(asset: Gltf, texts: Sequence[str]) -> dict[str, Any]:
    data = [text.encode("utf-8") for text in texts]
    offsets = np.concatenate([[0], np.cumsum([len(part) for part in data])]).astype(np.uint32)
    return {
        "values": asset.buffer_view(b"".join(data) or b"\0"),
        "stringOffsets": asset.buffer_view(offsets.tobytes()),
        "stringOffsetType": "UINT32",
    }
