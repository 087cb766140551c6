"""The rooms of the domain, built on one journal and wired to each other. No logic."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from edge.clock import Clock
from edge.events import Id
from edge.floor import Floor, FloorProjection
from edge.floor.advice import Advice
from edge.floor.alerts import Alerts, AlertsProjection, read_open_alerts
from edge.floor.desk import Desk
from edge.floor.service import Service, ServiceProjection
from edge.floor.setup import Setup, SetupProjection, read_sections
from edge.floor.undo import Undo
from edge.floor.uses import read_uses
from edge.journal import Journal, Projection, Rows, rows_of
from edge.staff import Staff, StaffProjection

UTC = ZoneInfo("UTC")

PROJECTIONS: tuple[Projection, ...] = (
    FloorProjection(),
    SetupProjection(),
    StaffProjection(),
    ServiceProjection(),
    AlertsProjection(),
)
"""What the journal keeps for these rooms: it must be opened with them."""


@dataclass(frozen=True)
class Rooms:
    """What one store is run with."""

    floor: Floor
    setup: Setup
    staff: Staff
    service: Service
    undo: Undo
    alerts: Alerts
    advice: Advice


def build_rooms(journal: Journal, clock: Clock, zone: ZoneInfo = UTC) -> Rooms:
    """All rooms of a store in a time zone. The floor is empty until it is restored."""
    undo = Undo(journal, clock)
    desk = Desk(journal, undo)
    advice = Advice(journal, clock, zone)
    service = Service(
        journal,
        clock,
        desk,
        alternatives=advice.alternatives,
        read_alerts=lambda db: read_open_alerts(rows_of(db)),
    )
    floor = Floor(journal, clock, service.follow, desk)
    return Rooms(
        floor=floor,
        setup=Setup(journal, desk, read_uses),
        staff=Staff(journal, _open_sections),
        service=service,
        undo=undo,
        alerts=Alerts(journal, clock, floor.snapshot, zone),
        advice=advice,
    )


def _open_sections(read: Rows) -> set[Id]:
    return {section.section for section in read_sections(read).values() if section.active}


__all__ = ["PROJECTIONS", "Rooms", "build_rooms"]
