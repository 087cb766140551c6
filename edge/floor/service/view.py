"""The whole service at a glance: who sits, who waits, who serves, what needs somebody. `GET /api/v1/service`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from pydantic import Field

from edge.events import AlertKind, HousePolicy, Id, PartyStatus, RoutingMode, StaffRole, Utc, Value
from edge.floor.disputes import DisputeView, read_disputes
from edge.floor.service.guests import Guest, KeptGuest
from edge.floor.service.loads import WaiterLoad, read_loads
from edge.floor.service.parties import Party, positions, read_parties, read_party
from edge.floor.service.visits import Visit, read_holders, read_visits
from edge.floor.setup import Section, Table, read_policy, read_sections, read_tables
from edge.journal import read_kept, rows_of
from edge.staff import OnShift, Person, read_on_shift, read_people


class PolicyView(Value):
    """How parties are dealt at the moment."""

    mode: RoutingMode
    max_tables_per_waiter: int


class ServiceTable(Table):
    """A table as it is set up, with who sits there and what is in dispute about it."""

    visit: int | None = None
    dispute: int | None = None


class ListedParty(Party):
    """A party on the list. `position` in the queue from 1; None: not here yet. `name`, `note`: hosts typed them."""

    name: str | None = Field(None, repr=False)
    note: str | None = Field(None, repr=False)
    position: int | None = None


class ServingWaiter(WaiterLoad):
    """Somebody on shift, with what they have on their hands. `name` None: erased."""

    name: str | None
    role: StaffRole
    section: Id | None
    on_break: bool
    since: Utc


class AlertView(Value):
    """Something that needs a person. `subject`: a table, camera, section, or the number of a visit or party."""

    alert: int
    kind: AlertKind
    subject: Id
    minutes: float | None
    raised_at: Utc
    acknowledged: bool


class ServiceView(Value):
    """The service right now, with every event up to `seq` in it."""

    seq: int
    at: Utc
    policy: PolicyView
    sections: tuple[Section, ...]
    tables: tuple[ServiceTable, ...]
    visits: tuple[Visit, ...]
    parties: tuple[ListedParty, ...]
    waiters: tuple[ServingWaiter, ...]
    alerts: tuple[AlertView, ...]
    disputes: tuple[DisputeView, ...]

    @cached_property
    def json_bytes(self) -> bytes:
        """As it is sent, written once for all who ask."""
        return self.model_dump_json().encode()

    @cached_property
    def without_guests(self) -> ServiceView:
        """What everyone may see: nothing that was typed about guests."""
        bare = tuple(one.model_copy(update={"name": None, "note": None}) for one in self.parties)
        fields = {name: getattr(self, name) for name in ServiceView.model_fields}  # a copy would keep `json_bytes`
        return ServiceView.model_construct(**{**fields, "parties": bare})


ReadAlerts = Callable[[sqlite3.Connection], Sequence[AlertView]]


def no_alerts(db: sqlite3.Connection) -> Sequence[AlertView]:
    """Nobody watches."""
    return ()


def read_view(db: sqlite3.Connection, now: datetime, read_alerts: ReadAlerts) -> ServiceView:
    """All of it, on one snapshot of the database."""
    read = rows_of(db)
    (seq,) = read("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'events'")[0]
    disputes, parties = read_disputes(read), read_parties(read)
    guests = read_guests(db, [one.party for one in parties])
    return ServiceView(
        seq=seq,
        at=now,
        policy=_policy(read_policy(read)),
        sections=tuple(read_sections(read).values()),
        tables=_tables(read_tables(read), read_holders(read), disputes),
        visits=tuple(reversed(read_visits(read))),
        parties=_parties(parties, guests),
        waiters=_waiters(read_on_shift(read), read_loads(read, now), read_people(db)),
        alerts=tuple(read_alerts(db)),
        disputes=tuple(disputes),
    )


def read_guests(db: sqlite3.Connection, parties: Iterable[int]) -> dict[int, KeptGuest]:
    """What was typed about the guests of parties, as far as it is still kept."""
    kept = read_kept(db, parties)
    return {party: KeptGuest.model_validate_json(document) for party, document in kept.items()}


def read_listed(db: sqlite3.Connection, party: int) -> ListedParty:
    """One party with what was typed about it, as long as that is kept. Raises `NotFound`."""
    read = rows_of(db)
    known = read_party(read, party)
    return _listed(known, read_guests(db, [party]).get(party), positions(read_parties(read)).get(party))


def read_called(db: sqlite3.Connection, party: int) -> Guest | None:
    """What was typed about a party that is called and not seated yet."""
    known = read_party(rows_of(db), party)
    return read_guests(db, [party]).get(party) if known.status is PartyStatus.PAGED else None


def _policy(policy: HousePolicy) -> PolicyView:
    return PolicyView(mode=policy.routing.mode, max_tables_per_waiter=policy.routing.max_tables_per_waiter)


def _tables(
    tables: Mapping[Id, Table], holders: Mapping[Id, int], disputes: Sequence[DisputeView]
) -> tuple[ServiceTable, ...]:
    disputed = {one.table: one.dispute for one in disputes}
    return tuple(
        ServiceTable(**dict(table), visit=holders.get(name), dispute=disputed.get(name))
        for name, table in tables.items()
    )


def _parties(parties: Sequence[Party], guests: Mapping[int, KeptGuest]) -> tuple[ListedParty, ...]:
    places = positions(parties)
    return tuple(_listed(one, guests.get(one.party), places.get(one.party)) for one in parties)


def _listed(party: Party, guest: KeptGuest | None, position: int | None) -> ListedParty:
    typed = {"name": guest.name, "note": guest.note} if guest else {}
    return ListedParty(**dict(party), **typed, position=position)


def _waiters(
    on_shift: Sequence[OnShift], loads: Sequence[WaiterLoad], people: Sequence[Person]
) -> tuple[ServingWaiter, ...]:
    names = {one.waiter: one.name for one in people}
    by_shift = {load.shift: load for load in loads}
    return tuple(
        ServingWaiter(
            **dict(by_shift[one.shift]),
            name=names.get(one.waiter),
            role=one.role,
            section=one.section,
            on_break=one.on_break,
            since=one.since,
        )
        for one in on_shift
    )
