"""Events as rows: the only place that knows both shapes."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError

from edge.events import Envelope, EventData, Source, UnknownData, read_data

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_PAGE = 500

_SELECT = """SELECT seq, boots.device, events.at, boots.boot, mono_ms, kind, actor, source, cause, key, data
    FROM events JOIN boots ON boots.id = events.boot"""

log = logging.getLogger(__name__)


def to_ms(at: datetime) -> int:
    """Milliseconds since 1970, UTC."""
    return (at - _EPOCH) // _MS


def from_ms(at_ms: int) -> datetime:
    return _EPOCH + at_ms * _MS


@dataclass(frozen=True)
class Stamp:
    """When an event was journaled, on both clocks, and in which run: `boot_row` is the run's row in `boots`."""

    boot_row: int
    at_ms: int
    mono_ms: int


def insert(
    db: sqlite3.Connection, stamp: Stamp, event: EventData, *, actor: str, source: Source, cause: int | None
) -> int:
    """Write an event. Returns the seq it got."""
    cursor = db.execute(
        """INSERT INTO events (at, boot, mono_ms, kind, actor, source, cause, key, data)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            stamp.at_ms,
            stamp.boot_row,
            stamp.mono_ms,
            event.kind,
            actor,
            source.value,
            cause,
            event.key,
            event.model_dump_json(),
        ),
    )
    return cursor.lastrowid or 0  # never 0 after an INSERT


def read_after(db: sqlite3.Connection, after: int, limit: int) -> list[Envelope]:
    """The next events in order."""
    rows = db.execute(f"{_SELECT} WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit))
    return [_envelope(row) for row in rows]


def read_all(db: sqlite3.Connection, after: int) -> Iterator[Envelope]:
    """Every event after `after`, page by page, so that the caller may write in between."""
    while page := read_after(db, after, _PAGE):
        yield from page
        after = page[-1].seq


def read_latest(db: sqlite3.Connection, kind: str, key: str, limit: int) -> list[Envelope]:
    """The newest events about one thing, newest first."""
    rows = db.execute(
        f"{_SELECT} WHERE kind = ? AND key = ? ORDER BY seq DESC LIMIT ?",
        (kind, key, limit),
    )
    return [_envelope(row) for row in rows]


def read_said(db: sqlite3.Connection, before: int | None, limit: int) -> list[Envelope]:
    """The newest events that a person said, newest first; only those before a seq, if one is given."""
    rows = db.execute(
        f"{_SELECT} WHERE source = 'person' AND (?1 IS NULL OR seq < ?1) ORDER BY seq DESC LIMIT ?2", (before, limit)
    )
    return [_envelope(row) for row in rows]


def _envelope(row: sqlite3.Row) -> Envelope:
    return Envelope(
        device=row["device"],
        seq=row["seq"],
        at=from_ms(row["at"]),
        boot=row["boot"],
        mono_ms=row["mono_ms"],
        kind=row["kind"],
        actor=row["actor"],
        source=Source(row["source"]),
        cause=row["cause"],
        key=row["key"],
        data=_data(row["seq"], row["kind"], row["data"]),
    )


def _data(seq: int, kind: str, document: str) -> EventData:
    """A known kind that cannot be read (a newer version's word in an enumeration) is skipped like an unknown one."""
    try:
        return read_data(kind, document)
    except ValidationError as error:
        log.warning("event %d (%s) cannot be read and is skipped: %d problems", seq, kind, error.error_count())
        return UnknownData.model_validate_json(document)
