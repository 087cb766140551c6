"""A command sent twice, at once, after a restart or after a power cut takes effect once."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from edge.clock import ManualClock
from edge.done import Done
from edge.errors import Conflict
from edge.events import PartyMoved, PartyStatus, Value
from edge.journal import Journal, Once, Transaction, rows_of
from edge.journal.once import REMEMBERED

from .conftest import Opener


def once(key: str = "tablet-1:a", fingerprint: str = "page 7") -> Once:
    return Once(key, fingerprint, Done)


def page(party: int = 7) -> Callable[[Transaction], Done]:
    return lambda transaction: Done(seq=transaction.append(PartyMoved(party=party, status=PartyStatus.PAGED)))


async def send(journal: Journal, marked: Once | None = None, party: int = 7) -> Done:
    return await journal.command(page(party), actor="tablet:1", once=marked or once())


async def test_sent_twice_it_is_decided_once_and_answered_twice(journal: Journal) -> None:
    first = await send(journal)
    assert await send(journal) == first
    assert journal.seq == 1


async def test_sent_at_the_same_moment_from_many_places_it_is_decided_once(journal: Journal) -> None:
    answers = await asyncio.gather(*(send(journal) for _ in range(50)))
    assert (set(answers), journal.seq) == ({answers[0]}, 1)


async def test_another_command_under_the_same_key_is_refused_and_changes_nothing(journal: Journal) -> None:
    await send(journal)
    with pytest.raises(Conflict, match="another command") as refused:
        await send(journal, once(fingerprint="page 8"), party=8)
    assert "new key" in refused.value.hint
    assert journal.seq == 1


async def test_another_key_is_another_command(journal: Journal) -> None:
    assert [(await send(journal, once(key))).seq for key in ("tablet-1:a", "tablet-1:b", "tablet-2:a")] == [1, 2, 3]


async def test_a_refused_command_is_decided_again(journal: Journal) -> None:
    def refuse(transaction: Transaction) -> Done:
        transaction.append(PartyMoved(party=7, status=PartyStatus.PAGED))
        raise Conflict("The party is gone.")

    with pytest.raises(Conflict, match="gone"):
        await journal.command(refuse, actor="tablet:1", once=once())
    assert (await send(journal)).seq == 1


async def test_a_decision_of_another_type_is_a_mistake_and_not_saved(journal: Journal) -> None:
    class Else(Value):
        seq: int

    def wrong(transaction: Transaction) -> Else:
        return Else(seq=transaction.append(PartyMoved(party=7, status=PartyStatus.PAGED)))

    with pytest.raises(TypeError, match="must return Done, not Else"):
        await journal.command(wrong, actor="tablet:1", once=once())
    assert journal.seq == 0


async def test_a_restart_forgets_no_answer(opened: Opener) -> None:
    async with opened() as journal:
        first = await send(journal)
    async with opened() as journal:
        assert await send(journal) == first
        assert journal.seq == 1


async def test_answers_are_kept_for_a_day_and_no_longer(journal: Journal, clock: ManualClock) -> None:
    def keys() -> object:
        return journal.read(lambda db: [row["key"] for row in rows_of(db)("SELECT key FROM answers ORDER BY key")])

    await send(journal, once("a"))
    clock.advance(REMEMBERED / timedelta(seconds=1))
    assert (await send(journal, once("a"))).seq == 1
    await send(journal, once("b"))
    clock.advance(1)
    await send(journal, once("c"))
    assert await keys() == ["b", "c"]  # type: ignore[misc]
    assert (await send(journal, once("a"))).seq == 4


@pytest.mark.parametrize("seed", range(8))
async def test_a_power_cut_leaves_event_and_answer_both_or_neither(
    opened: Opener, path: Path, tmp_path: Path, seed: int
) -> None:
    """The log cut off anywhere, as a power cut leaves what was never acknowledged; then every command comes again."""
    parties = range(12)
    copy = tmp_path / "cut" / path.name
    copy.parent.mkdir()
    async with opened() as journal:
        await journal.checkpoint()
        for party in parties:
            await send(journal, once(str(party), str(party)), party)
        for file in (path, path.with_name(path.name + "-wal")):
            shutil.copy(file, copy.with_name(file.name))
    log = copy.with_name(copy.name + "-wal")
    os.truncate(log, random.Random(seed).randrange(log.stat().st_size + 1))
    async with Journal.open(copy, clock=ManualClock()) as journal:
        before = journal.seq
        answers = {party: await send(journal, once(str(party), str(party)), party) for party in parties}
        events = {event.seq: event.data for event in await journal.events(after=0)}
    assert before <= len(parties) == journal.seq
    assert Counter(event.key for event in events.values()) == Counter(str(party) for party in parties)
    assert all(events[answer.seq].key == str(party) for party, answer in answers.items())
