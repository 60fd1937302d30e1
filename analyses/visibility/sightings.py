"""Candidates and existing cameras -> what each sees well enough: the bits a placement chooses by.

All that is kept of the rays is which camera sees which target. Tiles of a city are looked at one by
one (`look`), and what they saw together is the same as what the whole city shows
(`analyses.visibility.merged`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from analyses.cameras import checked_cameras, located_cameras
from analyses.tables import surroundings_notes
from analyses.visibility.blockers import Blockers, blockers_of
from analyses.visibility.candidates import with_headings
from analyses.visibility.placement_rules import PlacementRules
from analyses.visibility.posts import Posts, View, camera_posts, view_of
from analyses.visibility.selection import Cover, cover_of_pairs
from analyses.visibility.sightlines import cast_blocks
from analyses.visibility.targets import Measure, TargetName, Targets
from citygml.errors import AnalysisError
from citygml.model import CityModel, ground
from citygml.terrain import Ground


class Offer(NamedTuple):
    """Candidates, one row for each way they may look, then the existing cameras.

    Attributes
    ----------
    table : GeoDataFrame
        Checked, in the reference system of the city, index ``camera_id``.
    is_old : (n,) ndarray of bool
        Which exist.
    site_ids : (n,) ndarray of object
        Name of the place of each candidate, "" of those that exist.
    site : (n,) ndarray of int64
        Number of the place.
    cost : (n,) ndarray of float64
        As given, 1 without.
    """

    table: gpd.GeoDataFrame
    is_old: NDArray[np.bool_]
    site_ids: NDArray[np.object_]
    site: NDArray[np.int64]
    cost: NDArray[np.float64]


class Look(NamedTuple):
    """What is seen of a city, or of a tile and its surroundings.

    Attributes
    ----------
    posts : Posts
        The offer in place.
    targets : Targets
        What is looked at.
    camera, sample : (e,) ndarray of int32
        Rows of the offer and of the targets that see each other well enough.
    is_watching : (n,) ndarray of bool
        Which cameras see what is private.
    engine : str
        What cast the rays.
    notes : tuple of str
        What sight does not meet: neighbours not read, missing relief.
    """

    posts: Posts
    targets: Targets
    camera: NDArray[np.int32]
    sample: NDArray[np.int32]
    is_watching: NDArray[np.bool_]
    engine: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Sightings:
    """What there is to choose from.

    Attributes
    ----------
    offer : Offer
        Candidates and existing cameras.
    problem : (n,) ndarray of object
        Why one cannot be used, "" where it can.
    is_watching : (n,) ndarray of bool
        Which see what is private.
    cover : Cover
        What each covers.
    measure : Measure
        Area, length or number.
    heights_m : tuple of float
        Heights of the targets. [m]
    engine : str
        What cast the rays.
    notes : tuple of str
        As of `Look`.
    """

    offer: Offer
    problem: NDArray[np.object_]
    is_watching: NDArray[np.bool_]
    cover: Cover
    measure: Measure
    heights_m: tuple[float, ...]
    engine: str
    notes: tuple[str, ...]

    @property
    def old_rows(self) -> NDArray[np.int64]:
        """Rows of the existing cameras that have no problem."""
        return np.flatnonzero(self.offer.is_old & (self.problem == ""))

    @property
    def offered_rows(self) -> NDArray[np.int64]:
        """Rows of the candidates that may be chosen."""
        return np.flatnonzero((self.problem == "") & ~self.offer.is_old & ~self.is_watching)


def offer_of(
    candidates: gpd.GeoDataFrame,
    existing: gpd.GeoDataFrame | None,
    *,
    crs: CRS,
    rules: PlacementRules,
) -> Offer:
    """Check candidates and existing cameras and bring them into one reference system.

    Raises
    ------
    AnalysisError
        If there is no candidate, a row breaks a rule, or a name is in both tables.
    CRSError
        If a table has no reference system.
    """
    offered = with_headings(candidates, rules.headings_deg)
    new = located_cameras(checked_cameras(offered), crs)
    old = new.iloc[:0] if existing is None else located_cameras(checked_cameras(existing), crs)
    both = gpd.GeoDataFrame(pd.concat([new, old]), crs=crs) if len(old) else new
    if both.index.has_duplicates:
        twice = both.index[both.index.duplicated()][0]
        raise AnalysisError(f"camera {twice} is a candidate and exists; rename one of them")
    site, _ = pd.factorize(offered["site_id"].astype(str))
    none = np.full(len(old), "", dtype=object)
    return Offer(
        table=both,
        is_old=np.arange(len(both)) >= len(new),
        site_ids=np.concatenate([offered["site_id"].to_numpy(dtype=object), none]),
        site=np.concatenate([site, np.arange(len(old)) + len(new)]),
        cost=np.concatenate([_costs(offered), np.ones(len(old))]),
    )


def _costs(offered: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Cost of each candidate, 1 where the table has none."""
    if "cost" not in offered.columns:
        return np.ones(len(offered))
    cost = pd.to_numeric(offered["cost"], errors="coerce").to_numpy(dtype=float)
    good = np.isfinite(cost) & (cost > 0.0)
    if not good.all():
        row = int(np.argmin(good))
        name, value = offered["camera_id"].iloc[row], offered["cost"].iloc[row]
        raise AnalysisError(f"candidate {name}: cost is {value!r}; it must be above 0")
    return np.asarray(cost)


