from __future__ import annotations

import pytest

from viewer.scales import round_ticks


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (713.2, 1384.0), (-3e-3, 2e-3), (0, 1e6)])
def test_ticks_lie_within_the_ends_and_are_few(low, high):
    ticks = round_ticks(low, high)
    assert 2 <= len(ticks) <= 7
    assert low <= min(ticks) <= max(ticks) <= high
