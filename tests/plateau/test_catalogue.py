"""Asking the delivery service, as it was recorded, on loopback."""

import socket

import pytest
from delivery import service

import plateau
from citygml.errors import CityModelError
from plateau.catalogue import COLUMNS
from plateau.transfer import Courier, TransferError

QUICK = Courier(interval_s=0.0, sleep=lambda _: None)


@pytest.fixture
def server():
    with service() as found:
        found.publish({"udx/bldg/54363371_bldg_6697_op.gml": b"x" * 77})
        yield found


def ask(server, **words):
    return plateau.catalog(api=server.url, courier=QUICK, **words)


def test_every_file_of_the_answer_is_a_row(server):
    table = ask(server, tiles="54363371")
    assert list(table.columns) == list(COLUMNS)
    assert len(table) == 4
    assert set(table["year"]) == {2022, 2024}
    first = table[(table["tile"] == "54363371") & (table["year"] == 2024)].iloc[0]
    assert (first["city"], first["spec"], first["max_lod"]) == ("加賀市", "4.1", 2)
    assert (first["size_bytes"], first["features"]) == (77, 45)
    assert table["size_bytes"].isna().sum() == 3  # what the service does not say is missing
    assert server.paths() == ["/datacatalog/citygml/m:54363371"]


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ({"cities": ["17206", "13101"]}, "17206,13101"),
        ({"tiles": ["543633", "54363371"]}, "m:543633,54363371"),
        ({"bounds": (136.3, 36.2, 136.5, 36.4)}, "r:136.3,36.2,136.5,36.4"),
        ({"cities": "17206", "types": ("bldg", "dem")}, "17206?types=bldg%2Cdem"),
    ],
)
def test_places_are_asked_for_in_the_words_of_the_service(server, words, path):
    ask(server, **words)
    assert server.paths() == [f"/datacatalog/citygml/{path}"]


def test_many_tiles_are_several_requests(server):
    tiles = [f"5436{row}{column}" for row in range(8) for column in range(8)]
    table = ask(server, tiles=tiles)
    assert [len(path.split(",")) for path in server.paths()] == [30, 30, 4]
    assert len(table) == 4  # each file once


def test_types_and_years_narrow_the_answer(server):
    assert set(ask(server, cities="17206", types="dem")["feature_type"]) == {"dem"}
    assert set(ask(server, cities="17206", years=2022)["year"]) == {2022}
    with pytest.raises(CityModelError, match=r"no file .* years \[1999\]"):
        ask(server, cities="17206", years=[1999])


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({}, "exactly one of"),
        ({"cities": "17206", "tiles": "54363371"}, "exactly one of"),
        ({"cities": "Kaga"}, "five digits"),
        ({"tiles": "123"}, "JIS X 0410"),
        ({"bounds": (36.2, 136.3, 36.4, 136.5)}, "longitude comes first"),
    ],
)
def test_what_is_no_place_is_refused_before_the_network(server, words, reason):
    with pytest.raises(CityModelError, match=reason):
        ask(server, **words)
    assert server.asked == []


def test_what_the_service_says_of_a_bad_request_is_passed_on(server):
    server.faults["/datacatalog/citygml/17206"] = [("status", 400, {})]
    with pytest.raises(TransferError, match="400, said so"):
        ask(server, cities="17206")


def test_an_answer_of_another_kind_is_refused(server):
    server.catalogue = b"[1, 2]"
    with pytest.raises(TransferError, match="not that of the delivery service"):
        ask(server, cities="17206")


def test_without_a_network_local_files_are_mentioned():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(TransferError, match="files that are on this machine work without it"):
            plateau.catalog(
                cities="17206",
                api=f"http://127.0.0.1:{unused.getsockname()[1]}",
                courier=QUICK,
            )
