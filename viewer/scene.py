"""CityModel + table -> `View`: a window, a PNG, an HTML page, a GLB."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from citygml.errors import CityModelError
from citygml.mesh import EMPTY
from citygml.model import CityModel, ground
from viewer.cameras import frustum_lines
from viewer.coloring import Coloring, column_coloring
from viewer.drawing import scene_plotter
from viewer.files import replaced
from viewer.fonts import picture_language
from viewer.framing import VIEW_ANGLE_DEG, Standpoint, framed_buildings, standpoint
from viewer.layers import HAZARDS, Layer, city_layers, shadows_layer, shows_hazards, solids_of
from viewer.legend import layer_entries, legend_panel, panel_width_px
from viewer.rendering import check_display, drawable, start_probe
from viewer.shade import Blocking
from viewer.source import source_line
from viewer.style import TEXT, DepthCue, Language
from viewer.sun import SUN_DIRECTION, direction
from viewer.textures import with_building_looks

MIN_SIZE_PX = (320, 240)
#: Half the time of the usual level 6, one part in ten more bytes.
PNG_LEVEL = 3


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
    cameras : GeoDataFrame or None
        The cameras drawn.
    toward_sun : (3,) ndarray of float64
        Unit vector to the sun.
    water_level_m : float
        Height of a level surface of water above the sea, nan for none. [m]
    at : Standpoint or None
        Where the picture is taken from, None for `viewer.framing.standpoint`.
    view_angle_deg : float
        Height of the picture as an angle. [deg]
    cue : {"", "eye_dome", "sky_light"}
        See `with_depth_cue`.
    notes : tuple of str
        What a reader of the picture must know, such as images of surfaces that are missing.
    blocking : callable or None
        Makes the rays that `with_shade` casts; `plateau.view` gives it.
    is_shaded : bool
        Whether buildings cast shade on walls and roofs.
    """

    city: CityModel
    layers: tuple[Layer, ...]
    table: gpd.GeoDataFrame | None
    coloring: Coloring | None
    lines: NDArray[np.float64]
    title: str
    lang: Language
    asked: Language = "en"
    cameras: gpd.GeoDataFrame | None = None
    toward_sun: NDArray[np.float64] = field(default_factory=lambda: SUN_DIRECTION)
    water_level_m: float = float("nan")
    at: Standpoint | None = None
    view_angle_deg: float = VIEW_ANGLE_DEG
    cue: DepthCue = ""
    notes: tuple[str, ...] = ()
    blocking: Blocking | None = None
    is_shaded: bool = False

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
        picture = self.image(size=size)
        from PIL import Image  # comes with the extra "viewer", whose absence `image` explains

        with replaced(path) as temporary:
            try:
                Image.fromarray(picture).save(temporary, compress_level=PNG_LEVEL)
            except ValueError as error:
                raise CityModelError(
                    f"{path} has no picture suffix; pictures are .png or .jpg; rename it"
                ) from error
        return Path(path)

    def image(self, *, size: tuple[int, int] = (1600, 1000)) -> NDArray[np.uint8]:
        """Return the picture as an array, (height, width, 3) of uint8."""
        width, height = (max(a, b) for a, b in zip(size, MIN_SIZE_PX, strict=True))
        panel = panel_width_px(width)
        aspect = (width - panel) / height
        start_probe()  # it draws while this process frames the city and makes the legend
        placed = replace(self, at=self.at or standpoint(self.city, self.layers, aspect=aspect))
        note = placed.framing_note(aspect=aspect) if self.at is None else ""
        legend = self.legend((panel, height), note=note)
        with drawable():
            plotter = scene_plotter(placed, size=(width - panel, height), off_screen=True)
            try:
                scene = plotter.screenshot(None, return_img=True)
            finally:
                plotter.close()
        return np.concatenate([np.asarray(scene)[:, :, :3], legend], axis=1)

    def framing_note(self, *, aspect: float = 1.28) -> str:
        """Say how many of the buildings the picture shows, "" where it shows all.

        Parameters
        ----------
        aspect : float
            Width by height, the legend not counted; by default that of 1600 by 1000 pixels.
        """
        at = self.at or standpoint(self.city, self.layers, aspect=aspect)
        shown, count = framed_buildings(
            self.city, self.layers, at, aspect=aspect, angle_deg=self.view_angle_deg
        )
        if shown == count:
            return ""
        things = TEXT[self.lang][solids_of(self.city)]
        return TEXT[self.lang]["framed"].format(
            shown=f"{shown:,}", count=f"{count:,}", things=things
        )

    def legend(self, size_px: tuple[int, int], *, note: str = "") -> NDArray[np.uint8]:
        """Return the legend panel of the picture, (height, width, 3) of uint8.

        Parameters
        ----------
        size_px : tuple of int
            Width and height.
        note : str
            A line about the picture, under the name of the dataset.
        """
        return legend_panel(
            size_px,
            title=self.title,
            dataset=self.city.provenance.get("dataset", ""),
            coloring=self.coloring,
            others=layer_entries(
                self.layers,
                self.lang,
                cameras=len(self.lines) > 0,
                solids=solids_of(self.city),
            ),
            source=source_line(self.city),
            note=note,
        )

    def html(self, path: str | Path) -> Path:
        """Write one self-contained page to turn, zoom and click; see `viewer.page.write_html`."""
        from viewer.page import write_html

        return write_html(path, self)

    def glb(self, path: str | Path, *, quantized: bool = False) -> Path:
        """Write triangles, colours and attributes as GLB; see `viewer.export.glb.write_glb`."""
        from viewer.export.glb import write_glb

        return write_glb(path, self, quantized=quantized)

    def movie(
        self, path: str | Path, *, seconds: float = 8.0, size: tuple[int, int] = (960, 600)
    ) -> Path:
        """Write a turn around the city as .mp4 or .gif; see `viewer.movie.write_turn`."""
        from viewer.movie import write_turn

        return write_turn(path, self, seconds=seconds, size=size)

    def lit(self, azimuth_deg: float, altitude_deg: float) -> View:
        """Return the view with the sun elsewhere, and the shade on the ground with it.

        Parameters
        ----------
        azimuth_deg : float
            Clockwise from the north of the grid. [deg]
        altitude_deg : float
            Above the horizon; below it there is no sun and no shade. [deg]
        """
        toward = direction(azimuth_deg, altitude_deg)
        solids = next((layer.mesh for layer in self.layers if layer.name == "buildings"), EMPTY)
        shade = shadows_layer(solids, ground(self.city).mesh, toward_sun=toward)
        layers = [layer for layer in self.layers if layer.name != "shadows"]
        place = next((i for i, layer in enumerate(layers) if layer.name == "buildings"), 0)
        if len(shade.mesh):
            layers.insert(place, shade)
        return replace(self, layers=tuple(layers), toward_sun=toward)

    def with_shade(self, *, shown: bool = True) -> View:
        """Return the view with the shade that buildings cast on walls and roofs, or without it.

        Rays are cast from points 0.5 m apart, farther in a city with more than
        `viewer.shade.MOST_POINTS` of them. A result keeps the colours of its legend only where the
        sun shines, so pictures of results have no such shade unless it is asked for; photographs
        show the shade of their own day and get none.

        Raises
        ------
        CityModelError
            If the view has no rays: it was not made by `plateau.view`.
        """
        if self.blocking is None:
            raise CityModelError("the view has no rays for shade; make it with plateau.view")
        return replace(self, is_shaded=shown)

    @property
    def shaded_layer(self) -> Layer | None:
        """The buildings, where they can be drawn with shade: none where they show photographs."""
        found = (layer for layer in self.layers if layer.name == "buildings")
        layer = next(found, None)
        return layer if layer is not None and layer.images is None else None

    def flooded(self, water_level_m: float) -> View:
        """Return the view with a level surface of water, for the eye: no inundation model.

        Parameters
        ----------
        water_level_m : float
            Above the sea, as the heights of the city. [m]
        """
        return replace(self, water_level_m=float(water_level_m))

    def with_depth_cue(self, cue: DepthCue) -> View:
        """Return the view with darker edges or corners, which show what stands before what.

        Colours then differ a little from the legend, and a picture takes seconds where a processor
        draws it; pages draw no cue.

        Parameters
        ----------
        cue : {"eye_dome", "sky_light", ""}
            Dark lines where near things hide far ones (eye-dome lighting [1]_), darker corners and
            lanes as under an overcast sky (ambient occlusion in the picture), or none. VTK draws
            one at a time.

        References
        ----------
        .. [1] C. Boucheny and A. Ribes, "Eye-dome lighting: a non-photorealistic shading
           technique", Kitware Source 17, 2011.
        """
        return replace(self, cue=cue)

    def from_camera(self, camera_id: object) -> View:
        """Return what one of the cameras sees: its place, direction and angle.

        Frusta, flood water and landslide zones are left out. The roll is kept; the height of the
        picture spans the vertical angle of the camera.

        Raises
        ------
        CityModelError
            If the view has no such camera.
        """
        from viewer.cameras import standpoint_of

        if self.cameras is None:
            raise CityModelError("the view has no cameras; give view(..., cameras=)")
        at, angle = standpoint_of(self.city, self.cameras, camera_id)
        layers = tuple(layer for layer in self.layers if layer.name not in HAZARDS)
        none = np.zeros((0, 2, 3))
        return replace(self, at=at, view_angle_deg=angle, lines=none, layers=layers)

    def show(self) -> None:
        """Open a window and wait until it is closed; see `viewer.window.window_plotter`.

        Raises
        ------
        CityModelError
            If there is no display, or nothing can be drawn on this machine.
        """
        from viewer.window import window_plotter

        check_display()
        with drawable():
            window_plotter(self, size=(1280, 800)).show(title=self.title or "plateau")


