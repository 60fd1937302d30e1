"""What this machine can do: `findings`, one line each."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from platform import machine, python_version, system
from typing import Literal, NamedTuple

State = Literal["ok", "missing", "broken"]

#: What must be there, and what it takes to read a city.
REQUIRED = ("lxml", "numpy", "pandas", "geopandas", "shapely", "pyproj", "pyogrio", "pyarrow")
#: Extra -> distributions that it brings, and what is not possible without it.
EXTRAS = {
    "rays": (("embreex",), "rays are traced by the slow reference engine"),
    "solar": (("pvlib",), "no solar potential"),
    "raster": (("rasterio",), "no elevation rasters"),
    "viewer": (("pyvista", "matplotlib"), "no pictures, maps and pages"),
    "distributed": (("distributed",), "no work on several machines"),
    "gpu": (("warp-lang",), "no rays on a graphics processor"),
}
#: Characters that results print.
CONSOLE_TEXT = "建物 m2"
#: Grid from which PROJ knows the geoid of Japan.
GEOID_GRID = "jp_gsi_gsigeo2011.tif"
GEOID_ADVICE = "pyproj sync --file jp_gsi_gsigeo2011"
#: Size of the comparison of ray engines; a ray at the very edge of a triangle may differ.
TEST_TRIANGLES, TEST_RAYS, WRONG_RAYS = 200, 2000, 4


class Finding(NamedTuple):
    """One line of the examination.

    Attributes
    ----------
    name : str
        What was looked at.
    state : {"ok", "missing", "broken"}
        "missing" costs something that is optional; "broken" must be repaired.
    text : str
        What was found, or what to do.
    """

    name: str
    state: State
    text: str


def findings() -> Iterator[Finding]:
    """Yield what was found, the quick looks first.

    Yields
    ------
    Finding
        None of them raises: what cannot be examined is "broken".
    """
    yield Finding("plateau", "ok", _version("plateau-analysis") or "not installed, run from source")
    yield Finding("python", "ok", f"{python_version()} on {system()} {machine()}")
    for looked in (
        _packages,
        _extras,
        _console,
        _writing,
        _proj,
        _fonts,
        _pages,
        _rays,
        _pictures,
        _films,
    ):
        yield from looked()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _packages() -> Iterator[Finding]:
    absent = [name for name in REQUIRED if not _version(name)]
    text = ", ".join(f"{name} {_version(name)}" for name in REQUIRED if _version(name))
    if absent:
        text = f"{', '.join(absent)} not there; install plateau-analysis again"
    yield Finding("packages", "broken" if absent else "ok", text)


def _extras() -> Iterator[Finding]:
    for extra, (names, loss) in EXTRAS.items():
        absent = [name for name in names if not _version(name)]
        if absent:
            advice = f"{loss}; pip install 'plateau-analysis[{extra}]'"
            yield Finding(f"extra {extra}", "missing", advice)
        else:
            text = ", ".join(f"{name} {_version(name)}" for name in names)
            yield Finding(f"extra {extra}", "ok", text)


def _console() -> Iterator[Finding]:
    encoding = sys.stdout.encoding or "ascii"
    try:
        CONSOLE_TEXT.encode(encoding)
    except UnicodeEncodeError:
        advice = f"{encoding} has no Japanese letters, ? is written; set PYTHONIOENCODING=utf-8"
        yield Finding("console", "missing", advice)
        return
    yield Finding("console", "ok", encoding)


def _writing() -> Iterator[Finding]:
    places: Sequence[tuple[str, Callable[[], str], State, str]] = (
        ("this folder", lambda: os.curdir, "missing", "give --out elsewhere"),
        ("temporary folder", tempfile.gettempdir, "broken", "set TMPDIR to one that can be"),
    )
    for name, folder, state, advice in places:
        try:
            with tempfile.NamedTemporaryFile(dir=folder()):
                yield Finding(name, "ok", "can be written")
        except OSError as error:
            yield Finding(name, state, f"cannot be written: {error.strerror or error}; {advice}")


def _proj() -> Iterator[Finding]:
    import pyproj
    from pyproj.exceptions import ProjError

    yield Finding("PROJ", "ok", f"{pyproj.proj_version_str}, EPSG {_epsg_version()}")
    try:
        transformer = pyproj.Transformer.from_crs("EPSG:6697", "EPSG:4979", allow_ballpark=False)
        height = float(transformer.transform(36.0, 136.0, 0.0, errcheck=True)[2])
    except ProjError:
        advice = f"{GEOID_GRID} not there: on globes cities stand too low; {GEOID_ADVICE}"
        yield Finding("geoid grid", "missing", advice)
        return
    yield Finding("geoid grid", "ok", f"{height:.1f} m at 36 N 136 E")


def _epsg_version() -> str:
    from pyproj.database import get_database_metadata

    return str(get_database_metadata("EPSG.VERSION"))


def _fonts() -> Iterator[Finding]:
    if find_spec("matplotlib") is None:
        return
    from viewer.fonts import japanese_font

    font = japanese_font()
    if font is None:
        advice = "no Japanese font: pictures are labelled in English; install fonts-noto-cjk"
        yield Finding("font", "missing", advice)
    else:
        yield Finding("font", "ok", font.name)


def _pages() -> Iterator[Finding]:
    if find_spec("matplotlib") is None:  # its colours; the line of the extra says what is missing
        return
    from citygml.errors import CityModelError
    from viewer.page import three_js

    try:
        size = len(three_js())
    except CityModelError as error:
        yield Finding("3-D pages", "broken", str(error))
        return
    yield Finding("3-D pages", "ok", f"three.js of trimesh {_version('trimesh')}, {size:,} letters")


def _rays() -> Iterator[Finding]:
    """Compare every ray engine that is installed with the reference."""
    import numpy as np

    from analyses.raycast import RayScene
    from citygml.errors import AnalysisError
    from citygml.mesh import Mesh

    rng = np.random.default_rng(7)
    corners = rng.uniform(-50.0, 50.0, (3 * TEST_TRIANGLES, 3))
    rows = np.arange(3 * TEST_TRIANGLES, dtype=np.int32).reshape(-1, 3)
    mesh = Mesh(corners, rows, np.zeros(TEST_TRIANGLES, np.int32))
    origins = rng.uniform(-60.0, 60.0, (TEST_RAYS, 3))
    directions = rng.normal(size=(TEST_RAYS, 3))
    expected = RayScene(mesh, engine="reference").first_hit(origins, directions).triangle_row
    yield Finding("ray engine", "ok", f"{RayScene(mesh).engine} is used")
    for name in ("embree", "warp"):
        try:
            found = RayScene(mesh, engine=name).first_hit(origins, directions).triangle_row
        except AnalysisError:  # not installed; the line of its extra says so
            continue
        except OSError as error:  # Warp keeps what it has compiled in a folder of the user
            advice = f"not usable: {error.strerror or error}; set HOME to a folder to write in"
            yield Finding(f"ray engine {name}", "missing", advice)
            continue
        wrong = int((found != expected).sum())
        state: State = "broken" if wrong > WRONG_RAYS else "ok"
        text = f"{TEST_RAYS - wrong:,} of {TEST_RAYS:,} rays as the reference"
        yield Finding(f"ray engine {name}", state, text)


def _pictures() -> Iterator[Finding]:
    if find_spec("pyvista") is None:
        return
    from viewer.rendering import rendering

    found = rendering()
    if found.problem:
        yield Finding("3-D pictures", "missing", found.problem)
    else:
        yield Finding("3-D pictures", "ok", f"drawn by {found.window or 'the window system'}")


def _films() -> Iterator[Finding]:
    """Say whether .mp4 can be written; .gif needs nothing but the extra "viewer"."""
    if find_spec("pyvista") is None:
        return
    from viewer.movie import ffmpeg_program

    program = ffmpeg_program()
    if program is None:
        advice = "only .gif; .mp4 needs ffmpeg; pip install 'plateau-analysis[movie]'"
        yield Finding("films", "missing", advice)
    else:
        own = "imageio_ffmpeg" in program
        origin = f"imageio-ffmpeg {_version('imageio-ffmpeg')}" if own else "the system"
        yield Finding("films", "ok", f".gif and .mp4, by ffmpeg of {origin}")


def extra_of(module: str) -> str:
    """Return the extra that brings a module; "all" where no single one does.

    Examples
    --------
    >>> extra_of("matplotlib.colors"), extra_of("warp"), extra_of("lxml")
    ('viewer', 'gpu', 'all')
    """
    root = module.partition(".")[0]
    brought = {
        name.removesuffix("-lang"): extra for extra, (names, _) in EXTRAS.items() for name in names
    }
    return brought.get(root, "all")


def is_broken(found: Sequence[Finding]) -> bool:
    """Whether anything must be repaired.

    Examples
    --------
    >>> is_broken([Finding("font", "missing", "install one")])
    False
    """
    return any(finding.state == "broken" for finding in found)
