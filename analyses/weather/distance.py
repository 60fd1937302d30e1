"""Weather station + city -> what a reader must know of the distance between them."""

from __future__ import annotations

import pandas as pd
from pyproj import Geod

from citygml.errors import AnalysisError

#: Weather from farther away is named in the notes of the result. [km]
FAR_AWAY_KM = 100.0
#: Weather from farther away is refused: a quarter of the way round the Earth. [km]
OTHER_HEMISPHERE_KM = 10_000.0


def distance_notes(weather: pd.DataFrame, *, latitude: float, longitude: float) -> list[str]:
    """Say what a reader must know of weather that was not measured near the city.

    Parameters
    ----------
    weather : DataFrame
        From `read_weather`.
    latitude, longitude : float
        Of the city. [deg]

    Returns
    -------
    list of str
        One line where the station is more than `FAR_AWAY_KM` away, else none.

    Raises
    ------
    AnalysisError
        If the station lies in another hemisphere: on the other side of the equator, or farther
        away than `OTHER_HEMISPHERE_KM`.
    """
    here = weather.attrs
    _, _, metres = Geod(ellps="GRS80").inv(here["longitude"], here["latitude"], longitude, latitude)
    station = f"{here.get('name', '')} ({here['latitude']:.2f} N, {here['longitude']:.2f} E)"
    if here["latitude"] * latitude < 0.0 or metres / 1000.0 > OTHER_HEMISPHERE_KM:
        raise AnalysisError(
            f"the weather of {station} is of another hemisphere than the city ({latitude:.2f} N, "
            f"{longitude:.2f} E); take a station near the city"
        )
    if metres / 1000.0 <= FAR_AWAY_KM:
        return []
    return [
        f"the weather of {station} is {metres / 1000.0:.0f} km from the city; take a nearer station"
    ]
