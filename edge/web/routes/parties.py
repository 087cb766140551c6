"""Parties: who wants a table, from the list to the chair."""

from typing import Literal

from pydantic import Field

from edge.done import Done
from edge.errors import BadInput, Conflict, NotFound
from edge.events import Id, Location, PartyKind, PartyStatus, TableType, Utc, Value
from edge.floor.service import (
    Entry,
    Guest,
    GuestName,
    GuestNote,
    GuestPhone,
    ListedParty,
    Party,
    PartyDone,
    PartyWish,
    Quote,
)
from edge.web.endpoint import Asked, Call, Nothing, endpoint
from edge.web.params import Seq
from edge.web.roles import Role


class PartyPath(Asked):
    """Which party."""

    party: Seq


class PartyQuery(Asked):
    """Which parties."""

    status: PartyStatus | None = Field(None, description="Only those; without it the latest of all, newest first.")
    limit: int = Field(100, ge=1, le=500, description="How many.")


class PartyPatch(Asked):
    """What is known of a party. Left out: as it is; null: nobody knows. `low_min` to `high_min`: told anew, together.

    `name`, `phone` and `note` are kept apart from everything else and erased when the visit is over.
    """

    name: GuestName | None = Field(None, repr=False)
    phone: GuestPhone | None = Field(None, repr=False)
    note: GuestNote | None = Field(None, repr=False)
    size: int | None = Field(None, ge=1, le=100)
    due: Utc | None = Field(None, description="The time a reservation is for.")
    table_type: TableType | None = None
    location: Location | None = None
    section: Id | None = None
    low_min: int | None = Field(None, ge=0, le=1440)
    high_min: int | None = Field(None, ge=0, le=1440)

    @property
    def quote(self) -> Quote | None:
        """The wait they are told, if they are told one. Raises `BadInput` for half of it."""
        if self.low_min is None and self.high_min is None:
            return None
        if self.low_min is None or self.high_min is None:
            raise BadInput("A quote needs both ends.", hint="Send `low_min` and `high_min` together.")
        return Quote(low_min=self.low_min, high_min=self.high_min)

    def entry(self, before: Entry) -> Entry:
        """The party with what was sent put in."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        wish = {name: value for name, value in given.items() if name in PartyWish.model_fields}
        guest = {name: value for name, value in given.items() if name in Guest.model_fields}
        return Entry(
            wish=before.wish.model_copy(update=wish), guest=before.guest.model_copy(update=guest), quote=self.quote
        )


class PartyBody(PartyPatch):
    """A party comes, or reserves a table for `due`. `size` null: nobody has said."""

    came: PartyKind = PartyKind.WALK_IN


class Leaving(Asked):
    """Why a party will not be seated."""

    status: Literal["walked_away", "cancelled", "no_show"]


class PartyList(Value):
    """Parties, without what was typed about them."""

    parties: list[Party]


@endpoint("GET", "/api/v1/parties", role=Role.WAITER)
async def read_parties(call: Call[Nothing, PartyQuery, Nothing]) -> PartyList:
    """Parties of one status in the order they came, or the latest of all."""
    statuses = (call.query.status,) if call.query.status else ()
    return PartyList(parties=await call.house.service.parties(statuses, call.query.limit))


@endpoint("GET", "/api/v1/parties/{party}", role=Role.WAITER, raises=(NotFound,))
async def read_party(call: Call[PartyPath, Nothing, Nothing]) -> ListedParty:
    """One party, with what was typed about it as long as that is kept."""
    return await call.house.service.party(call.path.party)


@endpoint("POST", "/api/v1/parties", role=Role.HOST, status=201, command=True, raises=(BadInput,))
async def add_party(call: Call[Nothing, Nothing, PartyBody]) -> PartyDone:
    """Put a party on the list. `guest_path` is where its guests see how long it takes, on the guests' address."""
    body = call.body
    entry = body.entry(Entry(wish=PartyWish(), guest=Guest()))
    return await call.house.service.add_party(
        body.came, entry.wish, entry.guest, entry.quote, actor=call.actor, once=call.once
    )


@endpoint("PATCH", "/api/v1/parties/{party}", role=Role.HOST, command=True, raises=(BadInput, NotFound, Conflict))
async def change_party(call: Call[PartyPath, Nothing, PartyPatch]) -> Done:
    """Put right what is known of a party that is not seated yet."""
    return await call.house.service.change_party(call.path.party, call.body.entry, actor=call.actor, once=call.once)


@endpoint("POST", "/api/v1/parties/{party}/page", role=Role.HOST, command=True, raises=(NotFound, Conflict))
async def page_party(call: Call[PartyPath, Nothing, Nothing]) -> Done:
    """Call a party that is here; again if they do not come."""
    return await call.house.service.page(call.path.party, actor=call.actor, once=call.once)


@endpoint("POST", "/api/v1/parties/{party}/arrive", role=Role.HOST, command=True, raises=(NotFound, Conflict))
async def note_arrival(call: Call[PartyPath, Nothing, Nothing]) -> Done:
    """A reservation is here and waits."""
    return await call.house.service.arrive(call.path.party, actor=call.actor, once=call.once)


@endpoint("POST", "/api/v1/parties/{party}/leave", role=Role.HOST, command=True, raises=(NotFound, Conflict))
async def note_leaving(call: Call[PartyPath, Nothing, Leaving]) -> Done:
    """A party will not be seated. What was typed about it is erased."""
    status = PartyStatus(call.body.status)
    return await call.house.service.leave(call.path.party, status, actor=call.actor, once=call.once)


ENDPOINTS = (
    read_parties,
    read_party,
    add_party,
    change_party,
    page_party,
    note_arrival,
    note_leaving,
)

__all__ = ["ENDPOINTS"]
