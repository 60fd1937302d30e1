"""What a run has done: one record per finished tile, and a manifest that a person can read.

A record is written after the tables it speaks of, each by a temporary file that takes its place at
once: whatever kills a run, a tile is recorded as done only if it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, BinaryIO, Literal

from citygml.errors import CityModelError
from plateau.files import DatasetFile
from plateau.fingerprint import file_fingerprint, fingerprint
from viewer.files import replaced

Status = Literal["done", "failed", "unwritable"]

MANIFEST = "manifest.json"
#: Table of what was read with loss.
PROBLEMS = "problems"
_FOLDER = ".run"


@dataclass(frozen=True, slots=True)
class TileRecord:
    """What became of a tile.

    Attributes
    ----------
    tile : str
        Its name.
    key : str
        Fingerprint of everything the result depends on.
    status : {"done", "failed", "unwritable"}
        "failed": `reason` says why. "unwritable": its tables could not be written.
    rows : dict of str to int
        Rows of each table.
    left_out : int
        Files and objects that could not be read.
    seconds, peak_bytes : float, int
        Time, and the most memory its process has taken so far.
    reason : str
        Why it failed, "" otherwise.
    """

    tile: str
    key: str
    status: Status
    rows: dict[str, int] = field(default_factory=dict)
    left_out: int = 0
    seconds: float = 0.0
    peak_bytes: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The folder a run writes to.

    Attributes
    ----------
    path : Path
        Holds a folder for each table, with a GeoParquet file for each tile, and the manifest.
    """

    path: Path

    @property
    def relief(self) -> Path:
        """Where relief lies in pieces."""
        return self.path / _FOLDER / "relief"

    @property
    def bases(self) -> Path:
        """Where the ground of a city without relief lies in pieces, and what it is made of."""
        return self.path / _FOLDER / "ground"

    def table_file(self, table: str, tile: str) -> Path:
        """File of a table and a tile."""
        return self.path / table / f"{tile}.parquet"

    def record_file(self, tile: str) -> Path:
        """File that says the tile is done."""
        return self.path / _FOLDER / "tiles" / f"{tile}.json"

    def prepare(self) -> None:
        """Make the folder; raise `CityModelError` where nothing can be written."""
        try:
            (self.path / _FOLDER / "tiles").mkdir(parents=True, exist_ok=True)
            with replaced(self.path / _FOLDER / "writable"):
                pass
        except OSError as error:
            raise CityModelError(
                f"{self.path} cannot be written: {error.strerror or error}; choose another folder"
            ) from error

    @contextmanager
    def held(self) -> Iterator[None]:
        """Make the folder and keep other runs out of it; however a run ends, the next can begin.

        Raises
        ------
        CityModelError
            If nothing can be written, or another run is at work there.
        """
        self.prepare()
        with (self.path / _FOLDER / "lock").open("wb") as lock:
            if not _is_mine(lock):
                raise CityModelError(
                    f"another run writes to {self.path}; wait until it ends, or choose another "
                    "folder"
                )
            yield

    def write_record(self, record: TileRecord) -> None:
        """Record a finished tile."""
        write_json(self.record_file(record.tile), asdict(record))

    def records(self) -> dict[str, TileRecord]:
        """Return the records of finished tiles by name; one that is broken counts as not there."""
        found = {}
        for file in sorted((self.path / _FOLDER / "tiles").glob("*.json")):
            known = read_json(file)
            if set(known) == {f.name for f in fields(TileRecord)}:
                found[file.stem] = TileRecord(**known)
        return found

    def finished(self, tile: str, key: str, records: Mapping[str, TileRecord]) -> bool:
        """Whether the tables of a tile are there, from the same inputs and parameters."""
        record = records.get(tile)
        if record is None or record.key != key or record.status != "done":
            return False
        return all(self.table_file(table, tile).is_file() for table in record.rows)

    def forget(self, record: TileRecord) -> None:
        """Remove the tables of a tile, and its record before them."""
        self.record_file(record.tile).unlink(missing_ok=True)
        for table in record.rows:
            self.table_file(table, record.tile).unlink(missing_ok=True)
            with suppress(OSError):  # other tiles have some
                (self.path / table).rmdir()
                (self.path / f"summary_{table}.csv").unlink(missing_ok=True)

    def hashes(self, files: Iterable[DatasetFile]) -> dict[str, str]:
        """Fingerprints of files by label; of a file not touched since the last run, the last."""
        cache_file = self.path / _FOLDER / "hashes.json"
        cache = read_json(cache_file)
        found: dict[str, list[str]] = {}
        for file in dict.fromkeys(files):
            stamp = file_stamp(file)
            known = cache.get(file.label, ["", ""])
            found[file.label] = known if known[0] == stamp else [stamp, _content(file, stamp)]
        if found != cache:
            write_json(cache_file, {**cache, **found})
        return {label: content for label, (_, content) in found.items()}


def _is_mine(lock: BinaryIO) -> bool:
    """Whether no other process holds a file; systems that cannot tell never say so."""
    try:
        import fcntl
    except ImportError:  # Windows
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # some network disks
        return True
    return True


def file_stamp(file: DatasetFile) -> str:
    """Return what tells cheaply that a file was not touched: size, and time or checksum.

    Raises
    ------
    CityModelError
        If the file is gone.
    """
    try:
        if file.archived is not None:
            return f"zip {file.archived.checksum} {file.size_bytes}"
        state = (file.root.path / file.member).stat()
    except OSError as error:
        raise CityModelError(f"{file.label} cannot be read: {error.strerror or error}") from error
    return f"{state.st_size} {state.st_mtime_ns}"


def _content(file: DatasetFile, stamp: str) -> str:
    """Fingerprint of the contents; of a member of an archive, its checksum."""
    if file.archived is not None:
        return fingerprint(stamp)
    try:
        return file_fingerprint(file.root.path / file.member)
    except OSError:
        return "unreadable"  # the tile that reads it says why


def write_json(path: Path, value: object) -> None:
    """Write a value as JSON, whole or not at all."""
    with replaced(path) as temporary:
        text = json.dumps(value, ensure_ascii=False, indent=1, default=str)
        temporary.write_text(text, encoding="utf-8")


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object, empty where there is none that can be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
