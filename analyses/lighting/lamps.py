"""Lamp table -> photometry of every lamp, and where each stands.

Columns of a lamp table; geometry is the place of the lamp on the map:

================  ==========  ===================================================================
column            default     meaning
================  ==========  ===================================================================
lamp_id           row number  name of the lamp, unique
height_m          required    light above the ground [m]
flux_lm           required    light that leaves it, for the simple lobe; not needed with `ies` [lm]
exponent          1           of the lobe I0 cos^m: 1 is a flat diffuser
heading_deg       0           where its C0 plane points, clockwise from north [deg]
ies               none        path of an IES LM-63 file, relative to `ies_folder`
================  ==========  ===================================================================
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.photometry import Photometry, lobe, read_ies
from citygml.errors import AnalysisError

#: A single lamp is followed to where it gives less than this, a fifth of full moonlight. [lx]
LOWEST_LX = 0.05
#: And no farther. [m]
MAX_REACH_M = 150.0


class Lamps(NamedTuple):
    """Checked lamps.

    Attributes
    ----------
    kinds : list of Photometry
        Models of lamps, each once.
    kind : (n,) ndarray of int64
        Model of each lamp.
    as_cameras : GeoDataFrame
        The lamps as cameras that look all around, see `analyses.cameras`.
    """

    kinds: list[Photometry]
    kind: NDArray[np.int64]
    as_cameras: gpd.GeoDataFrame


def checked_lamps(lamps: gpd.GeoDataFrame, ies_folder: Path) -> Lamps:
    """Lamps with their photometry.

    Parameters
    ----------
    lamps : GeoDataFrame
        See the head of this module.
    ies_folder : Path
        Folder of the files in the column ``ies``.

    Raises
    ------
    AnalysisError
        If a column is missing or a lamp breaks a rule; the message names it.
    """
    if not isinstance(lamps, gpd.GeoDataFrame):
        raise AnalysisError(f"lamps is a {type(lamps).__name__}; it must be a GeoDataFrame")
    if "height_m" not in lamps.columns or not {"flux_lm", "ies"} & set(lamps.columns):
        raise AnalysisError("lamps need the columns height_m, and flux_lm or ies")
    ids = (lamps["lamp_id"] if "lamp_id" in lamps.columns else lamps.index.to_series()).astype(str)
    flux = _numbers(lamps, "flux_lm", np.nan)
    exponent, heading = _numbers(lamps, "exponent", 1.0), _numbers(lamps, "heading_deg", 0.0)
    files = lamps.get("ies", pd.Series(None, index=lamps.index, dtype=object))
    known: dict[Any, int] = {}
    kinds: list[Photometry] = []
    kind = np.zeros(len(lamps), np.int64)
    models = zip(ids, flux, exponent, files, strict=True)
    for row, (name, light, power, file) in enumerate(models):
        has_file = isinstance(file, str) and file != ""
        key = file if has_file else (light, power)
        if key not in known:
            try:
                kinds.append(
                    read_ies(ies_folder / file) if has_file else lobe(light, exponent=power)
                )
            except AnalysisError as error:
                raise AnalysisError(f"lamp {name}: {error}") from error
            known[key] = len(kinds) - 1
        kind[row] = known[key]
    reach = np.array([reach_m(model) for model in kinds])
    table = gpd.GeoDataFrame(
        {
            "camera_id": ids.to_numpy(dtype=object),
            "height_m": lamps["height_m"].to_numpy(),
            "heading_deg": heading.to_numpy(),
            "tilt_deg": 0.0,
            "hfov_deg": 360.0,
            "vfov_deg": 360.0,
            "projection": "equidistant",
            "far_m": reach[kind],
        },
        geometry=lamps.geometry.to_numpy(),
        crs=lamps.crs,
    )
    return Lamps(kinds, kind, table)


def _numbers(lamps: gpd.GeoDataFrame, name: str, default: float) -> pd.Series:
    """Column as numbers, the default where it is empty."""
    column = lamps.get(name, pd.Series(default, index=lamps.index))
    return pd.to_numeric(column, errors="coerce").fillna(default)


def reach_m(source: Photometry) -> float:
    """Distance at which the brightest direction gives `LOWEST_LX`. [m]"""
    return float(min(np.sqrt(source.candela.max() / LOWEST_LX), MAX_REACH_M))
