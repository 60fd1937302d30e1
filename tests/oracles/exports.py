"""Exports of the sample city, or of a dataset, judged by the programs that others read them with.

GLB with and without quantization, with and without photographs on walls, the scene of the page, and
3D Tiles: by Khronos' validator; the tiles also by CesiumJS, and both kinds of GLB by three.js.

Not part of the test suite: it needs Node with ``npm install gltf-validator cesium`` in a folder,
and Chromium. What pip can install (jsonschema, cjio, pyarrow, trimesh, rasterio) judges in the
suite: ``tests/plateau/test_exports_real.py``, ``tests/viewer/test_export_*.py``. Run:

    .venv/bin/python tests/oracles/exports.py NPM_FOLDER [DATASET]
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import tempfile
import threading
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pandas as pd
from PIL import Image

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from builders import Box, box_city, flat_ground  # noqa: E402
from chromium import browser  # noqa: E402
from glb_reader import glb_parts, property_rows  # noqa: E402

import plateau  # noqa: E402
from citygml.appearance import Appearance, Theme  # noqa: E402
from citygml.model import CityModel  # noqa: E402
from viewer.page import page_layers, scene_glb, three_js  # noqa: E402
from viewer.scene import view  # noqa: E402

SAMPLE = ROOT / "sample_data/13999_mihon-shi_2026_citygml_1_op"
CENTRE = (139.5625, 35.6123)
GLTF = """
const v = require('gltf-validator'), fs = require('fs');
Promise.all(process.argv.slice(1).map((f) => v.validateBytes(new Uint8Array(fs.readFileSync(f)))))
  .then((all) => all.forEach((r, i) => console.log(process.argv[i + 1].split('/').at(-1),
    r.issues.numErrors, 'errors', r.issues.numWarnings, 'warnings', r.info.totalTriangleCount,
    'triangles', r.info.hasTextures ? 'textured' : '')));
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


THREE = """(async () => {
  const bytes = Uint8Array.from(atob("DATA"), (c) => c.charCodeAt(0));
  const { scene } = await new THREE.GLTFLoader().parseAsync(bytes.buffer, "");
  let triangles = 0, maps = 0;
  const ids = new Set();
  scene.traverse((node) => {
    if (!node.isMesh) return;
    triangles += node.geometry.index.count / 3;
    maps += Boolean(node.material.map);
    const id = node.geometry.getAttribute("_feature_id_0");
    if (id) for (const row of id.array) ids.add(row);
  });
  const box = new THREE.Box3().setFromObject(scene);
  const at = (p) => p.toArray().map((x) => Math.round(x * 100) / 100);
  return JSON.stringify({ triangles, maps, ids: ids.size, low: at(box.min), high: at(box.max) });
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


def photographed(folder: Path) -> CityModel:
    """Ten houses; the south wall of each shows one of two pictures."""
    for name, colour in (("a.png", (200, 30, 0)), ("b.png", (0, 60, 200))):
        Image.new("RGB", (8, 8), colour).save(folder / name)
    city = box_city([Box(10, 10, 6, east=20.0 * k) for k in range(10)], terrain=flat_ground(250.0))
    count = len(city.surfaces)
    texture = np.full(count, -1, np.int32)
    texture[2::6] = np.resize([0, 1], 10)
    uv = np.full((4 * count, 2), np.nan, np.float32)
    for row in np.flatnonzero(texture >= 0):
        uv[4 * row : 4 * row + 4] = [(0, 0), (1, 0), (1, 1), (0, 1)]
    images = [str(folder / name) for name in ("a.png", "b.png")]
    looks = Appearance(
        pd.DataFrame({"image": images, "wrap_mode": ["wrap", "wrap"]}),
        pd.DataFrame(columns=["diffuse_red", "diffuse_green", "diffuse_blue"], dtype=float),
        {"rgbTexture": Theme(texture, np.full(count, -1, np.int32), uv)},
    )
    return replace(city, appearance=looks)


def glbs_of(city: CityModel, folder: Path, name: str) -> list[Path]:
    """Write a city as plain and as quantized GLB, and the scene of its page."""
    shown = view(city)
    page = folder / f"{name}_page.glb"
    page.write_bytes(scene_glb(shown, page_layers(shown)))
    return [
        shown.glb(folder / f"{name}.glb"),
        shown.glb(folder / f"{name}_quantized.glb", quantized=True),
        page,
    ]


def three(folder: Path, glbs: list[Path]) -> None:
    """Load GLBs in three.js, the copy of the page, and count triangles and features."""
    home = folder / "three"
    home.mkdir()
    (home / "index.html").write_text(
        f"<!DOCTYPE html><body><script>{three_js()}</script></body>", encoding="utf-8"
    )
    with browser(home) as tab:
        tab.open(home / "index.html", ready="typeof THREE === 'object'")
        for glb in glbs:
            data = base64.b64encode(glb.read_bytes()).decode("ascii")
            say("three.js:", glb.name, tab.value(THREE.replace("DATA", data)), tab.complaints)


def main(npm: Path, dataset: Path | None) -> None:
    if dataset is None:
        city: CityModel = plateau.open(SAMPLE).select(around=CENTRE, radius_m=120.0).load()
    else:
        city = plateau.open(dataset).load(appearance=True)
    houses = city.features[city.features["kind"] == "Building"]
    result = houses[["geometry"]].assign(
        answer=np.resize(["yes", "no", "unknown"], len(houses)), depth_m=np.arange(len(houses)) / 60
    )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        tested = [*glbs_of(city, folder, "plain"), *glbs_of(photographed(folder), folder, "photo")]
        if len(houses):
            done = plateau.export(city, f"{folder}/tiles/", table=result, color="answer")
            say(*done.paths, *done.notes)
        tiles = list((folder / "tiles").glob("content/*.glb"))
        run = partial(subprocess.run, check=False, text=True, capture_output=True)
        judged = run(["node", "-e", GLTF, *map(str, [*tested, *tiles])], cwd=npm)
        say("gltf-validator:\n" + judged.stdout, judged.stderr)
        three(folder, tested)
        if tiles:
            cesium(folder, npm, Path(tempfile.gettempdir()) / "cesium.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
