"""Textures and materials of surfaces, as `CityModel.appearance`.

A *theme* is one complete look of a city (photographs, a colour by use, infrared). For each theme
every surface has at most one texture and one material, and every corner a place in its image.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from citygml.errors import GeometryError

TEXTURE_COLUMNS = (
    *("texture_type", "image", "uri", "mime_type", "wrap_mode", "border_color"),
    *("reference_point", "orientation", "prefer_world_file", "path", "gml_id"),
)
MATERIAL_COLUMNS = (
    *("diffuse_red", "diffuse_green", "diffuse_blue"),
    *("emissive_red", "emissive_green", "emissive_blue"),
    *("specular_red", "specular_green", "specular_blue"),
    *("ambient_intensity", "shininess", "transparency", "is_smooth", "path", "gml_id"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """How the surfaces of a city look in one theme.

    Attributes
    ----------
    texture_row : (n,) ndarray of int32
        Row of `Appearance.textures` of each surface, -1 without.
    material_row : (n,) ndarray of int32
        Row of `Appearance.materials` of each surface, -1 without.
    uv : (c, 2) ndarray of float32
        Place in the image of each coordinate of the surfaces, nan without texture: (0, 0) is the
        lower left corner, (1, 1) the upper right; beyond, see ``wrap_mode``.
    """

    texture_row: NDArray[np.int32]
    material_row: NDArray[np.int32]
    uv: NDArray[np.float32]

    def __post_init__(self) -> None:
        """Check the lengths once and make every array read-only."""
        if len(self.texture_row) != len(self.material_row):
            raise GeometryError("texture_row and material_row of a Theme differ in length")
        if self.uv.shape[1:] != (2,):
            raise GeometryError(f"uv has shape {self.uv.shape}; it must be (c, 2)")
        for array in (self.texture_row, self.material_row, self.uv):
            array.flags.writeable = False


@dataclass(frozen=True, slots=True, eq=False)
class Appearance:
    """Looks of the surfaces of a city, row by row of `CityModel.surfaces`.

    Attributes
    ----------
    textures : DataFrame
        ``texture_type`` ("ParameterizedTexture", …), ``image`` (path of the image, or of the member
        ``archive.zip/member``; "" where it may not be opened), ``uri`` (as written), ``mime_type``,
        ``wrap_mode``, ``border_color``, ``path`` (of the GML), ``gml_id``; of a
        "GeoreferencedTexture" also ``reference_point`` and ``orientation``, as written in the
        system of the file, and ``prefer_world_file``. It has no `Theme.uv`, which needs the size
        of its image in pixels.
    materials : DataFrame
        ``diffuse_red`` … ``specular_blue``, ``ambient_intensity``, ``shininess``, ``transparency``
        [ratio], ``is_smooth``, ``path``, ``gml_id``; defaults of X3D where the file says nothing.
    themes : Mapping[str, Theme]
        Name of the theme -> what each surface has; "" for a theme without name.
    """

    textures: pd.DataFrame
    materials: pd.DataFrame
    themes: Mapping[str, Theme]

    def take(self, surfaces: ArrayLike, coords: ArrayLike) -> Appearance:
        """Return what some surfaces look like.

        Parameters
        ----------
        surfaces : (n,) array_like of bool or int
            Which surfaces, in which order.
        coords : (c,) array_like of bool or int
            Which coordinates, in which order.
        """
        rows, points = np.asarray(surfaces), np.asarray(coords)
        return Appearance(
            self.textures,
            self.materials,
            {
                name: Theme(theme.texture_row[rows], theme.material_row[rows], theme.uv[points])
                for name, theme in self.themes.items()
            },
        )


def joined_appearance(parts: Sequence[tuple[Appearance | None, int, int]]) -> Appearance | None:
    """Return the looks of several files as one.

    Parameters
    ----------
    parts : sequence of (Appearance or None, int, int)
        Of each file its looks, how many surfaces and how many coordinates it has.

    Returns
    -------
    Appearance or None
        None where no file has any.
    """
    known = [part for part, _, _ in parts if part is not None]
    if not known:
        return None
    names = list(dict.fromkeys(name for part in known for name in part.themes))
    textures = np.cumsum([0, *(0 if p is None else len(p.textures) for p, _, _ in parts)])
    materials = np.cumsum([0, *(0 if p is None else len(p.materials) for p, _, _ in parts)])

    def joined(name: str) -> Theme:
        themes = []
        for (part, n, c), texture, material in zip(parts, textures, materials, strict=False):
            theme = part.themes.get(name) if part is not None else None
            theme = theme or no_theme(n, c)
            themes.append(
                Theme(
                    np.where(theme.texture_row < 0, -1, theme.texture_row + texture),
                    np.where(theme.material_row < 0, -1, theme.material_row + material),
                    theme.uv,
                )
            )
        return Theme(
            np.concatenate([theme.texture_row for theme in themes]).astype(np.int32),
            np.concatenate([theme.material_row for theme in themes]).astype(np.int32),
            np.concatenate([theme.uv for theme in themes]),
        )

    return Appearance(
        pd.concat([part.textures for part in known], ignore_index=True),
        pd.concat([part.materials for part in known], ignore_index=True),
        {name: joined(name) for name in names},
    )


def no_theme(surfaces: int, coords: int) -> Theme:
    """Return the look of surfaces that have none."""
    none = np.full(surfaces, -1, dtype=np.int32)
    return Theme(none, none.copy(), np.full((coords, 2), np.nan, dtype=np.float32))
