"""Published files -> `CityModel`: what `plateau.open` returns."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citygml.errors import CityModelError
from plateau.files import CodelistFiles, DatasetFile, Root, files_of
from plateau.schema import plateau_schema, standard_codelists
from plateau.selection import Area, area
from plateau.tiles import common_bounds, epsg_at, epsg_of_city

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from citygml.model import CityModel
    from citygml.stream import Source

#: Feature types that the analyses use.
DEFAULT_TYPES = ("bldg", "dem", "tran", "fld", "tnm", "htd", "ifld", "rfld", "lsld")
#: Code of the synthetic city of this project, in the place of a municipality.
SYNTHETIC_CODE = "13999"

Progress = Callable[[int, int, str], None]
StrPath = str | os.PathLike[str]

_NAME = re.compile(
    r"(?P<code>\d{5})_(?P<city>[a-z0-9-]+?)(?:_(?:pref|city|town|ward|org))?(?:_(?P<year>\d{4}))?"
    r"_citygml(?:_.*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Files of one city, and the part of it that is meant. Nothing is read until `load`.

    Attributes
    ----------
    name : str
        Name of the folder or archive.
    entries : tuple of DatasetFile
        Its GML files.
    areas : tuple of Area
        Conditions of `select`; an object must meet all of them.
    """

    name: str
    entries: tuple[DatasetFile, ...]
    areas: tuple[Area, ...] = ()

    @property
    def city_code(self) -> str:
        """Code of the municipality (JIS X 0402) from the name, "" if it has none."""
        match = _NAME.fullmatch(self.name)
        return match["code"] if match else ""

    @property
    def city(self) -> str:
        """Name of the municipality, else of the dataset."""
        if self.is_synthetic:
            return "見本市（架空）"
        names = standard_codelists()["Common_localPublicAuthorities"]
        return names.get(self.city_code, self.name)

    @property
    def edition(self) -> str:
        """Year of the dataset from its name, "" if it has none."""
        match = _NAME.fullmatch(self.name)
        return (match["year"] or "") if match else ""

    @property
    def is_synthetic(self) -> bool:
        """Whether it is the invented city of this project."""
        return self.city_code == SYNTHETIC_CODE

    @property
    def source(self) -> str:
        """The line every output carries."""
        if self.is_synthetic:
            return "合成データ：実在しない都市の見本 / synthetic data: this city does not exist"
        if not any(entry.feature_type for entry in self.entries):
            return f"出典：{self.name}を加工して作成"
        year = f" {self.edition}年度" if self.edition else ""
        return f"出典：国土交通省 Project PLATEAU（{self.city}{year}）を加工して作成"

    @property
    def files(self) -> pd.DataFrame:
        """One row per file: path, feature_type, tile, size_bytes; only files of the selection."""
        import pandas as pd

        rows = [(e.label, e.feature_type, e.tile, e.size_bytes) for e in self._chosen(0.0)]
        return pd.DataFrame(rows, columns=["path", "feature_type", "tile", "size_bytes"])

    def select(
        self,
        *,
        tiles: Iterable[str] | str | None = None,
        bounds: Iterable[float] | None = None,
        around: tuple[float, float] | None = None,
        radius_m: float | None = None,
    ) -> Dataset:
        """Return the same dataset, narrowed to a place.

        A building is selected if a point inside its footprint lies in the place, so that every
        building is in exactly one of several adjoining places; with `tiles`, if its file is of one
        of them. Roads, water and zones are selected if they touch it. Relief is never cut.

        Parameters
        ----------
        tiles : str or iterable of str, optional
            Codes of tiles (JIS X 0410), such as "54363371".
        bounds : iterable of four floats, optional
            West, south, east, north. [deg]
        around : (float, float), optional
            Longitude, latitude of the centre of a circle. [deg]
        radius_m : float, optional
            Its radius. [m]

        Raises
        ------
        CityModelError
            If not exactly one of `tiles`, `bounds`, `around` is given, it makes no sense, or no
            file lies there.
        """
        new = area(tiles=tiles, bounds=bounds, around=around, radius_m=radius_m)
        narrowed = replace(self, areas=(*self.areas, new))
        if not narrowed._chosen(0.0):
            extent = common_bounds(entry.tile for entry in self.entries if entry.tile)
            where = (
                "" if extent is None else " west {:.4f}, south {:.4f}, east {:.4f}, north {:.4f}"
            )
            raise CityModelError(
                f"{self.name}: no file in the place selected; the dataset covers"
                f"{where.format(*extent or ())} (longitude, latitude)"
            )
        return narrowed

    def load(
        self,
        context_m: float = 0.0,
        *,
        types: Sequence[str] | None = None,
        epsg: int | None = None,
        progress: Progress | None = None,
    ) -> CityModel:
        """Read the selected part.

        Parameters
        ----------
        context_m : float
            Objects outside the selection, but no further away than this, are read as well and
            marked ``is_context``: they cast shade and block sight, and have no result. [m]
        types : sequence of str, optional
            Feature types to read, by default `DEFAULT_TYPES`. Files whose type their name does not
            tell are always read.
        epsg : int, optional
            Code of the city's projected reference system, by default the plane-rectangular zone of
            the municipality.
        progress : callable, optional
            Called with (files done, files in all, name of the file).

        Returns
        -------
        CityModel
            In `CityModel.problems` is what could not be read.

        Raises
        ------
        CityModelError
            If no file is of the types asked for, or none can be read.
        """
        from citygml.reader import read_city
        from plateau.generations import with_current_names

        if not context_m >= 0.0:
            raise CityModelError(f"context_m is {context_m}; it must be 0 or more metres")
        sources = self._sources(context_m, types or DEFAULT_TYPES)
        city = read_city(
            sources,
            schema=plateau_schema(),
            crs=self._crs(sources, epsg),
            provenance=self._provenance(),
            progress=progress,
        )
        return _selected(with_current_names(city), self.areas, context_m)

    def info(self) -> pd.DataFrame:
        """Read the beginning of every file.

        Returns
        -------
        DataFrame
            One row per file: path, feature_type, tile, size_bytes, iur_version, srs_name, west,
            south, east, north [deg] (of the envelope, else of the tile), problem ("" or why the
            file cannot be read).
        """
        from plateau.heads import head_table

        chosen = self._chosen(0.0)
        return head_table(chosen, _as_sources(chosen))

    def _chosen(self, context_m: float) -> tuple[DatasetFile, ...]:
        """Return the files that may hold objects of the selection or its surroundings."""
        if not self.areas:
            return self.entries
        return tuple(
            entry
            for entry in self.entries
            if all(a.needs(entry.tile, context_m) for a in self.areas)
        )

    def _sources(self, context_m: float, types: Sequence[str]) -> list[Source]:
        """Return the files to read."""
        near = self._chosen(context_m)
        chosen = [entry for entry in near if entry.feature_type in {"", *types}]
        if not chosen:
            there = ", ".join(sorted({entry.feature_type for entry in near}))
            raise CityModelError(
                f"{self.name}: no file of the types {', '.join(types)}; it has {there}; give types="
            )
        return _as_sources(chosen)

    def _crs(self, sources: Sequence[Source], epsg: int | None) -> Any:
        """Return the reference system of the city: asked for, or legal, or nearest."""
        from pyproj import CRS
        from pyproj.exceptions import CRSError as PyprojCRSError

        from citygml.errors import CRSError
        from plateau.heads import crs_of_files

        code = epsg or epsg_of_city(self.city_code)
        if code is None:
            return crs_of_files(sources, nearest=epsg_at)
        try:
            return CRS.from_epsg(code)
        except PyprojCRSError as error:
            raise CRSError(f"EPSG:{code} does not exist; give such as epsg=6677") from error

    def _provenance(self) -> Mapping[str, str]:
        """Return what results say of their origin."""
        return {
            "dataset": self.name,
            "source": self.source,
            "edition": self.edition,
            "city_code": self.city_code,
        }

    def _repr_html_(self) -> str:
        """Return a short table for notebooks."""
        counts = self.files.groupby("feature_type")["size_bytes"].agg(["count", "sum"])
        rows = "".join(
            f"<tr><td>{html.escape(str(kind) or '?')}</td><td>{row['count']}</td>"
            f"<td>{row['sum'] / 1e6:.1f}</td></tr>"
            for kind, row in counts.iterrows()
        )
        return (
            f"<b>{html.escape(self.name)}</b> {html.escape(self.city)} {self.edition}"
            f"<table><tr><th>type</th><th>files</th><th>MB</th></tr>{rows}</table>"
            f"<small>{html.escape(self.source)}</small>"
        )


