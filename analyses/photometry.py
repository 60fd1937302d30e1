"""Luminaires -> candela: IES LM-63 files, and a simple lobe where there is none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from citygml.errors import AnalysisError

#: Larger files are no photometry: the largest published ones have 100 kB.
MAX_IES_BYTES = 4 << 20
#: The only photometric type with angles from straight down; A and B are for automobiles and floods.
_TYPE_C = 1
#: Numbers before the angles: ten of the lamp, three of ballast and power.
_HEAD_NUMBERS = 13


@dataclass(frozen=True, slots=True, eq=False)
class Photometry:
    """Luminous intensity of a luminaire by direction, type C.

    Attributes
    ----------
    vertical_deg : (v,) ndarray of float64
        Angles from straight down, ascending. [deg]
    horizontal_deg : (h,) ndarray of float64
        Angles about the vertical, counter-clockwise seen from above from where the luminaire points
        (C0), ascending; (0,) where all sides are alike. [deg]
    candela : (h, v) ndarray of float64
        Intensity. [cd]
    name : str
        Where it comes from.
    """

    vertical_deg: NDArray[np.float64]
    horizontal_deg: NDArray[np.float64]
    candela: NDArray[np.float64]
    name: str

    @property
    def flux_lm(self) -> float:
        """Light that leaves it: the integral of the intensity over the sphere. [lm]

        Examples
        --------
        Equal in all directions below the horizontal, 10 cd over 2 pi sr:

        >>> round(Photometry(np.array([0.0, 90.0]), np.zeros(1), np.full((1, 2), 10.0), "").flux_lm)
        63
        """
        angle = np.radians(np.linspace(0.0, 180.0, 3601))
        turn = np.linspace(0.0, 360.0, 361)[:-1]
        grid = np.stack(np.meshgrid(np.degrees(angle), turn), -1).reshape(-1, 2)
        mean = self.intensity(grid[:, 0], grid[:, 1]).reshape(len(turn), -1).mean(axis=0)
        return float(2.0 * np.pi * np.trapezoid(mean * np.sin(angle), angle))

    def intensity(
        self, vertical_deg: NDArray[np.float64], horizontal_deg: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Intensity in directions, linear between the given angles, 0 beyond them, (n,). [cd]

        Horizontal angles up to 90 or 180 degrees stand for the mirrored sides too [1]_.

        References
        ----------
        .. [1] ANSI/IES LM-63-19, "Approved method: IES standard file format for the electronic
           transfer of photometric data", sec. 5.15 (horizontal angles and symmetry).
        """
        turn = np.mod(np.asarray(horizontal_deg, dtype=np.float64), 360.0)
        last = self.horizontal_deg[-1]
        if last <= 180.0:
            turn = np.where(turn > 180.0, 360.0 - turn, turn)
        if last <= 90.0:
            turn = np.where(turn > 90.0, 180.0 - turn, turn)
        row, row_share = _between(self.horizontal_deg, turn)
        column, share = _between(self.vertical_deg, np.asarray(vertical_deg, dtype=np.float64))
        next_row = np.minimum(row + 1, len(self.horizontal_deg) - 1)
        next_column = np.minimum(column + 1, len(self.vertical_deg) - 1)
        low = self.candela[row, column] * (1 - share) + self.candela[row, next_column] * share
        high = (
            self.candela[next_row, column] * (1 - share)
            + self.candela[next_row, next_column] * share
        )
        inside = (vertical_deg >= self.vertical_deg[0] - 1e-9) & (
            vertical_deg <= self.vertical_deg[-1] + 1e-9
        )
        return np.where(inside, low * (1 - row_share) + high * row_share, 0.0)


