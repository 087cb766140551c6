"""Disputes: a person and the cameras disagree about a table, and somebody must say who is right."""

from __future__ import annotations

from typing import Literal

from edge.errors import Conflict, NotFound
from edge.events import Availability, DisputeRaised, DisputeResolved, Envelope, Id, Utc, Value
from edge.journal import Rows

About = Literal["state", "people"]
Kept = Literal["said", "seen"]


class DisputeView(Value):
    """An open dispute with both views; `about`: what the table is, or how many guests sit there."""

    dispute: int
    table: Id
    about: About
    said: Availability | None = None
    seen: Availability | None = None
    said_people: int | None = None
    seen_people: int | None = None
    raised_at: Utc

    @classmethod
    def of(cls, envelope: Envelope, raised: DisputeRaised) -> DisputeView:
        """The dispute that an event began."""
        return cls(
            dispute=envelope.seq,
            table=raised.table,
            about=raised.about,
            said=raised.said,
            seen=raised.seen,
            said_people=raised.said_people,
            seen_people=raised.seen_people,
            raised_at=envelope.at,
        )

    def resolved(self, kept: Literal["said", "seen", "agreed"]) -> DisputeResolved:
        """The event that ends it."""
        return DisputeResolved(dispute=self.dispute, table=self.table, kept=kept)


_COLUMNS = ", ".join(name if name != "table" else "table_id AS 'table'" for name in DisputeView.model_fields)


def read_disputes(read: Rows) -> list[DisputeView]:
    """Every open dispute, oldest first."""
    rows = read(f"SELECT {_COLUMNS} FROM floor_disputes WHERE kept IS NULL ORDER BY dispute")  # noqa: S608 - names
    return [DisputeView.model_validate(dict(row)) for row in rows]


def read_dispute(read: Rows, dispute: int) -> DisputeView:
    """An open dispute. Raises `NotFound`, or `Conflict` if it is settled."""
    rows = read(f"SELECT {_COLUMNS}, kept FROM floor_disputes WHERE dispute = ?", (dispute,))  # noqa: S608 - names
    if not rows:
        raise NotFound(f"There is no dispute {dispute}.", hint="GET /api/v1/service lists the open ones.")
    fields = dict(rows[0])
    if fields.pop("kept"):
        raise Conflict(f"The dispute about {fields['table']} is settled.", hint="Look at the floor again.")
    return DisputeView.model_validate(fields)


__all__ = ["About", "DisputeView", "Kept", "read_dispute", "read_disputes"]
