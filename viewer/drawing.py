"""View -> what PyVista draws: layers, light, water, camera."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from citygml.mesh import Mesh
from citygml.surfaces import SurfaceKind
from viewer.framing import standpoint
from viewer.layers import Layer
from viewer.shade import rays_of, shade_map
from viewer.style import CAMERA, SURFACE_COLOURS, DepthCue
from viewer.sun import AMBIENT, SUN

if TYPE_CHECKING:
    from viewer.images import SurfaceImage
    from viewer.scene import View
    from viewer.textures import Texturing

SKY_TOP, SKY_BOTTOM = (176, 206, 234), (250, 252, 253)
#: Layers whose colour is final.
UNLIT = frozenset({"water", "zones", "shadows"})
#: Cell array of what is a part of a layer: the triangles of the layer.
TRIANGLE = "triangle"
#: Diameter of samples, and of so few points that small ones would be overlooked, such as cameras.
POINT_PX, FEW_POINTS_PX, FEW_POINTS = 6, 14, 200
#: All images of a picture together; each is made smaller alike. [px]
MOST_IMAGE_PX = 48e6
#: How far corners are darkened by what stands around them. [m]
SKY_RADIUS_M = 15.0
#: Numbers of vtkTexture for what lies beyond the edges of an image.
WRAP_OF_VTK = {"clamp": 0, "repeat": 1, "mirror": 2}


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
    add_shade(plotter, view)
    aim(plotter, view, size)
    set_depth_cue(plotter, view.cue)
    plotter.enable_anti_aliasing("ssaa")
    return plotter


def set_depth_cue(plotter: Any, cue: DepthCue) -> None:
    """Draw one depth cue and no other; see `viewer.scene.View.with_depth_cue`."""
    plotter.disable_eye_dome_lighting()
    plotter.disable_ssao()
    if cue == "eye_dome":
        plotter.enable_eye_dome_lighting()
    elif cue == "sky_light":
        plotter.enable_ssao(radius=SKY_RADIUS_M, bias=0.5, kernel_size=64)


def poly_data(layer: Layer, rows: NDArray[np.int64] | None = None) -> Any:
    """Return a layer, or some of its triangles, as `pyvista.PolyData` with array "rgb"."""
    import pyvista as pv

    if len(layer.points):
        data = pv.PolyData(layer.points.astype(np.float32))
        data.point_data["rgb"] = layer.rgb
        return data
    mesh, which = (layer.mesh, slice(None)) if rows is None else (layer.mesh.submesh(rows), rows)
    data = pv.PolyData.from_regular_faces(mesh.vertices.astype(np.float32), mesh.triangles)
    data.cell_data["rgb"] = layer.rgb[which]
    if rows is not None:
        data.cell_data[TRIANGLE] = rows
    return data


def image_data(layer: Layer, texturing: Texturing, rows: NDArray[np.int64]) -> Any:
    """Return triangles that show one image as `pyvista.PolyData` with texture coordinates."""
    data = corner_data(layer.mesh.submesh(rows), texturing.uv[rows])
    data.cell_data[TRIANGLE] = rows
    return data


def line_data(lines: NDArray[np.float64]) -> Any:
    """Return segments as `pyvista.PolyData`."""
    import pyvista as pv

    points = lines.reshape(-1, 3)
    cells = np.column_stack([np.full(len(lines), 2), np.arange(len(points)).reshape(-1, 2)]).astype(
        np.int64
    )
    return pv.PolyData(points.astype(np.float32), lines=cells.ravel())


def add_layer(plotter: Any, layer: Layer) -> None:
    """Add a layer under its name, and what shows images under names of its own."""
    if len(layer.points):
        plotter.add_points(
            poly_data(layer),
            scalars="rgb",
            rgb=True,
            point_size=FEW_POINTS_PX if len(layer.points) < FEW_POINTS else POINT_PX,
            lighting=False,
            name=layer.name,
        )
        return
    texturing = layer.images
    if texturing is None:
        _add_mesh(plotter, layer, poly_data(layer), name=layer.name)
        return
    plain = np.flatnonzero(texturing.image_row < 0)
    if len(plain):
        _add_mesh(plotter, layer, poly_data(layer, plain), name=layer.name)
    pixels = MOST_IMAGE_PX / len(texturing.images)
    for number, image in enumerate(texturing.images):
        rows = np.flatnonzero(texturing.image_row == number)
        if len(rows):
            data = image_data(layer, texturing, rows)
            texture = _texture(image, pixels)
            _add_mesh(plotter, layer, data, name=f"{layer.name} {number}", texture=texture)


def add_shade(plotter: Any, view: View) -> None:
    """Draw the shade that falls on walls and roofs, or none; see `View.with_shade`."""
    layer = view.shaded_layer
    if layer is None or layer.name not in plotter.actors:
        return
    if view.blocking is None or not view.is_shaded:
        plotter.actors[layer.name].texture = None
        return
    import pyvista as pv

    shade = shade_map(layer.mesh)
    if plotter.actors[layer.name].mapper.dataset.active_texture_coordinates is None:
        data = corner_data(layer.mesh, shade.uv)
        data.cell_data["rgb"] = layer.rgb
        _add_mesh(plotter, layer, data, name=layer.name)
    texture = pv.Texture(shade.image(view.toward_sun, rays_of(layer.mesh, view.blocking)))
    texture.SetWrap(WRAP_OF_VTK["clamp"])
    texture.interpolate = True
    plotter.actors[layer.name].texture = texture


def corner_data(mesh: Mesh, uv: NDArray[np.float32]) -> Any:
    """Return triangles whose corners have texture coordinates of their own as `pyvista.PolyData`.

    Parameters
    ----------
    mesh : Mesh
        The triangles.
    uv : (t, 3, 2) ndarray of float32
        Place of each corner in an image.
    """
    import pyvista as pv

    corners = mesh.vertices[mesh.triangles].reshape(-1, 3)
    faces = np.arange(len(corners), dtype=np.int32).reshape(-1, 3)
    data = pv.PolyData.from_regular_faces(corners.astype(np.float32), faces)
    data.active_texture_coordinates = uv.reshape(-1, 2)
    return data


def actors_of(plotter: Any, layer: Layer) -> list[Any]:
    """Return the actors that `add_layer` made of a layer."""
    texturing = layer.images
    count = 0 if texturing is None else len(texturing.images)
    names = [layer.name, *(f"{layer.name} {number}" for number in range(count))]
    return [plotter.actors[name] for name in names if name in plotter.actors]


def _add_mesh(plotter: Any, layer: Layer, data: Any, *, name: str, texture: Any = None) -> None:
    lit = layer.name not in UNLIT
    colours = {"scalars": "rgb", "rgb": True} if texture is None else {"texture": texture}
    plotter.add_mesh(
        data,
        name=name,
        **colours,
        opacity=layer.opacity,
        ambient=AMBIENT if lit else 0.0,
        diffuse=1.0,
        specular=0.0,
        lighting=lit,
        show_scalar_bar=False,
        render=False,
    )


def _texture(image: SurfaceImage, most_px: float) -> Any:
    """Return an image as `pyvista.Texture`."""
    import pyvista as pv

    made = pv.Texture(image.pixels(most_px=most_px))
    made.SetWrap(WRAP_OF_VTK[image.wrap])
    made.interpolate = True
    made.mipmap = True
    return made


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
