"""Writing: the whole file or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from citygml.errors import CityModelError


@contextmanager
def replaced(path: str | Path) -> Iterator[Path]:
    """Give a temporary path beside the target; on success it takes the target's place.

    Parameters
    ----------
    path : str or Path
        The file to write. Its folder is made where it is missing.

    Yields
    ------
    Path
        Write here; it has the suffix of the target, which writers go by.

    Raises
    ------
    CityModelError
        If the target cannot be written.
    """
    target = Path(path)
    temporary: Path | None = None
    try:
        if target.is_dir():
            raise CityModelError(f"{target} is a folder; name a file to write")
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
        raise CityModelError(
            f"{target} cannot be written: {reason}; choose another path"
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _open_to_all(path: Path) -> None:
    """Give a file the permissions any new file would have; `mkstemp` makes it private."""
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(0o666 & ~mask)
