"""What is built: houses, shops, blocks of flats and facilities before they have a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from shapely.geometry import Polygon, box

from generator import solids
from generator.solids import Face

#: Codes of Building_roofType.
ROOF_GABLE, ROOF_HIP, ROOF_PYRAMID, ROOF_FLAT, ROOF_SHED = "1", "2", "3", "4", "5"


@dataclass(frozen=True)
class Body:
    """One closed body: its true faces, and the height of the block that stands for it at LOD1."""

    faces: list[Face]
    block_height_m: float
    name: str = ""
    storeys: int = 0


@dataclass(frozen=True)
class Design:
    """A building in its own axes, and what a register would say about it."""

    style: str
    bodies: list[Body]
    storeys: int
    usage: str
    structure: str
    roof: str
    name: str = ""
    below: int = 0
    klass: str = "3001"
    own_geometry: bool = True  # False: everything is in its parts

    @property
    def outline(self) -> Polygon:
        """Outline from above, in the building's own axes."""
        return outline(self.bodies)


def outline(bodies: Sequence[Body]) -> Polygon:
    """Union of the outlines of bodies, holes kept."""
    polygons = []
    for body in bodies:
        shell, *holes = solids.ground_rings(body.faces)
        polygons.append(Polygon(shell, holes))
    whole = polygons[0]
    for other in polygons[1:]:
        whole = whole.union(other)
    return whole


def flat_body(length: float, width: float, top: float) -> Body:
    """Upright block."""
    return Body(solids.flat(length, width, top), top)


def pitched(faces: list[Face], eave: float) -> Body:
    """Body whose LOD1 block reaches the median of its roof."""
    return Body(faces, round(eave + 0.5 * (solids.top(faces) - eave), 2))


def prism_body(polygon: Polygon, top: float, *, name: str = "", storeys: int = 0) -> Body:
    """Upright walls on any polygon."""
    rings = [np.asarray(polygon.exterior.coords)[:-1]]
    if not polygon.exterior.is_ccw:
        rings[0] = rings[0][::-1]
    for hole in polygon.interiors:
        ring = np.asarray(hole.coords)[:-1]
        rings.append(ring[::-1] if hole.is_ccw else ring)
    return Body(solids.prism(rings, top), top, name, storeys)


def house(room: tuple[float, float], rng: np.random.Generator) -> Design:
    """Detached house within the buildable length and width of a lot."""
    storeys = int(rng.choice([1, 2, 2, 2, 2, 2, 3]))
    length = float(min(room[0], rng.uniform(7.6, 10.2)))
    width = float(min(room[1], rng.uniform(6.8, 9.2)))
    eave = {1: 3.1, 2: 5.8, 3: 8.5}[storeys] + float(rng.uniform(-0.2, 0.4))
    pitch = float(rng.uniform(0.38, 0.58))
    kind = str(rng.choice(["gable", "hip", "L", "shed", "flat"], p=[0.36, 0.27, 0.17, 0.1, 0.1]))
    if storeys == 3 and kind == "L":
        kind = "flat"
    if length < width:
        length, width, turn = width, length, 1
    else:
        turn = 0
    turn += 2 * int(rng.integers(2))
    body, roof = _house_body(kind, (length, width), (eave, pitch), turn)
    wood = storeys < 3 and kind != "flat"
    structure = "601" if wood and rng.random() < 0.93 else str(rng.choice(["604", "605", "603"]))
    usage = "415" if rng.random() < 0.02 else "413" if rng.random() < 0.04 else "411"
    return Design("house", [body], storeys, usage, structure, roof)


def _house_body(
    kind: str, size: tuple[float, float], roof: tuple[float, float], turn: int
) -> tuple[Body, str]:
    length, width = size
    eave, pitch = roof
    rise = pitch * width / 2
    if kind == "flat":
        return Body(solids.turned(solids.flat(length, width, eave + 0.5), turn), eave + 0.5), "4"
    if kind == "shed":
        faces, code = solids.shed(length, width, eave, 0.28 * width), ROOF_SHED
    elif kind == "gable":
        faces, code = solids.gable(length, width, eave, rise), ROOF_GABLE
    elif kind == "hip":
        code = ROOF_PYRAMID if length - width < 0.3 else ROOF_HIP
        faces = solids.hip(length, width, eave, rise)
    else:
        deep = 0.66 * width
        faces = solids.cross_gable(length, deep, (0.82 * deep, width - deep), (eave, pitch))
        code = ROOF_GABLE
    return pitched(solids.turned(faces, turn), eave), code


def shop(room: tuple[float, float], rng: np.random.Generator) -> Design:
    """Narrow building of two to five storeys on the main street, wall to wall with the next."""
    storeys = int(rng.choice([2, 2, 3, 3, 4, 5]))
    depth = float(min(room[1], rng.uniform(10.5, 14.0)))
    top = 3.4 * storeys + 0.9 + float(rng.uniform(-0.2, 0.3))
    if storeys == 2 and rng.random() < 0.35:
        body = pitched(solids.gable(room[0], depth, 6.2, 0.3 * depth / 2), 6.2)
        return Design("shop", [body], 2, "413", "601", ROOF_GABLE)
    usage = str(rng.choice(["402", "413", "414", "401", "404"], p=[0.34, 0.26, 0.2, 0.12, 0.08]))
    structure = str(rng.choice(["603", "604", "605"], p=[0.4, 0.45, 0.15]))
    klass = "3002" if storeys >= 3 and structure == "603" else "3001"
    body = flat_body(room[0], depth, top)
    return Design("shop", [body], storeys, usage, structure, ROOF_FLAT, klass=klass)


