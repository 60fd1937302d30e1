"""CityModel -> which buildings shelter people above a flood, for whom, and how sure that is.

`evacuation_buildings` reads from top to bottom: `buildings` (attributes, storeys), `records` and
`water` (depth by record and by surface; `layers`, `rasters`, `blocks`), `depth` (the two together),
`places` (zones), `facts` (all of it), `rules` and `decision` (true, false, unknown), `refuge` (room
for people). `evacuation_plan` goes on: `population`, `walking`, `closures`, `demand`, `assignment`,
`plan`. `levels` and `times` ask the same at several water levels and time steps, `comparison` holds
records against surfaces.
"""

from analyses.flood.closures import FloodClosures, flood_closures
from analyses.flood.columns import COLUMNS
from analyses.flood.comparison import depth_comparison
from analyses.flood.criteria import DEFAULT_CRITERIA, TSUNAMI_CRITERIA, FloodCriteria
from analyses.flood.demand import PlanCriteria
from analyses.flood.evacuation import evacuation_buildings
from analyses.flood.layers import read_water
from analyses.flood.levels import evacuation_levels
from analyses.flood.plan import EvacuationPlan, evacuation_plan, survey_priorities
from analyses.flood.population import read_population
from analyses.flood.rasters import GroundRaster, WaterRaster
from analyses.flood.reasons import REASONS, Reason
from analyses.flood.steps import FloodStep, flooding_steps
from analyses.flood.times import cut_off_times, flooding_times
from analyses.flood.walking import WalkNetwork, line_network, road_network

__all__ = [
    "COLUMNS",
    "DEFAULT_CRITERIA",
    "REASONS",
    "TSUNAMI_CRITERIA",
    "EvacuationPlan",
    "FloodClosures",
    "FloodCriteria",
    "FloodStep",
    "GroundRaster",
    "PlanCriteria",
    "Reason",
    "WalkNetwork",
    "WaterRaster",
    "cut_off_times",
    "depth_comparison",
    "evacuation_buildings",
    "evacuation_levels",
    "evacuation_plan",
    "flood_closures",
    "flooding_steps",
    "flooding_times",
    "line_network",
    "read_population",
    "read_water",
    "road_network",
    "survey_priorities",
]
