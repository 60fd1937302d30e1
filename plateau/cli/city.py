"""Paths of a command line -> the city they hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plateau.cli.progress import progress
from plateau.cli.session import Session

if TYPE_CHECKING:
    from citygml.model import CityModel
    from plateau.dataset import Dataset


def selected(session: Session, paths: Sequence[str]) -> Dataset:
    """Return the dataset at the paths, or the part of it that the shared options choose."""
    import plateau

    data = plateau.open(paths)
    if session.tiles:
        data = data.select(tiles=session.tiles)
    if session.bounds:
        data = data.select(bounds=session.bounds)
    if session.around:
        data = data.select(around=session.around, radius_m=session.radius_m)
    if session.where:
        data = data.select(where=session.where)
    return data


def loaded(
    session: Session,
    data: Dataset,
    *,
    appearance: bool = False,
    types: Sequence[str] | None = None,
    context_m: float = 0.0,
) -> CityModel:
    """Read the city; the bar goes by files.

    Of a part of a dataset, neighbours are read within `context_m` unless ``--context-m`` says
    otherwise; a whole one has all there are.
    """
    if session.context_m is not None:
        context_m = session.context_m
    elif not data.areas:
        context_m = 0.0
    with progress(session, "reading") as advance:
        return data.load(
            context_m=context_m,
            types=types,
            appearance=appearance,
            progress=advance,
        )
