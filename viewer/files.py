"""Writing: the whole file or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from citygml.errors import CityModelError


def checked_place(path: str | Path, *, suffixes: Sequence[str] = ()) -> Path:
    """Return the path if a file can be written there; asked before the work, not after it.

    Parameters
    ----------
    path : str or Path
        File to be written.
    suffixes : sequence of str, optional
        In lower case, those it may end in; any by default.

    Raises
    ------
    CityModelError
        If it has another suffix, is a folder, lies below a file, is read-only or too long a name,
        or its folder cannot be written to.

    Examples
    --------
    >>> checked_place("view.html", suffixes=(".html",)).name
    'view.html'
    """
    target = Path(path)
    if suffixes and target.suffix.lower() not in suffixes:
        raise CityModelError(
            f"{target} ends in {target.suffix or 'nothing'!r}; it is written as "
            f"{', '.join(suffixes)}; rename it"
        )
    try:
        is_folder = target.is_dir()
    except OSError as error:  # a name that no file can have
        reason = error.strerror or error
        raise CityModelError(f"{path} cannot be written: {reason}; choose another path") from error
    if is_folder:
        raise CityModelError(f"{target} is a folder; name a file to write")
    above = next(folder for folder in target.absolute().parents if folder.exists())
    if not above.is_dir():
        raise CityModelError(
            f"{target} cannot be written: {above} is a file, not a folder; choose another path"
        )
    if not os.access(above, os.W_OK | os.X_OK):
        raise CityModelError(
            f"{target} cannot be written: the folder {above} is read-only; choose another path"
        )
    # Replacing needs no permission of the file itself, so that of its owner is asked here.
    if target.exists() and not target.stat().st_mode & 0o200:
        raise CityModelError(f"{target} exists and is read-only; choose another path")
    return target


@contextmanager
def replaced(path: str | Path) -> Iterator[Path]:
    """Give a temporary path beside the target; on success it takes the target's place.

    Parameters
    ----------
    path : str or Path
        The file to write; that a link points to, if it is one. Its folder is made where it is
        missing, and removed again where nothing could be written.

    Yields
    ------
    Path
        Write here; it has the suffix of the target, which writers go by.

    Raises
    ------
    CityModelError
        If the target cannot be written.
    """
    checked_place(path)
    target = Path(os.path.realpath(path))
    temporary: Path | None = None
    made = [folder for folder in target.parents if not folder.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(
            prefix=f".{target.stem}-", suffix=target.suffix, dir=target.parent
        )
        os.close(handle)
        temporary = Path(name)
        yield temporary
        _open_to_all(temporary)
        temporary.replace(target)
    except OSError as error:
        reason = error.strerror or error
        raise CityModelError(f"{path} cannot be written: {reason}; choose another path") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        for folder in made:  # the innermost first; one that holds a file stays
            with suppress(OSError):
                folder.rmdir()


def _open_to_all(path: Path) -> None:
    """Give a file the permissions any new file would have; `mkstemp` makes it private."""
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(0o666 & ~mask)
