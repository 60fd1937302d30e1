"""What plain formats forget of a table, and how it comes back."""

import pandas as pd
import pytest

from plateau.restoring import joint_metadata, with_dtype


def test_a_type_that_not_all_pieces_share_is_not_said():
    one = {"dtypes": {"a": "int64", "b": "string"}, "plateau": {}}
    two = {"dtypes": {"a": "float64", "b": "string"}, "plateau": {}}
    assert joint_metadata([one, two])["dtypes"] == {"b": "string"}


def test_a_cell_that_was_emptied_by_hand_costs_the_type_and_not_the_table():
    assert with_dtype(pd.Series([1.0, None]), "int64").isna().tolist() == [False, True]
    assert with_dtype(pd.Series([True, None], dtype=object), "bool").isna().tolist() == [
        False,
        True,
    ]


def test_a_text_among_numbers_is_an_error():
    with pytest.raises(ValueError, match="三"):
        with_dtype(pd.Series(["1", "三"]), "Int64")


def test_times_get_their_zone_back_or_lose_it():
    """09:30 in Tokyo is 00:30 in UTC, however the file has written it."""
    for text in ("2024-03-31T00:30:00Z", "2024-03-31 09:30:00+09:00"):
        (time,) = with_dtype(pd.Series([text]), "datetime64[us, Asia/Tokyo]")
        assert time.isoformat() == "2024-03-31T09:30:00+09:00"
    (time,) = with_dtype(pd.Series(["2024-03-31"]), "datetime64[us]")
    assert time.isoformat() == "2024-03-31T00:00:00"
