"""What is told without an event, and how messages are written."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.events import Availability, CameraStatus
from edge.floor import CameraView, FloorView, TableView
from edge.web import messages
from edge.web.messages import Cursor, LiveMessage, Message

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)

tables = st.builds(
    TableView,
    table=st.sampled_from(["T1", "T2", "T3"]),
    value=st.sampled_from([None, Availability.CLEAN, Availability.DIRTY]),
    confidence=st.sampled_from([0.5, 0.9]),
    people=st.sampled_from([None, 2]),
    observed_at=st.one_of(st.none(), st.integers(0, 60).map(lambda s: NOON + timedelta(seconds=s))),
    stale=st.booleans(),
)
cameras = st.builds(CameraView, camera=st.sampled_from(["east", "west"]), status=st.sampled_from(CameraStatus))
floors = st.builds(
    FloorView,
    device=st.just("box1"),
    seq=st.just(1),
    tables=st.lists(tables, unique_by=lambda each: each.table),
    cameras=st.lists(cameras, unique_by=lambda each: each.camera),
)


@settings(max_examples=40)
@given(floors)
def test_nothing_is_told_twice(view: FloorView) -> None:
    assert not messages.changed_since(view, view)


@settings(max_examples=40)
@given(floors)
def test_who_knows_nothing_is_told_everything(view: FloorView) -> None:
    changed = messages.changed_since(None, view)
    assert (changed.tables, changed.cameras) == (view.tables, view.cameras)


@settings(max_examples=40)
@given(st.lists(floors, min_size=2, max_size=6))
def test_a_client_knows_the_floor_but_for_a_few_seconds_of_looks(views: list[FloorView]) -> None:
    told = None
    for view in views:
        told = messages.as_told(told, messages.changed_since(told, view), view)
    assert told is not None
    for known, true in zip(told.tables, views[-1].tables, strict=True):
        assert known.model_copy(update={"observed_at": None}) == true.model_copy(update={"observed_at": None})
        if known.observed_at != true.observed_at:
            assert known.observed_at is not None
            assert true.observed_at is not None
            assert (true.observed_at - known.observed_at).total_seconds() < messages.OBSERVED_STEP_S


@pytest.mark.parametrize(
    ("later_s", "told"),
    [(1.0, False), (4.9, False), (5.0, True), (60.0, True)],
)
def test_being_seen_again_alone_is_told_every_five_seconds(later_s: float, told: bool) -> None:
    def floor(at: datetime) -> FloorView:
        table = TableView(table="T1", value=Availability.CLEAN, observed_at=at, stale=False)
        return FloorView(device="box1", seq=1, tables=[table], cameras=[])

    changed = messages.changed_since(floor(NOON), floor(NOON + timedelta(seconds=later_s)))
    assert bool(changed) is told


@pytest.mark.parametrize(
    ("text", "cursor"),
    [
        ("box1:7", Cursor("box1", 7)),
        ("a-b.c:0", Cursor("a-b.c", 0)),
        ("box1:007", Cursor("box1", 7)),
        ("box1", None),
        (":7", None),
        ("box1:-7", None),
        ("box1:7\n", None),
        ("box1:" + "9" * 19, None),
        ("b" * 65 + ":1", None),
        ("", None),
        (None, None),
    ],
)
def test_reading_where_a_client_is(text: str | None, cursor: Cursor | None) -> None:
    assert Cursor.parse(text) == cursor


@settings(max_examples=40)
@given(floors)
def test_both_ways_of_writing_say_the_same(view: FloorView) -> None:
    message = messages.snapshot(view)
    fields = dict(line.split(": ", 1) for line in message.as_sse().decode().removesuffix("\n\n").split("\n"))
    told = LiveMessage.model_validate_json(message.as_json())
    assert (fields["event"], fields["id"]) == (told.type, told.id) == ("snapshot", "box1:1")
    assert json.loads(fields["data"]) == json.loads(message.as_json())["data"]
    assert told.data == view


def test_a_ping_is_a_comment_to_a_browser() -> None:
    assert Message("ping", '{"at": 1}').as_sse() == b": ping\n\n"
