"""From a code on the manager's page to a tablet with its own token, and back."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from edge.clock import ManualClock
from edge.errors import Unauthenticated
from edge.events import StaffRole, TabletPaired, TabletRevoked, WaiterAdded
from edge.web import Allowance, Limits, Role
from edge.web.pairing import LASTS, TRIES, Codes
from tests.web.house import QUICK, Box, a_box
from tests.web.listening import SseListener, until
from tests.web.tablets import code, key, paired, revoke, sign_in

EVERYONE = Limits(requests=Allowance(1e9, 1e9), codes=Allowance(1e9, 1e9), pace=QUICK)


def wrong(good: str) -> str:
    return f"{(int(good) + 1) % 10**6:06}"


async def test_a_code_makes_a_tablet_with_a_cookie_that_scripts_and_other_sites_never_see(box: Box) -> None:
    good = await code(box, "host")
    assert len(good) == 6
    response, session = await box.ask("POST", "/api/v1/session", None, json={"code": good})
    assert (response.status, session) == (201, {"id": "host-1", "role": "host", "waiter": None})
    cookie = response.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    token = cookie.partition(";")[0].partition("=")[2]
    assert len(token) >= 43
    assert token not in str(session)
    response, session = await box.get("/api/v1/session", None, headers={"Cookie": f"maitred={token}"})
    assert (response.status, session["id"]) == (200, "host-1")


async def test_a_code_is_good_once(box: Box) -> None:
    good = await code(box)
    assert (await sign_in(box, good))[0] == 201
    status, _, problem = await sign_in(box, good)
    assert (status, "manager" in str(problem["hint"])) == (401, True)


async def test_of_two_tablets_that_type_the_same_code_at_once_one_is_paired(tmp_path: Path) -> None:
    async with a_box(tmp_path, limits=EVERYONE) as box:
        good = await code(box)
        answers = await asyncio.gather(*(sign_in(box, good) for _ in range(5)))
    assert sorted(status for status, *_ in answers) == [201, 401, 401, 401, 401]


async def test_a_code_is_good_for_two_minutes(box: Box) -> None:
    first = await code(box)
    box.clock.advance(LASTS.total_seconds() - 0.1)
    late = await code(box)
    assert (await sign_in(box, first))[0] == 201
    box.clock.advance(LASTS.total_seconds())
    assert (await sign_in(box, late))[0] == 401


async def test_five_wrong_tries_close_every_code(tmp_path: Path) -> None:
    async with a_box(tmp_path, limits=EVERYONE) as box:
        for tries, status in ((TRIES - 1, 201), (TRIES, 401)):
            good = await code(box)
            for _ in range(tries):
                assert (await sign_in(box, wrong(good)))[0] == 401
            assert (await sign_in(box, good))[0] == status


async def test_who_guesses_is_not_heard_for_a_while(box: Box) -> None:
    for _ in range(5):
        assert (await sign_in(box, "000000"))[0] == 401
    good = await code(box)
    assert (await sign_in(box, good))[0] == 429
    box.clock.advance(61)
    assert (await sign_in(box, good))[0] == 201


def test_codes_are_not_guessable_by_their_makers_habits() -> None:
    codes = Codes(ManualClock())
    made = [codes.offer(Role.HOST, None, by="tablet:1").code for _ in range(200)]
    assert len(set(made)) > 195
    assert len({each[0] for each in made}) == 10


def test_only_the_newest_codes_are_open() -> None:
    codes = Codes(ManualClock())
    offers = [codes.offer(Role.HOST, None, by="tablet:1") for _ in range(9)]
    assert codes.take(offers[1].code) == offers[1]
    with pytest.raises(Unauthenticated):
        codes.take(offers[0].code)
    assert offers[2].code not in repr(offers[2])


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"token": "token-host", "code": "123456"},
        {"token": None},
        {"code": None},
        {"code": "12345"},
        {"code": "1234567"},
        {"code": "12345a"},
        {"code": 123456},
        {"code": "１２３４５６"},  # noqa: RUF001 - full-width digits are digits, but not these
    ],
)
async def test_what_is_neither_a_code_nor_a_token_is_no_try(box: Box, body: dict[str, object]) -> None:
    good = await code(box)
    for _ in range(TRIES + 1):
        response, _ = await box.ask("POST", "/api/v1/session", None, json=body)
        assert response.status == 422
    assert (await sign_in(box, good))[0] == 201


async def test_a_waiters_tablet_knows_whose_it_is(box: Box) -> None:
    (hired,) = await box.journal.append([WaiterAdded(role=StaffRole.SERVER)])
    await box.journal.command(lambda transaction: transaction.keep(hired.seq, "waiter", '{"name": "Ann"}'), actor="t")
    headers = await paired(box, "waiter", hired.seq)
    assert (await box.get("/api/v1/session", None, headers=headers))[1]["waiter"] == hired.seq
    response, problem = await box.ask("POST", "/api/v1/pairing", "manager", json={"role": "waiter", "waiter": 999})
    assert (response.status, problem["type"]) == (404, "urn:maitred:problem:not-found")


async def test_tablets_are_named_listed_and_revoked_one_by_one(box: Box) -> None:
    host, again, view = await paired(box, "host"), await paired(box, "host"), await paired(box, "view")
    assert await revoke(box, "host-1") == 200
    assert [(await box.get("/api/v1/floor", None, headers=headers))[0].status for headers in (host, again, view)] == [
        401,
        200,
        200,
    ]
    _, listed = await box.get("/api/v1/tablets", "manager")
    assert [(each["tablet"], each["role"]) for each in listed["tablets"]] == [("host-2", "host"), ("view-1", "view")]
    assert all(each["seen_at"] for each in listed["tablets"])
    await paired(box, "host")
    _, listed = await box.get("/api/v1/tablets", "manager")
    assert "host-3" in {each["tablet"] for each in listed["tablets"]}, "a name is never given twice"
    assert [await revoke(box, tablet) for tablet in ("host-1", "nobody")] == [404, 404]


async def test_revoking_twice_is_done_once(box: Box) -> None:
    await paired(box)
    headers = key()
    answers = [await box.ask("DELETE", "/api/v1/tablets/host-1", "manager", headers=headers) for _ in range(2)]
    assert [response.status for response, _ in answers] == [200, 200]
    assert answers[0][1] == answers[1][1]


async def test_open_streams_of_a_revoked_tablet_end_at_once(tmp_path: Path) -> None:
    slow = Limits(requests=Allowance(1e9, 1e9))  # pings come every 4 s: none is needed for it
    async with a_box(tmp_path, limits=slow) as box:
        mine, other = await paired(box), await paired(box)
        async with (
            box.http.get(f"{box.url}/api/v1/stream", headers=mine) as revoked,
            box.http.get(f"{box.url}/api/v1/stream", headers=other) as kept,
        ):
            ended, going = SseListener(revoked.content), SseListener(kept.content)
            await until(ended, "snapshot")
            await until(going, "snapshot")
            assert await revoke(box, "host-1") == 200
            assert (await until(going, "event"))[-1].event == "tablet.revoked"
            async with asyncio.timeout(2):
                while (heard := await ended.next()) is not None:
                    assert heard.event != "tablet.revoked"
        async with box.http.get(f"{box.url}/api/v1/stream", headers=mine) as refused:
            assert refused.status == 401


async def test_a_restart_remembers_tablets_and_forgets_codes(tmp_path: Path) -> None:
    async with a_box(tmp_path) as box:
        host, gone = await paired(box), await paired(box)
        assert await revoke(box, "host-2") == 200
        open_code = await code(box)
    async with a_box(tmp_path) as box:
        assert (await box.get("/api/v1/session", None, headers=host))[1]["id"] == "host-1"
        assert (await box.get("/api/v1/session", None, headers=gone))[0].status == 401
        assert (await sign_in(box, open_code))[0] == 401


async def test_pairing_again_replaces_what_the_tablet_was(box: Box) -> None:
    before = await paired(box, "view")
    status, after, session = await sign_in(box, await code(box, "host"), before)
    assert (status, session["id"]) == (201, "host-1")
    assert (await box.get("/api/v1/session", None, headers=before))[0].status == 401
    assert (await box.get("/api/v1/session", None, headers=after))[0].status == 200


async def test_signing_out_revokes_the_tablet(box: Box) -> None:
    host = await paired(box)
    assert (await box.ask("DELETE", "/api/v1/session", None, headers=host))[0].status == 204
    assert (await box.get("/api/v1/session", None, headers=host))[0].status == 401
    assert (await box.ask("DELETE", "/api/v1/session", None, headers=host))[0].status == 204
    assert (await box.get("/api/v1/tablets", "manager"))[1] == {"tablets": []}


async def test_the_journal_says_who_paired_whom_and_nothing_holds_a_token(box: Box, tmp_path: Path) -> None:
    host = await paired(box)
    await revoke(box, "host-1")
    kept = await paired(box)
    facts = [(one.data, one.actor) for one in await box.journal.events(after=0) if one.kind.startswith("tablet.")]
    assert facts == [
        (TabletPaired(tablet="host-1", role="host"), "tablet:id-manager"),
        (TabletRevoked(tablet="host-1"), "tablet:id-manager"),
        (TabletPaired(tablet="host-2", role="host"), "tablet:id-manager"),
    ]
    tokens = [headers["Cookie"].partition("=")[2] for headers in (host, kept)]
    await box.journal.checkpoint()
    database = (tmp_path / "store.db").read_bytes()
    assert not [token for token in tokens if token.encode() in database]
    with closing(sqlite3.connect(tmp_path / "store.db")) as db:
        assert db.execute("SELECT count(*) FROM erasable").fetchone() == (1,)
