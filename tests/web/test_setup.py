"""Setting the restaurant up over HTTP: sections, tables, joins, rules, and all of it as one document."""

from __future__ import annotations

import json
from typing import Any

import pytest

from edge.events import Availability
from edge.floor.service import Seating
from edge.web import Role
from tests.web.house import Box
from tests.web.tablets import key

MANAGER, HOST = Role.MANAGER, Role.HOST


async def send(box: Box, method: str, path: str, body: Any = None, role: Role = MANAGER) -> tuple[int, Any]:
    """A command with a key of its own: its status and answer."""
    more = {} if body is None else {"json": body}
    got, answer = await box.ask(method, path, role, headers=key(), **more)
    return got.status, answer


async def test_a_room_is_set_up_and_read_back(box: Box) -> None:
    await send(box, "PUT", "/api/v1/sections/patio", {})
    status, done = await send(
        box,
        "PUT",
        "/api/v1/tables/P1",
        {"section": "patio", "seats_min": 2, "seats_max": 6, "type": "booth", "location": "patio"},
    )
    assert (status, done["seq"]) == (200, box.journal.seq)
    assert done["undo"] == done["seq"]
    _, found = await box.get("/api/v1/tables?section=patio")
    assert found["tables"] == [
        {
            "table": "P1",
            "section": "patio",
            "seats_min": 2,
            "seats_max": 6,
            "type": "booth",
            "location": "patio",
            "place": None,
            "active": True,
            "joined": [],
        }
    ]
    _, found = await box.get("/api/v1/sections")
    assert found == {"sections": [{"section": "patio", "active": True}]}
    await send(box, "PUT", "/api/v1/tables/T2", {"active": False})
    for active, names in (("true", ["P1", "T1"]), ("false", ["T2"])):
        _, found = await box.get(f"/api/v1/tables?active={active}")
        assert [each["table"] for each in found["tables"]] == names
    assert (await box.get("/api/v1/tables?active=1"))[0].status == 422


async def test_a_deleted_section_is_gone_once_it_is_empty(box: Box) -> None:
    await send(box, "PUT", "/api/v1/sections/patio", {})
    await send(box, "PUT", "/api/v1/tables/P1", {"section": "patio"})
    status, problem = await send(box, "DELETE", "/api/v1/sections/patio")
    assert (status, problem["detail"]) == (409, "Section patio is in use: P1 stands there.")
    assert (await send(box, "DELETE", "/api/v1/tables/P1"))[0] == 200
    assert (await send(box, "DELETE", "/api/v1/sections/patio"))[0] == 200
    assert (await box.get("/api/v1/sections"))[1] == {"sections": []}


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "says"),
    [
        ("PUT", "/api/v1/tables/T1", {"seats_min": 5}, 422, "seats_min 5 is more than seats_max 4"),
        ("PUT", "/api/v1/tables/T1", {"section": "attic"}, 422, "there is no section attic"),
        ("PUT", "/api/v1/tables/T1", {"seats_max": "4"}, 422, "body.seats_max"),
        ("PUT", "/api/v1/tables/T1", {"seats_max": 0}, 422, "body.seats_max"),
        ("PUT", "/api/v1/tables/T1", {"place": {"x": 1, "y": 1, "width": "9", "height": 1}}, 422, "body.place.width"),
        ("PUT", "/api/v1/tables/T1", {"colour": "red"}, 422, "body.colour"),
        ("DELETE", "/api/v1/tables/T9", None, 404, "no table T9"),
        ("DELETE", "/api/v1/tables/T1", None, 409, "camera cam-east watches it"),
        ("DELETE", "/api/v1/sections/attic", None, 404, "no section attic"),
        ("POST", "/api/v1/joins", {"tables": ["T1"]}, 422, "body.tables"),
        ("POST", "/api/v1/joins", {"tables": ["T1", "T1"]}, 422, "T1, T1 cannot be joined"),
        ("POST", "/api/v1/joins", {"tables": ["T1", "T9"]}, 404, "no table T9"),
        ("DELETE", "/api/v1/joins/T1", None, 409, "T1 stands alone"),
        ("PUT", "/api/v1/policy", {"routing": {"mode": "lottery"}}, 422, "body.routing.mode"),
        ("PUT", "/api/v1/policy", {"hold_s": "90"}, 422, "body.hold_s"),
        ("PUT", "/api/v1/setup", {"format": 2}, 422, "body.format"),
        ("PUT", "/api/v1/setup", {}, 422, "table T1 is missing, but camera cam-east watches it"),
    ],
)
async def test_what_makes_no_sense_is_refused_whole_with_what_to_do_next(
    box: Box, method: str, path: str, body: Any, status: int, says: str
) -> None:
    before = box.journal.seq
    response, problem = await box.ask(method, path, MANAGER, headers=key(), **({} if body is None else {"json": body}))
    assert (response.status, response.content_type) == (status, "application/problem+json")
    assert says in problem["detail"]
    assert problem["hint"]
    assert box.journal.seq == before


