"""Reading alerts: inside a command or on a snapshot."""

from __future__ import annotations

from sqlite3 import Row

from edge.errors import Conflict, NotFound
from edge.floor.service.view import AlertView
from edge.journal import Rows, from_ms

_SELECT = "SELECT alert, kind, subject, minutes, raised_at, acknowledged_by, cleared FROM alerts"


def read_open_alerts(read: Rows) -> list[AlertView]:
    """Alerts that are not over, oldest first."""
    return [_view(row) for row in read(f"{_SELECT} WHERE cleared IS NULL ORDER BY alert")]


def read_alerts(read: Rows, limit: int) -> list[AlertView]:
    """The last alerts, over or not, newest first."""
    return [_view(row) for row in read(f"{_SELECT} ORDER BY alert DESC LIMIT ?", (limit,))]


def read_untaken(read: Rows, alert: int) -> AlertView:
    """An open alert nobody has taken on. Raises `NotFound`, or `Conflict` that says what became of it."""
    rows = read(f"{_SELECT} WHERE alert = ?", (alert,))
    if not rows:
        raise NotFound(f"There is no alert {alert}.", hint="GET /api/v1/alerts lists them.")
    if rows[0]["cleared"] is not None:
        raise Conflict("This alert is over.", hint="Nothing is left to do.")
    if rows[0]["acknowledged_by"] is not None:
        raise Conflict("Somebody has taken this alert on already.", hint="Nothing is left to do.")
    return _view(rows[0])


def _view(row: Row) -> AlertView:
    return AlertView(
        alert=row["alert"],
        kind=row["kind"],
        subject=row["subject"],
        minutes=row["minutes"],
        raised_at=from_ms(row["raised_at"]),
        acknowledged=row["acknowledged_by"] is not None,
    )


__all__ = ["read_alerts", "read_open_alerts", "read_untaken"]
