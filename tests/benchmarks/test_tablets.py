"""How tablets are summed up: what counts as lost and as doubled."""

from __future__ import annotations

import pytest

from benchmarks.tablets import Tablet, Told, figures


def tablet(*seqs: int, began: int = 10) -> Tablet:
    return Tablet(began=began, seqs=list(seqs), late_ms=[float(seq) for seq in seqs])


@pytest.mark.parametrize(
    ("tablets", "told", "lost", "doubled"),
    [
        pytest.param(
            [tablet(11, 12, 13), tablet(12, 13, began=11)], [11, 13], 0, 0, id="all, each from its snapshot on"
        ),
        pytest.param([tablet(11, 13), tablet(11, 12, 13)], [], 1, 0, id="one lacks one"),
        pytest.param([tablet(11, 12), tablet(11, 12, 13)], [], 1, 0, id="one lacks the newest"),
        pytest.param([tablet(11, 12, 13)] * 2, [14], 1, 0, id="a command nobody heard of"),
        pytest.param([tablet(11, 12, 12, 13)] * 2, [], 0, 2, id="twice"),
        pytest.param([tablet(11, 13, 12)] * 2, [], 0, 2, id="out of order"),
        pytest.param([tablet(11, 12, 13)] * 2, [12, 12], 0, 1, id="two commands with one seq"),
    ],
)
def test_lost_and_doubled(tablets: list[Tablet], told: list[int], lost: int, doubled: int) -> None:
    shown = figures(tablets, Told(took_ms=[1.0, 2.0], seqs=told), seconds=1.0)
    assert (shown["lost"], shown["doubled"]) == (lost, doubled)


def test_an_answer_that_differs_the_second_time_was_done_twice() -> None:
    assert figures([tablet(11, 12)] * 2, Told(took_ms=[1.0, 2.0], differed=1), seconds=1.0)["doubled"] == 1
