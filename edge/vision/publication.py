"""When a belief becomes what everyone is told: threshold, dwell and the moment a state began to show. Pure rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from edge.events import SEEN, Availability
from edge.vision.belief import BeliefSettings, Vector


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant on both clocks: monotonic seconds for durations, UTC for people."""

    at: float
    utc: datetime


_NO_RUNS: Mapping[Availability, Moment] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Published:
    """What is said of a table, since when, and which other states have begun to show (`runs`: their first look)."""

    value: Availability | None = None
    since: datetime | None = None
    runs: Mapping[Availability, Moment] = field(default_factory=lambda: _NO_RUNS)

    @property
    def undecided(self) -> bool:
        """Nothing is said yet, or something else has begun to show."""
        return self.value is None or bool(self.runs)


def publish(
    published: Published, belief: Vector, says: Availability, now: Moment, settings: BeliefSettings
) -> Published:
    """What is published after a usable look at `now`, where the newest evidence of all views together `says` a state.

    A run of a state begins with the first look that says so. It ends when the published state is confirmed: a look says
    it, and it is over the threshold. The first state of a table is published once it is over the threshold. Any other
    is published at a look that says it, when the probability of all that is not the published state is over the
    threshold, no state is likelier, and its run has lasted the dwell of that transition: so a single look never can.
    """
    runs = _runs(published, belief, says, now, settings.threshold)
    if says == published.value or not _is_believed(says, published.value, belief, settings.threshold):
        return replace(published, runs=runs)
    shown_s = now.at - runs[says].at
    if published.value is not None and shown_s < settings.dwell_s.between(published.value, says):
        return replace(published, runs=runs)
    return Published(says, runs[says].utc)


def _is_believed(says: Availability, published: Availability | None, belief: Vector, threshold: float) -> bool:
    """Whether a look's word may be told: nothing else is likelier, and what is told so far is refuted."""
    if published is None:
        return bool(belief[SEEN.index(says)] >= threshold)
    return bool(belief[SEEN.index(says)] == belief.max() and belief[SEEN.index(published)] <= 1.0 - threshold)


def _runs(
    published: Published, belief: Vector, says: Availability, now: Moment, threshold: float
) -> Mapping[Availability, Moment]:
    if says != published.value:
        return published.runs if says in published.runs else {**published.runs, says: now}
    return _NO_RUNS if belief[SEEN.index(says)] >= threshold else published.runs


__all__ = ["Moment", "Published", "publish"]
