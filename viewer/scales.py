"""Numbers -> the ends and the marks of a colour scale."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Values beyond these percentiles share the colour at the end of a ramp: one outlier must not
#: press all others into one shade.
RAMP_PERCENTILES = (2.0, 98.0)
#: Fewer values than this are shown from the lowest to the highest.
MIN_VALUES_FOR_PERCENTILES = 50
MAX_TICKS = 6
#: Marks on the scale of a direction.
COMPASS_DEG = (0.0, 90.0, 180.0, 270.0, 360.0)


def ramp_limits(finite: NDArray[np.float64]) -> tuple[float, float]:
    """Return the ends of the scale, a width above zero also where all values are one."""
    ends: NDArray[np.float64] = np.array([finite.min(), finite.max()])
    if len(finite) >= MIN_VALUES_FOR_PERCENTILES:
        inner = np.percentile(finite, RAMP_PERCENTILES)
        ends = inner if inner[0] < inner[1] else ends
    low, high = float(ends[0]), float(ends[1])
    if low == high:
        margin = abs(low) * 0.05 or 0.5
        return low - margin, high + margin
    return low, high


def round_ticks(low: float, high: float, *, most: int = MAX_TICKS) -> tuple[float, ...]:
    """Round values between two ends, at most `most`.

    Examples
    --------
    >>> round_ticks(0.0, 98.0)
    (0.0, 20.0, 40.0, 60.0, 80.0)
    """
    raw = (high - low) / max(most - 1, 1)
    power = 10.0 ** np.floor(np.log10(raw))
    step = float(next(f * power for f in (1.0, 2.0, 2.5, 5.0, 10.0) if f * power >= raw * 0.999))
    first, last = int(np.ceil(low / step - 1e-9)), int(np.floor(high / step + 1e-9))
    digits = max(0, 2 - int(np.floor(np.log10(step))))
    return tuple(round(k * step, digits) + 0.0 for k in range(first, last + 1))
