"""Small cities with panels that throw light."""

from builders import Box, box_city, flat_ground
from weathers import year

from analyses.glare import GlareSettings
from analyses.pv import PVParameters, Rack
from analyses.solar import solar_potential

#: Few days and mirror points.
QUICK = GlareSettings(step_days=30, spacing_m=4.0)


def roofs_of(city, **changes):
    return solar_potential(city, year(), preset="fast", **changes)


def two_buildings(**changes):
    """A low building of 20 m x 10 m, and a tower 10 m north of it."""
    return box_city([Box(20, 10, 5), Box(20, 5, 30, north=20, **changes)], terrain=flat_ground())


def panel_at_30_degrees():
    city = box_city([Box(20, 10, 5), Box(3, 3, 3, east=300)], terrain=flat_ground())
    return city, roofs_of(city, profile=PVParameters(rack=Rack(tilt_deg=30.0)))
