"""Ratios of `solar_potential` against the bare ray engine and against plain computations.

``PYTHONPATH=tests:. python tests/benchmarks/solar.py [BLOCKS]`` prints; nothing is asserted. The
town has BLOCKS x BLOCKS boxes (default 20) on flat ground, the weather is a formula.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from typing import Any

import numpy as np
import pandas as pd
from builders import Box, box_city, flat_ground
from weathers import sunny

from analyses.irradiation import Irradiation
from analyses.raycast.scene import RayScene
from analyses.sensors import Planes, spread_sensors
from analyses.sky import PRESETS, Light, SamplingOfSky, light_of, sky_patches, sun_directions
from analyses.solar.exposure import Sky, Surroundings, plane_irradiation
from analyses.solar.targets import targets_of
from citygml.model import CityModel


class TimedScene(RayScene):
    """A scene that knows how many rays it answered and how long it took."""

    rays, seconds = 0, 0.0

    def is_occluded(self, origins: Any, directions: Any, **limits: Any) -> Any:
        begin = time.perf_counter()
        answer = super().is_occluded(origins, directions, **limits)
        self.seconds += time.perf_counter() - begin
        self.rays += len(answer)
        return answer


def town(blocks: int) -> CityModel:
    random = np.random.default_rng(7)
    boxes = [
        Box(11, 9, float(h), east=18.0 * (i % blocks), north=16.0 * (i // blocks))
        for i, h in enumerate(random.gamma(4.0, 2.5, blocks * blocks) + 3.0)
    ]
    return box_city(boxes, terrain=flat_ground(20.0 * blocks + 200.0))


def measured(
    scene: TimedScene, planes: Planes, light: Light, sampling: SamplingOfSky, spacing_m: float
) -> tuple[Irradiation, float, float]:
    """Irradiation, seconds in all and seconds of processors; the scene keeps its own count."""
    scene.rays, scene.seconds = 0, 0.0
    begin, worked = time.perf_counter(), time.process_time()
    around = Surroundings(scene, 0, np.zeros(3), np.inf, 0.0, np.zeros((0, 3)), 0.0)
    found = plane_irradiation(
        around,
        planes,
        Sky.sampled(light, sampling),
        spread=lambda rows: spread_sensors(planes.take(rows), spacing_m=spacing_m),
        spacing_m=spacing_m,
    )
    return found, time.perf_counter() - begin, time.process_time() - worked


def error(found: Irradiation, truth: Irradiation, area: np.ndarray[Any, Any]) -> str:
    """Largest error of a roof that keeps half its beam or more, and of all roofs together."""
    got, exact = found.beam.sum(axis=1), truth.beam.sum(axis=1)
    some = exact > 0.5 * truth.unshaded_beam
    worst = np.abs(got / exact - 1.0)[some].max()
    return (
        f"{100 * ((got @ area) / (exact @ area) - 1):+.2f} % in all, {100 * worst:.2f} % at worst"
    )


def partly_dull(weather: pd.DataFrame) -> pd.DataFrame:
    """Weather without direct light on every third day: 2,950 of 4,420 hours have some, as in
    METPV-20 for Komatsu 2,860."""
    dull = weather.copy()
    dull.attrs = weather.attrs
    dull.loc[weather.index.day_of_year % 3 == 0, "dni"] = 0.0
    return dull.assign(ghi=weather["dhi"].where(dull["dni"] == 0.0, weather["ghi"]))


def say(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(blocks: int) -> None:
    city = town(blocks)
    planes = targets_of(city, "roof").planes
    light = light_of(partly_dull(sunny()))
    scenes = {n: TimedScene(city.mesh, city.terrain, threads=n) for n in (1, 2)}
    engine = scenes[1].engine
    count = len(spread_sensors(planes, spacing_m=1.0))
    say(f"{len(planes)} roofs, {count} sensors, {len(city.mesh)} triangles, engine {engine}")

    plain, _, plain_s = measured(scenes[2], planes, light, SamplingOfSky(2, 1), 1.0)
    plain_rays = scenes[2].rays
    shining = light.take((light.dni > 0) | (light.sun[:, 2] <= 0))
    _, _, shining_s = measured(scenes[2], planes, shining, SamplingOfSky(2, 1), 1.0)
    for threads, scene in scenes.items():
        for name, sampling in PRESETS.items():
            if name == "reference":
                continue
            found, seconds, _ = measured(scene, planes, light, sampling, 1.0)
            share, rate = scene.seconds / seconds, scene.rays / scene.seconds
            say(
                f"{name:8} {threads} threads: {seconds:6.2f} s, {scene.rays / count:5.0f} rays a "
                f"sensor, engine {rate / 1e6:.2f} M rays/s, {100 * share:.0f} % of the time in it; "
                f"beam against every hour {error(found, plain, planes.area_m2)}"
            )
    _, _, seconds = measured(scenes[2], planes, light, PRESETS["default"], 1.0)
    say(f"every hour + 577 sky rays: {plain_rays / count:.0f} rays a sensor, {plain_s:.2f} CPU-s")
    say(f"  default is {plain_s / seconds:.1f} x faster (wanted 4)")
    say(f"  and {shining_s / seconds:.1f} x faster than the hours with dni alone (wanted 2.8)")

    _, _, fine = measured(scenes[2], planes, light, PRESETS["default"], 0.5)
    finer = len(spread_sensors(planes, spacing_m=0.5))
    say(f"time per sensor at 0.5 m over 1 m: {fine / finer / (seconds / count):.2f} (linear = 1)")
    say(f"default: {seconds:.2f} CPU-s, {1e6 * seconds / count:.0f} us a sensor")
    peaks = []
    for spacing in (1.0, 0.25):
        tracemalloc.start()
        measured(scenes[2], planes, light, PRESETS["fast"], spacing)
        peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
        tracemalloc.stop()
    say(f"peak memory {peaks[0]:.0f} MB at 1 m, {peaks[1]:.0f} MB at 0.25 m (16 x the sensors)")
    seen = len(sky_patches(2).vectors) + len(sun_directions(light, step_days=10).vectors)
    say(f"a sensor of the default preset: {(seen + 7) // 8} bytes of bits, 40 of place and area")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
