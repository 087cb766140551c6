"""Materials by what they are made of: plausible in a plain room, anything at all in a wild one."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from models.simulate.part import Material
from models.simulate.people import Clothes, Haircut
from models.simulate.pools import Pool
from models.simulate.texture import Rgb, Texture

T = TypeVar("T")
Range = tuple[float, float]


def pick(rng: np.random.Generator, options: Sequence[T]) -> T:
    return options[int(rng.integers(len(options)))]


class Palette:
    """Draws materials from a pool of patterns with one generator."""

    def __init__(self, rng: np.random.Generator, pool: Pool, wild: bool) -> None:
        self._rng, self._pool, self.wild = rng, pool, wild

    def seed(self) -> int:
        return int(self._rng.integers(*self._pool.textures))

    def shape(self) -> int:
        return int(self._rng.integers(*self._pool.shapes))

    def hue(self, hue: Range = (0, 1), saturation: Range = (0, 1), value: Range = (0, 1)) -> Rgb:
        r = self._rng
        red, green, blue = colorsys.hsv_to_rgb(r.uniform(*hue) % 1, r.uniform(*saturation), r.uniform(*value))
        return float(red), float(green), float(blue)

    def anything(self) -> Material:
        rng = self._rng
        colour = self.hue()
        texture = self._texture(pick(rng, self._pool.patterns), colour, self.hue()) if rng.random() < 0.7 else None
        return Material(colour, texture, float(rng.uniform(0.5, 4)), float(rng.uniform(0.1, 1)))

    def _texture(self, pattern: str, dark: Rgb, light: Rgb) -> Texture:
        pattern = pattern if pattern in self._pool.patterns else pick(self._rng, self._pool.patterns)
        return Texture(pattern, self.seed(), dark, light)

    def _shades(self, colour: Rgb, pattern: str, contrast: float, tiling: float, roughness: float) -> Material:
        dark = (colour[0] * (1 - contrast), colour[1] * (1 - contrast), colour[2] * (1 - contrast))
        return Material(colour, self._texture(pattern, dark, colour), tiling, roughness)

    def wood(self) -> Material:
        if self.wild and self._rng.random() < 0.5:
            return self.anything()
        colour = self.hue((0.05, 0.1), (0.2, 0.75), (0.22, 0.9))
        return self._shades(
            colour, "wood", self._rng.uniform(0.2, 0.6), self._rng.uniform(0.6, 2), self._rng.uniform(0.15, 0.7)
        )

    def top(self) -> Material:
        """A table top: wood, lacquer, stone, steel."""
        rng = self._rng
        if self.wild and rng.random() < 0.6:
            return self.anything()
        kind = rng.random()
        if kind < 0.45:
            return self.wood()
        if kind < 0.75:
            return Material(
                self.hue((0, 1), (0, 0.25), pick(rng, [(0.75, 1.0), (0.05, 0.25), (0.3, 0.7)])),
                None,
                1.0,
                float(rng.uniform(0.08, 0.6)),
            )
        stone = pick(rng, ["cloud", "terrazzo", "marble", "print"])
        return self._shades(
            self.hue((0, 1), (0, 0.2), (0.4, 1)), stone, rng.uniform(0.1, 0.5), rng.uniform(0.5, 1.5), 0.2
        )

    def cloth(self) -> Material:
        rng = self._rng
        if self.wild and rng.random() < 0.5:
            return self.anything()
        if rng.random() < 0.5:
            return self._shades(self.hue((0.05, 0.2), (0, 0.12), (0.8, 1)), "fabric", 0.12, 4, 0.95)
        return self._shades(
            self.hue(),
            pick(rng, ["checks", "stripes", "fabric", "plaid"]),
            rng.uniform(0.2, 0.7),
            rng.uniform(1, 4),
            0.95,
        )

    def floor(self) -> Material:
        rng = self._rng
        if self.wild and rng.random() < 0.5:
            return self.anything().tiled(float(rng.uniform(2, 14)))
        bright = rng.random() < 0.45
        colour = self.hue((0.02, 0.14), (0, 0.35), (0.6, 0.98)) if bright else self.hue((0, 1), (0, 0.4), (0.15, 0.6))
        pattern = pick(rng, ["wood", "tiles", "cloud", "fabric", "terrazzo", "checks", "herringbone"])
        return self._shades(colour, pattern, rng.uniform(0.03, 0.45), rng.uniform(2, 12), rng.uniform(0.2, 0.9))

    def quiet_floor(self) -> Material:
        """Bright planks, tiles or screed, as in plain halls and offices."""
        rng = self._rng
        colour = self.hue((0.05, 0.13), (0, 0.4), (0.5, 0.95))
        return self._shades(
            colour,
            pick(rng, ["wood", "wood", "tiles", "cloud"]),
            rng.uniform(0.03, 0.35),
            rng.uniform(2, 8),
            rng.uniform(0.2, 0.8),
        )

    def quiet_paint(self) -> Material:
        return Material(self.hue((0.05, 0.2), (0, 0.12), (0.6, 1)), roughness=0.9)

    def paint(self) -> Material:
        rng = self._rng
        if self.wild and rng.random() < 0.5:
            return self.anything().tiled(float(rng.uniform(1, 6)))
        colour = (
            self.hue((0, 1), (0, 0.3), (0.65, 1)) if rng.random() < 0.6 else self.hue((0, 1), (0, 0.6), (0.15, 0.7))
        )
        if rng.random() < 0.5:
            return Material(colour, roughness=0.9)
        return self._shades(
            colour, pick(rng, ["cloud", "tiles", "wood", "stripes"]), rng.uniform(0.05, 0.3), rng.uniform(1, 5), 0.9
        )

    def upholstery(self) -> Material:
        if self._rng.random() < 0.4:
            return self.wood()
        colour = self.hue((0, 1), (0, 0.8), (0.08, 0.9))
        return self._shades(colour, pick(self._rng, ["fabric", "cloud", "stripes"]), self._rng.uniform(0, 0.3), 2, 0.8)

    def metal(self) -> Material:
        value = float(self._rng.uniform(0.05, 0.85))
        return Material((value, value, value * 0.98), None, 1.0, float(self._rng.uniform(0.15, 0.5)), metal=True)

    def ceramic(self) -> Material:
        rng = self._rng
        if rng.random() < (0.6 if self.wild else 0.25):
            return (
                replace(self.anything(), roughness=0.2) if rng.random() < 0.5 else Material(self.hue(), roughness=0.2)
            )
        return Material(self.hue((0.08, 0.16), (0, 0.08), (0.82, 1)), roughness=0.15)

    def glass(self) -> Material:
        return Material(
            self.hue((0, 1), (0, 0.25), (0.75, 1)), roughness=0.03, opacity=float(self._rng.uniform(0.22, 0.5))
        )

    def paper(self) -> Material:
        rng = self._rng
        if rng.random() < 0.5:
            return Material(self.hue((0, 1), (0, 0.1), (0.85, 1)), roughness=0.95)
        return Material(
            self.hue(), self._texture("print", self.hue((0, 1), (0, 1), (0, 0.5)), self.hue((0, 1), (0, 0.5), (0.6, 1)))
        )

    def food(self) -> Material:
        colour = pick(
            self._rng,
            [
                self.hue((0.02, 0.12), (0.5, 0.9), (0.25, 0.9)),
                self.hue((0.2, 0.35), (0.4, 0.8), (0.25, 0.7)),
                self.hue((0.97, 1.03), (0.6, 0.9), (0.3, 0.8)),
                self.hue((0.1, 0.16), (0.2, 0.5), (0.8, 1)),
            ],
        )
        return Material(colour, roughness=0.5)

    def drink(self) -> Material:
        colour = pick(
            self._rng,
            [
                self.hue((0.95, 1.0), (0.7, 1), (0.2, 0.5)),
                self.hue((0.08, 0.13), (0.5, 0.9), (0.5, 1)),
                self.hue((0.03, 0.08), (0.5, 0.9), (0.1, 0.35)),
                self.hue((0, 1), (0, 0.4), (0.7, 1)),
            ],
        )
        return Material(colour, roughness=0.1)

    def garment(self) -> Material:
        rng = self._rng
        colour = (
            self.hue((0, 1), (0, 0.9), (0.03, 0.95))
            if rng.random() < 0.5
            else self.hue((0.5, 0.72), (0, 0.6), (0.03, 0.6))
        )
        if rng.random() < 0.55:
            plain = self.hue((0, 1), (0, 0.1), pick(rng, [(0.03, 0.15), (0.3, 0.6), (0.8, 1)]))
            return Material(plain if rng.random() < 0.5 else colour, roughness=0.9)
        if self.wild and rng.random() < 0.4:
            return self.anything()
        return self._shades(
            colour,
            pick(rng, ["stripes", "checks", "print", "fabric", "plaid", "cloud"]),
            rng.uniform(0.1, 0.8),
            rng.uniform(1, 3),
            0.9,
        )

    def clothes(self, staff: bool = False) -> Clothes:
        rng = self._rng
        tone = rng.uniform(0, 1)
        skin = Material((0.95 - 0.62 * tone, 0.76 - 0.56 * tone, 0.64 - 0.52 * tone), roughness=0.6)
        hair = Material(
            pick(
                rng,
                [
                    self.hue((0.03, 0.1), (0.3, 0.8), (0.03, 0.3)),
                    self.hue((0.09, 0.13), (0.3, 0.6), (0.5, 0.85)),
                    self.hue((0, 1), (0, 0.1), (0.4, 0.9)),
                ],
            ),
            roughness=0.7,
        )
        haircut: Haircut = pick(rng, ["short", "short", "long", "long", "bun", "bald", "hat"])
        return Clothes(
            skin,
            hair,
            self.garment(),
            self.garment(),
            Material(self.hue((0, 1), (0, 0.5), (0.02, 0.9))),
            bool(rng.random() < 0.6),
            bool(rng.random() < 0.18),
            haircut,
            self.garment() if staff else None,
            self.garment() if rng.random() < 0.12 else None,
        )
