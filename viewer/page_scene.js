"use strict";
// The scene: one GLB, read by three.js, as layers whose parts can be painted.

const bitmaps = (parser) => ({  // the loader would ask for blobs, which the security policy forbids
  name: "bitmaps",
  async loadTexture(i) {
    const { textures, images, samplers } = parser.json, { bufferView, mimeType } = images[textures[i].source];
    const blob = new Blob([await parser.getDependency("bufferView", bufferView)], { type: mimeType });
    const map = new THREE.Texture(await createImageBitmap(blob, { premultiplyAlpha: "none" }));
    const wraps = { 10497: THREE.RepeatWrapping, 33648: THREE.MirroredRepeatWrapping, 33071: THREE.ClampToEdgeWrapping };
    const { wrapS, wrapT } = samplers[textures[i].sampler];
    return Object.assign(map, { flipY: false, wrapS: wraps[wrapS], wrapT: wraps[wrapT], anisotropy: 4, needsUpdate: true });
  },
});

async function sceneOf(meta) {  // {layers, lines}; east, north, up again
  const loader = new THREE.GLTFLoader();
  loader.register(bitmaps);
  const { scene } = await loader.parseAsync(await unpacked("scene"), "");
  scene.rotation.x = Math.PI / 2;
  scene.updateMatrixWorld(true);
  const named = (name) => scene.children.find((child) => child.name === name);
  return { scene, layers: meta.layers.map((facts) => prepared(named(facts.name), facts, meta)), lines: named("cameras") };
}

function prepared(layer, facts, meta) {  // materials of the page, and what painting and picking need
  const flat = ["water", "zones"].includes(facts.name), clear = facts.opacity < 1;
  const Material = flat ? THREE.MeshBasicMaterial : THREE.MeshLambertMaterial;
  const plain = new Material({ vertexColors: true, side: THREE.DoubleSide, transparent: clear, opacity: facts.opacity, depthWrite: !clear });
  const dots = new THREE.PointsMaterial({ vertexColors: true, size: 5, sizeAttenuation: false });
  const looks = new Map();
  const look = ({ map, alphaTest }) => {
    if (!map) return null;
    map.encoding = THREE.LinearEncoding;  // colours are shown as they are
    if (!looks.has(map)) looks.set(map, new THREE.MeshLambertMaterial({ vertexColors: true, side: THREE.DoubleSide, map, alphaTest }));
    return looks.get(map);
  };
  const parts = layer.children.map((mesh) => {
    mesh.castShadow = facts.name === "buildings";
    mesh.receiveShadow = !flat;
    mesh.renderOrder = meta.layers.indexOf(facts);
    mesh.matrixAutoUpdate = false;
    mesh.userData = partOf(mesh, meta, mesh.isPoints ? dots : plain, look(mesh.material));
    return mesh.userData;
  });
  layer.userData = { facts, parts };
  return layer;
}

const SRGB = Uint8Array.from({ length: 65536 }, (_, level) => {  // IEC 61966-2-1, equation 9
  const linear = level / 65535;
  return Math.round(255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055));
});

function partOf(mesh, meta, plain, look) {
  const { geometry } = mesh, taken = (name) => { const found = geometry.getAttribute(name); geometry.deleteAttribute(name); return found; };
  const count = geometry.getAttribute("position").count;
  const base = coded((taken("color") || geometry.getAttribute("_plain_color")).array);
  geometry.deleteAttribute("_plain_color");
  geometry.setAttribute("color", new THREE.BufferAttribute(base.slice(), 4, true));
  if (mesh.isMesh) geometry.setAttribute("normal", normals(geometry));
  const feature = rows(taken("_feature_id_0"), meta.ids.length, count), row = rows(taken("_feature_id_1"), meta.row_ids.length, count);
  return { mesh, base, plain, look, feature, row };
}

function coded(linear) {  // colours of glTF as those of the page
  const rgba = new Uint8Array(linear.length).fill(255);  // opacity is of the material
  for (let k = 0; k < linear.length; k += 4) {
    rgba[k] = SRGB[linear[k]]; rgba[k + 1] = SRGB[linear[k + 1]]; rgba[k + 2] = SRGB[linear[k + 2]];
  }
  return rgba;
}

function rows(attribute, none, count) {  // of every vertex, -1 = none
  const found = new Int32Array(count).fill(-1);
  if (!attribute) return found;
  const ids = attribute.array;
  for (let v = 0; v < count; v++) if (ids[v] < none) found[v] = ids[v];
  return found;
}

