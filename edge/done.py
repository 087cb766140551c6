"""What every command answers with."""

from __future__ import annotations

from edge.events import Utc, Value


class Done(Value):
    """A command is on disk. `seq`: its last event; `undo`: what `POST /api/v1/undo` takes, until `undo_until`."""

    seq: int
    undo: int | None = None
    undo_until: Utc | None = None


__all__ = ["Done"]
