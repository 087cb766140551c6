"""What guests said about themselves: kept apart from all events, and gone after the visit."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from edge.events import Value
from edge.floor.service.parties import IN_QUEUE, LISTED, Party

KIND = "guest"
"""How the erasable table calls a party's guests."""

_MINUTE_S = 60.0


def _line(longest: int) -> StringConstraints:
    """Any script and emoji on one line: no control characters, not blank."""
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=longest, pattern=r"^[^\x00-\x1f\x7f]*$")


class Guest(Value):
    """What a host typed about a party."""

    name: Annotated[str, _line(80)] | None = None
    phone: Annotated[str, _line(40)] | None = None
    note: Annotated[str, _line(200)] | None = None


class KeptGuest(Guest):
    """What is kept of a party: also the random token under which its guests see their place in the queue."""

    token: str

    @classmethod
    def new(cls, guest: Guest) -> KeptGuest:
        return cls(**dict(guest), token=secrets.token_urlsafe(16))

    @property
    def path(self) -> str:
        """Where the guests' page is."""
        return f"/g/{self.token}"

    def changed(self, guest: Guest) -> KeptGuest:
        """With what was typed anew; the token stays."""
        return KeptGuest(**dict(guest), token=self.token)

    def __repr__(self) -> str:
        return "KeptGuest(...)"

    __str__ = __repr__


class GuestPosition(Value):
    """What guests see of their wait. `low_min` to `high_min`: what is left of the range they were told."""

    position: int | None = None
    low_min: int | None = None
    high_min: int | None = None
    paged: bool = False
    ended: bool = False


def digest(token: str) -> str:
    """What a token is looked up by, so that no lookup tells by its time how much of it was right."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def by_digest(kept: Mapping[int, KeptGuest]) -> dict[str, int]:
    """Each party by its token's digest."""
    return {digest(guest.token): party for party, guest in kept.items()}


def position_of(party: Party, place: int | None, now: datetime) -> GuestPosition:
    """What a party's guests see at `now`; `place` in the queue from 1."""
    if party.status not in LISTED:
        return GuestPosition(ended=True)
    low, high = party.low_min, party.high_min
    if party.quoted_at and party.status in IN_QUEUE:
        passed_min = max(0.0, (now - party.quoted_at).total_seconds() / _MINUTE_S)
        low, high = (None if one is None else max(0, round(one - passed_min)) for one in (low, high))
    return GuestPosition(position=place, low_min=low, high_min=high, paged=party.paged_at is not None)
