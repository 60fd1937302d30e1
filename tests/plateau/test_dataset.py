"""Opening, narrowing and loading datasets: of a few boxes, and the published ones."""

import pickle

import gml_documents as gml
import numpy as np
import pandas as pd
import pytest
from plateau_folders import LON_M, NAME, REAL, ROOT, SRS, box, write_dataset, zipped

import plateau
from citygml.errors import CityModelError
from plateau.dataset import Dataset
from plateau.tiles import tile_bounds

#: Two tiles side by side; the second box of the first lies 20 m from the border.
WEST, EAST = "54363371", "54363372"
NEAR_BORDER = 1.0 - 30.0 / LON_M * 80.0
TILES = {WEST: [(0.2, 0.5), (NEAR_BORDER, 0.5)], EAST: [(0.01, 0.5), (0.8, 0.5)]}

real = pytest.mark.real


@pytest.fixture
def data(tmp_path):
    return plateau.open(write_dataset(tmp_path, TILES))


def published(name):
    if not (REAL / name).exists():
        pytest.skip(f"no {REAL / name}: the published files are not here")
    return plateau.open(REAL / name)


def test_a_folder_says_what_it_is_without_being_read(tmp_path):
    root = write_dataset(tmp_path, {})
    (root / f"udx/bldg/{WEST}_bldg_6697_op.gml").write_text("not XML", encoding="ascii")
    data = plateau.open(root)
    assert (data.name, data.city_code, data.city, data.edition) == (
        NAME,
        "17206",
        "石川県加賀市",
        "2022",
    )
    assert data.source == (
        "出典：国土交通省 Project PLATEAU（石川県加賀市 2022年度）を加工して作成"
    )
    assert data.files[["feature_type", "tile"]].to_numpy().tolist() == [["bldg", WEST]]


def test_the_sample_city_is_called_synthetic(tmp_path):
    data = plateau.open(write_dataset(tmp_path, TILES, name="13999_mihon-shi_2026_citygml_1_op"))
    assert data.is_synthetic
    assert "合成データ" in data.source
    assert "synthetic" in data.source
    assert "PLATEAU" not in data.source
    assert data.source.encode("cp932")


def test_a_name_without_a_year_has_no_edition(tmp_path):
    data = plateau.open(write_dataset(tmp_path, TILES, name="22203_numazu-shi_citygml"))
    assert data.edition == ""
    assert data.source.endswith("（静岡県沼津市）を加工して作成")


def test_load_reads_every_building_in_the_zone_of_the_city(data):
    """Kaga is in zone VII by law, though nearer to the origin of zone VI."""
    city = data.load()
    assert sorted(city.features.index) == [f"{t}-{i}" for t in (WEST, EAST) for i in (0, 1)]
    assert city.crs.to_epsg() == 6675
    assert not city.features["is_context"].any()
    assert city.provenance["source"] == data.source
    assert city.provenance["source_en"] == data.source_en
    assert data.source_en.isascii()
    assert city.provenance["edition"] == "2022"
    np.testing.assert_allclose(city.features.geometry.area, 100.0, rtol=2e-3)


def test_another_zone_can_be_asked_for(data):
    assert data.load(epsg=6674).crs.to_epsg() == 6674
    with pytest.raises(CityModelError, match="EPSG:1 does not exist"):
        data.load(epsg=1)


def test_a_tile_holds_the_buildings_of_its_file(data):
    city = data.select(tiles=WEST).load()
    assert sorted(city.features.index) == [f"{WEST}-0", f"{WEST}-1"]


def test_context_comes_from_neighbouring_tiles_and_is_marked(data):
    """From the border it is 20 m to one side, 1 % of a tile (11 m) to the other."""
    city = data.select(tiles=WEST).load(context_m=50.0)
    assert city.features["is_context"].to_dict() == {
        f"{WEST}-0": False,
        f"{WEST}-1": False,
        f"{EAST}-0": True,
    }
    assert len(city.mesh) == 3 * 12


def test_adjoining_tiles_share_no_building_and_miss_none(data):
    parts = [data.select(tiles=tile).load().features.index for tile in (WEST, EAST)]
    assert sorted([*parts[0], *parts[1]]) == sorted(data.load().features.index)


@pytest.mark.parametrize("cut", [0.1, 0.2, 0.2003, 0.5])
def test_adjoining_bounds_share_no_building_and_miss_none(data, cut):
    """Also where the cut goes through a building."""
    west, south, east, north = tile_bounds(WEST)
    middle = west + cut * (east - west)
    sides = ((west, south, middle, north), (middle, south, east + 0.02, north))
    ids = [i for side in sides for i in data.select(bounds=side).load().features.index]
    assert sorted(ids) == sorted(data.load().features.index)


