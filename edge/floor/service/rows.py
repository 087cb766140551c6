"""Rows as values: moments are kept as milliseconds since 1970, UTC."""

from __future__ import annotations

import json
from sqlite3 import Row

from edge.journal import from_ms

_MOMENTS = frozenset({"at", "due", "phase_since"})


def fields(row: Row) -> dict[str, object]:
    """A row as the fields of a value: moments as times, lists of tables as tuples."""
    return {name: _field(name, row[name]) for name in row.keys()}  # noqa: SIM118 - a row is no mapping


def _field(name: str, value: str | int | float | None) -> object:
    if name == "tables":
        return tuple(json.loads(str(value)))
    if isinstance(value, int) and (name in _MOMENTS or name.endswith("_at")):
        return from_ms(value)
    return value
