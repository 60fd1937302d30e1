"""Options that several commands share, each declared once."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from plateau.cli.session import Session

Command = TypeVar("Command", bound=Callable[..., Any])


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Put a shared option into the session instead of the arguments of every command."""
    session = context.find_object(Session)
    if session is not None and value is not None:
        setattr(session, str(parameter.name), value)


def _remember_tiles(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    _remember(context, parameter, tuple((value or "").replace(",", " ").split()))


def _remember_verbose(context: click.Context, parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001  click's signature
    _remember(context, parameter, value)
    if value:
        logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")


def _remember_condition(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> None:
    """Put a condition into the session; one that is none is a mistake of usage."""
    if value is None:
        return
    from citygml.errors import CityModelError
    from plateau.conditions import checked_condition

    try:
        _remember(context, parameter, checked_condition(value))
    except CityModelError as error:
        raise click.BadParameter(str(error)) from error


_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?", re.IGNORECASE)


def _remember_bytes(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    """Put a size such as 8GB into the session."""
    if value is None:
        return
    match = _SIZE.fullmatch(value.strip())
    if match is None:
        raise click.BadParameter(f"{value!r} is no size; write such as 8GB or 500MB")
    factor = 1000 ** " kmgt".index(match[2].lower() or " ")
    _remember(context, parameter, int(float(match[1]) * factor))


def _shared(*names: str, **settings: Any) -> Callable[[Command], Command]:
    return click.option(*names, expose_value=False, **{"callback": _remember, **settings})


paths = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
out_table = click.option(
    "--out",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Table to write: .gpkg .parquet .csv .geojson.",
)

_WEATHER = click.option(
    "--weather",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="One year, hourly: METPV-20, EPW or PVGIS TMY.",
)
_CLEARNESS = click.option(
    "--clearness",
    metavar="NUMBERS",
    help="Without a file: twelve ratios of sunlight to that of a clear sky, January to December.",
)

dem = click.option(
    "--dem",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="GeoTIFF of heights: mountains up to 30 km away, and the ground where the dataset has no "
    "relief.",
)

ground = click.option(
    "--dem",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="GeoTIFF of heights: the ground where the dataset has no relief.",
)


def weather(command: Command) -> Command:
    """Add the options that say what weather there is."""
    return _WEATHER(_CLEARNESS(command))


_TILES = _shared(
    "--tiles",
    metavar="CODES",
    callback=_remember_tiles,
    help="Only these tiles (Japanese mesh codes), separated by commas.",
)
_BOUNDS = _shared(
    "--bounds",
    nargs=4,
    type=float,
    metavar="WEST SOUTH EAST NORTH",
    help="Only what lies in this rectangle. [deg]",
)
_AROUND = _shared(
    "--around",
    nargs=2,
    type=float,
    metavar="LON LAT",
    help="Only what lies around this point. [deg]",
)
_RADIUS = _shared(
    "--radius-m",
    type=click.FloatRange(min=0.0, min_open=True),
    metavar="M",
    help="How far --around reaches. [m, default 300]",
)
_WHERE = _shared(
    "--where",
    metavar="CONDITION",
    callback=_remember_condition,
    help="Only objects that meet it, such as \"usage == '411' and height_m > 10\".",
)
_CONTEXT = _shared(
    "--context-m",
    type=click.FloatRange(min=0.0),
    metavar="M",
    help="How far beyond the selection neighbours are read: they cast shade and block sight. [m, "
    "default 300; for pictures and exports 0]",
)
_WORKERS = _shared(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Work tile by tile, with N processes; resumes where it was interrupted.",
)
_SCHEDULER = _shared(
    "--scheduler",
    metavar="TCP",
    help="Work tile by tile on a dask.distributed cluster, such as tcp://host:8786.",
)
_MAX_MEMORY = _shared(
    "--max-memory",
    callback=_remember_bytes,
    metavar="SIZE",
    help="Memory a worker may take, such as 8GB; larger tiles are divided.",
)
_LANG = _shared(
    "--lang",
    type=click.Choice(["en", "ja"]),
    help="Language of headers and legends. [default en]",
)
_JSON = _shared("--json", "as_json", is_flag=True, help="Summary as JSON on stdout.")
_VERBOSE = _shared(
    "--verbose", "-v", is_flag=True, callback=_remember_verbose, help="Say more; show tracebacks."
)
_QUIET = _shared("--quiet", "-q", is_flag=True, help="Say nothing but errors.")


def place(command: Command) -> Command:
    """Add the options that choose a place."""
    return _AROUND(_RADIUS(_BOUNDS(_TILES(command))))


def selection(command: Command) -> Command:
    """Add the options that choose a part of the dataset: a place, or what attributes say."""
    return place(_WHERE(command))


def context(command: Command) -> Command:
    """Add the option for neighbours."""
    return _CONTEXT(command)


def scale(command: Command) -> Command:
    """Add the options for more than one machine can hold at once."""
    return _WORKERS(_SCHEDULER(_MAX_MEMORY(command)))


def speech(command: Command) -> Command:
    """Add the options of how the command speaks."""
    return _JSON(_LANG(_VERBOSE(_QUIET(command))))
