"""Places and years -> the files that the public delivery service has of them.

The service is PLATEAU's delivery API, on trial and without promise [1]_. Nothing else in this
package uses the network.

References
----------
.. [1] 国土交通省, PLATEAU配信サービス（試験運用） API, ``/datacatalog/citygml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd

from citygml.errors import CityModelError
from plateau.selection import area
from plateau.tiles import tiles_within
from plateau.transfer import Courier, TransferError

API = "https://api.plateauview.mlit.go.jp"
#: Tiles and municipalities that one request may name.
TILES_AT_ONCE, CITIES_AT_ONCE = 30, 50
COLUMNS = {
    "city_code": "str",
    "city": "str",
    "year": "Int64",
    "registration_year": "Int64",
    "spec": "str",
    "feature_type": "str",
    "tile": "str",
    "max_lod": "Int64",
    "features": "Int64",
    "size_bytes": "Int64",
    "url": "str",
    "archive_url": "str",
}


def catalog(
    *,
    cities: Iterable[str] | str | None = None,
    tiles: Iterable[str] | str | None = None,
    bounds: Iterable[float] | None = None,
    types: Iterable[str] | str | None = None,
    years: Iterable[int] | int | None = None,
    api: str = API,
    courier: Courier | None = None,
) -> pd.DataFrame:
    """Ask the public delivery service which files it has. Needs the network.

    Parameters
    ----------
    cities : str or iterable of str, optional
        Codes of municipalities (JIS X 0402), such as "13101".
    tiles : str or iterable of str, optional
        Codes of tiles (JIS X 0410), such as "54363371".
    bounds : iterable of four floats, optional
        West, south, east, north. [deg]
    types : str or iterable of str, optional
        Feature types, such as "bldg"; all by default.
    years : int or iterable of int, optional
        Only data of these years (整備年度).
    api : str
        Address of the service.
    courier : Courier, optional
        How things are fetched.

    Returns
    -------
    DataFrame
        One row per file: city_code, city, year, registration_year, spec, feature_type, tile,
        max_lod, features, size_bytes (missing where the service does not say), url, and
        archive_url of the whole city. Give it, or some of its rows, to `download`.

    Raises
    ------
    CityModelError
        If not exactly one of `cities`, `tiles`, `bounds` is given, or there is nothing.
    TransferError
        If the service cannot be reached or does not answer.
    """
    asked = _conditions(cities, tiles, bounds)
    wanted_types = _listed(types)
    query = f"?{urlencode({'types': ','.join(wanted_types)})}" if wanted_types else ""
    wanted_years = {years} if isinstance(years, int) else set(years or ())
    fetch = courier or Courier()
    rows: dict[str, tuple[Any, ...]] = {}
    for condition in asked:
        url = f"{api.rstrip('/')}/datacatalog/citygml/{quote(condition, safe=':,.-')}{query}"
        for row in _rows(fetch.answer(url), url):
            in_type = not wanted_types or row[5] in wanted_types
            if in_type and (not wanted_years or row[2] in wanted_years):
                rows.setdefault(row[10], row)
    if not rows:
        raise CityModelError(
            f"the service has no file for {'; '.join(asked)}"
            f"{f' of the types {query[7:]}' if query else ''}"
            f"{f' of the years {sorted(wanted_years)}' if wanted_years else ''}; ask for less"
        )
    table = pd.DataFrame(list(rows.values()), columns=list(COLUMNS)).astype(COLUMNS)
    return table.sort_values(["city_code", "feature_type", "tile", "url"], ignore_index=True)


def _listed(given: Iterable[str] | str | None) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())


def _conditions(
    cities: Iterable[str] | str | None,
    tiles: Iterable[str] | str | None,
    bounds: Iterable[float] | None,
) -> list[str]:
    """Return the conditions of the requests, in the words of the service."""
    if sum(given is not None for given in (cities, tiles, bounds)) != 1:
        raise CityModelError("give exactly one of cities=, tiles= and bounds=")
    if cities is not None:
        codes = _listed(cities)
        for code in codes:
            if not (code.isascii() and code.isdecimal() and len(code) == 5):
                raise CityModelError(
                    f"{code!r} is no code of a municipality; those have five digits, such as 13101"
                )
        return [",".join(some) for some in _portions(codes, CITIES_AT_ONCE)]
    if tiles is not None:
        place = area(tiles=tiles, bounds=None, around=None, radius_m=None)
        return [f"m:{','.join(some)}" for some in _portions(place.tiles, TILES_AT_ONCE)]
    place = area(tiles=None, bounds=bounds, around=None, radius_m=None)
    assert place.bounds is not None
    tiles_within(place.bounds, level="first")  # a place in Japan's grid
    return ["r:" + ",".join(f"{number:.9g}" for number in place.bounds)]


def _portions(codes: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (codes[first : first + size] for first in range(0, len(codes), size))


def _rows(answer: Any, url: str) -> Iterator[tuple[Any, ...]]:
    """Yield a row for every file of an answer."""
    if not isinstance(answer, Mapping) or not isinstance(answer.get("cities", []), Sequence):
        raise TransferError(
            f"{url}: the answer is not that of the delivery service; try again later"
        )
    for city in answer.get("cities") or ():
        known = (
            str(city.get("cityCode", "")),
            str(city.get("cityName", "")),
            city.get("year"),
            city.get("registrationYear"),
            str(city.get("spec", "")),
        )
        for kind, files in (city.get("files") or {}).items():
            for file in files or ():
                yield (
                    *known,
                    str(kind),
                    str(file.get("code", "")),
                    file.get("maxLod"),
                    file.get("features"),
                    file.get("fileSize"),
                    str(file["url"]),
                    str(city.get("url", "")),
                )
