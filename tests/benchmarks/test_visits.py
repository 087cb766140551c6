"""How visits are counted: the benchmark's own rules, on made-up publications."""

from __future__ import annotations

import pytest

from benchmarks.visits import Score, Stay, Step, score, with_lead_in
from edge.events import Availability
from tests.rtsp.clip import AccessUnit, Clip

CLEAN, OCCUPIED, DIRTY = Availability.CLEAN, Availability.OCCUPIED, Availability.DIRTY
VISITS = [Stay(10.0, 20.0), Stay(30.0, 50.0), Stay(60.0, 137.0)]


def steps(*changes: tuple[float, Availability]) -> list[Step]:
    """Publications of one table; each knows the one before."""
    values = [None, *(value for _, value in changes)]
    return [Step(since_s, value, before) for (since_s, value), before in zip(changes, values, strict=False)]


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        pytest.param([], Score(0, 0, ()), id="nothing"),
        pytest.param([(0.0, CLEAN)], Score(0, 0, ()), id="never seen"),
        pytest.param(
            [(0.0, CLEAN), (11.0, OCCUPIED), (22.0, CLEAN), (31.0, OCCUPIED), (49.0, CLEAN), (63.0, OCCUPIED)],
            Score(3, 0, (1.0, 1.0, 3.0, 2.0, -1.0)),
            id="all, the last end not counted",
        ),
        pytest.param(
            [(0.0, CLEAN), (11.0, OCCUPIED), (49.0, CLEAN)],
            Score(1, 0, (-19.0, -1.0)),
            id="two taken for one are one, badly dated",
        ),
        pytest.param(
            [(0.0, CLEAN), (31.0, OCCUPIED), (40.0, CLEAN), (44.0, OCCUPIED), (50.0, CLEAN)],
            Score(1, 2, (1.0, -10.0)),
            id="one taken for two: the shorter is false",
        ),
        pytest.param([(0.0, CLEAN), (22.0, OCCUPIED), (28.0, CLEAN)], Score(0, 2, ()), id="nobody was there"),
        pytest.param(
            [(0.0, CLEAN), (10.0, OCCUPIED), (20.0, DIRTY), (25.0, CLEAN)],
            Score(1, 1, (0.0, 0.0)),
            id="dirty to clean is false where nothing is ever eaten",
        ),
        pytest.param([(0.0, OCCUPIED), (5.0, CLEAN)], Score(0, 1, ()), id="the first state is no change, its end is"),
    ],
)
def test_a_score(published: list[tuple[float, Availability]], expected: Score) -> None:
    assert score(steps(*published), VISITS) == expected


def test_the_lead_in_repeats_the_first_group_and_delays_the_clip() -> None:
    units = [AccessUnit(index / 2, index / 2, index % 2 == 0, (b"picture",)) for index in range(6)]
    clip = with_lead_in(Clip(units, (), 3.0), 19.5)
    assert [unit.at_s for unit in clip.units] == [unit.due_s for unit in clip.units] == [i / 2 for i in range(46)]
    assert clip.duration_s == 23.0
