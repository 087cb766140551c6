"""Things on tables, as parts in the table's own axes with its top at z = 0."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from models.simulate.mesh import box, cylinder, lump, puddle, sphere
from models.simulate.palette import Palette
from models.simulate.part import Material, Part, place, tilt
from models.simulate.room import Item
from models.simulate.shapes import bottle, bowl, goblet, plate, tumbler

Build = Callable[[Item, Palette, np.random.Generator], list[Part]]


def parts(item: Item, palette: Palette, rng: np.random.Generator) -> list[Part]:
    """The item's parts, deterministic for the generator given."""
    here = place((item.x, item.y, 0.001), 1.0, item.turn_deg)
    return [part.moved(here) for part in KINDS[item.kind](item, palette, rng)]


def _shadow(radius: float) -> Part:
    return Part(
        cylinder(), place((0, 0, 0), (radius, radius, 0.0008)), Material((0.02, 0.02, 0.02), opacity=0.25, shadow=True)
    )


def _plate(item: Item, palette: Palette, rng: np.random.Generator) -> list[Part]:
    out = [_shadow(item.size * 1.08), Part(plate(item.shape), place((0, 0, 0), item.size), item.material)]
    if item.used:
        out += _leftovers(item.size * 0.6, 0.018, palette, rng)
    return out


def _meal(item: Item, palette: Palette, rng: np.random.Generator) -> list[Part]:
    out = [_shadow(item.size * 1.08), Part(plate(item.shape), place((0, 0, 0), item.size), item.material)]
    for _ in range(int(rng.integers(3, 7))):
        at = rng.uniform(-0.5, 0.5, 2) * item.size
        out.append(
            Part(
                lump(int(rng.integers(24))),
                place((*at, 0.025), np.array([1, 1, 0.5]) * rng.uniform(0.02, 0.05)),
                palette.food(),
            )
        )
    return out


def _leftovers(radius: float, z: float, palette: Palette, rng: np.random.Generator) -> list[Part]:
    """Smears of sauce, scraps, and sometimes cutlery or a napkin thrown onto it."""
    out = []
    for _ in range(int(rng.integers(1, 4))):
        at = rng.uniform(-0.6, 0.6, 2) * radius
        out.append(
            Part(puddle(int(rng.integers(24))), place((*at, z), radius * rng.uniform(0.25, 0.8)), palette.food())
        )
    for _ in range(int(rng.integers(0, 5))):
        at = rng.uniform(-0.7, 0.7, 2) * radius
        size = rng.uniform(0.008, 0.028)
        out.append(
            Part(lump(int(rng.integers(24))), place((*at, z + size * 0.4), (size, size, size * 0.7)), palette.food())
        )
    if rng.random() < 0.5:
        for _ in range(2):
            out += _tool(
                palette.metal(), rng, rng.uniform(-radius, radius) * 0.4, z + 0.012, float(rng.uniform(0, 360))
            )
    if rng.random() < 0.35:
        out.append(
            Part(
                lump(int(rng.integers(24)), 0.6),
                place((*rng.uniform(-0.4, 0.4, 2) * radius, z + 0.02), (0.05, 0.045, 0.03)),
                palette.paper(),
            )
        )
    return out


def _bowl(item: Item, palette: Palette, rng: np.random.Generator) -> list[Part]:
    out = [_shadow(item.size * 1.1), Part(bowl(item.shape), place((0, 0, 0), item.size), item.material)]
    if item.used:
        out.append(
            Part(puddle(int(rng.integers(24))), place((0, 0, item.size * 0.16), item.size * 0.7), palette.food())
        )
    return out


def _vessel(mesh: Callable[[int], object], reach: float) -> Build:
    def build(item: Item, palette: Palette, rng: np.random.Generator) -> list[Part]:
        shape = mesh(item.shape)
        out = [_shadow(item.size * 0.36), Part(shape, place((0, 0, 0), item.size), item.material)]  # type: ignore[arg-type]
        if item.used or rng.random() < 0.15:
            level = rng.uniform(0.1, 0.35) if item.used else rng.uniform(0.4, 0.8)
            base = reach * item.size
            out.insert(
                1,
                Part(
                    cylinder(),
                    place((0, 0, base + 0.003), (0.2 * item.size, 0.2 * item.size, level * (item.size - base))),
                    palette.drink(),
                ),
            )
        return out

    return build


def _bottle(item: Item, palette: Palette, rng: np.random.Generator) -> list[Part]:
    label = Part(
        cylinder(),
        place((0, 0, item.size * 0.15), (item.size * 0.21, item.size * 0.21, item.size * 0.2)),
        palette.paper(),
    )
    return [_shadow(item.size * 0.25), Part(bottle(item.shape), place((0, 0, 0), item.size), item.material)] + [
        label
    ] * bool(rng.random() < 0.4)


def _tool(material: Material, rng: np.random.Generator, x: float, z: float, turn_deg: float) -> list[Part]:
    length = float(rng.uniform(0.17, 0.22))
    at = place((x, 0, z), 1.0, turn_deg)
    return [
        Part(box(), at @ place((0, -length * 0.2, 0.002), (0.009, length * 0.75, 0.003)), material),
        Part(sphere(8, 5), at @ place((0, length * 0.3, 0.003), (0.013, 0.035, 0.003)), material),
    ]


