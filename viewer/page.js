const byId = (id) => document.getElementById(id);
const css = (rgb) => `rgb(${rgb.join(",")})`;
const element = (tag, text, name) => {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (name) made.className = name;
  return made;
};

async function unpacked(id) {
  const node = byId(id);
  if (!node) return new ArrayBuffer(0);
  const text = atob(node.textContent), bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  node.remove();
  const { writable, readable } = new DecompressionStream("deflate"), writer = writable.getWriter();
  writer.write(bytes);
  writer.close();
  return new Response(readable).arrayBuffer();
}

function plainNumber(value) {  // as viewer.coloring.plain_number
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  if (value === 0) return "0";
  const digits = Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return value.toFixed(digits).replace(/\.?0+$/, "");
}

function entryLine(entry) {
  const line = element("div", undefined, "entry"), patch = element("span", undefined, "patch");
  patch.style.background = css(entry.colour);
  line.append(patch, element("span", entry.count > 0 ? `${entry.label} (${entry.count.toLocaleString("en")})` : entry.label));
  return line;
}

function rampLines({ low, high, colours, ticks, below, above }) {
  const ramp = element("div"), bar = element("div"), marks = element("div");
  ramp.id = "ramp"; bar.id = "bar"; marks.id = "ticks";
  bar.style.background = `linear-gradient(to top, ${colours.map(css).join(",")})`;
  const ends = [[above, high, "≥"], [below, low, "≤"]].filter(([is]) => is).map(([, value, sign]) => [value, `${sign} ${plainNumber(value)}`]);
  const free = ticks.filter(([tick]) => !ends.some(([end]) => Math.abs(tick - end) < 0.07 * (high - low)));
  for (const [value, label] of [...free, ...ends]) {
    const mark = element("span", label);
    mark.style.top = `${100 * (high - value) / (high - low)}%`;
    marks.append(mark);
  }
  ramp.append(bar, marks);
  return ramp;
}

// A frame slower than this [ms] follows the hand too late; after a longer pause it began no motion.
const SLOW_MS = 70, PAUSE_MS = 1500, REST_MS = 250;
// Pixels of the picture to those of the page, each way: in slow motion, and at rest. Without a
// graphics card smoothing by the graphics library would cost as much as all the rest in every frame;
// there the picture at rest has more pixels instead.
const COARSE = 0.5, FINE = 1.5, BY_PROCESSOR = /swiftshader|llvmpipe|softpipe|software|basic render/i;

function hasCard() {
  const gl = document.createElement("canvas").getContext("webgl");
  const facts = gl && gl.getExtension("WEBGL_debug_renderer_info");
  const name = facts ? gl.getParameter(facts.UNMASKED_RENDERER_WEBGL) : "";
  if (gl) gl.getExtension("WEBGL_lose_context")?.loseContext();
  return !BY_PROCESSOR.test(name);
}

class Page {
  constructor(meta, renderer, fine) {
    this.meta = meta; this.renderer = renderer; this.fine = fine; this.lang = meta.lang; this.asked = false;
    this.scene = new THREE.Scene();
    this.camera = new THREE.PerspectiveCamera(meta.camera.angle_deg, 1, 1, 10000);
    this.camera.up.set(0, 0, 1);
    this.caster = new THREE.Raycaster();
    this.picked = null; this.column = null;
    this.share = fine; this.drawn = -Infinity; this.rest = 0;
  }
  get words() { return this.meta.text[this.lang]; }

  async load() {
    const { meta, scene } = this;
    const { scene: city, layers, lines } = await sceneOf(meta);
    scene.add(city);
    this.objects = layers;
    this.columns = meta.columns.map((facts, i) => new Column(facts, i));
    await Promise.all(this.columns.map((column) => column.load(meta.ids.length)));
    for (const column of this.columns) column.facts.flat = column.facts.palette.flat();
    this.attributes = await Promise.all(meta.attributes.map(async (facts, i) => ({ ...facts, code: new Int32Array(await unpacked(`a${i}`)) })));
    if (lines) {
      lines.material = new THREE.LineBasicMaterial({ color: new THREE.Color(css(meta.camera_colour)) });
      this.frusta = lines;
    }
    this.sun = new Sun(scene, meta, layers.filter((layer) => layer.userData.facts.name === "buildings"));
    this.renderer.shadowMap.enabled = true; this.renderer.shadowMap.autoUpdate = false;
    this.renderer.shadowMap.type = THREE.PCFSoftShadowMap;
    this.water = this.level();
  }

