"""Who is right about a table: rules as tables of cases, and properties over long random evenings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.events import SEEN, Availability, Observation
from edge.floor.arbitration import Headcount, Patience, Standing, Verdict, Word, agree, judge, people_at

CLEAN, OCCUPIED, DIRTY, RESERVED, UNAVAILABLE = Availability
BEGAN = datetime(2026, 1, 2, 18, 0, tzinfo=UTC)
PATIENCE = Patience(hold_s=90, dispute_after_s=120)


def at(second: float) -> datetime:
    return BEGAN + timedelta(seconds=second)


def view(
    value: Availability | None, since_s: float = 0, *, people: int | None = None, stale: bool = False
) -> Observation:
    since = None if value is None else at(since_s)
    return Observation(table="T1", value=value, confidence=0.9, people=people, since=since, stale=stale)


def word(value: Availability, at_s: float) -> Word:
    return Word(value, at(at_s), at_s)


@pytest.mark.parametrize(
    ("said", "seen", "both_true"),
    [
        (CLEAN, CLEAN, True),
        (CLEAN, DIRTY, False),
        (OCCUPIED, CLEAN, False),
        (RESERVED, CLEAN, True),
        (RESERVED, DIRTY, True),
        (RESERVED, OCCUPIED, False),
        (UNAVAILABLE, OCCUPIED, True),
    ],
)
def test_what_can_both_be_true(said: Availability, seen: Availability, both_true: bool) -> None:
    assert agree(said, seen) is both_true


@pytest.mark.parametrize(
    ("said", "seen", "began_s", "asked_s", "verdict"),
    [
        (CLEAN, DIRTY, -5, 60, Verdict.KEEP),
        (CLEAN, DIRTY, -5, 119, Verdict.KEEP),
        (CLEAN, DIRTY, -5, 120, Verdict.DISPUTE),
        (CLEAN, OCCUPIED, 30, 89, Verdict.KEEP),
        (CLEAN, OCCUPIED, 30, 90, Verdict.FOLLOW),
        (DIRTY, CLEAN, 30, 90, Verdict.FOLLOW),
        (OCCUPIED, CLEAN, -5, 120, Verdict.DISPUTE),
        (OCCUPIED, DIRTY, 30, 90, Verdict.KEEP),
        (OCCUPIED, DIRTY, 30, 150, Verdict.DISPUTE),
        (RESERVED, OCCUPIED, 30, 90, Verdict.FOLLOW),
        (RESERVED, OCCUPIED, -5, 120, Verdict.DISPUTE),
        (RESERVED, DIRTY, 30, 9999, Verdict.KEEP),
        (UNAVAILABLE, OCCUPIED, 30, 9999, Verdict.KEEP),
    ],
)
def test_said_at_0_and_seen_otherwise(
    said: Availability, seen: Availability, began_s: float, asked_s: float, verdict: Verdict
) -> None:
    standing = Standing()
    if began_s < 0:
        standing = standing.looked(view(seen, began_s), began_s).moved(seen)
    standing = standing.told(word(said, 0.0))
    if began_s >= 0:
        standing = standing.looked(view(seen, began_s), began_s)
    assert judge(standing, asked_s, PATIENCE) is verdict


def test_a_view_that_is_interrupted_begins_to_disagree_anew() -> None:
    standing = Standing(DIRTY, seen=view(DIRTY)).told(word(CLEAN, 0.0))
    standing = standing.looked(view(DIRTY, stale=True), 100).looked(view(DIRTY), 110)
    assert judge(standing, 229, PATIENCE) is Verdict.KEEP
    assert judge(standing, 230, PATIENCE) is Verdict.DISPUTE


def test_vision_that_has_not_looked_yet_takes_no_view_away() -> None:
    standing = Standing(DIRTY).looked(view(DIRTY), 0).looked(view(None, stale=True), 1)
    assert standing.seen is not None
    assert (standing.seen.value, standing.fresh) == (DIRTY, None)


@pytest.mark.parametrize(
    ("counts", "people"),
    [([2], 2), ([2, 3], 5), ([2, None], None), ([0], None), ([2, 0], None), ([], None)],
)
def test_guests_are_counted_where_every_table_is_seen_with_some(counts: list[int | None], people: int | None) -> None:
    standings = [Standing(OCCUPIED, seen=view(OCCUPIED, people=count)) for count in counts]
    assert people_at(standings) == people


def test_a_blind_table_makes_the_count_unknown() -> None:
    seen, blind = (Standing(OCCUPIED, seen=view(OCCUPIED, people=2, stale=stale)) for stale in (False, True))
    assert people_at([seen, blind]) is None


@given(size=st.integers(1, 20), counts=st.lists(st.none() | st.integers(1, 20), min_size=1, max_size=40))
def test_a_count_is_asked_about_only_after_it_was_off_all_the_time(size: int, counts: list[int | None]) -> None:
    head = Headcount(1, ("T1",), size)
    for minute, people in enumerate(counts):
        head = head.counted(people, 60.0 * minute)
    off = [people is not None and abs(people - size) >= 2 for people in counts]
    assert head.asks(60.0 * (len(counts) - 1), PATIENCE) is (len(off) >= 3 and all(off[-3:]))


@dataclass
class Evening:
    """One table through an evening: what was said last and when, and every step with its verdict."""

    standing: Standing = field(default_factory=Standing)
    now_s: float = 0.0
    view: Availability | None = None
    since_s: float = 0.0
    said: tuple[Availability, float] | None = None
    agreed_since_tap: bool = False

    def say(self, value: Availability) -> None:
        self.standing = self.standing.told(word(value, self.now_s))
        self.said = (value, self.now_s)
        self.agreed_since_tap = self.standing.fresh is value

    def look(self, value: Availability, stale: bool) -> None:
        if value is not self.view:
            self.view, self.since_s = value, self.now_s
        self.standing = self.standing.looked(view(value, self.since_s, stale=stale), self.now_s)
        self.agreed_since_tap |= bool(self.said and not stale and value is self.said[0])

    def weigh(self) -> Verdict:
        verdict = judge(self.standing, self.now_s, PATIENCE)
        if verdict is Verdict.FOLLOW and self.standing.fresh:
            self.standing = self.standing.moved(self.standing.fresh)
        return verdict


taps = st.tuples(st.just("say"), st.sampled_from(Availability))
looks = st.tuples(st.sampled_from(["look", "lost"]), st.sampled_from(SEEN))
steps = st.lists(st.tuples(st.floats(0, 200), taps | looks), max_size=40)


@given(steps=steps)
def test_whatever_happens_people_and_cameras_keep_to_the_rules(
    steps: list[tuple[float, tuple[str, Availability]]],
) -> None:
    evening = Evening()
    for passed_s, (what, value) in steps:
        evening.now_s += passed_s
        _check(evening)
        if what == "say":
            evening.say(value)
            assert evening.standing.value is value
        else:
            evening.look(value, stale=what == "lost")
        _check(evening)


def _check(evening: Evening) -> None:
    before, said = evening.standing, evening.said
    verdict = evening.weigh()
    if before.fresh is None:
        assert verdict is Verdict.KEEP, "who sees nothing decides nothing"
    if verdict is Verdict.FOLLOW and said and before.word:
        assert evening.now_s - said[1] >= PATIENCE.hold_s, "a tap holds"
        assert said[0] is not UNAVAILABLE, "a closed table is opened by people"
        assert said[0] is not OCCUPIED, "guests no camera has seen, none can send away"
        assert not evening.agreed_since_tap
        assert before.fresh is OCCUPIED or said[0] is not RESERVED
    if verdict is Verdict.DISPUTE:
        assert said is not None
        assert evening.now_s - said[1] >= PATIENCE.dispute_after_s
        assert before.value is said[0], "what was said is shown as long as nobody settles it"
        assert not evening.agreed_since_tap
    if said is None and before.fresh:
        assert evening.standing.value is before.fresh, "without a word, the camera's view is the table's"
