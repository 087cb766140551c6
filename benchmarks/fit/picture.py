"""How well the numbers fit the house, as one picture: the exports' own shares and quantiles beside the fitted ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from math import exp, log
from statistics import NormalDist, quantiles

from benchmarks.fit.estimate import ENOUGH, Fit

WIDTH, HEIGHT, MARGIN, GAP = 420.0, 200.0, 44.0, 26.0
DATA, MODEL = "#8a94a6", "#c2410c"
_DAYS = ("Monday to Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS = ((0, 1, 2, 3), (4,), (5,), (6,))
_TENTHS = NormalDist().inv_cdf(0.9)


@dataclass
class Chart:
    """One panel: axes from 0 to `most_x` and `most_y`, marks in data units."""

    title: str
    x_label: str
    y_label: str
    most_x: float
    most_y: float
    marks: list[str] = field(default_factory=list)

    def bar(self, x: float, y: float, width: float) -> None:
        left, top = self._at(x, y)
        self.marks.append(
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{width * self._x_unit:.1f}" '
            f'height="{HEIGHT - MARGIN - top:.1f}" fill="{DATA}" fill-opacity="0.55"/>'
        )

    def line(self, points: Iterable[tuple[float, float]]) -> None:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (self._at(*point) for point in points))
        self.marks.append(f'<polyline points="{path}" fill="none" stroke="{MODEL}" stroke-width="2"/>')

    def span(self, x: float, low: float, middle: float, high: float, colour: str) -> None:
        """A whisker from `low` to `high` with a dot at `middle`."""
        at, bottom = self._at(x, low)
        top, dot = self._at(x, high)[1], self._at(x, middle)[1]
        self.marks.append(
            f'<path d="M{at:.1f} {bottom:.1f}V{top:.1f}" stroke="{colour}" stroke-width="2"/>'
            f'<circle cx="{at:.1f}" cy="{dot:.1f}" r="4" fill="{colour}"/>'
        )

    def drawn(self, left: float, top: float) -> str:
        """The panel as SVG with its corner there."""
        base, right = HEIGHT - MARGIN, WIDTH - 8
        ticks = "".join(self._ticks())
        return (
            f'<g transform="translate({left:.0f} {top:.0f})">'
            f'<text x="{MARGIN}" y="14" font-weight="600">{escape(self.title)}</text>'
            f'<path d="M{MARGIN} 24V{base}H{right}" fill="none" stroke="currentColor" stroke-opacity="0.4"/>{ticks}'
            f'<text x="{right}" y="{HEIGHT - 8}" text-anchor="end">{escape(self.x_label)}</text>'
            f'<text x="{MARGIN}" y="{HEIGHT - 8}">{escape(self.y_label)}</text>{"".join(self.marks)}</g>'
        )

    def _ticks(self) -> Iterable[str]:
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            x, base = self._at(share * self.most_x, 0)
            yield f'<text x="{x:.1f}" y="{base + 14:.1f}" text-anchor="middle">{share * self.most_x:g}</text>'
            y = self._at(0, share * self.most_y)[1]
            yield f'<text x="{MARGIN - 6}" y="{y + 4:.1f}" text-anchor="end">{share * self.most_y:g}</text>'

    def _at(self, x: float, y: float) -> tuple[float, float]:
        drop = (HEIGHT - MARGIN - 24) * min(1.0, y / self.most_y)
        return MARGIN + x * self._x_unit, HEIGHT - MARGIN - drop

    @property
    def _x_unit(self) -> float:
        return (WIDTH - 8 - MARGIN) / self.most_x


def picture(fit: Fit) -> str:
    """The whole picture as SVG text."""
    charts = [*_arrivals(fit), _sizes(fit), _meals(fit), _spends(fit), _tips(fit)]
    rows = -(-len(charts) // 2)
    width, height = 2 * WIDTH + GAP, rows * (HEIGHT + GAP)
    panels = "".join(
        chart.drawn((place % 2) * (WIDTH + GAP), (place // 2) * (HEIGHT + GAP)) for place, chart in enumerate(charts)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'font-family="system-ui, sans-serif" font-size="11" fill="#4b5563" color="#4b5563">'
        f"<title>The exports of one house (grey) and what was fitted to them (orange)</title>{panels}</svg>\n"
    )


def _arrivals(fit: Fit) -> Iterable[Chart]:
    """Checks opened an hour, raw and smoothed."""
    for name, weekdays in zip(_DAYS, _WEEKDAYS, strict=True):
        chart = Chart(f"Parties an hour, {name}", "hour of the day", "", 24, 24)
        raw, smooth = (
            _per_hour([each[weekday] for weekday in weekdays])
            for each in (fit.raw_per_quarter, fit.house.arrivals.per_quarter)
        )
        for quarter, rate in enumerate(raw):
            chart.bar(quarter / 4, rate, 0.22)
        chart.line(((quarter + 0.5) / 4, rate) for quarter, rate in enumerate(smooth))
        yield chart


def _per_hour(days: Sequence[Sequence[float]]) -> list[float]:
    return [4 * sum(rates) / len(days) for rates in zip(*days, strict=True)]


def _sizes(fit: Fit) -> Chart:
    chart = Chart("Party size", "guests", "share", 12, 0.8)
    for size, share in enumerate(fit.house.sizes, 1):
        chart.bar(size - 0.8, share, 0.6)
    return chart


def _meals(fit: Fit) -> Chart:
    """Tenth, half and nine tenths of the parties of each size that was seen often."""
    chart = Chart("Meal length: p10, p50, p90", "guests", "minutes", 12, 120)
    for size, seen in _often(fit.minutes):
        tenths = quantiles(seen, n=10)
        chart.span(size - 0.12, tenths[0], tenths[4], tenths[8], DATA)
        middle, spread = fit.house.meal.median(size), exp(_TENTHS * fit.house.meal.sigma)
        chart.span(size + 0.12, middle / spread, middle, middle * spread, MODEL)
    return chart


def _spends(fit: Fit) -> Chart:
    chart = Chart("Spend a guest: p10, p50, p90", "guests", "dollars", 12, 32)
    for size, seen in _often(fit.cents_per_guest):
        tenths = quantiles([cents / 100 for cents in seen], n=10)
        chart.span(size - 0.12, tenths[0], tenths[4], tenths[8], DATA)
        middle, spread = fit.house.spend.median_cents / 100, exp(_TENTHS * fit.house.spend.spread(size))
        chart.span(size + 0.12, middle / spread, middle, middle * spread, MODEL)
    return chart


def _tips(fit: Fit) -> Chart:
    """Shares of the checks paid by card, by tip in steps of 2.5 %."""
    step, shares, tipping = 0.025, fit.tip_shares, fit.house.tipping
    chart = Chart("Tip of checks paid by card", "share of the bill", "share of checks", 0.6, 0.4)
    chart.bar(-step / 4, sum(share == 0 for share in shares) / len(shares), step / 2)
    given = NormalDist(0, tipping.sigma)
    for place in range(24):
        low, high = place * step, (place + 1) * step
        chart.bar(low + step * 0.3, sum(low < share <= high for share in shares) / len(shares), step * 0.6)
    chart.line(
        (
            (place + 0.5) * step,
            (1 - tipping.none)
            * (_below(given, tipping.median, (place + 1) * step) - _below(given, tipping.median, place * step)),
        )
        for place in range(24)
    )
    return chart


def _below(normal: NormalDist, median: float, value: float) -> float:
    return normal.cdf(log(value / median)) if value > 0 else 0.0


def _often(samples: dict[int, list[float]]) -> Iterable[tuple[int, list[float]]]:
    return ((size, seen) for size, seen in samples.items() if len(seen) >= ENOUGH and size <= 11)


__all__ = ["picture"]
