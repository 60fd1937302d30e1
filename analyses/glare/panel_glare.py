"""City + panels -> where mirrored sunlight falls, how long and how strong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, get_args

import geopandas as gpd
import pandas as pd

from analyses.glare.columns import (
    OBSERVER_COLUMNS,
    PLACE_COLUMNS,
    RAY_COLUMNS,
    RECEIVER_COLUMNS,
    ROAD_COLUMNS,
    SOURCE_COLUMNS,
)
from analyses.glare.eyes import Eyes, observer_eyes, road_eyes
from analyses.glare.roads import place_table, road_table
from analyses.glare.settings import DEFAULT_GLARE, GlareProfile, GlareSettings
from analyses.glare.skyline import Skyline, skyline_of
from analyses.glare.summary import observer_table, ray_table, receiver_table, source_table
from analyses.glare.suns import Suns, official_suns, sampled_suns
from analyses.glare.tracing import Events, Panels, building_events, observer_events, panels_of
from analyses.raycast.scene import RayScene
from analyses.solar.frame import grid_north, middle
from analyses.solar.potential import notes_of
from analyses.solar.targets import targets_of
from analyses.tables import Column, stamped
from citygml.errors import AnalysisError
from citygml.model import CityModel, ground
from citygml.terrain import Ground

#: Eyes see a small mirror only briefly: every day counts, at these steps. [min]
_EYE_STEP_MINUTES = 4.0


class Glare(NamedTuple):
    """Mirrored sunlight.

    Attributes
    ----------
    receivers : GeoDataFrame
        One row per façade (or roof) and storey that light falls on, index ``receiver_id``.
    sources : GeoDataFrame
        One row per roof with panels, index ``surface_id``.
    observers : GeoDataFrame
        One row per observer asked for, index that of the layer.
    rays : GeoDataFrame
        The strongest ray of each receiver, roof and month as a line in space, index ``ray_id``.
    roads : GeoDataFrame
        One row per road asked for, index that of the layer: light at any of its places.
    road_places : GeoDataFrame
        One row per place on a road, index ``place_id``.
    """

    receivers: gpd.GeoDataFrame
    sources: gpd.GeoDataFrame
    observers: gpd.GeoDataFrame
    rays: gpd.GeoDataFrame
    roads: gpd.GeoDataFrame
    road_places: gpd.GeoDataFrame


def panel_glare(
    city: CityModel,
    weather: pd.DataFrame,
    roofs: gpd.GeoDataFrame,
    *,
    observers: gpd.GeoDataFrame | None = None,
    roads: gpd.GeoDataFrame | None = None,
    profile: GlareProfile = "physical",
    settings: GlareSettings = DEFAULT_GLARE,
) -> Glare:
    """Where panels throw the sun: façades of other buildings by storey, observers and roads.

    True mirror rays from points on every panel, spread over the sun's disc and the scatter of the
    glass; both ways, sun to panel and panel to receiver, are tested against buildings and ground.
    Rays that go over every roof of the neighbourhood are not traced; all others are, at the full
    step of time.

    Parameters
    ----------
    city : CityModel
        The city of `roofs`.
    weather : DataFrame
        From `read_weather`: how often and how strongly the sun shines.
    roofs : GeoDataFrame
        From `solar_potential`; panels stand where its ``exclusion`` is empty.
    observers : GeoDataFrame, optional
        Points in any reference system, such as windows; a column ``height_m`` is the height of the
        eye above the ground.
    roads : GeoDataFrame, optional
        Lines or polygons in any reference system, one row per segment, on which eyes are placed
        every `GlareSettings.road_spacing_m`; for the model's own those of `CityModel.features`
        whose ``kind`` is "Road".
    profile : {"physical", "plateau"}
        "plateau": whole hours of three days, a point-like sun and perfect mirrors, as the official
        program (UC22-013), though with true rays; for comparison.
    settings : GlareSettings
        Range, steps, glass.

    Returns
    -------
    Glare
        Six tables. Minutes are those of a clear sky (``possible_min``) and those to expect from
        the weather (``expected_min``).

    Raises
    ------
    AnalysisError
        If `roofs` is not of this city or `profile` is unknown.
    """
    if profile not in get_args(GlareProfile):
        raise AnalysisError(
            f"profile is {profile!r}; it must be one of {', '.join(get_args(GlareProfile))}"
        )
    floor = ground(city)
    stage = _Stage(
        city,
        floor,
        RayScene(city.mesh, floor.mesh, engine=settings.engine),
        grid_north(city.crs, *middle(city)),
        settings,
    )
    panels = stage.panels(roofs)
    skyline = skyline_of(city, panels, range_m=settings.range_m)
    suns = official_suns(weather, grid_north_deg=stage.grid_north_deg)
    met = official = stage.events(panels, suns, skyline, cone_deg=0.0), suns
    if profile == "physical":
        suns = stage.suns(weather, settings.step_days, settings.step_minutes)
        met = stage.events(panels, suns, skyline, cone_deg=settings.cone_deg), suns
    nobody = observers is None and roads is None
    eye_suns = suns if nobody else stage.suns(weather, 1, _EYE_STEP_MINUTES)
    eyes = observer_eyes(city, floor, observers, settings)
    places, road = road_eyes(city, floor, roads, settings)
    seen, passed = (stage.seen(panels, eye_suns, some) for some in (eyes, places))
    at_places = place_table(places, road, roads, seen=(passed, eye_suns), panels=panels)
    tables = (
        (receiver_table(city, *met, panels), RECEIVER_COLUMNS),
        (source_table(city, roofs, panels, met=met, official=official), SOURCE_COLUMNS),
        (observer_table(eyes.table, seen, eye_suns, panels), OBSERVER_COLUMNS),
        (ray_table(city, *met, panels), RAY_COLUMNS),
        (
            road_table(city, roads, at_places, road, seen=(passed, eye_suns), panels=panels),
            ROAD_COLUMNS,
        ),
        (at_places, PLACE_COLUMNS),
    )
    return Glare(*(stage.stamped(table, columns, weather, profile) for table, columns in tables))


@dataclass(frozen=True, slots=True, eq=False)
class _Stage:
    """The city as light finds it."""

    city: CityModel
    floor: Ground
    scene: RayScene
    grid_north_deg: float
    settings: GlareSettings

    def suns(self, weather: pd.DataFrame, step_days: int, step_minutes: float) -> Suns:
        """Suns in the frame of the city."""
        return sampled_suns(
            weather,
            step_days=step_days,
            step_minutes=step_minutes,
            grid_north_deg=self.grid_north_deg,
        )

    def panels(self, roofs: gpd.GeoDataFrame) -> Panels:
        """Mirror points on the roofs that carry panels."""
        targets = targets_of(self.city, "roof")
        return panels_of(
            self.city,
            roofs,
            targets.planes,
            targets.rows,
            grid_north_deg=self.grid_north_deg,
            spacing_m=self.settings.spacing_m,
        )

    def events(self, panels: Panels, suns: Suns, skyline: Skyline, *, cone_deg: float) -> Events:
        """Light that meets other buildings."""
        return building_events(
            self.city,
            self.scene,
            panels,
            suns,
            skyline=skyline,
            settings=self.settings,
            cone_deg=cone_deg,
        )

    def seen(self, panels: Panels, suns: Suns, eyes: Eyes) -> Events:
        """Light that meets eyes; `Events.receiver` is the row of the eye."""
        known = eyes.known
        found = observer_events(
            self.scene, panels, suns, eyes.points[known], settings=self.settings
        )
        return found._replace(receiver=known[found.receiver])

    def stamped(
        self,
        table: gpd.GeoDataFrame,
        columns: tuple[Column, ...],
        weather: pd.DataFrame,
        profile: str,
    ) -> gpd.GeoDataFrame:
        """Return a table with where it comes from."""
        used = {"engine": self.scene.engine, "ground_source": self.floor.source}
        return stamped(
            table,
            self.city,
            analysis="panel_glare",
            columns=columns,
            parameters={**self.settings.stamp(), "profile": profile, **used},
            notes=notes_of(self.city, weather, self.floor),
        )