def _between(
    angles: NDArray[np.float64], wanted: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Row of the angle below and the share of the way to the next."""
    row = np.clip(np.searchsorted(angles, wanted, side="right") - 1, 0, max(len(angles) - 2, 0))
    width = angles[np.minimum(row + 1, len(angles) - 1)] - angles[row]
    share = np.divide(wanted - angles[row], width, out=np.zeros_like(wanted), where=width > 0)
    return row, np.clip(share, 0.0, 1.0)


def lobe(flux_lm: float, *, exponent: float = 1.0) -> Photometry:
    """Photometry of a luminaire that shines down alike to all sides: I0 cos^m of the angle.

    Its flux is 2 pi I0 / (m + 1); m = 1 is a flat diffuser, larger is narrower.

    Parameters
    ----------
    flux_lm : float
        Light that leaves it. [lm]
    exponent : float
        m.

    Raises
    ------
    AnalysisError
        If flux or exponent are not positive numbers.

    Examples
    --------
    A diffuser of 1000 lm has 1000 / pi candela straight down:

    >>> lamp = lobe(1000.0)
    >>> lamp.intensity(np.array([0.0, 60.0, 100.0]), np.zeros(3)).round(1)
    array([318.3, 159.2,   0. ])
    """
    if not (math.isfinite(flux_lm) and flux_lm > 0.0 and exponent > 0.0):
        raise AnalysisError(f"flux_lm is {flux_lm}, exponent {exponent}; both must be above 0")
    angle = np.linspace(0.0, 90.0, 181)
    peak = flux_lm * (exponent + 1.0) / (2.0 * np.pi)
    candela = peak * np.maximum(np.cos(np.radians(angle)), 0.0) ** exponent
    return Photometry(angle, np.zeros(1), candela[None, :], f"lobe {flux_lm:g} lm cos^{exponent:g}")


def read_ies(path: str | Path) -> Photometry:
    """Photometry of an IES LM-63 file (1986 to 2019), type C.

    Candela are multiplied by the multiplier, the ballast factor and the ballast-lamp factor of the
    file; a depreciation in service is not.

    Parameters
    ----------
    path : str or Path
        The file.

    Raises
    ------
    AnalysisError
        If it is no LM-63 file, of type A or B, or its numbers do not make a table.

    References
    ----------
    .. [1] ANSI/IES LM-63-19.
    """
    path = Path(path)
    try:
        if path.stat().st_size > MAX_IES_BYTES:
            raise AnalysisError(
                f"{path} is larger than {MAX_IES_BYTES >> 20} MB; it is no IES file"
            )
        lines = path.read_text(encoding="cp1252", errors="replace").splitlines()
    except OSError as error:
        raise AnalysisError(f"{path} cannot be read: {error.strerror}; give an IES file") from error
    tilt = next((i for i, line in enumerate(lines) if line.strip().startswith("TILT=")), None)
    if tilt is None:
        raise AnalysisError(f"{path} has no line TILT=; it is no IES LM-63 file")
    numbers = _numbers(lines[tilt + 1 :], path)
    if lines[tilt].strip() == "TILT=INCLUDE":  # lamp geometry, n, n angles, n factors
        skipped = 2 + 2 * int(numbers[1]) if len(numbers) > 1 else 0
        numbers = numbers[skipped:]
    return _table(numbers, path)


def _numbers(lines: Sequence[str], path: Path) -> list[float]:
    words = " ".join(lines).replace(",", " ").split()
    try:
        return [float(word) for word in words]
    except ValueError as error:
        raise AnalysisError(f"{path}: {error}; an IES file has only numbers after TILT=") from error


def _table(numbers: list[float], path: Path) -> Photometry:
    """Angles and candela from the numbers after the tilt."""
    if len(numbers) < _HEAD_NUMBERS:
        raise AnalysisError(f"{path} has {len(numbers)} numbers; an IES file has more")
    lamps, per_lamp, multiplier, vertical, horizontal, kind = numbers[:6]
    v, h = int(vertical), int(horizontal)
    if int(kind) != _TYPE_C:
        raise AnalysisError(f"{path} is of photometric type {int(kind)}; only C (1) is read")
    expected = _HEAD_NUMBERS + v + h + v * h
    if v < 1 or h < 1 or len(numbers) < expected:
        raise AnalysisError(
            f"{path} has {len(numbers)} numbers; {v} x {h} angles need {expected}: it is cut off"
        )
    values = np.array(numbers[_HEAD_NUMBERS:expected])
    down, turn, candela = values[:v], values[v : v + h], values[v + h :].reshape(h, v)
    factor = multiplier * numbers[10] * numbers[11]
    good = (np.diff(down) > 0).all() and (np.diff(turn) > 0).all() and (candela >= 0).all()
    if not (good and np.isfinite(values).all() and factor > 0 and turn[0] == 0.0):
        raise AnalysisError(f"{path}: angles must ascend from 0 and candela not be negative")
    _ = lamps, per_lamp  # absolute files say -1 lumen; candela are absolute in both cases
    return Photometry(down, turn, candela * factor, path.name)
