"""A broken side file is one line that names the file and the remedy, wherever it is given."""

import json
from unittest.mock import Mock

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from analyses.cameras import read_camera_table
from analyses.flood.population import read_population
from analyses.flood.walking import read_lines
from analyses.hazard_maps import read_polygons
from analyses.side_files import read_csv, read_layer, read_shapes
from citygml.errors import AnalysisError

BINARY = bytes(range(256)) * 2
BROKEN = {
    "empty": b"",
    "binary": BINARY,
    "cut off": b'{"type": "FeatureCollection", "features": [{',
}
READERS = {
    "cameras": read_camera_table,
    "population": read_population,
    "roads": read_lines,
    "hazards": read_polygons,
    "shapes": lambda path: read_shapes(path, remedy="give shapes"),
}


def refusal(reader, path):
    """The message of a refusal: one line, with the file and what to do."""
    with pytest.raises(AnalysisError) as caught:
        reader(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "; give" in message
    assert "\n" not in message
    assert "prefixing" not in message
    return message


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_a_broken_layer_is_one_line_with_file_and_remedy(tmp_path, reader, content):
    path = tmp_path / "broken.geojson"
    path.write_bytes(content)
    refusal(reader, path)


@pytest.mark.parametrize("content", [b"", BINARY], ids=["empty", "binary"])
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_a_broken_csv_is_one_line_with_file_and_remedy(tmp_path, reader, content):
    path = tmp_path / "broken.csv"
    path.write_bytes(content)
    refusal(reader, path)


def test_a_csv_of_excel_in_japan_is_read(tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes("名前\n駅\n".encode("cp932"))
    assert read_csv(path, remedy="give CSV")["名前"].tolist() == ["駅"]


def test_a_table_without_geometry_is_no_layer_of_shapes(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,2\n")
    assert len(read_layer(path, remedy="give shapes")) == 1
    assert "without geometry" in refusal(READERS["shapes"], path)


def test_what_gdal_remarks_is_no_warning(tmp_path):
    """A column of numbers with one text makes GDAL warn; all warnings are errors in this run."""
    path = tmp_path / "mixed.geojson"
    gpd.GeoDataFrame({"a": ["1"]}, geometry=[shapely.Point(0, 0)], crs=4326).to_file(path)
    content = json.loads(path.read_text())
    first = content["features"][0]
    content["features"] = [first, {**first, "properties": {"a": 5.0}}]
    path.write_text(json.dumps(content))
    assert len(read_layer(path, remedy="give shapes")) == 2


def test_ctrl_c_while_pandas_reads_is_no_fault_of_the_file(tmp_path, monkeypatch):
    """What its parser says of an exception without a value, which an interrupt is."""
    path = tmp_path / "people.csv"
    path.write_text("feature_id,persons\na,1\n", encoding="utf-8")
    lost = pd.errors.ParserError("C error: Calling read(nbytes) on source failed.")
    monkeypatch.setattr(pd, "read_csv", Mock(side_effect=lost))
    with pytest.raises(KeyboardInterrupt):
        read_csv(path, remedy="")
