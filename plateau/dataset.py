"""Published files -> `CityModel`: what `plateau.open` returns."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citygml.errors import CityModelError
from plateau.files import DatasetFile, Root, files_of
from plateau.schema import plateau_schema, standard_codelists
from plateau.selection import OVERHANG_M, Area, area
from plateau.tiles import common_bounds, epsg_at, epsg_of_city

if TYPE_CHECKING:
    import pandas as pd

    from citygml.choice import Choice
    from citygml.features import Feature
    from citygml.model import CityModel, Problem
    from citygml.stream import Source
    from plateau.heads import FileHead

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
    def source_en(self) -> str:
        """The same in English, for pictures on machines without Japanese letters."""
        if self.is_synthetic:
            return "Synthetic data: this city does not exist"
        if not any(entry.feature_type for entry in self.entries):
            return f"Source: {self.name}, processed"
        return f"Source: MLIT Project PLATEAU ({self.name}), processed"

    @property
    def files(self) -> pd.DataFrame:
        """One row per file: path, feature_type, tile, size_bytes; only files of the selection."""
        import pandas as pd

        rows = [(e.label, e.feature_type, e.tile, e.size_bytes) for e in self.files_near(0.0)]
        return pd.DataFrame(rows, columns=["path", "feature_type", "tile", "size_bytes"])

    def select(
        self,
        *,
        tiles: Iterable[str] | str | None = None,
        bounds: Iterable[float] | None = None,
        around: tuple[float, float] | None = None,
        radius_m: float | None = None,
        where: str | None = None,
    ) -> Dataset:
        """Return the same dataset, narrowed to a place or by attributes.

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
        where : str, optional
            Condition on the columns of `CityModel.features`, such as ``"storeys_above_ground >= 3
            and usage == '411'"`` (`plateau.conditions.meeting`); an object that lacks the attribute
            does not meet it. Selections add up: call `select` again.

        Raises
        ------
        CityModelError
            If not exactly one of `tiles`, `bounds`, `around`, `where` is given, it makes no sense,
            or no file lies there.
        """
        new = area(tiles=tiles, bounds=bounds, around=around, radius_m=radius_m, where=where)
        narrowed = replace(self, areas=(*self.areas, new))
        if not narrowed.files_near(0.0):
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
        appearance: bool = False,
        choice: Choice | None = None,
        progress: Progress | None = None,
    ) -> CityModel:
        """Read the selected part; what is far from it is passed over while files are streamed.

        Parameters
        ----------
        context_m : float
            Objects outside the selection, but no further than this from it or from a building of
            it, are read as well and marked ``is_context``: they cast shade and block sight, and
            have no result. What stands further than this from a roof or a camera does neither,
            selected or not (`CityModel.reach_m`); 0 sets no such limit. [m]
        types : sequence of str, optional
            Feature types to read, such as ``["bldg", "veg"]``, or "all"; by default
            `DEFAULT_TYPES`. Files whose type their name does not tell are always read.
        epsg : int, optional
            Code of the city's projected reference system, by default the plane-rectangular zone of
            the municipality.
        appearance : bool
            Whether to read textures and materials too, see `CityModel.appearance`.
        choice : Choice, optional
            Ids, kinds and levels of detail of what is read, see `citygml.choice.Choice`; the others
            are passed over while files are streamed.
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
        from citygml.choice import EVERYTHING
        from citygml.reader import read_city
        from plateau.windows import chosen_city

        if not context_m >= 0.0:
            raise CityModelError(f"context_m is {context_m}; it must be 0 or more metres")
        sources = self._sources(context_m, types or DEFAULT_TYPES, is_cut=True)
        read = partial(
            read_city,
            schema=plateau_schema(),
            crs=self._crs(sources, epsg),
            provenance=self.provenance,
            appearance=appearance,
            choice=choice or EVERYTHING,
            progress=progress,
        )
        return chosen_city(sources, read, areas=self.areas, context_m=context_m)

    def iter_features(
        self,
        *,
        types: Sequence[str] | None = None,
        epsg: int | None = None,
        choice: Choice | None = None,
        on_problem: Callable[[Problem], None] | None = None,
    ) -> Iterator[Feature]:
        """Yield the objects of the selected part one at a time, in memory that does not grow.

        Of a place, those whose box reaches into it come; a condition on attributes (`where`) is for
        `load` to judge.

        Parameters
        ----------
        types, epsg, choice
            As of `load`.
        on_problem : callable, optional
            Called with everything that could not be read.

        Raises
        ------
        CityModelError
            If no file is of the types asked for, or one cannot be read to its end.
        """
        from citygml.choice import EVERYTHING
        from citygml.features import iter_features

        sources = self._sources(0.0, types or DEFAULT_TYPES, is_cut=True, margin_m=0.0)
        crs, schema = self._crs(sources, epsg), plateau_schema()
        read = partial(iter_features, schema=schema, crs=crs, choice=choice or EVERYTHING)
        for source in sources:
            yield from read(source, on_problem=on_problem)

    def info(self) -> pd.DataFrame:
        """Read the beginning of every file.

        Returns
        -------
        DataFrame
            One row per file: path, feature_type, tile, size_bytes, iur_version, srs_name, west,
            south, east, north [deg] (of the envelope, else of the tile), problem ("" or why the
            file cannot be read).
        """
        import pandas as pd

        rows = [
            (*head[:-2], *(head.bounds or (float("nan"),) * 4), head.problem)
            for head in self.heads()
        ]
        names = ["path", "feature_type", "tile", "size_bytes", "iur_version", "srs_name"]
        return pd.DataFrame(rows, columns=[*names, "west", "south", "east", "north", "problem"])

    def heads(self) -> tuple[FileHead, ...]:
        """Return the same as `info`, without pandas: a thousand files in a fraction of a second."""
        from plateau.heads import heads_of

        return heads_of(self.files_near(0.0))

    def files_near(self, context_m: float) -> tuple[DatasetFile, ...]:
        """Files that may hold objects of the selection or of its surroundings."""
        if not self.areas:
            return self.entries
        return tuple(
            entry
            for entry in self.entries
            if all(a.needs(entry.tile, context_m) for a in self.areas)
        )

    def _sources(
        self,
        context_m: float,
        types: Sequence[str],
        *,
        is_cut: bool = False,
        margin_m: float = OVERHANG_M,
    ) -> list[Source]:
        """Return the files to read, whole or only what is near the selected place."""
        from plateau.sources import as_sources
        from plateau.windows import windows_of

        near = self.files_near(context_m)
        wanted = {"", *([types] if isinstance(types, str) else types)}
        chosen = [e for e in near if "all" in wanted or e.feature_type in wanted]
        if not chosen:
            there = ", ".join(sorted({entry.feature_type for entry in near}))
            raise CityModelError(
                f"{self.name}: no file of the types {', '.join(types)}; it has {there}; "
                "choose a dataset or tiles with these types (export --types, in Python types=)"
            )
        windows = windows_of(chosen, self.areas, context_m + margin_m) if is_cut else {}
        return as_sources(chosen, windows=windows)

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

    @property
    def crs(self) -> Any:
        """Projected reference system of the city: that of its zone by law, else the nearest."""
        return self._crs(self._sources(0.0, DEFAULT_TYPES), None)

    @property
    def provenance(self) -> Mapping[str, str]:
        """What results say of their origin."""
        return {
            "dataset": self.name,
            "source": self.source,
            "source_en": self.source_en,
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