  changed() {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame((now) => { this.asked = false; this.renderer.render(this.scene, this.camera); this.drawn = now; });
  }

  moved() {  // where frames are slow, as without a graphics card, those in motion are coarse
    const gap = performance.now() - this.drawn;
    if (gap > SLOW_MS && gap < PAUSE_MS && this.share === this.fine) this.sharpen(COARSE);
    clearTimeout(this.rest);
    if (this.share < this.fine) this.rest = setTimeout(() => this.sharpen(this.fine), REST_MS);
    this.changed();
  }

  sharpen(share) {  // pixels, and the edges of shadows
    this.share = share;
    this.renderer.shadowMap.type = share < this.fine ? THREE.BasicShadowMap : THREE.PCFSoftShadowMap;
    for (const { mesh } of this.objects.flatMap((object) => object.userData.parts)) mesh.material.needsUpdate = true;
    this.fit();
  }

  level() {  // the water of the flood slider
    if (!this.meta.flood) { byId("flood").hidden = true; return null; }
    const sphere = this.sun.sphere, size = 4 * sphere.radius + 1000;
    const water = new THREE.Mesh(new THREE.PlaneGeometry(size, size), new THREE.MeshBasicMaterial({
      color: 0x2f6fb0, transparent: true, opacity: 0.55, depthWrite: false, side: THREE.DoubleSide }));
    water.position.set(sphere.center.x, sphere.center.y, this.meta.flood.low);
    water.visible = false; water.renderOrder = 50;
    this.scene.add(water);
    return water;
  }

  show(name) {  // colours of one column, "" = kind of surface
    this.clear();
    this.column = this.columns.find((column) => column.facts.name === name && column.facts.legend) || null;
    for (const object of this.objects) paint(object, this.column, this.meta.pale);
    byId("column").value = this.column ? name : "";
    this.fillLegend();
    this.changed();
  }

  fillLegend() {
    const scale = byId("scale");
    scale.replaceChildren();
    if (!this.column) return;
    const legend = this.column.facts.legend[this.lang];
    if (legend.ramp) scale.append(rampLines(legend.ramp));
    for (const entry of legend.entries) scale.append(entryLine(entry));
  }

  fillColumns() {
    const select = byId("column");
    select.replaceChildren(new Option(this.words.no_column, ""));
    for (const [of, label] of [["row", this.words.results], ["feature", this.words.attributes]]) {
      const group = document.createElement("optgroup");
      group.label = label;
      for (const { facts } of this.columns) {
        if (facts.of === of && facts.legend) group.append(new Option(facts.title[this.lang], facts.name));
      }
      if (group.children.length) select.append(group);
    }
    select.value = this.column ? this.column.facts.name : "";
  }

  fillLayers() {
    const box = byId("layers");
    box.replaceChildren();
    const add = (object, label, colour) => {
      const line = element("label", undefined, "entry"), tick = element("input");
      tick.type = "checkbox"; tick.checked = object.visible;
      tick.addEventListener("change", () => { object.visible = tick.checked; this.renderer.shadowMap.needsUpdate = true; this.changed(); });
      line.append(tick);
      if (colour) { const patch = element("span", undefined, "patch"); patch.style.background = css(colour); line.append(patch); }
      line.append(element("span", label));
      box.append(line);
    };
    if (this.frusta) add(this.frusta, this.words.cameras, this.meta.camera_colour);
    for (const object of [...this.objects].reverse()) add(object, object.userData.facts.label[this.lang], object.userData.facts.colour);
  }

  fillDays() {
    if (!this.meta.days) { byId("sun").hidden = true; return; }
    const select = byId("day"), chosen = select.value;
    select.replaceChildren(new Option(this.words.picture_light, ""));
    this.meta.days.days.forEach(({ month, day }, i) => {
      const label = this.lang === "ja" ? `${month}月${day}日` : new Date(2001, month - 1, day).toLocaleDateString("en", { month: "long", day: "numeric" });
      select.append(new Option(label, String(i)));
    });
    select.value = chosen;
  }

