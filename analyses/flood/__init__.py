"""CityModel -> which buildings shelter people above a flood.

`evacuation_buildings` reads from top to bottom: `buildings` (attributes, storeys), `records` and
`water` (depth by record and by surface), `depth` (the two together), `places` (zones), `facts` (all
of it), `rules` and `decision` (true, false, unknown), `refuge` (room for people).
"""

from analyses.flood.columns import COLUMNS
from analyses.flood.criteria import DEFAULT_CRITERIA, TSUNAMI_CRITERIA, FloodCriteria
from analyses.flood.evacuation import evacuation_buildings
from analyses.flood.reasons import REASONS, Reason

__all__ = [
    "COLUMNS",
    "DEFAULT_CRITERIA",
    "REASONS",
    "TSUNAMI_CRITERIA",
    "FloodCriteria",
    "Reason",
    "evacuation_buildings",
]
