"""A room as a frozen description: what stands where, who is there, how it is lit, and what is true of every table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.simulate.camera import Camera
from models.simulate.part import Material
from models.simulate.people import Person
from models.simulate.pools import Family
from models.simulate.texture import Rgb

State = Literal["clean", "occupied", "dirty"]
STATES: tuple[State, ...] = ("clean", "occupied", "dirty")


@dataclass(frozen=True)
class Seat:
    """Something to sit on, facing its table along `heading_deg`; `height` is that of the seat in metres."""

    style: str
    x: float
    y: float
    heading_deg: float
    height: float
    width: float
    shape: int
    frame: Material
    cushion: Material


@dataclass(frozen=True)
class Item:
    """A thing on a table: metres from its centre in the table's own axes; `used` things make a table dirty."""

    kind: str
    x: float
    y: float
    turn_deg: float
    size: float
    shape: int
    material: Material
    used: bool = False


@dataclass(frozen=True)
class Drawing:
    """How a person draws this table's box: round the top, with its seats or with the space above it; upright or turned;
    `slack` scales it."""

    around: Literal["top", "seats", "space"]
    upright: bool
    slack: float


@dataclass(frozen=True)
class Table:
    outline: str
    width: float
    depth: float
    height: float
    x: float
    y: float
    turn_deg: float
    legs: str
    top: Material
    base: Material
    cloth: Material | None
    seats: tuple[Seat, ...]
    items: tuple[Item, ...]
    state: State
    standing: bool
    drawing: Drawing

    @property
    def laid(self) -> bool:
        return self.state == "clean" and any(
            item.kind in {"plate", "tumbler", "goblet", "cutlery"} for item in self.items
        )

    @property
    def dirty_items(self) -> int:
        return sum(item.used for item in self.items) if self.state == "dirty" else 0


@dataclass(frozen=True)
class Clutter:
    """Anything else: pillars, plants, partitions, counters, pictures, boxes. `size` is (x, y, z) in metres."""

    kind: str
    x: float
    y: float
    z: float
    turn_deg: float
    size: tuple[float, float, float]
    shape: int
    material: Material


@dataclass(frozen=True)
class Lamp:
    at: tuple[float, float, float]
    colour: Rgb
    power: float
    radius: float


@dataclass(frozen=True)
class Light:
    """`ambient` and `sun` are colours times strength; the sun shines along `direction`."""

    ambient: Rgb
    sun: Rgb
    direction: tuple[float, float, float]
    lamps: tuple[Lamp, ...]


@dataclass(frozen=True)
class Room:
    seed: int
    family: Family
    wild: bool
    width: float
    depth: float
    height: float
    floor: Material
    walls: Material
    skirting: Material | None
    camera: Camera
    light: Light
    tables: tuple[Table, ...]
    people: tuple[Person, ...]
    clutter: tuple[Clutter, ...]
