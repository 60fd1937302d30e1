"""The same roofs by Radiance, where its wheel is installed (``pip install pyradiance``).

One program, its own sky (Perez 1993), its own rays; specs/solar.md 5.7: 3 % on roofs, 5 % on walls.
"""

import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from solar_scenes import around, quads, sampled, wall
from weathers import KOMATSU, year

from analyses.sensors import spread_sensors, surface_planes
from analyses.sky import light_of
from analyses.solar.exposure import plane_irradiation
from citygml.surfaces import surface_table

pyradiance = pytest.importorskip(
    "pyradiance", reason="Radiance (pyradiance) is not installed: nothing to compare with"
)


def program(name):
    return str(Path(pyradiance.BINPATH) / name)


def ran(folder, *words, text=None):
    """Standard output of a program of Radiance."""
    library = str(Path(pyradiance.__file__).parent / "lib")
    done = subprocess.run(
        [program(words[0]), *map(str, words[1:])],
        input=text,
        capture_output=True,
        check=True,
        cwd=folder,
        env={**os.environ, "RAYPATH": f".:{library}"},
    )
    return done.stdout


def weather_tape(weather):
    """Input of gendaymtx: month, day, hour of mid-interval, direct normal, diffuse horizontal."""
    lines = [
        f"place {KOMATSU['name']}",
        f"latitude {KOMATSU['latitude']}",
        f"longitude {-KOMATSU['longitude']}",
        "time_zone -135",
        f"site_elevation {KOMATSU['elevation_m']}",
        "weather_data_file_units 1",
    ]
    for start, row in weather.iterrows():
        hour = start.hour + 0.5
        lines.append(f"{start.month} {start.day} {hour} {row['dni']:.1f} {row['dhi']:.1f}")
    return "\n".join(lines) + "\n"


def black_polygons(mesh):
    """Obstacles as Radiance writes them."""
    parts = ["void plastic black 0 0 5 0 0 0 0 0\n"]
    for i, triangle in enumerate(mesh.corners):
        numbers = " ".join(f"{x:.6f}" for x in triangle.ravel())
        parts.append(f"black polygon t{i} 0 0 9 {numbers}\n")
    return "".join(parts)


SKY = """#@rfluxmtx h=r4 u=Y
void glow groundglow 0 0 4 1 1 1 0
groundglow source ground 0 0 4 0 0 -1 180
#@rfluxmtx h=r4 u=Y
void glow skyglow 0 0 4 1 1 1 0
skyglow source sky 0 0 4 0 0 1 180
"""


def by_radiance(folder, mesh, points, normal):
    """Mean irradiation of points in the year without reflection. [kWh/m²]"""
    (folder / "obstacles.rad").write_text(black_polygons(mesh), encoding="ascii")
    (folder / "sky.rad").write_text(SKY, encoding="ascii")
    (folder / "year.wea").write_text(weather_tape(year()), encoding="ascii")
    (folder / "scene.oct").write_bytes(ran(folder, "oconv", "obstacles.rad"))
    rays = "".join(
        f"{x:.5f} {y:.5f} {z:.5f} {normal[0]:.6f} {normal[1]:.6f} {normal[2]:.6f}\n"
        for x, y, z in points
    )
    flux = ran(
        folder, "rfluxmtx", "-h-", "-I+", "-ab", "1", "-ad", "30000", "-lw", "1e-5", "-n", "2",
        "-", "sky.rad", "-i", "scene.oct", text=rays.encode(),
    )  # fmt: skip
    columns = np.array([float(x) for x in flux.decode().split()]).reshape(len(points), -1, 3)[
        :, :, 0
    ]
    sky = ran(folder, "gendaymtx", "-h", "-m", "4", "-O1", "-A", "-g", "0", "0", "0", "year.wea")
    average = np.array([float(x) for x in sky.decode().split()]).reshape(-1, 3)[:, 0]
    # rfluxmtx names ground then sky: one column and 2305; gendaymtx the same order.
    return float((columns[:, -len(average) :] @ average).mean()) * 8760 / 1e3


PLANES = {
    "level roof": ([(0, 0, 0), (6, 0, 0), (6, 6, 0), (0, 6, 0)], 0.03),
    "south roof": ([(0, 0, 0), (6, 0, 0), (6, 5, 2.5), (0, 5, 2.5)], 0.03),
    "south wall": ([(0, 2, 0), (6, 2, 0), (6, 2, 6), (0, 2, 6)], 0.05),
}


FAR = quads([(1e4, 1e4, 0), (1e4 + 1, 1e4, 0), (1e4 + 1, 1e4 + 1, 1), (1e4, 1e4 + 1, 1)])


def street():
    """A wall 3 m high in the south, a house front of 4 m in the west, a tower in the north-east."""
    south = wall(-4, height_m=3, west_east=(-6, 12))
    west = [(-5, -5, -1), (-5, 20, -1), (-5, 20, 4), (-5, -5, 4)]
    tower = [(10, 6, -1), (14, 14, -1), (14, 14, 10), (10, 6, 10)]
    return quads(south, west, tower)


@pytest.mark.parametrize("name", PLANES)
def test_what_obstacles_leave_of_the_light_agrees_with_radiance(name, tmp_path):
    """Shaded over open: Radiance leaves out some light of dawn (1 to 2 % here), open or not."""
    ring, tolerance = PLANES[name]
    planes = surface_planes(surface_table([[ring]]), [0])
    sensors = spread_sensors(planes, spacing_m=1.5)
    light = light_of(year(), albedo=0.0)
    ours, theirs = [], []
    for number, mesh in enumerate((street(), FAR)):
        folder = tmp_path / str(number)
        folder.mkdir()
        theirs.append(by_radiance(folder, mesh, sensors.points, planes.normal[0]))
        found = plane_irradiation(
            around(mesh),
            planes,
            sampled(light, "default"),
            spread=lambda rows: spread_sensors(planes.take(rows), spacing_m=1.5),
            spacing_m=1.5,
        )
        ours.append(found.total.sum())
    assert ours[1] == pytest.approx(theirs[1], rel=tolerance)
    assert ours[0] < 0.97 * ours[1]
    assert ours[0] / ours[1] == pytest.approx(theirs[0] / theirs[1], rel=tolerance)
