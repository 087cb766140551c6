"""Which kinds of events go out."""

from __future__ import annotations

from collections.abc import Iterable

from edge.errors import BadSettings
from edge.events import (
    KINDS,
    CalibrationApplied,
    TabletPaired,
    TabletRevoked,
    WaiterAdded,
    WaiterChanged,
    WaiterErased,
)

NEVER_SENT: frozenset[str] = frozenset(
    one.kind for one in (CalibrationApplied, TabletPaired, TabletRevoked, WaiterAdded, WaiterChanged, WaiterErased)
)
"""What stays in the box: who has which tablet, who works here, and what the cameras' pictures look like."""


def chosen(patterns: Iterable[str]) -> frozenset[str]:
    """The kinds that `table.state` or `visit.*` stand for; `*` is all that may go out. Raises `BadSettings`."""
    offered = KINDS.keys() - NEVER_SENT
    kinds: set[str] = set()
    for pattern in patterns:
        found = {kind for kind in offered if _fits(kind, pattern)}
        if not found:
            why = "stays in the box" if pattern in NEVER_SENT else "is no kind of event"
            raise BadSettings(f"{pattern!r} {why}.", hint=f"Choose among: {', '.join(sorted(offered))}.")
        kinds |= found
    return frozenset(kinds)


def _fits(kind: str, pattern: str) -> bool:
    return kind.startswith(pattern[:-1]) if pattern == "*" or pattern.endswith(".*") else kind == pattern


__all__ = ["NEVER_SENT", "chosen"]
