"""Buildings of all tiles -> what only all of them tell."""

from __future__ import annotations

import pandas as pd

from analyses.flood.refuge import refuge_rank

#: What a rank depends on.
RANK_COLUMNS = (
    *("result", "confidence", "robust", "dry_storeys", "structure", "class", "usage"),
    *("top_floor_clearance_m", "capacity", "duration_h", "bldg_key"),
)


def city_ranks(buildings: pd.DataFrame) -> pd.DataFrame:
    """Order in which the refuges of a whole city are named.

    Parameters
    ----------
    buildings : DataFrame
        `RANK_COLUMNS` of the buildings of all tiles, index ``feature_id``.

    Returns
    -------
    DataFrame
        Column ``rank``, see `analyses.flood.refuge.refuge_rank`, in the order of the buildings.
    """
    return refuge_rank(buildings).to_frame("rank")
