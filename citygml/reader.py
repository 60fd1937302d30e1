"""CityGML files -> `CityModel`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence

from pyproj import CRS

from citygml.assembly import FileContent, city_model
from citygml.choice import EVERYTHING, Choice
from citygml.errors import FILE_LEFT_OUT, CRSError, GMLError
from citygml.file_reader import read_content
from citygml.heads import Head
from citygml.model import CityModel, Problem
from citygml.pieces import Workers, read_in_pieces
from citygml.schema import Schema
from citygml.stream import Source, file_head

__all__ = ["Head", "Progress", "Source", "file_head", "read_city"]

logger = logging.getLogger(__name__)

#: Called with (files done, files in all, label of the file being read).
Progress = Callable[[int, int, str], None]


def read_city(
    sources: Sequence[Source],
    *,
    schema: Schema,
    crs: CRS,
    provenance: Mapping[str, str] | None = None,
    appearance: bool = False,
    choice: Choice = EVERYTHING,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> CityModel:
    """Read files into one city.

    Parameters
    ----------
    sources : sequence of Source
        The files; objects of those with `Source.is_context` are marked.
    schema : Schema
        Which attributes become columns and which become records.
    crs : CRS
        Of the city: projected, metres.
    provenance : Mapping[str, str], optional
        Passed on to `CityModel.provenance`, with ``vertical_datum`` of the files added, and
        ``file_notes`` where they say something of themselves (name, description, attributes …).
    appearance : bool
        Whether to read textures and materials too, those of implicit geometries and those that
        are projected (``app:TexCoordGen``) among them.
    choice : Choice
        Which objects and levels of detail, by default everything.
    workers : Workers, optional
        They read large files piece by piece at the same time; the result is the same.
    progress : callable, optional
        Called before each file and at the end with (done, total, label).

    Returns
    -------
    CityModel
        A file that cannot be read is a row of `CityModel.problems`, as long as another can.

    Raises
    ------
    GMLError, CRSError
        If no file can be read: the error of the first.
    """
    contents: list[FileContent] = []
    failures: list[GMLError | CRSError] = []
    problems: list[Problem] = []
    for done, source in enumerate(sources):
        if progress is not None:
            progress(done, len(sources), source.label)
        try:
            if workers is None or appearance:
                content = read_content(
                    source, schema=schema, crs=crs, appearance=appearance, choice=choice
                )
            else:
                content = read_in_pieces(
                    source, schema=schema, crs=crs, workers=workers, choice=choice
                )
            contents.append(content)
        except (GMLError, CRSError) as error:
            failures.append(error)
            line = getattr(error, "line", 0)
            reason = getattr(error, "reason", str(error))
            problems.append(Problem(source.label, line, "", f"{FILE_LEFT_OUT}{reason}"))
            logger.warning("%s", error)
    if progress is not None:
        progress(len(sources), len(sources), "")
    if failures and not contents:
        raise failures[0]
    problems += _mixed_heights(contents)
    datums = dict.fromkeys(c.vertical_datum for c in contents if c.vertical_datum)
    origin = {**(provenance or {}), "vertical_datum": "; ".join(datums)}
    said = [f"{c.label}: {name}: {text}" for c in contents for name, text in c.notes if text]
    if said:
        origin["file_notes"] = "; ".join(said)
    return city_model(contents, crs=crs, problems=problems, provenance=origin)


def _mixed_heights(contents: Sequence[FileContent]) -> list[Problem]:
    """Say which files measure heights from something else than the first."""
    known = [content for content in contents if content.vertical_datum]
    return [
        Problem(
            content.label,
            0,
            "",
            f"heights are from {content.vertical_datum}, in {known[0].label} from "
            f"{known[0].vertical_datum}; they are not converted; load the files separately",
        )
        for content in known
        if content.vertical_datum != known[0].vertical_datum
    ]
