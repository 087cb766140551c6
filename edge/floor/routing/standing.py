"""How each waiter stands for the next party: what they carry, what they have had, and who may not be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, inf

from edge.events import RoutingPolicy
from edge.floor.routing.facts import WaiterFact

COVERS_PER_TABLE = 3.0
"""Guests at a table of usual size: makes covers and tables one measure."""

BEHIND_COVERS, MOST_BEHIND = 6.0, 2.0
"""Covers behind that weigh as much as the most tables to carry, and how many times that may count."""

SKILL_SHARE = 0.45
"""The most skill can do, as a share of what one more open table costs: twice this stays below one."""

UNDERSERVED_RATIO = 0.5
UNDERSERVED_COVERS = 4.0
"""Underserved is who has had less than this share of their due, in covers and in tips, and lacks so many covers."""


@dataclass(frozen=True, slots=True)
class House:
    """What a minute on the floor has brought on average tonight, over everybody on shift."""

    covers_per_min: float
    tips_per_min: float
    tips_per_cover: float

    @classmethod
    def of(cls, waiters: Sequence[WaiterFact]) -> House:
        """Sums are exact, so that no order of the waiters can matter."""
        minutes = max(1.0, fsum(waiter.minutes_on_floor for waiter in waiters))
        tips = fsum(waiter.tips for waiter in waiters)
        paid_covers = fsum(max(0, waiter.covers - waiter.open_covers) for waiter in waiters)
        per_cover = tips / paid_covers if tips > 0 and paid_covers else 0.0
        to_come = fsum(waiter.open_covers for waiter in waiters) * per_cover
        return cls(fsum(waiter.covers for waiter in waiters) / minutes, (tips + to_come) / minutes, per_cover)


@dataclass(frozen=True, slots=True)
class Standing:
    """One waiter before the next party. `points`: higher is sooner. `just_seated`: to be spared if anybody else can.

    `behind_covers`: covers they lack to their due, negative if they had more. `barred`: why they may not be asked.
    """

    fact: WaiterFact
    points: float
    behind_covers: float
    just_seated: bool
    underserved: bool
    barred: str | None

    @property
    def order(self) -> tuple[float, ...]:
        """Ascending: who comes first among equals in points. The id decides only between those alike in all else."""
        fact = self.fact
        return (fact.open_tables, fact.open_covers, *turn(fact))


def turn(fact: WaiterFact) -> tuple[float, ...]:
    """Ascending: whose turn it is. Who was never seated comes first, then who was seated longest ago."""
    since = inf if fact.last_seated_min is None else fact.last_seated_min
    return (-since, fact.covers, fact.tips, -fact.minutes_on_floor, fact.waiter)


def standings(waiters: Sequence[WaiterFact], policy: RoutingPolicy) -> list[Standing]:
    """Everybody's standing tonight."""
    house = House.of(waiters)
    return [_standing(waiter, house, policy) for waiter in waiters]


def _standing(fact: WaiterFact, house: House, policy: RoutingPolicy) -> Standing:
    covers_due = house.covers_per_min * fact.minutes_on_floor
    tips_due = house.tips_per_min * fact.minutes_on_floor
    tips = fact.tips + fact.open_covers * house.tips_per_cover
    behind_covers = covers_due - fact.covers
    behind_tips = (tips_due - tips) / house.tips_per_cover if house.tips_per_cover else 0.0
    underserved = (
        behind_covers >= UNDERSERVED_COVERS
        and fact.covers < UNDERSERVED_RATIO * covers_due
        and (tips < UNDERSERVED_RATIO * tips_due or not house.tips_per_cover)
    )
    recent = 0.0 if underserved else recency(fact, policy)
    points = (
        policy.workload_penalty
        * (_bounded(behind_covers / BEHIND_COVERS, MOST_BEHIND) - load(fact, policy) + underserved)
        + policy.tip_penalty * _bounded(behind_tips / BEHIND_COVERS, MOST_BEHIND)
        - policy.recency_penalty_weight * recent
        + skill(fact, policy)
    )
    return Standing(fact, points, behind_covers, recent > 0.0, underserved, _barred(fact, policy))


def load(fact: WaiterFact, policy: RoutingPolicy) -> float:
    """What a waiter carries: 1 with the most tables allowed, of usual size. Half counts tables, half their guests."""
    covers = fact.open_covers / COVERS_PER_TABLE
    return (fact.open_tables + covers) / 2.0 / policy.max_tables_per_waiter


def recency(fact: WaiterFact, policy: RoutingPolicy) -> float:
    """1 for a waiter given a party this moment, falling to 0 over the window."""
    if fact.last_seated_min is None or fact.last_seated_min >= policy.recency_penalty_minutes:
        return 0.0
    return 1.0 - max(0.0, fact.last_seated_min) / policy.recency_penalty_minutes


def skill(fact: WaiterFact, policy: RoutingPolicy) -> float:
    """Points for skill, bounded: the best against the weakest never outweighs one open table without guests."""
    one_table = policy.workload_penalty / 2.0 / policy.max_tables_per_waiter
    return _bounded(policy.efficiency_weight * (2.0 * fact.skill - 1.0), 1.0) * SKILL_SHARE * one_table


def _barred(fact: WaiterFact, policy: RoutingPolicy) -> str | None:
    if not fact.available:
        return "on_break"
    return "full" if fact.open_tables >= policy.max_tables_per_waiter else None


def _bounded(value: float, most: float) -> float:
    return max(-most, min(most, value))


__all__ = ["House", "Standing", "load", "recency", "skill", "standings", "turn"]
