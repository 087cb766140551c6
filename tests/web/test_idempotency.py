"""Commands over real HTTP: sent twice, at once or after a restart they take effect once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

import edge
from edge.done import Done
from edge.events import PartyMoved, PartyStatus
from edge.journal import Journal, Transaction
from edge.web import Role
from edge.web.endpoint import Asked, Call, Endpoint, Nothing, Plain, endpoint
from edge.web.openapi import document
from edge.web.routes import ENDPOINTS
from tests.web.house import Box, a_box

PAGE = "/api/v1/pages"
Opened = Callable[[], AbstractAsyncContextManager[Box]]


class Page(Asked):
    """Who is called."""

    party: int


@endpoint("POST", PAGE, role=Role.WAITER, command=True)
async def page(call: Call[Nothing, Nothing, Page]) -> Done:
    """Call a party."""

    def decide(transaction: Transaction) -> Done:
        return Done(seq=transaction.append(PartyMoved(party=call.body.party, status=PartyStatus.PAGED)))

    journal = call.house.journal
    assert isinstance(journal, Journal)
    return await journal.command(decide, actor=call.actor, once=call.once)


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return lambda: a_box(tmp_path, endpoints=(*ENDPOINTS, page))


async def send(box: Box, key: str | None, party: int = 7, *, role: Role = Role.WAITER, query: str = "") -> object:
    headers = {} if key is None else {"Idempotency-Key": key}
    response, body = await box.ask("POST", PAGE + query, role, headers=headers, json={"party": party})
    return (response.status, body["seq"]) if response.status == 200 else (response.status, body["type"].split(":")[-1])


async def test_sent_again_it_is_done_once_and_answered_alike(opened: Opened) -> None:
    async with opened() as box:
        before = box.journal.seq
        answers = [await send(box, "a"), await send(box, "a")]
        answers += await asyncio.gather(*(send(box, "a") for _ in range(20)))
        assert (set(answers), box.journal.seq) == ({(200, before + 1)}, before + 1)
        (event,) = await box.journal.events(after=before)
        assert event.actor == "tablet:id-waiter"
    async with opened() as box:
        after = box.journal.seq
        assert (await send(box, "a"), box.journal.seq) == ((200, before + 1), after)


async def test_a_key_is_its_senders_and_means_one_command(opened: Opened) -> None:
    async with opened() as box:
        before = box.journal.seq
        assert await send(box, "a") == (200, before + 1)
        assert await send(box, "a", role=Role.HOST) == (200, before + 2)
        assert await send(box, "b") == (200, before + 3)
        assert await send(box, "a", party=8) == (409, "conflict")
        assert box.journal.seq == before + 3


@pytest.mark.parametrize("key", [None, "", " ", "a b", "é", "\t", "x" * 101])
async def test_without_a_key_nothing_is_done_and_the_answer_says_what_to_send(opened: Opened, key: str | None) -> None:
    async with opened() as box:
        before = box.journal.seq
        headers = {} if key is None else {"Idempotency-Key": key}
        response, problem = await box.ask("POST", PAGE, Role.WAITER, headers=headers, json={"party": 7})
        assert (response.status, problem["type"]) == (400, "urn:maitred:problem:idempotency-key-needed")
        assert "UUID" in problem["hint"]
        assert box.journal.seq == before


def test_a_command_is_described_with_its_key() -> None:
    described = document([page], version=edge.__version__)["paths"][PAGE]["post"]  # type: ignore[index]
    (parameter,) = described["parameters"]
    assert (parameter["name"], parameter["in"], parameter["required"]) == ("Idempotency-Key", "header", True)
    assert {"400", "409", "503"} <= set(described["responses"])


def test_a_command_without_an_answer_cannot_be_declared() -> None:
    async def silent(call: Plain) -> None:
        """Say nothing."""

    with pytest.raises(TypeError, match="must answer with JSON"):
        endpoint("DELETE", PAGE, role=Role.HOST, command=True)(silent)


def test_whatever_changes_something_is_a_command() -> None:
    """Signing in and out, and asking for a pairing code, may be done anew each time; suggestions change nothing;
    webhooks are told apart by what they carry, since their senders are not ours."""
    changing: list[Endpoint] = [each for each in ENDPOINTS if each.method not in ("GET", "HEAD")]
    unmarked = {each.address.removeprefix("/api/v1/") for each in changing if not each.command}
    assert {each for each in unmarked if not each.startswith("webhooks/")} <= {"session", "pairing", "suggestions"}
