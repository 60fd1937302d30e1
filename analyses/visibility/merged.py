"""Samples of all tiles -> figures of cameras that only all of them tell."""

from __future__ import annotations

import pandas as pd

from citygml.errors import AnalysisError

#: Column of a camera -> column of a sample that adds up to it.
EXCLUSIVE = {"exclusive_area_m2": "area_m2"}


def exclusive_amounts(samples: pd.DataFrame) -> pd.DataFrame:
    """Ground that one camera alone sees, by camera.

    A camera is analysed with those in the same tile; another one from a tile further on may see the
    same ground.

    Parameters
    ----------
    samples : DataFrame
        ``seen_by, seen_count`` and ``area_m2`` of all tiles, as `camera_coverage` gives them.

    Returns
    -------
    DataFrame
        Index ``camera_id``, column ``exclusive_area_m2``; cameras that see nothing alone are
        not there. [m²]

    Raises
    ------
    AnalysisError
        If a column is missing.

    Examples
    --------
    >>> samples = pd.DataFrame({"seen_by": ["a", "a;b", "b", "b"], "seen_count": [1, 2, 1, 1],
    ...                         "area_m2": [0.25, 0.25, 0.25, 0.25]})
    >>> exclusive_amounts(samples)["exclusive_area_m2"].to_dict()
    {'a': 0.25, 'b': 0.5}
    """
    needed = {"seen_by", "seen_count", *EXCLUSIVE.values()}
    if missing := needed - set(samples.columns):
        raise AnalysisError(
            f"the samples lack {', '.join(sorted(missing))}; take them from camera_coverage"
        )
    alone = samples[samples["seen_count"] == 1]
    sums = alone.groupby(alone["seen_by"].astype(str))[list(EXCLUSIVE.values())].sum()
    return sums.rename(columns={v: k for k, v in EXCLUSIVE.items()}).rename_axis("camera_id")
