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

TYPE_CHECKING = False  # without ``typing``, half of the time before Ctrl-C is answered in words
if TYPE_CHECKING:
    from analyses.aggregates import by_area, by_tile, by_usage
    from analyses.flood import (
        FloodCriteria,
        PlanCriteria,
        cut_off_times,
        depth_comparison,
        evacuation_buildings,
        evacuation_levels,
        evacuation_plan,
        flood_closures,
        line_network,
        read_population,
        read_water,
        road_network,
        survey_priorities,
    )
    from analyses.glare import Glare, GlareSettings, panel_glare
    from analyses.hazards import read_zones
    from analyses.lighting import dark_spots, night_coverage, street_classes, street_lights
    from analyses.pv import PVParameters, Rack
    from analyses.rasters import write_raster
    from analyses.raycast import RayScene
    from analyses.shadows import Shadows, shadows, winter_solstice_times
    from analyses.solar import (
        SolarSettings,
        land_solar_potential,
        solar_potential,
        solar_samples,
    )
    from analyses.suitability import Restriction, SuitabilityCriteria, solar_suitability
    from analyses.tables import by_building
    from analyses.terrain_raster import terrain_from_raster, with_terrain
    from analyses.views import (
        landmark_visibility,
        seen_from_streets,
        sky_view,
        view_shares,
        window_views,
    )
    from analyses.visibility import (
        PlacementRules,
        blind_spots,
        camera_coverage,
        coverage_polygons,
        overlap_polygons,
        part_coverage,
        place_cameras,
        road_corner_sites,
        wall_sites,
        write_geotiff,
    )
    from analyses.weather import clear_sky_weather, read_weather
    from citygml.choice import Choice
    from citygml.errors import CityModelError
    from citygml.mesh import Mesh
    from citygml.model import CityModel
    from citygml.seating import seated, terrain_gaps
    from citygml.terrain import height_at
    from plateau.catalogue import catalog
    from plateau.dataset import Dataset
    from plateau.dataset import open_dataset as open
    from plateau.downloads import download
    from plateau.exports import export
    from plateau.pictures import view
    from plateau.runner import run
    from plateau.sample import sample_folder
    from viewer.sheet import write_camera_sheet

__all__ = [
    "Choice",
    "CityModel",
    "CityModelError",
    "Dataset",
    "FloodCriteria",
    "Glare",
    "GlareSettings",
    "Mesh",
    "PVParameters",
    "PlacementRules",
    "PlanCriteria",
    "Rack",
    "RayScene",
    "Restriction",
    "Shadows",
    "SolarSettings",
    "SuitabilityCriteria",
    "blind_spots",
    "by_area",
    "by_building",
    "by_tile",
    "by_usage",
    "camera_coverage",
    "catalog",
    "clear_sky_weather",
    "coverage_polygons",
    "cut_off_times",
    "dark_spots",
    "depth_comparison",
    "download",
    "evacuation_buildings",
    "evacuation_levels",
    "evacuation_plan",
    "export",
    "flood_closures",
    "height_at",
    "land_solar_potential",
    "landmark_visibility",
    "line_network",
    "night_coverage",
    "open",
    "overlap_polygons",
    "panel_glare",
    "part_coverage",
    "place_cameras",
    "read_population",
    "read_water",
    "read_weather",
    "read_zones",
    "road_corner_sites",
    "road_network",
    "run",
    "sample_folder",
    "seated",
    "seen_from_streets",
    "shadows",
    "sky_view",
    "solar_potential",
    "solar_samples",
    "solar_suitability",
    "street_classes",
    "street_lights",
    "survey_priorities",
    "terrain_from_raster",
    "terrain_gaps",
    "view",
    "view_shares",
    "wall_sites",
    "window_views",
    "winter_solstice_times",
    "with_terrain",
    "write_camera_sheet",
    "write_geotiff",
    "write_raster",
]

