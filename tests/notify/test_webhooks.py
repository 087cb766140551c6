"""Webhooks on a real journal to a real server: order, retries, signature, cursors, and what never goes out."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from edge import signature
from edge.clock import ManualClock
from edge.errors import BadSettings
from edge.events import KINDS, Availability, CameraChanged, CameraStatus, EventData, TableChanged, TabletPaired
from edge.journal import Journal
from edge.notify import NEVER_SENT, Notifier, Retries, Webhook, chosen
from tests.notify.receiver import Receiver, a_receiver

SECRET = SecretStr("a secret of some length")
QUICK = Retries(first_s=0.001, most_s=0.002)
SINCE = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with a_receiver() as running:
        yield running


def table(name: str) -> TableChanged:
    return TableChanged(table=name, value=Availability.CLEAN, confidence=1.0, since=SINCE)


def hook(url: str, *patterns: str) -> Webhook:
    return Webhook(url, SECRET, chosen(patterns or ["table.*"]))


@asynccontextmanager
async def a_journal(folder: Path, clock: ManualClock | None = None) -> AsyncIterator[Journal]:
    async with Journal.open(folder / "store.db", clock=clock or ManualClock(), device="box1") as journal:
        yield journal


@asynccontextmanager
async def notifying(
    journal: Journal, *hooks: Webhook, clock: ManualClock | None = None, retries: Retries = QUICK
) -> AsyncIterator[None]:
    notifier = Notifier(journal, clock or ManualClock(), hooks, retries=retries)
    await notifier.start()
    try:
        yield
    finally:
        await notifier.stop()


async def say(journal: Journal, *events: EventData) -> None:
    await journal.command(lambda one: [one.append(event) for event in events], actor="tablet:x7")


async def test_what_was_chosen_goes_out_in_order_and_signed(tmp_path: Path, receiver: Receiver) -> None:
    async with a_journal(tmp_path) as journal, notifying(journal, hook(receiver.url)):
        await say(journal, table("T1"), CameraChanged(camera="east", status=CameraStatus.ONLINE), table("T2"))
        first, second = await receiver.wait_for(2)
    assert first == {
        "id": "box1:1",
        "device": "box1",
        "seq": 1,
        "at": "2026-01-02T12:00:00.000Z",
        "kind": "table.state",
        "source": "person",
        "key": "T1",
        "cause": None,
        "data": {
            "table": "T1",
            "value": "clean",
            "previous": None,
            "confidence": 1.0,
            "people": None,
            "since": "2026-01-02T12:00:00.000Z",
            "source": "camera",
        },
    }
    assert (second["seq"], second["key"]) == (3, "T2")
    for header, body in receiver.calls:
        signature.check(SECRET, header, body, SINCE)
    with pytest.raises(signature.BadSignature):
        signature.check(SecretStr("another secret of length"), *receiver.calls[0], SINCE)


@pytest.mark.parametrize("status", [302, 400, 404, 429, 500, 503])
async def test_what_is_not_taken_comes_again_before_anything_newer(
    tmp_path: Path, receiver: Receiver, status: int
) -> None:
    receiver.answers = [status, status]
    async with a_journal(tmp_path) as journal, notifying(journal, hook(receiver.url)):
        await say(journal, table("T1"), table("T2"))
        bodies = await receiver.wait_for(4)
    assert [body["key"] for body in bodies] == ["T1", "T1", "T1", "T2"]
    assert len({body["id"] for body in bodies[:3]}) == 1


async def test_a_receiver_that_is_down_is_waited_for(
    tmp_path: Path, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    dead = receiver.url.replace("very-secret-path", "another-secret-path")  # nobody answers well there
    async with a_journal(tmp_path) as journal, notifying(journal, hook(dead), hook(receiver.url)):
        await say(journal, *(table(f"T{number}") for number in range(20)))
        assert len(await receiver.wait_for(20)) == 20, "one receiver does not wait for another"
    warnings = [record.getMessage() for record in caplog.records if record.name.startswith("edge.notify")]
    assert len(warnings) == 1
    assert "secret" not in warnings[0]


async def test_a_restart_goes_on_where_the_receiver_stopped(tmp_path: Path, receiver: Receiver) -> None:
    async with a_journal(tmp_path) as journal:
        await say(journal, table("T0"))
        async with notifying(journal, hook(receiver.url)):
            await say(journal, table("T1"))
            await receiver.wait_for(1)
        await say(journal, table("T2"))
    async with a_journal(tmp_path) as journal:
        await say(journal, table("T3"))
        async with notifying(journal, hook(receiver.url)):
            keys = await receiver.wait_until("T3")
    assert list(dict.fromkeys(keys)) == ["T1", "T2", "T3"], "nothing from before, nothing lost, in order"


async def test_a_webhook_that_is_taken_out_holds_nothing_back_and_begins_anew(
    tmp_path: Path, receiver: Receiver
) -> None:
    async with a_journal(tmp_path) as journal:
        async with notifying(journal, hook(receiver.url)):
            (first,) = await journal.cursors()
        await say(journal, table("T1"))
        async with notifying(journal):
            assert await journal.cursors() == {}
        async with notifying(journal, hook(receiver.url)):
            (second,) = await journal.cursors()
            await say(journal, table("T2"))
            assert [body["key"] for body in await receiver.wait_for(1)] == ["T2"]
    assert first != second


async def test_other_readers_cursors_are_left_alone(tmp_path: Path) -> None:
    async with a_journal(tmp_path) as journal:
        await journal.set_cursor("central", 0)
        async with notifying(journal):
            assert await journal.cursors() == {"central": 0}


async def test_what_nobody_took_for_a_day_is_left_out(tmp_path: Path, receiver: Receiver) -> None:
    clock = ManualClock()
    async with a_journal(tmp_path, clock) as journal:
        async with notifying(journal, hook(receiver.url), clock=clock):
            pass
        await say(journal, table("T1"))
        clock.advance(timedelta(days=1).total_seconds())
        await say(journal, table("T2"))
        async with notifying(journal, hook(receiver.url), clock=clock):
            assert [body["key"] for body in await receiver.wait_for(1)] == ["T2"]


async def test_who_falls_far_behind_reads_on_from_disk(tmp_path: Path, receiver: Receiver) -> None:
    receiver.answers = [500]
    slow = Retries(first_s=0.2, most_s=0.2)
    async with a_journal(tmp_path) as journal, notifying(journal, hook(receiver.url, "camera.*"), retries=slow):
        await say(journal, CameraChanged(camera="first", status=CameraStatus.ONLINE))
        await receiver.wait_for(1)
        await say(journal, *(table("T1") for _ in range(1500)))
        await say(journal, CameraChanged(camera="last", status=CameraStatus.ONLINE))
        assert [body["key"] for body in await receiver.wait_for(3)] == ["first", "first", "last"]


@pytest.mark.parametrize(
    ("pattern", "why"), [("tablet.paired", "stays in the box"), ("table", "no kind"), ("wine.*", "no kind")]
)
def test_what_cannot_go_out_is_refused(pattern: str, why: str) -> None:
    with pytest.raises(BadSettings, match=why):
        chosen([pattern])


def test_everything_is_all_but_what_stays_in_the_box() -> None:
    assert chosen(["*"]) == KINDS.keys() - NEVER_SENT
    assert TabletPaired.kind in NEVER_SENT
    assert chosen(["visit.*", "table.state"]) >= {"visit.opened", "visit.closed", "table.state"}


def test_neither_address_nor_secret_shows() -> None:
    shown = repr(hook("https://hooks.example.com/T0/very-secret"))
    assert "very-secret" not in shown
    assert SECRET.get_secret_value() not in shown


async def test_a_full_disk_does_not_stop_deliveries(
    tmp_path: Path, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    """Cursors that cannot be written are written later: an event may then come twice, with the same id."""
    async with a_journal(tmp_path) as journal, notifying(journal, hook(receiver.url)):
        whole, refused = journal.set_cursor, 3

        async def set_cursor(name: str, seq: int) -> None:
            nonlocal refused
            refused -= 1
            if refused >= 0:
                raise OSError("no space left")
            await whole(name, seq)

        journal.set_cursor = set_cursor  # type: ignore[method-assign]
        await say(journal, table("T1"), table("T2"))
        bodies = await receiver.wait_for(5)
    assert [body["key"] for body in bodies] == ["T1", "T1", "T1", "T1", "T2"]
    ours = [record.levelno for record in caplog.records if record.name == "edge.notify.delivery"]
    assert ours == [logging.ERROR, logging.WARNING]
