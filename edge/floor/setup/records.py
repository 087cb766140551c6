"""Reading the set-up: inside a command or on a snapshot."""

from __future__ import annotations

import json
import sqlite3

from edge.events import HousePolicy, Id, Location, Place, TableType
from edge.floor.setup.room import Join, Room, Section, Table
from edge.journal import Rows


def read_sections(read: Rows) -> dict[Id, Section]:
    """All sections by id, closed ones too."""
    rows = read("SELECT section, active FROM setup_sections ORDER BY section")
    return {row["section"]: Section(section=row["section"], active=bool(row["active"])) for row in rows}


def read_joins(read: Rows) -> tuple[Join, ...]:
    """Tables that are pushed together right now."""
    rows = read("SELECT tables, seats_max FROM setup_joins ORDER BY lead")
    return tuple(Join(tables=tuple(json.loads(row["tables"])), seats_max=row["seats_max"]) for row in rows)


def read_tables(read: Rows) -> dict[Id, Table]:
    """All tables by id, those not in use too."""
    joined = {table: join.tables for join in read_joins(read) for table in join.tables}
    rows = read(
        """SELECT table_id, section, seats_min, seats_max, type, location, place, active
           FROM setup_tables ORDER BY table_id"""
    )
    return {row["table_id"]: _table(row, joined.get(row["table_id"], ())) for row in rows}


def read_policy(read: Rows) -> HousePolicy:
    """The rules of the house; the defaults until a manager changes them."""
    rows = read("SELECT policy FROM setup_policy")
    return HousePolicy.model_validate_json(rows[0]["policy"]) if rows else HousePolicy()


def read_room(read: Rows) -> Room:
    """The whole set-up."""
    return Room(read_sections(read), read_tables(read), read_joins(read), read_policy(read))


def _table(row: sqlite3.Row, joined: tuple[Id, ...]) -> Table:
    return Table(
        table=row["table_id"],
        section=row["section"],
        seats_min=row["seats_min"],
        seats_max=row["seats_max"],
        type=TableType(row["type"]),
        location=Location(row["location"]),
        place=Place.model_validate_json(row["place"]) if row["place"] else None,
        active=bool(row["active"]),
        joined=joined,
    )


__all__ = ["read_joins", "read_policy", "read_room", "read_sections", "read_tables"]
