"""Speed and memory of the reader, beside what the machine and the XML parser can do at all.

Run: ``python tests/benchmarks/reader.py [--large] [--runs N]``. Real files are enlarged in a
temporary folder; every figure is the median of N runs (5), each a process of its own, taken in
turns. Times are processor seconds; ratios are to a bare ``lxml.iterparse`` that only clears the
members of the same file. ``--large`` adds files of 300 MB.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.parsers import expat

from enlarged import enlarge, enlarge_relief
from lxml import etree

ROOT = Path(__file__).parents[2]
DATA = ROOT / "../shared/data"
KAGA = DATA / "17206_kaga-shi_2022_citygml"
BUILDINGS = "udx/bldg/54363371_bldg_6697_op.gml"
RELIEF = DATA / "14201_yokosuka-shi_citygml/udx/dem/523965_dem_6697_05_op.gml"
MEMBER = "{http://www.opengis.net/citygml/2.0}cityObjectMember"
CHUNK = 1 << 20
MB = 1e6
Row = dict[str, float]


def raw(path: Path) -> None:
    """Read the bytes."""
    with path.open("rb", buffering=0) as file:
        while file.read(CHUNK):
            pass


def expat_scan(path: Path) -> None:
    """Let expat parse without a handler."""
    with path.open("rb") as file:
        expat.ParserCreate().ParseFile(file)


def xmllint(path: Path) -> None:
    """Let libxml2's own reader stream the file."""
    subprocess.run(["xmllint", "--stream", "--huge", "--noout", str(path)], check=True)


def bare(path: Path) -> None:
    """Clear every member."""
    for _, member in etree.iterparse(str(path), events=("end",), tag=MEMBER, huge_tree=True):
        member.clear()
        parent = member.getparent()
        while member.getprevious() is not None:
            del parent[0]


def content(path: Path, *, projected: bool) -> Any:
    """Read all attributes typed and all levels of detail as arrays."""
    import citygml.file_reader

    if not projected:
        citygml.file_reader.Projection.__call__ = as_written  # type: ignore[method-assign]
    source, options = source_and_options(path)
    return citygml.file_reader.read_content(source, **options)


def source_and_options(path: Path) -> tuple[Any, dict[str, Any]]:
    """Return a file as the reader takes it, with PLATEAU's schema and the zone of Kaga."""
    from pyproj import CRS

    from plateau.files import files_of
    from plateau.schema import plateau_schema
    from plateau.sources import as_sources

    (source,) = as_sources(files_of(path))
    return source, {"schema": plateau_schema(), "crs": CRS.from_epsg(6675)}


def as_written(_: object, coords: Any) -> Any:
    """Stand for the projection where only the reading is timed."""
    return coords


def full(path: Path) -> Any:
    """Read everything, coordinates as written."""
    return content(path, projected=False)


def placed(path: Path) -> Any:
    """Read everything, project."""
    return content(path, projected=True)


def meshed(path: Path) -> Any:
    """Read everything, project, triangulate."""
    from citygml.mesh import triangulate
    from citygml.surfaces import SurfaceTable

    found = placed(path)
    rows = found.polygons
    surfaces = SurfaceTable(
        surface_id=rows.surface_id,
        feature_row=rows.feature_row,
        kind=rows.kind,
        lod=rows.lod,
        ring_start=rows.ring_start,
        coord_start=rows.coord_start,
        coords=rows.coords - rows.coords.min(axis=0),
    )
    return found, triangulate(surfaces)


def city(path: Path) -> Any:
    """Read a city: also faces turned outwards, levels of detail chosen, footprints."""
    from citygml.reader import read_city

    source, options = source_and_options(path)
    return read_city([source], **options)


def in_pieces(path: Path) -> Any:
    """Read everything, project, half of it in a worker that has begun before."""
    from citygml.pieces import Workers, read_in_pieces

    source, options = source_and_options(path)
    return read_in_pieces(source, workers=Workers(pool(), 2), **options)


