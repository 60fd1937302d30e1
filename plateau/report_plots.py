"""Result table -> small drawings of how its numbers are distributed, as SVG."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from plateau.report_tables import data_columns, is_number
from viewer.coloring import column_title, plain_number
from viewer.scales import round_ticks
from viewer.style import Language

if TYPE_CHECKING:
    import geopandas as gpd

BINS = 24
WIDTH, HEIGHT, FOOT, HEAD = 300, 130, 18, 22
#: Columns worth a drawing, those that a table has, in this order; at most so many of them.
PLOTTED = (
    "irradiation_kwh_per_m2",
    "generation_kwh",
    "specific_yield_kwh_per_kw",
    "shading_loss_ratio",
    "depth_m",
    "depth_hi_m",
    "refuge_m2",
    "capacity",
    "covered_area_m2",
    "covered_ratio",
    "seen_count",
)
MOST_PLOTS = 6
#: Fewer different values than this say more in a table.
MIN_VALUES = 5


def histograms(table: gpd.GeoDataFrame, lang: Language) -> tuple[str, ...]:
    """Return a histogram of each of the telling numbers of a table.

    Parameters
    ----------
    table : GeoDataFrame
        A result.
    lang : {"en", "ja"}
        Language of the titles.

    Returns
    -------
    tuple of str
        SVG elements; none where no column of `PLOTTED` has at least `MIN_VALUES` different values.
    """
    there = set(data_columns(table))
    found = []
    for name in PLOTTED:
        if name not in there or not is_number(table[name]):
            continue
        values = table[name].to_numpy(dtype=np.float64, na_value=np.nan)
        finite = values[np.isfinite(values)]
        if len(np.unique(finite)) >= MIN_VALUES:
            found.append(histogram(finite, column_title(table, name, lang=lang)))
    return tuple(found[:MOST_PLOTS])


def histogram(values: NDArray[np.float64], title: str) -> str:
    """Draw how many values lie in each of `BINS` equal classes.

    Examples
    --------
    >>> drawing = histogram(np.arange(10.0), "Height [m]")
    >>> drawing.startswith("<svg"), "Height [m]" in drawing
    (True, True)
    """
    count, edges = np.histogram(values, BINS)
    plot = HEIGHT - HEAD - FOOT
    height = count / max(int(count.max()), 1) * plot
    step = WIDTH / BINS
    bars = "".join(
        f'<rect x="{i * step:.1f}" y="{HEAD + plot - h:.1f}" width="{step - 1:.1f}" '
        f'height="{h:.1f}"><title>{plain_number(float(edges[i]))} – '
        f"{plain_number(float(edges[i + 1]))}: {n:,}</title></rect>"
        for i, (h, n) in enumerate(zip(height.tolist(), count.tolist(), strict=True))
    )
    low, high = float(edges[0]), float(edges[-1])
    ticks = "".join(
        f'<text x="{np.clip((t - low) / (high - low) * WIDTH, 8, WIDTH - 14):.1f}" '
        f'y="{HEIGHT - 4}">{plain_number(t)}</text>'
        for t in round_ticks(low, high)
    )
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="{escape(title)}"><text class="title" x="0" y="13">'
        f'{escape(title)}</text><text class="most" x="{WIDTH}" y="13">≤ {int(count.max()):,}</text>'
        f'<g class="bars">{bars}</g><g class="ticks">{ticks}</g>'
        f'<path d="M0 {HEAD + plot}H{WIDTH}"/></svg>'
    )
