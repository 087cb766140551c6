"""Who is right about a table: what a person said, or what cameras see. Pure rules.

Why they are as they are: docs/explanation/who-is-right.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from edge.events import Availability, HousePolicy, Id, Observation

SLACK = 2
"""Guests that a camera may miscount, or who are not here yet, less one: from here on it asks."""


class Verdict(StrEnum):
    """What follows: the table stays as it is, it becomes what cameras see, or a person must say who is right."""

    KEEP = "keep"
    FOLLOW = "follow"
    DISPUTE = "dispute"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a person's word outranks cameras, and how long the two may disagree. Seconds."""

    hold_s: float = 90.0
    dispute_after_s: float = 120.0

    @classmethod
    def of(cls, policy: HousePolicy) -> Patience:
        """As the house has set it."""
        return cls(policy.hold_s, policy.dispute_after_s)


@dataclass(frozen=True, slots=True)
class Word:
    """What a person said of a table, and when on both clocks. `overruled`: the view they have rejected since."""

    value: Availability
    at: datetime
    at_s: float
    overruled: Availability | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one table.

    `value` is what it is taken for. `word` is what a person said, as long as no camera has confirmed it since; without
    one the cameras move the table freely. `apart_since_s`: since when cameras contradict that word without a pause.
    """

    value: Availability | None = None
    word: Word | None = None
    seen: Observation | None = None
    apart_since_s: float | None = None

    @property
    def fresh(self) -> Availability | None:
        """What cameras see of it right now; None where they see nothing they could be asked about."""
        return None if self.seen is None or self.seen.stale else self.seen.value

    def told(self, word: Word) -> Standing:
        """A person says what it is."""
        return replace(self, value=word.value, word=word, apart_since_s=None)._weighed(word.at_s)

    def moved(self, value: Availability) -> Standing:
        """It became what cameras see."""
        return replace(self, value=value, word=None, apart_since_s=None)

    def looked(self, seen: Observation, now_s: float) -> Standing:
        """Cameras looked, or no longer can. What they knew before they began to look again is not forgotten."""
        kept = seen if seen.value is not None or self.seen is None else _blind(self.seen)
        return replace(self, seen=kept)._weighed(now_s)

    def overruling(self, view: Availability | None, at: datetime, at_s: float) -> Standing:
        """A person stands by what was said, against a view."""
        if self.word is None:
            return self
        return replace(self, word=replace(self.word, at=at, at_s=at_s, overruled=view), apart_since_s=None)

    def _weighed(self, now_s: float) -> Standing:
        fresh, word = self.fresh, self.word
        if word is None or fresh is None:
            return replace(self, apart_since_s=None)
        if fresh is word.value:  # confirmed: from here on cameras may move it
            return replace(self, word=None, apart_since_s=None)
        if word.overruled not in (None, fresh):
            word = replace(word, overruled=None)
        if agree(word.value, fresh):
            return replace(self, word=word, apart_since_s=None)
        return replace(self, word=word, apart_since_s=now_s if self.apart_since_s is None else self.apart_since_s)


def agree(said: Availability, seen: Availability) -> bool:
    """Whether both can be true of one table.

    What is going on at a closed table is nobody's business, and a reserved one is free until somebody sits there.
    """
    if said is Availability.RESERVED:
        return seen is not Availability.OCCUPIED
    return said is Availability.UNAVAILABLE or said is seen


def judge(standing: Standing, now_s: float, patience: Patience) -> Verdict:
    """What follows from what is known of a table at `now_s` (monotonic). Who sees nothing decides nothing."""
    seen, fresh, word = standing.seen, standing.fresh, standing.word
    if seen is None or fresh is None or fresh is standing.value:
        return Verdict.KEEP
    if word is None:
        return Verdict.FOLLOW
    if agree(word.value, fresh) or now_s - word.at_s < patience.hold_s:
        return Verdict.KEEP
    if _is_news(word, seen):
        return Verdict.FOLLOW
    if fresh is word.overruled or standing.apart_since_s is None:
        return Verdict.KEEP
    lasts = now_s - standing.apart_since_s >= patience.dispute_after_s
    return Verdict.DISPUTE if lasts else Verdict.KEEP


def _is_news(word: Word, seen: Observation) -> bool:
    """Whether a view began after it was contradicted. Guests whom no camera has ever seen, none can send away."""
    began_later = seen.since is not None and seen.since > word.at
    return began_later and word.value is not Availability.OCCUPIED


def _blind(seen: Observation) -> Observation:
    return seen.model_copy(update={"stale": True})


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many guests one visit has as said, and since when cameras count others. `settled`: a person stood by it."""

    visit: int
    tables: tuple[Id, ...]
    size: int | None
    apart_since_s: float | None = None
    settled: bool = False

    def counted(self, people: int | None, now_s: float) -> Headcount:
        """Cameras count so many guests (None: they cannot tell)."""
        if self.size is None or people is None or abs(people - self.size) < SLACK:
            return replace(self, apart_since_s=None)
        return replace(self, apart_since_s=now_s if self.apart_since_s is None else self.apart_since_s)

    def asks(self, now_s: float, patience: Patience) -> bool:
        """Whether a person must say how many there are."""
        if self.settled or self.apart_since_s is None:
            return False
        return now_s - self.apart_since_s >= patience.dispute_after_s


def people_at(standings: list[Standing]) -> int | None:
    """The guests at the tables of one visit as seen; None unless every table is seen with somebody at it."""
    counts = [one.seen.people if one.seen and one.fresh is Availability.OCCUPIED else None for one in standings]
    known = [count for count in counts if count]
    return sum(known) if known and len(known) == len(counts) else None


__all__ = ["SLACK", "Headcount", "Patience", "Standing", "Verdict", "Word", "agree", "judge", "people_at"]
