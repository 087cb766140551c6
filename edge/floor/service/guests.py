"""What guests said about themselves: kept apart from all events, and gone after the visit."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import Field

from edge.events import Value
from edge.floor.service.parties import IN_QUEUE, LISTED, Party

KIND = "guest"
"""How the erasable table calls a party's guests."""

_MINUTE_S = 60.0


_LINE = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"

GuestName = Annotated[str, Field(min_length=1, max_length=80, pattern=_LINE)]
"""As the host types it, any script and emoji: one visible character at least, none that controls a terminal."""

GuestPhone = Annotated[str, Field(pattern=r"^\+?[0-9 ()./-]{3,30}$")]
GuestNote = Annotated[str, Field(min_length=1, max_length=200, pattern=_LINE)]


class Guest(Value):
    """What a host typed about a party."""

    name: GuestName | None = Field(None, repr=False)
    phone: GuestPhone | None = Field(None, repr=False)
    note: GuestNote | None = Field(None, repr=False)


class KeptGuest(Guest):
    """What is kept of a party: also the random token under which its guests see their place in the queue."""

    token: str = Field(repr=False)

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
