"""One table: what its views have said, what is believed of it and what is published."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from calibration import View
from edge.events import SEEN, Availability, Observation
from edge.vision.belief import BeliefSettings, Filter, Vector
from edge.vision.looks import Look, LookKind
from edge.vision.publication import Moment, Published, publish

ViewKey = tuple[str, str]
"""A camera and one of its views."""

_BURST_PAUSE_S = 1.0


@dataclass(slots=True)
class ViewMemory:
    """What one view has said. Times are monotonic seconds.

    `seen_at`: last usable look; `heard_at`: last evidence, which `said` this state most; `shown_from`: what the weight
    of its standing picture counts from; `word`: the weighted log-likelihood which that picture adds to the belief;
    `usable`: the last classification was evidence.
    """

    place: View
    seen_at: float = -math.inf
    heard_at: float = -math.inf
    said: Availability | None = None
    shown_from: float = -math.inf
    word: Vector | None = None
    usable: bool = False
    people: deque[tuple[float, float]] = field(default_factory=deque)

    def same_picture(self, look: Look) -> bool:
        """Whether this look classified again the picture whose word already counts."""
        return look.unchanged and self.word is not None

    def hear(self, look: Look, log_likelihood: Vector, rule: Filter) -> Vector:
        """Take in evidence; what it changes in the log-belief. A picture seen again replaces its word."""
        before = self.word if self.same_picture(look) else None
        said = SEEN[int(log_likelihood.argmax())]
        if before is None:
            same_as_before_s = look.at - self.heard_at if said is self.said else math.inf
            self.shown_from = look.at - min(same_as_before_s, rule.one_look_s)
        self.said = said
        self.word = rule.weight(look.at - self.shown_from) * log_likelihood
        self.heard_at, self.usable = max(self.heard_at, look.at), True
        return self.word if before is None else self.word - before

    def abstain(self, look: Look) -> None:
        """The classifier could not tell. The word of the picture before falls silent with that picture."""
        self.usable = False
        if not look.unchanged:
            self.word = None

    def count_people(self, look: Look, recent_s: float) -> None:
        """Remember the estimate; an unchanged picture shows as many as it did."""
        if look.people is not None:
            self.people.append((look.at, look.people))
        elif look.kind is LookKind.UNCHANGED and self.people:
            self.people.append((look.at, self.people[-1][1]))
        while self.people and self.people[0][0] < look.at - recent_s:
            self.people.popleft()


class Table:
    """Belief and published state of one table over all its views."""

    def __init__(self, table: str, settings: BeliefSettings, rule: Filter) -> None:
        self.table = table
        self.views: dict[ViewKey, ViewMemory] = {}
        self.published = Published()
        self._settings = settings
        self._rule = rule
        self._belief = rule.unseen()
        self._believed_at: float | None = None
        self._observed: Moment | None = None
        self._undecided_from: float | None = None
        self._next_burst_at = -math.inf

    def restore(self, value: Availability, since: datetime) -> None:
        """Start from what was published before a restart, believed no more than it takes to publish it."""
        rest = (1.0 - self._settings.threshold) / (len(SEEN) - 1)
        self.published = Published(value, since)
        self._belief = np.array([self._settings.threshold if state is value else rest for state in SEEN])

    def see(self, looks: Iterable[Look], now: Moment) -> bool:
        """Take in the looks of one moment, whatever their order. True if at least one was usable."""
        ordered = sorted(looks, key=lambda look: (look.camera, look.view))
        for look in ordered:
            if look.kind is LookKind.ABSTAIN:
                self.views[look.camera, look.view].abstain(look)
        usable = [look for look in ordered if self._is_usable(look)]
        if usable:
            self._believe([look for look in usable if look.kind is LookKind.EVIDENCE], now)
            for look in usable:
                memory = self.views[look.camera, look.view]
                memory.seen_at = max(memory.seen_at, now.at)
                memory.count_people(look, self._settings.recent_s)
            self._observed = max(self._observed or now, now, key=lambda moment: moment.at)
            self._publish(now)
        return bool(usable)

    def is_stale(self, at: float, offline: Collection[str]) -> bool:
        """Whether the last usable look is too old, or every camera that sees this table is offline."""
        if all(camera in offline for camera, _ in self.views):
            return True
        return at - max(view.seen_at for view in self.views.values()) > self._settings.stale_after_s

    def is_due(self, at: float) -> bool:
        """Whether a pending change deserves a look now. Every second at first; undecided for long, ever more rarely."""
        if not self.published.undecided:
            self._undecided_from, self._next_burst_at = None, -math.inf
            return False
        if self._undecided_from is None:
            self._undecided_from = at
        if at < self._next_burst_at:
            return False
        overdue_s = at - self._undecided_from - self._settings.burst_s
        self._next_burst_at = at + min(max(_BURST_PAUSE_S, overdue_s), self._settings.burst_pause_max_s)
        return True

    def observation(self, stale: bool) -> Observation:
        """What vision holds of this table right now."""
        value = self.published.value
        return Observation(
            table=self.table,
            value=value,
            confidence=0.0 if value is None else round(float(self._belief[SEEN.index(value)]), 4),
            people=self._people(),
            since=self.published.since,
            observed_at=self._observed.utc if self._observed else None,
            stale=stale,
        )

    def _is_usable(self, look: Look) -> bool:
        if look.kind is LookKind.UNCHANGED:
            return self.views[look.camera, look.view].usable
        return look.kind is LookKind.EVIDENCE

    def _believe(self, evidence: Sequence[Look], now: Moment) -> None:
        """The filter's two steps. Time counts only up to a changed picture: an unchanged one shows what happened."""
        changed = not all(self.views[look.camera, look.view].same_picture(look) for look in evidence)
        if changed and self._believed_at is not None:
            self._belief = self._rule.predict(self._belief, now.at - self._believed_at)
        share = self._share(now.at, evidence)
        said = [
            self.views[look.camera, look.view].hear(
                look, share * self._rule.log_likelihood(look.probabilities), self._rule
            )
            for look in evidence
            if look.probabilities is not None
        ]
        if said:
            self._belief = self._rule.update(self._belief, np.sum(said, axis=0))
        self._believed_at = max(now.at, self._believed_at or now.at)

    def _share(self, at: float, speaking: Sequence[Look]) -> float:
        """How much each view counts, so that correlated views together are not worth more than `views_weight`."""
        recent = {key for key, view in self.views.items() if at - view.seen_at <= self._settings.recent_s}
        recent.update((look.camera, look.view) for look in speaking)
        return min(1.0, self._settings.views_weight / max(1, len(recent)))

    def _publish(self, now: Moment) -> None:
        if self.published.undecided or self._says(now.at) is not self.published.value:
            self.published = publish(self.published, self._belief, self._says(now.at), now, self._settings)

    def _says(self, at: float) -> Availability:
        """The state that the standing pictures of all views seen lately speak for."""
        words = [
            view.word
            for view in self.views.values()
            if view.word is not None and at - view.seen_at <= self._settings.recent_s
        ]
        return SEEN[int(np.argmax(np.sum(words, axis=0)))]

    def _people(self) -> int | None:
        """The most any view saw lately, never a sum: two cameras see the same people."""
        if self._observed is None:
            return None
        oldest = self._observed.at - self._settings.recent_s
        seen = [people for view in self.views.values() for at, people in view.people if at >= oldest]
        return max(0, round(max(seen))) if seen else None


__all__ = ["Table", "ViewKey", "ViewMemory"]
