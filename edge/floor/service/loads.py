"""How much everybody on shift has on their hands, and has had this shift. Only what is really open counts as open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from sqlite3 import Row

from edge.events import Money, Utc, Value
from edge.journal import Rows, from_ms
from edge.staff import OnShift, read_on_shift

UNKNOWN_COVERS = 1
"""What a party counts of which nobody said how many they are: the fewest it can be."""


class WaiterLoad(Value):
    """Somebody on shift. Joined tables with one party count as one.

    `open_tables`, `open_covers`: what they serve now; `covers`, `tips`, `sales`: their share of this shift's visits,
    whoever serves these now; `parties`: how many were seated with them first, `last_seated_at` the last of these.
    """

    waiter: int
    shift: int
    open_tables: int = 0
    open_covers: int = 0
    covers: float = 0.0
    parties: int = 0
    tips: Money = 0
    sales: Money = 0
    last_seated_at: Utc | None = None
    minutes_on_floor: float = 0.0


def read_loads(read: Rows, now: datetime) -> list[WaiterLoad]:
    """The load of everybody on shift, in the order they clocked in."""
    now_open, shared, seated, earned = (_by_shift(read, query) for query in (_OPEN, _SHARED, _SEATED, _EARNED))
    return [
        _load(one, now_open.get(one.shift), shared.get(one.shift), seated.get(one.shift), earned.get(one.shift), now)
        for one in read_on_shift(read)
    ]


def _load(
    one: OnShift, now_open: Row | None, shared: Row | None, seated: Row | None, earned: Row | None, now: datetime
) -> WaiterLoad:
    return WaiterLoad(
        waiter=one.waiter,
        shift=one.shift,
        open_tables=now_open["visits"] if now_open else 0,
        open_covers=now_open["covers"] if now_open else 0,
        covers=round(shared["covers"], 6) if shared else 0.0,
        parties=seated["parties"] if seated else 0,
        last_seated_at=from_ms(seated["last_at"]) if seated else None,
        tips=earned["tips"] if earned else 0,
        sales=earned["sales"] if earned else 0,
        minutes_on_floor=one.minutes_on_floor(now),
    )


def _by_shift(read: Rows, query: str) -> Mapping[int, Row]:
    return {row["shift"]: row for row in read(query)}


_OPEN = f"""SELECT shift, count(*) AS visits, sum(coalesce(size, {UNKNOWN_COVERS})) AS covers
    FROM service_visits WHERE closed_at IS NULL AND shift IS NOT NULL GROUP BY shift"""  # noqa: S608 - a constant

_ON_SHIFT = "SELECT shift FROM staff_shifts WHERE ended_ms IS NULL"

_SHARED = f"""SELECT c.shift, sum(c.share * coalesce(v.size, {UNKNOWN_COVERS})) AS covers
    FROM service_credits c JOIN service_visits v ON v.visit = c.visit
    WHERE c.shift IN ({_ON_SHIFT}) GROUP BY c.shift"""  # noqa: S608 - constants

_SEATED = f"""SELECT original_shift AS shift, count(*) AS parties, max(assigned_at) AS last_at
    FROM service_visits WHERE original_shift IN ({_ON_SHIFT}) AND closed_reason IS NOT 'undone'
    GROUP BY original_shift"""  # noqa: S608 - constants

_EARNED = f"""SELECT shift, sum(tips) AS tips, sum(sales) AS sales
    FROM service_earnings WHERE shift IN ({_ON_SHIFT}) GROUP BY shift"""  # noqa: S608 - constants
