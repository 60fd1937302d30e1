"""People, places and ways -> who goes where: as many as possible, then as short as possible."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import maximum_flow

from analyses.flood.walking import Ways
from citygml.errors import AnalysisError

#: How far a solution of the linear program may be from whole persons.
_WHOLE = 1e-4


class Assignment(NamedTuple):
    """Persons on each way.

    Attributes
    ----------
    persons : (p,) ndarray of int64
        Persons that take each of the ways.
    served : int
        Their sum, the greatest there is.
    person_m : float
        Sum of persons times way, the least for so many. [person m]
    """

    persons: NDArray[np.int64]
    served: int
    person_m: float


def most_served(demand: NDArray[np.int64], capacity: NDArray[np.int64], ways: Ways) -> int:
    """Greatest number of persons that find a place (maximum flow).

    Examples
    --------
    >>> ways = Ways(np.array([0, 1]), np.array([0, 0]), np.array([10.0, 20.0]))
    >>> most_served(np.array([3, 4]), np.array([5]), ways)
    5
    """
    units, places = len(demand), len(capacity)
    source, sink = units + places, units + places + 1
    tail = np.concatenate([np.full(units, source), ways.start, units + np.arange(places)])
    head = np.concatenate([np.arange(units), units + ways.goal, np.full(places, sink)])
    width = np.concatenate([demand, np.minimum(demand[ways.start], capacity[ways.goal]), capacity])
    keep = width > 0
    if not keep.any():
        return 0
    graph = csr_array(
        (width[keep].astype(np.int32), (tail[keep], head[keep])), shape=(sink + 1, sink + 1)
    )
    return int(maximum_flow(graph, source, sink).flow_value)


def assigned(demand: NDArray[np.int64], capacity: NDArray[np.int64], ways: Ways) -> Assignment:
    """Send people to places: first as many as possible, then with the fewest person-metres.

    The number is a maximum flow; the ways are the transportation problem with a way to stay behind
    that costs more than any other, solved by HiGHS. Its constraints are those of a network, so that
    a vertex is in whole persons [1]_; that, and the number, are checked.

    Parameters
    ----------
    demand : (u,) ndarray of int64
        Persons of each unit, all of whom may be split.
    capacity : (c,) ndarray of int64
        Persons each place can hold.
    ways : Ways
        Pairs within reach.

    Returns
    -------
    Assignment

    Raises
    ------
    AnalysisError
        If the solver gives up.

    References
    ----------
    .. [1] R. K. Ahuja, T. L. Magnanti, J. B. Orlin, *Network Flows*, 1993, theorem 11.5.

    Examples
    --------
    Two homes of two, a near place for one and a far one for two: three are served.

    >>> ways = Ways(np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([5.0, 9.0, 7.0]))
    >>> result = assigned(np.array([2, 2]), np.array([1, 2]), ways)
    >>> result.served, result.persons.tolist(), result.person_m
    (3, [0, 2, 1], 25.0)
    """
    served = most_served(demand, capacity, ways)
    if not served:
        return Assignment(np.zeros(len(ways.start), dtype=np.int64), 0, 0.0)
    # Nobody stays behind to shorten the ways of others: to serve one more, an alternating path of
    # ways lengthens the sum by less than this.
    left_behind = (2.0 * min(len(demand), len(capacity)) + 1.0) * float(ways.walk_m.max()) + 1.0
    units, count = len(demand), len(ways.start)
    one, way = np.ones(count), np.arange(count)
    everybody = coo_array(
        (
            np.ones(count + units),
            (
                np.concatenate([ways.start, np.arange(units)]),
                np.arange(count + units),
            ),
        ),
        shape=(units, count + units),
    )
    room = coo_array((one, (ways.goal, way)), shape=(len(capacity), count + units))
    solution = linprog(
        np.concatenate([ways.walk_m, np.full(units, left_behind)]),
        A_ub=room.tocsr(),
        b_ub=capacity,
        A_eq=everybody.tocsr(),
        b_eq=demand,
        bounds=(0, None),
        method="highs-ds",
    )
    if solution.status != 0:
        raise AnalysisError(f"the assignment was not solved: {solution.message}; report this")
    on_way = solution.x[:count]
    persons = np.rint(on_way).astype(np.int64)
    if np.abs(on_way - persons).max() > _WHOLE or persons.sum() != served:
        raise AnalysisError("the assignment is not in whole persons; report this")
    return Assignment(persons, served, float(persons @ ways.walk_m))