def test_a_circle_selects_by_distance_and_context_goes_further(data):
    """The box near the border is 30 m west of it; 5 m to its middle."""
    _, south, east, north = tile_bounds(WEST)
    centre = (east - 25.0 / LON_M, (south + north) / 2)
    alone = data.select(around=centre, radius_m=20.0)
    assert list(alone.load().features.index) == [f"{WEST}-1"]
    wide = alone.load(context_m=30.0)
    assert wide.features["is_context"].to_dict() == {f"{WEST}-1": False, f"{EAST}-0": True}


def test_a_part_goes_with_its_building(tmp_path):
    """The building lies in the west half, its part in the east half of the tile."""
    west, south, east, north = tile_bounds(WEST)
    centre = (west + east) / 2
    part = box(centre + 5.0 / LON_M, south + 0.004, id="part").replace("Building ", "BuildingPart ")
    part = part.replace("</bldg:Building>", "</bldg:BuildingPart>")
    whole = box(
        centre - 15.0 / LON_M,
        south + 0.004,
        f"<bldg:consistsOfBuildingPart>{part}</bldg:consistsOfBuildingPart>",
        id="whole",
    )
    root = write_dataset(tmp_path, {WEST: []})
    path = root / f"udx/bldg/{WEST}_bldg_6697_op.gml"
    path.write_text(gml.document(whole, srs=SRS), encoding="utf-8")
    data = plateau.open(root)
    left = data.select(bounds=(west, south, centre, north)).load()
    assert sorted(left.features.index) == ["part", "whole"]
    with_context = data.select(bounds=(centre, south, east, north)).load(context_m=30.0)
    assert with_context.features["is_context"].to_dict() == {"whole": True, "part": True}


def test_a_building_without_a_place_is_told(tmp_path):
    text = gml.document(gml.building(id="nowhere"), box(136.39, 36.312, id="here"), srs=SRS)
    root = write_dataset(tmp_path, {WEST: []})
    (root / f"udx/bldg/{WEST}_bldg_6697_op.gml").write_text(text, encoding="utf-8")
    city = plateau.open(root).select(around=(136.39, 36.312), radius_m=50.0).load()
    assert list(city.features.index) == ["here"]
    told = city.problems[city.problems["feature_id"] == "nowhere"]
    assert told["reason"].str.contains("has no footprint").any()


def test_the_sample_city_fills_the_columns_that_analyses_need():
    """The only committed dataset; its shares of missing values are those of published files."""
    city = plateau.open(next((ROOT / "sample_data").glob("13999_*_op"))).load()
    buildings = city.features[city.features["kind"] == "Building"]
    filled = buildings.notna().sum()
    assert 400 <= len(buildings) <= 800
    for name in ("height_m", "storeys_above_ground", "structure", "structure_ja", "usage_ja"):
        assert 0.5 * len(buildings) < filled[name] <= len(buildings), name
    assert filled[["year", "fireproof_ja", "class_ja", "lod1_height_type_ja"]].min() > 0
    risk = city.records["flood_risk"]
    assert {"river", "inland", "landslide"} <= set(risk["hazard"])
    rivers = risk[risk["hazard"] == "river"]
    assert set(rivers["scale"]) == {"L1", "L2"}
    assert rivers[["river", "rank_text", "depth_m"]].notna().all(axis=None)
    assert set(city.records["water_surface"]["scale"]) == {"L1", "L2"}
    assert (city.features["kind"] == "SedimentDisasterProneArea").any()
    assert city.terrain is not None


def test_conditions_add_up(data):
    west, south, east, north = tile_bounds(WEST)
    narrowed = data.select(tiles=WEST).select(bounds=(west, south, (west + east) / 2, north))
    assert list(narrowed.load().features.index) == [f"{WEST}-0"]


def test_selecting_is_lazy_and_leaves_the_dataset_as_it_was(data):
    before = pickle.dumps(data)
    narrowed = data.select(tiles=EAST)
    assert narrowed.files["tile"].tolist() == [EAST]
    assert pickle.dumps(data) == before
    assert isinstance(pickle.loads(pickle.dumps(narrowed)), Dataset)


