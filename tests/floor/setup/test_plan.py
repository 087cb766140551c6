"""The floor plan: drawn tables where they were drawn, the others from the cameras' draft, nobody left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.events import Place, TablePlace
from edge.floor.setup import Table, draw
from tests.floor.setup.rooms import SECTIONS, TABLES, tables


def draft(*names: str) -> list[TablePlace]:
    return [
        TablePlace(table=name, section="cam-east", x=100 + 200 * n, y=90, width=84, height=84, shape="round")
        for n, name in enumerate(names)
    ]


def test_without_a_drawing_the_draft_is_shown_with_the_seats_and_sections_of_the_set_up() -> None:
    known = [Table(table="T1", seats_max=6, section="patio"), Table(table="T2")]
    first, second = draw(known, draft("T1", "T2"))
    assert (first.x, first.y, first.section, first.seats, first.shape) == (100, 90, "patio", 6, "round")
    assert (second.section, second.seats) == ("cam-east", 4)


def test_a_drawn_table_stands_where_it_was_drawn_and_the_draft_below_it() -> None:
    place = Place(x=500, y=300, width=200, height=100, angle_deg=30)
    drawn, drafted = draw([Table(table="T1", place=place, section="main"), Table(table="T2")], draft("T1", "T2"))
    assert (drawn.x, drawn.y, drawn.width, drawn.angle_deg, drawn.section) == (500, 300, 200, 30, "main")
    assert drafted.y == 90 + 350


def test_tables_that_nobody_drew_and_no_camera_sees_stand_in_rows_at_the_bottom() -> None:
    known = [Table(table="T1"), *(Table(table=f"X{n}") for n in range(6))]
    places = {place.table: place for place in draw(known, draft("T1"))}
    assert len({places[f"X{n}"].y for n in range(5)}) == 1
    assert places["T1"].y < places["X0"].y < places["X5"].y
    assert places["X0"].x == places["X5"].x < places["X1"].x


def test_tables_not_in_use_and_boxes_of_tables_that_are_not_set_up_are_not_drawn() -> None:
    assert draw([Table(table="T1", active=False)], draft("T1", "T9")) == []


@given(st.data(), st.lists(st.sampled_from(TABLES), unique=True), st.lists(st.sampled_from(TABLES), unique=True))
def test_every_table_in_use_is_drawn_once(data: st.DataObject, names: list[str], seen: list[str]) -> None:
    known = [Table(**dict(data.draw(tables(SECTIONS, name)))) for name in names]
    places = draw(known, draft(*seen))
    assert sorted(place.table for place in places) == sorted(table.table for table in known if table.active)
    assert all(place.seats == table.seats_max for place in places for table in known if table.table == place.table)


@pytest.mark.parametrize("count", [0, 1, 5, 23])
def test_rows_do_not_overlap(count: int) -> None:
    places = draw([Table(table=f"X{n}") for n in range(count)], [])
    boxes = [(place.x, place.y) for place in places]
    assert len(set(boxes)) == count
    assert all(0 < x < 1000 for x, _ in boxes)
