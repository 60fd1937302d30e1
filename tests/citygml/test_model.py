"""`CityModel`: rows that refer to rows that exist, cities cut from cities, and their ground."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from builders import ORIGIN, Box, box_city, flat_ground

from citygml.errors import AnalysisError, GeometryError
from citygml.mesh import EMPTY
from citygml.model import ground, root_rows, surface_names, take_features

TWO = [Box(10, 10, 6, base=3), Box(10, 10, 12, east=30, base=5)]


def family(**parents: str) -> pd.DataFrame:
    return pd.DataFrame({"parent_id": list(parents.values())}, index=list(parents))


def test_parts_and_their_installations_lead_to_their_building():
    table = family(b="", part="b", chimney="part", other="")
    assert root_rows(table).tolist() == [0, 0, 0, 3]


def test_the_order_of_rows_does_not_matter():
    assert root_rows(family(chimney="part", part="b", b="")).tolist() == [2, 2, 2]


def test_an_object_whose_parent_is_not_there_stands_alone():
    assert root_rows(family(part="elsewhere")).tolist() == [0]


def test_parents_in_a_circle_do_not_hang():
    assert len(root_rows(family(a="b", b="a"))) == 2


def test_no_features_have_no_roots():
    assert len(root_rows(family())) == 0


def test_every_triangle_knows_its_feature():
    city = box_city(TWO)
    assert np.bincount(city.feature_row_of_triangle).tolist() == [12, 12]


def test_a_city_of_chosen_features_has_only_their_surfaces_triangles_and_records():
    risk = pd.DataFrame({"feature_id": ["b0", "b1", "b1"], "depth_m": [0.5, 1.0, 2.0]})
    city = take_features(box_city(TWO, records={"flood_risk": risk}), np.array([False, True]))
    assert list(city.features.index) == ["b1"]
    assert len(city.surfaces) == 6
    assert set(city.surfaces.feature_row) == {0}
    np.testing.assert_array_equal(city.mesh.bounds, [(30, 0, 5), (40, 10, 17)])
    assert set(city.surfaces.kind[city.mesh.surface_row]) == set(city.surfaces.kind)
    assert city.records["flood_risk"]["depth_m"].tolist() == [1.0, 2.0]


def test_triangles_of_a_chosen_feature_lie_in_their_own_surfaces():
    city = take_features(box_city([Box(1, 1, 1), *TWO]), np.array([True, False, True]))
    for row, corners in zip(city.mesh.surface_row, city.mesh.corners, strict=True):
        ring = {tuple(point) for point in city.surfaces.rings(row)[0]}
        assert {tuple(point) for point in corners} <= ring


@pytest.mark.parametrize("keep", [[True, True], [False, False]])
def test_all_or_nothing_can_be_chosen(keep):
    city = take_features(box_city(TWO), np.array(keep))
    assert len(city.features) == sum(keep)
    assert len(city.mesh) == 12 * sum(keep)


def test_the_ground_is_the_relief_where_there_is_one():
    found = ground(box_city(TWO, terrain=flat_ground(height=1.5)))
    assert found.source == "relief"
    assert found.height_at([(5, 5)]).tolist() == [1.5]


def test_without_relief_the_ground_goes_through_the_bases_of_buildings():
    found = ground(box_city(TWO))
    assert found.source == "building_base"
    assert found.height_at([(5, 5), (35, 5)]).tolist() == pytest.approx([3, 5])


def test_the_ground_is_relative_to_the_origin_in_height_too():
    found = ground(box_city([Box(10, 10, 6, base=3)], origin=(*ORIGIN[:2], 100.0)))
    assert found.height_at([(5, 5)]).tolist() == pytest.approx([3])


def test_relief_without_triangles_is_no_relief():
    assert ground(box_city(TWO, terrain=EMPTY)).source == "building_base"


def test_the_ground_of_a_part_is_that_of_the_whole_where_it_was_handed_over():
    """Bases of `TWO` are at 0 m; the whole dataset says 7 m, and relief goes before both."""
    whole = flat_ground(height=7.0)
    found = ground(replace(box_city(TWO), base_ground=whole))
    assert (found.source, found.mesh) == ("building_base", whole)
    assert ground(replace(box_city(TWO), base_ground=EMPTY)).source == "none"
    relief = replace(box_city(TWO, terrain=flat_ground(height=1.5)), base_ground=whole)
    assert ground(relief).source == "relief"


def test_without_relief_and_bases_there_is_no_ground():
    city = box_city(TWO)
    city = replace(city, features=city.features.assign(base_elevation_m=np.nan))
    assert ground(city).source == "none"
    assert np.isnan(ground(city).height_at([(5, 5)])).all()


def test_a_building_without_footprint_does_not_make_ground():
    city = box_city(TWO)
    features = city.features.copy()
    features.loc["b1", "geometry"] = None
    found = ground(replace(city, features=features))
    assert found.height_at([(5, 5), (35, 5)]).tolist() == pytest.approx([3, 3])


def test_an_id_names_one_object():
    city = box_city(TWO)
    twice = city.features.set_axis(pd.Index(["b", "b"], name="feature_id"))
    with pytest.raises(GeometryError, match="'b' is there twice"):
        replace(city, features=twice)


def test_features_surfaces_and_mesh_must_belong_together():
    city = box_city(TWO)
    with pytest.raises(GeometryError, match="feature that does not exist"):
        replace(city, features=city.features.iloc[:1])
    with pytest.raises(GeometryError, match="surface that does not exist"):
        replace(city, surfaces=city.surfaces.take(np.arange(3)))
    with pytest.raises(GeometryError, match="lack the columns tile"):
        replace(city, features=city.features.drop(columns="tile"))


def test_every_surface_has_a_name_of_its_own():
    """Two boxes of six faces; the second is a part of the first and loses its first two ids.

    The first polygon of an id keeps it. An empty id, and the second use of "same", get the number
    of the surface in the building: the part's faces are numbers 7 to 12.
    """
    city = box_city(TWO)
    features = city.features.assign(parent_id=["", "b0"])
    given = city.surfaces.surface_id.copy()
    given[:] = [f"s{row}" for row in range(12)]
    given[[0, 8]] = "same"
    given[6] = ""
    city = replace(city, features=features, surfaces=replace(city.surfaces, surface_id=given))
    names = surface_names(city)
    assert names[[0, 1, 6, 7, 8]].tolist() == ["same", "s1", "b0#surface7", "s7", "b0#surface9"]
    assert len(set(names)) == len(names)


def test_what_is_no_city_has_no_ground():
    with pytest.raises(AnalysisError, match=r"city is a NoneType; .* take what \.load\(\) returns"):
        ground(None)