def test_a_place_without_files_is_refused_with_the_extent(data):
    with pytest.raises(CityModelError, match=r"no file in the place .* west 136\.3875, south 36"):
        data.select(around=(139.7, 35.7), radius_m=100.0)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"tiles": WEST, "bounds": (136, 36, 137, 37)},
        {"tiles": []},
        {"tiles": "abc"},
        {"bounds": (137, 36, 136, 37)},
        {"bounds": (1, 2, 3)},
        {"around": (136.4, 36.3)},
        {"around": (36.3, 136.4), "radius_m": 10.0},
    ],
)
def test_places_that_make_no_sense_are_refused(data, wrong):
    with pytest.raises(CityModelError):
        data.select(**wrong)


def test_types_that_are_not_there_are_refused_with_those_that_are(data):
    with pytest.raises(CityModelError, match="no file of the types dem; it has bldg"):
        data.load(types=("dem",))


def test_an_archive_reads_like_its_folder(tmp_path, data):
    root = tmp_path / NAME
    folder = data.load()
    for top in (True, False):
        archived = plateau.open(zipped(root, top=top))
        assert archived.name == NAME
        city = archived.load()
        pd.testing.assert_frame_equal(
            pd.DataFrame(city.features.drop(columns="geometry")),
            pd.DataFrame(folder.features.drop(columns="geometry")),
        )
        np.testing.assert_array_equal(city.mesh.vertices, folder.mesh.vertices)


def test_several_paths_are_one_dataset_and_no_file_counts_twice(tmp_path, data):
    root = tmp_path / NAME
    files = sorted((root / "udx/bldg").glob("*.gml"))
    both = plateau.open([*files, root])
    assert len(both.entries) == 2
    assert both.name == NAME
    assert both.load().crs.to_epsg() == 6675


def test_one_file_alone_knows_its_dataset_and_one_without_is_placed_by_its_tile(tmp_path, data):
    """Tile 54363371 lies nearest to the origin of zone VI."""
    path = tmp_path / NAME / f"udx/bldg/{WEST}_bldg_6697_op.gml"
    assert plateau.open(path).load().crs.to_epsg() == 6675
    lonely = tmp_path / path.name
    lonely.write_bytes(path.read_bytes())
    assert plateau.open(lonely).load().crs.to_epsg() == 6674


def test_a_broken_file_is_a_problem_and_the_others_are_read(tmp_path, data):
    path = tmp_path / NAME / f"udx/bldg/{EAST}_bldg_6697_op.gml"
    path.write_bytes(path.read_bytes()[:900])
    city = data.load()
    assert sorted(city.features.index) == [f"{WEST}-0", f"{WEST}-1"]
    assert city.problems["reason"].str.contains("file left out: not well-formed").sum() == 1


def test_progress_counts_files(data):
    seen = []
    data.load(progress=lambda done, total, label: seen.append((done, total)))
    assert seen == [(0, 2), (1, 2), (2, 2)]


def test_info_reads_heads_and_names_files_it_cannot_read(tmp_path, data):
    (tmp_path / NAME / f"udx/bldg/{EAST}_bldg_6697_op.gml").write_text("", encoding="ascii")
    table = data.info()
    assert table["tile"].tolist() == [WEST, EAST]
    assert table["problem"].str.contains("the file is empty").tolist() == [False, True]
    assert table["srs_name"].str.endswith("6697").tolist() == [True, False]


def test_notebooks_show_a_table(data):
    shown = data._repr_html_()
    assert "<td>bldg</td><td>2</td>" in shown
    assert data.source in shown


@real
def test_kaga():
    """specs/flood.md 5.3: 182 buildings, 50 of them without a flood record; i-UR 2.0."""
    data = published("17206_kaga-shi_2022_citygml")
    city = data.load()
    risk = city.records["flood_risk"]
    assert len(city.features) == 182
    assert 182 - risk["feature_id"].nunique() == 50
    assert risk["scale"].value_counts().to_dict() == {"L2": 132, "L1": 101}
    assert city.features["height_m"].notna().sum() == 181
    assert city.features["storeys_above_ground"].notna().sum() == 0
    assert data.info()["iur_version"].tolist() == ["2.0"]


@real
def test_osaka():
    """58 of 63 buildings have a record (specs/flood.md 5.3); one storey and one height missing."""
    data = published("27100_osaka-shi_city_2024_citygml_1_op")
    city = data.load()
    assert len(city.features) == 63
    assert city.records["flood_risk"]["feature_id"].nunique() == 58
    assert city.features["storeys_above_ground"].notna().sum() == 62
    assert city.features["structure_ja"].notna().all()
    reasons = list(city.problems["reason"])
    assert "storeys_above_ground: 9999 means unknown; 1 of 63 values" in reasons
    assert "height_m: -9999 means unknown; 1 of 63 values" in reasons
    assert not any("code list" in reason for reason in reasons)


