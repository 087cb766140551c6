"""Facts for tests."""

from __future__ import annotations

from datetime import UTC, datetime

from edge.events import Availability, Id, TableChanged

SINCE = datetime(2026, 1, 2, 11, 59, tzinfo=UTC)


def changed(table: Id = "T1", value: Availability = Availability.OCCUPIED) -> TableChanged:
    return TableChanged(table=table, value=value, confidence=0.9, since=SINCE)
