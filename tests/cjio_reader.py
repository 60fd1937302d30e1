"""CityJSON as cjio reads it, in a process of its own.

Importing cjio changes how PROJ finds the codes of reference systems in this process.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PROGRAM = """
import json, sys
from cjio import cityjson
with open(sys.argv[1], encoding="utf-8") as file:
    if sys.argv[1].endswith(".jsonl"):
        head, *lines = map(json.loads, file)
        city = cityjson.CityJSON(j=head)
        for line in lines:
            city.add_cityjsonfeature(line)
    else:
        city = cityjson.reader(file)
found = {"version": city.get_version(), "epsg": city.get_epsg(), "box": city.calculate_bbox()}
found["ids"], found["tops"] = list(city.j["CityObjects"]), city.number_city_objects_level1()
found["part"] = list(city.get_subset_ids(sys.argv[2:]).j["CityObjects"])
city.filter_lod("1")
city.remove_orphan_vertices()
found["lods"] = sorted({
    shape["lod"] for made in city.j["CityObjects"].values() for shape in made.get("geometry", ())
})
print(json.dumps(found))
"""


def read_by_cjio(path: Path, *ids: str) -> dict[str, Any]:
    """What cjio says of a file: version, epsg, box, ids, tops, lods after its filter of LOD 1.

    "part" are the objects of a subset by the given ids.
    """
    line = [sys.executable, "-c", PROGRAM, str(path), *ids]
    done = subprocess.run(line, capture_output=True, text=True, check=True, encoding="utf-8")
    return dict(json.loads(done.stdout.splitlines()[-1]))