def open_dataset(path: StrPath | Iterable[StrPath]) -> Dataset:
    """Open a city without reading it.

    Parameters
    ----------
    path : path or iterable of paths
        Folder in PLATEAU's layout, any folder with .gml files, a .gml, a .zip (read in place), or
        several of them.

    Returns
    -------
    Dataset
        To `Dataset.select` from and to `Dataset.load`.

    Raises
    ------
    CityModelError
        If there is nothing to read.
    """
    paths = [path] if isinstance(path, (str, os.PathLike)) else list(path)
    if not paths:
        raise CityModelError("no path given; give a PLATEAU folder, a .zip or a .gml")
    found: dict[tuple[Root, str], DatasetFile] = {}
    for item in paths:
        for entry in files_of(Path(item)):
            found.setdefault((entry.root, entry.member), entry)
    entries = tuple(found.values())
    names = list(dict.fromkeys(entry.root.name for entry in entries))
    return Dataset(_joint_name(names), entries)


def _joint_name(names: Sequence[str]) -> str:
    """Return a name for several datasets together."""
    if len(names) > 3:
        return f"{names[0]} + {len(names) - 1} more"
    return " + ".join(names)


def _as_sources(entries: Iterable[DatasetFile]) -> list[Source]:
    """Return files as the reader wants them; files of one folder share their code lists."""
    from citygml.stream import Source

    roots: dict[Root, CodelistFiles] = {}
    lists: dict[tuple[Root, str], Any] = {}
    sources = []
    for entry in entries:
        folder = entry.member.rpartition("/")[0]
        key = (entry.root, folder)
        if key not in lists:
            files = roots.setdefault(entry.root, CodelistFiles(entry.root))
            lists[key] = files.codelists(folder)
        sources.append(Source(entry.label, entry.open, entry.tile, lists[key]))
    return sources


