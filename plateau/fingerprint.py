"""Things a result depends on -> one short text, the same on every machine and every day."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import pickle
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import partial
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import numpy as np
import pandas as pd

from citygml.errors import CityModelError

_DIGEST_BYTES = 16
_CHUNK_BYTES = 1 << 22


def fingerprint(thing: object) -> str:
    """Hash of a value, such as an analysis with its parameters.

    Functions count by name and code, `functools.partial` by function and arguments, tables by
    contents, index, types and attrs, paths by name and, where there is a file, its contents.

    Parameters
    ----------
    thing : object
        Numbers, texts, paths, arrays, tables, dataclasses, functions, and containers of them; other
        objects must be picklable.

    Returns
    -------
    str
        32 hexadecimal digits.

    Raises
    ------
    CityModelError
        If it holds something that cannot be pickled.

    Examples
    --------
    >>> fingerprint({"b": 1, "a": [2.0]}) == fingerprint({"a": [2.0], "b": 1})
    True
    >>> fingerprint(partial(max, 1)) == fingerprint(partial(max, 2))
    False
    """
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for part in _parts(thing):
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.hexdigest()


def file_fingerprint(path: Path) -> str:
    """Hash of the contents of a file.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _parts(thing: Any) -> Iterator[bytes]:
    """Yield what tells a value from others, kind first."""
    yield type(thing).__qualname__.encode()
    if thing is None or isinstance(thing, (bool, int, float, str, bytes, Enum)):
        yield repr(thing).encode()
    elif isinstance(thing, os.PathLike):
        path = Path(os.fspath(thing))
        yield str(path).encode()
        if path.is_file():
            yield file_fingerprint(path).encode()
    else:
        yield from _inner_parts(thing)


def _inner_parts(thing: Any) -> Iterator[bytes]:
    for kinds, parts in _KINDS:
        if isinstance(thing, kinds):
            yield from parts(thing)
            return
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        yield from _mapping({f.name: getattr(thing, f.name) for f in dataclasses.fields(thing)})
        return
    yield pickled(thing)


def pickled(thing: object) -> bytes:
    """Return a value as it goes to another process.

    Raises
    ------
    CityModelError
        If it cannot, such as a lambda or an open file.
    """
    try:
        return pickle.dumps(thing, protocol=5)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise CityModelError(
            f"{thing!r} cannot be sent to another process ({error}); give run() a function of a "
            "module, or functools.partial of one"
        ) from error


def _mapping(thing: Mapping[Any, Any]) -> Iterator[bytes]:
    for key in sorted(thing, key=repr):
        yield repr(key).encode()
        yield from _parts(thing[key])


def _sequence(thing: Any) -> Iterator[bytes]:
    for item in thing:
        yield from _parts(item)


def _set(thing: Any) -> Iterator[bytes]:
    yield from sorted(fingerprint(item).encode() for item in thing)


def _partial(thing: partial[Any]) -> Iterator[bytes]:
    yield from _parts(thing.func)
    yield from _parts(thing.args)
    yield from _mapping(thing.keywords)


def _function(thing: FunctionType) -> Iterator[bytes]:
    yield f"{thing.__module__}.{thing.__qualname__}".encode()
    yield from _code(thing.__code__)
    yield from _parts(thing.__defaults__)
    yield from _parts(thing.__kwdefaults__)
    for cell in thing.__closure__ or ():
        yield from _parts(cell.cell_contents)


def _code(code: CodeType) -> Iterator[bytes]:
    yield code.co_code
    yield repr(code.co_names).encode()
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _code(constant)
        elif isinstance(constant, frozenset):
            yield from _set(constant)
        else:
            yield repr(constant).encode()


def _array(thing: np.ndarray[Any, Any]) -> Iterator[bytes]:
    yield f"{thing.dtype} {thing.shape}".encode()
    if thing.dtype.hasobject:
        yield from _sequence(thing.ravel().tolist())
    else:
        yield np.ascontiguousarray(thing).tobytes()


def _table(thing: pd.DataFrame) -> Iterator[bytes]:
    for name in thing.columns:
        yield repr(name).encode()
        yield from _column(thing[name])
    yield from _column(thing.index.to_series())
    yield from _mapping(thing.attrs)
    yield str(getattr(thing, "crs", "")).encode()


def _column(thing: pd.Series) -> Iterator[bytes]:
    yield f"{thing.name} {thing.dtype}".encode()
    if str(thing.dtype) == "geometry":
        yield from _sequence(thing.to_wkb().tolist())
    else:
        yield pd.util.hash_pandas_object(thing, index=False).to_numpy().tobytes()


_KINDS: tuple[tuple[Any, Callable[[Any], Iterator[bytes]]], ...] = (
    (partial, _partial),
    (FunctionType, _function),
    (np.ndarray, _array),
    (pd.DataFrame, _table),
    (pd.Series, _column),
    (Mapping, _mapping),
    ((list, tuple), _sequence),
    ((set, frozenset), _set),
)
