"""Everything advice is made of, read in one snapshot of the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from edge.events import HousePolicy, Id
from edge.floor.service import (
    SERVING,
    Party,
    TableState,
    Visit,
    WaiterLoad,
    read_holders,
    read_loads,
    read_parties,
    read_states,
    read_visits,
)
from edge.floor.setup import Join, Section, Table, read_room
from edge.journal import rows_of
from edge.staff import OnShift, read_on_shift, read_people

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Picture:
    """The room, who sits, who waits, who serves; with every event up to `seq` in it.

    `serving`: everybody on shift who is given tables, with their load; `names` of those who are not erased;
    `begun_covers`: guests who sat down in the last quarter of an hour.
    """

    seq: int
    at: datetime
    policy: HousePolicy
    sections: Mapping[Id, Section]
    tables: Mapping[Id, Table]
    joins: Sequence[Join]
    states: Mapping[Id, TableState]
    holders: Mapping[Id, int]
    visits: Sequence[Visit]
    parties: Sequence[Party]
    serving: Sequence[tuple[OnShift, WaiterLoad]]
    names: Mapping[int, str]
    begun_covers: int


def read_picture(db: sqlite3.Connection, now: datetime) -> Picture:
    """The floor as it is on disk at this moment."""
    read = rows_of(db)
    (seq,) = read("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'events'")[0]
    room, visits = read_room(read), read_visits(read)
    loads = {load.shift: load for load in read_loads(read, now)}
    return Picture(
        seq=seq,
        at=now,
        policy=room.policy,
        sections=room.sections,
        tables=room.tables,
        joins=room.joins,
        states=read_states(read),
        holders=read_holders(read),
        visits=visits,
        parties=read_parties(read),
        serving=[(one, loads[one.shift]) for one in read_on_shift(read) if one.role in SERVING],
        names={one.waiter: one.name for one in read_people(db) if one.name is not None},
        begun_covers=sum(one.size or 1 for one in visits if now - one.opened_at < QUARTER),
    )


__all__ = ["Picture", "read_picture"]
