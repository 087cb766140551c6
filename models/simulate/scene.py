"""From a room's description to the parts both renderers draw."""

from __future__ import annotations

import numpy as np

from models.simulate import furniture, items, people
from models.simulate.palette import Palette
from models.simulate.part import Part, place
from models.simulate.pools import POOLS
from models.simulate.room import Room, Table


def scene(room: Room) -> list[Part]:
    """Everything in the room, people last."""
    return fixed(room) + [part for person in room.people for part in people.body(person)]


def fixed(room: Room) -> list[Part]:
    """What does not move: the room, furniture, clutter and what lies on the tables."""
    parts = furniture.shell(room)
    for thing in room.clutter:
        parts += furniture.clutter(thing)
    for number, table in enumerate(room.tables):
        parts += furniture.table(table)
        for seat in table.seats:
            parts += furniture.seat(seat)
        parts += on_top(room, number, table)
    return parts


def on_top(room: Room, number: int, table: Table) -> list[Part]:
    """What lies on one table; details follow from the room's seed, the table's number and the item's place."""
    world = place((table.x, table.y, table.height + (0.006 if table.cloth else 0.0)), 1.0, table.turn_deg)
    parts: list[Part] = []
    for index, item in enumerate(table.items):
        rng = np.random.default_rng([room.seed, number, index, item.shape])
        palette = Palette(rng, POOLS[room.family], room.wild)
        parts += [part.moved(world) for part in items.parts(item, palette, rng)]
    return parts
