"""Parties: people who want a table, from the list to the chair."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from pydantic import Field

from edge.done import Done
from edge.errors import Conflict, NotFound
from edge.events import Id, Location, PartyKind, PartyStatus, TableType, Utc, Value
from edge.floor.service.rows import fields
from edge.journal import Rows

LISTED = (PartyStatus.EXPECTED, PartyStatus.WAITING, PartyStatus.PAGED)
"""Still wants a table."""

IN_QUEUE = (PartyStatus.WAITING, PartyStatus.PAGED)
"""Here, and wants a table now."""

LEAVING = (PartyStatus.WALKED_AWAY, PartyStatus.CANCELLED, PartyStatus.NO_SHOW)
"""Ways not to be seated."""


class PartyWish(Value):
    """What a party asks for. `size` None: nobody has said; `due`: the time a reservation is for."""

    size: int | None = Field(None, ge=1, le=100)
    due: Utc | None = None
    table_type: TableType | None = None
    location: Location | None = None
    section: Id | None = None


class Party(PartyWish):
    """A party as it stands. What was typed about its guests is kept apart.

    `arrived_at`: None as long as a reservation is not here; `low_min` to `high_min` is the wait they were told at
    `quoted_at`; `ended_at`: when they were seated or left.
    """

    party: int
    came: PartyKind
    status: PartyStatus
    added_at: Utc
    arrived_at: Utc | None = None
    low_min: int | None = None
    high_min: int | None = None
    quoted_at: Utc | None = None
    paged_at: Utc | None = None
    ended_at: Utc | None = None

    @property
    def wish(self) -> PartyWish:
        """What it asks for, alone."""
        return PartyWish.model_validate({name: getattr(self, name) for name in PartyWish.model_fields})


class PartyDone(Done):
    """A party is on the list. `guest_path`: where its guests see how long it takes, on the guests' address."""

    party: int
    guest_path: str
    low_min: int | None = None
    high_min: int | None = None


_COLUMNS = ", ".join(Party.model_fields)


def read_parties(read: Rows, statuses: Iterable[PartyStatus] = LISTED, limit: int = 1000) -> list[Party]:
    """Parties of some statuses: those who are here in the order they came, then the expected by their time."""
    wanted = json.dumps([one.value for one in statuses])
    rows = read(
        f"SELECT {_COLUMNS} FROM service_parties WHERE status IN (SELECT value FROM json_each(?)) "  # noqa: S608
        "ORDER BY arrived_at IS NULL, coalesce(arrived_at, due, added_at), party LIMIT ?",
        (wanted, limit),
    )
    return [Party.model_validate(fields(row)) for row in rows]


def read_latest_parties(read: Rows, limit: int) -> list[Party]:
    """The parties added last, newest first, whatever became of them."""
    rows = read(f"SELECT {_COLUMNS} FROM service_parties ORDER BY party DESC LIMIT ?", (limit,))  # noqa: S608
    return [Party.model_validate(fields(row)) for row in rows]


def read_party(read: Rows, party: int) -> Party:
    """One party. Raises `NotFound`."""
    rows = read(f"SELECT {_COLUMNS} FROM service_parties WHERE party = ?", (party,))  # noqa: S608
    if not rows:
        raise NotFound(f"There is no party {party}.", hint="GET /api/v1/service lists who is waiting or expected.")
    return Party.model_validate(fields(rows[0]))


def standing(read: Rows, party: int, *statuses: PartyStatus) -> Party:
    """A party that is one of `statuses`. Raises `NotFound`, or `Conflict` that says what it is."""
    known = read_party(read, party)
    if known.status not in statuses:
        raise Conflict(f"Party {party} is {_WORDS[known.status]}.", hint="Look at the list again.")
    return known


def positions(parties: Sequence[Party]) -> dict[int, int]:
    """The place in the queue of everyone who is here, from 1; parties as `read_parties` orders them."""
    here = [one.party for one in parties if one.status in IN_QUEUE]
    return {party: place for place, party in enumerate(here, start=1)}


_WORDS = {
    PartyStatus.EXPECTED: "expected and not here yet",
    PartyStatus.WAITING: "waiting",
    PartyStatus.PAGED: "waiting and called already",
    PartyStatus.SEATED: "seated already",
    PartyStatus.WALKED_AWAY: "gone: they walked away",
    PartyStatus.CANCELLED: "cancelled",
    PartyStatus.NO_SHOW: "noted as not come",
}
