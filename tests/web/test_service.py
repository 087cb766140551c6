"""An evening over HTTP: parties, visits, payments, undo, and who sees what of it."""

from __future__ import annotations

import asyncio
import itertools
import json
from typing import Any

import pytest
from aiohttp import ClientResponse

from edge import signature
from edge.events import Availability
from tests.web.house import POS_SECRET, Box

_keys = (f"key-{number}" for number in itertools.count())


async def do(
    box: Box, path: str, body: object = None, role: str = "host", *, method: str = "POST", key: str | None = None
) -> tuple[ClientResponse, Any]:
    headers = {"Idempotency-Key": key or next(_keys)}
    sent = {} if body is None else {"json": body}
    return await box.ask(method, f"/api/v1{path}", role, headers=headers, **sent)


async def clock_in(box: Box, name: str) -> tuple[int, int]:
    """Hire somebody and start their shift: their id, and the shift's."""
    _, waiter = await do(box, "/waiters", {"name": name}, "manager")
    _, shift = await do(box, "/shifts", {"waiter": waiter["waiter"]})
    return waiter["waiter"], shift["shift"]


async def pay(box: Box, body: dict[str, object], *, late_s: float = 0.0, **more: Any) -> tuple[ClientResponse, Any]:
    raw = json.dumps(body).encode()
    signed = signature.sign(POS_SECRET, raw, box.clock.now())
    box.clock.advance(late_s)
    headers = {signature.HEADER: signed, "Content-Type": "application/json", **more.pop("headers", {})}
    return await box.ask("POST", "/api/v1/webhooks/pos/payment", None, data=raw, headers=headers, **more)


async def test_an_evening_from_the_door_to_the_clean_table(box: Box) -> None:
    ana, shift = await clock_in(box, "Ana")
    response, party = await do(box, "/parties", {"name": "Zoë 🎉", "size": 3, "low_min": 10, "high_min": 20})
    assert response.status == 201
    assert party["guest_path"].startswith("/g/")
    assert (await do(box, f"/parties/{party['party']}/page"))[0].status == 200
    response, seated = await do(box, "/visits", {"tables": ["T1"], "party": party["party"], "waiter": ana})
    assert response.status == 201
    visit = f"/visits/{seated['visit']}"
    for phase in ("greeted", "ordered", "mains"):
        assert (await do(box, f"{visit}/phase", {"phase": phase}, "waiter"))[0].status == 200
    bill = {"transaction_id": "t-1", "table": "T1", "subtotal": "30.00", "tax": "3.00", "tip": 600, "total": "39.00"}
    response, paid = await pay(box, bill)
    assert (response.status, paid["visit"], paid["repeated"]) == (200, seated["visit"], False)
    _, service = await box.get("/api/v1/service", "waiter")
    assert service["seq"] == box.journal.seq
    assert [(one["phase"], one["paid"], one["size"]) for one in service["visits"]] == [("paid", 3900, 3)]
    assert [(one["name"], one["tips"], one["sales"], one["open_tables"]) for one in service["waiters"]] == [
        ("Ana", 600, 3000, 1)
    ]
    assert [one["visit"] for one in service["tables"]] == [seated["visit"], None]
    for value in (Availability.OCCUPIED, Availability.DIRTY, Availability.CLEAN):
        await box.see("T1", value)
        box.clock.advance(100)
    _, over = await box.get(f"/api/v1{visit}", "waiter")
    assert (over["closed_reason"], [one["phase"] for one in over["milestones"]]) == (
        "seen_clean",
        ["seated", "greeted", "ordered", "mains", "paid"],
    )
    assert over["history"][0]["kind"] == "visit.opened"
    assert over["history"][-1] | {"kind": "visit.closed", "actor": "vision"} == over["history"][-1]
    assert (await do(box, f"/shifts/{shift}/end", {}))[0].status == 200


async def test_who_only_looks_sees_no_names(box: Box) -> None:
    await do(box, "/parties", {"name": "Lee", "note": "allergic to nuts", "size": 2})
    everyone = [("waiter", "Lee"), ("view", None), ("service", None), ("host", "Lee"), ("manager", "Lee")]
    for role, name in everyone:  # whoever asked before, of one and the same view
        _, service = await box.get("/api/v1/service", role)
        (party,) = service["parties"]
        assert (party["name"], bool(party["note"]), party["position"]) == (name, bool(name), 1), role


async def test_two_hosts_race_for_one_table_and_the_second_hears_so(box: Box) -> None:
    asked = {"tables": ["T1"], "size": 2}
    answers = await asyncio.gather(do(box, "/visits", asked), do(box, "/visits", asked))
    assert sorted(response.status for response, _ in answers) == [201, 409]
    (refusal,) = [body for response, body in answers if response.status == 409]
    assert refusal["type"] == "urn:maitred:problem:table-taken"
    assert refusal["detail"] == "A party sits at T1 already."
    assert [one["tables"] for one in refusal["alternatives"]] == [["T2"]]
    _, found = await box.get("/api/v1/visits", "waiter")
    assert len(found["visits"]) == 1


