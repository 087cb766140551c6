"""The host stand: deals an evening over the box's own API, as tablets do, and follows its suggestions."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from pydantic import JsonValue, SecretStr

from edge.demo.api import Answer, Api
from edge.demo.evening import (
    BreakBegan,
    BreakEnded,
    Came,
    Choice,
    Cleared,
    ClockedIn,
    ClockedOut,
    Evening,
    Guests,
    Happening,
    Left,
    Paid,
    Quote,
    Reached,
    Refused,
    Reserved,
    Saw,
    Waiter,
)
from edge.events import Availability, Phase

log = logging.getLogger(__name__)

CREDIT = 0.5
"""What stays with a waiter who hands a table over."""


class Store(Protocol):
    """What of a store is not its API: its clock and its cameras."""

    async def move_to(self, at: float) -> datetime:
        """It is `at` minutes after opening. Returns the wall time, UTC."""
        ...

    async def see(self, saw: Saw) -> None:
        """A camera says so."""
        ...


@dataclass
class Books:
    """Which numbers the box gave to whom, by the evening's own numbers; `table` of guests for the till."""

    waiters: dict[int, int] = field(default_factory=dict)
    shifts: dict[int, int] = field(default_factory=dict)
    parties: dict[int, int] = field(default_factory=dict)
    visits: dict[int, int] = field(default_factory=dict)
    tables: dict[int, tuple[str, ...]] = field(default_factory=dict)
    undo: dict[int, int] = field(default_factory=dict)

    def waiter(self, given: int) -> int:
        """Whose number of the box this is."""
        return next(number for number, known in self.waiters.items() if known == given)


