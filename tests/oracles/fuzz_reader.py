"""Damaged CityGML, as much as fits into a given time: the reader gives a city or a clear error.

``python tests/oracles/fuzz_reader.py --seconds 60`` prints every failing seed, and
``--seed N --rounds 1`` repeats one. The input is a small city with one of everything the reader
knows, in several encodings and in an archive, and a relief whose triangles are read from bytes and
by the XML parser, which must agree; or the files given.
"""

from __future__ import annotations

import argparse
import io
import logging
import random
import re
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from copy import deepcopy
from functools import partial
from pathlib import Path
from unittest.mock import patch

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

import numpy as np  # noqa: E402
from gml_documents import (  # noqa: E402
    UTM33,
    box_rings,
    box_solid,
    building,
    document,
    element,
    linear_ring,
    links,
    multi_surface,
    polygon,
    source,
    thematic_box,
)
from lxml import etree  # noqa: E402
from pyproj import CRS  # noqa: E402

import plateau  # noqa: E402
from citygml import plain_polygons, stream, triangle_cutter  # noqa: E402
from citygml.errors import CityModelError  # noqa: E402
from citygml.file_reader import read_content  # noqa: E402
from citygml.model import ground  # noqa: E402
from citygml.reader import read_city  # noqa: E402
from citygml.schema import EMPTY_SCHEMA, Schema  # noqa: E402
from plateau.schema import plateau_schema  # noqa: E402

#: No damaged copy of a small file may take longer, of the processor. [s]
MAX_SECONDS = 5.0
#: A small relief is read in pieces of this size.
PIECE_BYTES = 1500
#: A member is freed at its end with what is before it: only a city can hold one.
MEMBER_IN_MEMBER = re.compile(
    rb"<core:cityObjectMember>(?:(?!</core:cityObjectMember>).)*<core:cityObjectMember>", re.DOTALL
)
WORDS = (
    b"NaN", b"1e400", b"-1e9", b"1e7", b"", b"0", b"x", b"9" * 400, b"2.0", b"3.0", b"\n", b" ",
    b"<a>", b"</gml:Polygon>", b"<gml:Polygon/>", b"<gml:posList/>", b"<gml:exterior/>", b"gml:",
    b"<!DOCTYPE x>", b"<!--", b"]]>", b"<![CDATA[", b"&lt;", b"&x;", b"\x00", b"\xff\xfe", b"bldg:",
    b'srsName="EPSG:4979"', b'srsDimension="2"', b'orientation="-"', b'gml:id="b1"',
    b"xmlns:gml='a'", b'xlink:href="#p1"', b'xlink:href="#"',
)  # fmt: skip


def small_city() -> bytes:
    """A document with one of everything, about 20 kB."""
    hole = [(2.0, 2.0, 0.0), (2.0, 4.0, 0.0), (4.0, 4.0, 0.0), (4.0, 2.0, 0.0)]
    outline = multi_surface(polygon(box_rings()[5], hole))
    triangle = element(
        "gml:Triangle", element("gml:exterior", linear_ring("0 0 1 9 0 2 0 9 3 0 0 1"))
    )
    surface = element("gml:TriangulatedSurface", element("gml:trianglePatches", triangle * 3))
    part = element("bldg:BuildingPart", element("bldg:lod1Solid", box_solid(20.0)), id="part")
    tin = element("dem:TINRelief", element("dem:tin", surface), id="tin")
    turned = f'<gml:OrientableSurface orientation="-"><gml:baseSurface>{polygon(hole)}</gml:baseSurface></gml:OrientableSurface>'  # noqa: E501
    return document(
        building(
            element("bldg:measuredHeight", "6.0"),
            element("bldg:lod0RoofEdge", outline),
            element("bldg:lod1Solid", box_solid()),
            element("bldg:lod2Solid", links(*(f"p{i}" for i in range(6)))),
            thematic_box(),
            element("bldg:consistsOfBuildingPart", part),
        ),
        building(element("bldg:lod2MultiSurface", multi_surface(turned)), id="b2"),
        element("tran:Road", element("tran:lod1MultiSurface", outline), id="road"),
        element("wtr:WaterBody", element("wtr:lod1MultiSurface", surface), id="water"),
        element("dem:ReliefFeature", element("dem:reliefComponent", tin), id="relief"),
    ).encode()


def small_relief() -> bytes:
    """Five objects of relief, the last three of which are cut from the bytes."""
    objects = []
    for number in range(5):
        rings = [
            f'<gml:LinearRing gml:id="r{number}_{i}"><gml:posList>{i} {number} 1.5 {i + 1} '
            f"{number} 2.25 {i} {number + 1} 3 {i} {number} 1.5</gml:posList></gml:LinearRing>"
            for i in range(9)
        ]
        triangles = [element("gml:Triangle", element("gml:exterior", ring)) for ring in rings]
        patches = element("gml:trianglePatches", *triangles)
        surface = element("dem:tin", element("gml:TriangulatedSurface", patches))
        lod = element("dem:lod", "1")
        tin = element("dem:TINRelief", lod, surface, id=f"t{number}")
        component = element("dem:reliefComponent", tin)
        objects.append(element("dem:ReliefFeature", lod, component, id=f"d{number}"))
    return document(*objects).replace("><", ">\n  <").encode()


def encoded(city: bytes) -> dict[str, bytes]:
    """The same city in several encodings, and in some that it is not in."""
    text = city.decode().replace("</bldg:Building>", "<gml:name>建物</gml:name></bldg:Building>")
    declared = {
        name: f'<?xml version="1.0" encoding="{name}"?>\n{text}'
        for name in ("utf-8", "utf-16", "shift_jis", "euc-jp", "iso-8859-1")
    }
    return {
        "utf-8-sig": text.encode("utf-8-sig"),
        "utf-16": declared["utf-16"].encode("utf-16"),
        "shift_jis": declared["shift_jis"].encode("shift_jis"),
        "utf-8 called shift_jis": declared["shift_jis"].encode("utf-8"),
        "shift_jis called utf-8": declared["utf-8"].encode("shift_jis"),
        "euc-jp called utf-16": declared["utf-16"].encode("euc-jp"),
        "utf-8 called iso-8859-1": declared["iso-8859-1"].encode("utf-8-sig"),
    }


def zipped(city: bytes) -> bytes:
    """An archive that holds a city as a dataset does."""
    packed = io.BytesIO()
    name = "11111_a-shi_2022_citygml/udx/bldg/53394611_bldg_6697_op.gml"
    with zipfile.ZipFile(packed, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, city)
    return packed.getvalue()


def flip_bits(data: bytearray, rng: random.Random) -> None:
    for _ in range(rng.randint(1, 8)):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def change_digits(data: bytearray, rng: random.Random) -> None:
    """Stay well-formed: only what the numbers say changes."""
    digits = [i for i, byte in enumerate(data) if chr(byte) in "0123456789. -"]
    for place in rng.sample(digits, min(len(digits), rng.randint(1, 40))):
        data[place] = ord(rng.choice("0123456789.- e"))


def change_tree(data: bytearray, rng: random.Random) -> None:
    """Stay well-formed: elements are doubled, moved, dropped, renamed, and numbers go astray."""
    try:
        root = etree.fromstring(bytes(data))
    except etree.XMLSyntaxError:
        return
    for _ in range(rng.randint(1, 6)):
        elements = [part for part in root.iter("*") if part.getparent() is not None]
        if not elements:
            break
        one, other = rng.choice(elements), rng.choice(elements)
        action = rng.randrange(6)
        if action == 0:
            one.getparent().remove(one)
        elif action == 1:
            other.append(deepcopy(one))
        elif action == 2:
            one.tag = other.tag
        elif action == 3:
            one.attrib.update(other.attrib)
        else:
            words = (one.text or "").split()
            rng.shuffle(words)
            strange = rng.choice(["NaN", "1e7", "-99999999", "0", "", "1e-300"])
            one.text = " ".join(words[rng.randrange(3) :] + [strange] * rng.randrange(4))
    data[:] = etree.tostring(root)


def cut_out(data: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(data))
    del data[start : start + rng.choice((1, 10, 100, len(data)))]


def insert_word(data: bytearray, rng: random.Random) -> None:
    for _ in range(rng.randint(1, 4)):
        place = rng.randrange(len(data) + 1)
        data[place:place] = rng.choice(WORDS)


def replace_value(data: bytearray, rng: random.Random) -> None:
    """Put a word where a number, a name or a value was, which mostly stays well-formed."""
    ends = [i for i, byte in enumerate(data) if byte in b' "<>']
    for _ in range(rng.randint(1, 3) if len(ends) > 8 else 0):
        place = rng.randrange(len(ends) - 1)
        data[ends[place] + 1 : ends[place + 1]] = rng.choice(WORDS)
        ends = [i for i, byte in enumerate(data) if byte in b' "<>']


def move_piece(data: bytearray, rng: random.Random) -> None:
    """Copy an element somewhere else: links, ids and parts meet where they should not."""
    starts = [i for i, byte in enumerate(data) if byte == ord("<")] or [0]
    start, end, target = (rng.choice(starts) for _ in range(3))
    piece = bytes(data[min(start, end) : max(start, end)])[:3000]
    data[target:target] = piece


MUTATIONS: Sequence[Callable[[bytearray, random.Random], None]] = (
    flip_bits, change_digits, cut_out, insert_word, replace_value, move_piece,
    change_tree, change_tree, change_tree, change_tree,
)  # fmt: skip


def damaged(original: bytes, seed: int) -> bytes:
    """The same damage for the same seed."""
    rng = random.Random(seed)
    data = bytearray(original)
    for _ in range(rng.choice((1, 1, 2, 4))):
        if len(data) > 2:
            rng.choice(MUTATIONS)(data, rng)
    return bytes(data)


def relief_outcome(data: bytes) -> str:
    """Whether bytes and elements give the same relief: its triangles, or an error of its line."""
    place = data.find(b"<core:cityObjectMember>")
    if place < 0 or b"<!" in data or MEMBER_IN_MEMBER.search(data):
        return "nothing to compare"
    plain, parsed = _relief(data), _relief(data[:place] + b"<!-- -->" + data[place:])
    if plain != parsed:
        return f"FAILED: {plain[:300]} but as elements {parsed[:300]}"
    return plain.partition(" ")[0]


def _relief(data: bytes) -> str:
    """What a relief is read as; a small file has as many pieces as a large one."""
    pieces = ((stream, "_CHUNK_BYTES"), (triangle_cutter, "BATCH_BYTES"))
    pieces = (*pieces, (plain_polygons, "BLOCK_BYTES"))
    try:
        with ExitStack() as smaller:
            for module, name in pieces:
                smaller.enter_context(patch.object(module, name, PIECE_BYTES))
            content = read_content(source(data), schema=EMPTY_SCHEMA, crs=UTM33)
    except CityModelError as error:
        return f"{type(error).__name__} {str(error)[:40].partition(' ')[0]}"
    rows = content.tin[np.lexsort(content.tin.reshape(-1, 9).T)].tolist()
    return f"relief {len(rows)} {[str(p) for p in content.problems]} {rows}"


def zip_outcome(data: bytes) -> str:
    """ "city", or the class of a clear error, of an archive."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "11111_a-shi_2022_citygml.zip"
        path.write_bytes(data)
        try:
            plateau.open(path).load(epsg=25833)
        except CityModelError as error:
            message = str(error)
            clear = "11111_a-shi" in message and "\n" not in message
            return type(error).__name__ if clear else f"FAILED: unclear: {message!r}"
        except Exception:  # noqa: BLE001  any other exception is what is looked for
            return f"FAILED: {traceback.format_exc()}"
        return "city"


def outcome(data: bytes, *, schema: Schema = EMPTY_SCHEMA, crs: CRS = UTM33) -> str:
    """ "city", the class of a clear error, or what is wrong."""
    start = time.process_time()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            city = read_city([source(data)], schema=schema, crs=crs)
            ground(city)
        sound = city.features.index.is_unique and np.isfinite(city.surfaces.coords).all()
        found = "city" if sound else "FAILED: ids or coordinates"
    except CityModelError as error:
        message = str(error)
        clear = message.startswith("test.gml") and "\n" not in message
        found = type(error).__name__ if clear else f"FAILED: unclear: {message!r}"
    except Exception:  # noqa: BLE001  any other exception is what is looked for
        found = f"FAILED: {traceback.format_exc()}"
    seconds = time.process_time() - start
    return found if seconds < MAX_SECONDS else f"FAILED: took {seconds:.1f} s"


def fuzz(
    original: bytes,
    *,
    first_seed: int,
    seconds: float,
    rounds: int | None = None,
    found_of: Callable[[bytes], str] = outcome,
) -> tuple[Counter[str], dict[int, str]]:
    """Outcomes counted, and the seeds that failed."""
    counts: Counter[str] = Counter()
    failed: dict[int, str] = {}
    end = time.monotonic() + seconds
    seed = first_seed
    while time.monotonic() < end and (rounds is None or seed < first_seed + rounds):
        found = found_of(damaged(original, seed))
        counts[found.partition(":")[0]] += 1
        if found.startswith("FAILED"):
            failed[seed] = found
        seed += 1
    return counts, failed


def everything(
    typed: Callable[[bytes], str],
) -> list[tuple[str, bytes, Callable[[bytes], str]]]:
    """Name, undamaged input and the test of each kind of it."""
    city = small_city()
    return [
        ("city", city, typed),
        ("relief", small_relief(), relief_outcome),
        ("archive", zipped(city), zip_outcome),
        *((name, data, typed) for name, data in encoded(city).items()),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--rounds", type=int, default=None)
    parser.add_argument("--epsg", type=int, default=None, help="of the city, for files given")
    parser.add_argument("paths", nargs="*", type=Path)
    options = parser.parse_args()
    logging.disable()
    seed = options.seed if options.seed is not None else time.time_ns() % 1_000_000_000
    crs = CRS.from_epsg(options.epsg) if options.epsg else UTM33
    typed = partial(outcome, schema=plateau_schema(), crs=crs)
    inputs = [(str(path), path.read_bytes(), typed) for path in options.paths]
    status = 0
    for name, original, found_of in inputs or everything(typed):
        counts, failed = fuzz(
            original,
            first_seed=seed,
            seconds=options.seconds / len(inputs or everything(typed)),
            rounds=options.rounds,
            found_of=found_of,
        )
        sys.stdout.write(f"{name}, first seed {seed}: {dict(counts)}\n")
        for number, found in failed.items():
            sys.stdout.write(f"--- seed {number}\n{found}\n")
            status = 1
    return status


if __name__ == "__main__":
    raise SystemExit(main())