def view(
    city: CityModel,
    table: gpd.GeoDataFrame | None = None,
    *,
    color: str | None = None,
    cameras: gpd.GeoDataFrame | None = None,
    title: str = "",
    hazards: bool | None = None,
    textures: bool = True,
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
    textures : bool
        Whether buildings that no result colours show the materials and images of the files, where
        these were read (``load(appearance=True)``).
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
    shown = bearers(city, color) if table is None and color is not None else table
    coloring = None
    if shown is not None and color is not None:
        coloring = column_coloring(shown, color, lang=spoken)
    lines = np.zeros((0, 2, 3)) if cameras is None else frustum_lines(city, cameras)
    layers = city_layers(
        city, shown, coloring, hazards=shows_hazards(shown) if hazards is None else hazards
    )
    notes: tuple[str, ...] = ()
    if textures:
        layers, notes = with_building_looks(city, layers)
    return View(
        city=city,
        layers=layers,
        table=shown,
        coloring=coloring,
        lines=lines,
        title=title,
        lang=spoken,
        asked=lang,
        cameras=cameras,
        notes=notes,
    )


def bearers(city: CityModel, attribute: str) -> gpd.GeoDataFrame:
    """Features of the kinds that have an attribute: roads are not "without value" for storeys."""
    features = city.features
    if attribute not in features.columns or features[attribute].isna().all():
        return features
    kinds = features.loc[features[attribute].notna(), "kind"].unique()
    return features[features["kind"].isin(kinds)]
