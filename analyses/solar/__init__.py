"""City + weather -> how much sun roofs, façades and land get, and what panels would yield.

`solar_potential` and `land_solar_potential` read from top to bottom: `targets` (which surfaces),
`surroundings` (obstacles), `frame` (true north), `exposure` (rays, once), `reflection`, `panels`,
`uncertainty`, and `potential`, which puts the columns together.
"""

from analyses.solar.columns import COLUMNS
from analyses.solar.frame import position
from analyses.solar.land import land_solar_potential
from analyses.solar.roofs import solar_potential
from analyses.solar.samples import solar_samples
from analyses.solar.settings import DEFAULT_SETTINGS, SolarSettings

__all__ = [
    "COLUMNS",
    "DEFAULT_SETTINGS",
    "SolarSettings",
    "land_solar_potential",
    "position",
    "solar_potential",
    "solar_samples",
]
