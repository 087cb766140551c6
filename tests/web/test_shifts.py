"""The staff and their shifts over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from edge.events import Availability
from edge.floor.service import Seating
from edge.web import Role
from tests.web.house import Box
from tests.web.tablets import key

MANAGER, HOST, WAITER = Role.MANAGER, Role.HOST, Role.WAITER


async def send(box: Box, method: str, path: str, body: Any = None, role: Role = MANAGER) -> tuple[int, Any]:
    """A command with a key of its own: its status and answer."""
    more = {} if body is None else {"json": body}
    got, answer = await box.ask(method, f"/api/v1{path}", role, headers=key(), **more)
    return got.status, answer


async def hire(box: Box, name: str = "Ana", **more: Any) -> int:
    status, done = await send(box, "POST", "/waiters", {"name": name, **more})
    assert status == 201, done
    return int(done["waiter"])


async def clock_in(box: Box, waiter: int) -> int:
    status, done = await send(box, "POST", "/shifts", {"waiter": waiter}, HOST)
    assert status == 201, done
    return int(done["shift"])


async def test_somebody_is_hired_changed_and_erased(box: Box) -> None:
    ana = await hire(box, "محمد 🍷", phone="+34 600", skill=0.9)
    _, found = await box.get("/api/v1/waiters", WAITER)
    assert found["waiters"] == [
        {
            "waiter": ana,
            "role": "server",
            "skill": 0.9,
            "active": True,
            "since": "2026-01-02T12:00:00.000Z",
            "erased": False,
            "name": "محمد 🍷",
        }
    ]
    await send(box, "PATCH", f"/waiters/{ana}", {"role": "bartender", "email": "m@example.org"})
    _, one = await box.get(f"/api/v1/waiters/{ana}", MANAGER)
    assert (one["role"], one["skill"], one["phone"], one["email"]) == ("bartender", 0.9, "+34 600", "m@example.org")
    await send(box, "PATCH", f"/waiters/{ana}", {"name": "Mo", "phone": None, "active": False})
    _, one = await box.get(f"/api/v1/waiters/{ana}", MANAGER)
    assert (one["name"], one["phone"], one["email"], one["active"]) == ("Mo", None, "m@example.org", False)
    assert (await box.get("/api/v1/waiters?active=true", WAITER))[1] == {"waiters": []}
    assert (await send(box, "DELETE", f"/waiters/{ana}"))[0] == 200
    _, one = await box.get(f"/api/v1/waiters/{ana}", MANAGER)
    assert (one["name"], one["email"], one["erased"]) == (None, None, True)


async def test_a_shift_from_clocking_in_to_going_home(box: Box) -> None:
    await send(box, "PUT", "/sections/patio", {})
    ana = await hire(box)
    shift = await clock_in(box, ana)
    box.clock.advance(3600)
    assert (await send(box, "POST", f"/shifts/{shift}/break", role=WAITER))[0] == 200
    box.clock.advance(600)
    assert (await send(box, "POST", f"/shifts/{shift}/resume", role=WAITER))[0] == 200
    assert (await send(box, "POST", f"/shifts/{shift}/section", {"section": "patio"}, HOST))[0] == 200
    _, one = await box.get(f"/api/v1/shifts/{shift}", WAITER)
    assert one == {
        "shift": shift,
        "waiter": ana,
        "section": "patio",
        "started_at": "2026-01-02T12:00:00.000Z",
        "ended_at": None,
        "breaks": [{"started_at": "2026-01-02T13:00:00.000Z", "ended_at": "2026-01-02T13:10:00.000Z"}],
        "name": "Ana",
    }
    assert (await send(box, "DELETE", "/sections/patio"))[1]["detail"].endswith(f"shift {shift} works there.")
    assert (await send(box, "POST", f"/shifts/{shift}/end", {}, HOST))[0] == 200
    for query, shifts in (("active=true", []), ("active=false", [shift]), (f"waiter={ana}&limit=1", [shift])):
        _, found = await box.get(f"/api/v1/shifts?{query}", WAITER)
        assert [each["shift"] for each in found["shifts"]] == shifts


async def test_nobody_goes_home_and_leaves_guests_to_nobody(box: Box) -> None:
    ana, bo = await hire(box), await hire(box, "Bo")
    hers = await clock_in(box, ana)
    await clock_in(box, bo)
    await box.see("T1", Availability.CLEAN)
    visit = (await box.house.service.seat(Seating(tables=("T1",), size=2, waiter=ana), actor="test")).visit
    status, problem = await send(box, "POST", f"/shifts/{hers}/end", {}, HOST)
    assert (status, problem["detail"]) == (409, f"Shift {hers} still has open tables: T1.")
    handoff = {"handoff": [{"visit": visit, "waiter": bo, "credit": 0.5}]}
    assert (await send(box, "POST", f"/shifts/{hers}/end", handoff, HOST))[0] == 200
    assert (await box.house.service.visit(visit)).waiter == bo


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "says"),
    [
        ("POST", "/waiters", {"name": ""}, 422, "body.name"),
        ("POST", "/waiters", {"name": "Ana", "role": "owner"}, 422, "body.role"),
        ("POST", "/waiters", {"name": "Ana", "skill": 1.5}, 422, "body.skill"),
        ("PATCH", "/waiters/99", {"name": "Ana"}, 404, "no waiter 99"),
        ("DELETE", "/waiters/99", None, 404, "no waiter 99"),
        ("DELETE", "/waiters/99999999999999999999", None, 422, "path.waiter"),
        ("POST", "/shifts", {"waiter": 99}, 404, "no waiter 99"),
        ("POST", "/shifts", {"waiter": "1"}, 422, "body.waiter"),
        ("POST", "/shifts/99/break", None, 404, "no shift 99"),
        ("POST", "/shifts/99/resume", None, 404, "no shift 99"),
        ("POST", "/shifts/99/section", {"section": None}, 404, "no shift 99"),
        ("POST", "/shifts/99/section", {}, 422, "body.section"),
        ("POST", "/shifts/99/end", {}, 404, "no shift 99"),
        ("POST", "/shifts/0/end", {}, 422, "path.shift"),
    ],
)
async def test_what_makes_no_sense_is_refused_whole(
    box: Box, method: str, path: str, body: Any, status: int, says: str
) -> None:
    before = box.journal.seq
    got, problem = await send(box, method, path, body)
    assert (got, box.journal.seq) == (status, before)
    assert says in problem["detail"]
    assert problem["hint"]


async def test_a_tap_out_of_order_is_refused_with_what_is_so(box: Box) -> None:
    shift = await clock_in(box, ana := await hire(box))
    assert (await send(box, "POST", "/shifts", {"waiter": ana}, HOST))[0] == 409
    assert (await send(box, "POST", f"/shifts/{shift}/resume", role=WAITER))[0] == 409
    await send(box, "POST", f"/shifts/{shift}/break", role=WAITER)
    assert (await send(box, "POST", f"/shifts/{shift}/break", role=WAITER))[0] == 409
    assert (await send(box, "PATCH", f"/waiters/{ana}", {"active": False}))[0] == 409
    await send(box, "POST", f"/shifts/{shift}/end", {}, HOST)
    for path, body in (("break", None), ("resume", None), ("section", {"section": None}), ("end", {})):
        status, problem = await send(box, "POST", f"/shifts/{shift}/{path}", body, HOST)
        assert (status, problem["detail"]) == (409, f"Shift {shift} has ended.")


async def test_the_same_tap_twice_is_one_shift(box: Box) -> None:
    ana, same = await hire(box), key()
    answers = [(await box.ask("POST", "/api/v1/shifts", HOST, headers=same, json={"waiter": ana}))[1] for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(await box.house.staff.on_shift()) == 1
