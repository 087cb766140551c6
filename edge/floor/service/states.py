"""What tables are, as far as anyone knows, and how a command says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from edge.events import Availability, Id, Source, TableChanged, Utc, Value
from edge.floor.desk import Deed
from edge.journal import Rows


class TableState(Value):
    """What a table is. `value` None: nobody knows yet; `watched`: a camera has seen it at least once."""

    table: Id
    value: Availability | None = None
    confidence: float = 0.0
    people: int | None = None
    since: Utc | None = None
    source: Source = Source.SYSTEM
    watched: bool = False


def read_states(read: Rows) -> dict[Id, TableState]:
    """Every table of which something is known."""
    rows = read(
        """SELECT table_id AS 'table', value, confidence, people, since, source, seen IS NOT NULL AS watched
           FROM floor_tables"""
    )
    return {row["table"]: TableState.model_validate(dict(row)) for row in rows}


def say(deed: Deed, tables: Iterable[Id], value: Availability) -> None:
    """A person's command makes tables so; its undo brings back what they were."""
    states = read_states(deed.read)
    for table in tables:
        before = states.get(table, TableState(table=table))
        if before.value is not value or before.source is not Source.PERSON:
            change(deed, before, value)


def change(deed: Deed, before: TableState, value: Availability) -> None:
    """A person's command makes a table so, whatever it was; its undo brings that back."""
    deed.append(_said(before, value, deed.now))
    deed.undo(_as_before(before, value, deed.now))


def _said(before: TableState, value: Availability, now: datetime) -> TableChanged:
    return TableChanged(
        table=before.table,
        value=value,
        previous=before.value,
        confidence=1.0,
        people=before.people,
        since=now,
        source=Source.PERSON,
    )


def _as_before(before: TableState, value: Availability, now: datetime) -> TableChanged:
    """Nobody can unsay what was unknown: such a table is taken for clean, with no confidence at all."""
    return TableChanged(
        table=before.table,
        value=before.value or Availability.CLEAN,
        previous=value,
        confidence=before.confidence,
        people=before.people,
        since=before.since or now,
        source=before.source,
    )