async def test_the_same_command_twice_is_done_once_and_answered_alike(box: Box) -> None:
    body = {"tables": ["T1"], "size": 2}
    first, again = [await do(box, "/visits", body, key="same") for _ in range(2)]
    assert (first[0].status, again[0].status) == (201, 201)
    assert first[1] == again[1]
    seq = box.journal.seq
    response, _ = await do(box, "/visits", {"tables": ["T2"], "size": 2}, key="same")
    assert (response.status, box.journal.seq) == (409, seq)


async def test_a_command_is_taken_back_where_it_was_given(box: Box) -> None:
    _, seated = await do(box, "/visits", {"tables": ["T1"], "size": 2})
    response, problem = await do(box, "/undo", {"undo": seated["undo"]}, "manager")
    assert (response.status, problem["detail"]) == (403, f"Command {seated['undo']} was given elsewhere.")
    response, done = await do(box, "/undo", {"undo": seated["undo"]})
    assert (response.status, done["undo"]) == (200, None)
    _, service = await box.get("/api/v1/service")
    assert (service["visits"], service["tables"][0]["visit"]) == ([], None)
    response, problem = await do(box, "/undo", {"undo": seated["undo"]})
    assert (response.status, problem["hint"]) == (409, "Change it by hand instead.")


async def test_a_shift_with_open_tables_ends_once_somebody_takes_them(box: Box) -> None:
    ana, shift = await clock_in(box, "Ana")
    ben, _ = await clock_in(box, "Ben")
    _, seated = await do(box, "/visits", {"tables": ["T1"], "size": 4, "waiter": ana})
    response, problem = await do(box, f"/shifts/{shift}/end", {})
    assert (response.status, problem["detail"]) == (409, f"Shift {shift} still has open tables: T1.")
    handoff = [{"visit": seated["visit"], "waiter": ben, "credit": 0.25}]
    assert (await do(box, f"/shifts/{shift}/end", {"handoff": handoff}))[0].status == 200
    _, service = await box.get("/api/v1/service", "waiter")
    assert [(one["name"], one["open_tables"], one["covers"]) for one in service["waiters"]] == [("Ben", 1, 3.0)]
    assert (service["visits"][0]["waiter"], service["visits"][0]["original_waiter"]) == (ben, ana)


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/parties", {"size": 0}, 422),
        ("POST", "/parties", {"size": 101}, 422),
        ("POST", "/parties", {"size": "2"}, 422),
        ("POST", "/parties", {"name": "\u0007"}, 422),
        ("POST", "/parties", {"name": " "}, 422),
        ("POST", "/parties", {"name": "x" * 81}, 422),
        ("POST", "/parties", {"low_min": 5}, 422),
        ("POST", "/parties", {"low_min": 20, "high_min": 5}, 422),
        ("POST", "/parties", {"came": "reservation"}, 422),
        ("POST", "/parties", {"due": "2026-01-02T19:00:00Z"}, 422),
        ("POST", "/parties", {"came": "reservation", "due": "tomorrow"}, 422),
        ("POST", "/parties", {"came": "reservation", "due": "2026-01-02T19:00:00"}, 422),
        ("PATCH", "/parties/999", {"size": 2}, 404),
        ("POST", "/parties/999/page", None, 404),
        ("POST", "/parties/999/leave", {"status": "seated"}, 422),
        ("POST", "/visits", {"tables": []}, 422),
        ("POST", "/visits", {"tables": ["T1", "T1"]}, 422),
        ("POST", "/visits", {"tables": ["T99"]}, 404),
        ("POST", "/visits", {"tables": ["T1"], "party": 999}, 404),
        ("POST", "/visits", {"tables": ["T1"], "waiter": 999}, 409),
        ("POST", "/visits", {"tables": ["T1"], "size": 40}, 409),
        ("POST", "/visits/999/phase", {"phase": "mains"}, 404),
        ("POST", "/visits/999/phase", {"phase": "digestif"}, 422),
        ("POST", "/visits/999/transfer", {"waiter": 1, "credit": 1.5}, 422),
        ("POST", "/visits/999/close", None, 404),
        ("POST", "/undo", {"undo": 999}, 409),
        ("POST", "/payments/999/match", {"visit": 1}, 404),
        ("POST", "/webhooks/ml/table-state", {"tables": [{"table": "T99", "state": "clean", "confidence": 1.0}]}, 404),
    ],
)
async def test_what_makes_no_sense_is_refused_whole_with_what_to_do(
    box: Box, method: str, path: str, body: object, status: int
) -> None:
    before = box.journal.seq
    response, problem = await do(box, path, body, "manager", method=method)
    assert response.status == status, problem
    assert problem["hint"]
    assert box.journal.seq == before