  moveSun() {
    const { days } = this.meta, chosen = days ? byId("day").value : "";
    byId("hour").hidden = chosen === "";
    let text = "", direction = this.meta.sun.direction;
    if (chosen !== "") {
      const i = Number(byId("hour").value), hour = days.hours[i], day = days.days[Number(chosen)];
      const azimuth = day.azimuth_deg[i] * Math.PI / 180, altitude = day.altitude_deg[i] * Math.PI / 180;
      direction = [Math.sin(azimuth) * Math.cos(altitude), Math.cos(azimuth) * Math.cos(altitude), Math.sin(altitude)];
      const clock = `${String(Math.floor(hour)).padStart(2, "0")}:${String(Math.round(hour % 1 * 60)).padStart(2, "0")} (UTC${days.zone_h < 0 ? "" : "+"}${days.zone_h})`;
      text = `${clock}  ${altitude > 0 ? `${Math.round(day.altitude_deg[i])}°` : this.words.below_horizon}`;
    }
    byId("sun-place").textContent = text;
    this.sun.place(direction);
    this.renderer.shadowMap.needsUpdate = true;
    this.changed();
  }

  moveWater() {
    if (!this.water) return;
    const { low, origin } = this.meta.flood, level = Number(byId("level").value);
    this.water.visible = level > low;
    this.water.position.z = level;
    byId("level-text").textContent = this.water.visible ? `${(level + origin).toFixed(1)} ${this.words.above_sea}` : this.words.no_flood;
    this.changed();
  }

  speak(lang) {
    this.lang = lang;
    document.documentElement.lang = lang;
    for (const node of document.querySelectorAll("[data-word]")) node.textContent = this.words[node.dataset.word];
    byId("language").textContent = this.words.language;
    byId("search").placeholder = this.words.search;
    for (const [id, word] of [["search", "search"], ["close", "close"], ["column", "colour"], ["day", "light"], ["hour", "light"], ["level", "flood"]]) byId(id).setAttribute("aria-label", this.words[word]);
    this.fillColumns(); this.fillLegend(); this.fillLayers(); this.fillDays(); this.moveSun(); this.moveWater();
    if (this.picked) this.popup(this.picked);
  }

  clear() {
    if (this.picked) paint(this.picked.object, this.column, this.meta.pale);
    this.picked = null; byId("popup").style.display = "none"; this.changed();
  }

  pick(object, part, at) {  // what a vertex of an object belongs to
    this.clear();
    const row = part.row[at], feature = part.feature[at];
    this.picked = { object, row, feature };
    if (feature >= 0) tint(object, (other, v) => other.feature[v] === feature);
    else if (row >= 0) tint(object, (other, v) => other.row[v] === row);
    this.popup(this.picked);
    this.changed();
  }

  popup({ row, feature }) {
    const { ids, row_ids } = this.meta, table = byId("attributes"), words = this.words;
    byId("identity").textContent = [ids[feature], row >= 0 && row_ids[row] !== ids[feature] ? row_ids[row] : ""].filter(Boolean).join(" / ");
    const shown = this.column;
    byId("value").textContent = shown ? `${shown.facts.title[this.lang].replace(/ \[.*\]$/, "")}: ${shown.text(shown.at(row, feature), this.lang, words.na)}` : "";
    table.replaceChildren();
    const line = (title, text) => { const made = table.insertRow(); made.insertCell().textContent = title; made.insertCell().textContent = text; };
    const head = (text) => { const cell = element("th", text); cell.colSpan = 2; table.insertRow().append(cell); };
    const results = row < 0 ? [] : this.columns.filter((column) => column.facts.of === "row" && column !== shown && column.text(row, this.lang, words.na) !== "–");
    if (results.length) head(words.results);
    for (const column of results) line(column.facts.title[this.lang].replace(/ \[.*\]$/, ""), column.text(row, this.lang, words.na));
    const known = feature < 0 ? [] : this.attributes.filter(({ code, words: texts }) => texts[code[feature]]);
    if (results.length && known.length) head(words.attributes);
    for (const { title, code, words: texts } of known) line(title[this.lang], texts[code[feature]]);
    if (!table.rows.length) table.insertRow().insertCell().textContent = words.nothing;
    byId("popup").style.display = "block";
  }

