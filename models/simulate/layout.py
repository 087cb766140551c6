"""The tables of a room: where they stand, their furniture, their state and what follows from it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.simulate import crowd
from models.simulate.palette import Palette, pick
from models.simulate.pools import Pool
from models.simulate.room import STATES, Drawing, Seat, Table
from models.simulate.shapes import SQUARE_ASPECT
from models.simulate.tabletop import Top, things

Place = tuple[float, float, float]


def tables_in(
    close: bool, width: float, depth: float, pool: Pool, palette: Palette, rng: np.random.Generator
) -> list[Table]:
    """One or two tables near the middle, or a jittered grid of them with one style of furniture."""
    standing = bool(rng.random() < (0.45 if close else 0.15))
    style = _style(pool, palette, rng)
    if close:
        spots = [(0.0, 0.0), (float(rng.uniform(1.9, 3)), float(rng.normal(0, 0.5)))][: 1 + int(rng.random() < 0.35)]
    else:
        pitch = rng.uniform(1.9, 2.7)
        columns, rows = max(1, int((width - 1.2) // pitch)), max(1, int((depth - 1.2) // pitch))
        grid = [
            ((i - (columns - 1) / 2) * pitch, (j - (rows - 1) / 2) * pitch) for i in range(columns) for j in range(rows)
        ]
        spots = [(x + float(rng.normal(0, 0.1)), y + float(rng.normal(0, 0.1))) for x, y in grid if rng.random() < 0.8][
            :9
        ]
    turn = float(rng.uniform(0, 90))
    spots = spots or [(0.0, 0.0)]
    return [
        _table((x, y, turn + float(rng.normal(0, 4 if not close else 30))), standing, style, pool, palette, rng)
        for x, y in spots
    ]


def furnished(spots: list[tuple[float, float]], pool: Pool, palette: Palette, rng: np.random.Generator) -> list[Table]:
    """Clean tables of one style at these places, squared to the room, each with two or four seats."""
    style = replace(
        _style(pool, palette, rng), width=float(rng.uniform(0.8, 0.95)), depth=float(rng.uniform(0.78, 0.85))
    )
    out = []
    for x, y in spots:
        table = replace(style, x=x, y=y, state="clean", seats=())
        table = replace(table, seats=_seats(table, style.seats[0], rng))
        out.append(replace(table, items=things("clean", surface(table), palette, rng)))
    return out


def _style(pool: Pool, palette: Palette, rng: np.random.Generator) -> Table:
    """The furniture of the room: what its tables have in common."""
    cloth = palette.cloth() if rng.random() < 0.3 else None
    return Table(
        outline=pick(rng, pool.outlines),
        width=1.0,
        depth=1.0,
        height=float(rng.uniform(0.7, 0.78)),
        x=0.0,
        y=0.0,
        turn_deg=0.0,
        legs=pick(rng, pool.legs),
        top=palette.top(),
        base=palette.metal() if rng.random() < 0.5 else palette.wood(),
        cloth=cloth,
        seats=(_seat_style(pool, palette, rng),),
        items=(),
        state="clean",
        standing=False,
        drawing=Drawing("top", False, 1.0),
    )


def _seat_style(pool: Pool, palette: Palette, rng: np.random.Generator) -> Seat:
    return Seat(
        style=pick(rng, pool.chairs),
        x=0.0,
        y=0.0,
        heading_deg=0.0,
        height=0.46,
        width=float(rng.uniform(0.4, 0.5)),
        shape=palette.shape(),
        frame=palette.metal() if rng.random() < 0.4 else palette.wood(),
        cushion=palette.upholstery(),
    )


def _table(at: Place, standing: bool, style: Table, pool: Pool, palette: Palette, rng: np.random.Generator) -> Table:
    """One table at (x, y, turn), with its seats and what lies on it."""
    outline = style.outline if rng.random() < 0.7 else pick(rng, pool.outlines)
    width = float(rng.uniform(0.5, 0.85) if standing else rng.uniform(0.7, 1.3))
    table = replace(
        style,
        outline=outline,
        width=width,
        depth=width if outline in SQUARE_ASPECT else width * float(rng.uniform(0.6, 0.9)),
        height=float(rng.uniform(0.98, 1.15)) if standing else style.height,
        x=at[0],
        y=at[1],
        turn_deg=at[2],
        legs=pick(rng, pool.poles) if standing and rng.random() < 0.75 else style.legs,
        top=style.top if rng.random() < 0.8 else palette.top(),
        cloth=style.cloth if rng.random() < (0.3 if standing else 0.8) else None,
        state=STATES[int(rng.choice(3, p=(0.4, 0.42, 0.18) if standing else (0.3, 0.4, 0.3)))],
        standing=standing,
        seats=(),
    )
    table = replace(table, seats=_seats(table, style.seats[0], rng), drawing=_drawing(table, rng))
    return replace(table, items=things(table.state, surface(table), palette, rng))


def surface(table: Table) -> Top:
    """The table's top with the places of its guests."""
    places = tuple(_guest_place(table, seat) for seat in table.seats) or ((0.0, -0.2 * table.depth, 0.0),)
    return Top(table.outline, table.width, table.depth, places)


