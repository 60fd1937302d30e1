"""Which points each candidate covers -> which candidates to take: greedy with a bound, or exact."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from citygml.errors import AnalysisError

#: Entries of the cover looked at in one go when all gains are added up.
ENTRIES_AT_ONCE = 1 << 22
#: First estimates are raised by this share, so that rounding never makes them too low.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """Weighted maximum coverage: which points each of n candidates covers, as sparse bits.

    Attributes
    ----------
    start : (n + 1,) ndarray of int64
        Points of candidate i are ``point[start[i]:start[i + 1]]``.
    point : (e,) ndarray of int32
        Rows of the m points.
    weight : (m,) ndarray of float64
        What covering a point once more is worth.
    need : (m,) ndarray of int16
        How many more candidates count at a point (k-coverage); 0 = it is covered already.
    site : (n,) ndarray of int64
        Where a candidate stands; of each site at most one is taken.
    cost : (n,) ndarray of float64
        What a candidate costs.
    """

    start: NDArray[np.int64]
    point: NDArray[np.int32]
    weight: NDArray[np.float64]
    need: NDArray[np.int16]
    site: NDArray[np.int64]
    cost: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of candidates."""
        return len(self.start) - 1

    def points_of(self, row: int) -> NDArray[np.int32]:
        """Points that a candidate covers."""
        return self.point[self.start[row] : self.start[row + 1]]

    def take(self, rows: NDArray[np.int64]) -> Cover:
        """Return the given candidates over the same points."""
        size = np.diff(self.start)[rows]
        begin = np.concatenate([[0], np.cumsum(size)]).astype(np.int64)
        entries = np.arange(begin[-1]) + np.repeat(self.start[:-1][rows] - begin[:-1], size)
        return replace(
            self,
            start=begin,
            point=self.point[entries],
            site=self.site[rows],
            cost=self.cost[rows],
        )

    def left_after(self, rows: NDArray[np.int64]) -> NDArray[np.int16]:
        """How many more candidates count at each point when some are taken, (m,)."""
        taken = self.take(np.asarray(rows, dtype=np.int64))
        count = np.bincount(taken.point, minlength=len(self.need))
        return np.asarray(np.maximum(self.need - count, 0), dtype=np.int16)

    def value_of(self, rows: NDArray[np.int64]) -> float:
        """Weight that some candidates cover together."""
        return float(self.weight @ (self.need - self.left_after(rows)))

    def gains(self, left: NDArray[np.int16]) -> NDArray[np.float64]:
        """Return what each candidate adds, (n,)."""
        gain = np.zeros(len(self))
        worth = np.where(left > 0, self.weight, 0.0)
        for part in self._parts():
            low, high = self.start[part.start], self.start[part.stop]
            total = np.concatenate([[0.0], np.cumsum(worth[self.point[low:high]])])
            bounds = self.start[part.start : part.stop + 1] - low
            gain[part] = np.diff(total[bounds])
        return gain

    def gain_of(self, row: int, left: NDArray[np.int16]) -> float:
        """Return what one candidate adds."""
        points = self.points_of(row)
        return float(self.weight[points[left[points] > 0]].sum())

    def _parts(self) -> Iterator[slice]:
        """Slices of candidates with about `ENTRIES_AT_ONCE` entries each."""
        first = 0
        while first < len(self):
            last = np.searchsorted(self.start, self.start[first] + ENTRIES_AT_ONCE, side="right")
            stop = min(max(int(last) - 1, first + 1), len(self))
            yield slice(first, stop)
            first = stop


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be taken.

    Attributes
    ----------
    count : int
        Candidates.
    budget : float
        Sum of their costs, inf = no limit.
    """

    count: int
    budget: float = np.inf


class Choice(NamedTuple):
    """Candidates that were taken.

    Attributes
    ----------
    rows : (k,) ndarray of int64
        In the order in which they add most.
    gains : (k,) ndarray of float64
        What each added when it was taken.
    evaluations : int
        Gains that were computed one by one or in the first pass.
    bound : float
        No choice within the limits is worth more.
    """

    rows: NDArray[np.int64]
    gains: NDArray[np.float64]
    evaluations: int
    bound: float


def cover_of_pairs(
    candidate: NDArray[Any],
    point: NDArray[Any],
    *,
    weight: NDArray[np.float64],
    need: NDArray[np.int16],
    site: NDArray[np.int64],
    cost: NDArray[np.float64],
) -> Cover:
    """Cover from pairs of candidate and point, each pair once, in any order."""
    order = np.lexsort((point, candidate))
    count = np.bincount(candidate, minlength=len(site))
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    return Cover(start, point[order].astype(np.int32), weight, need, site, cost)


def lazy_greedy(cover: Cover, limits: Limits) -> Choice:
    """Take, again and again, the candidate that adds most.

    Gains only fall as candidates are taken, so an old gain is an upper bound, and most candidates
    are never looked at again (lazy evaluation [1]_); the choice is that of plain greedy, ties to
    the candidate that comes first. With unequal costs the better of two runs is kept, one by gain
    and one by gain per cost.

    Returns
    -------
    Choice
        Worth at least 1 - 1/e of the optimum [2]_; 1/2 where sites limit the choice [3]_;
        (1 - 1/e)/2 with a budget and unequal costs [4]_. Its `bound` is usually far closer. Fewer
        than `Limits.count` where no more adds anything.

    References
    ----------
    .. [1] M. Minoux, "Accelerated greedy algorithms for maximizing submodular set functions",
       Optimization Techniques, LNCIS 7, 1978, pp. 234-243.
    .. [2] G. L. Nemhauser, L. A. Wolsey and M. L. Fisher, "An analysis of approximations for
       maximizing submodular set functions I", Mathematical Programming 14, 1978, thm. 4.2.
    .. [3] M. L. Fisher, G. L. Nemhauser and L. A. Wolsey, "... II", Mathematical Programming Study
       8, 1978, thm. 2.1.
    .. [4] J. Leskovec et al., "Cost-effective outbreak detection in networks", KDD 2007, thm. 3.

    Examples
    --------
    Three candidates over four points of equal worth; the first and the last cover all:

    >>> cover = cover_of_pairs(np.array([0, 0, 0, 1, 1, 2, 2]), np.array([0, 1, 2, 1, 2, 2, 3]),
    ...     weight=np.ones(4), need=np.ones(4, np.int16), site=np.arange(3), cost=np.ones(3))
    >>> choice = lazy_greedy(cover, Limits(2))
    >>> choice.rows.tolist(), choice.gains.tolist(), choice.bound
    ([0, 2], [3.0, 1.0], 4.0)
    """
    runs = [_greedy(cover, limits, np.ones(len(cover)))]
    if np.isfinite(limits.budget) and len(cover) and np.ptp(cover.cost) > 0.0:
        runs.append(_greedy(cover, limits, cover.cost))
    rows, gains, _ = max(runs, key=lambda run: float(run[1].sum()))
    return Choice(rows, gains, sum(run[2] for run in runs), upper_bound(cover, limits, rows))


def _greedy(
    cover: Cover, limits: Limits, per: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], int]:
    """Rows, gains and evaluations of one run by gain per `per`."""
    left, spent = cover.need.copy(), 0.0
    estimate = cover.gains(left) * (1.0 + _ROUNDING) / per
    heap = [(-estimate[row], row) for row in range(len(cover)) if estimate[row] > 0.0]
    heapq.heapify(heap)
    evaluations, taken_sites = len(cover), set[int]()
    rows, gains = list[int](), list[float]()
    fresh = np.full(len(cover), -1)
    while heap and len(rows) < limits.count:
        key, row = heapq.heappop(heap)
        if int(cover.site[row]) in taken_sites or spent + cover.cost[row] > limits.budget:
            continue
        if fresh[row] != len(rows):
            gain = cover.gain_of(row, left)
            evaluations += 1
            fresh[row] = len(rows)
            if gain > 0.0:
                heapq.heappush(heap, (-gain / per[row], row))
            continue
        points = cover.points_of(row)
        left[points] = np.maximum(left[points] - 1, 0)
        rows.append(row)
        gains.append(-key * per[row])
        spent += float(cover.cost[row])
        taken_sites.add(int(cover.site[row]))
    return np.array(rows, np.int64), np.array(gains), evaluations


def upper_bound(cover: Cover, limits: Limits, rows: NDArray[np.int64]) -> float:
    """Worth that no choice within the limits exceeds.

    What is covered plus the largest gains that remain, one per site, as many as the limits allow:
    holds for any choice, since no gain grows. The lower of the bounds for none taken and for `rows`
    taken.
    """
    none = np.zeros(0, np.int64)
    total = float(cover.weight @ cover.need)
    return min(
        total,
        *(cover.value_of(r) + _best_sum(cover, limits, cover.left_after(r)) for r in (none, rows)),
    )


def _best_sum(cover: Cover, limits: Limits, left: NDArray[np.int16]) -> float:
    """Sum of the largest gains within the limits; the last one in part where money runs out."""
    gain = cover.gains(left)
    gain[cover.cost > limits.budget] = 0.0
    order = np.lexsort((-gain, cover.site))
    first = order[np.diff(cover.site[order], prepend=np.iinfo(np.int64).min) != 0]
    by_count = float(np.sort(gain[first])[::-1][: limits.count].sum())
    if not np.isfinite(limits.budget):
        return by_count
    with np.errstate(divide="ignore"):
        dense = np.argsort(-gain / np.maximum(cover.cost, 1e-300), kind="stable")
    spent = np.cumsum(cover.cost[dense])
    room = np.clip((limits.budget - (spent - cover.cost[dense])), 0.0, cover.cost[dense])
    part = np.divide(room, cover.cost[dense], out=np.ones(len(dense)), where=cover.cost[dense] > 0)
    return min(by_count, float((gain[dense] * part).sum()))


def exact_choice(cover: Cover, limits: Limits, *, time_limit_s: float) -> Choice:
    """Best choice, or the best found in the time with a bound, by mixed-integer programming.

    Points that the same candidates cover become one of their joint weight, and what is covered
    stays continuous [1]_: maximise sum w y with 0 <= y <= need, y <= sum of the candidates that
    cover it, within the limits; solved by HiGHS.

    Raises
    ------
    AnalysisError
        If the time is not a positive number.

    References
    ----------
    .. [1] R. Church and C. ReVelle, "The maximal covering location problem", Papers of the Regional
       Science Association 32, 1974, pp. 101-118.
    """
    if not time_limit_s > 0.0:
        raise AnalysisError(f"time_limit_s is {time_limit_s}; it must be above 0")
    greedy = lazy_greedy(cover, limits)
    incidence, weight, need = _merged_points(cover)
    n, m = len(cover), len(weight)
    if not n or not m:
        return greedy
    found = milp(
        np.concatenate([np.zeros(n), -weight]),
        integrality=np.concatenate([np.ones(n), np.zeros(m)]),
        bounds=Bounds(0.0, np.concatenate([np.ones(n), need.astype(float)])),
        constraints=_constraints(cover, limits, incidence),
        options={"time_limit": time_limit_s, "mip_rel_gap": 0.0},
    )
    rows = greedy.rows if found.x is None else np.flatnonzero(found.x[:n] > 0.5)
    if cover.value_of(rows) < cover.value_of(greedy.rows):  # out of time
        rows = greedy.rows
    dual = np.inf if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    order, gains, _ = _greedy(cover.take(rows), Limits(len(rows)), np.ones(len(rows)))
    bound = max(min(dual, greedy.bound), cover.value_of(rows))
    return Choice(rows[order], gains, greedy.evaluations, bound)


def _constraints(cover: Cover, limits: Limits, incidence: Any) -> list[LinearConstraint]:
    """Return y <= sum of x over who covers it; then count, sites and budget."""
    m, n = incidence.shape
    _, site = np.unique(cover.site, return_inverse=True)
    of_site = sparse.csr_array((np.ones(n), (site, np.arange(n))))
    covering = sparse.hstack([-incidence, sparse.eye_array(m)], format="csc")
    rules = [
        LinearConstraint(covering, -np.inf, 0.0),
        LinearConstraint(_padded(sparse.csr_array(np.ones((1, n))), m), 0.0, limits.count),
        LinearConstraint(_padded(of_site, m), 0.0, 1.0),
    ]
    if np.isfinite(limits.budget):
        cost = sparse.csr_array(cover.cost[None, :])
        rules.append(LinearConstraint(_padded(cost, m), 0.0, limits.budget))
    return rules


def _padded(block: Any, width: int) -> Any:
    return sparse.hstack([block, sparse.csr_array((block.shape[0], width))], format="csc")


def _merged_points(cover: Cover) -> tuple[Any, NDArray[np.float64], NDArray[np.int16]]:
    """Points with the same candidates as one: (m, n) incidence, weight and need of each."""
    owner = np.repeat(np.arange(len(cover)), np.diff(cover.start))
    # The sum of a random number of every candidate names a set; two of them never meet by chance.
    names = np.random.default_rng(0).integers(1, 1 << 62, (2, len(cover)), dtype=np.uint64)
    key = np.zeros((3, len(cover.weight)), np.uint64)
    for row in (0, 1):
        np.add.at(key[row], cover.point, names[row][owner])
    key[2] = cover.need
    counts = (key[0] > 0) & (cover.need > 0) & (cover.weight > 0)
    kept = np.flatnonzero(counts)
    _, first, group = np.unique(key[:, kept], axis=1, return_index=True, return_inverse=True)
    group = group.reshape(-1)
    weight = np.bincount(group, cover.weight[kept], len(first)).astype(np.float64)
    place = np.full(len(cover.weight), -1)
    place[kept[first]] = np.arange(len(first))
    stays = place[cover.point] >= 0
    entries = (np.ones(np.count_nonzero(stays)), (place[cover.point[stays]], owner[stays]))
    incidence = sparse.csr_array(entries, shape=(len(first), len(cover)))
    return incidence, weight, cover.need[kept[first]]


def redundant_rows(cover: Cover) -> NDArray[np.bool_]:
    """Candidates that can all be taken away together without losing anything, (n,).

    From the one that alone loses least: whoever can still go, goes.
    """
    spare = np.bincount(cover.point, minlength=len(cover.need)) - cover.need
    alone = np.zeros(len(cover.need), dtype=bool)
    alone[spare <= 0] = True
    owner = np.repeat(np.arange(len(cover)), np.diff(cover.start))
    worth = cover.weight[cover.point] * alone[cover.point]
    loss = np.bincount(owner, worth, len(cover))
    gone = np.zeros(len(cover), dtype=bool)
    for row in np.lexsort((np.diff(cover.start), loss)):
        points = cover.points_of(int(row))
        points = points[cover.weight[points] > 0.0]
        if (spare[points] > 0).all():
            gone[row] = True
            spare[points] -= 1
    return gone
