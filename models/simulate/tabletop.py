"""What lies on a table in each state: nothing or laid (clean), a meal (occupied), what guests leave behind (dirty)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.simulate.palette import Palette, pick
from models.simulate.room import Item, State
from models.simulate.shapes import OUTLINES, inside

_BYSTANDERS = ("candle", "flowers", "card", "shaker", "menu", "decal", "box", "bottle")
_BELONGINGS = ("phone", "laptop", "menu", "box", "tray")


@dataclass(frozen=True)
class Top:
    """What things are put on: an outline's name and its size in metres; `places` are (x, y, turn) of the guests."""

    outline: str
    width: float
    depth: float
    places: tuple[tuple[float, float, float], ...]


def things(state: State, top: Top, palette: Palette, rng: np.random.Generator) -> tuple[Item, ...]:
    """A table's items for a state, drawn at random."""
    found = _always(top, palette, rng)
    if state == "clean":
        found += _laid(top, palette, rng) if rng.random() < 0.42 else []
    elif state == "occupied":
        found += pick(rng, (_laid, _meals, _meals, _drinks, _belongings, _nothing))(top, palette, rng)
    else:
        found += _light_mess(top, palette, rng) if rng.random() < 0.4 else _mess(top, palette, rng)
    return tuple(found)


def _nothing(top: Top, palette: Palette, rng: np.random.Generator) -> list[Item]:
    return []


def _spot(top: Top, rng: np.random.Generator) -> tuple[float, float]:
    """A random point a hand's breadth inside the edge."""
    for _ in range(20):
        x, y = rng.uniform(-0.44, 0.44, 2)
        if inside(OUTLINES[top.outline], float(x) * 1.15, float(y) * 1.15):
            return float(x) * top.width, float(y) * top.depth
    return 0.0, 0.0


def item(
    kind: str, x: float, y: float, turn: float, palette: Palette, rng: np.random.Generator, used: bool = False
) -> Item:
    size, material = {
        "plate": (rng.uniform(0.09, 0.145), palette.ceramic),
        "meal": (rng.uniform(0.11, 0.15), palette.ceramic),
        "bowl": (rng.uniform(0.06, 0.1), palette.ceramic),
        "tumbler": (rng.uniform(0.09, 0.15), palette.glass),
        "goblet": (rng.uniform(0.17, 0.24), palette.glass),
        "bottle": (rng.uniform(0.2, 0.31), palette.glass),
        "cutlery": (0.2, palette.metal),
        "napkin": (rng.uniform(0.11, 0.2), palette.paper),
        "spill": (rng.uniform(0.04, 0.14), palette.drink),
        "crumbs": (rng.uniform(0.05, 0.14), palette.food),
        "menu": (rng.uniform(0.15, 0.25), palette.paper),
        "sheet": (rng.uniform(0.1, 0.3), palette.paper),
        "tray": (rng.uniform(0.25, 0.38), palette.anything),
        "box": (rng.uniform(0.08, 0.16), palette.paper),
        "phone": (rng.uniform(0.08, 0.12), palette.anything),
        "shaker": (rng.uniform(0.03, 0.05), palette.metal),
        "laptop": (0.3, palette.metal),
        "candle": (rng.uniform(0.05, 0.12), palette.ceramic),
        "flowers": (0.2, palette.ceramic),
        "card": (rng.uniform(0.1, 0.2), palette.paper),
        "decal": (rng.uniform(0.08, 0.25), palette.anything),
    }[kind]
    made = material()
    if kind in {"tumbler", "goblet", "bottle"} and rng.random() < 0.35:
        made = replace(palette.ceramic(), roughness=0.2) if kind == "tumbler" else replace(made, opacity=0.8)
    if kind == "napkin" and rng.random() < 0.4:
        made = palette.cloth()
    return Item(kind, x, y, turn, float(size), palette.shape(), made, used)


def _always(top: Top, palette: Palette, rng: np.random.Generator) -> list[Item]:
    """Things that say nothing about the state."""
    count = int(rng.choice([0, 0, 0, 0, 1, 1, 2, 3]))
    kinds = [pick(rng, _BYSTANDERS) for _ in range(count)] + ["sheet"] * int(rng.choice(3, p=(0.8, 0.13, 0.07)))
    return [item(kind, *_spot(top, rng), float(rng.uniform(0, 360)), palette, rng) for kind in kinds]


