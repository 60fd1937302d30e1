"""Faces that several objects or levels of detail share are faces of each of them."""

import gml_documents as gml
import numpy as np

from citygml import polygons
from citygml.mesh import shell_closed
from citygml.surfaces import SurfaceKind, area_vectors

RINGS = gml.box_rings()
WALL = 2  # the wall at east 10, which the second box begins at


def whole_box(**place):
    faces = [gml.polygon(ring, id=f"p{i}") for i, ring in enumerate(gml.box_rings(**place))]
    return gml.element("bldg:lod2Solid", gml.solid(*faces))


def turned(target):
    inner = f'<gml:baseSurface xlink:href="#{target}"/>'
    return f'<gml:OrientableSurface orientation="-">{inner}</gml:OrientableSurface>'


def second_box():
    """The box east of the first, its western wall being the eastern one of the first."""
    rings = gml.box_rings(10.0)
    faces = [gml.polygon(ring) for i, ring in enumerate(rings) if i != 4]
    wall = f"p{WALL}"
    return gml.element("bldg:lod2Solid", gml.solid(*faces, turned(wall)))


def test_a_party_wall_closes_both_buildings():
    city = gml.read(
        gml.document(gml.building(whole_box()), gml.building(second_box(), id="b2")),
    )
    mesh = city.mesh
    owner = city.surfaces.feature_row[mesh.surface_row]
    assert np.bincount(city.surfaces.feature_row).tolist() == [6, 6]
    assert shell_closed(mesh, owner, 2).all()
    own = city.surfaces.feature_row == 1
    np.testing.assert_allclose(area_vectors(city.surfaces)[own].sum(axis=0), 0.0, atol=1e-9)
    assert gml.reasons(city) == []


def test_a_higher_level_of_detail_may_use_the_faces_of_a_lower_one():
    low = whole_box().replace("lod2Solid", "lod1Solid")
    high = gml.element("bldg:lod3Solid", gml.links(*(f"p{i}" for i in range(6))))
    city = gml.read(gml.document(gml.building(low, high)))
    assert np.bincount(city.surfaces.lod).tolist() == [0, 6, 0, 6]
    assert city.features["lod"].tolist() == [3]


def test_what_refers_to_a_face_inside_its_object_has_no_copy():
    text = gml.building(gml.thematic_box(), gml.element("bldg:lod2Solid", gml.links("p0", "p5")))
    assert len(gml.read(gml.document(text)).surfaces) == 6


def test_a_face_has_the_kind_of_the_surface_that_refers_to_it():
    roof = gml.element("bldg:lod2MultiSurface", gml.links("p5"))
    roof = gml.element("bldg:boundedBy", gml.element("bldg:RoofSurface", roof))
    first = gml.building(whole_box())
    city = gml.read(gml.document(first, gml.building(roof, id="b2")))
    assert city.surfaces.kind[6:].tolist() == [SurfaceKind.ROOF]


def test_links_that_would_fill_memory_are_not_followed(monkeypatch):
    monkeypatch.setattr(polygons, "MAX_SHARED_POINTS", 9)
    roof = gml.element("bldg:lod2Solid", gml.links("p5"))
    members = [gml.building(roof, id=name) for name in "cde"]
    city = gml.read(gml.document(gml.building(whole_box()), *members))
    assert np.bincount(city.surfaces.feature_row).tolist() == [6, 1, 1]
    assert [reason.split(":")[-1] for reason in gml.reasons(city)] == [
        " such links lead to more than 9 points"
    ]