#: Name -> module and name in it.
_HOME = {
    "Choice": ("citygml.choice", "Choice"),
    "CityModel": ("citygml.model", "CityModel"),
    "CityModelError": ("citygml.errors", "CityModelError"),
    "Dataset": ("plateau.dataset", "Dataset"),
    "FloodCriteria": ("analyses.flood", "FloodCriteria"),
    "Glare": ("analyses.glare", "Glare"),
    "GlareSettings": ("analyses.glare", "GlareSettings"),
    "Mesh": ("citygml.mesh", "Mesh"),
    "PVParameters": ("analyses.pv", "PVParameters"),
    "PlacementRules": ("analyses.visibility", "PlacementRules"),
    "PlanCriteria": ("analyses.flood", "PlanCriteria"),
    "Rack": ("analyses.pv", "Rack"),
    "RayScene": ("analyses.raycast", "RayScene"),
    "Restriction": ("analyses.suitability", "Restriction"),
    "Shadows": ("analyses.shadows", "Shadows"),
    "SolarSettings": ("analyses.solar", "SolarSettings"),
    "SuitabilityCriteria": ("analyses.suitability", "SuitabilityCriteria"),
    "blind_spots": ("analyses.visibility", "blind_spots"),
    "by_area": ("analyses.aggregates", "by_area"),
    "by_building": ("analyses.tables", "by_building"),
    "by_tile": ("analyses.aggregates", "by_tile"),
    "by_usage": ("analyses.aggregates", "by_usage"),
    "camera_coverage": ("analyses.visibility", "camera_coverage"),
    "catalog": ("plateau.catalogue", "catalog"),
    "clear_sky_weather": ("analyses.weather", "clear_sky_weather"),
    "coverage_polygons": ("analyses.visibility", "coverage_polygons"),
    "cut_off_times": ("analyses.flood", "cut_off_times"),
    "dark_spots": ("analyses.lighting", "dark_spots"),
    "depth_comparison": ("analyses.flood", "depth_comparison"),
    "download": ("plateau.downloads", "download"),
    "evacuation_buildings": ("analyses.flood", "evacuation_buildings"),
    "evacuation_levels": ("analyses.flood", "evacuation_levels"),
    "evacuation_plan": ("analyses.flood", "evacuation_plan"),
    "export": ("plateau.exports", "export"),
    "flood_closures": ("analyses.flood", "flood_closures"),
    "height_at": ("citygml.terrain", "height_at"),
    "land_solar_potential": ("analyses.solar", "land_solar_potential"),
    "landmark_visibility": ("analyses.views", "landmark_visibility"),
    "line_network": ("analyses.flood", "line_network"),
    "night_coverage": ("analyses.lighting", "night_coverage"),
    "open": ("plateau.dataset", "open_dataset"),
    "overlap_polygons": ("analyses.visibility", "overlap_polygons"),
    "panel_glare": ("analyses.glare", "panel_glare"),
    "part_coverage": ("analyses.visibility", "part_coverage"),
    "place_cameras": ("analyses.visibility", "place_cameras"),
    "read_population": ("analyses.flood", "read_population"),
    "read_water": ("analyses.flood", "read_water"),
    "read_weather": ("analyses.weather", "read_weather"),
    "read_zones": ("analyses.hazards", "read_zones"),
    "road_corner_sites": ("analyses.visibility", "road_corner_sites"),
    "road_network": ("analyses.flood", "road_network"),
    "run": ("plateau.runner", "run"),
    "sample_folder": ("plateau.sample", "sample_folder"),
    "seated": ("citygml.seating", "seated"),
    "seen_from_streets": ("analyses.views", "seen_from_streets"),
    "shadows": ("analyses.shadows", "shadows"),
    "sky_view": ("analyses.views", "sky_view"),
    "solar_potential": ("analyses.solar", "solar_potential"),
    "solar_samples": ("analyses.solar", "solar_samples"),
    "solar_suitability": ("analyses.suitability", "solar_suitability"),
    "street_classes": ("analyses.lighting", "street_classes"),
    "street_lights": ("analyses.lighting", "street_lights"),
    "survey_priorities": ("analyses.flood", "survey_priorities"),
    "terrain_from_raster": ("analyses.terrain_raster", "terrain_from_raster"),
    "terrain_gaps": ("citygml.seating", "terrain_gaps"),
    "view": ("plateau.pictures", "view"),
    "view_shares": ("analyses.views", "view_shares"),
    "wall_sites": ("analyses.visibility", "wall_sites"),
    "window_views": ("analyses.views", "window_views"),
    "winter_solstice_times": ("analyses.shadows", "winter_solstice_times"),
    "with_terrain": ("analyses.terrain_raster", "with_terrain"),
    "write_camera_sheet": ("viewer.sheet", "write_camera_sheet"),
    "write_geotiff": ("analyses.visibility", "write_geotiff"),
    "write_raster": ("analyses.rasters", "write_raster"),
}


if not TYPE_CHECKING:  # so that type checkers know the names above, and those alone

    def __getattr__(name: str) -> object:
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