  search(text) {  // an id, part of one, or a building id or name
    const wanted = text.trim().toLowerCase(), note = byId("found");
    note.textContent = "";
    if (!wanted) return false;
    const { ids, row_ids } = this.meta;
    const match = (list, test) => list.findIndex((id) => test(id.toLowerCase()));
    const named = this.attributes.filter(({ name }) => ["building_id", "name"].includes(name));
    for (const test of [(id) => id === wanted, (id) => id.includes(wanted)]) {
      const row = match(row_ids, test), feature = match(ids, test);
      if (feature >= 0 && this.go("feature", feature)) return true;
      if (row >= 0 && this.go("row", row)) return true;
      for (const { code, words } of named) {
        const found = code.findIndex((word) => words[word] && test(words[word].toLowerCase()));
        if (found >= 0 && this.go("feature", found)) return true;
      }
      if (feature >= 0) { note.textContent = `${ids[feature]}: ${this.words.not_shown}`; return false; }
    }
    note.textContent = this.words.not_found;
    return false;
  }

  go(name, number) {  // to the thing with a feature or row
    for (const object of [...this.objects].reverse()) {
      const part = object.userData.parts.find((each) => each[name].includes(number));
      if (!part) continue;
      const sphere = boxOf(object, (other, v) => other[name][v] === number).getBoundingSphere(new THREE.Sphere());
      this.orbit.target.copy(sphere.center);
      this.orbit.radius = Math.max(14 * sphere.radius, 80);
      this.orbit.apply();
      this.pick(object, part, part[name].indexOf(number));
      return true;
    }
    return false;
  }

  click(x, y) {
    this.caster.setFromCamera(new THREE.Vector2(2 * x / innerWidth - 1, 1 - 2 * y / innerHeight), this.camera);
    this.caster.params.Points.threshold = this.orbit.radius / 300;
    const named = this.objects.filter((o) => o.visible && !["ground", "water", "zones"].includes(o.userData.facts.name));
    const [hit] = this.caster.intersectObjects(named, true);
    if (!hit) { this.clear(); return; }
    this.pick(hit.object.parent, hit.object.userData, hit.object.isPoints ? hit.index : hit.face.a);
  }

  screen(x, y, z) {  // where a point of the city is on the page, in CSS pixels
    const at = new THREE.Vector3(x, y, z).project(this.camera);
    return [(at.x + 1) / 2 * innerWidth, (1 - at.y) / 2 * innerHeight];
  }

  fit() {
    this.renderer.setPixelRatio(this.share * Math.min(devicePixelRatio, 2));
    this.renderer.setSize(innerWidth, innerHeight, false);
    this.camera.aspect = innerWidth / innerHeight;
    const covered = innerWidth > 900 ? byId("legend").offsetWidth : 0;  // the picture moves out from under the legend
    this.camera.setViewOffset(innerWidth, innerHeight, covered / 2, 0, innerWidth, innerHeight);
    this.changed();
  }

  listen(canvas) {
    const on = (id, event, action) => byId(id).addEventListener(event, action);
    on("column", "change", (e) => this.show(e.target.value));
    on("language", "click", () => this.speak(this.lang === "en" ? "ja" : "en"));
    on("close", "click", () => this.clear());
    on("search", "keydown", (e) => { if (e.key === "Enter") this.search(e.target.value); });
    on("search", "search", (e) => { if (!e.target.value) byId("found").textContent = ""; });
    on("day", "change", () => this.moveSun());
    on("hour", "input", () => { this.moveSun(); this.moved(); });
    on("level", "input", () => { this.moveWater(); this.moved(); });
    addEventListener("resize", () => this.fit());
    canvas.addEventListener("pointerup", (e) => { if (this.orbit.moved <= 6 && e.button === 0) this.click(e.clientX, e.clientY); });
  }
}

async function start() {
  const meta = JSON.parse(new TextDecoder().decode(await unpacked("meta")));
  const canvas = byId("canvas");
  let renderer;
  const card = hasCard();
  try { renderer = new THREE.WebGLRenderer({ canvas, antialias: card, alpha: true }); }
  catch (error) { byId("message").textContent = meta.text[meta.lang].no_webgl; return; }
  const page = new Page(meta, renderer, card ? 1 : FINE);
  await page.load();
  page.orbit = new Orbit(page.camera, canvas, meta.camera, () => page.moved());
  if (meta.days) Object.assign(byId("hour"), { min: 0, max: meta.days.hours.length - 1, step: 1, value: meta.days.hours.indexOf(12) });
  if (meta.flood) Object.assign(byId("level"), { min: meta.flood.low, max: meta.flood.high, step: 0.1, value: meta.flood.low });
  page.speak(meta.lang); page.listen(canvas); page.show(meta.column); page.fit();
  renderer.render(page.scene, page.camera);
  window.plateau = page;  // for the console, and for tests
  document.body.dataset.ready = String(renderer.info.render.triangles);
}
