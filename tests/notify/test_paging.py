"""Messages to guests, from the page button to a real server, with the phone in no event and no log."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from edge import signature
from edge.clock import ManualClock
from edge.events import PartyKind, TableSet
from edge.floor.service import Guest, PartyWish, Seating
from edge.journal import Journal
from edge.notify import GuestMessage, Notifier, NotTaken, Pager, WebhookMessenger
from edge.rooms import PROJECTIONS, Rooms, build_rooms
from tests.notify.receiver import Receiver, a_receiver

SECRET = SecretStr("a secret of some length")
PHONE = "+39 055 123 456"


@asynccontextmanager
async def a_house(folder: Path, url: str, clock: ManualClock) -> AsyncIterator[tuple[Rooms, Journal]]:
    async with Journal.open(folder / "store.db", clock=clock, projections=PROJECTIONS) as journal:
        rooms = build_rooms(journal, clock)
        await journal.append([TableSet(table="T1")], actor="test")

        def pager(post: object) -> Pager:
            messenger = WebhookMessenger(url, SECRET, post)  # type: ignore[arg-type]
            guests = rooms.service.called_guest
            return Pager(messenger, guests, clock, store="Chez Test", language="es", first_s=0.001)

        notifier = Notifier(journal, clock, [], pager)
        await notifier.start()
        try:
            yield rooms, journal
        finally:
            await notifier.stop()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with a_receiver() as running:
        yield running


async def add(rooms: Rooms, phone: str | None) -> int:
    guest = Guest(name="Zoë", phone=phone)
    return (await rooms.service.add_party(PartyKind.WALK_IN, PartyWish(size=2), guest, actor="tablet:a")).party


async def test_a_page_sends_one_signed_message(
    tmp_path: Path, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    receiver.answers = [503]
    clock = ManualClock()
    async with a_house(tmp_path, receiver.url, clock) as (rooms, journal):
        silent, party = await add(rooms, None), await add(rooms, PHONE)
        await rooms.service.page(silent, actor="tablet:a")
        await rooms.service.page(party, actor="tablet:a")
        bodies = await receiver.wait_for(2)
        events = "".join(one.model_dump_json() for one in await journal.events(after=0))
    assert (
        bodies[0]
        == bodies[1]
        == {
            "kind": "table_ready",
            "party": party,
            "to": PHONE,
            "text": "Chez Test: su mesa está lista. Por favor, acérquese a la entrada.",
        }
    )
    signature.check(SECRET, *receiver.calls[1], clock.now())
    assert PHONE not in events
    assert PHONE not in caplog.text
    assert PHONE not in repr(GuestMessage(party=1, to=PHONE, text="Come!"))


class Slow:
    """Takes no message the first time; notes who was called after that."""

    def __init__(self) -> None:
        self.asked, self.took = asyncio.Event(), asyncio.Event()
        self.sent: list[int] = []

    async def send(self, message: GuestMessage) -> None:
        if not self.asked.is_set():
            self.asked.set()
            raise NotTaken("Not now.")
        self.sent.append(message.party)
        self.took.set()


async def test_who_sits_already_is_not_called(tmp_path: Path) -> None:
    clock, messenger = ManualClock(), Slow()
    async with a_house(tmp_path, "http://127.0.0.1:9/", clock) as (rooms, _):
        pager = Pager(messenger, rooms.service.called_guest, clock, store="X", language="en", first_s=0.2)
        running = asyncio.create_task(pager.run())
        first, second = await add(rooms, PHONE), await add(rooms, PHONE)
        for party in (first, second):
            await rooms.service.page(party, actor="tablet:a")
            pager.guest_paged(party)
        await messenger.asked.wait()
        await rooms.service.seat(Seating(tables=("T1",), party=first), actor="tablet:a")
        async with asyncio.timeout(10):
            await messenger.took.wait()
        running.cancel()
    assert messenger.sent == [second]


async def test_a_message_that_would_come_too_late_is_not_sent(tmp_path: Path, receiver: Receiver) -> None:
    clock = ManualClock()
    async with a_house(tmp_path, receiver.url, clock) as (rooms, _):
        late, timely = await add(rooms, PHONE), await add(rooms, PHONE)
        paged = asyncio.create_task(rooms.service.page(late, actor="tablet:a"))
        await paged
        receiver.answers = [503]
        await receiver.wait_for(1)
        clock.advance(121)
        await rooms.service.page(timely, actor="tablet:a")
        bodies = await receiver.wait_for(2)
    assert [body["party"] for body in bodies][-1] == timely
