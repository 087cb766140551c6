"""The port between the evening and whoever deals it: what a host hears, and what a host is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from edge.demo.evening.crew import Waiter
from edge.demo.evening.evening import Evening
from edge.demo.evening.guests import Guests
from edge.events import Availability, Phase


@dataclass(frozen=True, slots=True)
class Reserved:
    """These guests will come at `guests.due`, or say so."""

    guests: Guests


@dataclass(frozen=True, slots=True)
class Came:
    """These guests are here and must wait."""

    guests: Guests


@dataclass(frozen=True, slots=True)
class Left:
    """These guests had enough of waiting, or never came (`no_show`)."""

    guests: Guests
    no_show: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """The guests came back from `tables`: there is somebody, or yesterday's plates. They wait again."""

    guests: Guests
    tables: tuple[str, ...]
    found: Availability


@dataclass(frozen=True, slots=True)
class Reached:
    """A waiter says how far a meal is."""

    guests: Guests
    phase: Phase


@dataclass(frozen=True, slots=True)
class Paid:
    """The till says that a visit is paid; cents."""

    guests: Guests
    bill: int
    tip: int


@dataclass(frozen=True, slots=True)
class Saw:
    """A camera says what a table is. `value` None: it is blind. `wrong`: it is mistaken, which no host can know."""

    table: str
    value: Availability | None
    people: int = 0
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Cleared:
    """Whoever wiped a table says that it is clean, because the camera has not."""

    table: str


@dataclass(frozen=True, slots=True)
class ClockedIn:
    """A waiter's shift begins."""

    waiter: Waiter


@dataclass(frozen=True, slots=True)
class ClockedOut:
    """A waiter goes home; their open tables go on with other waiters, by the numbers of guests and waiters."""

    waiter: Waiter
    handed: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BreakBegan:
    """A waiter is away for a while; their guests stay theirs."""

    waiter: Waiter


@dataclass(frozen=True, slots=True)
class BreakEnded:
    """A waiter is back."""

    waiter: Waiter


Happening = (
    Reserved | Came | Left | Refused | Reached | Paid | Saw | Cleared | ClockedIn | ClockedOut | BreakBegan | BreakEnded
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Where guests shall sit and who waits on them: the first table leads where several are pushed together."""

    tables: tuple[str, ...]
    waiter: int


@dataclass(frozen=True, slots=True)
class Quote:
    """What waiting guests are told, minutes from now."""

    low_min: float
    high_min: float


class Host(Protocol):
    """Deals an evening. `at`: minutes after opening, never less than before."""

    async def open(self, evening: Evening) -> None:
        """Before anything else: this is the room and the crew."""
        ...

    async def tell(self, at: float, what: Happening) -> None:
        """Something happened."""
        ...

    async def quote(self, at: float, guests: Guests) -> Quote | None:
        """How long will these guests wait? Asked before they are said to have come. None: the host never says."""
        ...

    async def suggest(self, at: float, guests: Guests) -> Choice | None:
        """Where would you seat these guests now? None: nowhere."""
        ...

    async def seat(self, at: float, guests: Guests, choice: Choice) -> Choice | None:
        """Seat them as suggested, or as well as still possible. None: somebody was faster and nothing else is free."""
        ...


__all__ = [
    "BreakBegan",
    "BreakEnded",
    "Came",
    "Choice",
    "Cleared",
    "ClockedIn",
    "ClockedOut",
    "Happening",
    "Host",
    "Left",
    "Paid",
    "Quote",
    "Reached",
    "Refused",
    "Reserved",
    "Saw",
]
