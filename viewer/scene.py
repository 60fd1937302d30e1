"""CityModel + table -> `View`: a window, a PNG, an HTML page, a GLB."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from citygml.errors import CityModelError
from citygml.model import CityModel
from viewer.cameras import frustum_lines
from viewer.coloring import Coloring, column_coloring
from viewer.files import replaced
from viewer.fonts import picture_language
from viewer.framing import VIEW_ANGLE_DEG, Standpoint, standpoint
from viewer.layers import Layer, city_layers, shows_hazards
from viewer.legend import layer_entries, legend_panel, panel_width_px
from viewer.rendering import drawable
from viewer.source import source_line
from viewer.style import CAMERA, Language
from viewer.sun import AMBIENT, SUN, SUN_DIRECTION

SKY_TOP, SKY_BOTTOM = (176, 206, 234), (250, 252, 253)
#: Layers whose colour is final.
UNLIT = frozenset({"water", "zones", "shadows"})
MIN_SIZE_PX = (320, 240)


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A city ready to be drawn, with or without the colours of a result.

    Attributes
    ----------
    city : CityModel
        The city.
    layers : tuple of Layer
        What is drawn of it, lowest first.
    table : GeoDataFrame or None
        The result shown.
    coloring : Coloring or None
        Colours and legend of its column.
    lines : (m, 2, 3) ndarray of float64
        Frusta of the cameras. [m]
    title : str
        Title of the picture.
    lang : {"en", "ja"}
        Language of pictures: English where no Japanese font is found.
    asked : {"en", "ja"}
        Language asked for, in which pages begin: browsers have fonts of their own.
    at : Standpoint or None
        Where the picture is taken from, None for `viewer.framing.standpoint`.
    """

    city: CityModel
    layers: tuple[Layer, ...]
    table: gpd.GeoDataFrame | None
    coloring: Coloring | None
    lines: NDArray[np.float64]
    title: str
    lang: Language
    asked: Language = "en"
    at: Standpoint | None = None

    def screenshot(self, path: str | Path, *, size: tuple[int, int] = (1600, 1000)) -> Path:
        """Write a picture (PNG or JPEG) with legend and source line; needs no screen.

        Parameters
        ----------
        path : str or Path
            The file to write.
        size : tuple of int
            Width and height. [px]

        Returns
        -------
        Path
            The file.

        Raises
        ------
        CityModelError
            If nothing can be drawn on this machine, or the file cannot be written.
        """
        from PIL import Image

        picture = self.image(size=size)
        with replaced(path) as temporary:
            try:
                Image.fromarray(picture).save(temporary)
            except ValueError as error:
                raise CityModelError(
                    f"{path} has no picture suffix; pictures are .png or .jpg; rename it"
                ) from error
        return Path(path)

    def image(self, *, size: tuple[int, int] = (1600, 1000)) -> NDArray[np.uint8]:
        """Return the picture as an array, (height, width, 3) of uint8."""
        width, height = (max(a, b) for a, b in zip(size, MIN_SIZE_PX, strict=True))
        panel = panel_width_px(width)
        with drawable():
            plotter = scene_plotter(self, size=(width - panel, height), off_screen=True)
            try:
                scene = plotter.screenshot(None, return_img=True)
            finally:
                plotter.close()
        return np.concatenate([np.asarray(scene)[:, :, :3], self.legend((panel, height))], axis=1)

    def legend(self, size_px: tuple[int, int]) -> NDArray[np.uint8]:
        """Return the legend panel of the picture, (height, width, 3) of uint8."""
        return legend_panel(
            size_px,
            title=self.title,
            dataset=self.city.provenance.get("dataset", ""),
            coloring=self.coloring,
            others=layer_entries(self.layers, self.lang, cameras=len(self.lines) > 0),
            source=source_line(self.city),
        )

    def html(self, path: str | Path) -> Path:
        """Write one self-contained page to turn, zoom and click; see `viewer.page.write_html`."""
        from viewer.page import write_html

        return write_html(path, self)

    def glb(self, path: str | Path) -> Path:
        """Write triangles, colours and attributes as GLB; see `viewer.export.glb.write_glb`."""
        from viewer.export.glb import write_glb

        return write_glb(path, self)

    def show(self) -> None:
        """Open a window and wait until it is closed.

        Raises
        ------
        CityModelError
            If nothing can be drawn on this machine.
        """
        with drawable():
            plotter = scene_plotter(self, size=(1280, 800), off_screen=False)
            add_legend_picture(plotter, self.legend((panel_width_px(1280), 800)))
            plotter.show(title=self.title or "plateau")


