"""Events -> minutes, months, peaks and sources of whatever is met."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analyses.glare.columns import MONTHS
from analyses.glare.suns import OFFICIAL_DAYS, Suns
from analyses.glare.tracing import Events, Panels
from citygml.model import CityModel, surface_names

#: Columns of `arrivals`.
ARRIVALS = (
    "possible_min",
    "expected_min",
    *MONTHS,
    "peak_irradiance_w_per_m2",
    "peak_time",
    "source_count",
    "source_ids",
)
_NO_TIME = ""


def minutes_by(
    key: NDArray[np.int64], sun: NDArray[np.int64], suns: Suns
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Distinct keys, their minutes by month under a clear sky, and those to expect in a year.

    A sun counts once for a key, however many rays it sends there.

    Parameters
    ----------
    key, sun : (e,) ndarray of int64
        What is met, and the row of the sun.
    suns : Suns
        What they stand for.

    Returns
    -------
    keys : (k,) ndarray of int64
    months : (k, 12) ndarray of float64
        [min]
    expected : (k,) ndarray of float64
        [min]
    """
    keys, row = np.unique(key, return_inverse=True)
    place, once = np.divmod(np.unique(row * max(len(suns), 1) + sun), max(len(suns), 1))
    month = suns.time.month.to_numpy()[once] - 1
    count = np.bincount(place * 12 + month, minlength=12 * len(keys)).astype(np.float64)
    expected = np.bincount(
        place, weights=suns.sunny_share[once] * suns.minutes, minlength=len(keys)
    )
    return keys, suns.minutes * count.reshape(len(keys), 12), np.asarray(expected, dtype=np.float64)


def arrivals(events: Events, suns: Suns, panels: Panels) -> pd.DataFrame:
    """One row for each thing met, index its key, columns `ARRIVALS` and ``event``, the strongest.

    Parameters
    ----------
    events : Events
        Meetings.
    suns : Suns
        The suns of these.
    panels : Panels
        Names of the roofs.
    """
    keys, months, expected = minutes_by(events.receiver, events.sun, suns)
    order = np.lexsort((-events.irradiance, events.receiver))
    first = order[np.searchsorted(events.receiver[order], keys)]
    time = suns.time.strftime("%m-%d %H:%M").to_numpy(dtype=object)
    table = pd.DataFrame(months, index=keys, columns=list(MONTHS))
    table = table.assign(
        possible_min=months.sum(axis=1),
        expected_min=expected,
        peak_irradiance_w_per_m2=events.irradiance[first],
        peak_time=time[events.sun[first]] if len(first) else np.zeros(0, dtype=object),
        event=first,
    )
    pair, seen, _ = minutes_by(events.receiver * len(panels.root) + events.source, events.sun, suns)
    of_pair = pd.DataFrame(
        {
            "key": pair // max(len(panels.root), 1),
            "source": panels.source_id[pair % max(len(panels.root), 1)],
            "minutes": seen.sum(axis=1),
        }
    ).sort_values(["key", "minutes"], ascending=[True, False], kind="stable")
    named = of_pair.groupby("key")["source"]
    table["source_count"] = named.size().reindex(keys).astype("int64")
    table["source_ids"] = named.agg(";".join).reindex(keys).astype(object)
    return table


def receiver_table(city: CityModel, events: Events, suns: Suns, panels: Panels) -> gpd.GeoDataFrame:
    """Façades and storeys that light falls on; geometry the point of the strongest ray."""
    table = arrivals(events, suns, panels)
    surface, storey = np.divmod(table.index.to_numpy(dtype=np.int64), 1000)
    names = surface_names(city)[surface]
    root = city.root_row[city.surfaces.feature_row[surface]]
    end = events.end[table["event"].to_numpy(dtype=np.int64)] + np.array(city.origin)
    table = table.drop(columns="event").assign(
        feature_id=city.features.index.to_numpy(dtype=object)[root],
        surface_id=names,
        storey=storey,
    )
    ids = [f"{name}#storey{number}" for name, number in zip(names, storey, strict=True)]
    table.index = pd.Index(ids, name="receiver_id", dtype=object)
    return gpd.GeoDataFrame(table, geometry=shapely.points(end), crs=city.crs)


