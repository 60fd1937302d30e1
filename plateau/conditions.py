"""Condition on columns, as text -> which objects meet it; the text can do nothing else."""

from __future__ import annotations

import ast
import difflib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citygml.errors import CityModelError

#: Methods of a column that a condition may call.
METHODS = ("between", "contains", "endswith", "isin", "isna", "notna", "startswith")
#: What a condition is made of; `pandas.DataFrame.eval` alone would also call ``to_csv``.
_ALLOWED = (
    *(ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.Invert, ast.USub),
    *(ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.BitAnd, ast.BitOr),
    *(ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn),
    *(ast.Constant, ast.List, ast.Tuple, ast.Name, ast.Load, ast.Attribute, ast.Call, ast.keyword),
)
#: What pandas raises where texts are compared with numbers, and the like.
_NOT_UNDERSTOOD = (
    *(ValueError, TypeError, SyntaxError, KeyError, AttributeError, NameError, RecursionError),
)
#: Longest condition; a person writes a line.
_MAX_LENGTH = 1000


def meeting(features: Any, where: str) -> NDArray[np.bool_]:
    """Return which objects meet a condition on their columns; what is missing does not.

    Parameters
    ----------
    features : GeoDataFrame
        Features of a city.
    where : str
        Comparisons of columns with values, joined by ``and``, ``or``, ``not``; `METHODS` of a
        column, those of texts after ``.str``. Nothing else is run: no function, no variable.

    Raises
    ------
    CityModelError
        If it is no such condition, or names a column that is not there.
    """
    import pandas as pd

    table = pd.DataFrame(features.drop(columns=features.geometry.name))
    _check(where, [str(name) for name in table.columns])
    try:
        found = table.eval(where, engine="python", local_dict={}, global_dict={})
        return np.asarray(pd.array(found, dtype="boolean").fillna(value=False), dtype=bool)
    except _NOT_UNDERSTOOD as error:
        raise _refused(where, str(error)) from error


def checked_condition(where: str) -> str:
    """Return a condition that is one, whatever the columns are.

    Raises
    ------
    CityModelError
        If it is empty, or something that a condition may not be.
    """
    if not where.strip():
        raise CityModelError("where= is empty; give such as \"usage == '411'\"")
    _tree(where)
    return where


def _tree(where: str) -> ast.AST:
    """Parse a condition; refuse what could do more than compare."""
    if len(where) > _MAX_LENGTH:
        raise _refused(f"{where[:40]}...", f"it has {len(where)} characters, not {_MAX_LENGTH}")
    try:
        tree = ast.parse(where.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _refused(where, getattr(error, "msg", "") or str(error)) from error
    for node in ast.walk(tree):
        if reason := _reason_against(node):
            raise _refused(where, reason)
    return tree


def _reason_against(node: ast.AST) -> str:
    """Say why a part of a condition is refused, "" where it is not."""
    if not isinstance(node, _ALLOWED):
        return f"{type(node).__name__} is no part of a condition"
    if isinstance(node, ast.Call) and not isinstance(node.func, ast.Attribute):
        return "functions are not called"
    if isinstance(node, ast.Attribute) and node.attr != "str" and node.attr not in METHODS:
        return f".{node.attr} is none of {', '.join(METHODS)}"
    if isinstance(node, ast.Name) and node.id.startswith("__"):
        return f"{node.id} is no column"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        sides = (node.left, node.right)
        if any(
            isinstance(s, ast.Constant) and not isinstance(s.value, (int, float)) for s in sides
        ):
            return "texts are not multiplied"
    return ""


def _check(where: str, columns: list[str]) -> None:
    """Refuse names that are no columns, and name those that are spelled nearly so."""
    names = {node.id for node in ast.walk(_tree(where)) if isinstance(node, ast.Name)}
    for name in sorted(names - set(columns)):
        near = difflib.get_close_matches(name, columns, n=3, cutoff=0.6)
        meant = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(columns)}"
        raise _refused(where, f"no column is called {name}; {meant}")


def _refused(where: str, reason: str) -> CityModelError:
    return CityModelError(
        f"where={where!r} is no condition on the columns of features ({reason}); write such as "
        "\"usage == '411' and height_m > 10\""
    )
