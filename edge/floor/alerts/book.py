"""What of all that is wrong is told, and when it is over: one open alert per thing, never a storm. Pure.

At most `PER_MINUTE` alerts are new in a minute. Where more are due, those of one kind become a single alert about
`several`, which stays open until none of that kind is untold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from edge.events import AlertCleared, AlertKind, AlertRaised, Id
from edge.floor.alerts.rules import Finding

PER_MINUTE = 6
SEVERAL = "several"
OVER_S = 20.0
"""So long something must be right again before its alert is over."""

Key = tuple[AlertKind, Id]


@dataclass(frozen=True, slots=True)
class Open:
    """An alert that is not over."""

    alert: int
    kind: AlertKind
    subject: Id


@dataclass(frozen=True, slots=True)
class Book:
    """What is remembered between two looks, in monotonic seconds: since when something is due or right again, and when
    alerts were raised in the last minute.
    """

    due_since_s: dict[Key, float] = field(default_factory=dict)
    right_since_s: dict[int, float] = field(default_factory=dict)
    raised_s: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What follows from one look."""

    book: Book
    raised: tuple[AlertRaised, ...]
    cleared: tuple[AlertCleared, ...]


def step(book: Book, found: Sequence[Finding], opened: Iterable[Open], now_s: float) -> Step:
    """Look at everything that is wrong at `now_s`; `opened` are the alerts that are open."""
    known = {(one.kind, one.subject): one for one in opened}
    due_since_s = {key: book.due_since_s.get(key, now_s) for one in found if one.due for key in [_key(one)]}
    ripe = [one for one in found if one.due and now_s - due_since_s[_key(one)] >= 60 * one.lasts_min]
    untold = [one for one in ripe if _key(one) not in known]
    raised_s = tuple(at_s for at_s in book.raised_s if now_s - at_s < 60)
    raised = tuple(_raise(_told(untold, known), PER_MINUTE - len(raised_s)))
    held = {_key(one) for one in found} | {(one.kind, SEVERAL) for one in untold}
    right_since_s = {
        one.alert: book.right_since_s.get(one.alert, now_s) for key, one in known.items() if key not in held
    }
    over = [alert for alert, since_s in right_since_s.items() if now_s - since_s >= OVER_S]
    return Step(
        replace(book, due_since_s=due_since_s, right_since_s=right_since_s, raised_s=raised_s + (now_s,) * len(raised)),
        raised,
        tuple(AlertCleared(alert=alert) for alert in over),
    )


def _told(untold: Iterable[Finding], known: dict[Key, Open]) -> list[Finding]:
    """Those that no open alert about several of their kind covers."""
    return [one for one in untold if (one.kind, SEVERAL) not in known]


def _raise(new: Sequence[Finding], allowed: int) -> list[AlertRaised]:
    """As many as are allowed: each by itself if all fit, else those of a kind together; the others wait."""
    if len(new) <= allowed:
        return [_raised(one) for one in new]
    kinds = {kind: [one for one in new if one.kind is kind] for kind in AlertKind}
    return [_raised(_together(group)) for group in kinds.values() if group][: max(0, allowed)]


def _together(group: Sequence[Finding]) -> Finding:
    longest = max((one.minutes for one in group if one.minutes is not None), default=None)
    return group[0] if len(group) == 1 else replace(group[0], subject=SEVERAL, minutes=longest)


def _raised(one: Finding) -> AlertRaised:
    return AlertRaised(alert=one.kind, subject=one.subject, minutes=one.minutes and round(one.minutes, 1))


def _key(one: Finding) -> Key:
    return one.kind, one.subject


__all__ = ["OVER_S", "PER_MINUTE", "SEVERAL", "Book", "Open", "Step", "step"]
