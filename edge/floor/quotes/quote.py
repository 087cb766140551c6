"""From the floor to the range that a party is told."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from edge.events import Value
from edge.floor.quotes.correction import Correction
from edge.floor.quotes.facts import Booking, FloorLoad, InLine
from edge.floor.quotes.playing import NEVER, Playing
from edge.floor.quotes.turns import Daypart, Turns

RUNS = 400
LOW, HIGH = 0.10, 0.90
ROUND_MIN = 5
LONGEST_MIN = 240
AS_IT_IS = Correction()


class Range(Value):
    """What a party is told: between so and so many minutes."""

    low_min: int
    high_min: int


def quote(
    floor: FloorLoad,
    size: int | None,
    ahead: Sequence[InLine],
    bookings: Sequence[Booking],
    turns: Turns,
    daypart: Daypart,
    rng: np.random.Generator,
    correction: Correction = AS_IT_IS,
    runs: int = RUNS,
) -> Range | None:
    """How long a party that joins the line now will wait, p10 to p90, in steps of five minutes.

    `ahead` in the order in which they will be seated. None: no table is large enough, however long they wait.
    """
    playing = Playing(floor, turns, daypart, runs, rng)
    playing.expect(bookings)
    for party in ahead:
        playing.seat(party)
    wait_min = playing.wait_of(size)
    if float(np.median(wait_min)) >= NEVER / 2.0:
        return None
    low, high = np.quantile(np.minimum(wait_min, LONGEST_MIN), [LOW, HIGH])
    return rounded(*correction.ends(float(low), float(high)))


def rounded(low_min: float, high_min: float) -> Range:
    """The lower end down and the upper end up to five minutes; never an empty range."""
    low = min(int(low_min) // ROUND_MIN * ROUND_MIN, LONGEST_MIN - ROUND_MIN)
    high = min(math.ceil(high_min / ROUND_MIN) * ROUND_MIN, LONGEST_MIN)
    return Range(low_min=low, high_min=max(high, low + ROUND_MIN))


__all__ = ["RUNS", "Range", "quote", "rounded"]
