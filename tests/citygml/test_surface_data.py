"""Textures and materials: on the right surface, at the right corner, from no other folder."""

import pickle
from pathlib import Path

import numpy as np
import pytest
from gml_documents import (
    NAMESPACES,
    NAMESPACES_30,
    UTM33,
    boundary,
    box_solid,
    building,
    document,
    element,
    numbers,
    reasons,
    source,
)
from lxml import etree
from pyproj import CRS

import plateau
from citygml import surface_data
from citygml.appearance import Theme
from citygml.model import take_features
from citygml.reader import read_city
from citygml.schema import EMPTY_SCHEMA
from citygml.stream import iter_members, opened
from citygml.surface_data import image_path

REAL = Path(__file__).parents[2] / "../shared/data"
SPACES = {**NAMESPACES, "app": "http://www.opengis.net/citygml/appearance/2.0"}
SPACES_30 = {**NAMESPACES_30, "app": "http://www.opengis.net/citygml/appearance/3.0"}
SQUARE = [(0.0, 0.0, 5.0), (4.0, 0.0, 5.0), (4.0, 2.0, 5.0), (0.0, 2.0, 5.0)]
UV = "0 0 1 0 1 0.5 0 0.5 0 0"


def read(*texts, appearance=True, label="udx/bldg/test.gml"):
    labels = [label, *(f"udx/bldg/test-{i}.gml" for i in range(1, len(texts)))]
    sources = [source(text, name) for text, name in zip(texts, labels, strict=True)]
    return read_city(sources, schema=EMPTY_SCHEMA, crs=UTM33, appearance=appearance)


def roof(id="p1", *, ring=None, ring_id="r1"):
    text = numbers([*(ring or SQUARE), (ring or SQUARE)[0]])
    linear = (
        f'<gml:LinearRing gml:id="{ring_id}"><gml:posList>{text}</gml:posList></gml:LinearRing>'
    )
    return element("gml:Polygon", element("gml:exterior", linear), id=id)


def roof_building(*extra, id="b1", **options):
    return building(boundary("RoofSurface", roof(**options)), *extra, id=id)


def texture(ring="r1", *, uri="test_appearance/a.jpg", target="p1", uv=UV, extra=""):
    coordinates = f'<app:textureCoordinates ring="#{ring}">{uv}</app:textureCoordinates>'
    put = f'<app:target uri="#{target}">{element("app:TexCoordList", coordinates)}</app:target>'
    return element("app:ParameterizedTexture", element("app:imageURI", uri), extra, put)


def material(*targets, color="1 0 0", extra=""):
    puts = "".join(element("app:target", f"#{target}") for target in targets)
    return element("app:X3DMaterial", element("app:diffuseColor", color), extra, puts)


def look(*data, theme="rgb"):
    members = "".join(element("app:surfaceDataMember", one) for one in data)
    return element("app:Appearance", element("app:theme", theme) if theme else "", members)


def with_global(text, *looks, first=True):
    members = "".join(element("app:appearanceMember", one) for one in looks)
    if first:
        return text.replace("<core:cityObjectMember>", f"{members}<core:cityObjectMember>", 1)
    return text.replace("</core:CityModel>", f"{members}</core:CityModel>")


def written(*members):
    return document(*members, namespaces=SPACES)


def only_theme(city, name="rgb") -> Theme:
    assert list(city.appearance.themes) == [name]
    return city.appearance.themes[name]


OPEN_UV = [(0, 0), (1, 0), (1, 0.5), (0, 0.5)]


@pytest.mark.parametrize("place", ["before", "after", "inside"])
def test_every_corner_has_its_place_in_the_image(place):
    if place == "inside":
        text = written(roof_building(element("app:appearance", look(texture()))))
    else:
        text = with_global(written(roof_building()), look(texture()), first=place == "before")
    city = read(text)
    theme = only_theme(city)
    assert theme.texture_row.tolist() == [0]
    assert theme.material_row.tolist() == [-1]
    np.testing.assert_array_equal(theme.uv, OPEN_UV)
    np.testing.assert_array_equal(city.surfaces.coords + city.origin, SQUARE)
    (row,) = city.appearance.textures.to_dict("records")
    assert row["image"] == "udx/bldg/test_appearance/a.jpg"
    assert row["path"] == "udx/bldg/test.gml"
    assert reasons(city) == []


