"""Who is asking: tokens kept as hashes, and the one exception for a demo on this very machine."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from edge.clock import Clock, SystemClock
from edge.errors import BadSettings, NotFound
from edge.events import Utc, Value
from edge.private import write_private
from edge.web.roles import Identity, Role

_TOKENS_FILE = "tokens.json"
_MANAGER_FILE = "manager.token"


@dataclass(frozen=True, slots=True)
class Peer:
    """The other end of a connection. `loopback`: it is a program on this machine, and no proxy stands between."""

    address: str
    loopback: bool


class Authenticator(Protocol):
    """Knows who a token belongs to."""

    @property
    def loopback_only(self) -> bool:
        """Whether this may only ever guard a server that listens on loopback."""
        ...

    def identify(self, token: str | None, peer: Peer) -> Identity | None:
        """Whose token it is, None if nobody's. Takes the same time however close a wrong token comes."""
        ...


class TokenRecord(Value):
    """What is kept of a token: never the token."""

    id: str
    sha256: str
    role: Role
    created_at: Utc


_RECORDS = TypeAdapter(tuple[TokenRecord, ...])


def digest(token: str) -> str:
    """What is kept of a token. One round of SHA-256 is enough: tokens hold 256 random bits."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


class TokenStore:
    """The box's tokens, as hashes in a file only its owner can read. Files are small: calls do block, briefly."""

    loopback_only = False

    def __init__(self, folder: Path, records: Sequence[TokenRecord], clock: Clock) -> None:
        self._folder = folder
        self._records = tuple(records)
        self._clock = clock

    @classmethod
    def open(cls, folder: Path, *, clock: Clock | None = None) -> TokenStore:
        """The tokens kept in `folder`. A box that has none gets a manager's token, left in `manager_file`.

        Raises `BadSettings` if the file cannot be read, was damaged, or cannot be written.
        """
        path = folder / _TOKENS_FILE
        try:
            records = _RECORDS.validate_json(path.read_bytes()) if path.exists() else ()
        except (OSError, ValidationError) as error:
            raise BadSettings(
                f"The tokens in {path} cannot be read ({type(error).__name__}).",
                hint="Restore the file, or remove it: a new manager token is made and tablets sign in again.",
            ) from None
        store = cls(folder, records, clock or SystemClock())
        if not any(record.role is Role.MANAGER for record in records):
            store._begin()
        return store

    @property
    def manager_file(self) -> Path:
        """Where the first manager token lies, for whoever may read the box's files. It can be deleted once noted."""
        return self._folder / _MANAGER_FILE

    @property
    def records(self) -> tuple[TokenRecord, ...]:
        """What is known of every token that is good."""
        return self._records

    def issue(self, role: Role) -> str:
        """A new token, on disk as a hash before it is returned. It cannot be shown again."""
        token = secrets.token_urlsafe(32)
        self._accept(token, role)
        return token

    def revoke(self, token_id: str) -> None:
        """A token is good no more. Raises `NotFound`."""
        left = tuple(record for record in self._records if record.id != token_id)
        if len(left) == len(self._records):
            raise NotFound(f"There is no token {token_id}.", hint="It may be revoked already.")
        self._keep(left)

    def identify(self, token: str | None, peer: Peer) -> Identity | None:
        if not token:
            return None
        given = digest(token)
        found = None
        for record in self._records:  # all of them, always: how long it takes says nothing
            if hmac.compare_digest(record.sha256, given):
                found = record
        return Identity(found.id, found.role) if found else None

    def _begin(self) -> None:
        """Make the first manager. The token is left for its reader before it is good: a power cut between the two
        locks nobody out, since the next start begins again."""
        token = secrets.token_urlsafe(32)
        try:
            write_private(self.manager_file, token + "\n")
            self._accept(token, Role.MANAGER)
        except OSError as error:
            raise BadSettings(
                f"The manager's token cannot be kept in {self._folder}: {error.strerror}.",
                hint="Check the folder's owner, rights and free space.",
            ) from error

    def _accept(self, token: str, role: Role) -> None:
        record = TokenRecord(id=secrets.token_hex(4), sha256=digest(token), role=role, created_at=self._clock.now())
        self._keep((*self._records, record))

    def _keep(self, records: tuple[TokenRecord, ...]) -> None:
        write_private(self._folder / _TOKENS_FILE, _RECORDS.dump_json(records, indent=1).decode())
        self._records = records


@dataclass(frozen=True, slots=True)
class AllowLoopback:
    """For a demo: whoever sits at this machine is its manager. Others, and pages of other sites, are nobody.

    The server refuses to listen on anything but loopback with it.
    """

    loopback_only = True

    def identify(self, token: str | None, peer: Peer) -> Identity | None:
        return Identity("loopback", Role.MANAGER) if peer.loopback else None


class AnyOf:
    """Several authenticators as one: whoever knows the token first says whose it is."""

    def __init__(self, *authenticators: Authenticator) -> None:
        self._all = authenticators

    @property
    def loopback_only(self) -> bool:
        return any(each.loopback_only for each in self._all)

    def identify(self, token: str | None, peer: Peer) -> Identity | None:
        found = (each.identify(token, peer) for each in self._all)
        return next((identity for identity in found if identity), None)


__all__ = ["AllowLoopback", "AnyOf", "Authenticator", "Peer", "TokenRecord", "TokenStore", "digest"]
