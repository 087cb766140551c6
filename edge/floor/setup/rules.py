"""What may be changed in the room: values in, events out. What is in use stays, and nothing refers to what is not."""

from __future__ import annotations

from collections.abc import Container

from edge.errors import BadInput, Conflict, NotFound
from edge.events import (
    EventData,
    HousePolicy,
    Id,
    Place,
    PolicySet,
    SectionRemoved,
    SectionSet,
    TableRemoved,
    TableSet,
    TablesJoined,
    TablesParted,
)
from edge.floor.setup.joining import join_of
from edge.floor.setup.room import Room, Section, TableSetup, Uses

FARTHEST = 10_000.0
"""How far from the plan's corner a table may be drawn, and how large, in plan units (the plan is 1000 wide)."""


def set_section(room: Room, section: Section) -> list[EventData]:
    """Make or change a section; nothing happens where it is so already."""
    if room.sections.get(section.section) == section:
        return []
    return [SectionSet(section=section.section, active=section.active)]


def remove_section(room: Room, section: Id, uses: Uses) -> list[EventData]:
    """Delete a section that nobody and nothing is in."""
    if section not in room.sections:
        raise NotFound(f"There is no section {section}.", hint="GET /api/v1/sections lists them.")
    if problem := why_section_stays(room, section, uses):
        raise Conflict(f"Section {section} is in use: {problem}.", hint="Move them to another section first.")
    return [SectionRemoved(section=section)]


def set_table(room: Room, table: TableSetup, uses: Uses) -> list[EventData]:
    """Make or change a table; nothing happens where it is so already."""
    if problem := what_is_wrong(table, room.sections):
        raise BadInput(f"Table {table.table}: {problem}.", hint="Correct it and send it again.")
    before = room.tables.get(table.table)
    if before is not None and before.event() == table.event():
        return []
    if before is not None and before.active and not table.active:
        _check_idle(room, table.table, uses)
    return [table.event()]


def remove_table(room: Room, table: Id, uses: Uses) -> list[EventData]:
    """Delete a table that nobody sits at and no camera watches."""
    if table not in room.tables:
        raise NotFound(f"There is no table {table}.", hint="GET /api/v1/tables lists them.")
    if problem := why_table_stays(room, table, uses):
        raise Conflict(f"Table {table} is in use: {problem}.", hint="Free it first, or set it inactive.")
    return [TableRemoved(table=table)]


def set_policy(room: Room, policy: HousePolicy) -> list[EventData]:
    """Change the rules of the house; nothing happens where they are so already."""
    return [] if policy == room.policy else [PolicySet(policy=policy)]


def what_is_wrong(table: TableSetup, sections: Container[Id]) -> str | None:
    """What makes no sense about a table, in words. `sections`: those there are."""
    if table.seats_min > table.seats_max:
        return f"seats_min {table.seats_min} is more than seats_max {table.seats_max}"
    if table.section is not None and table.section not in sections:
        return f"there is no section {table.section}"
    if table.place is not None and not _on_plan(table.place):
        return f"its place lies more than {FARTHEST:.0f} units away, where no plan reaches"
    return None


def why_table_stays(room: Room, table: Id, uses: Uses) -> str | None:
    """Why a table cannot be deleted now, in words."""
    if table in uses.watched:
        return f"camera {uses.watched[table]} watches it"
    return why_busy(room, table, uses)


def why_section_stays(room: Room, section: Id, uses: Uses) -> str | None:
    """Why a section cannot be deleted now, in words."""
    inside = [table.table for table in room.tables.values() if table.section == section]
    if inside:
        return f"{', '.join(inside)} {'stands' if len(inside) == 1 else 'stand'} there"
    return uses.sections.get(section)


def inverse(event: EventData, room: Room) -> EventData | None:
    """What takes an event about the set-up back, in a room as it was before; None for other kinds."""
    match event:
        case SectionSet(section=section) | SectionRemoved(section=section):
            was = room.sections.get(section)
            return SectionSet(section=section, active=was.active) if was else SectionRemoved(section=section)
        case TableSet(table=table) | TableRemoved(table=table):
            stood = room.tables.get(table)
            return stood.event() if stood else TableRemoved(table=table)
        case TablesJoined(tables=tables):
            return TablesParted(tables=tables)
        case TablesParted(tables=tables):
            joined = join_of(room.joins, tables[0])
            return TablesJoined(tables=tables, seats_max=joined.seats_max) if joined else None
        case PolicySet():
            return PolicySet(policy=room.policy)
    return None


def _on_plan(place: Place) -> bool:
    return max(abs(place.x), abs(place.y), place.width, place.height) <= FARTHEST


def _check_idle(room: Room, table: Id, uses: Uses) -> None:
    if problem := why_busy(room, table, uses):
        raise Conflict(f"Table {table} is in use: {problem}.", hint="Free it first.")


def why_busy(room: Room, table: Id, uses: Uses) -> str | None:
    """Why a table cannot be taken out of use now, in words."""
    if table in uses.visits:
        return f"visit {uses.visits[table]} sits there"
    if joined := room.tables[table].joined:
        return f"it is joined ({' + '.join(joined)})"
    return None


__all__ = [
    "inverse",
    "remove_section",
    "remove_table",
    "set_policy",
    "set_section",
    "set_table",
    "what_is_wrong",
    "why_busy",
    "why_section_stays",
    "why_table_stays",
]
