"""How a real house's guests come, eat and pay, as numbers: fitted by `python -m benchmarks.fit`, kept in `house.json`.

The house is one restaurant's table service over 87 days. Its data is not part of the project, these numbers are. How
well they fit, and what no export tells: docs/explanation/evening.md.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from random import Random

from pydantic import Field

from edge.events import Value

FITTED = Path(__file__).with_name("house.json")
QUARTERS = 96
"""Quarter hours of a day, from midnight."""
WEEKDAYS = 7


class Arrivals(Value):
    """`per_quarter[weekday][quarter]`: parties a quarter hour, Monday 0; `day_cv`: how much a day's total varies
    about its weekday's mean, beyond chance."""

    per_quarter: tuple[tuple[float, ...], ...] = Field(min_length=WEEKDAYS, max_length=WEEKDAYS)
    day_cv: float = Field(ge=0, le=2)


class MealLength(Value):
    """Minutes from order opened to paid: lognormal, its median `median_min * size ** growth`."""

    median_min: float = Field(gt=0)
    growth: float
    sigma: float = Field(gt=0)

    def median(self, size: int) -> float:
        """Minutes that half of the parties of `size` stay below."""
        return self.median_min * math.pow(size, self.growth)

    def draw(self, size: int, random: Random) -> float:
        """One party's minutes."""
        return self.median(size) * math.exp(random.gauss(0, self.sigma))


class Spend(Value):
    """Cents a guest, before tax: lognormal; the mean over a larger party varies less, `sigma * size ** -calming`."""

    median_cents: float = Field(gt=0)
    sigma: float = Field(gt=0)
    calming: float = Field(ge=0, le=1)

    def spread(self, size: int) -> float:
        """Sigma of the logarithm for a party of `size`."""
        return self.sigma * math.pow(size, -self.calming)

    def draw(self, size: int, random: Random) -> int:
        """One party's bill in cents."""
        return round(size * self.median_cents * math.exp(random.gauss(0, self.spread(size))))


class Tipping(Value):
    """Share of the bill: nothing with probability `none`, otherwise lognormal. Fitted to card payments: what is left in
    cash is on no record."""

    none: float = Field(ge=0, le=1)
    median: float = Field(gt=0)
    sigma: float = Field(gt=0)

    def draw(self, random: Random) -> float:
        """One party's share, 0 or more."""
        if random.random() < self.none:
            return 0.0
        return self.median * math.exp(random.gauss(0, self.sigma))


class FittedHouse(Value):
    """All of it. `sizes[n - 1]`: share of parties of `n`; `days` and `checks` are what it was fitted to."""

    days: int = Field(ge=1)
    checks: int = Field(ge=1)
    arrivals: Arrivals
    sizes: tuple[float, ...] = Field(min_length=1)
    meal: MealLength
    spend: Spend
    tipping: Tipping

    def party_size(self, random: Random) -> int:
        """How many come together."""
        return random.choices(range(1, len(self.sizes) + 1), self.sizes)[0]


@cache
def fitted_house() -> FittedHouse:
    """The numbers that ship."""
    return FittedHouse.model_validate_json(FITTED.read_text(encoding="utf-8"))


__all__ = [
    "FITTED",
    "QUARTERS",
    "WEEKDAYS",
    "Arrivals",
    "FittedHouse",
    "MealLength",
    "Spend",
    "Tipping",
    "fitted_house",
]
