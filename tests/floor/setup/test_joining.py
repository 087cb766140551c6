"""Pushing tables together: only free ones, that stand alone and close, and never one twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import BadInput, Conflict, MaitredError, NotFound
from edge.events import Availability, Id, Place, TablesJoined
from edge.floor.setup import Room, Table, TableSetup, Uses, joinable, read_room
from edge.floor.setup.joining import join, neighbours, part
from tests.floor.setup.rooms import SECTIONS, TABLES, a_room, documents, places, room_of, tables

FREE = Uses()


def at(x: float, y: float = 0.0, *, angle_deg: float = 0.0) -> Place:
    return Place(x=x, y=y, width=100, height=80, angle_deg=angle_deg)


def two_sections() -> Room:
    """T1 and T2 in main, T3 in the patio beside T2, T4 there but far off, T5 out of use, T6 in no section."""
    _, room = a_room(
        TableSetup(table="T1", section="main", seats_max=4, place=at(100)),
        TableSetup(table="T2", section="main", seats_max=2, place=at(800)),
        TableSetup(table="T3", section="patio", seats_max=6, place=at(950)),
        TableSetup(table="T4", section="bar", place=at(100, 900)),
        TableSetup(table="T5", section="main", active=False),
        TableSetup(table="T6"),
    )
    return room


@pytest.mark.parametrize(
    ("asked", "seats"),
    [(["T1", "T2"], 6), (["T2", "T3"], 8), (["T2", "T1", "T3"], 12), (["T1", "T2", "T3"], 12)],
)
def test_tables_of_one_section_or_side_by_side_are_joined(asked: list[Id], seats: int) -> None:
    assert join(two_sections(), asked, FREE) == TablesJoined(tables=tuple(asked), seats_max=seats)


@pytest.mark.parametrize(
    ("asked", "uses", "error", "says"),
    [
        (["T1"], FREE, BadInput, "cannot be joined"),
        (["T1", "T1"], FREE, BadInput, "cannot be joined"),
        ([f"T{n}" for n in range(1, 10)], FREE, BadInput, "cannot be joined"),
        (["T1", "T99"], FREE, NotFound, "no table T99"),
        (["T1", "T3"], FREE, Conflict, "T3 stands too far from T1"),
        (["T1", "T4", "T6"], FREE, Conflict, "T4, T6 stand too far from T1"),
        (["T1", "T5"], FREE, Conflict, "T5 is not in use"),
        (["T1", "T2"], Uses(visits={"T2": 12}), Conflict, "visit 12 sits at T2"),
        (["T1", "T2"], Uses(states={"T1": Availability.DIRTY}), Conflict, "T1 is dirty"),
        (["T1", "T2"], Uses(states={"T2": Availability.RESERVED}), Conflict, "T2 is reserved"),
        (["T1", "T2"], Uses(states={"T2": Availability.UNAVAILABLE}), Conflict, "T2 is unavailable"),
        (
            ["T1", "T2"],
            Uses(visits={"T2": 12}, states={"T1": Availability.OCCUPIED}),
            Conflict,
            "T1 is occupied; visit 12 sits at T2",
        ),
    ],
)
def test_what_cannot_be_joined_is_refused_with_a_reason(
    asked: list[Id], uses: Uses, error: type[MaitredError], says: str
) -> None:
    with pytest.raises(error, match=says) as refused:
        join(two_sections(), asked, uses)
    assert refused.value.hint


def test_a_joined_table_is_neither_joined_again_nor_pulled_apart_while_a_party_sits_there() -> None:
    fold, room = a_room(*(TableSetup(table=table) for table in TABLES))
    fold.append(join(room, ["T2", "T1"], FREE))
    room = read_room(fold.read)
    assert [room.tables[table].joined for table in ("T1", "T2", "T3")] == [("T2", "T1"), ("T2", "T1"), ()]
    with pytest.raises(Conflict, match=r"T1 is joined already \(T2 \+ T1\)"):
        join(room, ["T1", "T3"], FREE)
    with pytest.raises(Conflict, match="Visit 7 sits at T2, T1"):
        part(room, "T1", Uses(visits={"T2": 7}))
    with pytest.raises(Conflict, match="T3 stands alone"):
        part(room, "T3", FREE)
    with pytest.raises(NotFound):
        part(room, "T99", FREE)
    fold.append(part(room, "T1", FREE))
    assert read_room(fold.read).joins == ()


@given(places, places, st.floats(-500, 500))
def test_being_neighbours_is_mutual_and_does_not_depend_on_where_the_plan_begins(
    one: Place, other: Place, shift: float
) -> None:
    assert neighbours(one, other) == neighbours(other, one)
    assert neighbours(one, one)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        (at(0), at(219), True),
        (at(0), at(221), False),
        (at(0), at(0, 199), True),
        (at(0), at(0, 201), False),
        (at(0), at(190, 170), False),
        (at(0), at(0, 205, angle_deg=90), True),  # turned, it reaches further down
        (at(0), at(215, angle_deg=90), False),
    ],
)
def test_how_close_neighbours_stand(one: Place, other: Place, near: bool) -> None:
    assert neighbours(one, other) is near


@given(documents(), st.lists(st.sampled_from(TABLES), max_size=6), st.data())
def test_whatever_is_joined_was_free_near_and_seats_what_its_tables_seat(document, asked, data) -> None:  # type: ignore[no-untyped-def]
    fold, room = room_of(document)
    visits = data.draw(st.dictionaries(st.sampled_from(TABLES), st.integers(1, 9), max_size=2))
    try:
        event = join(room, asked, Uses(visits=visits))
    except MaitredError:
        return
    found = [room.tables[table] for table in event.tables]
    assert event.tables == tuple(asked)
    assert event.seats_max == sum(table.seats_max for table in found)
    assert all(table.active and table.table not in visits for table in found)
    assert all(any(joinable(one, other) for other in found) for one in found)
    fold.append(event)
    after = read_room(fold.read)
    assert all(after.tables[table].joined == event.tables for table in event.tables)
    fold.append(part(after, event.tables[-1], FREE))
    assert read_room(fold.read) == room


@given(tables(SECTIONS, "T1"), tables(SECTIONS, "T2"))
def test_joinable_is_mutual(one: TableSetup, other: TableSetup) -> None:
    first, second = Table(**dict(one)), Table(**dict(other))
    assert joinable(first, second) == joinable(second, first)
    assert not joinable(first, first)
