"""The guests of an evening, drawn before it begins: the same people come whoever deals them.

From the fitted house: when they come, how many, how long they stay, what they spend. No export tells how patient they
are, who reserves and who then stays away; those are assumptions, named below and in docs/explanation/evening.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from edge.demo.evening.house import FittedHouse
from edge.events import Location, Phase, TableType

OPENS_QUARTER, LAST_ORDER_QUARTER = 64, 84
"""An evening is 16:00 to 21:00."""
QUARTER_MIN = 15.0
EVENING_MIN = (LAST_ORDER_QUARTER - OPENS_QUARTER) * QUARTER_MIN
OPEN_WEEKDAYS = range(6)
"""The fitted house serves no dinner on Sundays."""
LEAST_PARTIES = 120

RESERVED, NO_SHOW = 0.15, 0.08
PUNCTUALITY_MIN = 7.0
PATIENCE_MEDIAN_MIN, PATIENCE_SIGMA = 40.0, 0.5
SLOW, SLOWER = 0.05, 1.5
"""One party in twenty stays half as long again."""
MISCOUNTED = 0.04
WISHES = 0.15
ORDER_MIN, LINGER_MIN = (3.0, 8.0), (2.0, 9.0)
GREETED_SHARE, MAINS_SHARE, DESSERT_SHARE, CHECK_SHARE = 0.4, 0.35, 0.7, 0.88


@dataclass(frozen=True, slots=True)
class Guests:
    """One party. Times are minutes after opening; durations minutes; money cents.

    `told`: the size the host hears; `due`: the time they reserved; `comes` None: they never do; `order`: from sitting
    down to ordering; `meal`: from there to paying; `linger`: from there to leaving.
    """

    number: int
    size: int
    told: int
    due: float | None
    comes: float | None
    patience: float
    table_type: TableType | None
    location: Location | None
    order: float
    meal: float
    linger: float
    bill: int
    tip: int

    @property
    def stay(self) -> float:
        """From sitting down to leaving."""
        return self.order + self.meal + self.linger

    def phases(self) -> Iterator[tuple[float, Phase]]:
        """When each phase begins, minutes after sitting down."""
        yield self.order * GREETED_SHARE, Phase.GREETED
        yield self.order, Phase.ORDERED
        yield self.order + self.meal * MAINS_SHARE, Phase.MAINS
        if self.size > 2:
            yield self.order + self.meal * DESSERT_SHARE, Phase.DESSERT
        yield self.order + self.meal * CHECK_SHARE, Phase.CHECK
        yield self.order + self.meal, Phase.PAID


def draw_guests(house: FittedHouse, parties: float, random: Random) -> list[Guests]:
    """Everybody who comes or said so, in the order in which they come or are due; `LEAST_PARTIES` at least.

    `parties`: how many come on an ordinary evening. The house's own evenings are smaller: its rhythm is kept, its
    volume is not.
    """
    shape = house.arrivals.per_quarter[random.choice(OPEN_WEEKDAYS)][OPENS_QUARTER:LAST_ORDER_QUARTER]
    busy = parties * math.exp(random.gauss(0, house.arrivals.day_cv))
    count = max(LEAST_PARTIES, round(random.gauss(busy, math.sqrt(busy))))
    times = sorted(_arrival(shape, random) for _ in range(count))
    return [_party(house, number, at, random) for number, at in enumerate(times, 1)]


def _arrival(shape: tuple[float, ...], random: Random) -> float:
    quarter = random.choices(range(len(shape)), shape)[0]
    return (quarter + random.random()) * QUARTER_MIN


def _party(house: FittedHouse, number: int, at: float, random: Random) -> Guests:
    size = house.party_size(random)
    reserved = random.random() < RESERVED
    late = random.gauss(0, PUNCTUALITY_MIN)
    shows = random.random() >= NO_SHOW or not reserved
    slow = SLOWER if random.random() < SLOW else 1.0
    bill = house.spend.draw(size, random)
    kind, location = _wish(random)
    return Guests(
        number=number,
        size=size,
        told=_told(size, random),
        due=QUARTER_MIN * round(at / QUARTER_MIN) if reserved else None,
        comes=max(0.0, at + late if reserved else at) if shows else None,
        patience=PATIENCE_MEDIAN_MIN * math.exp(random.gauss(0, PATIENCE_SIGMA)),
        table_type=kind,
        location=location,
        order=random.uniform(*ORDER_MIN),
        meal=slow * house.meal.draw(size, random),
        linger=random.uniform(*LINGER_MIN),
        bill=bill,
        tip=round(bill * house.tipping.draw(random)),
    )


def _told(size: int, random: Random) -> int:
    step = random.choice((-1, 1))
    return max(1, size + step) if random.random() < MISCOUNTED else size


def _wish(random: Random) -> tuple[TableType | None, Location | None]:
    kind = random.choice((TableType.BOOTH, TableType.TABLE))
    location = random.choice((Location.PATIO, Location.INSIDE))
    what = random.random()
    return (kind if what < WISHES / 2 else None), (location if WISHES / 2 <= what < WISHES else None)


__all__ = ["EVENING_MIN", "LEAST_PARTIES", "Guests", "draw_guests"]