def test_how_an_image_is_to_be_laid_is_kept():
    """Kind of the file, what is beyond its edge, and the colour there."""
    extra = "<app:mimeType>image/jpeg</app:mimeType><app:wrapMode>border</app:wrapMode>"
    extra += "<app:borderColor>0 0 1 1</app:borderColor>"
    city = read(with_global(written(roof_building()), look(texture(extra=extra))))
    columns = ["mime_type", "wrap_mode", "border_color"]
    assert city.appearance.textures[columns].to_numpy().tolist() == [
        ["image/jpeg", "border", "0 0 1 1"]
    ]


def test_a_georeferenced_texture_keeps_its_place_and_is_told_to_have_no_uv():
    place = "<gml:Point><gml:pos>4 5</gml:pos></gml:Point>"
    one = element(
        "app:GeoreferencedTexture",
        element("app:imageURI", "ortho.tif"),
        element("app:preferWorldFile", "false"),
        element("app:referencePoint", place),
        element("app:orientation", "0.5 0 0 -0.5"),
        element("app:target", "#p1"),
    )
    city = read(with_global(written(roof_building()), look(one, one)))
    columns = ["reference_point", "orientation", "prefer_world_file"]
    rows = city.appearance.textures[columns].to_numpy().tolist()
    assert rows == [["4 5", "0.5 0 0 -0.5", "false"]] * 2
    assert only_theme(city).texture_row.tolist() == [1]
    assert np.isnan(only_theme(city).uv).all()
    (reason,) = reasons(city)
    assert "it has no uv; 2, the first 'ortho.tif'" in reason


def test_appearance_is_read_only_on_request():
    text = with_global(written(roof_building()), look(texture()))
    assert read(text, appearance=False).appearance is None
    assert read(written(roof_building())).appearance is None


def test_a_ring_turned_round_takes_its_corners_along():
    """The roof is written looking down; the reader turns it, and the image with it."""
    down = roof_building(ring=SQUARE[::-1])
    city = read(with_global(written(down), look(texture())))
    coords = city.surfaces.coords + city.origin
    uv_of = {point: tuple(uv) for point, uv in zip(SQUARE[::-1], OPEN_UV, strict=True)}
    for point, uv in zip(map(tuple, coords), only_theme(city).uv, strict=True):
        assert tuple(uv) == uv_of[point]
    assert np.cross(coords[1] - coords[0], coords[2] - coords[1])[2] > 0


def test_an_orientable_surface_turns_the_image_too():
    base = element("gml:baseSurface", roof(ring=SQUARE[::-1]))
    oriented = f'<gml:OrientableSurface orientation="-">{base}</gml:OrientableSurface>'
    city = read(with_global(written(building(boundary("RoofSurface", oriented))), look(texture())))
    np.testing.assert_array_equal(city.surfaces.coords + city.origin, SQUARE)
    np.testing.assert_array_equal(only_theme(city).uv, OPEN_UV[::-1])


def test_the_hole_of_a_polygon_has_corners_of_its_own():
    hole = [(1.0, 0.5, 5.0), (1.0, 1.0, 5.0), (2.0, 1.0, 5.0)]
    rings = [
        f'<gml:LinearRing gml:id="r{i}"><gml:posList>{numbers([*ring, ring[0]])}</gml:posList>'
        "</gml:LinearRing>"
        for i, ring in enumerate((SQUARE, hole))
    ]
    holed = element(
        "gml:Polygon", element("gml:exterior", rings[0]), element("gml:interior", rings[1]), id="p1"
    )
    inner = (
        '<app:textureCoordinates ring="#r1">.25 .25 .25 .5 .5 .5 .25 .25</app:textureCoordinates>'
    )
    put = texture("r0").replace("</app:TexCoordList>", f"{inner}</app:TexCoordList>")
    city = read(with_global(written(building(boundary("RoofSurface", holed))), look(put)))
    expected = [*OPEN_UV, (0.25, 0.25), (0.25, 0.5), (0.5, 0.5)]
    np.testing.assert_array_equal(only_theme(city).uv, expected)


