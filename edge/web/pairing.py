"""Pairing codes: six digits that a manager reads out to a tablet, good for two minutes and five tries."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from edge.clock import Clock
from edge.errors import Unauthenticated
from edge.events import Utc
from edge.web.roles import Role

LASTS = timedelta(minutes=2)
TRIES = 5
_MOST = 8
"""How many codes may be open at once: the oldest one goes when a further one is made."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a code is good for. `by`: the actor who made it; `ends_s`: on the monotonic clock."""

    code: str = field(repr=False)
    role: Role
    waiter: int | None
    by: str
    expires_at: Utc
    ends_s: float


class Codes:
    """The open codes of the box, in memory only: a restart voids them.

    A wrong try is one against every open code, since nobody can tell which was meant. So whoever guesses has five
    guesses at a handful of codes in a million, whatever they do, and then there is none left to guess.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: dict[str, Offer] = {}
        self._wrong: dict[str, int] = {}

    def offer(self, role: Role, waiter: int | None, *, by: str) -> Offer:
        """A new code."""
        self._drop_late()
        while len(self._open) >= _MOST:
            self._drop(next(iter(self._open)))
        lasts_s = LASTS.total_seconds()
        offer = Offer(
            code=self._unused(),
            role=role,
            waiter=waiter,
            by=by,
            expires_at=self._clock.now() + LASTS,
            ends_s=self._clock.monotonic() + lasts_s,
        )
        self._open[offer.code] = offer
        return offer

    def take(self, code: str) -> Offer:
        """What a code is good for; it is used up. Raises `Unauthenticated`, the same whatever is wrong with it."""
        self._drop_late()
        found = None
        for each in self._open.values():  # all of them, always: how long it takes says nothing
            if hmac.compare_digest(each.code, code):
                found = each
        if found is None:
            self._count_wrong()
            raise Unauthenticated(
                "This code is not good, or not any more.",
                hint="Ask a manager for a new one: it is good for two minutes, once.",
            )
        self._drop(found.code)
        return found

    def give_back(self, offer: Offer) -> None:
        """A code that was taken could not be used after all: it is open again for the rest of its time."""
        self._open[offer.code] = offer

    def _unused(self) -> str:
        while (code := f"{secrets.randbelow(10**6):06}") in self._open:
            pass
        return code

    def _count_wrong(self) -> None:
        for code in tuple(self._open):
            self._wrong[code] = self._wrong.get(code, 0) + 1
            if self._wrong[code] >= TRIES:
                self._drop(code)

    def _drop_late(self) -> None:
        now_s = self._clock.monotonic()
        for each in tuple(self._open.values()):
            if each.ends_s <= now_s:
                self._drop(each.code)

    def _drop(self, code: str) -> None:
        self._open.pop(code, None)
        self._wrong.pop(code, None)


__all__ = ["LASTS", "TRIES", "Codes", "Offer"]
