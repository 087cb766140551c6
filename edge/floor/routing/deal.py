"""Who serves a table: by its section, or in turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from edge.events import Id, RoutingMode, RoutingPolicy
from edge.floor.routing.facts import WaiterFact
from edge.floor.routing.standing import Standing, standings, turn

JUST_SEATED_POINTS = 3.0
"""Beyond the recency penalty: makes a table of a rested waiter worth a few seats wasted."""

AWAY_POINTS = 0.8
"""What it costs to serve in another section: about half a table of guests behind. Less, and waiters would run about."""


@dataclass(frozen=True, slots=True)
class Server:
    """The waiter for a table. `because`: why it is not one of its own section, or why it is their turn."""

    standing: Standing
    points: float
    because: str | None = None


class Deal(Protocol):
    """How parties are dealt to waiters."""

    def server(self, section: Id | None) -> Server | None:
        """The best waiter for a table of this section; None if nobody may take it."""
        ...


class SectionDeal:
    """A table goes to a waiter of its section; to another's where its own are away, or cannot and others may help."""

    def __init__(self, everybody: Sequence[Standing], policy: RoutingPolicy) -> None:
        self._everybody = sorted(everybody, key=_first)
        self._able = [one for one in self._everybody if not one.barred]
        self._may_help = policy.cross_section
        self._servers: dict[Id | None, Server | None] = {}

    def server(self, section: Id | None) -> Server | None:
        if section not in self._servers:
            self._servers[section] = self._choose(section)
        return self._servers[section]

    def _choose(self, section: Id | None) -> Server | None:
        own = next((one for one in self._able if _at_home(one, section)), None)
        other = next((one for one in self._able if not _at_home(one, section)), None)
        if own and (other is None or not self._may_help or not _rather(other, own)):
            return Server(own, _points(own))
        if other is None:
            return None
        because = self._why_not_own(own, section)
        if because == "own_full" and not self._may_help:
            return None
        return Server(other, _points(other) - AWAY_POINTS, because)

    def _why_not_own(self, own: Standing | None, section: Id | None) -> str:
        if own:
            return "own_just_seated" if own.just_seated else "own_ahead"
        barred = {one.barred for one in self._everybody if _at_home(one, section)}
        if not barred:
            return "own_unassigned"
        return "own_full" if "full" in barred else "own_on_break"


class RotationDeal:
    """Every party goes to whoever was seated longest ago and may take it, wherever the table is."""

    def __init__(self, everybody: Sequence[Standing]) -> None:
        able = [one for one in everybody if not one.barred]
        next_up = min(able, key=lambda one: turn(one.fact), default=None)
        self._server = Server(next_up, _points(next_up), "turn") if next_up else None

    def server(self, section: Id | None) -> Server | None:
        return self._server


class NobodyOnShift:
    """Houses that do not clock in: tables without waiters."""

    def server(self, section: Id | None) -> Server | None:
        return None


def deal_of(waiters: Sequence[WaiterFact], policy: RoutingPolicy) -> Deal:
    """How this house deals."""
    if not waiters:
        return NobodyOnShift()
    everybody = standings(waiters, policy)
    return RotationDeal(everybody) if policy.mode is RoutingMode.ROTATION else SectionDeal(everybody, policy)


def _first(one: Standing) -> tuple[float, ...]:
    return (one.just_seated, -one.points, *one.order)


def _rather(other: Standing, own: Standing) -> bool:
    """Whether somebody from another section should take it: who is rested goes before who was just seated."""
    if own.just_seated != other.just_seated:
        return own.just_seated
    return other.points - AWAY_POINTS > own.points


def _points(one: Standing) -> float:
    return one.points - (JUST_SEATED_POINTS if one.just_seated else 0.0)


def _at_home(one: Standing, section: Id | None) -> bool:
    return section is None or one.fact.section in (None, section)


__all__ = ["Deal", "NobodyOnShift", "RotationDeal", "SectionDeal", "Server", "deal_of"]