def test_a_material_is_put_on_a_polygon_or_all_of_a_solid():
    box = box_solid().replace("<gml:Solid>", '<gml:Solid gml:id="solid">')
    text = written(roof_building(), building(element("bldg:lod1Solid", box), id="b2"))
    city = read(with_global(text, look(material("p1"), material("solid", color="0 0 1"))))
    theme = only_theme(city)
    assert theme.material_row.tolist() == [0] + [1] * 6
    assert np.isnan(theme.uv).all()
    colors = city.appearance.materials[["diffuse_red", "diffuse_green", "diffuse_blue"]]
    assert colors.to_numpy().tolist() == [[1, 0, 0], [0, 0, 1]]
    first = city.appearance.materials.iloc[0]
    assert (first["ambient_intensity"], first["shininess"], first["transparency"]) == (0.2, 0.2, 0)


def test_themes_are_kept_apart():
    other = texture(uri="b.jpg", uv="0 0 .5 0 .5 .5 0 .5 0 0")
    city = read(with_global(written(roof_building()), look(texture()), look(other, theme="winter")))
    assert list(city.appearance.themes) == ["rgb", "winter"]
    assert [t.texture_row[0] for t in city.appearance.themes.values()] == [0, 1]
    assert city.appearance.themes["winter"].uv.max() == 0.5


def test_a_texture_can_be_in_several_themes():
    named = texture().replace(
        "<app:ParameterizedTexture>", '<app:ParameterizedTexture gml:id="t1">'
    )
    first = look(named)
    second = element(
        "app:Appearance", element("app:theme", "b"), '<app:surfaceDataMember xlink:href="#t1"/>'
    )
    city = read(with_global(written(roof_building()), first, second))
    assert [t.texture_row[0] for t in city.appearance.themes.values()] == [0, 0]


def test_citygml_3_names_rings_beside_their_corners():
    corners = element("app:textureCoordinates", UV)
    lists = element("app:TexCoordList", corners, element("app:ring", "#r1"))
    association = element(
        "app:TextureAssociation",
        element("app:target", "#p1"),
        element("app:textureParameterization", lists),
    )
    put = element("app:textureParameterization", association)
    image = element("app:ParameterizedTexture", element("app:imageURI", "a.jpg"), put)
    data = element("app:Appearance", element("app:theme", "rgb"), element("app:surfaceData", image))
    surface = element(
        "core:boundary",
        element(
            "con:RoofSurface",
            element(
                "core:lod2MultiSurface",
                element("gml:MultiSurface", element("gml:surfaceMember", roof())),
            ),
        ),
    )
    text = with_global(document(building(surface), namespaces=SPACES_30), data)
    city = read(text)
    np.testing.assert_array_equal(only_theme(city).uv, OPEN_UV)
    assert reasons(city) == []


@pytest.mark.parametrize(
    "uri",
    [
        "../other/a.jpg",
        "a/../../a.jpg",
        "/etc/passwd",
        "\\\\server\\a.jpg",
        "C:\\a.jpg",
        "http://example.com/a.jpg",
        "file:///etc/passwd",
        "..",
        "",
        "a\0.jpg",
    ],
)
def test_an_image_outside_the_folder_is_refused(uri):
    assert image_path(uri, "udx/bldg/a.gml") == ""


def test_an_image_beside_the_file_is_found():
    assert image_path(" x/./y.png ", "city.zip/udx/bldg/a.gml") == "city.zip/udx/bldg/x/y.png"
    assert image_path("x\\y.png", "C:\\data\\a.gml") == "C:/data/x/y.png"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            texture("r9"),
            "appearance: texture coordinates of a ring of no polygon read; 1, the first 'r9'",
        ),
        (
            texture(uv="0 0 1 0 1 1"),
            "appearance: texture coordinates that are not two for every point of their ring; 1, "
            "the first 'r1'",
        ),
        (
            texture(uri="../../a.jpg"),
            "appearance: app:imageURI is no path beside the file; the image is not used; 1, "
            "the first '../../a.jpg'",
        ),
        (
            material("p9"),
            "appearance: app:target refers to no polygon read; 1, the first 'p9'",
        ),
        (
            material("p1", color="1 0"),
            "appearance: app:X3DMaterial with a colour that is not three numbers; 1",
        ),
        (
            material("p1", extra="<app:isFront>false</app:isFront>"),
            "appearance: looks of the back of surfaces are not used; 1",
        ),
        ("<app:Glow/>", "appearance: surface data of a kind that is not read; 1, the first 'Glow'"),
    ],
)
def test_what_cannot_be_used_is_counted(data, reason):
    city = read(with_global(written(roof_building()), look(data, material("p1"))))
    assert reasons(city) == [reason]
    assert only_theme(city).uv.shape == (4, 2)