def _at(place: tuple[float, float, float], right: float, forward: float) -> tuple[float, float]:
    x, y, turn = place
    a = np.radians(turn)
    return float(x + right * np.cos(a) - forward * np.sin(a)), float(y + right * np.sin(a) + forward * np.cos(a))


def _laid(top: Top, palette: Palette, rng: np.random.Generator) -> list[Item]:
    """The same clean setting before every place: some of plate, glass, napkin and cutlery."""
    plate, glass, napkin = (
        item("plate", 0, 0, 0, palette, rng),
        item(pick(rng, ("tumbler", "goblet")), 0, 0, 0, palette, rng),
        item("napkin", 0, 0, 0, palette, rng),
    )
    cutlery = item("cutlery", 0, 0, 0, palette, rng)
    wanted = rng.random(4) < (0.75, 0.7, 0.6, 0.6)
    if not wanted[[0, 1, 3]].any():
        wanted[0] = True
    out: list[Item] = []
    for spot in top.places:
        turn = spot[2]
        for one, want, (right, forward) in zip(
            (plate, glass, napkin, cutlery), wanted, ((0, 0.0), (0.15, 0.12), (-0.17, 0), (0.19, -0.01)), strict=True
        ):
            if want:
                x, y = _at(spot, right, forward)
                out.append(replace(one, x=x, y=y, turn_deg=turn + float(rng.normal(0, 3))))
    return out


def _meals(top: Top, palette: Palette, rng: np.random.Generator) -> list[Item]:
    out: list[Item] = []
    for spot in top.places:
        if rng.random() < 0.8:
            used = bool(rng.random() < 0.4)
            out.append(item(pick(rng, ("meal", "plate", "bowl")), *_at(spot, 0, 0), spot[2], palette, rng, used))
        if rng.random() < 0.7:
            out.append(
                item(
                    pick(rng, ("tumbler", "goblet")),
                    *_at(spot, 0.16, 0.1),
                    spot[2],
                    palette,
                    rng,
                    bool(rng.random() < 0.5),
                )
            )
    return out + _belongings(top, palette, rng)[:1]


def _drinks(top: Top, palette: Palette, rng: np.random.Generator) -> list[Item]:
    return [
        item(
            pick(rng, ("tumbler", "goblet", "bottle")),
            *_at(spot, 0.05, 0.1),
            spot[2],
            palette,
            rng,
            bool(rng.random() < 0.5),
        )
        for spot in top.places
    ]


def _belongings(top: Top, palette: Palette, rng: np.random.Generator) -> list[Item]:
    return (
        [
            item(
                pick(rng, _BELONGINGS),
                *_at(pick(rng, top.places), float(rng.uniform(-0.1, 0.1)), 0),
                float(rng.uniform(0, 360)),
                palette,
                rng,
            )
            for _ in range(int(rng.integers(1, 3)))
        ]
        if top.places
        else []
    )


def _light_mess(top: Top, palette: Palette, rng: np.random.Generator) -> list[Item]:
    """One or two used things."""
    kinds = ("plate", "plate", "tumbler", "goblet", "napkin", "napkin", "bowl", "cutlery", "spill")
    return [
        item(pick(rng, kinds), *_spot(top, rng), float(rng.uniform(0, 360)), palette, rng, True)
        for _ in range(int(rng.integers(1, 3)))
    ]


def _mess(top: Top, palette: Palette, rng: np.random.Generator) -> list[Item]:
    """What a party leaves: plates pushed about, glasses, napkins, crumbs, spills."""
    out: list[Item] = []
    for spot in top.places or ((0.0, 0.0, 0.0),):
        x, y = _at(spot, float(rng.normal(0, 0.07)), float(rng.normal(0.03, 0.07)))
        if rng.random() < 0.8:
            out.append(
                item(pick(rng, ("plate", "plate", "bowl")), x, y, float(rng.uniform(0, 360)), palette, rng, True)
            )
        for kind, chance in (
            ("tumbler", 0.45),
            ("goblet", 0.35),
            ("napkin", 0.6),
            ("cutlery", 0.4),
            ("spill", 0.3),
            ("crumbs", 0.45),
        ):
            if rng.random() < chance:
                out.append(item(kind, *_spot(top, rng), float(rng.uniform(0, 360)), palette, rng, True))
    return (
        out
        if sum(one.used for one in out) >= 3
        else out + _light_mess(top, palette, rng) + _light_mess(top, palette, rng)
    )
