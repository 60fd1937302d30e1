"""What the city says of itself: README.md and metadata/."""

from __future__ import annotations

import json
from pathlib import Path

from generator.gml import SYNTHETIC

README = """# 見本市（みほんし）3D都市モデル 合成データ / Mihon-shi, a synthetic 3D city model

{synthetic}
**Synthetic data. No real city, building, river, flood map or camera is described here.** The place
(35.6125 N, 139.5625 E) only gives it coordinates; the municipality code 13999 does not exist.

Written by `sample_data/make_sample_city.py` (seed 13999); do not edit by hand, run it again.
CityGML 2.0, i-UR 3.1, EPSG:6697 (latitude, longitude, height), zone IX (EPSG:6677) for metres.

| folder | what |
|---|---|
| udx/bldg | {buildings} buildings, LOD0 and LOD1 all, LOD2 {lod2} |
| udx/dem | terrain as triangles, from a river valley to a hill of {top_m:.0f} m |
| udx/tran | {roads} pieces of road (LOD1) at terrain height, bridges at the height of their banks |
| udx/fld | inundation by two rivers (natl: Mihon-gawa, pref: Ko-Mihon-gawa), L1 and L2 |
| udx/lsld | {zones} landslide zones |
| codelists | the code lists used |

How the parts agree: z of a water surface = terrain + depth, at every corner and, because both share
their triangles, in between. The depth of a building's record is the water surface minus the terrain
at the **centroid of its footprint**; without water there (or below 0.05 m) it has no record. Inland
floods have records but no surface. A building stands on the lowest ground under its outline.

The landslide zones are generic city objects (the i-UR 1.4 encoding), because the urf schema is not
part of CityGML's own; the buildings' records are those of i-UR 3.1.

The gaps and traps of real registers are made on purpose; `metadata/13999_mihon-shi_2026.json` lists
the buildings of each.
"""


def write_notes(folder: Path, facts: dict[str, object]) -> None:
    """Write the README and the list of what was made, trap by trap."""
    text = README.format(synthetic=SYNTHETIC, **facts)
    (folder / "README.md").write_text(text, encoding="utf-8", newline="\n")
    metadata = {
        "title": "見本市 3D都市モデル（合成データ / synthetic）",
        "description": SYNTHETIC,
        "edition": 2026,
        "licence": "MIT",
        "depth_rule": "water surface minus terrain at the centroid of the footprint, >= 0.05 m",
        **facts,
    }
    path = folder / "metadata" / "13999_mihon-shi_2026.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps(metadata, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )
