"""Real files made larger, for the benchmark of the reader: new ids, shifted places, same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_IDS = re.compile(rb'((?:gml:id|xlink:href|uri|app:ring|ring)=")([^"]+)(")')
_RENAMED = re.compile(rb"(<(?:uro:buildingID|app:imageURI)>)([^<]+)(<)")
_COORDS = re.compile(rb"(<gml:(?:posList|lowerCorner|upperCorner)>)([^<]+)(<)")
#: A copy lies this much further north, as the next tile does. [deg]
STEP_DEG = 0.01


def enlarge(source: Path, target: Path, size_bytes: int) -> int:
    """Write copies of the members of a real file, appearances first as there, and return how many.

    Parameters
    ----------
    source, target : Path
        Real file and enlarged file.
    size_bytes : int
        Least size of the enlarged file.
    """
    content = source.read_bytes()
    opening = re.compile(rb"[ \t]*<(\w+):(appearanceMember|cityObjectMember)>")
    start = opening.search(content)
    end = content.rindex(b"</core:CityModel>")
    body = content[start.start() : end] if start else b""
    first = re.search(rb"[ \t]*<core:cityObjectMember>", body)
    split = first.start() if first else 0
    copies = -(-size_bytes // len(body))
    with target.open("wb") as out:
        out.write(content[: len(content) - len(content[start.start() :])] if start else b"")
        for part in (body[:split], body[split:]):
            for number in range(copies if part else 0):
                out.write(_copy(part, number))
        out.write(content[end:])
    return copies


def enlarge_relief(source: Path, target: Path, size_bytes: int, *, one_member: bool) -> int:
    """Write copies of relief: members side by side, or all triangles as one giant member."""
    if not one_member:
        return enlarge(source, target, size_bytes)
    content = source.read_bytes()
    open_tag, close_tag = b"<gml:trianglePatches>", b"</gml:trianglePatches>"
    start = content.index(open_tag) + len(open_tag)
    end = content.index(close_tag)
    body = content[start:end]
    copies = -(-size_bytes // len(body))
    with target.open("wb") as out:
        out.write(content[:start])
        for number in range(copies):
            out.write(_copy(body, number))
        rest = content[end:]
        out.write(rest[: rest.index(b"</core:cityObjectMember>")])
        out.write(b"</core:cityObjectMember></core:CityModel>")
    return copies


def _copy(body: bytes, number: int) -> bytes:
    """Return a copy with its own ids, names and place."""
    mark = b"_c%d" % number
    renamed = _IDS.sub(rb"\g<1>\g<2>" + mark + rb"\3", body)
    renamed = _RENAMED.sub(rb"\g<1>\g<2>" + mark + rb"\3", renamed)
    return _COORDS.sub(lambda m: m[1] + b" ".join(_shifted(m[2], number)) + m[3], renamed)


def _shifted(text: bytes, number: int) -> Iterator[bytes]:
    for index, word in enumerate(text.split()):
        if index % 3 == 0 and number:
            yield repr(float(word) + number * STEP_DEG / 10).encode()
        else:
            yield word
