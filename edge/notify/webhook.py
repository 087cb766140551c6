"""A webhook: where events of some kinds go, and how they look there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from pydantic import SecretStr, SerializeAsAny

from edge.events import Envelope, EventData, Source, Utc, Value
from edge.notify.post import host_of

PREFIX = "webhook:"
"""How the cursors of webhooks are called in the journal."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where events of `kinds` go. The whole address is taken for a secret; `secret` signs what is sent."""

    url: str = field(repr=False)
    secret: SecretStr
    kinds: frozenset[str]

    @property
    def host(self) -> str:
        """What of its address may be shown."""
        return host_of(self.url)

    @property
    def family(self) -> str:
        """How all cursors begin that this address has or ever had: a revoked one is never taken up again."""
        return f"{PREFIX}{hashlib.sha256(self.url.encode()).hexdigest()[:12]}:"


class Notice(Value):
    """One event as it goes out. `id` is the same however often it is sent: receivers may drop what they know."""

    id: str
    device: str
    seq: int
    at: Utc
    kind: str
    source: Source
    key: str
    cause: int | None
    data: SerializeAsAny[EventData]

    @classmethod
    def of(cls, envelope: Envelope) -> Notice:
        """An event without who caused it."""
        return cls(
            id=f"{envelope.device}:{envelope.seq}",
            device=envelope.device,
            seq=envelope.seq,
            at=envelope.at,
            kind=envelope.kind,
            source=envelope.source,
            key=envelope.key,
            cause=envelope.cause,
            data=envelope.data,
        )


__all__ = ["PREFIX", "Notice", "Webhook"]
