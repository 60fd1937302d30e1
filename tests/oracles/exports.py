"""Exports of the sample city, judged by the programs that others read them with.

Not part of the test suite: it needs Node with ``npm install gltf-validator cesium`` in a folder,
and Chromium. What pip can install (jsonschema, cjio, pyarrow, trimesh, rasterio) judges in the
suite: ``tests/plateau/test_exports_real.py``, ``tests/viewer/test_export_*.py``. Run:

    .venv/bin/python tests/oracles/exports.py NPM_FOLDER [DATASET]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from chromium import browser  # noqa: E402
from glb_reader import glb_parts, property_rows  # noqa: E402

import plateau  # noqa: E402
from citygml.model import CityModel  # noqa: E402

SAMPLE = ROOT / "sample_data/13999_mihon-shi_2026_citygml_1_op"
CENTRE = (139.5625, 35.6123)
GLTF = """
const v = require('gltf-validator'), fs = require('fs');
Promise.all(process.argv.slice(1).map((f) => v.validateBytes(new Uint8Array(fs.readFileSync(f)))))
  .then((all) => console.log(all.map((r) => [r.issues.numErrors, r.issues.numWarnings]).join(' ')));
"""
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><link rel="icon" href="data:,">
<script>window.CESIUM_BASE_URL = "/cesium/Build/Cesium/";</script>
<script src="/cesium/Build/Cesium/Cesium.js"></script></head>
<body style="margin:0"><style>#globe, .cesium-widget, canvas { width: 960px; height: 590px }</style>
<div id="globe"></div><script>
(async () => {
  const viewer = new Cesium.CesiumWidget("globe", { baseLayer: false });
  viewer.scene.globe.show = false;
  window.viewer = viewer;
  const tileset = await Cesium.Cesium3DTileset.fromUrl("/tiles/tileset.json");
  window.tileset = viewer.scene.primitives.add(tileset);
  tileset.allTilesLoaded.addEventListener(() => { document.body.dataset.ready = "1"; });
  const away = tileset.boundingSphere.radius * 1.6;
  await viewer.zoomTo(tileset, new Cesium.HeadingPitchRange(0.4, -0.6, away));
})();
</script></body></html>"""
PICK = """(() => {
  const found = [];
  for (let y = 150; y < 450; y += 30) for (let x = 150; x < 810; x += 30) {
    const feature = viewer.scene.pick(new Cesium.Cartesian2(x, y));
    if (feature && feature.getProperty) found.push(Object.fromEntries(
      feature.getPropertyIds().map((id) => [id, feature.getProperty(id)])));
  }
  return JSON.stringify(found);
})()"""


class Silent(SimpleHTTPRequestHandler):
    """Files of a folder, without a line for each."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")


def cesium(folder: Path, npm: Path, picture: Path) -> None:
    """Load the tileset in CesiumJS, pick, and compare every property with the property tables."""
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "cesium").symlink_to(npm / "node_modules/cesium")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    rows = {
        row["feature_id"]: row
        for glb in (folder / "tiles/content").iterdir()
        for row in property_rows(*glb_parts(glb.read_bytes()))
    }
    home = folder / "home"
    home.mkdir()
    with browser(home) as tab:
        tab.open(f"http://127.0.0.1:{server.server_port}/index.html")
        Image.fromarray(tab.pixels()).save(picture)
        picked = json.loads(str(tab.value(PICK)))
    server.shutdown()
    wrong = [
        (row["feature_id"], key)
        for row in picked
        for key, value in row.items()
        if (rows[row["feature_id"]].get(key) or None) != (value or None)
    ]
    different = len({row["feature_id"] for row in picked})
    say(f"Cesium: {different} buildings picked, {len(wrong)} values differ, {tab.complaints}")


def main(npm: Path, dataset: Path | None) -> None:
    if dataset is None:
        city: CityModel = plateau.open(SAMPLE).select(around=CENTRE, radius_m=120.0).load()
    else:
        city = plateau.open(dataset).load()
    houses = city.features[city.features["kind"] == "Building"]
    result = houses[["geometry"]].assign(
        answer=np.resize(["yes", "no", "unknown"], len(houses)), depth_m=np.arange(len(houses)) / 60
    )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for path in (folder / "city.glb", f"{folder}/tiles/"):
            done = plateau.export(city, path, table=result, color="answer")
            say(*done.paths, *done.notes)
        glbs = [folder / "city.glb", *(folder / "tiles/content").iterdir()]
        run = partial(subprocess.run, check=False, text=True, capture_output=True)
        judged = run(["node", "-e", GLTF, *map(str, glbs)], cwd=npm)
        say("gltf-validator, errors and warnings:", judged.stdout, judged.stderr)
        cesium(folder, npm, Path(tempfile.gettempdir()) / "cesium.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