class Stand:
    """A `Host` that knows nothing but what the box answers. `refusals`: how many commands were refused, by what for."""

    def __init__(self, api: Api, store: Store, pos_secret: SecretStr) -> None:
        self._api = api
        self._store = store
        self._pos_secret = pos_secret
        self._books = Books()
        self._quotes: dict[int, Quote] = {}
        self.refusals: Counter[str] = Counter()

    async def open(self, evening: Evening) -> None:
        await self._store.move_to(-60.0)
        taken_over = await self._api.put("setup", _setup(evening))
        if not taken_over.ok:
            raise RuntimeError(f"the box does not take this room: {taken_over.json.get('detail')}")
        listed = await self._api.get("waiters")
        by_name = {str(one["name"]): _number(one["waiter"]) for one in _objects(listed.json["waiters"])}
        self._books.waiters = {waiter.number: by_name[waiter.name] for waiter in evening.crew}

    async def tell(self, at: float, what: Happening) -> None:
        now = await self._store.move_to(at)
        match what:
            case Reserved(guests):
                await self._list(guests, due=now + timedelta(minutes=(guests.due or 0.0) - at))
            case Came(guests):
                await self._welcome(guests)
            case Left(guests, no_show):
                status = "no_show" if no_show else "walked_away"
                await self._do(f"parties/{self._books.parties[guests.number]}/leave", {"status": status})
            case Refused():
                await self._come_back(what)
            case Reached(guests, phase):
                await self._reach(guests, phase)
            case Paid(guests, bill, tip):
                await self._pay(now, guests, bill, tip)
            case Saw():
                await self._store.see(what)
            case Cleared(table):
                await self._do(f"tables/{table}/state", {"value": Availability.CLEAN.value})
            case _:
                await self._tell_shift(what)

    async def quote(self, at: float, guests: Guests) -> Quote | None:
        await self._store.move_to(at)
        answer = await self._api.get("quote", _wish(guests, without_none=True))
        if not answer.ok or answer.json.get("low_min") is None:
            return None
        quote = Quote(_number(answer.json["low_min"]), _number(answer.json["high_min"]))
        self._quotes[guests.number] = quote
        return quote

    async def suggest(self, at: float, guests: Guests) -> Choice | None:
        await self._store.move_to(at)
        party = self._books.parties.get(guests.number)
        answer = await self._api.post("suggestions", {"party": party} if party else _wish(guests))
        options = _objects(answer.json["options"])
        return self._choice(options[0]) if options else None

    async def seat(self, at: float, guests: Guests, choice: Choice) -> Choice | None:
        """Where somebody was faster, the first alternative that the refusal names; else not now."""
        await self._store.move_to(at)
        answer = await self._seat(guests, choice)
        if answer.status == 409:
            self._note(answer)
            instead = [one for one in _objects(answer.json.get("alternatives", [])) if one.get("waiter")]
            if not instead:
                return None
            choice = self._choice(instead[0])
            answer = await self._seat(guests, choice)
        return choice if self._sit(guests, choice, answer) else None

    async def found(self, at: float, guests: Guests, choice: Choice) -> bool:
        """A camera sees these guests at their table before any host has said so: now one says so."""
        await self._store.move_to(at)
        return self._sit(guests, choice, await self._seat(guests, choice, anyway=True))

    def forget(self, guests: Guests) -> None:
        """They are gone for good."""
        for book in (self._books.parties, self._books.visits, self._books.tables, self._books.undo, self._quotes):
            book.pop(guests.number, None)

    async def _seat(self, guests: Guests, choice: Choice, anyway: bool = False) -> Answer:
        party = self._books.parties.get(guests.number)
        who: dict[str, JsonValue] = {"party": party} if party else {"size": guests.told}
        where: dict[str, JsonValue] = {"tables": [*choice.tables], "waiter": self._books.waiters[choice.waiter]}
        return await self._api.post("visits", where | who | {"anyway": anyway})

    def _sit(self, guests: Guests, choice: Choice, answer: Answer) -> bool:
        if not answer.ok:
            self._note(answer)
            return False
        self._books.visits[guests.number] = _number(answer.json["visit"])
        self._books.tables[guests.number] = choice.tables
        self._books.undo[guests.number] = _number(answer.json["undo"])
        return True

    def _choice(self, option: Mapping[str, JsonValue]) -> Choice:
        return Choice(_names(option["tables"]), self._books.waiter(_number(option["waiter"])))

    # Guests

    async def _list(self, guests: Guests, due: datetime | None = None) -> None:
        quote = self._quotes.get(guests.number)
        body = _wish(guests) | {"came": "reservation" if due else "walk_in"}
        if due:
            body["due"] = due.isoformat()
        if quote:
            body |= {"low_min": round(quote.low_min), "high_min": round(quote.high_min)}
        answer = await self._do("parties", body)
        self._books.parties[guests.number] = _number(answer.json["party"])

    async def _welcome(self, guests: Guests) -> None:
        if guests.due is None:
            await self._list(guests)
        else:
            await self._do(f"parties/{self._books.parties[guests.number]}/arrive", {})

    async def _come_back(self, what: Refused) -> None:
        """The seating is taken back, and the table said to be what was found there."""
        await self._do("undo", {"undo": self._books.undo[what.guests.number]})
        del self._books.visits[what.guests.number]
        for table in what.tables:
            await self._do(f"tables/{table}/state", {"value": what.found.value})

    async def _reach(self, guests: Guests, phase: Phase) -> None:
        visit = self._books.visits[guests.number]
        if phase is Phase.GREETED and guests.size != guests.told:
            await self._do(f"visits/{visit}/size", {"size": guests.size})
        await self._do(f"visits/{visit}/phase", {"phase": phase.value})

    async def _pay(self, now: datetime, guests: Guests, bill: int, tip: int) -> None:
        payment: dict[str, JsonValue] = {
            "transaction_id": f"{now.isoformat()} {guests.number}",
            "table": self._books.tables[guests.number][0],
            "subtotal": bill,
            "tip": tip,
            "total": bill + tip,
        }
        await self._api.post_signed("webhooks/pos/payment", payment, self._pos_secret, now)

    # The crew

    async def _tell_shift(self, what: Happening) -> None:
        match what:
            case ClockedIn(waiter):
                body: dict[str, JsonValue] = {"waiter": self._books.waiters[waiter.number], "section": waiter.section}
                answer = await self._do("shifts", body)
                self._books.shifts[waiter.number] = _number(answer.json["shift"])
            case BreakBegan(waiter):
                await self._do(f"shifts/{self._books.shifts[waiter.number]}/break", {})
            case BreakEnded(waiter):
                await self._do(f"shifts/{self._books.shifts[waiter.number]}/resume", {})
            case ClockedOut(waiter, handed):
                await self._clock_out(waiter, handed)

    async def _clock_out(self, waiter: Waiter, handed: Mapping[int, int]) -> None:
        """Everything that is open by the box goes to somebody: also tables that only wait to be wiped."""
        shift = self._books.shifts.pop(waiter.number)
        takes = {self._books.visits[guests]: self._books.waiters[to] for guests, to in handed.items()}
        others = [self._books.waiters[number] for number in self._books.shifts]
        listed = await self._api.get("visits", {"waiter": str(self._books.waiters[waiter.number])})
        handoff: list[JsonValue] = []
        for one in _objects(listed.json["visits"]):
            visit = _number(one["visit"])
            if to := takes.get(visit) or next(iter(others), None):
                handoff.append({"visit": visit, "waiter": to, "credit": CREDIT})
            else:
                await self._do(f"visits/{visit}/close", {})
        await self._do(f"shifts/{shift}/end", {"handoff": handoff})

    async def _do(self, path: str, body: Mapping[str, JsonValue]) -> Answer:
        """A command; refusals are noted and the evening goes on, as it does for a person."""
        answer = await self._api.post(path, body)
        if not answer.ok:
            self._note(answer)
        return answer

    def _note(self, refusal: Answer) -> None:
        self.refusals[str(refusal.json.get("title"))] += 1
        log.debug("Refused: %s", refusal.json.get("detail"))


def _setup(evening: Evening) -> dict[str, JsonValue]:
    """The evening's room and crew as the document that a box takes over."""
    return {
        "format": 1,
        "sections": [{"section": section} for section in evening.room.sections],
        "tables": [
            {
                "table": one.table,
                "section": one.section,
                "seats_min": one.seats_min,
                "seats_max": one.seats,
                "type": one.type.value,
                "location": one.location.value,
                "place": one.place.model_dump(mode="json") if one.place else None,
            }
            for one in evening.room.tables
        ],
        "staff": [{"name": waiter.name, "skill": waiter.skill} for waiter in evening.crew],
    }


def _wish(guests: Guests, without_none: bool = False) -> dict[str, JsonValue]:
    wish: dict[str, JsonValue] = {
        "size": guests.told,
        "table_type": guests.table_type and guests.table_type.value,
        "location": guests.location and guests.location.value,
    }
    return {name: value for name, value in wish.items() if value is not None} if without_none else wish


def _number(value: JsonValue) -> int:
    if not isinstance(value, int):
        raise TypeError(f"the box answered {json.dumps(value)} where a number was due")
    return value


def _names(value: JsonValue) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def _objects(value: JsonValue) -> Sequence[Mapping[str, JsonValue]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


__all__ = ["Stand", "Store"]
