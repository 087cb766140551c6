"""What is wrong at one moment: a case for every rule, on both sides of its threshold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from edge.events import (
    AlertKind,
    AlertPolicy,
    Availability,
    CameraStatus,
    HousePolicy,
    PartyKind,
    PartyStatus,
    Phase,
    RoutingPolicy,
    Source,
)
from edge.floor.alerts import Facts, Finding, Pace, Staffing, findings
from edge.floor.service import Party, Visit
from edge.floor.views import CameraView, TableView

NOW = datetime(2026, 1, 2, 19, 0, tzinfo=UTC)
QUIET = Facts(
    now=NOW,
    policy=HousePolicy(alerts=AlertPolicy(idle_ratio=None)),
    parties=(),
    visits=(),
    tables=(),
    cameras=(),
    staffing=Staffing(serving=2, available=2),
    pace=Pace(0, ()),
)


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def party(waited: float, high_min: int | None) -> Party:
    told = None if high_min is None else ago(waited)
    return Party(
        party=7,
        came=PartyKind.WALK_IN,
        status=PartyStatus.WAITING,
        added_at=ago(waited),
        arrived_at=ago(waited),
        low_min=high_min,
        high_min=high_min,
        quoted_at=told,
    )


def visit(number: int, phase: Phase, minutes: float) -> Visit:
    return Visit.model_validate(
        {
            "visit": number,
            "tables": (f"T{number}",),
            "party": None,
            "size": 2,
            "waiter": None,
            "shift": None,
            "phase": phase,
            "phase_since": ago(minutes),
            "phase_confidence": 1.0,
            "opened_at": ago(minutes),
            "paid": None,
            "original_waiter": None,
        }
    )


def dirty(minutes: float, *, stale: bool = False, source: Source = Source.CAMERA) -> TableView:
    return TableView(table="T3", value=Availability.DIRTY, since=ago(minutes), stale=stale, source=source)


def due(facts: Facts) -> set[tuple[AlertKind, str]]:
    return {(one.kind, one.subject) for one in findings(facts) if one.due}


def seated(tables: int) -> tuple[Visit, ...]:
    return tuple(visit(number, Phase.MAINS, 30) for number in range(1, tables + 1))


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (QUIET, set()),
        (replace(QUIET, parties=(party(24.9, 20),)), set()),
        (replace(QUIET, parties=(party(25, 20),)), {(AlertKind.WAITING, "7")}),
        (replace(QUIET, parties=(party(34.9, None),)), set()),
        (replace(QUIET, parties=(party(35, None),)), {(AlertKind.WAITING, "7")}),
        (replace(QUIET, tables=(dirty(7.9),)), set()),
        (replace(QUIET, tables=(dirty(8),)), {(AlertKind.DIRTY, "T3")}),
        (replace(QUIET, tables=(dirty(60, stale=True),)), set()),
        (replace(QUIET, tables=(dirty(8, stale=True, source=Source.PERSON),)), {(AlertKind.DIRTY, "T3")}),
        (replace(QUIET, visits=(visit(9, Phase.SEATED, 4.9),)), set()),
        (replace(QUIET, visits=(visit(9, Phase.SEATED, 5),)), {(AlertKind.NOT_GREETED, "9")}),
        (replace(QUIET, visits=(visit(9, Phase.SEATED, 60),)), {(AlertKind.NOT_GREETED, "9")}),
        (replace(QUIET, visits=(visit(9, Phase.GREETED, 14.9),)), set()),
        (replace(QUIET, visits=(visit(9, Phase.GREETED, 15),)), {(AlertKind.NOT_ORDERED, "9")}),
        (replace(QUIET, visits=(visit(9, Phase.ORDERED, 60),)), set()),
        (replace(QUIET, cameras=(CameraView(camera="east", status=CameraStatus.ONLINE, since=ago(99)),)), set()),
        (replace(QUIET, cameras=(CameraView(camera="east", status=CameraStatus.OFFLINE, since=ago(1.9)),)), set()),
        (
            replace(QUIET, cameras=(CameraView(camera="east", status=CameraStatus.STALLED, since=ago(2)),)),
            {(AlertKind.CAMERA_BLIND, "east")},
        ),
        (replace(QUIET, visits=seated(12)), set()),
        (replace(QUIET, visits=seated(12), parties=(party(1, 20),)), {(AlertKind.OVER_CAPACITY, "house")}),
        (replace(QUIET, visits=seated(7), staffing=Staffing(2, 1)), {(AlertKind.OVER_CAPACITY, "house")}),
        (replace(QUIET, visits=seated(30), staffing=Staffing(0, 0)), set()),
        (replace(QUIET, policy=HousePolicy(), visits=seated(4)), {(AlertKind.IDLE, "house")}),
        (replace(QUIET, policy=HousePolicy(), visits=seated(5)), set()),
        (replace(QUIET, policy=HousePolicy(), staffing=Staffing(1, 1)), set()),
        (replace(QUIET, pace=Pace(61, (40, 38, 45))), {(AlertKind.PACE, "house")}),
        (replace(QUIET, pace=Pace(60, (40, 38, 45))), set()),
        (replace(QUIET, pace=Pace(90, (40, 38))), set()),
        (replace(QUIET, pace=Pace(14, (2, 1, 2))), set()),
    ],
)
def test_what_is_told(facts: Facts, told: set[tuple[AlertKind, str]]) -> None:
    assert due(facts) == told


def test_a_house_that_wants_no_alerts_gets_none() -> None:
    nothing = AlertPolicy(**dict.fromkeys(AlertPolicy.model_fields))
    everything = replace(
        QUIET,
        policy=HousePolicy(alerts=nothing, routing=RoutingPolicy(max_tables_per_waiter=1)),
        parties=(party(999, 1),),
        visits=(visit(1, Phase.SEATED, 99), visit(2, Phase.GREETED, 99), *seated(9)),
        tables=(dirty(99),),
        cameras=(CameraView(camera="east", since=ago(99)),),
        pace=Pace(999, (1, 1, 1)),
    )
    assert findings(everything) == []


@pytest.mark.parametrize(("tables", "held", "told"), [(10, False, False), (11, True, False), (13, True, True)])
def test_between_told_and_over_lies_a_band(tables: int, held: bool, told: bool) -> None:
    found = [one for one in findings(replace(QUIET, visits=seated(tables))) if one.kind is AlertKind.OVER_CAPACITY]
    assert [one.due for one in found] == ([told] if held else [])


def test_clocks_that_went_back_make_no_negative_minutes() -> None:
    found = findings(replace(QUIET, tables=(dirty(-60),)))
    assert found == [Finding(AlertKind.DIRTY, "T3", 0.0, due=False)]