def view(
    city: CityModel,
    table: gpd.GeoDataFrame | None = None,
    *,
    color: str | None = None,
    cameras: gpd.GeoDataFrame | None = None,
    title: str = "",
    hazards: bool | None = None,
    lang: Language = "en",
) -> View:
    """City by the kind of its surfaces, or in the colours of one column of a result.

    Parameters
    ----------
    city : CityModel
        The city.
    table : GeoDataFrame, optional
        A result with one row per roof surface, per building or per ground sample. Without it,
        `color` may name an attribute of the buildings.
    color : str, optional
        The column to show.
    cameras : GeoDataFrame, optional
        Cameras to draw with their frusta.
    title : str
        Title of pictures.
    hazards : bool, optional
        Whether flood water and landslide zones are drawn; by default they are, unless the column
        is of a table that has nothing to do with depths.
    lang : {"en", "ja"}
        Language of labels. English where no Japanese font is found, never empty boxes.

    Returns
    -------
    View
        With ``.screenshot(path)``, ``.html(path)``, ``.glb(path)`` and ``.show()``.

    Raises
    ------
    CityModelError
        If the table is not of this city, the column does not exist, has no value or an infinite
        one, or there is nothing to draw.
    """
    if table is not None and color is None:
        raise CityModelError(
            "a table without a column to show; name one: color="
            + (f"{table.columns[0]!r}" if len(table.columns) else "...")
        )
    spoken = picture_language(lang)
    shown = city.features if table is None and color is not None else table
    coloring = None
    if shown is not None and color is not None:
        coloring = column_coloring(shown, color, lang=spoken)
    lines = np.zeros((0, 2, 3)) if cameras is None else frustum_lines(city, cameras)
    return View(
        city=city,
        layers=city_layers(
            city, shown, coloring, hazards=shows_hazards(shown) if hazards is None else hazards
        ),
        table=shown,
        coloring=coloring,
        lines=lines,
        title=title,
        lang=spoken,
        asked=lang,
    )


def scene_plotter(view: View, *, size: tuple[int, int], off_screen: bool) -> Any:
    """Return a PyVista plotter with the layers, lit from the sun's side and by the sky."""
    import pyvista as pv

    plotter = pv.Plotter(off_screen=off_screen, window_size=list(size), lighting="none")
    plotter.set_background([c / 255 for c in SKY_BOTTOM], top=[c / 255 for c in SKY_TOP])
    for layer in view.layers:
        _add_layer(plotter, layer)
    if len(view.lines):
        plotter.add_mesh(line_data(view.lines), color=[c / 255 for c in CAMERA], line_width=2.0)
    _add_sun(plotter)
    _aim(plotter, view, size)
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


def _add_layer(plotter: Any, layer: Layer) -> None:
    data = poly_data(layer)
    if len(layer.points):
        plotter.add_points(data, scalars="rgb", rgb=True, point_size=6, lighting=False)
        return
    lit = layer.name not in UNLIT
    plotter.add_mesh(
        data,
        scalars="rgb",
        rgb=True,
        opacity=layer.opacity,
        ambient=AMBIENT if lit else 0.0,
        diffuse=1.0,
        specular=0.0,
        lighting=lit,
        show_scalar_bar=False,
    )


def _add_sun(plotter: Any) -> None:
    """One directional light; the sky is the ambient part of every surface."""
    import pyvista as pv

    light = pv.Light(light_type="scene light", intensity=SUN, color=(1.0, 0.985, 0.95))
    light.positional = False
    light.position = tuple(SUN_DIRECTION * 1000.0)
    light.focal_point = (0.0, 0.0, 0.0)
    plotter.add_light(light)


def _aim(plotter: Any, view: View, size: tuple[int, int]) -> None:
    at = standpoint(view.city, view.layers, aspect=size[0] / size[1])
    plotter.camera.position = tuple(at.position)
    plotter.camera.focal_point = tuple(at.focus)
    plotter.camera.up = tuple(at.up)
    plotter.camera.view_angle = VIEW_ANGLE_DEG
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
