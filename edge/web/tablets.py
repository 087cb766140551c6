"""The tablets of the box: paired with a code, each with a token of its own, revoked one by one.

Who was paired and revoked, by whom, is in the journal. The hash of a tablet's token is kept beside the event that
paired it, and erased when it is revoked.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from edge.clock import Clock
from edge.done import Done
from edge.errors import NotFound
from edge.events import Envelope, Id, TabletPaired, TabletRevoked, Utc, Value
from edge.journal import Journal, Once, Rows, Transaction, from_ms, read_kept, rows_of, to_ms
from edge.staff import people, read_members
from edge.web.auth import Peer, digest
from edge.web.pairing import Codes, Offer
from edge.web.roles import Identity, Role

KEPT = "tablet"
"""The kind under which hashes of tokens are kept."""


class Secret(Value):
    """What is kept of a tablet's token: never the token."""

    sha256: str = Field(repr=False)


class Tablet(Value):
    """A paired tablet. `waiter`: whose it is, None for one that several share; `seen_at`: since this start."""

    tablet: Id
    role: Role
    waiter: int | None
    paired_at: Utc
    revoked_at: Utc | None = None
    seen_at: Utc | None = None


class TabletsProjection:
    """Every tablet that was ever paired: names are never given twice."""

    name = "tablets"
    version = 1
    ddl = """CREATE TABLE tablets (
        tablet TEXT PRIMARY KEY, seq INTEGER NOT NULL, role TEXT NOT NULL, waiter INTEGER,
        paired_ms INTEGER NOT NULL, revoked_ms INTEGER
    ) STRICT"""

    def apply(self, db: sqlite3.Connection, envelope: Envelope) -> None:
        data, at_ms = envelope.data, to_ms(envelope.at)
        if isinstance(data, TabletPaired):
            db.execute(
                "INSERT OR REPLACE INTO tablets VALUES (?, ?, ?, ?, ?, NULL)",
                (data.tablet, envelope.seq, data.role, data.waiter, at_ms),
            )
        elif isinstance(data, TabletRevoked):
            db.execute("UPDATE tablets SET revoked_ms = ? WHERE tablet = ?", (at_ms, data.tablet))


class Tablets:
    """Pairs and revokes tablets, and knows whose a token is. Call `restore` before anyone asks."""

    loopback_only = False

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock
        self._codes = Codes(clock)
        self._identities: dict[str, Identity] = {}
        self._seen: dict[str, datetime] = {}
        journal.listen(self._hear)

    async def restore(self) -> None:
        """Know the tablets that were paired in earlier runs."""
        self._identities = await self._journal.read(_read_identities)

    def identify(self, token: str | None, peer: Peer) -> Identity | None:
        """Whose token it is. Looked up by its hash: how long that takes says nothing about any token."""
        identity = self._identities.get(digest(token)) if token else None
        if identity is not None:
            self._seen[identity.id] = self._clock.now()
        return identity

    async def offer(self, role: Role, waiter: int | None, *, by: str) -> Offer:
        """A code for one tablet. Raises `NotFound`, or `Conflict` if the waiter is erased."""
        if waiter is not None:
            people.named(await self._journal.read(lambda db: read_members(rows_of(db))), waiter)
        return self._codes.offer(role, waiter, by=by)

    async def pair(self, code: str, *, instead_of: Identity | None = None) -> tuple[str, Identity]:
        """A token for whoever knows the code; it cannot be shown again. The tablet it was before is revoked.

        Raises `Unauthenticated`; `StoreBusy` leaves the code as good as it was.
        """
        offer, token = self._codes.take(code), secrets.token_urlsafe(32)

        def decide(transaction: Transaction) -> Identity:
            if instead_of is not None and _is_paired(transaction.read, instead_of.id):
                _revoke(transaction, instead_of.id)
            return _pair(transaction, offer, digest(token))

        try:
            identity = await self._journal.command(decide, actor=offer.by)
        except Exception:
            self._codes.give_back(offer)
            raise
        self._identities[digest(token)] = identity
        return token, identity

    async def revoke(self, tablet: Id, *, actor: str, once: Once | None = None) -> Done:
        """A tablet's token is good no more, and its open streams end. Raises `NotFound`."""

        def decide(transaction: Transaction) -> Done:
            if not _is_paired(transaction.read, tablet):
                raise NotFound(
                    f"There is no tablet {tablet}.", hint="It may be revoked: GET /api/v1/tablets lists all."
                )
            return Done(seq=_revoke(transaction, tablet))

        return await self._journal.command(decide, actor=actor, once=once)

    async def paired(self) -> list[Tablet]:
        """The tablets whose tokens are good, in the order they were paired."""
        return [each for each in await self.ever() if each.revoked_at is None]

    async def ever(self) -> list[Tablet]:
        """Every tablet that was ever paired, in that order."""
        rows = await self._journal.read(lambda db: rows_of(db)("SELECT * FROM tablets ORDER BY seq"))
        return [_tablet(row, self._seen.get(row["tablet"])) for row in rows]

    def _hear(self, envelopes: Sequence[Envelope]) -> None:
        """Forget a token in the same breath as its revocation is on disk, before any stream hears of it."""
        revoked = {one.data.tablet for one in envelopes if isinstance(one.data, TabletRevoked)}
        if revoked:
            self._identities = {sha: who for sha, who in self._identities.items() if who.id not in revoked}


def _tablet(row: sqlite3.Row, seen_at: datetime | None) -> Tablet:
    return Tablet(
        tablet=row["tablet"],
        role=Role(row["role"]),
        waiter=row["waiter"],
        paired_at=from_ms(row["paired_ms"]),
        revoked_at=None if row["revoked_ms"] is None else from_ms(row["revoked_ms"]),
        seen_at=seen_at,
    )


def _read_paired(read: Rows) -> list[sqlite3.Row]:
    return read("SELECT * FROM tablets WHERE revoked_ms IS NULL ORDER BY seq")


def _is_paired(read: Rows, tablet: Id) -> bool:
    return bool(read("SELECT 1 FROM tablets WHERE tablet = ? AND revoked_ms IS NULL", (tablet,)))


def _read_identities(db: sqlite3.Connection) -> dict[str, Identity]:
    paired = {row["seq"]: row for row in _read_paired(rows_of(db))}
    return {
        Secret.model_validate_json(document).sha256: Identity(
            paired[seq]["tablet"], Role(paired[seq]["role"]), paired[seq]["waiter"]
        )
        for seq, document in read_kept(db, paired).items()
    }


def _pair(transaction: Transaction, offer: Offer, sha256: str) -> Identity:
    """Named by its role and how many there were: `host-2`."""
    (before,) = transaction.read("SELECT count(*) FROM tablets WHERE role = ?", (offer.role,))[0]
    tablet = f"{offer.role}-{before + 1}"
    seq = transaction.append(TabletPaired(tablet=tablet, role=offer.role.value, waiter=offer.waiter))
    transaction.keep(seq, KEPT, Secret(sha256=sha256).model_dump_json())
    return Identity(tablet, offer.role, offer.waiter)


def _revoke(transaction: Transaction, tablet: Id) -> int:
    (row,) = transaction.read("SELECT seq FROM tablets WHERE tablet = ?", (tablet,))
    transaction.forget(row["seq"])
    return transaction.append(TabletRevoked(tablet=tablet), cause=row["seq"])


__all__ = ["Tablet", "Tablets", "TabletsProjection"]
