"""The words schemas are written in."""

from citygml.schema import Field


def test_a_code_fills_two_columns_or_three():
    assert Field("usage", (), "code").columns == ("usage", "usage_ja")
    rank = Field("rank_code", (), "code", label_column="rank_text", list_column="rank_list")
    assert rank.columns == ("rank_code", "rank_text", "rank_list")


def test_anything_else_fills_one():
    assert Field("height_m", (), "float").columns == ("height_m",)
