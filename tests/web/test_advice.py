"""Suggestions and quotes over HTTP, on a real floor."""

from __future__ import annotations

from typing import Any

import pytest

from edge.events import Availability
from tests.web.house import Box
from tests.web.test_service import clock_in, do

ROOM = {
    "T1": {"section": "hall", "seats_max": 2},
    "T2": {"section": "hall", "seats_max": 4},
    "T3": {"section": "patio", "seats_max": 4, "location": "patio"},
    "T4": {"section": "patio", "seats_max": 4, "location": "patio"},
}


async def furnish(box: Box) -> None:
    for section in ("hall", "patio"):
        await do(box, f"/sections/{section}", {"active": True}, "manager", method="PUT")
    for table, shape in ROOM.items():
        response, _ = await do(box, f"/tables/{table}", shape, "manager", method="PUT")
        assert response.status == 200, await response.text()


async def ask(box: Box, **wish: Any) -> Any:
    response, answer = await box.ask("POST", "/api/v1/suggestions", "host", json=wish)
    assert response.status == 200, answer
    return answer


async def test_a_suggestion_names_table_waiter_and_reasons(box: Box) -> None:
    await furnish(box)
    ana, _ = await clock_in(box, "Ana")
    (best, *_) = (await ask(box, size=2))["options"]
    assert (best["tables"], best["waiter"], best["waiter_name"], best["wasted_seats"]) == (["T1"], ana, "Ana", 0)
    assert [reason["code"] for reason in best["reasons"]] == ["seats", "waiter_new"]
    assert best["reasons"][0]["text"] == "T1 seats 2"


async def test_what_is_suggested_can_be_seated_until_nothing_is_left(box: Box) -> None:
    await furnish(box)
    await clock_in(box, "Ana")
    seated = []
    while options := (await ask(box, size=3))["options"]:
        body = {"tables": options[0]["tables"], "waiter": options[0]["waiter"], "size": 3}
        assert (await do(box, "/visits", body))[0].status == 201
        seated.append(options[0]["tables"][0])
    assert sorted(seated) == ["T2", "T3", "T4"]
    because = (await ask(box, size=3))["none_because"]
    assert because["code"] == "none_free"
    assert "put them on the waitlist" in because["text"]


async def test_a_party_s_own_wish_counts(box: Box) -> None:
    await furnish(box)
    _, party = await do(box, "/parties", {"size": 2, "location": "patio"})
    answer = await ask(box, party=party["party"])
    assert answer["options"][0]["tables"] == ["T3"]
    assert answer["relaxed"] == []
    response, _ = await box.ask("POST", "/api/v1/suggestions", "host", json={"party": 999_999})
    assert response.status == 404


async def test_a_reserved_table_is_for_who_reserved(box: Box) -> None:
    await furnish(box)
    await do(box, "/tables/T1/state", {"value": "reserved"}, "waiter")
    assert ["T1"] not in [option["tables"] for option in (await ask(box, size=2, top=10))["options"]]
    due = box.clock.now().isoformat()
    _, party = await do(box, "/parties", {"came": "reservation", "size": 2, "due": due})
    assert (await ask(box, party=party["party"]))["options"][0]["tables"] == ["T1"]


async def test_large_parties_get_neighbours_joined(box: Box) -> None:
    await furnish(box)
    (best, *_) = (await ask(box, size=8))["options"]
    assert sorted(best["tables"]) == ["T3", "T4"]
    assert (await do(box, "/visits", {"tables": best["tables"], "size": 8}))[0].status == 201


async def test_an_unknown_size_gets_brackets(box: Box) -> None:
    await furnish(box)
    answer = await ask(box)
    assert answer["options"] == []
    assert [(one["size_from"], one["size_to"]) for one in answer["brackets"]] == [(2, 2), (3, 4), (5, 8)]


async def test_a_taken_table_is_refused_with_the_next_best(box: Box) -> None:
    await furnish(box)
    ana, _ = await clock_in(box, "Ana")
    assert (await do(box, "/visits", {"tables": ["T1"], "size": 2}))[0].status == 201
    response, problem = await do(box, "/visits", {"tables": ["T1"], "size": 2})
    assert response.status == 409
    assert problem["alternatives"][0]["tables"] == ["T2"]
    assert problem["alternatives"][0]["waiter"] == ana
    assert problem["alternatives"][0]["reasons"][0] == "T2 seats 4"


async def test_quotes_grow_with_the_line(box: Box) -> None:
    await furnish(box)
    for table in ROOM:
        await do(box, "/visits", {"tables": [table], "size": 2})
    waits = []
    for _ in range(3):
        _, wait = await box.get("/api/v1/quote?size=2", "host")
        waits.append(wait)
        await do(box, "/parties", {"size": 2, **wait})
    assert all(wait["low_min"] % 5 == wait["high_min"] % 5 == 0 for wait in waits)
    assert all(wait["low_min"] < wait["high_min"] for wait in waits)
    highs = [wait["high_min"] for wait in waits]
    assert highs == sorted(highs)
    assert highs[0] < highs[-1]


async def test_a_free_table_is_quoted_as_now_and_an_impossible_party_is_refused(box: Box) -> None:
    await furnish(box)
    await box.see("T1", Availability.CLEAN)
    assert (await box.get("/api/v1/quote?size=2", "host"))[1] == {"low_min": 0, "high_min": 5}
    response, problem = await box.get("/api/v1/quote?size=60", "host")
    assert response.status == 409
    assert problem["hint"]


@pytest.mark.parametrize("query", ["size=0", "size=two", "size=2&who=me"])
async def test_bad_questions_are_refused(box: Box, query: str) -> None:
    assert (await box.get(f"/api/v1/quote?{query}", "host"))[0].status == 422