def test_looks_of_two_files_are_one():
    second = written(roof_building(id="b2", ring_id="r2")).replace('"p1"', '"p2"')
    city = read(
        with_global(written(roof_building()), look(texture())),
        with_global(second, look(texture("r2", uri="b.jpg", target="p2"), material("p2"))),
    )
    theme = only_theme(city)
    assert theme.texture_row.tolist() == [0, 1]
    assert theme.material_row.tolist() == [-1, 0]
    assert list(city.appearance.textures["image"]) == [
        "udx/bldg/test_appearance/a.jpg",
        "udx/bldg/b.jpg",
    ]


def test_taking_features_takes_their_looks():
    text = written(roof_building(id="b0", ring_id="r0").replace('"p1"', '"p0"'), roof_building())
    city = read(with_global(text, look(texture())))
    taken = take_features(city, np.array([False, True]))
    np.testing.assert_array_equal(only_theme(taken).uv, OPEN_UV)
    assert only_theme(taken).texture_row.tolist() == [0]


def test_a_file_cannot_have_more_themes_than_the_limit(monkeypatch):
    monkeypatch.setattr(surface_data, "MAX_THEMES", 2)
    themes = [look(texture(), theme=f"t{i}") for i in range(4)]
    city = read(with_global(written(roof_building()), *themes))
    assert list(city.appearance.themes) == ["t0", "t1"]
    expected = "appearance: more than 2 themes; the others are not used; 2, the first 't2'"
    assert reasons(city) == [expected]


def test_looks_travel_to_another_process():
    city = read(with_global(written(roof_building()), look(texture())))
    again = pickle.loads(pickle.dumps(city))
    np.testing.assert_array_equal(only_theme(again).uv, OPEN_UV)


def test_surface_data_are_freed_as_they_come():
    """When one is handed over, those before it are empty: memory is that of the largest."""
    data = [texture(f"r{i}") for i in range(20)]
    kept = []

    def look_back(member, theme):
        before = [
            len(earlier) for earlier in member.itersiblings("{*}surfaceDataMember", preceding=True)
        ]
        kept.append((theme, sum(before), len(member)))

    for text in (
        with_global(written(roof_building()), look(*data)),
        written(roof_building(element("app:appearance", look(*data)))),
    ):
        file = source(text)
        with opened(file) as stream:
            found = sum(1 for _ in iter_members(file, stream, on_surface_data=look_back))
        assert found == 1
    assert kept == [("rgb", 0, 1)] * 40


@pytest.mark.real
def test_every_textured_target_of_kaga_has_the_corners_of_its_ring():
    """618 targets (specs/parsing.md 12); each uv equal to the one a walk through the DOM finds."""
    path = REAL / "17206_kaga-shi_2022_citygml/udx/bldg/54363371_bldg_6697_op.gml"
    if not path.exists():
        pytest.skip(f"no {path}: the published files are not here")
    city = plateau.open(path).load(appearance=True)
    theme = only_theme(city, "rgbTexture")
    assert (theme.texture_row >= 0).sum() == 618
    assert all(
        Path(image).parent.parent == path.parent for image in city.appearance.textures["image"]
    )
    root = etree.fromstring(path.read_bytes())
    uv_of_ring = {
        part.get("ring").removeprefix("#"): [float(n) for n in part.text.split()]
        for part in root.iter("{*}textureCoordinates")
    }
    gml_id = "{http://www.opengis.net/gml}id"
    row_of = {name: row for row, name in enumerate(city.surfaces.surface_id)}
    start = city.surfaces.coord_start[city.surfaces.ring_start]
    checked = 0
    for polygon in root.iter("{*}Polygon"):
        rings = [ring.get(gml_id) for ring in polygon.iter("{*}LinearRing")]
        if rings[0] not in uv_of_ring:
            continue
        expected = uv_of_ring[rings[0]]
        pairs = [tuple(expected[i : i + 2]) for i in range(0, len(expected) - 2, 2)]
        row = row_of[polygon.get(gml_id)]
        found = [tuple(uv) for uv in theme.uv[start[row] : start[row] + len(pairs)].tolist()]
        target = np.float32(pairs).tolist()
        assert found in (list(map(tuple, target)), list(map(tuple, target[::-1])))
        checked += 1
    assert checked == 618