async def test_a_table_that_is_not_clean_or_has_guests_is_not_joined(box: Box) -> None:
    await box.see("T1", Availability.DIRTY)
    status, problem = await send(box, "POST", "/api/v1/joins", role=HOST, body={"tables": ["T1", "T2"]})
    assert (status, problem["detail"]) == (409, "T1 is dirty.")
    await box.see("T1", Availability.CLEAN)
    status, _ = await send(box, "POST", "/api/v1/joins", role=HOST, body={"tables": ["T1", "T2"]})
    assert status == 200
    _, found = await box.get("/api/v1/tables")
    assert [each["joined"] for each in found["tables"]] == [["T1", "T2"], ["T1", "T2"]]
    await box.house.service.seat(Seating(tables=("T1", "T2"), size=5), actor="test")
    status, problem = await send(box, "DELETE", "/api/v1/joins/T2", role=HOST)
    assert status == 409
    assert "sits at T1, T2" in problem["detail"]
    status, problem = await send(box, "PUT", "/api/v1/tables/T2", {"active": False})
    assert status == 409


async def test_the_rules_of_the_house_keep_the_keys_that_users_know(box: Box) -> None:
    routing = {
        "mode": "rotation",
        "max_tables_per_waiter": 4,
        "efficiency_weight": 1.0,
        "workload_penalty": 3.0,
        "tip_penalty": 2.0,
        "recency_penalty_minutes": 5,
        "recency_penalty_weight": 1.5,
    }
    assert (await send(box, "PUT", "/api/v1/policy", {"routing": routing}))[0] == 200
    _, policy = await box.get("/api/v1/policy")
    assert policy["routing"] | routing == policy["routing"]
    assert policy["hold_s"] == 90.0


async def test_a_set_up_is_written_out_and_taken_over_again(box: Box) -> None:
    _, document = await box.get("/api/v1/setup", MANAGER)
    assert [table["table"] for table in document["tables"]] == ["T1", "T2"]
    document["sections"] = [{"section": "main", "active": True}]
    document["tables"][0] |= {"section": "main", "seats_max": 8}
    document["staff"] = [{"name": "Zoë 🍷", "role": "server", "skill": 0.5, "active": True}]
    assert (await send(box, "PUT", "/api/v1/setup", document))[0] == 200
    _, found = await box.get("/api/v1/setup", MANAGER)
    assert found == document
    before = box.journal.seq
    assert (await send(box, "PUT", "/api/v1/setup", document))[1]["seq"] == before
    assert box.journal.seq == before


async def test_a_large_restaurant_fits_into_one_document(box: Box) -> None:
    place = {"x": 123.456, "y": 789.012, "width": 110.5, "height": 84.25, "angle_deg": 33.3, "shape": "rectangle"}
    tables = [{"table": f"table-{n}", "seats_max": 4, "place": place} for n in range(500)]
    document = {"tables": [{"table": "T1"}, {"table": "T2"}, *tables]}
    assert len(json.dumps(document)) > 64 * 1024
    assert (await send(box, "PUT", "/api/v1/setup", document))[0] == 200


async def test_the_plan_draws_what_a_person_drew_and_else_what_a_camera_sees(box: Box) -> None:
    _, before = await box.get("/api/v1/plan")
    assert [(each["table"], each["seats"]) for each in before["tables"]] == [("T1", 4), ("T2", 4)]
    place = {"x": 500.0, "y": 300.0, "width": 200.0, "height": 90.0, "angle_deg": 45.0, "shape": "round"}
    await send(box, "PUT", "/api/v1/tables/T2", {"seats_max": 7, "place": place})
    _, after = await box.get("/api/v1/plan")
    drawn = {each["table"]: each for each in after["tables"]}
    assert drawn["T2"] | place | {"seats": 7} == drawn["T2"]
    assert drawn["T1"]["width"] == 80.0


@pytest.mark.parametrize(
    ("written", "status"), [("7", 200), ("7.0", 200), ("70e-1", 200), ("7.5", 422), ("1e400", 422)]
)
async def test_seven_is_seven_however_it_is_written(box: Box, written: str, status: int) -> None:
    headers = key() | {"Content-Type": "application/json"}
    body = f'{{"seats_max": {written}}}'
    response, _ = await box.ask("PUT", "/api/v1/tables/T1", MANAGER, headers=headers, data=body)
    assert response.status == status


@pytest.mark.parametrize(
    "body", ['{"place": {"x": 1e999, "y": 0, "width": 1, "height": 1}}', "[" * 5000, '{"seats_max": NaN}']
)
async def test_what_no_number_or_nesting_can_be_is_refused(box: Box, body: str) -> None:
    headers = key() | {"Content-Type": "application/json"}
    response, _ = await box.ask("PUT", "/api/v1/tables/T1", MANAGER, headers=headers, data=body + ".0")
    assert response.status == 422
    response, _ = await box.ask("PUT", "/api/v1/tables/T1", MANAGER, headers=headers, data=body)
    assert response.status == 422