def observer_table(
    eyes: gpd.GeoDataFrame, events: Events, suns: Suns, panels: Panels
) -> gpd.GeoDataFrame:
    """Observers in their order, zeros for those who see nothing."""
    found = arrivals(events, suns, panels).drop(columns="event").reindex(np.arange(len(eyes)))
    numbers = [name for name in ARRIVALS if name not in {"peak_time", "source_ids"}]
    found[numbers] = found[numbers].astype("float64").fillna(0.0)
    found[["peak_time", "source_ids"]] = (
        found[["peak_time", "source_ids"]].astype(object).fillna(_NO_TIME)
    )
    return gpd.GeoDataFrame(eyes.assign(**found.set_axis(eyes.index)), crs=eyes.crs)


def source_table(
    city: CityModel,
    roofs: gpd.GeoDataFrame,
    panels: Panels,
    *,
    met: tuple[Events, Suns],
    official: tuple[Events, Suns],
) -> gpd.GeoDataFrame:
    """Roofs with panels in their order; hours of the three days as the official program counts."""
    events, suns = met
    count = len(panels.root)
    keys, months, _ = minutes_by(events.source, events.sun, suns)
    by_month = np.zeros((count, 12))
    by_month[keys] = months
    pairs = np.unique(np.stack([events.source, events.receiver], axis=1), axis=0)
    table = pd.DataFrame(by_month, columns=list(MONTHS))
    table = table.assign(
        feature_id=city.features.index.to_numpy(dtype=object)[panels.root],
        possible_min=by_month.sum(axis=1),
        receiver_count=np.bincount(pairs[:, 0], minlength=count),
    )
    on_day, day_suns = official
    hours = np.unique(np.stack([on_day.source, on_day.sun], axis=1), axis=0)
    day = day_suns.time.strftime("%m-%d").to_numpy(dtype=object)[hours[:, 1]]
    names = ("summer_solstice_h", "spring_equinox_h", "winter_solstice_h")
    for name, date in zip(names, OFFICIAL_DAYS, strict=True):
        table[name] = np.bincount(hours[day == date, 0], minlength=count)
    table.index = pd.Index(panels.source_id, name="surface_id", dtype=object)
    return gpd.GeoDataFrame(table, geometry=roofs.geometry.reindex(table.index), crs=city.crs)


def ray_table(city: CityModel, events: Events, suns: Suns, panels: Panels) -> gpd.GeoDataFrame:
    """Strongest ray of each receiver, roof and month, as lines in space."""
    month = suns.time.month.to_numpy()[events.sun]
    order = np.lexsort((-events.irradiance, month, events.receiver, events.source))
    keys = np.stack([events.source, events.receiver, month], axis=1)[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    rows = order[first]
    surface = events.receiver[rows] // 1000
    root = city.root_row[city.surfaces.feature_row[surface]]
    ends = np.stack([events.start[rows], events.end[rows]], axis=1) + np.array(city.origin)
    time = suns.time.strftime("%Y-%m-%dT%H:%M:%S%z").to_numpy(dtype=object)
    table = pd.DataFrame(
        {
            "source_id": panels.source_id[events.source[rows]],
            "feature_id": city.features.index.to_numpy(dtype=object)[root],
            "surface_id": surface_names(city)[surface],
            "time": time[events.sun[rows]] if len(rows) else np.zeros(0, dtype=object),
            "irradiance_w_per_m2": events.irradiance[rows],
        },
        index=pd.RangeIndex(len(rows), name="ray_id"),
    )
    return gpd.GeoDataFrame(table, geometry=shapely.linestrings(ends), crs=city.crs)
