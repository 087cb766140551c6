"""The floor as it was before a restart: what was said still holds, what was seen is to be seen again."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Row

from edge.events import Availability, CameraReason, CameraStatus, Id, Observation
from edge.floor.arbitration import Headcount, Standing, Word
from edge.floor.disputes import read_disputes
from edge.floor.picture import Picture, Saved
from edge.floor.service import read_visits
from edge.floor.setup import read_policy, read_tables
from edge.floor.views import CameraView, TableView
from edge.journal import Rows


def recall(read: Rows, now: datetime, now_s: float) -> Picture:
    """The last known floor: every table stale until it is seen, every camera starting.

    A person's word goes on holding for what is left of its time; disagreements begin to count anew.
    """
    picture = Picture(seq=read("SELECT coalesce(max(seq), 0) AS seq FROM events")[0]["seq"])
    for row in read("SELECT * FROM floor_tables ORDER BY table_id"):
        table = row["table_id"]
        picture.tables[table] = _view(row)
        picture.standings[table] = _standing(row, now, now_s)
        picture.saved[table] = Saved(row["seq"], Availability(row["value"]))
    for row in read("SELECT camera, status, reason FROM floor_cameras ORDER BY camera"):
        picture.cameras[row["camera"]] = CameraView(camera=row["camera"], since=now)
        picture.saved_statuses[row["camera"]] = (CameraStatus(row["status"]), CameraReason(row["reason"]))
    picture.set_up = {table: one.active for table, one in read_tables(read).items()}
    picture.obey(read_policy(read))
    picture.visits = _visits(read)
    for dispute in read_disputes(read):
        picture.disputes[dispute.dispute] = dispute
        if view := picture.tables.get(dispute.table):
            picture.tables[dispute.table] = view.disputed(dispute.dispute)
    return picture


def _view(row: Row) -> TableView:
    return TableView(
        table=row["table_id"],
        value=row["value"],
        confidence=row["confidence"],
        people=row["people"],
        since=row["since"],
        source=row["source"],
        seen=row["seen"],
    )


def _standing(row: Row, now: datetime, now_s: float) -> Standing:
    value = Availability(row["value"])
    seen = _seen(row["table_id"], row) if row["seen"] else None
    if row["said_at"] is None:
        return Standing(value, seen=seen)
    at = datetime.fromisoformat(row["said_at"])
    ago_s = max(0.0, (now - at).total_seconds())
    overruled = Availability(row["overruled"]) if row["overruled"] else None
    return Standing(value, Word(value, at, now_s - ago_s, overruled), seen)


def _seen(table: Id, row: Row) -> Observation:
    return Observation(table=table, value=row["seen"], confidence=0.0, people=row["people"], since=row["seen_since"])


def _visits(read: Rows) -> dict[int, Headcount]:
    """Open visits. Where a person stood by the size, cameras do not ask again."""
    stood_by = {
        (row["table_id"], row["said_people"]): row["dispute"]
        for row in read("SELECT * FROM floor_disputes WHERE about = 'people' AND kept = 'said'")
    }
    visits = {}
    for one in read_visits(read):
        settled = stood_by.get((one.tables[0], one.size), 0) > one.visit
        visits[one.visit] = Headcount(one.visit, one.tables, one.size, settled=settled)
    return visits


__all__ = ["recall"]
