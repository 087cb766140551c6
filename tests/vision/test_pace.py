"""When a view is classified: bursts, pauses, heartbeats and requests."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from edge.vision.pace import Pace, PaceSettings


def pace(**settings: float) -> Pace:
    return Pace(PaceSettings(**settings), "cam/T1")


def taken(pace: Pace, changes: dict[float, bool]) -> list[float]:
    """The times at which it wants the frame."""
    return [at for at, changed in changes.items() if pace.wants(changed, at)]


def test_the_first_look_bursts_and_then_rests() -> None:
    frames = {float(second): second == 0 for second in range(20)}
    assert taken(pace(), frames) == [0, 1, 2]


def test_every_frame_of_a_burst_is_taken_however_many_there_are() -> None:
    frames = {tenth / 10: tenth == 0 for tenth in range(60)}
    assert taken(pace(), frames) == [tenth / 10 for tenth in range(30)]


def test_a_view_that_goes_on_changing_is_taken_ever_more_rarely() -> None:
    frames = {float(second): True for second in range(30)}
    assert taken(pace(), frames) == [0, 1, 2, *range(3, 30, 2)]


def test_a_change_after_some_calm_bursts_again() -> None:
    busy = pace()
    taken(busy, {float(second): True for second in range(30)})
    assert taken(busy, {float(second): second == 34 for second in range(30, 40)}) == [34, 35, 36]


def test_one_calm_frame_does_not_start_a_burst() -> None:
    busy = pace()
    taken(busy, {float(second): True for second in range(30)})
    assert taken(busy, {float(second): second != 31 for second in range(30, 40)}) == [32, 34, 36, 38]


def test_whoever_asks_gets_every_frame_until_then() -> None:
    asked = pace()
    taken(asked, {float(second): second == 0 for second in range(10)})
    asked.ask(13.0)
    asked.ask(11.0)  # an earlier end takes nothing back
    assert taken(asked, {float(second): False for second in range(10, 20)}) == [10, 11, 12]


@given(st.text(min_size=1, max_size=20))
def test_heartbeats_come_within_their_jitter(name: str) -> None:
    calm = Pace(PaceSettings(heartbeat_s=45, heartbeat_jitter=1 / 3), name)
    times = taken(calm, {float(second): second == 0 for second in range(1000)})
    pauses = [later - earlier for earlier, later in pairwise(times[2:])]
    assert len(pauses) >= 15
    assert all(30 <= pause <= 61 for pause in pauses)


def test_heartbeats_of_views_are_spread_apart_the_same_way_each_time() -> None:
    def second_heartbeat(name: str) -> float:
        return taken(Pace(PaceSettings(), name), {float(second): second == 0 for second in range(200)})[4]

    beats = [second_heartbeat(f"cam/T{table}") for table in range(20)]
    assert len(set(beats)) > 5
    assert beats == [second_heartbeat(f"cam/T{table}") for table in range(20)]


@given(st.lists(st.booleans(), min_size=30, max_size=200))
def test_a_pause_never_outlasts_what_makes_a_table_stale(changes: list[bool]) -> None:
    """Whatever it does, a view is classified or seen unchanged every 2 seconds (a table is stale after 10)."""
    one = pace()
    usable = [at for at, changed in enumerate(changes) if one.wants(changed, float(at)) or not changed]
    assert all(later - earlier <= 2 for earlier, later in pairwise([*usable, len(changes)]))
