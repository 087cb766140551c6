"""What a quote is made of: the tables, who sits there and since when, who waits, who is expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from edge.events import Id, Phase
from edge.floor.routing import TableFact


@dataclass(frozen=True, slots=True)
class Meal:
    """Guests at tables. `elapsed_min` since they sat down, `phase_min` from there to when `phase` was reached.

    `size` None: nobody has said. `left_min`: they left so long ago and the table is not clean yet; None: they sit.
    """

    tables: tuple[Id, ...]
    size: int | None = None
    elapsed_min: float = 0.0
    phase: Phase = Phase.SEATED
    phase_min: float = 0.0
    confidence: float = 1.0
    left_min: float | None = None


@dataclass(frozen=True, slots=True)
class FloorLoad:
    """The floor this moment. A table neither free nor in `meals` is not given out tonight.

    `slots`: how many parties the waiters on the floor may have at once, None: any number.
    """

    tables: tuple[TableFact, ...]
    meals: tuple[Meal, ...] = ()
    slots: int | None = None
    bussing_min: float = 4.0
    join_tables: bool = True


@dataclass(frozen=True, slots=True)
class InLine:
    """A party ahead, in the order in which they will be seated. `size` None: nobody has said."""

    size: int | None = None
    waited_min: float = 0.0


@dataclass(frozen=True, slots=True)
class Booking:
    """A reservation that is still to come, and goes first when it does."""

    due_in_min: float
    size: int | None = None


@dataclass(frozen=True, slots=True)
class PastVisit:
    """A visit to learn from, from seated to clean. `over` False: it is still going on, and lasts longer than this.

    `minute_of_day`: when it began, local; `reached_min`: minutes from seated to each phase somebody told.
    """

    size: int | None
    minutes: float
    minute_of_day: int
    over: bool = True
    reached_min: Mapping[Phase, float] = field(default_factory=dict)


__all__ = ["Booking", "FloorLoad", "InLine", "Meal", "PastVisit"]
