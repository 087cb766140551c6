"""Who waits on tables on a simulated evening: staggered shifts, a break each, a section each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

WAITERS = 9
NAMES = ("Ada", "Bruno", "Chiara", "Dário", "Elif", "Farid", "Greta", "Hugo", "Inés", "Jonas", "Kaya", "Lucía")
BREAK_MIN = (10.0, 20.0)
SCORES = (50.0, 16.67)
"""Mean and deviation of the score that the system before gave its waiters, 0 to 100."""
_OPENERS, _SECOND = 0.5, 0.3
"""Half of them open, three in ten come for the rush and the rest in its middle."""


@dataclass(frozen=True, slots=True)
class Waiter:
    """One waiter. Times are minutes after opening; `score` in [0, 100] is what the system before thinks of them."""

    number: int
    name: str
    section: str
    starts: float
    ends: float
    break_at: float
    break_min: float
    score: float

    @property
    def skill(self) -> float:
        """The same in [0, 1]."""
        return self.score / 100


def draw_crew(sections: Sequence[str], evening_min: float, random: Random, waiters: int = WAITERS) -> list[Waiter]:
    """The evening's crew. Sections are dealt out in turn, so each has somebody from the start."""
    return [
        _waiter(number, sections[number % len(sections)], evening_min, waiters, random) for number in range(waiters)
    ]


def _waiter(number: int, section: str, evening_min: float, waiters: int, random: Random) -> Waiter:
    place = number / waiters
    if place < _OPENERS:
        starts, ends = -5.0, evening_min - random.choice((0.0, 15.0, 30.0))
    elif place < _OPENERS + _SECOND:
        starts, ends = random.choice((15.0, 30.0)), evening_min + 45.0
    else:
        starts, ends = random.choice((30.0, 45.0)), evening_min + 45.0
    return Waiter(
        number=number + 1,
        name=NAMES[number % len(NAMES)],
        section=section,
        starts=starts,
        ends=ends,
        break_at=random.uniform(max(starts, 0.0) + 60, ends - 90),
        break_min=random.uniform(*BREAK_MIN),
        score=min(100.0, max(0.0, random.gauss(*SCORES))),
    )


__all__ = ["NAMES", "WAITERS", "Waiter", "draw_crew"]
