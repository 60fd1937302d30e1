"""Buildings of all files -> one ground through their bases, for a run over cities without relief.

A tile that made a ground of the buildings it reads would have another one than the city in one
piece. So the bases of all are gathered first, file by file, one surface is made of them, and tiles
cut their part of it as they cut relief.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from citygml.errors import CityModelError, CRSError, GMLError
from citygml.model import CityModel, building_bases
from citygml.reader import read_city
from citygml.terrain import ground_from_bases
from plateau.chosen import held_by, region_of, standing_near
from plateau.engines import Crew, outcomes
from plateau.files import DatasetFile
from plateau.fingerprint import fingerprint
from plateau.generations import with_current_names
from plateau.relief import cut_mesh
from plateau.schema import plateau_schema
from plateau.selection import Area
from plateau.sources import as_sources
from viewer.files import replaced

#: Types of the files that hold buildings; "" = their names do not tell.
_BUILDINGS = frozenset({"bldg", ""})
_PLACE = ["east_m", "north_m", "base_m"]


@dataclass(frozen=True, slots=True)
class BasesJob:
    """A file whose bases are gathered.

    Attributes
    ----------
    file : DatasetFile
        The file.
    epsg : str
        Reference system of the city.
    areas : tuple of Area
        Conditions of the selection.
    target : Path
        GeoParquet for what is found.
    """

    file: DatasetFile
    epsg: str
    areas: tuple[Area, ...]
    target: Path


class BasesOutcome(NamedTuple):
    """Why there are no bases, "" where there are; and whether the folder is at fault."""

    reason: str
    is_unwritable: bool


def bases_task(job: BasesJob) -> BasesOutcome:
    """Gather the bases of a file; a file that cannot be read has none, its tile says why."""
    try:
        (source,) = as_sources([job.file])
        crs = CRS.from_user_input(job.epsg)
        city = with_current_names(read_city([source], schema=plateau_schema(), crs=crs))
    except (GMLError, CRSError) as error:
        return BasesOutcome(str(error), is_unwritable=False)
    table = _bases(city, job.areas)
    try:
        job.target.parent.mkdir(parents=True, exist_ok=True)
        with replaced(job.target) as file:
            table.to_parquet(file, compression="zstd")
    except (CityModelError, OSError) as error:
        return BasesOutcome(str(error), is_unwritable=True)
    return BasesOutcome("", is_unwritable=False)


def _bases(city: CityModel, areas: Sequence[Area]) -> gpd.GeoDataFrame:
    """Return buildings with bases and, of a selection, what neighbours are measured from."""
    held = held_by(city, areas)[city.root_row]
    is_building = (city.features["kind"] == "Building").to_numpy()
    kept = (is_building | held) if areas else is_building
    features, buildings = city.features, city.features[is_building]
    usable = buildings["base_elevation_m"].notna() & buildings.geometry.notna()
    places = pd.DataFrame(
        building_bases(features), columns=_PLACE, index=buildings.index[usable.to_numpy()]
    ).reindex(features.index)
    table = features[["kind", "geometry"]].join(places).assign(is_held=held)[kept]
    return table if areas else table.set_geometry(gpd.GeoSeries([None] * len(table), crs=city.crs))


def gathered_ground(
    jobs: Sequence[BasesJob],
    folder: Path,
    *,
    context_m: float,
    crew: Callable[[], Crew | None],
    on_lost: Callable[[str, str], None],
) -> Path:
    """Make the ground of a selection or of a whole dataset, and lay it down in squares.

    Parameters
    ----------
    jobs : sequence of BasesJob
        From `bases_jobs`; what is there already is not done again.
    folder : Path
        Where grounds lie.
    context_m : float
        How far around a selection its neighbours are. [m]
    crew : callable
        Makes what carries the jobs out.
    on_lost : callable
        Called with a file and why nothing is known of it.

    Returns
    -------
    Path
        The folder of its squares; without a building an empty one.

    Raises
    ------
    CityModelError
        If nothing can be written.
    """
    waiting = [job for job in jobs if not job.target.is_file()]
    for outcome in outcomes(waiting, bases_task, crew()) if waiting else ():
        if outcome.result is None:
            on_lost(outcome.job.file.label, outcome.reason)
        elif outcome.result.is_unwritable:
            raise CityModelError(f"{outcome.result.reason}; make room and run again to resume")
    found = [job for job in jobs if job.target.is_file()]
    whole = folder / fingerprint((context_m, [job.target.stem for job in found]))
    if whole.is_dir():
        return whole
    tables = [table for job in found if len(table := gpd.read_parquet(job.target))]
    bases = _counting(tables, jobs[0], context_m) if tables else np.zeros((0, 3))
    return cut_mesh(ground_from_bases(bases), whole)


def _counting(
    tables: Sequence[gpd.GeoDataFrame], job: BasesJob, context_m: float
) -> NDArray[np.float64]:
    """Bases of the buildings that count: of a selection its own and those around it, (n, 3)."""
    if not job.areas:
        return np.concatenate([table[_PLACE].to_numpy(dtype=float) for table in tables])
    every = pd.concat(tables)
    held = every["is_held"].to_numpy(dtype=bool)
    region = region_of(job.areas, CRS.from_user_input(job.epsg))
    near, double = standing_near(every, held, region=region, context_m=context_m)
    chosen = held | double | (near & (context_m > 0.0))
    return np.asarray(every[_PLACE].to_numpy(dtype=float)[chosen])


def bases_jobs(
    files: Sequence[DatasetFile],
    folder: Path,
    *,
    epsg: str,
    areas: tuple[Area, ...],
    keys: Mapping[str, str],
) -> list[BasesJob]:
    """Return a job for each file that tells something of the ground of a city without relief.

    Parameters
    ----------
    files : sequence of DatasetFile
        All that a run reads but relief.
    folder : Path
        Where the bases go.
    epsg, areas
        See `BasesJob`.
    keys : mapping of str to str
        Label of a file -> fingerprint of what its objects depend on.
    """
    wanted = [file for file in dict.fromkeys(files) if areas or file.feature_type in _BUILDINGS]
    return [
        BasesJob(
            file,
            epsg,
            areas,
            folder / f"{fingerprint((keys[file.label], epsg, areas))}.parquet",
        )
        for file in sorted(wanted, key=lambda file: file.label)
    ]
