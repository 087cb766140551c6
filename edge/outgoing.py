"""What goes out of the box, built from the settings. No logic."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from edge.clock import Clock
from edge.journal import Journal
from edge.notify import Notifier, Pager, Post, WebhookMessenger
from edge.rooms import Rooms
from edge.settings import Settings


@asynccontextmanager
async def outgoing(settings: Settings, journal: Journal, rooms: Rooms, clock: Clock) -> AsyncIterator[None]:
    """Tell webhooks of events and guests of their tables, for as long as the context lasts."""
    messages = settings.messages

    def pager(post: Post) -> Pager | None:
        if messages is None or messages.secret is None:
            return None
        messenger = WebhookMessenger(messages.url, messages.secret, post)
        guests = rooms.service.called_guest
        return Pager(messenger, guests, clock, store=settings.store.name, language=messages.language)

    notifier = Notifier(journal, clock, [hook.webhook() for hook in settings.webhooks], pager)
    await notifier.start()
    try:
        yield
    finally:
        await notifier.stop()


__all__ = ["outgoing"]
