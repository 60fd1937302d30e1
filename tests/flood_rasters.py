"""GeoTIFF files around the origin of the test cities."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
from builders import ORIGIN, ZONE_VII
from rasterio.transform import Affine


def raster(path, values, *, west=-50.0, north=50.0, cell=5.0, descriptions=(), **settings):
    """A GeoTIFF whose upper left corner is `west`, `north` metres from the origin."""
    bands = np.asarray(values, dtype=np.float32)
    bands = bands[None] if bands.ndim == 2 else bands
    options = {"crs": ZONE_VII.to_wkt(), "nodata": -9999.0, **settings}
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        count=len(bands),
        height=bands.shape[1],
        width=bands.shape[2],
        dtype="float32",
        transform=Affine(cell, 0.0, ORIGIN[0] + west, 0.0, -cell, ORIGIN[1] + north),
        **options,
    ) as data:
        data.write(bands)
        for i, text in enumerate(descriptions, start=1):
            data.set_band_description(i, text)
    return Path(path)


def cells(value, *, count=20):
    return np.full((count, count), float(value))
