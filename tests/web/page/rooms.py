"""Rooms to play on: the dinner of the screenshots, one table, forty."""

from __future__ import annotations

from edge.events import Availability, CameraStatus, TablePlace
from edge.floor import TableView
from tests.web.page.stage import Stage, view

CLEAN, OCCUPIED, DIRTY = Availability.CLEAN, Availability.OCCUPIED, Availability.DIRTY
MINUTE = 60.0


def place(
    table: str, section: str, x: float, y: float, seats: int | None = 4, width: float = 110, *, round_: bool = False
) -> TablePlace:
    height = width if round_ else 84
    shape = "round" if round_ else "rectangle"
    return TablePlace(table=table, section=section, x=x, y=y, width=width, height=height, seats=seats, shape=shape)


TWELVE = (
    place("T1", "cam-east", 100, 100),
    place("T2", "cam-east", 290, 100),
    place("T3", "cam-east", 460, 100, 2, 84, round_=True),
    place("T4", "cam-east", 130, 290, 6, 150),
    place("T5", "cam-east", 320, 290, 2, 84, round_=True),
    place("T6", "cam-east", 460, 290),
    place("T7", "cam-east", 130, 480, 6, 150),
    place("T8", "cam-east", 400, 480, 8, 170),
    place("P1", "cam-patio", 700, 100, 2, 84, round_=True),
    place("P2", "cam-patio", 880, 100, 2, 84, round_=True),
    place("P3", "cam-patio", 700, 290),
    place("P4", "cam-patio", 880, 290, 4, 100, round_=True),
)


def dinner_tables() -> list[TableView]:
    """Twelve tables in the middle of an evening."""
    return [
        view("T1", OCCUPIED, age_s=52 * MINUTE, people=4),
        view("T2", OCCUPIED, age_s=18 * MINUTE, people=3),
        view("T3", CLEAN, age_s=7 * MINUTE),
        view("T4", OCCUPIED, age_s=70 * MINUTE, people=5),
        view("T5", OCCUPIED, age_s=26 * MINUTE, people=2, confidence=0.68),
        view("T6", DIRTY, age_s=3 * MINUTE),
        view("T7", CLEAN, age_s=31 * MINUTE),
        view("T8", OCCUPIED, age_s=41 * MINUTE, people=7),
        view("P1", OCCUPIED, age_s=30 * MINUTE, people=2),
        view("P2", OCCUPIED, age_s=20 * MINUTE, people=2, stale=True, seen_s=3 * MINUTE),
        view("P3", CLEAN, age_s=12 * MINUTE),
        view("P4", DIRTY, age_s=9 * MINUTE),
    ]


def grid(count: int, columns: int) -> tuple[TablePlace, ...]:
    """Tables in rows, in two rooms beyond twelve."""
    across, down = 1000 / columns, 150
    return tuple(
        place(
            f"T{i + 1}",
            "dining-room" if i < 28 else "patio",
            across * (i % columns + 0.5),
            down * (i // columns),
            4,
            90,
        )
        for i in range(count)
    )


def some_state(i: int, table: str) -> TableView:
    value = (OCCUPIED, CLEAN, OCCUPIED, DIRTY, OCCUPIED)[i % 5]
    return view(table, value, age_s=(i + 1) * 2.5 * MINUTE, people=i % 4 + 1 if value is OCCUPIED else None)


async def dinner(**more: object) -> Stage:
    """Twelve tables in two rooms, at dinner."""
    stage = Stage(places=TWELVE, **more)  # type: ignore[arg-type]
    await stage.camera("cam-east", CameraStatus.ONLINE)
    await stage.camera("cam-patio", CameraStatus.ONLINE)
    await stage.show(*dinner_tables())
    return stage