def _selected(city: CityModel, areas: Sequence[Area], context_m: float) -> CityModel:
    """Return the selected objects and, marked, those within `context_m` of the selection."""
    if not areas:
        return city
    import numpy as np
    import shapely

    from citygml.model import take_features

    shapes = [a.shape(city.crs) for a in areas]
    root = city.root_row
    held = np.ones(len(city.features), dtype=bool)
    for a, shape in zip(areas, shapes, strict=True):
        held &= a.holds(city.features, shape)
    held = held[root]  # a part goes with its building
    keep = held
    if context_m > 0.0:
        region = shapely.intersection_all(shapes)
        near = city.features.geometry.distance(region).to_numpy() <= context_m
        keep = held | near[root]
    features = city.features.assign(is_context=~held)
    problems = _problems_of(city, keep)
    return take_features(replace(city, features=features, problems=problems), keep)


def _problems_of(city: CityModel, keep: NDArray[np.bool_]) -> pd.DataFrame:
    """Return the problems of what is kept, and the buildings that have no place."""
    import pandas as pd

    from citygml.model import PROBLEM_COLUMNS, Problem

    dropped = city.features[~keep]
    nowhere = dropped[(dropped["kind"] == "Building") & dropped.geometry.isna()]
    reason = "has no footprint: whether it is in the selection is unknown; left out"
    added = [Problem(f"tile {row.tile}", 0, str(row.Index), reason) for row in nowhere.itertuples()]
    others = city.problems[~city.problems["feature_id"].isin(dropped.index)]
    return pd.concat(
        [others, pd.DataFrame(added, columns=list(PROBLEM_COLUMNS))], ignore_index=True
    )
