"""Walls and courtyards of which one can compute what light they leave."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from weathers import year_light

from analyses.irradiation import Irradiation
from analyses.raycast.scene import EngineName, RayScene
from analyses.sensors import spread_sensors, surface_planes
from analyses.sky import PRESETS, Light, Preset
from analyses.solar.exposure import Sky, Surroundings, plane_irradiation
from citygml.mesh import Mesh, triangulate
from citygml.surfaces import surface_table


def quads(*corners: object) -> Mesh:
    """A mesh of quadrilaterals."""
    return triangulate(surface_table([[ring] for ring in corners]))


def wall(
    south_north: float, *, height_m: float, west_east: tuple[float, float] = (-1e4, 1e4)
) -> list[tuple[float, float, float]]:
    """A wall that runs west to east."""
    west, east = west_east
    y = south_north
    return [(west, y, -1), (east, y, -1), (east, y, height_m), (west, y, height_m)]


def courtyard() -> tuple[Mesh, list[list[tuple[float, float, float]]]]:
    """Obstacles of a level roof of 6 m x 6 m: a wall in the south, towers west and north-east."""
    south = wall(-4, height_m=6, west_east=(-6, 12))
    west = [(-5, -5, -1), (-5, 20, -1), (-5, 20, 9), (-5, -5, 9)]
    tower = [(8, 4, -1), (12, 12, -1), (12, 12, 15), (8, 4, 15)]
    return quads(south, west, tower), [[(0, 0, 0), (6, 0, 0), (6, 6, 0), (0, 6, 0)]]


def around(mesh: Mesh, *, engine: EngineName = "reference", **changes: object) -> Surroundings:
    """Obstacles that count wherever they are."""
    free = Surroundings(
        RayScene(mesh, engine=engine), len(mesh), np.zeros(3), np.inf, 0.0, np.zeros((0, 3)), 0.0
    )
    return replace(free, **changes)


def sampled(light: Light, preset: Preset, *, turn: object = None) -> Sky:
    """A sky as a preset samples it; `turn` rotates it with its sun."""
    sky = Sky.sampled(light, PRESETS[preset])
    if turn is None:
        return sky
    return replace(
        sky,
        light=replace(light, sun=light.sun @ turn),
        suns=sky.suns._replace(vectors=sky.suns.vectors @ turn),
        patches=replace(sky.patches, vectors=sky.patches.vectors @ turn),
    )


def irradiation_of(
    mesh: Mesh,
    polygons: object,
    *,
    light: Light | None = None,
    preset: Preset = "default",
    spacing_m: float = 1.0,
    turn: object = None,
    **changes: object,
) -> Irradiation:
    """Irradiation of polygons among obstacles; `turn` rotates the sky and the sun, not these."""
    planes = surface_planes(surface_table([[p] for p in polygons]), range(len(polygons)))
    return plane_irradiation(
        around(mesh, **changes),
        planes,
        sampled(light or year_light(), preset, turn=turn),
        spread=lambda rows: spread_sensors(planes.take(rows), spacing_m=spacing_m),
        spacing_m=spacing_m,
    )
