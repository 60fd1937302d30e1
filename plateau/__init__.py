"""3-D city models of Japan (PLATEAU, CityGML): sun, floods and sight.

Everything a user needs is a name of this package. Names are loaded when they are first used, so
that ``import plateau`` is fast and a reader needs no viewer.

Examples
--------
>>> import plateau
>>> "solar_potential" in dir(plateau)
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyses.flood import evacuation_buildings
    from analyses.raycast import RayScene
    from analyses.solar import solar_potential
    from analyses.tables import by_building
    from analyses.visibility import camera_coverage
    from analyses.weather import read_weather
    from citygml.errors import CityModelError
    from citygml.mesh import Mesh
    from citygml.model import CityModel
    from plateau.dataset import Dataset
    from plateau.dataset import open_dataset as open
    from viewer.scene import view

__all__ = [
    "CityModel",
    "CityModelError",
    "Dataset",
    "Mesh",
    "RayScene",
    "by_building",
    "camera_coverage",
    "evacuation_buildings",
    "open",
    "read_weather",
    "solar_potential",
    "view",
]

#: Name -> module and name in it.
_HOME = {
    "CityModel": ("citygml.model", "CityModel"),
    "CityModelError": ("citygml.errors", "CityModelError"),
    "Dataset": ("plateau.dataset", "Dataset"),
    "Mesh": ("citygml.mesh", "Mesh"),
    "RayScene": ("analyses.raycast", "RayScene"),
    "by_building": ("analyses.tables", "by_building"),
    "camera_coverage": ("analyses.visibility", "camera_coverage"),
    "evacuation_buildings": ("analyses.flood", "evacuation_buildings"),
    "open": ("plateau.dataset", "open_dataset"),
    "read_weather": ("analyses.weather", "read_weather"),
    "solar_potential": ("analyses.solar", "solar_potential"),
    "view": ("viewer", "view"),
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _HOME:
        raise AttributeError(f"module 'plateau' has no attribute {name!r}")
    module, attribute = _HOME[name]
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return list(__all__)
