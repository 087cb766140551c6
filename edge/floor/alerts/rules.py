"""What is wrong at one moment. Pure: facts in, findings out.

A finding is `due` once somebody should be told; before that it only keeps an alert open that is open already, so that
one that hovers around its threshold is told once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from edge.events import AlertKind, Availability, CameraStatus, Id, Phase, Source
from edge.floor.alerts.facts import Facts

HOUSE = "house"
"""The subject of what concerns nobody in particular."""

UNQUOTED_MIN = 30.0
"""What a party that was told nothing is taken to have been told."""

LASTS_MIN = 5.0
"""So long the house must be out of balance before somebody is told."""

BAND = 0.1
"""An alert about a ratio stays open until it is this share back inside."""

_USUAL_WEEKS = 3
_USUAL_COVERS = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """Something is wrong with `subject`, for so many minutes. `lasts_min`: told only after it was so for so long."""

    kind: AlertKind
    subject: Id
    minutes: float | None = None
    due: bool = True
    lasts_min: float = 0.0


def findings(facts: Facts) -> list[Finding]:
    """Everything that is wrong by the thresholds of the house."""
    rules = (_waiting, _dirty, _not_greeted, _not_ordered, _blind, _capacity, _idle, _pace)
    return [finding for rule in rules for finding in rule(facts)]


def _waiting(facts: Facts) -> Iterator[Finding]:
    over = facts.policy.alerts.waiting_over_quote
    for party in facts.parties if over is not None else ():
        told_at = party.quoted_at or party.arrived_at or party.added_at
        quoted = UNQUOTED_MIN if party.high_min is None else party.high_min
        if _minutes(told_at, facts.now) >= quoted + (over or 0.0):
            waited = _minutes(party.arrived_at or party.added_at, facts.now)
            yield Finding(AlertKind.WAITING, str(party.party), waited)


def _dirty(facts: Facts) -> Iterator[Finding]:
    """A camera that no longer sees the table raises nothing, and does not call it clean either."""
    after = facts.policy.alerts.dirty
    for table in facts.tables if after is not None else ():
        if table.value is Availability.DIRTY and table.since:
            minutes = _minutes(table.since, facts.now)
            known = not table.stale or table.source is not Source.CAMERA
            yield Finding(AlertKind.DIRTY, table.table, minutes, due=known and minutes >= (after or 0.0))


def _not_greeted(facts: Facts) -> Iterator[Finding]:
    after = facts.policy.alerts.not_greeted
    for visit in facts.visits if after is not None else ():
        minutes = _minutes(visit.opened_at, facts.now)
        if visit.phase is Phase.SEATED and minutes >= (after or 0.0):
            yield Finding(AlertKind.NOT_GREETED, str(visit.visit), minutes)


def _not_ordered(facts: Facts) -> Iterator[Finding]:
    """Counted for those who were greeted: the others have an alert already."""
    after = facts.policy.alerts.not_ordered
    for visit in facts.visits if after is not None else ():
        minutes = _minutes(visit.opened_at, facts.now)
        if visit.phase is Phase.GREETED and minutes >= (after or 0.0):
            yield Finding(AlertKind.NOT_ORDERED, str(visit.visit), minutes)


def _blind(facts: Facts) -> Iterator[Finding]:
    after = facts.policy.alerts.camera_blind
    for camera in facts.cameras if after is not None else ():
        if camera.status is not CameraStatus.ONLINE and camera.since:
            minutes = _minutes(camera.since, facts.now)
            yield Finding(AlertKind.CAMERA_BLIND, camera.camera, minutes, due=minutes >= (after or 0.0))


def _capacity(facts: Facts) -> Iterator[Finding]:
    """More tables and waiting parties than the waiters on the floor can take. Silent where nobody clocks in."""
    ratio = facts.policy.alerts.over_capacity_ratio
    if ratio is not None and facts.staffing.serving:
        load = len(facts.visits) + len(facts.parties)
        bearable = ratio * _bearable(facts)
        if load and load > bearable * (1 - BAND):
            yield Finding(AlertKind.OVER_CAPACITY, HOUSE, due=load > bearable, lasts_min=LASTS_MIN)


def _idle(facts: Facts) -> Iterator[Finding]:
    """Two waiters or more with less to do than they could."""
    ratio = facts.policy.alerts.idle_ratio
    if ratio is not None and facts.staffing.available > 1:
        load = len(facts.visits) + len(facts.parties)
        enough = ratio * _bearable(facts)
        if load < enough * (1 + BAND):
            yield Finding(AlertKind.IDLE, HOUSE, due=load < enough, lasts_min=3 * LASTS_MIN)


def _pace(facts: Facts) -> Iterator[Finding]:
    """Many more guests than usual at this hour. Silent until there is something usual."""
    ratio, pace = facts.policy.alerts.pace_ratio, facts.pace
    if ratio is not None and len(pace.earlier) >= _USUAL_WEEKS:
        expected = ratio * max(median(pace.earlier), _USUAL_COVERS)
        if pace.covers > expected * (1 - BAND):
            yield Finding(AlertKind.PACE, HOUSE, due=pace.covers > expected, lasts_min=LASTS_MIN)


def _bearable(facts: Facts) -> float:
    return float(facts.staffing.available * facts.policy.routing.max_tables_per_waiter)


def _minutes(since: datetime, now: datetime) -> float:
    """Never negative, whatever the clocks did."""
    return max(0.0, (now - since).total_seconds() / 60)


__all__ = ["BAND", "HOUSE", "LASTS_MIN", "UNQUOTED_MIN", "Finding", "findings"]
