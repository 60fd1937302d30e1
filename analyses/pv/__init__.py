"""Irradiation + roof -> photovoltaic capacity, generation, and why a roof carries no panels.

`losses` holds the three yield models, `racks` rows of panels on flat roofs, `parameters` where
panels go and the named profiles, `exclusions` why they do not.
"""

from analyses.pv.exclusions import roof_exclusions
from analyses.pv.losses import (
    FixedLosses,
    JISLosses,
    Losses,
    PVWattsLosses,
    lacks_temperature,
    performance_ratios,
)
from analyses.pv.parameters import (
    PROFILES,
    Profile,
    PVParameters,
    pv_parameters,
)
from analyses.pv.racks import Rack, row_light_share

__all__ = [
    "PROFILES",
    "FixedLosses",
    "JISLosses",
    "Losses",
    "PVParameters",
    "PVWattsLosses",
    "Profile",
    "Rack",
    "lacks_temperature",
    "performance_ratios",
    "pv_parameters",
    "roof_exclusions",
    "row_light_share",
]
