"""Camera + coverage -> one picture: what the camera sees, beside the map of it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import numpy as np

from citygml.errors import CityModelError
from citygml.model import CityModel
from viewer.files import replaced
from viewer.maps import write_map
from viewer.scene import view
from viewer.style import Language


def write_camera_sheet(
    path: str | Path,
    city: CityModel,
    samples: gpd.GeoDataFrame,
    cameras: gpd.GeoDataFrame,
    *,
    camera_id: str,
    column: str = "level",
    lang: Language = "en",
) -> Path:
    """Write the view from a camera and, beside it, the map of what it sees.

    Parameters
    ----------
    path : str or Path
        The file to write, .png or .jpg.
    city : CityModel
        The city.
    samples, cameras : GeoDataFrame
        The two tables of a coverage.
    camera_id : str
        The camera.
    column : str
        Column of `samples` that gives the colours.
    lang : {"en", "ja"}
        Language of labels.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    CityModelError
        If there is no such camera, it sees nothing, or nothing can be drawn on this machine.
    """
    from PIL import Image

    scene = view(city, samples, color=column, cameras=cameras, lang=lang)
    picture = scene.from_camera(camera_id).image(size=(1400, 1050))
    own = (";" + samples["seen_by"] + ";").str.contains(f";{camera_id};", regex=False)
    if not own.any():
        raise CityModelError(f"camera {camera_id} sees none of {len(samples)} samples: no map")
    with TemporaryDirectory() as folder:
        chart = Path(folder) / "map.png"
        post = cameras[cameras.index.astype(str) == camera_id]
        write_map(chart, city, samples[own], column, title=camera_id, cameras=post, lang=lang)
        with Image.open(chart) as image:
            beside = np.asarray(image.convert("RGB").resize((1400, 1050)))
    with replaced(path) as temporary:
        try:
            Image.fromarray(np.concatenate([picture, beside], axis=1)).save(temporary)
        except ValueError as error:
            raise CityModelError(
                f"{path} has no picture suffix; pictures are .png or .jpg; rename it"
            ) from error
    return Path(path)