def _cutlery(item: Item, palette: Palette, rng: np.random.Generator) -> list[Part]:
    """Parallel when laid, in a heap when used."""
    out = []
    for i in range(int(rng.integers(2, 4))):
        turn = float(rng.uniform(0, 360)) if item.used else float(rng.uniform(-2, 2))
        x = float(rng.uniform(-0.06, 0.06)) if item.used else (i - 1) * 0.03
        out += _tool(item.material, rng, x, 0.002 + 0.004 * i * item.used, turn)
    return out


def _napkin(item: Item, palette: Palette, rng: np.random.Generator) -> list[Part]:
    if item.used:
        size = item.size * np.array([0.5, rng.uniform(0.3, 0.5), rng.uniform(0.15, 0.3)])
        return [
            _shadow(item.size * 0.5),
            Part(lump(int(rng.integers(24)), 0.7), place((0, 0, size[2] * 0.7), size), item.material),
        ]
    if rng.random() < 0.3:
        return [
            Part(
                cylinder(0.05, 6), place((0, 0, 0), (item.size * 0.3, item.size * 0.3, item.size * 0.9)), item.material
            )
        ]
    return [Part(box(), place((0, 0, 0.004), (item.size * 0.5, item.size, 0.008)), item.material)]


def _spill(item: Item, palette: Palette, rng: np.random.Generator) -> list[Part]:
    return [
        Part(
            puddle(item.shape % 24),
            place((0, 0, 0.001), (item.size, item.size * rng.uniform(0.5, 1), 1)),
            palette.drink(),
        )
    ]


def _crumbs(item: Item, palette: Palette, rng: np.random.Generator) -> list[Part]:
    out = []
    for _ in range(int(rng.integers(6, 16))):
        size = rng.uniform(0.004, 0.014)
        at = rng.normal(0, item.size * 0.6, 2)
        out.append(Part(lump(int(rng.integers(24))), place((*at, size * 0.4), size), palette.food()))
    return out


def _block(height: float) -> Build:
    def build(item: Item, palette: Palette, rng: np.random.Generator) -> list[Part]:
        return [
            _shadow(item.size * 0.55),
            Part(
                box(),
                place((0, 0, height / 2), (item.size, item.size * (0.6 + 0.4 * rng.random()), height)),
                item.material,
            ),
        ]

    return build


def _laptop(item: Item, palette: Palette, rng: np.random.Generator) -> list[Part]:
    screen = (
        place((0, 0.12, 0.01)) @ tilt((1, 0, 0), float(rng.uniform(-25, -5))) @ place((0, 0, 0.1), (0.32, 0.01, 0.2))
    )
    glow = Material(palette.hue(), None, 1, 0.3, glow=0.4)
    return [
        _shadow(0.2),
        Part(box(), place((0, 0, 0.008), (0.32, 0.22, 0.015)), item.material),
        Part(box(), screen, glow),
    ]


def _candle(item: Item, palette: Palette, rng: np.random.Generator) -> list[Part]:
    flame = Material((1.0, 0.75, 0.35), glow=1.5)
    return [
        _shadow(0.05),
        Part(cylinder(0.95), place((0, 0, 0), (0.032, 0.032, item.size)), item.material),
        Part(sphere(8, 5), place((0, 0, item.size + 0.012), (0.007, 0.007, 0.014)), flame),
    ]


def _flowers(item: Item, palette: Palette, rng: np.random.Generator) -> list[Part]:
    out = [_shadow(0.06), Part(bottle(item.shape), place((0, 0, 0), 0.16), item.material)]
    for _ in range(int(rng.integers(2, 7))):
        at = (*rng.normal(0, 0.035, 2), rng.uniform(0.16, 0.24))
        out.append(
            Part(
                lump(int(rng.integers(24))),
                place(at, rng.uniform(0.015, 0.04)),
                Material(palette.hue((0, 1), (0.4, 1), (0.3, 1))),
            )
        )
    return out


def _card(item: Item, palette: Palette, rng: np.random.Generator) -> list[Part]:
    """A standing menu or sign."""
    return [
        _shadow(0.06),
        Part(
            box(),
            tilt((1, 0, 0), -12) @ place((0, 0, item.size / 2), (item.size * 0.7, 0.006, item.size)),
            item.material,
        ),
    ]


def _decal(item: Item, palette: Palette, rng: np.random.Generator) -> list[Part]:
    """Flat on the top: a logo, a mat, a reflection."""
    return [
        Part(
            cylinder(1.0, 4 if item.shape % 2 else 18),
            place((0, 0, -0.0005), (item.size, item.size * 0.8, 0.0015), 45),
            item.material,
        )
    ]


KINDS: dict[str, Build] = {
    "plate": _plate,
    "meal": _meal,
    "bowl": _bowl,
    "tumbler": _vessel(tumbler, 0.08),
    "goblet": _vessel(goblet, 0.5),
    "bottle": _bottle,
    "cutlery": _cutlery,
    "napkin": _napkin,
    "spill": _spill,
    "crumbs": _crumbs,
    "menu": _block(0.006),
    "sheet": _block(0.0015),
    "tray": _block(0.012),
    "box": _block(0.07),
    "phone": _block(0.009),
    "shaker": _block(0.08),
    "laptop": _laptop,
    "candle": _candle,
    "flowers": _flowers,
    "card": _card,
    "decal": _decal,
}