def flats(length: float, width: float, storeys: int) -> Design:
    """Slab block of flats."""
    body = flat_body(length, width, 2.9 * storeys + 1.0)
    return Design("flats", [body], storeys, "412", "603", ROOF_FLAT, klass="3002")


def carport(rng: np.random.Generator) -> Design:
    """Roof on posts: a building without walls."""
    body = flat_body(float(rng.uniform(5.0, 5.8)), 3.0, float(round(rng.uniform(2.2, 2.45), 2)))
    return Design("carport", [body], 1, "454", "605", ROOF_FLAT, klass="3003")


def shed_hut(rng: np.random.Generator) -> Design:
    """Garden shed."""
    body = pitched(solids.shed(3.2, 2.4, float(rng.uniform(1.9, 2.1)), 0.35), 2.0)
    return Design("hut", [body], 1, "454", "605", ROOF_SHED)


def court_building() -> Design:
    """Shops and flats around a courtyard: a hole in ground and roof."""
    ring = box(-26, -13.2, 26, 13.2).difference(box(-16, -5.5, 16, 5.5))
    body = prism_body(ring, 17.2)
    return Design("court", [body], 5, "414", "603", ROOF_FLAT, "見本中庭館", below=1, klass="3002")


def tower() -> Design:
    """High-rise flats in a ring of shops; its geometry is all in its parts."""
    core = box(-12, -10.5, 12, 10.5)
    podium = box(-27, -12.8, 20, 12.8).difference(core)
    bodies = [
        prism_body(podium, 9.5, name="低層棟", storeys=2),
        prism_body(core, 63.4, name="高層棟", storeys=20),
    ]
    return Design(
        "tower",
        bodies,
        20,
        "414",
        "602",
        ROOF_FLAT,
        "見本タワー",
        below=2,
        klass="3002",
        own_geometry=False,
    )


def hospital() -> Design:
    """Wards above a low wing, in two parts."""
    ward = box(-24, -2, 20, 15)
    wing = box(-27, -21, 25, 15).difference(ward)
    bodies = [
        prism_body(wing, 8.6, name="外来棟", storeys=2),
        prism_body(ward, 26.8, name="病棟", storeys=7),
    ]
    return Design(
        "hospital", bodies, 7, "422", "603", ROOF_FLAT, "見本市民病院", below=1, klass="3002"
    )


def town_hall() -> Design:
    """Offices with a low council chamber, in two parts."""
    office = box(-22, -4, 14, 11)
    chamber = box(14, -4, 27, 11).union(box(-4, -12, 27, -4))
    bodies = [
        prism_body(office, 22.0, name="本庁舎", storeys=5),
        prism_body(chamber, 8.2, name="議会棟", storeys=2),
    ]
    return Design(
        "town_hall", bodies, 5, "421", "602", ROOF_FLAT, "見本市役所", below=1, klass="3002"
    )


def school() -> list[tuple[Design, float, float]]:
    """School house, gymnasium and pool house with their places in the school's land."""
    building = Polygon([(-38, -7), (38, -7), (38, 22), (27, 22), (27, 6), (-38, 6)])
    main = Design(
        "school",
        [prism_body(building, 15.4)],
        4,
        "422",
        "603",
        ROOF_FLAT,
        "見本小学校 校舎",
        klass="3002",
    )
    hall = Design(
        "gymnasium",
        [pitched(solids.gable(32, 21, 8.4, 3.4), 8.4)],
        2,
        "422",
        "604",
        ROOF_GABLE,
        "見本小学校 体育館",
    )
    return [(main, 0.0, 9.5), (hall, -22.0, -20.0)]


def works() -> list[tuple[Design, float, float]]:
    """Two factory halls and an office with their places in the factory's land."""
    saw = pitched(solids.shed(44, 24, 8.0, 3.2), 8.0)
    low = pitched(solids.gable(26, 18, 6.4, 2.6), 6.4)
    office = flat_body(24, 11, 10.6)
    return [
        (Design("factory", [saw], 1, "441", "604", ROOF_SHED, "見本製作所 第一工場"), -14.0, 12.0),
        (
            Design("factory", [low], 1, "441", "604", ROOF_GABLE, "見本製作所 第二工場"),
            -20.0,
            -19.0,
        ),
        (Design("office", [office], 3, "401", "604", ROOF_FLAT, "見本製作所 事務棟"), 20.0, -22.0),
    ]


def storehouses() -> list[tuple[Design, float, float]]:
    """Warehouses with their places."""
    return [
        (
            Design(
                "warehouse",
                [pitched(solids.gable(22, 20, 6.8, 2.2), 6.8)],
                1,
                "431",
                "604",
                ROOF_GABLE,
            ),
            east,
            0.0,
        )
        for east in (-26.0, 0.0, 26.0)
    ]


def temple() -> list[tuple[Design, float, float]]:
    """Temple hall, priest's house and bell tower with their places."""
    hall = pitched(solids.hip(17, 14, 5.2, 5.4), 5.2)
    home = pitched(solids.cross_gable(14, 7, (6, 5), (3.4, 0.5)), 3.4)
    bell = pitched(solids.hip(4.4, 4.4, 3.6, 2.0), 3.6)
    return [
        (Design("temple", [hall], 1, "454", "601", ROOF_HIP, "見本寺 本堂"), 8.0, 1.0),
        (Design("temple", [home], 1, "411", "601", ROOF_GABLE, "見本寺 庫裏"), -17.0, 0.0),
        (
            Design("temple", [bell], 1, "454", "601", ROOF_PYRAMID, "見本寺 鐘楼", klass="3003"),
            27.0,
            -6.0,
        ),
    ]
