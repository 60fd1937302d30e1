"""Weather file, or monthly clearness -> table of irradiance and temperature.

One module a format; `reading` tells them apart, `frames` holds what all of them must satisfy.
"""

from analyses.weather.clear_sky import clear_sky_weather
from analyses.weather.distance import distance_notes
from analyses.weather.reading import read_weather

__all__ = ["clear_sky_weather", "distance_notes", "read_weather"]
