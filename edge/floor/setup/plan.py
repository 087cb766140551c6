"""The floor plan: tables where a person drew them, the others where cameras seem to see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from edge.events import Id, Place, TablePlace
from edge.floor.setup.room import Table

MARGIN = 80.0
_WIDTH, _HEIGHT, _COLUMNS = 110.0, 84.0, 5
_STEP = 1000.0 / _COLUMNS
_NOWHERE = "room"


def draw(tables: Iterable[Table], draft: Sequence[TablePlace]) -> list[TablePlace]:
    """Where each table in use is drawn, in plan units.

    `draft` holds places for tables that nobody drew; they come below the drawn ones, as they say nothing of how both
    stand to each other. Tables that are in neither stand in rows at the bottom.
    """
    active = [table for table in tables if table.active]
    drawn = [_drawn(table, table.place) for table in active if table.place is not None]
    left = {table.table: table for table in active if table.place is None}
    top = _bottom(drawn)
    drafted = [_drafted(place, left[place.table], top) for place in draft if place.table in left]
    unseen = [table for table in left.values() if table.table not in {place.table for place in drafted}]
    return [*drawn, *drafted, *_in_rows(unseen, _bottom([*drawn, *drafted]))]


def _drawn(table: Table, place: Place) -> TablePlace:
    return TablePlace(table=table.table, section=_section(table), seats=table.seats_max, **dict(place))


def _drafted(place: TablePlace, table: Table, top: float) -> TablePlace:
    section = table.section or place.section
    return place.model_copy(update={"y": place.y + top, "section": section, "seats": table.seats_max})


def _in_rows(tables: Sequence[Table], top: float) -> list[TablePlace]:
    return [
        TablePlace(
            table=table.table,
            section=_section(table),
            x=_STEP * (index % _COLUMNS + 0.5),
            y=top + MARGIN + _HEIGHT / 2 + index // _COLUMNS * (_HEIGHT + MARGIN),
            width=_WIDTH,
            height=_HEIGHT,
            seats=table.seats_max,
        )
        for index, table in enumerate(tables)
    ]


def _section(table: Table) -> Id:
    return table.section or _NOWHERE


def _bottom(places: Iterable[TablePlace]) -> float:
    return max((place.y + place.height / 2 for place in places), default=0.0)


__all__ = ["draw"]
