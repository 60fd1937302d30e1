"""Files named by a user -> everything ``plateau flood`` writes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from viewer.files import replaced

if TYPE_CHECKING:
    import geopandas as gpd

    from analyses.flood import FloodClosures, GroundRaster, WalkNetwork
    from analyses.flood.layers import Water
    from citygml.model import CityModel

#: Columns of codes that the record of a run counts one by one.
COUNTED_CODES = ("reasons_no", "reasons_unknown", "not_checked", "flags")


@dataclass(frozen=True, slots=True)
class FloodFiles:
    """What ``plateau flood`` is given besides the city.

    Attributes
    ----------
    water : tuple of Path
        GeoTIFF with depths or levels, or polygons such as 国土数値情報 A31a.
    water_kind : {"depth", "level"} or None
        What the GeoTIFF hold.
    water_nodata : {"unknown", "dry"}
        What their cells without value mean.
    dem : Path or None
        GeoTIFF of the ground.
    zones : Path or None
        House-collapse zones.
    population : Path or None
        Persons by building or by polygon.
    roads : Path or None
        Lines people walk on, instead of the roads of the model.
    """

    water: tuple[Path, ...] = ()
    water_kind: Literal["depth", "level"] | None = None
    water_nodata: Literal["unknown", "dry"] = "unknown"
    dem: Path | None = None
    zones: Path | None = None
    population: Path | None = None
    roads: Path | None = None

    def read_water(self) -> list[Water]:
        """Return the layers of water, none without files."""
        from analyses.flood import read_water

        if not self.water:
            return []
        return read_water(self.water, kind=self.water_kind, nodata=self.water_nodata)

    def ground_raster(self) -> GroundRaster | None:
        """Return the raster of the ground, if there is one."""
        from analyses.flood import GroundRaster

        return GroundRaster(self.dem) if self.dem else None

    def read_zones(self) -> gpd.GeoDataFrame | None:
        """Return the house-collapse zones, if there is a file."""
        from analyses.hazards import read_zones

        return read_zones(self.zones) if self.zones else None


def flood_tables(city: CityModel, files: FloodFiles) -> dict[str, gpd.GeoDataFrame]:
    """Judge the buildings and, where a population is given, make the plan.

    Parameters
    ----------
    city : CityModel
        The city.
    files : FloodFiles
        Further input.

    Returns
    -------
    dict of str to GeoDataFrame
        ``buildings``, ``depths`` (records against surfaces); with a population ``demand, refuges,
        routes, places, survey`` for leaving before the onset, and ``places_after`` for leaving
        after it, where the model or a raster shows the water.

    Raises
    ------
    CityModelError
        If a file cannot be used.
    """
    from analyses.flood import depth_comparison, evacuation_buildings

    water, ground, zones = files.read_water(), files.ground_raster(), files.read_zones()
    buildings = evacuation_buildings(city, zones=zones, water=water, ground=ground)
    tables = {"buildings": buildings}
    compared = depth_comparison(city, water=water, ground=ground)
    if len(compared):
        tables["depths"] = compared
    if files.population is not None:
        closures = _closures(city, zones, water, ground)
        tables |= _plan_tables(city, files, buildings, closures)
    return tables


def _closures(
    city: CityModel, zones: gpd.GeoDataFrame | None, water: list[Water], ground: Any
) -> FloodClosures | None:
    """Find what is closed after the onset, None where nothing shows the water."""
    from analyses.flood import flood_closures
    from analyses.flood.closures import shows_water
    from analyses.flood.criteria import DEFAULT_CRITERIA
    from analyses.flood.layers import outer_layers

    if not shows_water(city, outer_layers(water, zones, ground), DEFAULT_CRITERIA):
        return None
    return flood_closures(city, zones=zones, water=water, ground=ground)


def _plan_tables(
    city: CityModel,
    files: FloodFiles,
    buildings: gpd.GeoDataFrame,
    closures: FloodClosures | None,
) -> dict[str, gpd.GeoDataFrame]:
    """Plan before the onset, what a survey would add, and the places after the onset."""
    from analyses.flood import evacuation_plan, read_population, survey_priorities

    population = read_population(files.population or "")
    network = _network(city, files)
    plan = evacuation_plan(buildings, population, network=network)
    tables = dict(plan._asdict())
    tables["survey"] = survey_priorities(buildings, population, network=network)
    if closures is not None:
        after = evacuation_plan(buildings, population, network=network, closures=closures)
        tables["places_after"] = after.places
    return tables


def _network(city: CityModel, files: FloodFiles) -> WalkNetwork | None:
    """Lines that were given, else the roads of the model, else None."""
    from analyses.flood import line_network, road_network
    from analyses.flood.walking import read_lines
    from citygml.surfaces import SurfaceKind

    if files.roads is not None:
        return line_network(read_lines(files.roads), city.crs)
    has_roads = bool((city.surfaces.kind == SurfaceKind.TRAFFIC).any())
    return road_network(city) if has_roads else None


def run_record(city: CityModel, tables: Mapping[str, gpd.GeoDataFrame]) -> dict[str, Any]:
    """Everything somebody needs to repeat a run and to judge it.

    Parameters
    ----------
    city : CityModel
        What was judged.
    tables : mapping of str to GeoDataFrame
        From `flood_tables`.

    Returns
    -------
    dict
        Dataset, edition, source, parameters and layers by table, notes, counts per class and per
        code, number of problems while reading; values that JSON knows.
    """
    buildings = tables["buildings"]
    stamp = buildings.attrs["plateau"]
    return {
        "written": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "software": f"plateau-analysis {stamp['version']}",
        **{key: stamp[key] for key in ("dataset", "edition", "source")},
        "notes": list(dict.fromkeys(n for t in tables.values() for n in _stamp(t)["notes"])),
        "parameters": {name: _stamp(table)["parameters"] for name, table in tables.items()},
        "buildings": len(buildings),
        "classes": _value_counts(buildings, "result"),
        "classes_linear": _value_counts(buildings, "result_linear"),
        "confidence": _value_counts(buildings, "confidence"),
        **{name: _code_counts(buildings, name) for name in COUNTED_CODES},
        "problems_while_reading": len(city.problems),
        "disclaimer": "what the data say, not a designation by a municipality",
    }


def _stamp(table: gpd.GeoDataFrame) -> dict[str, Any]:
    return {"notes": [], "parameters": {}, **table.attrs.get("plateau", {})}


def _value_counts(table: gpd.GeoDataFrame, column: str) -> dict[str, int]:
    return {str(k): int(n) for k, n in table[column].value_counts().items()}


def _code_counts(table: gpd.GeoDataFrame, column: str) -> dict[str, int]:
    from analyses.flood.reasons import SEPARATOR

    found = Counter(
        code for codes in table[column].dropna() for code in str(codes).split(SEPARATOR) if code
    )
    return dict(found.most_common())


def write_run_record(path: Path, record: Mapping[str, Any]) -> Path:
    """Write the record of a run as JSON."""
    with replaced(path) as temporary:
        temporary.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    return path