@pytest.mark.parametrize(
    "name",
    ["\U0001f469\u200d\U0001f467 Ng", "עִבְרִית", "\u202eevil", "O'Brien; DROP TABLE events", "<b>Bob</b>"],
)
async def test_any_name_that_people_have_is_kept_as_typed_and_erased_when_they_leave(box: Box, name: str) -> None:
    _, party = await do(box, "/parties", {"name": name, "size": 2})
    _, shown = await box.get(f"/api/v1/parties/{party['party']}", "waiter")
    assert shown["name"] == name
    past = await box.journal.events(after=0)
    assert name not in "".join(one.model_dump_json() for one in past)
    await do(box, f"/parties/{party['party']}/leave", {"status": "walked_away"})
    _, shown = await box.get(f"/api/v1/parties/{party['party']}", "waiter")
    assert (shown["name"], shown["status"]) == (None, "walked_away")


BILL = {"transaction_id": "t-1", "table": "T1", "subtotal": 3000, "tip": 500, "total": 3500}


async def test_a_payment_counts_once_however_often_it_comes(box: Box) -> None:
    await do(box, "/visits", {"tables": ["T1"], "size": 2})
    _, first = await pay(box, BILL)
    seq = box.journal.seq
    _, again = await pay(box, BILL)
    assert again == first | {"seq": first["payment"], "repeated": True}
    response, _ = await pay(box, BILL | {"total": 3600})
    assert (response.status, box.journal.seq) == (409, seq)


async def test_a_payment_that_fits_no_visit_is_matched_by_a_person(box: Box) -> None:
    _, payment = await pay(box, BILL)
    assert payment["visit"] is None
    response, found = await box.get("/api/v1/payments?unmatched=true", "manager")
    assert response.status == 200, found
    assert [(one["payment"], one["total"]) for one in found["payments"]] == [(payment["payment"], 3500)]
    _, seated = await do(box, "/visits", {"tables": ["T2"], "size": 2})
    matched = await do(box, f"/payments/{payment['payment']}/match", {"visit": seated["visit"]}, "manager")
    assert matched[0].status == 200
    _, found = await box.get("/api/v1/payments?unmatched=true", "manager")
    assert found["payments"] == []
    _, visit = await box.get(f"/api/v1/visits/{seated['visit']}", "waiter")
    assert visit["paid"] == 3500


@pytest.mark.parametrize(
    ("more", "late_s", "problem"),
    [
        ({"headers": {signature.HEADER: ""}}, 0, "missing"),
        ({"headers": {signature.HEADER: "t=1,v1=" + "0" * 64}}, 0, "too old"),
        ({"headers": {signature.HEADER: f"t={1767355200},v1=" + "0" * 64}}, 0, "does not fit"),
        ({}, 301, "too old"),
    ],
)
async def test_a_payment_without_a_good_signature_is_refused(
    box: Box, more: dict[str, Any], late_s: float, problem: str
) -> None:
    response, refused = await pay(box, BILL, late_s=late_s, **more)
    assert (response.status, refused["type"]) == (401, "urn:maitred:problem:bad-signature")
    assert problem in refused["detail"]
    assert (await box.get("/api/v1/payments", "manager"))[1]["payments"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"currency": "EUR"},
        {"total": "35.001"},
        {"total": "35,00"},
        {"total": 35.5},
        {"total": None},
        {"total": 10**13},
        {"transaction_id": ""},
        {"table": "T 1"},
        {"cardholder": "Lee"},
    ],
)
async def test_a_payment_that_makes_no_sense_is_refused(box: Box, wrong: dict[str, object]) -> None:
    response, problem = await pay(box, BILL | wrong)
    assert response.status == 422
    assert problem["hint"]


async def test_what_an_outside_classifier_sees_is_kept_and_changes_nothing(box: Box) -> None:
    seen = {"at": "2026-01-02T11:59:00Z", "tables": [{"table": "T1", "state": "dirty", "confidence": 0.7}]}
    seq, before = box.journal.seq, (await box.get("/api/v1/floor"))[1]
    response, _ = await box.ask("POST", "/api/v1/webhooks/ml/table-state", "service", json=seen)
    assert response.status == 200
    _, kept = await box.get("/api/v1/evidence", "manager")
    assert [(one["table"], one["state"], one["by"]) for one in kept["views"]] == [("T1", "dirty", "tablet:id-service")]
    assert (box.journal.seq, (await box.get("/api/v1/floor"))[1]) == (seq, before)
