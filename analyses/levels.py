"""Pixels per metre -> what they are good for: the levels of the standards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from citygml.errors import AnalysisError

LevelsName = Literal["iec2025", "dori2014"]

#: Pixels per metre, on a plane facing the camera, that a purpose needs at least. [px/m]
#: "iec2025": IEC 62676-4:2025; "dori2014": EN/IEC 62676-4:2014, withdrawn 2025-10-09. The text of
#: the standards is not public: figures from secondary sources that agree (jvsg.com, BHE, tp-link).
LEVELS: Mapping[str, Mapping[str, float]] = {
    "iec2025": {
        "overview": 20.0,
        "outline": 40.0,
        "discern": 80.0,
        "perceive": 125.0,
        "characterise": 250.0,
        "validate": 500.0,
        "scrutinise": 1500.0,
    },
    "dori2014": {
        "monitor": 12.5,
        "detect": 25.0,
        "observe": 62.5,
        "recognise": 125.0,
        "identify": 250.0,
    },
}
#: What is seen with fewer pixels than the lowest level.
BELOW_LEVELS = "below"


def level_table(levels: LevelsName | Mapping[str, float]) -> dict[str, float]:
    """Levels of pixel density by name, from the lowest up.

    Parameters
    ----------
    levels : {"iec2025", "dori2014"} or mapping of str to float
        A standard, or names with the pixels per metre each needs.

    Raises
    ------
    AnalysisError
        If the name is unknown, or a density is not a positive number.

    Examples
    --------
    >>> level_table({"plate": 200, "face": 125})
    {'face': 125.0, 'plate': 200.0}
    """
    if isinstance(levels, str):
        if levels not in LEVELS:
            raise AnalysisError(
                f"levels is {levels!r}; it must be one of {', '.join(LEVELS)} or a mapping of "
                "names to pixels per metre"
            )
        return dict(LEVELS[levels])
    table = {str(name): float(value) for name, value in levels.items()}
    bad = [name for name, value in table.items() if not (np.isfinite(value) and value > 0)]
    if bad or not table:
        what = f"level {bad[0]!r} is {table[bad[0]]} px/m" if bad else "there is no level"
        raise AnalysisError(f"{what}; a level needs a positive number of pixels per metre")
    return dict(sorted(table.items(), key=lambda item: item[1]))


def level_of(px_per_m: ArrayLike, levels: Mapping[str, float]) -> NDArray[np.object_]:
    """Name of the highest level that a pixel density reaches.

    Parameters
    ----------
    px_per_m : (n,) array_like of float
        [px/m]
    levels : mapping of str to float
        See `level_table`.

    Returns
    -------
    (n,) ndarray of object
        `BELOW_LEVELS` where even the lowest is not reached, None where the density is nan.

    Examples
    --------
    >>> level_of([19.9, 20.0, 130.0, np.nan], LEVELS["iec2025"]).tolist()
    ['below', 'overview', 'perceive', None]
    """
    density = np.asarray(px_per_m, dtype=np.float64)
    names = np.array([BELOW_LEVELS, *levels], dtype=object)
    found = names[np.searchsorted(np.array(list(levels.values())), density, side="right")]
    found[np.isnan(density)] = None
    return np.asarray(found)
