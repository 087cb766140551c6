"""How far every webhook has got: one cursor each, revoked when the webhook is taken out of the settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from edge.journal import Journal
from edge.notify.webhook import PREFIX, Webhook


@dataclass(frozen=True, slots=True)
class Place:
    """Where a webhook goes on: the name of its cursor, and the seq up to which its receiver has everything."""

    cursor: str
    seq: int


async def places(journal: Journal, hooks: Sequence[Webhook]) -> list[Place]:
    """The place of every webhook. New ones begin with what happens from now on; those that are gone are revoked."""
    known = {name: seq for name, seq in (await journal.cursors()).items() if name.startswith(PREFIX)}
    found = [_place(hook, known, journal.seq) for hook in hooks]
    for place in found:
        if place.cursor not in known:
            await journal.set_cursor(place.cursor, place.seq)
    for name in known.keys() - {place.cursor for place in found}:
        await journal.revoke_cursor(name)
    return found


def _place(hook: Webhook, known: dict[str, int], now: int) -> Place:
    """The cursor it has; else a new one, named after where it begins."""
    name = next((name for name in known if name.startswith(hook.family)), f"{hook.family}{now}")
    return Place(name, known.get(name, now))


__all__ = ["Place", "places"]
