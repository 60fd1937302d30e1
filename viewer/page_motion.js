// What moves in the page: the eye, and the sun.

class Orbit {  // z is up; angles in radians
  constructor(camera, canvas, facts, changed) {
    this.camera = camera; this.changed = changed;
    this.target = new THREE.Vector3(...facts.focus);
    const v = new THREE.Vector3(...facts.position).sub(this.target);
    this.radius = v.length(); this.polar = Math.acos(v.z / this.radius); this.azimuth = Math.atan2(v.y, v.x);
    this.pointers = new Map(); this.moved = 0;
    canvas.addEventListener("pointerdown", (e) => { canvas.setPointerCapture(e.pointerId); this.pointers.set(e.pointerId, e); this.moved = 0; });
    canvas.addEventListener("pointermove", (e) => this.drag(e));
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, (e) => this.pointers.delete(e.pointerId));
    canvas.addEventListener("contextmenu", (e) => e.preventDefault());
    canvas.addEventListener("wheel", (e) => { e.preventDefault(); this.zoom(Math.exp(e.deltaY * 0.0012)); }, { passive: false });
    canvas.addEventListener("keydown", (e) => this.key(e));
    this.apply();
  }
  zoom(factor) { this.radius = Math.min(Math.max(this.radius * factor, 3), 60000); this.apply(); }
  turn(dx, dy) { this.azimuth -= dx * 0.006; this.polar = Math.min(Math.max(this.polar - dy * 0.006, 0.02), 1.56); this.apply(); }
  move(dx, dy) {
    const scale = this.radius * 2 * Math.tan(this.camera.fov * Math.PI / 360) / innerHeight;
    const right = new THREE.Vector3(-Math.sin(this.azimuth), Math.cos(this.azimuth), 0);
    const ahead = new THREE.Vector3(-Math.cos(this.azimuth), -Math.sin(this.azimuth), 0);
    this.target.addScaledVector(right, -dx * scale).addScaledVector(ahead, dy * scale / Math.max(Math.cos(this.polar), 0.3));
    this.apply();
  }
  drag(e) {
    const last = this.pointers.get(e.pointerId);
    if (!last) return;
    const dx = e.clientX - last.clientX, dy = e.clientY - last.clientY;
    if (this.pointers.size === 2) {
      const [other] = [...this.pointers.values()].filter((p) => p.pointerId !== e.pointerId);
      const gap = (p) => Math.hypot(p.clientX - other.clientX, p.clientY - other.clientY) || 1;
      this.zoom(gap(last) / gap(e)); this.move(dx / 2, dy / 2);
    } else if (e.buttons === 2 || e.buttons === 4 || e.shiftKey) this.move(dx, dy);
    else this.turn(dx, dy);
    this.moved += Math.abs(dx) + Math.abs(dy);
    this.pointers.set(e.pointerId, e);
  }
  key(e) {
    const step = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] }[e.key];
    if (step) { e.shiftKey ? this.turn(...step) : this.move(...step); e.preventDefault(); }
    if (e.key === "+") this.zoom(0.8);
    if (e.key === "-") this.zoom(1.25);
    if (e.key === "Escape") byId("close").click();
  }
  apply() {
    const flat = this.radius * Math.sin(this.polar);
    this.camera.position.set(
      this.target.x + flat * Math.cos(this.azimuth), this.target.y + flat * Math.sin(this.azimuth),
      this.target.z + this.radius * Math.cos(this.polar));
    this.camera.lookAt(this.target);
    this.camera.near = this.radius / 200; this.camera.far = this.radius * 20 + 5000;
    this.camera.updateProjectionMatrix(); this.camera.updateMatrixWorld();
    this.changed();
  }
}

class Sun {  // one light whose shadows are drawn anew when it moves
  constructor(scene, meta, solids) {
    this.facts = meta.sun;
    this.light = new THREE.DirectionalLight(0xfffbf2, meta.sun.sun);
    scene.add(new THREE.AmbientLight(0xffffff, meta.sun.ambient), this.light, this.light.target);
    const box = new THREE.Box3();
    for (const object of solids) box.expandByObject(object);
    this.sphere = box.isEmpty() ? new THREE.Sphere(new THREE.Vector3(), 1) : box.getBoundingSphere(new THREE.Sphere());
    const r = this.sphere.radius, shadow = this.light.shadow;
    Object.assign(shadow.camera, { left: -r, right: r, top: r, bottom: -r, near: 1, far: 4 * r });
    const side = r > 300 ? 4096 : 2048;
    shadow.mapSize.set(side, side);
    shadow.normalBias = Math.min(2 * r / side, 1.0);
    shadow.bias = -0.0004;
    this.light.castShadow = solids.length > 0;
  }
  place(direction) {
    this.light.intensity = direction[2] > 0 ? this.facts.sun : 0;
    this.light.target.position.copy(this.sphere.center);
    this.light.position.copy(this.sphere.center).addScaledVector(new THREE.Vector3(...direction), 2 * this.sphere.radius);
    this.light.target.updateMatrixWorld(); this.light.updateMatrixWorld();
  }
}
