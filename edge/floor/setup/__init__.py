"""The set-up of the restaurant: sections, tables, joined tables, and the rules of the house."""

from edge.floor.setup.document import SetupDocument
from edge.floor.setup.joining import join_of, joinable, neighbours
from edge.floor.setup.plan import draw
from edge.floor.setup.projection import SetupProjection
from edge.floor.setup.records import read_joins, read_policy, read_room, read_sections, read_tables
from edge.floor.setup.room import Join, Room, Section, Table, TableSetup, TableShape, Uses
from edge.floor.setup.setup import Setup

__all__ = [
    "Join",
    "Room",
    "Section",
    "Setup",
    "SetupDocument",
    "SetupProjection",
    "Table",
    "TableSetup",
    "TableShape",
    "Uses",
    "draw",
    "join_of",
    "joinable",
    "neighbours",
    "read_joins",
    "read_policy",
    "read_room",
    "read_sections",
    "read_tables",
]
