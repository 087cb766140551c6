"""The first floor plan drawn from what cameras see."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from calibration import Calibration, Frame, RotatedBox, View
from edge.vision.plan import PLAN_WIDTH, draft_plan


def calibration(camera: str, centers: list[tuple[float, float]], prefix: str = "T") -> Calibration:
    views = [
        View(view=f"{prefix}{i}", table=f"{prefix}{i}", box=RotatedBox(center=center, size=(120, 90), angle=0))
        for i, center in enumerate(centers)
    ]
    return Calibration(revision=1, camera=camera, frame=Frame(width=1280, height=720), tables=tuple(views))


def test_order_as_seen_is_kept() -> None:
    places = {place.table: place for place in draft_plan([calibration("c", [(900, 100), (200, 110), (500, 600)])])}
    assert places["T1"].x < places["T0"].x
    assert places["T0"].y == places["T1"].y < places["T2"].y


def test_a_table_of_two_cameras_stands_once() -> None:
    places = draft_plan([calibration("a", [(100, 100)]), calibration("b", [(100, 100), (600, 100)])])
    assert [(place.table, place.section) for place in places] == [("T0", "a"), ("T1", "b")]


@given(
    st.lists(
        st.lists(st.tuples(st.floats(0, 1280), st.floats(0, 720)), max_size=24),
        max_size=3,
    )
)
def test_no_two_tables_overlap_and_none_leaves_the_plan(rooms: list[list[tuple[float, float]]]) -> None:
    places = draft_plan(calibration(f"cam{i}", centers, prefix=f"T{i}-") for i, centers in enumerate(rooms))
    assert len(places) == sum(map(len, rooms))
    for one, other in combinations(places, 2):
        apart_x = abs(one.x - other.x) >= (one.width + other.width) / 2
        apart_y = abs(one.y - other.y) >= (one.height + other.height) / 2
        assert apart_x or apart_y
    for place in places:
        assert place.width / 2 <= place.x <= PLAN_WIDTH - place.width / 2