@lru_cache(maxsize=1)
def pool() -> ProcessPoolExecutor:
    """Return one worker that has read something, as the process it is compared with has."""
    workers = ProcessPoolExecutor(1)
    workers.submit(_warmed, KAGA / BUILDINGS).result()
    return workers


def _warmed(path: Path) -> None:
    """Read a file and send nothing back."""
    placed(path)


TASKS: dict[str, Callable[[Path], Any]] = {
    "raw read": raw,
    "expat": expat_scan,
    "xmllint --stream": xmllint,
    "bare iterparse": bare,
    "full read": full,
    "read, project": placed,
    "read, project, triangulate": meshed,
    "read_city": city,
    "read, project, two processes": in_pieces,
}
TASKS_OF_PARSER = ("bare iterparse", "full read")


def geometry_bytes(found: Any) -> float:
    """Bytes of the polygons and the relief of what was read."""
    arrays = [getattr(found.polygons, name) for name in ("feature_row", "kind", "lod", "named")]
    arrays += [found.polygons.ring_start, found.polygons.coord_start, found.polygons.coords]
    ids = sum(map(sys.getsizeof, set(found.polygons.surface_id)))
    return sum(a.nbytes for a in [*arrays, found.tin]) + ids + 8.0 * len(found.polygons)


def attribute_bytes(found: Any) -> float:
    """Bytes of the names and tables of what was read, columns that share an array counted once."""
    names = sum(sys.getsizeof(row) + sys.getsizeof(row.feature_id) for row in found.features)
    held: dict[int, float] = {}
    for table in (found.attributes, *found.records.values()):
        sizes = table.memory_usage(deep=True, index=False)
        for (_, column), size in zip(table.items(), sizes, strict=True):
            stored = getattr(column.array, "_pa_array", None)
            first = stored.chunk(0).buffers()[1] if stored is not None and len(column) else None
            held[id(column) if first is None else first.address] = float(size)
    return names + sum(held.values())