def _seats(table: Table, style: Seat, rng: np.random.Generator) -> tuple[Seat, ...]:
    """Seats around the table: tucked in when clean, pushed about after guests; stools or none at a standing table."""
    if table.standing and rng.random() < 0.8:
        return ()
    sides = [(0.0, -1.0), (0.0, 1.0), (-1.0, 0.0), (1.0, 0.0)][: int(rng.choice([2, 2, 3, 4, 4]))]
    if table.width > 1.15 and len(sides) == 2:
        sides = [(s, side) for s in (-0.24, 0.24) for side in (-1.0, 1.0)]
    height = table.height - 0.29
    spread = {"clean": 0.05, "occupied": 0.04, "dirty": 0.16}[table.state]
    out = []
    for sx, sy in sides:
        away = rng.uniform(-0.08, 0.12) + abs(rng.normal(0, spread)) + (0.12 if table.state == "occupied" else 0.0)
        u = sx * (table.width / 2 + away) if abs(sx) == 1 else sx * table.width
        v = sy * (table.depth / 2 + away) if abs(sy) == 1 else sy
        x, y = _to_room(table, float(u), float(v))
        face = crowd.heading(*(_turned(table, -float(sx if abs(sx) == 1 else 0), -float(sy))))
        out.append(replace(style, x=x, y=y, heading_deg=face + float(rng.normal(0, 100 * spread)), height=height))
    return tuple(out)


def _turned(table: Table, u: float, v: float) -> tuple[float, float]:
    a = np.radians(table.turn_deg)
    return float(u * np.cos(a) - v * np.sin(a)), float(u * np.sin(a) + v * np.cos(a))


def _to_room(table: Table, u: float, v: float) -> tuple[float, float]:
    x, y = _turned(table, u, v)
    return table.x + x, table.y + y


def _guest_place(table: Table, seat: Seat) -> Place:
    """Where a guest on this seat has their plate: table axes (x, y) and the turn that faces the table."""
    a = np.radians(-table.turn_deg)
    dx, dy = seat.x - table.x, seat.y - table.y
    u, v = dx * np.cos(a) - dy * np.sin(a), dx * np.sin(a) + dy * np.cos(a)
    inset = min(0.21, 0.3 * min(table.width, table.depth))
    if abs(u) / table.width > abs(v) / table.depth:
        return float(np.sign(u) * (table.width / 2 - inset)), 0.0, 90.0 * float(np.sign(u))
    return (
        float(np.clip(u, -0.3 * table.width, 0.3 * table.width)),
        float(np.sign(v) * (table.depth / 2 - inset)),
        0.0 if v < 0 else 180.0,
    )


def _drawing(table: Table, rng: np.random.Generator) -> Drawing:
    if table.standing:
        return Drawing(
            pick(rng, ("top", "space", "space", "space")), bool(rng.random() < 0.75), float(rng.uniform(0.85, 1.5))
        )
    return Drawing(
        pick(rng, ("top", "seats", "seats", "space")), bool(rng.random() < 0.5), float(rng.uniform(0.85, 1.35))
    )
