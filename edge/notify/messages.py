"""Messages to guests: the port, and its adapter for whoever sends texts by webhook."""

from __future__ import annotations

from typing import Literal, Protocol

from pydantic import Field, SecretStr

from edge.events import Value
from edge.notify.post import Post

Language = Literal["en", "es"]

_READY = {
    "en": "{store}: your table is ready. Please come to the host.",
    "es": "{store}: su mesa está lista. Por favor, acérquese a la entrada.",
}


class GuestMessage(Value):
    """What a guest is told. `to` is their phone as they gave it: it is in no log, event or repr."""

    kind: Literal["table_ready"] = "table_ready"
    party: int
    to: str = Field(repr=False)
    text: str = Field(repr=False)


def table_ready(party: int, phone: str, store: str, language: Language) -> GuestMessage:
    """Their table is ready."""
    return GuestMessage(party=party, to=phone, text=_READY[language].format(store=store))


class Messenger(Protocol):
    """Sends a message to a guest. Raises `NotTaken`; returning means somebody has taken it."""

    async def send(self, message: GuestMessage) -> None: ...


class WebhookMessenger:
    """Hands messages, signed, to a server that sends them as texts."""

    def __init__(self, url: str, secret: SecretStr, post: Post) -> None:
        self._url = url
        self._secret = secret
        self._post = post

    async def send(self, message: GuestMessage) -> None:
        await self._post(self._url, self._secret, message.model_dump_json().encode())


__all__ = ["GuestMessage", "Language", "Messenger", "WebhookMessenger", "table_ready"]
