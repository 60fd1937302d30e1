"""City + panels -> where mirrored sunlight falls, how long and how strong."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import NamedTuple, get_args

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyses.glare.columns import (
    OBSERVER_COLUMNS,
    RAY_COLUMNS,
    RECEIVER_COLUMNS,
    SOURCE_COLUMNS,
)
from analyses.glare.settings import DEFAULT_GLARE, GlareProfile, GlareSettings
from analyses.glare.summary import observer_table, ray_table, receiver_table, source_table
from analyses.glare.suns import Suns, official_suns, sampled_suns
from analyses.glare.tracing import Panels, building_events, observer_events, panels_of
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
    """

    receivers: gpd.GeoDataFrame
    sources: gpd.GeoDataFrame
    observers: gpd.GeoDataFrame
    rays: gpd.GeoDataFrame


def panel_glare(
    city: CityModel,
    weather: pd.DataFrame,
    roofs: gpd.GeoDataFrame,
    *,
    observers: gpd.GeoDataFrame | None = None,
    profile: GlareProfile = "physical",
    settings: GlareSettings = DEFAULT_GLARE,
) -> Glare:
    """Where panels throw the sun: façades of other buildings by storey, and observers.

    True mirror rays from points on every panel, spread over the sun's disc and the scatter of the
    glass; both ways, sun to panel and panel to receiver, are tested against buildings and ground.

    Parameters
    ----------
    city : CityModel
        The city of `roofs`.
    weather : DataFrame
        From `read_weather`: how often and how strongly the sun shines.
    roofs : GeoDataFrame
        From `solar_potential`; panels stand where its ``exclusion`` is empty.
    observers : GeoDataFrame, optional
        Points in any reference system, such as windows or places along a road; a column
        ``height_m`` is the height of the eye above the ground.
    profile : {"physical", "plateau"}
        "plateau": whole hours of three days, a point-like sun and perfect mirrors, as the official
        program (UC22-013), though with true rays; for comparison.
    settings : GlareSettings
        Range, steps, glass.

    Returns
    -------
    Glare
        Four tables. Minutes are those of a clear sky (``possible_min``) and those to expect from
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
    suns = official_suns(weather, grid_north_deg=stage.grid_north_deg)
    official = (
        building_events(city, stage.scene, panels, suns, settings=settings, cone_deg=0.0),
        suns,
    )
    met = official
    if profile == "physical":
        suns = stage.suns(weather, settings.step_days, settings.step_minutes)
        found = building_events(
            city, stage.scene, panels, suns, settings=settings, cone_deg=settings.cone_deg
        )
        met = found, suns
    eyes = _eyes(city, floor, observers, settings)
    eye_suns = stage.suns(weather, 1, _EYE_STEP_MINUTES)
    seen = observer_events(stage.scene, panels, eye_suns, _points(eyes, city), settings=settings)
    tables = (
        (receiver_table(city, *met, panels), RECEIVER_COLUMNS),
        (source_table(city, roofs, panels, met=met, official=official), SOURCE_COLUMNS),
        (observer_table(eyes, seen, eye_suns, panels), OBSERVER_COLUMNS),
        (ray_table(city, *met, panels), RAY_COLUMNS),
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
            parameters={**asdict(self.settings), "profile": profile, **used},
            notes=notes_of(self.city, weather, self.floor),
        )


def _eyes(
    city: CityModel,
    floor: Ground,
    observers: gpd.GeoDataFrame | None,
    settings: GlareSettings,
) -> gpd.GeoDataFrame:
    """Observers as points in the system of the city, with the elevation of their eyes."""
    if observers is None:
        return gpd.GeoDataFrame({"elevation_m": np.zeros(0)}, geometry=[], crs=city.crs)
    if observers.crs is None:
        raise AnalysisError(
            f"the layer of {len(observers)} observers has no reference system; set its crs"
        )
    points = observers.geometry.to_crs(city.crs)
    if not (points.geom_type == "Point").all():
        raise AnalysisError(
            "observers must be points; take places along a line, such as a road, every few metres"
        )
    plan = np.column_stack([points.x, points.y]) - np.array(city.origin[:2])
    low = floor.height_at(plan)
    if np.isnan(low).any():
        raise AnalysisError(
            f"observer {observers.index[int(np.argmax(np.isnan(low)))]!r} stands where no ground "
            "is known; leave it out, or load the relief there"
        )
    height = np.full(len(points), settings.eye_height_m)
    if "height_m" in observers:
        height = observers["height_m"].fillna(settings.eye_height_m).to_numpy(float)
    elevation = low + height + city.origin[2]
    return gpd.GeoDataFrame(
        {"elevation_m": elevation}, geometry=points.to_numpy(), crs=city.crs
    ).set_index(observers.index)


def _points(eyes: gpd.GeoDataFrame, city: CityModel) -> NDArray[np.float64]:
    """Eyes from the origin of the city, (n, 3). [m]"""
    placed = np.column_stack([eyes.geometry.x, eyes.geometry.y, eyes["elevation_m"]])
    return np.asarray(placed.reshape(-1, 3) - np.array(city.origin))
