"""Speed of the flood decision: ``python tests/benchmarks/flood.py [BUILDINGS]`` in an environment
where the project is installed.

Prints buildings per second of one core (processor time) on a synthetic table, and the ratio to a
loop over rows that follows the same rules (depth number or class, registered storeys, duration,
wood in a flow zone).
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd

from analyses.flood.criteria import DEFAULT_CRITERIA
from analyses.flood.decision import Evidence, judged
from analyses.flood.records import design_depth
from analyses.flood.rules import DepthInterval, Interval, solid_structure, survives_flow
from analyses.hazards import depth_intervals, depth_range

RANKS = ("0.5m未満", "0.5m以上3m未満", "3m以上5m未満", "5m以上10m未満", "10m以上20m未満")
EDGES = (0.5, 3.0, 5.0, 10.0, 20.0)


def synthetic(count: int) -> tuple[pd.DataFrame, np.ndarray, pd.DataFrame]:
    """Records, the building of each, and the buildings."""
    rng = np.random.default_rng(20260401)
    owner = np.sort(rng.integers(0, count, count * 3 // 2))
    depth = rng.gamma(1.5, 1.5, len(owner)).clip(0, 19.9)
    rank = np.array(RANKS)[np.searchsorted(EDGES, depth, side="right")]
    records = pd.DataFrame(
        {
            "hazard": pd.array(rng.choice(["river", "inland"], len(owner)), dtype="string"),
            "river": pd.array(rng.choice(["A", "B", "C"], len(owner)), dtype="string"),
            "scale": pd.array(rng.choice(["L1", "L2", "L2"], len(owner)), dtype="string"),
            "depth_m": np.where(rng.random(len(owner)) < 0.1, np.nan, depth),
            "rank_text": pd.array(rank, dtype="string"),
            "duration_h": rng.gamma(1.0, 20.0, len(owner)),
        }
    )
    buildings = pd.DataFrame(
        {
            "storeys": rng.choice([np.nan, 1, 2, 2, 3, 5], count),
            "structure": rng.choice(["601", "603", "611"], count).astype(object),
            "in_flow": rng.choice([0, 0, 0, 2], count).astype(np.int8),
        }
    )
    return records, owner, buildings


def vectorised(records: pd.DataFrame, owner: np.ndarray, buildings: pd.DataFrame) -> np.ndarray:
    """Classes by the library."""
    count = len(buildings)
    design = design_depth(depth_intervals(records), owner, count, DEFAULT_CRITERIA)
    recorded = design["has_record"].to_numpy(bool)
    smaller = design["lower_scale_only"].to_numpy(bool)
    dry = ~recorded & ~smaller
    hi = np.where(smaller, np.inf, np.where(dry, 0.0, design["depth_hi_m"]))
    depth = DepthInterval(
        np.nan_to_num(design["depth_lo_m"].to_numpy(float)), hi, design["depth_closed"].to_numpy()
    )
    storeys = buildings["storeys"].to_numpy(float)
    known = np.isfinite(storeys)
    no_class = np.full(count, "", dtype=object)
    survives = survives_flow(
        solid_structure(buildings["structure"].to_numpy(), no_class),
        buildings["in_flow"].to_numpy(),
    )
    evidence = Evidence(
        depth=depth,
        storeys=Interval(np.where(known, storeys, 1.0), np.where(known, storeys, np.inf)),
        height_m=np.full(count, np.nan),
        usable_storey_m2=Interval(np.ones(count), np.ones(count)),
        no={"flow": survives == 0, "duration": design["duration_h"].to_numpy(float) > 72.0},
        unknown={"flow": survives == 1},
        depth_causes={"class": ~dry},
        storey_causes={"storeys": ~known},
        excluded={},
        dry_by_absence=dry,
    )
    return judged(evidence, DEFAULT_CRITERIA, storey_height_m=2.5).result


def row_by_row(records: pd.DataFrame, owner: np.ndarray, buildings: pd.DataFrame) -> list[str]:
    """Return the same classes, one building at a time."""
    groups = records.groupby(owner)
    return [
        one_row(groups.get_group(row) if row in groups.groups else records.iloc[:0], building)
        for row, building in buildings.iterrows()
    ]


def bounds(record: pd.Series) -> tuple[float, float, bool]:
    """Depths that one record allows, and whether the deepest is one of them."""
    if np.isfinite(record["depth_m"]):
        return record["depth_m"], record["depth_m"], True
    return (*depth_range(record["rank_text"]), False)


def one_row(records: pd.DataFrame, building: pd.Series) -> str:
    """Class of one building."""
    lo, hi, closed, longest, rivers = 0.0, 0.0, True, 0.0, set()
    for _, record in records[records["scale"] == "L2"].iterrows():
        rivers.add((record["hazard"], record["river"]))
        longest = max(longest, record["duration_h"])
        low, high, end = bounds(record)
        closed = end if high > hi else closed or (end and high == hi)
        lo, hi = max(lo, low), max(hi, high)
    smaller = records[records["scale"] == "L1"]
    for _, record in smaller.iterrows() if rivers else ():
        _, high, end = bounds(record)
        closed = end if high > hi else closed or (end and high == hi)
        hi = max(hi, high)
    if not set(zip(smaller["hazard"], smaller["river"], strict=True)) <= rivers:
        hi, closed = np.inf, True
    dry = not len(records)
    storeys = building["storeys"]
    fewest, most = (storeys, storeys) if np.isfinite(storeys) else (1, np.inf)
    needed = (1, 2, 3, 5, 9, np.inf)
    enough = fewest >= needed[int(np.searchsorted(EDGES, hi, side="right" if closed else "left"))]
    wood, solid = building["structure"] == "601", building["structure"] == "603"
    in_flow = building["in_flow"] == 2
    if most < needed[int(np.searchsorted(EDGES, lo, side="right"))] or longest > 72.0:
        return "no"
    if in_flow and wood:
        return "no"
    if not enough or (in_flow and not solid):
        return "unknown"
    return "not_needed" if dry else "yes"


def main() -> None:
    """Time both and compare their answers."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    town = synthetic(count)
    start = time.process_time()
    result = vectorised(*town)
    fast = count / (time.process_time() - start)
    few = synthetic(3000)
    start = time.process_time()
    expected = row_by_row(*few)
    slow = 3000 / (time.process_time() - start)
    if list(vectorised(*few)) != expected:
        raise SystemExit("the loop over rows and the library disagree")
    share = pd.Series(result).value_counts(normalize=True).round(3).to_dict()
    sys.stdout.write(
        f"{count} buildings: {fast:,.0f} buildings/s; loop over rows {slow:,.0f} buildings/s; "
        f"ratio {fast / slow:,.0f}; {share}\n"
    )


if __name__ == "__main__":
    main()
