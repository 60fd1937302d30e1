"""View -> what PyVista draws: layers, light, water, camera."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from citygml.surfaces import SurfaceKind
from viewer.framing import standpoint
from viewer.layers import Layer
from viewer.style import CAMERA, SURFACE_COLOURS
from viewer.sun import AMBIENT, SUN

if TYPE_CHECKING:
    from viewer.scene import View

SKY_TOP, SKY_BOTTOM = (176, 206, 234), (250, 252, 253)
#: Layers whose colour is final.
UNLIT = frozenset({"water", "zones", "shadows"})


def scene_plotter(view: View, *, size: tuple[int, int], off_screen: bool) -> Any:
    """Return a PyVista plotter with the layers, lit from the sun's side and by the sky."""
    import pyvista as pv

    plotter = pv.Plotter(off_screen=off_screen, window_size=list(size), lighting="none")
    plotter.set_background([c / 255 for c in SKY_BOTTOM], top=[c / 255 for c in SKY_TOP])
    for layer in view.layers:
        add_layer(plotter, layer)
    if len(view.lines):
        plotter.add_mesh(line_data(view.lines), color=[c / 255 for c in CAMERA], line_width=2.0)
    if np.isfinite(view.water_level_m):
        add_water(plotter, view)
    add_sun(plotter, view.toward_sun)
    aim(plotter, view, size)
    plotter.enable_anti_aliasing("ssaa")
    return plotter


def poly_data(layer: Layer) -> Any:
    """Return a layer as `pyvista.PolyData` with cell (or point) array "rgb"."""
    import pyvista as pv

    if len(layer.points):
        data = pv.PolyData(layer.points.astype(np.float32))
        data.point_data["rgb"] = layer.rgb
        return data
    data = pv.PolyData.from_regular_faces(
        layer.mesh.vertices.astype(np.float32), layer.mesh.triangles
    )
    data.cell_data["rgb"] = layer.rgb
    data.cell_data["table_row"] = layer.table_row
    return data


def line_data(lines: NDArray[np.float64]) -> Any:
    """Return segments as `pyvista.PolyData`."""
    import pyvista as pv

    points = lines.reshape(-1, 3)
    cells = np.column_stack([np.full(len(lines), 2), np.arange(len(points)).reshape(-1, 2)]).astype(
        np.int64
    )
    return pv.PolyData(points.astype(np.float32), lines=cells.ravel())


def add_layer(plotter: Any, layer: Layer) -> Any:
    """Add a layer under its name; return its actor."""
    data = poly_data(layer)
    if len(layer.points):
        return plotter.add_points(
            data, scalars="rgb", rgb=True, point_size=6, lighting=False, name=layer.name
        )
    lit = layer.name not in UNLIT
    return plotter.add_mesh(
        data,
        name=layer.name,
        scalars="rgb",
        rgb=True,
        opacity=layer.opacity,
        ambient=AMBIENT if lit else 0.0,
        diffuse=1.0,
        specular=0.0,
        lighting=lit,
        show_scalar_bar=False,
    )


def add_water(plotter: Any, view: View) -> Any:
    """Add a level surface of water over the whole picture; return its actor."""
    import pyvista as pv

    bounds = np.array([layer.mesh.bounds for layer in view.layers if len(layer.mesh)])
    (west, south, _), (east, north, _) = bounds[:, 0].min(axis=0), bounds[:, 1].max(axis=0)
    level = view.water_level_m - view.city.origin[2]
    plane = pv.Plane(
        center=((west + east) / 2, (south + north) / 2, level),
        i_size=east - west,
        j_size=north - south,
        i_resolution=1,
        j_resolution=1,
    )
    colour = [c / 255 for c in SURFACE_COLOURS[SurfaceKind.WATER]]
    return plotter.add_mesh(plane, color=colour, opacity=0.6, lighting=False, name="water level")


def add_sun(plotter: Any, toward: NDArray[np.float64]) -> Any:
    """Add one directional light, the sky being the ambient part of surfaces; return it."""
    import pyvista as pv

    bright = SUN if toward[2] > 0.0 else 0.0
    light = pv.Light(light_type="scene light", intensity=bright, color=(1.0, 0.985, 0.95))
    light.positional = False
    light.position = tuple(toward * 1000.0)
    light.focal_point = (0.0, 0.0, 0.0)
    plotter.add_light(light)
    return light


def aim(plotter: Any, view: View, size: tuple[int, int]) -> None:
    """Put the camera of the plotter where the view says."""
    at = view.at or standpoint(view.city, view.layers, aspect=size[0] / size[1])
    plotter.camera.position = tuple(at.position)
    plotter.camera.focal_point = tuple(at.focus)
    plotter.camera.up = tuple(at.up)
    plotter.camera.view_angle = view.view_angle_deg
    plotter.reset_camera_clipping_range()


def add_legend_picture(plotter: Any, panel: NDArray[np.uint8]) -> None:
    """Put the legend panel into the right edge of a window."""
    import pyvista as pv

    height, width = panel.shape[:2]
    image = pv.ImageData(dimensions=(width, height, 1))
    image.point_data["panel"] = panel[::-1].reshape(-1, 3)
    window_width, window_height = plotter.window_size
    share = (width / window_width, height / window_height)
    plotter.add_logo_widget(image, position=(1.0 - share[0], 0.0), size=share, opacity=1.0)
