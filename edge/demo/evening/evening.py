"""One evening, drawn from a seed before anybody is dealt: who comes, who works, what the cameras get wrong."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from edge.demo.evening.camera import CAMERA_TABLES, Blindness, Sight, draw_blindness, draw_sight
from edge.demo.evening.crew import WAITERS, Waiter, draw_crew
from edge.demo.evening.guests import EVENING_MIN, Guests, draw_guests
from edge.demo.evening.house import FittedHouse, fitted_house
from edge.demo.evening.room import Room, dining_room

PARTIES = 165.0
BUSSING_MIN = (2.0, 7.0)
"""From the guests' leaving until the table is clean."""


@dataclass(frozen=True)
class Evening:
    """Everything about an evening that no host can change. `sights` and `bussing`: by the party's place in `guests`."""

    seed: int
    room: Room
    guests: tuple[Guests, ...]
    crew: tuple[Waiter, ...]
    sights: tuple[Sight, ...]
    bussing: tuple[float, ...]
    blindness: tuple[Blindness, ...]

    @classmethod
    def draw(
        cls,
        seed: int,
        *,
        parties: float = PARTIES,
        room: Room | None = None,
        waiters: int = WAITERS,
        house: FittedHouse | None = None,
    ) -> Evening:
        """The evening of a seed. Each kind of chance has a stream of its own: more guests do not change the crew."""
        room = room or dining_room()
        guests = draw_guests(house or fitted_house(), parties, Random(f"guests {seed}"))
        seen, bussed = Random(f"sights {seed}"), Random(f"bussing {seed}")
        cameras = -(-len(room.tables) // CAMERA_TABLES)
        return cls(
            seed=seed,
            room=room,
            guests=tuple(guests),
            crew=tuple(draw_crew(room.sections, EVENING_MIN, Random(f"crew {seed}"), waiters)),
            sights=tuple(draw_sight(seen) for _ in guests),
            bussing=tuple(bussed.uniform(*BUSSING_MIN) for _ in guests),
            blindness=tuple(draw_blindness(cameras, EVENING_MIN, Random(f"blindness {seed}"))),
        )


__all__ = ["Evening"]
