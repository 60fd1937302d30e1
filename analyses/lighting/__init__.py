"""City + street lights -> illuminance, dark spots, light classes of roads, and cameras at night."""

from analyses.lighting.illuminance import LAMP_COLUMNS, SAMPLE_COLUMNS, Lighting, street_lights
from analyses.lighting.night import NIGHT_COLUMNS, night_coverage
from analyses.lighting.streets import (
    CLASSES,
    DARK_COLUMNS,
    STREET_COLUMNS,
    dark_spots,
    street_classes,
)

__all__ = [
    "CLASSES",
    "DARK_COLUMNS",
    "LAMP_COLUMNS",
    "NIGHT_COLUMNS",
    "SAMPLE_COLUMNS",
    "STREET_COLUMNS",
    "Lighting",
    "dark_spots",
    "night_coverage",
    "street_classes",
    "street_lights",
]