def look(
    city: CityModel,
    offer: Offer,
    targets: TargetName | gpd.GeoDataFrame,
    *,
    private: gpd.GeoDataFrame | None,
    rules: PlacementRules,
) -> Look:
    """Find out what every candidate and every existing camera sees.

    Parameters
    ----------
    city : CityModel
        Obstacles and ground.
    offer : Offer
        From `offer_of`.
    targets : {"ground", "roads", "facades"} or GeoDataFrame
        See `analyses.visibility.place_cameras`.
    private : GeoDataFrame or None
        Polygons that must not be seen.
    rules : PlacementRules
        How it looks.
    """
    surface, needed = ground(city), rules.needed_px_per_m
    blockers = blockers_of(city, surface.mesh, engine=rules.engine)
    posts = camera_posts(city, offer.table, surface, blockers=blockers, lowest_px_per_m=needed)
    view = _view(city, posts, surface, targets, rules=rules)
    camera, sample = _seen_pairs(blockers, view, needed)
    watching = np.zeros(len(posts.problem), dtype=bool)
    if private is not None:
        watching = _watching(blockers, posts, _view(city, posts, surface, private, rules=rules))
    return Look(
        posts=posts,
        targets=view.targets,
        camera=posts.usable[camera].astype(np.int32),
        sample=sample,
        is_watching=watching,
        engine=blockers.scene.engine,
        notes=tuple(surroundings_notes(city, surface.source)),
    )


def sightings_of(seen: Look, offer: Offer, rules: PlacementRules) -> Sightings:
    """Return what there is to choose from in a city that was looked at whole."""
    cover = cover_of_pairs(
        seen.camera,
        seen.sample,
        weight=seen.targets.weight * seen.targets.amount,
        need=np.full(len(seen.targets), rules.times, np.int16),
        site=offer.site,
        cost=offer.cost,
    )
    return Sightings(
        offer=offer,
        problem=seen.posts.problem,
        is_watching=seen.is_watching,
        cover=cover,
        measure=seen.targets.measure,
        heights_m=seen.targets.heights_m,
        engine=seen.engine,
        notes=seen.notes,
    )


def _view(
    city: CityModel,
    posts: Posts,
    surface: Ground,
    targets: TargetName | gpd.GeoDataFrame,
    *,
    rules: PlacementRules,
) -> View:
    return view_of(
        city,
        posts,
        surface,
        targets=targets,
        spacing_m=rules.spacing_m,
        target_height_m=rules.target_height_m,
    )


def _seen_pairs(
    blockers: Blockers, view: View, needed_px_per_m: float
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Pairs of usable camera and target that see each other well enough."""
    found = [np.zeros((2, 0), np.int32)]
    for lines in cast_blocks(blockers, view.optics, view.pairs):
        good = lines.is_seen & (lines.px_per_m >= needed_px_per_m)
        found.append(np.stack([lines.camera[good], lines.sample[good]]).astype(np.int32))
    camera, sample = np.concatenate(found, axis=1)
    return camera, sample


def _watching(blockers: Blockers, posts: Posts, view: View) -> NDArray[np.bool_]:
    """Whether cameras see anything of what is private, however badly, at any of the heights."""
    watching = np.zeros(len(posts.problem), dtype=bool)
    for lines in cast_blocks(blockers, view.optics, view.pairs):
        watching[posts.usable[lines.camera[lines.seen_heights > 0]]] = True
    return watching
