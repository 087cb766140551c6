"""What commands on this box may ask of the running daemon, over its control socket."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from edge.events import Utc, Value
from edge.floor import FloorView
from edge.journal import call

TabletRole = Literal["view", "waiter", "host", "manager", "service"]

SOCKET = "control.sock"
"""The socket's name in the state folder."""


class StatusRequest(Value):
    """`maitred status` asks."""


class Status(Value):
    """What the daemon answers: the floor and where its page is, what is missing before it can be trusted, and what a
    person should see to soon."""

    url: str
    floor: FloorView
    waiting_for: tuple[str, ...]
    warnings: tuple[str, ...] = ()


class BackupRequest(Value):
    """`maitred backup` asks for a copy of the database at the absolute path `target`."""

    target: Path


class Backup(Value):
    """The copy lies at `target` and holds every event up to `seq`, at least."""

    target: Path
    seq: int


class PairRequest(Value):
    """`maitred pair` asks for a code that pairs one tablet."""

    role: TabletRole
    waiter: int | None = None


class PairingOffer(Value):
    """Six digits to type in on the tablet, at the page `url`."""

    code: str
    role: TabletRole
    expires_at: Utc
    url: str


async def ask_status(state_dir: Path) -> Status:
    """The status of the daemon that runs on `state_dir`. Raises `StoreBusy` if none runs."""
    return await call(state_dir / SOCKET, "status", StatusRequest(), Status)


async def ask_backup(state_dir: Path, target: Path) -> Backup:
    """Have the daemon that runs on `state_dir` copy its database to the absolute path `target`.

    Raises `StoreBusy` if none runs, `BadInput` if it cannot write there.
    """
    return await call(state_dir / SOCKET, "backup", BackupRequest(target=target), Backup, timeout_s=600)


async def ask_pair(state_dir: Path, role: TabletRole, waiter: int | None) -> PairingOffer:
    """A pairing code of the daemon that runs on `state_dir`. Raises `StoreBusy` if none runs, `NotFound`."""
    return await call(state_dir / SOCKET, "pair", PairRequest(role=role, waiter=waiter), PairingOffer)


__all__ = [
    "SOCKET",
    "Backup",
    "BackupRequest",
    "PairRequest",
    "PairingOffer",
    "Status",
    "StatusRequest",
    "ask_backup",
    "ask_pair",
    "ask_status",
]
