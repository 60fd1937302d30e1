"""Write the synthetic city of Mihon and what lies beside it: the same bytes at every run.

Run it from anywhere: ``python sample_data/make_sample_city.py [--out FOLDER]``.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from generator import (
    bldg_gml,
    codelists,
    hazards,
    layers_gml,
    notes,
    streets,
    tables,
    town,
    weather,
)
from generator.register import register
from generator.terrain import terrain

DATASET = "13999_mihon-shi_2026_citygml_1_op"


def write_city(out: Path) -> dict[str, object]:
    """Write the city, its cameras, zones and population into `out`; return what is in it."""
    land = terrain()
    city = town.buildings(land)
    traps = register(city)
    maps = hazards.floods(land)
    hazards.add_flood_records(city, land, maps)
    hazards.add_inland_records(city)
    zones = hazards.landslide_zones()
    hazards.add_landslide_records(city, zones)
    folder = out / DATASET
    if folder.exists():
        shutil.rmtree(folder)
    bldg_gml.write_buildings(folder, city)
    layers_gml.write_relief(folder, land)
    layers_gml.write_water(folder, hazards.water_surfaces(land, maps))
    layers_gml.write_zones(folder, zones)
    codelists.write_codelists(folder)
    facts = {
        "buildings": len(city),
        "lod2": sum(building.has_lod2 for building in city),
        "records": sum(len(building.records) for building in city),
        "roads": layers_gml.write_roads(folder, streets.roads(), land),
        "zones": len(zones),
        "top_m": round(float(land.points[:, 2].max()), 1),
        "population": tables.write_population(out, city),
        "traps": traps,
    }
    notes.write_notes(folder, facts)
    cameras, candidates = tables.write_cameras(out, city)
    tables.write_collapse_zones(out)
    return {**facts, "traps": len(traps), "cameras": cameras, "candidates": candidates}


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    summary = {**write_city(out), **weather.write_weather(out)}
    sys.stdout.write("".join(f"{name}: {value}\n" for name, value in summary.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
