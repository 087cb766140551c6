"""What past quotes teach."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.floor.quotes import Correction, Told, learn
from edge.floor.quotes.quote import rounded

minutes = st.floats(0.0, 240.0)


@given(st.lists(st.tuples(minutes, minutes, minutes)), minutes, minutes)
def test_a_corrected_range_is_never_empty_or_absurd(
    pairs: list[tuple[float, float, float]], one_end: float, other_end: float
) -> None:
    correction = learn(Told(min(a, b), max(a, b), waited) for a, b, waited in pairs)
    low, high = correction.ends(min(one_end, other_end), max(one_end, other_end))
    assert 0.0 <= low <= high
    told = rounded(low, high)
    assert 0 <= told.low_min < told.high_min <= 240
    assert told.low_min % 5 == told.high_min % 5 == 0


@pytest.mark.parametrize("truth", [0.6, 1.0, 1.6])
def test_whatever_the_simulation_gets_wrong_most_parties_end_up_inside(truth: float) -> None:
    """Waits are `truth` times what is simulated, and vary twice as much."""
    rng = np.random.default_rng(3)
    correction, inside, late = Correction(), [], []
    for _ in range(1200):
        expected = rng.uniform(10, 60)
        low, high = correction.ends(expected * 0.9, expected * 1.1)
        told = rounded(low, high)
        waited = truth * expected * rng.lognormal(0.0, 0.2)
        inside.append(told.low_min <= waited <= told.high_min)
        late.append(waited > told.high_min)
        correction = correction.after(Told(told.low_min, told.high_min, waited))
    assert 0.75 <= np.mean(inside[400:]) <= 0.88
    assert np.mean(late[400:]) <= 0.12


def test_one_surprise_moves_little() -> None:
    low, high = learn([Told(10, 20, 90.0)]).ends(10.0, 20.0)
    assert 19.0 < high < 25.0
    assert low == pytest.approx(10.0, abs=0.5)
