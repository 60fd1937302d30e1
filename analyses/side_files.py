"""Layers and CSV tables given beside a city: cameras, hazards, population, targets, observers.

The only place that reads them, so that a broken file is one clear line wherever it is given.
"""

from __future__ import annotations

import logging
import re
import warnings
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from shapely.errors import GEOSException

from citygml.errors import AnalysisError

#: What Excel writes on a Japanese Windows comes last: it takes almost any bytes.
ENCODINGS = ("utf-8-sig", "cp932")
_LOG = logging.getLogger(__name__)


def read_layer(path: str | Path, *, remedy: str) -> pd.DataFrame:
    """First layer of a vector file.

    Parameters
    ----------
    path : str or Path
        Any format that GDAL reads.
    remedy : str
        End of the message: what to give instead, such as "give a GeoJSON of cameras".

    Returns
    -------
    GeoDataFrame
        As in the file; a DataFrame where the file has no geometry.

    Raises
    ------
    AnalysisError
        If the file is missing, empty, cut off or of no such format.
    """
    _refuse_empty(path, remedy)
    try:
        with warnings.catch_warnings(record=True) as remarks:
            warnings.simplefilter("always")
            table = gpd.read_file(path, engine="pyogrio")
    except (
        *(OSError, ValueError, GEOSException),
        *(pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError),
    ) as error:
        raise AnalysisError(
            f"{path}: not a readable vector file: {fact_of(error)}; {remedy}"
        ) from error
    for remark in remarks:  # of GDAL, in its own words: for those who ask with -v
        _LOG.info("%s: %s", path, remark.message)
    return table


def read_shapes(path: str | Path, *, remedy: str) -> gpd.GeoDataFrame:
    """First layer of a vector file, which must have a geometry; otherwise as `read_layer`."""
    table = read_layer(path, remedy=remedy)
    if not isinstance(table, gpd.GeoDataFrame):
        raise AnalysisError(f"{path}: a table without geometry; {remedy}")
    return table


def read_csv(path: str | Path, *, remedy: str) -> pd.DataFrame:
    """CSV table in UTF-8 or cp932.

    Parameters
    ----------
    path : str or Path
        The file.
    remedy : str
        End of the message: what to give instead.

    Raises
    ------
    AnalysisError
        If the file is missing, empty, in another encoding, or no table.
    """
    _refuse_empty(path, remedy)
    failure: ValueError | None = None
    for encoding in ENCODINGS:
        try:
            return pd.read_csv(path, encoding=encoding)
        except UnicodeDecodeError as error:
            failure = failure or error
        except (OSError, ValueError) as error:
            pass_on_interrupt(error)
            fact = fact_of(error)
            raise AnalysisError(f"{path}: not a readable CSV: {fact}; {remedy}") from error
    raise AnalysisError(
        f"{path}: not a readable CSV: its text is neither UTF-8 nor cp932; {remedy}"
    ) from failure


def pass_on_interrupt(error: Exception) -> None:
    """Raise the Ctrl-C that pandas took for a fault of the file it was reading, if it was one.

    Its parser in C loses an exception without a value, which only an interrupt is.
    """
    if "Calling read(nbytes) on source failed" in str(error):
        raise KeyboardInterrupt from error


def _refuse_empty(path: str | Path, remedy: str) -> None:
    file = Path(path)
    if not file.exists():
        raise AnalysisError(f"{file}: no such file; {remedy}")
    if file.is_file() and not file.stat().st_size:
        raise AnalysisError(f"{file}: the file is empty; {remedy}")


def fact_of(error: Exception) -> str:
    """Return what a library found, in one line, without its hints to programmers.

    >>> fact_of(ValueError("sqlite3_prepare_v2(SELECT 1) failed: disk image is malformed"))
    'disk image is malformed'
    """
    if isinstance(error, UnicodeDecodeError):
        return "its text is not UTF-8"
    lines = str(error).strip().splitlines()
    fact = lines[0].split(".; It might help")[0] if lines else type(error).__name__
    return re.sub(r"^sqlite3_\w+\(.*\) failed: ", "", fact)
