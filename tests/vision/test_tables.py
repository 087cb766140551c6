"""Looks in, observations out: what is published, when, since when, and what never is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration import Calibration, Frame, RotatedBox, View
from edge.events import SEEN, Availability, Observation
from edge.vision.belief import BeliefSettings
from edge.vision.looks import AbstainReason, Look, LookKind
from edge.vision.tables import Tables

CLEAN, OCCUPIED, DIRTY = SEEN
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TRANSITIONS = [(a, b) for a in SEEN for b in SEEN if a is not b]


def says(state: Availability, sure: float = 0.9) -> tuple[float, float, float]:
    """Probabilities with `sure` on one state, the rest spread evenly."""
    clean, occupied, dirty = (sure if state is one else (1.0 - sure) / 2 for one in SEEN)
    return clean, occupied, dirty


def evidence(
    at: float,
    probabilities: tuple[float, float, float],
    *,
    table: str = "T1",
    camera: str = "east",
    people: float | None = None,
    unchanged: bool = False,
) -> Look:
    return Look(
        view=table,
        table=table,
        camera=camera,
        at=at,
        kind=LookKind.EVIDENCE,
        probabilities=probabilities,
        people=people,
        unchanged=unchanged,
    )


def unchanged(at: float, *, table: str = "T1", camera: str = "east") -> Look:
    return Look(view=table, table=table, camera=camera, at=at, kind=LookKind.UNCHANGED, unchanged=True)


def abstain(at: float, *, table: str = "T1", camera: str = "east", same: bool = False) -> Look:
    return Look(
        view=table,
        table=table,
        camera=camera,
        at=at,
        kind=LookKind.ABSTAIN,
        reason=AbstainReason.OCCLUDED,
        unchanged=same,
    )


def calibration(camera: str, tables: Iterable[str], *, x: float = 100.0) -> Calibration:
    box = RotatedBox(center=(x, 100.0), size=(80.0, 60.0), angle=0.0)
    views = tuple(View(view=table, table=table, box=box) for table in tables)
    return Calibration(revision=1, camera=camera, frame=Frame(width=640, height=360), tables=views)


@dataclass
class Room:
    """Tables with their cameras, and everything they said."""

    cameras: Sequence[str] = ("east",)
    tables: Sequence[str] = ("T1",)
    belief: BeliefSettings = field(default_factory=BeliefSettings)
    said: list[Observation] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.vision = Tables(self.belief, (1 / 3, 1 / 3, 1 / 3))
        for camera in self.cameras:
            self.vision.configure(calibration(camera, self.tables))

    def see(self, *looks: Look) -> Observation | None:
        """Take in looks of one moment; the last observation they led to."""
        told = self.vision.see(looks, NOON + timedelta(seconds=looks[-1].at))
        self.said += told
        return told[-1] if told else None

    def settle(self, state: Availability, until: float = 30.0) -> float:
        """Publish `state` beyond doubt; the time of the last look."""
        for second in range(int(until) + 1):
            for camera in self.cameras:
                self.see(evidence(float(second), says(state, 0.97), camera=camera))
        assert self.said[-1].value is state
        return until

    def values(self) -> list[Availability | None]:
        """The published states one after another, without repetition."""
        steps: list[Availability | None] = []
        for observation in self.said:
            if not steps or steps[-1] != observation.value:
                steps.append(observation.value)
        return steps


def seconds(moment: datetime | None) -> float:
    assert moment is not None
    return (moment - NOON).total_seconds()


states = st.sampled_from(SEEN)
vectors = st.tuples(*[st.floats(0.01, 1.0)] * 3).map(lambda parts: tuple(part / sum(parts) for part in parts))
intervals = st.floats(0.2, 5.0)


def bound_s(belief: BeliefSettings, before: Availability, after: Availability, odds: float, every_s: float) -> float:
    """The stated bound (docs/explanation/belief.md): seconds from the first look that shows the change.

    Changing pictures, a look every `every_s`, each saying the new state `odds` times as likely as any other.
    """
    floor = (1.0 - belief.certainty) / 2
    way = math.log(belief.threshold / (1.0 - belief.threshold)) + math.log((1.0 - floor) / floor)
    limit = belief.picture_weight
    look = min(1.0, limit * -math.expm1(-every_s / belief.correlation_s / limit)) * math.log(odds)
    looks = math.ceil(way / look) + 1
    dwell = math.ceil(belief.dwell_s.between(before, after) / every_s + 1e-6) + 1  # times are rounded
    return (max(looks, dwell) - 1) * every_s


class TestPublication:
    def test_the_first_state_is_published_as_soon_as_it_is_believed(self) -> None:
        room = Room()
        told = room.see(evidence(5.0, says(OCCUPIED)))
        assert told is not None
        assert (told.value, told.stale, seconds(told.since)) == (OCCUPIED, False, 5.0)
        assert told.confidence > 0.8

    def test_nothing_is_published_while_nothing_is_believed(self) -> None:
        room = Room()
        for second in range(5):
            room.see(evidence(float(second), (0.4, 0.3, 0.3)))
        assert room.values() == [None]

    @pytest.mark.parametrize(("before", "after"), TRANSITIONS)
    def test_a_change_waits_for_its_dwell_and_is_dated_back_to_its_first_look(
        self, before: Availability, after: Availability
    ) -> None:
        room = Room()
        start = room.settle(before) + 1.0
        dwell = room.belief.dwell_s.between(before, after)
        shown = 0.0
        while room.said[-1].value is before:
            assert shown <= max(dwell, 3.0) + 0.5
            room.see(evidence(start + shown, says(after, 0.97)))
            shown += 0.5
        assert shown - 0.5 >= dwell
        assert room.said[-1].value is after
        assert seconds(room.said[-1].since) == start

    def test_unchanged_looks_let_the_dwell_run_on(self) -> None:
        room = Room()
        start = room.settle(OCCUPIED) + 1.0
        for step in range(5):
            room.see(evidence(start + step, says(DIRTY, 0.97)))
        for step in range(5, 6):
            told = room.see(unchanged(start + step))
            assert told is not None
            assert told.value is OCCUPIED
        told = room.see(unchanged(start + 6))
        assert told is not None
        assert (told.value, seconds(told.since)) == (DIRTY, start)

    def test_a_table_that_was_left_is_not_called_occupied_while_its_plates_are_unclear(self) -> None:
        room = Room()
        start = room.settle(OCCUPIED) + 1.0
        for second in range(20):
            room.see(evidence(start + second, (0.47, 0.05, 0.48)))
        assert room.values() == [OCCUPIED, DIRTY]
        assert room.said[-1].confidence < room.belief.threshold

    def test_one_doubtful_look_in_between_does_not_begin_the_dwell_again(self) -> None:
        room = Room()
        start = room.settle(OCCUPIED) + 1.0
        for second in range(11):
            room.see(evidence(start + second, says(OCCUPIED, 0.4) if second == 7 else says(CLEAN, 0.97)))
        assert room.values() == [OCCUPIED, CLEAN]
        assert seconds(room.said[-1].since) == start

    def test_a_look_that_says_something_new_counts_in_full_and_its_echoes_less(self) -> None:
        room = Room()
        start = room.settle(CLEAN) + 1.0
        doubts = [room.said[-1].confidence]
        for look in range(3):
            told = room.see(evidence(start + look, says(OCCUPIED, 0.6)))
            assert told is not None
            doubts.append(told.confidence)
        odds = [confidence / (1.0 - confidence) for confidence in doubts]
        steps = [before / after for before, after in pairwise(odds)]
        assert steps[0] > 1.5 * steps[1]
        assert steps[1] == pytest.approx(steps[2], rel=0.3)

    @settings(deadline=None)
    @given(states, st.lists(st.floats(0.5, 0.98), min_size=5, max_size=30), st.data())
    def test_a_flicker_of_one_frame_never_publishes(
        self, state: Availability, sure: list[float], data: st.DataObject
    ) -> None:
        room, at = Room(), 0.0
        room.see(evidence(at, says(state, 0.98)))
        flicker = data.draw(st.integers(1, len(sure) - 1))
        for index, share in enumerate(sure):
            at += data.draw(intervals)
            room.see(evidence(at, data.draw(vectors) if index == flicker else says(state, share)))
        assert room.values()[-1] is state
        assert set(room.values()) <= {None, state}

    @settings(deadline=None)
    @given(st.sampled_from(TRANSITIONS), st.floats(0.8, 1.0), intervals)
    def test_a_lasting_change_is_published_within_its_bound(
        self, change: tuple[Availability, Availability], sure: float, every_s: float
    ) -> None:
        before, after = change
        room = Room()
        start = room.settle(before) + every_s
        odds = sure / max((1.0 - sure) / 2, room.belief.evidence_floor)
        bound = bound_s(room.belief, before, after, odds, every_s)
        for look in range(round(bound / every_s) + 1):
            room.see(evidence(start + look * every_s, says(after, sure)))
        assert room.values() == [before, after]
        assert seconds(room.said[-1].since) == pytest.approx(start)

    @settings(deadline=None)
    @given(st.sampled_from(TRANSITIONS), st.floats(0.8, 1.0))
    def test_a_change_into_a_picture_that_then_stands_still_is_published_within_a_minute(
        self, change: tuple[Availability, Availability], sure: float
    ) -> None:
        before, after = change
        room = Room()
        start = room.settle(before) + 1.0
        for second in range(61):
            room.see(evidence(start + second, says(after, sure), unchanged=second > 0))
        assert room.values() == [before, after]

    @settings(deadline=None)
    @given(st.lists(st.tuples(intervals, st.sampled_from(["evidence", "unchanged", "abstain"]), vectors), max_size=30))
    def test_confidence_is_a_probability_below_certainty_whatever_comes(
        self, looks: list[tuple[float, str, tuple[float, float, float]]]
    ) -> None:
        room, at = Room(), 0.0
        makers = {"unchanged": unchanged, "abstain": abstain}
        for gap, kind, probabilities in looks:
            at += gap
            room.see(evidence(at, probabilities) if kind == "evidence" else makers[kind](at))
        assert all(0.0 <= told.confidence <= room.belief.certainty + 1e-9 for told in room.said)
        assert all((told.value is None) == (told.since is None) for told in room.said)


class TestUnchanged:
    def test_an_unchanged_look_holds_the_belief_and_refreshes_when_it_was_observed(self) -> None:
        room = Room()
        room.see(evidence(0.0, says(OCCUPIED)))
        before = room.said[-1]
        after = room.see(unchanged(500.0))
        assert after == before.model_copy(update={"observed_at": NOON + timedelta(seconds=500)})

    def test_before_any_evidence_it_says_nothing(self) -> None:
        assert Room().see(unchanged(1.0)) is None

    def test_a_heartbeat_replaces_what_the_picture_said(self) -> None:
        corrected, told_once = Room(), Room()
        for room in (corrected, told_once):
            room.see(evidence(0.0, says(CLEAN)))
            room.see(evidence(60.0, says(OCCUPIED, 0.6) if room is corrected else says(CLEAN, 0.6)))
        first = corrected.see(evidence(60.0, says(CLEAN, 0.6), unchanged=True))
        assert first is not None
        assert first.confidence == pytest.approx(told_once.said[-1].confidence)

    def test_heartbeats_of_one_picture_never_add_up_to_certainty(self) -> None:
        room = Room()
        for beat in range(200):
            room.see(evidence(45.0 * beat, says(DIRTY, 0.45), unchanged=beat > 0))
        assert room.values() == [None]

    def test_the_same_pictures_changing_do_add_up(self) -> None:
        room = Room()
        for beat in range(20):
            room.see(evidence(45.0 * beat, says(DIRTY, 0.45)))
        assert room.values()[-1] is DIRTY


class TestAbstaining:
    def test_it_counts_nothing_and_ages(self) -> None:
        room = Room()
        room.settle(OCCUPIED)
        last = room.said[-1]
        assert room.see(abstain(31.0)) is None
        assert room.vision.tick(40.0) == []
        assert room.vision.tick(40.1) == [last.model_copy(update={"stale": True})]

    def test_unchanged_since_an_abstention_is_not_a_usable_look(self) -> None:
        room = Room()
        room.settle(OCCUPIED)
        room.see(abstain(31.0))
        assert room.see(unchanged(32.0)) is None
        assert room.see(evidence(33.0, says(OCCUPIED))) is not None

    def test_a_picture_already_counted_is_not_counted_again_after_it(self) -> None:
        room = Room()
        room.see(evidence(0.0, says(DIRTY, 0.45)))
        for beat in range(1, 100):
            room.see(abstain(10.0 * beat, same=True))
            room.see(evidence(10.0 * beat + 5.0, says(DIRTY, 0.45), unchanged=True))
        assert room.values() == [None]


class TestStaleness:
    def test_a_table_is_told_stale_once_and_fresh_when_seen(self) -> None:
        room = Room()
        room.see(evidence(0.0, says(CLEAN, 0.97)))
        assert room.vision.tick(10.0) == []
        assert [told.stale for told in room.vision.tick(10.5)] == [True]
        assert room.vision.tick(60.0) == []
        told = room.see(unchanged(61.0))
        assert told is not None
        assert not told.stale

    def test_it_is_stale_while_every_camera_that_sees_it_is_away(self) -> None:
        room = Room(cameras=("east", "west"))
        room.see(evidence(0.0, says(CLEAN, 0.97)), evidence(0.0, says(CLEAN, 0.97), camera="west"))
        assert room.vision.camera("east", online=False, at=1.0) == []
        assert [told.stale for told in room.vision.camera("west", online=False, at=1.0)] == [True]
        assert [told.stale for told in room.vision.camera("east", online=True, at=2.0)] == [False]

    def test_a_restored_table_is_stale_until_seen(self) -> None:
        room = Room()
        room.vision.restore("T1", OCCUPIED, NOON - timedelta(hours=1))
        (told,) = room.vision.tick(0.0)
        assert (told.value, told.stale, told.since) == (OCCUPIED, True, NOON - timedelta(hours=1))
        seen = room.see(evidence(1.0, says(OCCUPIED)))
        assert seen is not None
        assert (seen.value, seen.stale, seen.since) == (OCCUPIED, False, NOON - timedelta(hours=1))

    def test_what_changed_while_nobody_looked_is_published_after_its_dwell(self) -> None:
        room = Room()
        room.vision.restore("T1", OCCUPIED, NOON - timedelta(hours=1))
        for second in range(11):
            room.see(evidence(float(second), says(CLEAN)))
        assert room.values() == [OCCUPIED, CLEAN]

    def test_a_state_no_camera_sees_is_not_restored_into_vision(self) -> None:
        room = Room()
        room.vision.restore("T1", Availability.RESERVED, NOON)
        assert [told.value for told in room.vision.tick(0.0)] == [None]


class TestSeveralViews:
    @settings(deadline=None)
    @given(st.lists(st.tuples(intervals, vectors, vectors, vectors, st.booleans()), min_size=1, max_size=12))
    def test_the_order_of_simultaneous_views_does_not_matter(
        self,
        moments: list[
            tuple[float, tuple[float, float, float], tuple[float, float, float], tuple[float, float, float], bool]
        ],
    ) -> None:
        cameras = ("east", "south", "west")
        told = []
        for order in permutations(range(3)):
            room, at = Room(cameras=cameras), 0.0
            for gap, *words, same in moments:
                at += gap
                looks = [evidence(at, words[i], camera=cameras[i], people=float(i), unchanged=same) for i in range(3)]
                room.see(*[looks[i] for i in order])
            told.append(room.said)
        assert all(said == told[0] for said in told)

    @settings(deadline=None)
    @given(st.lists(st.tuples(intervals, vectors, vectors), min_size=1, max_size=12), st.booleans())
    def test_tables_do_not_influence_each_other(
        self, moments: list[tuple[float, tuple[float, float, float], tuple[float, float, float]]], swapped: bool
    ) -> None:
        together, alone = Room(tables=("T1", "T2")), Room()
        at = 0.0
        for gap, one, other in moments:
            at += gap
            looks = [evidence(at, one), evidence(at, other, table="T2")]
            together.see(*(reversed(looks) if swapped else looks))
            alone.see(looks[0])
        assert [told for told in together.said if told.table == "T1"] == alone.said

    def test_correlated_views_together_count_as_less_than_as_many(self) -> None:
        def confidence(cameras: Sequence[str]) -> float:
            room = Room(cameras=cameras)
            told = room.see(*[evidence(0.0, says(OCCUPIED, 0.5), camera=camera) for camera in cameras])
            assert told is not None
            room.see(*[evidence(1.0, says(OCCUPIED, 0.5), camera=camera) for camera in cameras])
            return room.said[-1].confidence

        one, two, four = (confidence(cameras) for cameras in (["a"], ["a", "b"], ["a", "b", "c", "d"]))
        assert one < two
        assert four == pytest.approx(two)

    def test_a_view_that_fell_silent_has_no_say_any_more(self) -> None:
        room = Room(cameras=("east", "west"))
        start = room.settle(OCCUPIED)
        for second in range(1, 40):
            room.see(evidence(start + second, says(CLEAN, 0.6)))
        alone = Room()
        alone.settle(OCCUPIED)
        for second in range(1, 40):
            alone.see(evidence(start + second, says(CLEAN, 0.6)))
        assert room.values() == alone.values() == [OCCUPIED, CLEAN]

    def test_people_are_the_most_any_view_saw_never_the_sum(self) -> None:
        room = Room(cameras=("east", "west"))
        room.see(
            evidence(0.0, says(OCCUPIED), people=1.8),
            evidence(0.0, says(OCCUPIED), camera="west", people=3.2),
        )
        assert room.said[-1].people == 3

    def test_people_who_have_gone_are_forgotten_and_who_sits_still_is_not(self) -> None:
        room = Room()
        room.see(evidence(0.0, says(OCCUPIED), people=4.0))
        for second in range(1, 60):
            room.see(unchanged(float(second)))
        assert room.said[-1].people == 4
        for second in range(60, 75):
            room.see(evidence(float(second), says(CLEAN), people=0.1))
        assert room.said[-1].people == 0


class TestPending:
    def test_a_pending_change_is_looked_at_every_second_and_then_ever_more_rarely(self) -> None:
        room = Room()
        start = room.settle(CLEAN) + 1.0
        room.see(evidence(start, says(OCCUPIED, 0.6)))
        ticks = [step * 0.5 for step in range(2400)]
        asked = [tick for tick in ticks if room.vision.pending(start + tick)]
        assert asked[:5] == [0.0, 1.0, 2.0, 3.0, 4.0]
        pauses = [later - earlier for earlier, later in pairwise(asked)]
        assert pauses == sorted(pauses)
        assert pauses[-1] == room.belief.burst_pause_max_s

    def test_nothing_pends_once_the_state_is_confirmed(self) -> None:
        room = Room()
        start = room.settle(CLEAN) + 1.0
        assert room.vision.pending(start) == []
        room.see(evidence(start, says(OCCUPIED, 0.6)))
        assert room.vision.pending(start) == [("east", "T1")]
        room.see(evidence(start + 1.0, says(CLEAN)))
        assert room.vision.pending(start + 1.5) == []

    def test_cameras_that_are_away_are_not_asked(self) -> None:
        room = Room(cameras=("east", "west"))
        room.vision.camera("east", online=False, at=0.0)
        assert room.vision.pending(0.0) == [("west", "T1")]


class TestConfigure:
    def test_a_table_whose_view_is_unchanged_keeps_its_belief(self) -> None:
        room = Room(tables=("T1", "T2"))
        room.see(evidence(0.0, says(OCCUPIED)), evidence(0.0, says(DIRTY, 0.97), table="T2"))
        room.vision.configure(calibration("east", ["T1", "T3"]))
        assert room.see(unchanged(1.0)) == room.said[0].model_copy(update={"observed_at": NOON + timedelta(seconds=1)})

    def test_a_redrawn_view_has_to_be_seen_again(self) -> None:
        room = Room()
        room.see(evidence(0.0, says(OCCUPIED)))
        room.vision.configure(calibration("east", ["T1"], x=300.0))
        assert room.see(unchanged(1.0)) is None
        assert [(told.value, told.stale) for told in room.vision.tick(1.0)] == [(OCCUPIED, True)]

    def test_looks_at_views_that_are_gone_are_ignored(self) -> None:
        room = Room()
        room.vision.configure(calibration("east", ["T2"]))
        assert room.see(evidence(1.0, says(OCCUPIED))) is None

    def test_a_camera_that_is_removed_takes_its_tables_along(self) -> None:
        room = Room(cameras=("east", "west"))
        room.vision.remove("east")
        assert room.see(evidence(0.0, says(OCCUPIED), camera="west")) is not None
        room.vision.remove("west")
        assert room.vision.tick(100.0) == []
