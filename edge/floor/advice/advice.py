"""Advice on the floor as it is: read once for every event, learned from every few minutes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from edge.clock import Clock
from edge.errors import Conflict, NotFound
from edge.events import Id, PartyKind
from edge.floor.advice import facts
from edge.floor.advice.answers import Choices, Wait
from edge.floor.advice.lessons import Lessons, read_lessons
from edge.floor.advice.picture import Picture, read_picture
from edge.floor.quotes import Daypart, Range, quote
from edge.floor.routing import Suggestions, Wish, suggest, words
from edge.floor.service import Alternative, Party, PartyWish
from edge.journal import Journal

FRESH = timedelta(seconds=15)
"""For how long minutes may stand still while nothing happens."""

LEARNED = timedelta(minutes=2)
"""How often the past is looked at anew."""


class Advice:
    """Where to seat whom, and how long others will wait."""

    def __init__(self, journal: Journal, clock: Clock, zone: ZoneInfo) -> None:
        self._journal = journal
        self._clock = clock
        self._zone = zone
        self._picture: Picture | None = None
        self._lessons: tuple[datetime, Lessons] | None = None
        self._waits: dict[int | None, Range | None] = {}
        self._looking = asyncio.Lock()

    async def suggest(
        self, wish: PartyWish, *, party: int | None = None, top: int | None = None, without: Sequence[Id] = ()
    ) -> Choices:
        """The best tables and waiters for a wish, or for what `party` wishes. Raises `NotFound`.

        `top`: how many, as the policy says if None; `without`: tables to leave out.
        """
        picture, lessons = await self._look()
        known = _party(picture, party) if party is not None else None
        found = self._suggest(picture, lessons, known or wish, _has_reserved(known), top, without)
        return Choices.of(found, picture.names)

    async def alternatives(self, wish: PartyWish, without: Sequence[Id]) -> list[Alternative]:
        """Where else a party could sit when its table is taken, best first."""
        picture, lessons = await self._look()
        found = self._suggest(picture, lessons, wish, wish.due is not None, None, without)
        return [
            Alternative(tables=option.tables, waiter=option.waiter, reasons=tuple(map(words, option.reasons)))
            for option in found.options
        ]

    async def quote(self, size: int | None) -> Wait:
        """How long a party of `size` that joins the line now will wait. Raises `Conflict` if it would be for ever."""
        picture, lessons = await self._look()
        if size not in self._waits:
            self._waits[size] = await asyncio.to_thread(self._quote, picture, lessons, size)
        wait = self._waits[size]
        if wait is None:
            raise Conflict(
                f"No table in use seats {size or 'them'}.",
                hint="Split the party, or set up tables that can be joined.",
            )
        return Wait(low_min=wait.low_min, high_min=wait.high_min)

    async def _look(self) -> tuple[Picture, Lessons]:
        """The floor with everything that is on disk at this moment in it, and what was learned lately."""
        async with self._looking:
            now = self._clock.now()
            if self._lessons is None or not timedelta() <= now - self._lessons[0] < LEARNED:
                self._lessons = now, await self._journal.read(lambda db: read_lessons(db, now, self._zone))
            if self._picture is None or not self._is_current(self._picture, now):
                self._picture = await self._journal.read(lambda db: read_picture(db, now))
                self._waits = {}
            return self._picture, self._lessons[1]

    def _is_current(self, picture: Picture, now: datetime) -> bool:
        return picture.seq >= self._journal.seq and timedelta() <= now - picture.at < FRESH

    def _suggest(
        self,
        picture: Picture,
        lessons: Lessons,
        wish: PartyWish,
        has_reserved: bool,
        top: int | None,
        without: Sequence[Id],
    ) -> Suggestions:
        sitting = facts.meals(picture, picture.at)
        bussing_min = picture.policy.bussing_min
        ready_min = facts.ready_minutes(sitting, lessons.turns, self._daypart(picture.at), bussing_min)
        tables = [
            fact
            for fact in facts.table_facts(picture, ready_min, reserved_too=has_reserved)
            if fact.table not in without and not set(fact.joined) & set(without)
        ]
        return suggest(
            Wish(wish.size, wish.table_type, wish.location, wish.section),
            tables,
            facts.waiter_facts(picture, picture.at),
            picture.policy.routing,
            top=top,
            pace=facts.pace(picture),
        )

    def _quote(self, picture: Picture, lessons: Lessons, size: int | None) -> Range | None:
        """The same floor gets the same quote: chance is seeded by it."""
        return quote(
            facts.floor_load(picture, facts.meals(picture, picture.at)),
            size,
            facts.ahead(picture, picture.at),
            facts.bookings(picture, picture.at),
            lessons.turns,
            self._daypart(picture.at),
            np.random.default_rng([picture.seq, size or 0]),
            lessons.correction,
        )

    def _daypart(self, at: datetime) -> Daypart:
        local = at.astimezone(self._zone)
        return Daypart.at(local.hour * 60 + local.minute)


def _party(picture: Picture, party: int) -> Party:
    found = next((one for one in picture.parties if one.party == party), None)
    if found is None:
        raise NotFound(f"Party {party} is not on the list.", hint="GET /api/v1/service lists who waits or is expected.")
    return found


def _has_reserved(party: Party | None) -> bool:
    return party is not None and party.came is PartyKind.RESERVATION


__all__ = ["Advice"]
