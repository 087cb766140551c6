"""What the rules of alerts look at: plain values of one moment, and how they are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from edge.events import HousePolicy
from edge.floor.service import SERVING, Party, Visit, read_parties, read_visits
from edge.floor.service.parties import IN_QUEUE
from edge.floor.setup import read_policy
from edge.floor.views import CameraView, FloorView, TableView
from edge.journal import Rows, to_ms
from edge.staff import read_on_shift

HOUR = timedelta(hours=1)
WEEKS = 8
"""So far back usual business is looked up."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who serves: `serving` waiters are clocked in, `available` of them not on break."""

    serving: int
    available: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Covers that sat down in the last hour, and in the same hour of earlier weeks that had any, newest first."""

    covers: int
    earlier: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """The house at one moment. `parties` are here and wait, `visits` are open."""

    now: datetime
    policy: HousePolicy
    parties: tuple[Party, ...]
    visits: tuple[Visit, ...]
    tables: tuple[TableView, ...]
    cameras: tuple[CameraView, ...]
    staffing: Staffing
    pace: Pace


def read_facts(read: Rows, floor: FloorView, now: datetime, zone: ZoneInfo) -> Facts:
    """The facts of one moment, from one snapshot of the database and the floor as it is shown."""
    serving = [one for one in read_on_shift(read) if one.role in SERVING]
    return Facts(
        now=now,
        policy=read_policy(read),
        parties=tuple(read_parties(read, IN_QUEUE)),
        visits=tuple(read_visits(read)),
        tables=tuple(floor.tables),
        cameras=tuple(floor.cameras),
        staffing=Staffing(len(serving), sum(not one.on_break for one in serving)),
        pace=read_pace(read, now, zone),
    )


def read_pace(read: Rows, now: datetime, zone: ZoneInfo) -> Pace:
    """How many guests sat down in the last hour, against the same hour by the store's clock in earlier weeks."""
    local = now.astimezone(zone)
    covers, *earlier = (_covers(read, (local - timedelta(weeks=week)).astimezone(UTC)) for week in range(WEEKS + 1))
    return Pace(covers, tuple(one for one in earlier if one))


def _covers(read: Rows, until: datetime) -> int:
    rows = read(
        """SELECT coalesce(sum(coalesce(size, 1)), 0) AS covers FROM service_visits
           WHERE opened_at > ? AND opened_at <= ? AND closed_reason IS NOT 'undone'""",
        (to_ms(until - HOUR), to_ms(until)),
    )
    return int(rows[0]["covers"])


__all__ = ["Facts", "Pace", "Staffing", "read_facts", "read_pace"]
