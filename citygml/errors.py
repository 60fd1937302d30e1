"""The errors of this project: one root, five children, all of which survive `pickle`.

A message states the place, the fact with its value, the rule and the remedy, on one line.
"""

from __future__ import annotations

from pathlib import Path

#: A row of ``CityModel.problems`` whose reason begins with this cost a whole file.
FILE_LEFT_OUT = "file left out: "


class CityModelError(Exception):
    """Something is wrong with a city model, a file of it, or a request about it."""


class GMLError(CityModelError):
    """A file is not the CityGML that can be read here.

    Parameters
    ----------
    reason : str
        Fact with value; rule; remedy.
    path : Path or str
        The file, or ``archive.zip/member`` for a member of an archive.
    line : int
        Line of the file, counted from 1; 0 where no line is to blame.
    feature_id : str
        ``gml:id`` of the city object, or "".
    """

    def __init__(self, reason: str, path: Path | str, line: int = 0, feature_id: str = "") -> None:
        super().__init__(reason, path, line, feature_id)  # all arguments, so that it pickles
        self.reason, self.path, self.line, self.feature_id = reason, path, line, feature_id

    def __str__(self) -> str:
        """Return ``file:line in id: reason``."""
        line = f":{self.line}" if self.line else ""
        owner = f" in {self.feature_id}" if self.feature_id else ""
        return f"{self.path}{line}{owner}: {self.reason}"


class CRSError(CityModelError, ValueError):
    """A coordinate reference system is missing, unknown or mixed with another."""


class CodelistError(CityModelError, LookupError):
    """A code list cannot be read."""


class GeometryError(CityModelError, ValueError):
    """A geometry breaks a rule that the caller relies on."""


class AnalysisError(CityModelError, ValueError):
    """An analysis cannot work with these inputs."""
