"""Taps, disputes and alerts over real HTTP: who may, what comes back, what is refused."""

from __future__ import annotations

import pytest

from edge.events import Availability, CameraStatus
from edge.web import Role
from tests.web.house import Box


def key(name: str) -> dict[str, str]:
    return {"Idempotency-Key": f"key-of-{name}"}


async def test_a_tap_shows_and_can_be_undone(box: Box) -> None:
    response, done = await box.ask(
        "POST", "/api/v1/tables/T1/state", Role.WAITER, json={"value": "dirty"}, headers=key("tap")
    )
    assert response.status == 200
    assert done["undo"] == done["seq"]
    _, floor = await box.get("/api/v1/floor")
    assert (floor["tables"][0]["value"], floor["tables"][0]["source"]) == ("dirty", "person")
    response, _ = await box.ask("POST", "/api/v1/undo", Role.WAITER, json={"undo": done["undo"]}, headers=key("undo"))
    assert response.status == 200


async def test_a_tap_sent_twice_is_done_once(box: Box) -> None:
    answers = [
        (await box.ask("POST", "/api/v1/tables/T1/state", Role.WAITER, json={"value": "dirty"}, headers=key("a")))[1]
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    _, table = await box.get("/api/v1/tables/T1")
    assert len(table["history"]) == 1


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/v1/tables/T9/state", {"value": "dirty"}, 404),
        ("/api/v1/tables/T1/state", {"value": "on fire"}, 422),
        ("/api/v1/disputes/99/resolve", {"kept": "said"}, 404),
        ("/api/v1/disputes/99/resolve", {"kept": "neither"}, 422),
        ("/api/v1/alerts/99/acknowledge", None, 404),
    ],
)
async def test_what_makes_no_sense_is_refused(box: Box, path: str, body: dict[str, str] | None, status: int) -> None:
    response, problem = await box.ask("POST", path, Role.WAITER, json=body, headers=key("odd"))
    assert (response.status, bool(problem["title"])) == (status, True)


async def test_a_dispute_is_listed_and_settled_with_one_tap(box: Box) -> None:
    await box.see("T1", Availability.DIRTY)
    await box.ask("POST", "/api/v1/tables/T1/state", Role.WAITER, json={"value": "clean"}, headers=key("tap"))
    box.clock.advance(120)
    await box.floor.tick()
    _, service = await box.get("/api/v1/service", Role.WAITER)
    (dispute,) = service["disputes"]
    assert (dispute["table"], dispute["said"], dispute["seen"]) == ("T1", "clean", "dirty")
    path = f"/api/v1/disputes/{dispute['dispute']}/resolve"
    response, _ = await box.ask("POST", path, Role.WAITER, json={"kept": "seen"}, headers=key("settle"))
    assert response.status == 200
    response, problem = await box.ask("POST", path, Role.WAITER, json={"kept": "said"}, headers=key("late"))
    assert (response.status, problem["hint"]) == (409, "Look at the floor again.")
    _, floor = await box.get("/api/v1/floor")
    assert (floor["tables"][0]["value"], floor["tables"][0]["dispute"]) == ("dirty", None)


async def test_an_alert_is_listed_and_taken_on(box: Box) -> None:
    await box.floor.camera("cam-east", CameraStatus.OFFLINE)
    box.clock.advance(120)
    await box.house.alerts.tick()
    _, listed = await box.get("/api/v1/alerts")
    alert = next(one for one in listed["alerts"] if one["subject"] == "cam-east")
    assert (alert["kind"], alert["acknowledged"]) == ("camera_blind", False)
    response, _ = await box.ask(
        "POST", f"/api/v1/alerts/{alert['alert']}/acknowledge", Role.WAITER, headers=key("mine")
    )
    assert response.status == 200
    _, service = await box.get("/api/v1/service", Role.WAITER)
    assert alert["alert"] in [one["alert"] for one in service["alerts"] if one["acknowledged"]]