def test_a_face_of_two_objects_has_its_texture_in_both():
    link = '<gml:OrientableSurface orientation="-"><gml:baseSurface xlink:href="#p1"/>'
    other = element("gml:surfaceMember", link + "</gml:OrientableSurface>")
    other = element("bldg:lod2MultiSurface", element("gml:MultiSurface", other))
    text = document(roof_building(), building(other, id="b2"), namespaces=SPACES)
    city = read(with_global(text, look(texture())))
    theme = city.appearance.themes["rgb"]
    assert theme.texture_row.tolist() == [0, 0]
    place = {
        owner: {
            tuple(point): tuple(uv)
            for point, uv in zip(city.surfaces.coords[rows], theme.uv[rows], strict=True)
        }
        for owner, rows in ((0, slice(0, 4)), (1, slice(4, 8)))
    }
    assert place[0] == place[1]


GEN = {**SPACES, "gen": "http://www.opengis.net/citygml/generics/2.0"}
MIRROR = "-1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1"


def instance(shape, *, at, id, matrix=""):
    """A generic object that is a shape round its own origin, written here or referred to."""
    point = element("gml:Point", element("gml:pos", at))
    relative = (
        f'<core:relativeGMLGeometry xlink:href="#{shape}"/>'
        if shape.isalnum()
        else element("core:relativeGMLGeometry", shape)
    )
    matrix = element("core:transformationMatrix", matrix) if matrix else ""
    parts = matrix, relative, element("core:referencePoint", point)
    placed = element("gen:lod1ImplicitRepresentation", element("core:ImplicitGeometry", *parts))
    return element("gen:GenericCityObject", placed, id=id)


def sign(id="s1", *, ring_id="r7"):
    """A shape of one polygon, p7."""
    shape = element("gml:MultiSurface", element("gml:surfaceMember", roof("p7", ring_id=ring_id)))
    return shape.replace("<gml:MultiSurface>", f'<gml:MultiSurface gml:id="{id}">')


def corners_and_uv(city, feature_id):
    """Corner of the shape -> its place in the image, in the order of the ring."""
    rows = city.surfaces.feature_row == city.features.index.get_loc(feature_id)
    coords = np.flatnonzero(rows[city.surfaces.surface_of_coord])
    theme = only_theme(city)
    points = city.surfaces.coords[coords] + city.origin
    return {
        tuple(p): tuple(uv)
        for p, uv in zip(points.tolist(), theme.uv[coords].tolist(), strict=True)
    }


@pytest.mark.parametrize("place", ["before", "after"])
def test_an_implicit_geometry_has_the_image_of_its_shape_wherever_it_stands(place):
    """One shape at (5, 5, 5), at (50, 5, 5), and mirrored at (0, 90, 0): x becomes -x."""
    text = document(
        roof_building(),
        instance(sign(), at="5 5 5", id="f1"),
        instance("s1", at="50 5 5", id="f2"),
        instance("s1", at="0 90 0", id="f3", matrix=MIRROR),
        namespaces=GEN,
    )
    data = texture(uri="a.jpg"), texture("r7", target="p7", uri="b.jpg")
    city = read(with_global(text, look(*data), first=place == "before"))
    assert reasons(city) == []
    image = city.appearance.textures["uri"].tolist()
    theme = only_theme(city)
    assert [image[row] for row in theme.texture_row] == ["a.jpg", "b.jpg", "b.jpg", "b.jpg"]
    pairs = list(zip(SQUARE, OPEN_UV, strict=True))
    assert corners_and_uv(city, "b1") == {p: tuple(map(float, uv)) for p, uv in pairs}
    for name, (x, y, z), sign_x in (
        ("f1", (5, 5, 5), 1),
        ("f2", (50, 5, 5), 1),
        ("f3", (0, 90, 0), -1),
    ):
        expected = {(x + sign_x * p[0], y + p[1], z + p[2]): uv for p, uv in pairs}
        assert corners_and_uv(city, name) == expected


def test_a_material_is_put_on_a_shape_and_on_all_of_a_multi_surface():
    text = document(
        roof_building(),
        instance(sign(), at="5 5 5", id="f1"),
        instance("s1", at="9 9 9", id="f2"),
        namespaces=GEN,
    )
    for target in ("p7", "s1"):
        city = read(with_global(text, look(material(target))))
        assert only_theme(city).material_row.tolist() == [-1, 0, 0]
        assert reasons(city) == []