def peak_mb_so_far() -> float:
    """Most memory held; ``ru_maxrss`` counts that of the parent too on Linux. [MB]"""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii", errors="replace").splitlines()
        return (
            next(float(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / MB
        )
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB


def timed(task: str, path: Path) -> Row:
    """Run one task in this process; memory above what it had before and what it returns. [MB]"""
    warm = Path(KAGA / BUILDINGS)
    if task not in ("raw read", "expat", "xmllint --stream", "bare iterparse") and warm.exists():
        TASKS[task](warm)  # imports and caches belong to the process, not to the file
    before_mb = peak_mb_so_far()
    wall, start = time.perf_counter(), time.process_time()
    found = TASKS[task](path)
    seconds, wall_s = time.process_time() - start, time.perf_counter() - wall
    if task == "xmllint --stream":
        seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    peak_mb = peak_mb_so_far() - before_mb
    is_full = task == "full read"
    return {
        "processor_s": seconds,
        "wall_s": wall_s,
        "peak_mb": peak_mb,
        "geometry_mb": geometry_bytes(found) / MB if is_full else 0.0,
        "attributes_mb": attribute_bytes(found) / MB if is_full else 0.0,
        "features": float(len(found.features)) if is_full else 0.0,
    }


def in_process(task: str, path: Path) -> subprocess.Popen[str]:
    """Begin a task in a process of its own."""
    words = [sys.executable, __file__, "--task", task, "--path", str(path)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def medians(tasks: Sequence[str], path: Path, runs: int) -> dict[str, Row]:
    """Medians of several runs of tasks on one file, taken in turns."""
    found: dict[str, list[Row]] = {task: [] for task in tasks}
    for _ in range(runs):
        for task in tasks:
            out, _ = in_process(task, path).communicate()
            found[task].append(json.loads(out))
    return {
        task: {key: statistics.median(row[key] for row in rows) for key in rows[0]}
        for task, rows in found.items()
    }


def report(title: str, path: Path, rows: dict[str, Row]) -> None:
    """Print the rows of one file."""
    size_mb = path.stat().st_size / MB
    floor = rows["bare iterparse"]["processor_s"]
    out = [f"\n{title}, {size_mb:.0f} MB\n"]
    for task, row in rows.items():
        seconds = row["processor_s"]
        line = f"  {task:<28} {seconds:7.3f} s {size_mb / max(seconds, 1e-6):7.0f} MB/s "
        line += f"{floor / max(seconds, 1e-6):6.2f} x bare  peak {row['peak_mb']:6.0f} MB"
        if row["features"]:
            parts = row["geometry_mb"], row["attributes_mb"]
            each = [part * 1e3 / row["features"] for part in parts]
            line += f", above the result {row['peak_mb'] - sum(parts):5.0f} MB; per object "
            line += f"{each[0]:.1f} kB geometry, {each[1]:.1f} kB attributes"
        out.append(line + "\n")
    sys.stdout.write("".join(out))
    sys.stdout.flush()


def two_files(path: Path, runs: int) -> float:
    """How much sooner two processes have read two files than one after the other."""
    speedups = []
    for _ in range(runs):
        walls = []
        for at_once in (1, 2):
            begun = [in_process("full read", path) for _ in range(at_once)]
            rows = [json.loads(process.communicate()[0]) for process in begun]
            walls.append(max(row["wall_s"] for row in rows))
        speedups.append(2 * walls[0] / walls[1])
    return statistics.median(speedups)


def benchmark(folder: Path, runs: int, sizes_mb: Sequence[int]) -> None:
    """Build the files, time every task on them, print."""
    limits = ["raw read", "expat", "bare iterparse"]
    if shutil.which("xmllint"):
        limits.insert(2, "xmllint --stream")
    for size_mb in sizes_mb:
        root = folder / KAGA.name
        shutil.copytree(KAGA / "codelists", root / "codelists", dirs_exist_ok=True)
        (root / BUILDINGS).parent.mkdir(parents=True, exist_ok=True)
        enlarge(KAGA / BUILDINGS, root / BUILDINGS, size_mb * 1_000_000)
        tasks = [*limits, "full read", "read, project", "read, project, triangulate"]
        tasks += ["read_city", "read, project, two processes"]
        rows = medians(tasks, root / BUILDINGS, runs)
        both = rows.pop("read, project, two processes")
        report("buildings", root / BUILDINGS, rows)
        speedup = rows["read, project"]["wall_s"] / both["wall_s"]
        sys.stdout.write(f"  two processes on one file: {speedup:.2f} x (wall)\n")
        other = root / BUILDINGS.replace("54363371", "54363381")
        shutil.copy(root / BUILDINGS, other)
        commented(other)
        report("buildings, XML parser", other, medians(TASKS_OF_PARSER, other, runs))
        other.unlink()
        relief = folder / "523965_dem_6697_op.gml"
        for one_member in (False, True):
            enlarge_relief(RELIEF, relief, size_mb * 1_000_000, one_member=one_member)
            what = "relief, one member" if one_member else "relief, many members"
            report(what, relief, medians(TASKS_OF_PARSER, relief, runs))
            commented(relief)
            report(f"{what}, XML parser", relief, medians(TASKS_OF_PARSER, relief, runs))
    speedup = two_files(root / BUILDINGS, runs)
    sys.stdout.write(f"\ntwo processes on two files: {speedup:.2f} x (wall)\n")


def commented(path: Path) -> None:
    """Put a comment before the first member: it leaves every byte to the XML parser."""
    data = path.read_bytes()
    place = data.index(b"<core:cityObjectMember>")
    path.write_bytes(data[:place] + b"<!-- -->" + data[place:])


def main() -> None:
    """Time one task, or all of them in processes of their own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--task", choices=TASKS)
    parser.add_argument("--path", type=Path)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    if options.task:
        json.dump(timed(options.task, options.path), sys.stdout)
        return
    if not KAGA.is_dir():
        sys.exit(f"{KAGA}: no such folder; the benchmark enlarges real files")
    with tempfile.TemporaryDirectory() as folder:
        benchmark(Path(folder), options.runs, (30, 300) if options.large else (30,))


if __name__ == "__main__":
    main()
