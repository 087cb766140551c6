from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.simulate.crowd import clear_of
from models.simulate.dining import dining_room
from models.simulate.timeline import Timeline, sample_timeline

DURATION_S = 96.0
EVENING = sample_timeline(dining_room(1, 6), DURATION_S, 1)
NEXT = {"clean": "occupied", "occupied": "dirty", "dirty": "clean"}


def test_a_seed_is_an_evening() -> None:
    assert sample_timeline(dining_room(1, 6), DURATION_S, 1) == EVENING


def test_tables_go_round_from_clean_to_occupied_to_dirty() -> None:
    for table in range(6):
        states = [moment.state for moment in EVENING.truth() if moment.table == table]
        changes = [(a, b) for a, b in pairwise(states) if a != b]
        assert len(changes) >= 5
        assert all(NEXT[a] == b for a, b in changes)


def test_something_happens_within_ten_seconds() -> None:
    assert any(0 < moment.t_s <= 10 for moment in EVENING.truth())


@settings(deadline=None, max_examples=25)
@given(st.floats(0, DURATION_S))
def test_the_end_runs_into_the_beginning(t_s: float) -> None:
    now, later = EVENING.at(t_s), EVENING.at(t_s + DURATION_S)
    assert now.tables == later.tables
    here, there = (np.array([(p.x, p.y) for p in room.people]).reshape(-1, 2) for room in (now, later))
    assert here == pytest.approx(there, abs=1e-6)


@settings(deadline=None, max_examples=25)
@given(st.floats(0.0, DURATION_S - 0.01))
def test_the_truth_is_what_the_room_shows(t_s: float) -> None:
    moments = [moment for moment in EVENING.truth() if moment.t_s <= t_s + 1e-3]
    if any(abs(moment.t_s - t_s) < 0.01 for moment in EVENING.truth()):
        return
    room = EVENING.at(t_s)
    for number, table in enumerate(room.tables):
        last = [moment for moment in moments if moment.table == number][-1]
        assert table.state == last.state
        assert sum(person.table == number for person in room.people) == last.people


def _walkers(timeline: Timeline, t_s: float) -> dict[int, tuple[float, float]]:
    return {id(person.clothes): (person.x, person.y) for person in timeline.at(t_s).people}


def test_people_move_without_jumps() -> None:
    """From one frame at 10 a second to the next, a step at most; sitting down from beside the chair is the longest."""
    for tick in range(0, 300):
        before, after = _walkers(EVENING, tick / 10), _walkers(EVENING, (tick + 1) / 10)
        for who in before.keys() & after.keys():
            assert np.hypot(*np.subtract(after[who], before[who])) < 0.3


@pytest.mark.parametrize("tables", [4, 6, 8])
def test_dining_rooms_show_all_their_tables_and_seat_no_two_in_one_place(tables: int) -> None:
    room = dining_room(2, tables)
    assert len(room.tables) == tables
    for table in room.tables:
        others = [other for other in room.tables if other is not table]
        assert clear_of(others, table.x, table.y, 1.2)


def test_a_room_that_cannot_be_shown_is_refused() -> None:
    with pytest.raises(ValueError, match="fewer tables"):
        dining_room(1, 6, size=(64, 36))
