"""Polygons of a result -> triangles laid on the ground: what is covered, blind spots."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely

from citygml.mesh import Mesh, triangulate
from citygml.model import CityModel
from citygml.surfaces import surface_table
from viewer.coloring import Coloring
from viewer.layers import LIFT_M, Layer, draped, plain_layer


def areas_layer(
    city: CityModel, table: gpd.GeoDataFrame, coloring: Coloring, terrain: Mesh
) -> Layer:
    """Polygons of a table, each in its colour, a little above the ground.

    Parameters
    ----------
    city : CityModel
        Gives the origin.
    table : GeoDataFrame
        Polygons in the reference system of the city.
    coloring : Coloring
        Colours of its rows.
    terrain : Mesh
        The ground.
    """
    shapes = np.where(table.geometry.notna(), table.geometry.to_numpy(), None)
    parts, row = shapely.get_parts(shapes, return_index=True)
    rings = [
        [np.array(ring.coords)[:-1] for ring in (part.exterior, *part.interiors)] for part in parts
    ]
    flat = [
        [np.column_stack([ring[:, :2] - city.origin[:2], np.zeros(len(ring))]) for ring in polygon]
        for polygon in rings
    ]
    mesh = draped(triangulate(surface_table(flat)), terrain, lift_m=LIFT_M["samples"])
    rows = row[mesh.surface_row].astype(np.int32)
    return replace(plain_layer("samples", mesh, coloring.rgb[rows]), table_row=rows)
