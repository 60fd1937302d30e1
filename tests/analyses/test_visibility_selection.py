"""Choosing candidates: greedy, its bound, the exact answer, and what can go.

V10 of the visibility dossier.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from analyses.visibility.selection import (
    Cover,
    Limits,
    cover_of_pairs,
    exact_choice,
    lazy_greedy,
    redundant_rows,
    upper_bound,
)
from citygml.errors import AnalysisError


def random_cover(seed: int, n: int = 12, m: int = 60, *, sites: int | None = None, times: int = 1,
                 costs: bool = False) -> Cover:  # fmt: skip
    rng = np.random.default_rng(seed)
    candidate, point = np.nonzero(rng.random((n, m)) < rng.uniform(0.05, 0.3, (n, 1)))
    return cover_of_pairs(
        candidate,
        point,
        weight=rng.integers(1, 9, m).astype(float),
        need=np.full(m, times, np.int16),
        site=np.arange(n) if sites is None else rng.integers(0, sites, n),
        cost=rng.uniform(1, 4, n) if costs else np.ones(n),
    )


def best_by_trying(cover: Cover, limits: Limits) -> float:
    """Every subset within the limits."""
    best = 0.0
    for size in range(1, limits.count + 1):
        for rows in combinations(range(len(cover)), size):
            chosen = np.array(rows)
            if len(set(cover.site[chosen])) < size or cover.cost[chosen].sum() > limits.budget:
                continue
            best = max(best, cover.value_of(chosen))
    return best


def plain_greedy(cover: Cover, limits: Limits) -> tuple[list[int], int]:
    left, rows, evaluations = cover.need.copy(), [], 0
    for _ in range(limits.count):
        gains = np.array([cover.gain_of(row, left) for row in range(len(cover))])
        evaluations += len(cover)
        gains[np.isin(cover.site, cover.site[rows])] = -1.0
        best = int(gains.argmax())
        if gains[best] <= 0:
            break
        rows.append(best)
        points = cover.points_of(best)
        left[points] = np.maximum(left[points] - 1, 0)
    return rows, evaluations


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("sites", "times"), [(None, 1), (5, 1), (None, 2), (4, 3)])
def test_lazy_greedy_takes_what_plain_greedy_takes(seed, sites, times):
    cover = random_cover(seed, sites=sites, times=times)
    limits = Limits(4)
    rows, _ = plain_greedy(cover, limits)
    choice = lazy_greedy(cover, limits)
    assert choice.rows.tolist() == rows
    assert choice.gains.sum() == cover.value_of(choice.rows)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    ("sites", "times", "share"), [(None, 1, 1 - 1 / np.e), (5, 1, 0.5), (None, 2, 1 - 1 / np.e)]
)
def test_greedy_reaches_its_share_of_the_optimum_and_the_bound_is_above_it(
    seed, sites, times, share
):
    """V10."""
    cover = random_cover(seed, sites=sites, times=times)
    limits = Limits(3)
    best = best_by_trying(cover, limits)
    choice = lazy_greedy(cover, limits)
    assert share * best <= cover.value_of(choice.rows) <= best <= choice.bound


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("sites", "times", "budget"),
    [(None, 1, np.inf), (5, 1, np.inf), (None, 2, np.inf), (None, 1, 6.0), (6, 2, 7.0)],
)
def test_the_exact_choice_is_the_best_of_all_subsets(seed, sites, times, budget):
    cover = random_cover(seed, n=10, sites=sites, times=times, costs=np.isfinite(budget))
    limits = Limits(4, budget)
    best = best_by_trying(cover, limits)
    choice = exact_choice(cover, limits, time_limit_s=20)
    assert cover.value_of(choice.rows) == pytest.approx(best)
    assert choice.bound == pytest.approx(best)
    assert cover.cost[choice.rows].sum() <= budget
    assert len(set(cover.site[choice.rows])) == len(choice.rows)
    assert (np.diff(choice.gains) <= 1e-9).all()


@pytest.mark.parametrize("seed", range(6))
def test_the_exact_choice_knows_that_points_are_covered_already(seed):
    """Existing cameras leave needs of 0 to 2, also at points that the same candidates cover."""
    cover = random_cover(seed, n=8, m=40)
    twice = np.concatenate([np.arange(40), np.arange(40)])
    doubled = replace(
        cover_of_pairs(
            np.concatenate([np.repeat(np.arange(8), np.diff(cover.start))] * 2),
            np.concatenate([cover.point, cover.point + 40]),
            weight=cover.weight[twice], need=np.ones(80, np.int16), site=cover.site,
            cost=cover.cost,
        ),
        need=np.random.default_rng(seed).integers(0, 3, 80).astype(np.int16),
    )  # fmt: skip
    limits = Limits(4)
    choice = exact_choice(doubled, limits, time_limit_s=20)
    best = best_by_trying(doubled, limits)
    assert doubled.value_of(choice.rows) == pytest.approx(best)
    assert choice.bound == pytest.approx(best)


@pytest.mark.parametrize("seed", range(8))
def test_with_a_budget_greedy_keeps_its_share_its_bound_and_the_budget(seed):
    cover = random_cover(seed, n=10, costs=True)
    limits = Limits(10, 6.0)
    best = best_by_trying(cover, limits)
    choice = lazy_greedy(cover, limits)
    assert cover.cost[choice.rows].sum() <= 6.0
    assert (1 - 1 / np.e) / 2 * best <= cover.value_of(choice.rows) <= best + 1e-9
    assert best <= choice.bound + 1e-9


def test_a_budget_takes_two_cheap_candidates_instead_of_a_dear_one():
    """Worth 10 for 10, or twice 6 for 5 each: gain alone would take the first."""
    cover = cover_of_pairs(
        np.array([0, 1, 2]), np.array([0, 1, 2]), weight=np.array([10.0, 6, 6]),
        need=np.ones(3, np.int16), site=np.arange(3), cost=np.array([10.0, 5, 5]),
    )  # fmt: skip
    assert lazy_greedy(cover, Limits(3, 10.0)).rows.tolist() == [1, 2]


def test_lazy_greedy_evaluates_a_twentieth_of_the_gains_for_a_budget_of_fifty():
    rng = np.random.default_rng(0)
    n, side = 1500, 200
    place, radius = rng.integers(0, side, (n, 2)), 8
    offset = np.stack(np.meshgrid(*[np.arange(-radius, radius)] * 2), -1).reshape(-1, 2)
    cells = (place[:, None] + offset) % side
    point = cells[..., 1] * side + cells[..., 0]
    cover = cover_of_pairs(
        np.repeat(np.arange(n), point.shape[1]), point.ravel(), weight=np.ones(side**2),
        need=np.ones(side**2, np.int16), site=np.arange(n), cost=np.ones(n),
    )  # fmt: skip
    choice = lazy_greedy(cover, Limits(50))
    assert len(choice.rows) == 50
    assert choice.evaluations <= 0.05 * n * 50


def test_greedy_stops_where_nothing_more_is_gained():
    cover = random_cover(1, n=6, m=5)
    choice = lazy_greedy(cover, Limits(6))
    assert (choice.gains > 0).all()
    assert cover.value_of(choice.rows) == choice.bound == cover.value_of(np.arange(6))


def test_the_bound_holds_for_any_choice():
    cover = random_cover(3)
    best = best_by_trying(cover, Limits(3))
    for rows in ([], [0], [5, 7], [1, 2, 3]):
        assert upper_bound(cover, Limits(3), np.array(rows, np.int64)) >= best


def test_no_candidates_are_no_choice():
    none = np.zeros(0, int)
    need = np.ones(3, np.int16)
    cover = cover_of_pairs(none, none, weight=np.ones(3), need=need, site=none, cost=np.zeros(0))
    for choice in (lazy_greedy(cover, Limits(2)), exact_choice(cover, Limits(2), time_limit_s=1)):
        assert len(choice.rows) == 0
        assert choice.bound == 0.0


def test_what_is_redundant_can_go_together_without_a_loss():
    for seed in range(6):
        cover = random_cover(seed, n=14, m=25)
        gone = redundant_rows(cover)
        every = np.arange(14)
        assert cover.value_of(every[~gone]) == cover.value_of(every)
        assert gone.any()
        for row in every[~gone]:
            assert cover.value_of(every[~gone & (every != row)]) < cover.value_of(every)


def test_twins_are_redundant_once_and_not_both():
    pair, need = np.arange(2), np.ones(1, np.int16)
    cover = cover_of_pairs(
        pair, np.zeros(2, int), weight=np.ones(1), need=need, site=pair, cost=np.ones(2)
    )
    assert redundant_rows(cover).sum() == 1


def test_time_must_be_positive():
    with pytest.raises(AnalysisError, match="time_limit_s is 0"):
        exact_choice(random_cover(0), Limits(2), time_limit_s=0)