def test_an_image_of_a_shape_that_stands_nowhere_is_told():
    """The reference point is missing: the object is left out, and so is its image."""
    text = document(roof_building(), instance(sign(), at="", id="f1"), namespaces=GEN)
    city = read(with_global(text, look(texture("r7", target="p7"))))
    assert len(city.surfaces) == 1
    assert any("texture coordinates of a ring of no polygon read; 1" in r for r in reasons(city))


def test_chosen_objects_take_the_looks_of_their_shapes_along():
    text = document(roof_building(), instance(sign(), at="5 5 5", id="f1"), namespaces=GEN)
    city = read(with_global(text, look(texture(uri="a.jpg"), texture("r7", target="p7"))))
    part = take_features(city, city.features.index == "f1")
    np.testing.assert_array_equal(part.appearance.themes["rgb"].uv, OPEN_UV)


def projected(matrix, *, target="p1", uri="b.jpg"):
    """A texture that is projected onto a polygon."""
    generator = element("app:TexCoordGen", element("app:worldToTexture", matrix))
    put = f'<app:target uri="#{target}">{generator}</app:target>'
    return element("app:ParameterizedTexture", element("app:imageURI", uri), put)


def test_a_projected_image_is_where_its_matrix_puts_every_corner():
    """(s, t, q) = matrix (x, y, z, 1): u = (x / 4 + 1) / 2 and v = y / 2 / 2, for q = 2."""
    city = read(
        with_global(written(roof_building()), look(projected("0.25 0 0 1  0 0.5 0 0  0 0 0 2")))
    )
    theme = only_theme(city)
    assert theme.texture_row.tolist() == [0]
    points = city.surfaces.coords + city.origin
    expected = np.column_stack([(points[:, 0] / 4 + 1) / 2, points[:, 1] / 4])
    np.testing.assert_allclose(theme.uv, expected, atol=1e-6)
    assert reasons(city) == []


def test_the_matrix_of_a_projected_image_is_for_the_numbers_of_the_file():
    """A file in degrees, latitude first; the city is in metres."""
    ring = [(36.3, 136.4, 5.0), (36.3, 136.401, 5.0), (36.301, 136.401, 5.0)]
    text = document(
        roof_building(ring=ring),
        namespaces=SPACES,
        srs="http://www.opengis.net/def/crs/EPSG/0/6697",
    )
    matrix = "0 1000 0 -136400  1000 0 0 -36300  0 0 0 1"  # u from the longitude, v the latitude
    city = read_city(
        [source(with_global(text, look(projected(matrix))), "a.gml")],
        schema=EMPTY_SCHEMA,
        crs=CRS.from_epsg(6675),
        appearance=True,
    )
    found = {tuple(np.round(uv, 4).tolist()) for uv in only_theme(city).uv}
    assert found == {(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)}


def test_a_projected_image_of_citygml_3_names_its_surface_inside():
    generator = element("app:TexCoordGen", element("app:worldToTexture", "1 0 0 0 0 1 0 0 0 0 0 4"))
    association = element(
        "app:TextureAssociation",
        element("app:target", "#p1"),
        element("app:textureParameterization", generator),
    )
    data = element(
        "app:ParameterizedTexture",
        element("app:imageURI", "b.jpg"),
        element("app:textureParameterization", association),
    )
    city = read(with_global(written(roof_building()), look(data)))
    points = city.surfaces.coords + city.origin
    np.testing.assert_allclose(only_theme(city).uv, points[:, :2] / 4, atol=1e-6)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (projected("1 0 0"), "app:worldToTexture of no 12 numbers; 1, the first 'b.jpg'"),
        (
            projected("1 0 0 0 0 1 0 0 0 0 0 4", target="p9"),
            "app:target refers to no polygon read; 1, the first 'p9'",
        ),
    ],
)
def test_a_projected_image_that_cannot_be_used_is_told(data, reason):
    assert reasons(read(with_global(written(roof_building()), look(data)))) == [
        f"appearance: {reason}"
    ]


def test_a_projection_that_has_no_place_for_a_corner_gives_it_none():
    """q = x is 0 at two corners."""
    city = read(with_global(written(roof_building()), look(projected("1 0 0 0  0 1 0 0  1 0 0 0"))))
    uv, points = only_theme(city).uv, city.surfaces.coords + city.origin
    assert (np.isnan(uv).all(axis=1) == (points[:, 0] == 0)).all()
