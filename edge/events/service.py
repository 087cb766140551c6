"""Events of the service: parties who want a table, visits at one, payments."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from edge.events.data import EventData
from edge.events.setup import Location, TableType
from edge.events.values import Id, Money, Utc


class PartyKind(StrEnum):
    """How a party came."""

    WALK_IN = "walk_in"
    RESERVATION = "reservation"


class PartyStatus(StrEnum):
    """Where a party stands. `expected`: reserved and not yet here."""

    EXPECTED = "expected"
    WAITING = "waiting"
    PAGED = "paged"
    SEATED = "seated"
    WALKED_AWAY = "walked_away"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class PartyAdded(EventData):
    """A party is on the list; the seq of this event is its id. `due`: the time a reservation is for.

    `size` None: nobody has said. What was typed about the guests is kept apart, under this seq.
    """

    kind: ClassVar[str] = "party.added"
    came: PartyKind = PartyKind.WALK_IN
    size: int | None = Field(None, ge=1, le=100)
    due: Utc | None = None
    table_type: TableType | None = None
    location: Location | None = None
    section: Id | None = None
    low_min: int | None = Field(None, ge=0, le=1440)
    high_min: int | None = Field(None, ge=0, le=1440)


class PartyChanged(EventData):
    """What is known of a waiting or expected party changed: all of it, not only what changed."""

    kind: ClassVar[str] = "party.changed"
    party: int
    size: int | None = Field(None, ge=1, le=100)
    due: Utc | None = None
    table_type: TableType | None = None
    location: Location | None = None
    section: Id | None = None

    @property
    def key(self) -> str:
        return str(self.party)


class PartyQuoted(EventData):
    """A waiting party was told another range of minutes, from now on."""

    kind: ClassVar[str] = "party.quoted"
    party: int
    low_min: int = Field(ge=0, le=1440)
    high_min: int = Field(ge=0, le=1440)

    @property
    def key(self) -> str:
        return str(self.party)


class PartyMoved(EventData):
    """A party arrived (`waiting`), was called (`paged`), left or did not come. Seated ones say so by their visit."""

    kind: ClassVar[str] = "party.status"
    party: int
    status: PartyStatus

    @property
    def key(self) -> str:
        return str(self.party)


class Phase(StrEnum):
    """How far a meal is."""

    SEATED = "seated"
    GREETED = "greeted"
    ORDERED = "ordered"
    MAINS = "mains"
    DESSERT = "dessert"
    CHECK = "check"
    PAID = "paid"


class VisitOpened(EventData):
    """A party sits down; the seq of this event is the visit's id. `tables`: one, or joined ones, the first leads."""

    kind: ClassVar[str] = "visit.opened"
    tables: tuple[Id, ...] = Field(min_length=1, max_length=8)
    party: int | None = None
    size: int | None = Field(None, ge=1, le=100)
    waiter: int | None = None
    shift: int | None = None

    @property
    def key(self) -> str:
        return self.tables[0]


class VisitPhase(EventData):
    """A meal came further. `confidence` is 1 where it was said, less where it was inferred."""

    kind: ClassVar[str] = "visit.phase"
    visit: int
    phase: Phase
    confidence: float = Field(1.0, ge=0, le=1)

    @property
    def key(self) -> str:
        return str(self.visit)


class VisitMoved(EventData):
    """A visit goes on at other tables."""

    kind: ClassVar[str] = "visit.moved"
    visit: int
    tables: tuple[Id, ...] = Field(min_length=1, max_length=8)

    @property
    def key(self) -> str:
        return str(self.visit)


class VisitSize(EventData):
    """How many guests there really are."""

    kind: ClassVar[str] = "visit.size"
    visit: int
    size: int = Field(ge=1, le=100)

    @property
    def key(self) -> str:
        return str(self.visit)


class VisitTransferred(EventData):
    """Another waiter takes over. `credit` in [0, 1]: the share of covers and tip that stays with the one before."""

    kind: ClassVar[str] = "visit.transferred"
    visit: int
    waiter: int
    shift: int | None = None
    previous: int | None = None
    credit: float = Field(0.0, ge=0, le=1)

    @property
    def key(self) -> str:
        return str(self.visit)


class CloseReason(StrEnum):
    """Why a visit is over."""

    CLEARED = "cleared"
    SEEN_CLEAN = "seen_clean"
    UNDONE = "undone"


class VisitClosed(EventData):
    """A visit is over: its table is clean again, or somebody says so."""

    kind: ClassVar[str] = "visit.closed"
    visit: int
    reason: CloseReason = CloseReason.CLEARED

    @property
    def key(self) -> str:
        return str(self.visit)


class VisitReopened(EventData):
    """A visit that was closed by mistake goes on at its tables."""

    kind: ClassVar[str] = "visit.reopened"
    visit: int

    @property
    def key(self) -> str:
        return str(self.visit)


class PaymentTaken(EventData):
    """A payment came in. `transaction`: a hash of the POS's own id; `visit` None: it fits no open visit yet."""

    kind: ClassVar[str] = "payment.taken"
    transaction: str = Field(pattern=r"^[0-9a-f]{64}$")
    visit: int | None = None
    table: Id | None = None
    subtotal: Money
    tax: Money = 0
    tip: Money = 0
    total: Money

    @property
    def key(self) -> str:
        return self.transaction


class PaymentMatched(EventData):
    """A person said which visit an unmatched payment belongs to."""

    kind: ClassVar[str] = "payment.matched"
    payment: int
    visit: int

    @property
    def key(self) -> str:
        return str(self.payment)


class CommandUndone(EventData):
    """A command was taken back within its time: its events are named, what restores the state follows this one."""

    kind: ClassVar[str] = "command.undone"
    events: tuple[int, ...] = Field(min_length=1, max_length=50)


__all__ = [
    "CloseReason",
    "CommandUndone",
    "PartyAdded",
    "PartyChanged",
    "PartyKind",
    "PartyMoved",
    "PartyQuoted",
    "PartyStatus",
    "PaymentMatched",
    "PaymentTaken",
    "Phase",
    "VisitClosed",
    "VisitMoved",
    "VisitOpened",
    "VisitPhase",
    "VisitReopened",
    "VisitSize",
    "VisitTransferred",
]