@real
def test_the_same_city_in_i_ur_3_1_and_4_0_holds_the_same():
    """The 4.0 file is the 3.1 file converted to CityGML 3.0; it came without code lists."""
    old = published("27100_osaka-shi_city_2024_citygml_1_op").load()
    new = published("citygml-3.0-iur-4.0").load()
    plain = [c for c in old.features if not c.endswith("_ja") and c not in ("geometry", "lod")]
    measured = {"base_elevation_m", "top_elevation_m"}
    columns = [c for c in plain if c not in measured]
    old_rows = pd.DataFrame(old.features[columns]).reset_index(drop=True)
    new_rows = pd.DataFrame(new.features[columns]).reset_index(drop=True)
    pd.testing.assert_frame_equal(old_rows, new_rows)
    columns = ["hazard", "river_code", "scale", "rank_code", "rank_text", "depth_m", "duration_h"]
    pd.testing.assert_frame_equal(
        old.records["flood_risk"][columns], new.records["flood_risk"][columns]
    )
    assert new.records["flood_risk"]["rank_list"].str.startswith("standard:").all()
    assert new.records["flood_risk"]["river"].isna().all(), "names of rivers are a city's own"


@real
def test_koshigaya_has_many_records_on_one_building():
    """specs/flood.md 2.2: 16 records on one building, 15 on a neighbour; hours to 155.9."""
    risk = published("11222_koshigaya-shi_pref_2023_citygml_2_op").load().records["flood_risk"]
    assert sorted(risk.groupby("feature_id").size()) == [9, 12, 15, 15, 16]
    assert risk["duration_h"].max() > 100.0
    assert risk.loc[risk["duration_h"].notna(), "scale"].unique().tolist() == ["L2"]


@real
def test_tokyo_keeps_its_records_in_generic_sets():
    """i-UR 1.4; the second file is not well-formed at line 538 and is a problem, not an end."""
    city = published("13100_tokyo23-ku_citygml").load()
    risk = city.records["flood_risk"]
    assert risk["depth_m"].tolist()[:3] == [1.84, 3.31, 0.17]
    assert risk["scale"].tolist()[:3] == ["L1", "L2", "L2"]
    assert risk["river"].tolist()[:3] == [
        "多摩水系多摩川、浅川、大栗川",
        "多摩水系多摩川、浅川、大栗川",
        "城南地区河川流域",
    ]
    assert risk["duration_h"].tolist()[1] == 13.98
    assert risk["rank_text"].isna().all(), "a rank without a code list means nothing"
    assert (city.features["kind"] == "Road").sum() == 9
    assert city.problems["reason"].str.contains("not well-formed").any()


@real
def test_numazu_and_takaoka_water_surfaces():
    """Code list paths that climb four levels, rankOrg with L1 as code; a 3.1 file with ``2``."""
    numazu = published("22203_numazu-shi_citygml").load()
    water = numazu.records["water_surface"]
    assert water["hazard"].tolist() == ["river"] * 3 + ["tsunami"] * 3
    assert water["scale"].fillna("").tolist() == ["L1"] * 3 + [""] * 3
    assert water["rank_text"].tolist()[3:] == [
        "0.01m以上0.3m未満",
        "0.3m以上1.0m未満",
        "1.0m以上2.0m未満",
    ]
    zones = numazu.features[numazu.features["kind"] == "SedimentDisasterProneArea"]
    assert len(zones) == 81
    assert zones["area_type_code"].isin(list("1234")).all()
    assert zones["area_type_text"].notna().all()
    takaoka = published("16202_takaoka-shi_city_2024_citygml_1_op").load()
    row = takaoka.records["water_surface"].iloc[0]
    assert (row["hazard"], row["scale"], row["rank_text"]) == ("river", "L2", "0.5m未満")
    assert row["river"] == "小矢部川水系岸渡川"


@real
def test_berlin_is_read_in_its_own_reference_system():
    """CityGML 1.0, no tile, no PLATEAU: neither zone nor attribution are made up."""
    data = published("citygml-1.0-berlin")
    city = data.load()
    assert city.crs.to_epsg() == 25833
    assert "PLATEAU" not in data.source
    assert len(city.features) == 61
