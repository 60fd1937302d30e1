"""Texts as they are met -> coded columns: each distinct text once, a number for each place it is.

A city writes a few thousand different texts a million times. Numbers in arrays take a tenth of
the memory of the texts, and go from one process to another at no cost.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray


class RawValue(NamedTuple):
    """A value as written: `note` is its unit or code space, `file` the number of its file."""

    text: str
    note: str
    file: int
    element: str


#: The entries of a `RawValue` without its name, which costs more to make than all the rest.
Written = tuple[str, str, int, str]
#: Numbers of distinct values, and what appends to the columns of `Cells`: number, row, line.
Store = tuple[
    dict[Written, int], Callable[[int], None], Callable[[int], None], Callable[[int], None]
]
K = TypeVar("K", bound=Hashable)


class Codes(Generic[K]):
    """A column of values that repeat: numbers of the values, and each value once.

    Attributes
    ----------
    numbers : array of int
        For each row the number of its value.
    number_of : dict
        Value -> number, in order of number.

    Examples
    --------
    >>> codes = Codes()
    >>> for text in ("wall", "roof", "wall"):
    ...     codes.add(text)
    >>> codes.numbers.tolist(), codes.distinct
    ([0, 1, 0], ['wall', 'roof'])
    """

    __slots__ = ("number_of", "numbers")

    def __init__(self) -> None:
        self.numbers = array("i")
        self.number_of: dict[K, int] = {}

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.numbers)

    @property
    def distinct(self) -> list[K]:
        """Values in order of their number."""
        return list(self.number_of)

    @property
    def which(self) -> NDArray[np.int32]:
        """For each row the number of its value, as an array."""
        return np.frombuffer(self.numbers, dtype=np.int32) if self.numbers else np.zeros(0, "i4")

    def add(self, value: K) -> None:
        """Append a row."""
        number_of = self.number_of
        number = number_of.get(value)
        if number is None:
            number = number_of[value] = len(number_of)
        self.numbers.append(number)

    def extend(self, other: Codes[K]) -> None:
        """Append the rows of another column."""
        new = [self.number_of.setdefault(v, len(self.number_of)) for v in other.number_of]
        self.numbers.extend(array("i", np.array(new, dtype=np.int32)[other.which].tobytes()))


class Cells:
    """Values of one field as met: owner, coded text and line of each.

    Attributes
    ----------
    rows, lines : array of int
        Row of the city object or record, and line of the file.
    raw : Codes of Written
        The value.
    """

    __slots__ = ("lines", "raw", "rows")

    def __init__(self) -> None:
        self.rows, self.lines = array("i"), array("i")
        self.raw: Codes[Written] = Codes()

    def __len__(self) -> int:
        """Return the number of values."""
        return len(self.rows)

    @property
    def store(self) -> Store:
        """What `add` needs, for those who write it out."""
        raw = self.raw
        return raw.number_of, raw.numbers.append, self.rows.append, self.lines.append

    def add(self, row: int, raw: Written, line: int) -> None:
        """Append a value."""
        self.rows.append(row)
        self.lines.append(line)
        self.raw.add(raw)

    def extend(self, other: Cells, shift: int) -> None:
        """Append the values of another part of the file, the rows of which begin at `shift`."""
        self.rows.extend(shifted(other.rows, shift))
        self.lines.extend(other.lines)
        self.raw.extend(other.raw)


#: A store of nothing.
NO_STORE = Cells().store


class RecordCells:
    """Rows of one long table as met, by column.

    Attributes
    ----------
    owners : array of int
        Row of the city object of each.
    constants : Codes
        The constant columns of each, as sorted (name, text) pairs.
    fields : sequence of Cells
        Values, by number of the field; their rows are those of this table.
    """

    __slots__ = ("constants", "fields", "owners")

    def __init__(self, field_count: int) -> None:
        self.owners = array("i")
        self.constants: Codes[tuple[tuple[str, str], ...]] = Codes()
        self.fields = [Cells() for _ in range(field_count)]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.owners)

    def begin(self, feature_row: int, constants: tuple[tuple[str, str], ...]) -> int:
        """Append a row without values and return its number."""
        self.owners.append(feature_row)
        self.constants.add(constants)
        return len(self.owners) - 1

    def extend(self, other: RecordCells, shift: int) -> None:
        """Append the rows of another part of the file, its city objects beginning at `shift`."""
        for own, more in zip(self.fields, other.fields, strict=True):
            own.extend(more, len(self.owners))
        self.owners.extend(shifted(other.owners, shift))
        self.constants.extend(other.constants)


class TextRows:
    """Rows of texts, the first entry of which is a row of city objects, by column."""

    __slots__ = ("columns", "owners")

    def __init__(self, column_count: int) -> None:
        self.owners = array("i")
        self.columns: list[Codes[str]] = [Codes() for _ in range(column_count)]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.owners)

    def add(self, owner: int, texts: Sequence[str]) -> None:
        """Append a row."""
        self.owners.append(owner)
        for column, text in zip(self.columns, texts, strict=True):
            # `Codes.add`, written out: what no schema names is a tenth of a city's values.
            number_of = column.number_of
            number = number_of.get(text)
            if number is None:
                number = number_of[text] = len(number_of)
            column.numbers.append(number)

    def extend(self, other: TextRows, shift: int) -> None:
        """Append the rows of another part of the file, its city objects beginning at `shift`."""
        self.owners.extend(shifted(other.owners, shift))
        for own, more in zip(self.columns, other.columns, strict=True):
            own.extend(more)


def shifted(rows: array[int], shift: int) -> array[int]:
    """Return row numbers of a part as those of the whole.

    Examples
    --------
    >>> shifted(array("i", [0, 2]), 10).tolist()
    [10, 12]
    """
    if not rows:
        return array("i")
    return array("i", (np.frombuffer(rows, dtype=np.int32) + np.int32(shift)).tobytes())