function normals(geometry) {  // of every vertex: those of its triangles by their area, which are flat in a city
  const { array } = geometry.getAttribute("position").data, index = geometry.index.array;
  const sum = new Float32Array(array.length), packed = new Int8Array(array.length);
  for (let k = 0; k < index.length; k += 3) {
    const a = 4 * index[k], b = 4 * index[k + 1], c = 4 * index[k + 2];
    const ux = array[b] - array[a], uy = array[b + 1] - array[a + 1], uz = array[b + 2] - array[a + 2];
    const vx = array[c] - array[a], vy = array[c + 1] - array[a + 1], vz = array[c + 2] - array[a + 2];
    const x = uy * vz - uz * vy, y = uz * vx - ux * vz, z = ux * vy - uy * vx;
    sum[a] += x; sum[a + 1] += y; sum[a + 2] += z;
    sum[b] += x; sum[b + 1] += y; sum[b + 2] += z;
    sum[c] += x; sum[c + 1] += y; sum[c + 2] += z;
  }
  for (let k = 0; k < sum.length; k += 4) {
    const x = sum[k], y = sum[k + 1], z = sum[k + 2], scale = 127 / (Math.sqrt(x * x + y * y + z * z) || 1);
    packed[k] = Math.round(x * scale); packed[k + 1] = Math.round(y * scale); packed[k + 2] = Math.round(z * scale);
  }
  return new THREE.InterleavedBufferAttribute(new THREE.InterleavedBuffer(packed, 4), 3, 0, true);
}

class Column {  // one that can give colours
  constructor(facts, number) { this.facts = facts; this.number = number; }
  async load(count) {
    this.colour = new Uint16Array(await unpacked(`c${this.number}.colour`));
    const value = await unpacked(`c${this.number}.value`);
    this.value = this.facts.words ? new Int32Array(value) : new Float32Array(value);
    if (this.facts.of !== "feature") return;
    this.place = new Int32Array(count).fill(-1);  // row of the column for every feature
    new Int32Array(await unpacked(`c${this.number}.rows`)).forEach((row, i) => { this.place[row] = i; });
  }
  at(row, feature) { return this.facts.of === "row" ? row : feature >= 0 ? this.place[feature] : -1; }
  text(at, lang, none) {
    if (at < 0) return "–";
    if (this.facts.words) return this.facts.words[lang][this.value[at]] || "–";
    if (Number.isNaN(this.value[at])) return none;
    const unit = (/\[(.*)\]$/.exec(this.facts.title[lang]) || ["", ""])[1];
    return plainNumber(this.value[at]) + (unit && unit !== "°" ? " " : "") + unit;
  }
}

function paint(object, column, pale) {
  const { facts, parts } = object.userData;
  const painted = column && (column.facts.of === "row" ? facts.name !== "ground" : facts.name === "buildings");
  for (const part of parts) {
    const { mesh, base, row, feature, plain, look } = part, rgb = mesh.geometry.getAttribute("color"), out = rgb.array;
    mesh.material = look && !painted ? look : plain;
    rgb.needsUpdate = true;
    if (!painted) { look ? out.fill(255) : out.set(base); continue; }
    for (let v = 0, k = 0; k < out.length; v++, k += 4) {
      const at = column.at(row[v], feature[v]);
      let from = base, place = k;
      if (at >= 0) { from = column.facts.flat; place = 3 * column.colour[at]; }
      else if (facts.name === "buildings") {
        const [r, g, b] = pale.context;
        from = base[k] === r && base[k + 1] === g && base[k + 2] === b ? pale.context : pale.walls; place = 0;
      }
      out[k] = from[place]; out[k + 1] = from[place + 1]; out[k + 2] = from[place + 2];
    }
  }
}

function tint(object, chosen) {  // vertices of a layer
  for (const part of object.userData.parts) {
    const rgb = part.mesh.geometry.getAttribute("color"), out = rgb.array;
    for (let v = 0; v < part.row.length; v++) {
      if (!chosen(part, v)) continue;
      for (let a = 0; a < 3; a++) out[4 * v + a] = 0.45 * out[4 * v + a] + 0.55 * [255, 0, 200][a];
      rgb.needsUpdate = true;
    }
  }
}

function boxOf(object, chosen) {  // around vertices of a layer, in the city
  const box = new THREE.Box3(), point = new THREE.Vector3();
  for (const part of object.userData.parts) {
    const position = part.mesh.geometry.getAttribute("position");
    for (let v = 0; v < part.row.length; v++) {
      if (chosen(part, v)) box.expandByPoint(point.fromBufferAttribute(position, v).applyMatrix4(part.mesh.matrixWorld));
    }
  }
  return box;
}
