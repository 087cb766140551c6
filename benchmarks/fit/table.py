"""The fit as a Markdown table, for docs/explanation/evening.md."""

from __future__ import annotations

from math import exp
from statistics import NormalDist, quantiles

from benchmarks.fit.estimate import ENOUGH, Fit

BEGIN, END = "<!-- fit: begin -->", "<!-- fit: end -->"
_SPREAD = NormalDist().inv_cdf(0.9)


def table(fit: Fit) -> str:
    """One row a party size that was seen often: the exports' p10, p50 and p90, and the fitted ones in brackets."""
    rows = [
        f"| {size} | {fit.house.sizes[size - 1]:.1%} | {len(seen)} | {_minutes(fit, size)} | {_dollars(fit, size)} |"
        for size, seen in fit.minutes.items()
        if len(seen) >= ENOUGH and size <= len(fit.house.sizes)
    ]
    head = "| guests | share | checks | minutes from order to paid: p10, p50, p90 | spend a guest: p10, p50, p90 |"
    return "\n".join([head, "|---|---|---|---|---|", *rows, "", _tips(fit)])


def put_in(page: str, text: str) -> str:
    """The page with `text` between its marks. Raises `ValueError` where there are none."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page needs the lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


def _minutes(fit: Fit, size: int) -> str:
    seen, meal = quantiles(fit.minutes[size], n=10), fit.house.meal
    middle, spread = meal.median(size), exp(_SPREAD * meal.sigma)
    return f"{seen[0]:.0f}, {seen[4]:.0f}, {seen[8]:.0f} ({middle / spread:.0f}, {middle:.0f}, {middle * spread:.0f})"


def _dollars(fit: Fit, size: int) -> str:
    seen, spend = (cents / 100 for cents in fit.cents_per_guest[size]), fit.house.spend
    tenths = quantiles(list(seen), n=10)
    middle, spread = spend.median_cents / 100, exp(_SPREAD * spend.spread(size))
    return (
        f"{tenths[0]:.1f}, {tenths[4]:.1f}, {tenths[8]:.1f} "
        f"({middle / spread:.1f}, {middle:.1f}, {middle * spread:.1f})"
    )


def _tips(fit: Fit) -> str:
    tipping = fit.house.tipping
    return (
        f"Tips, of {len(fit.tip_shares)} checks paid by card: {tipping.none:.0%} leave nothing, the others "
        f"{tipping.median:.0%} at the median with a sigma of {tipping.sigma:.2f}. A day's number of parties varies by "
        f"{fit.house.arrivals.day_cv:.0%} about its weekday's mean, beyond chance. Guest counts refused as typing "
        f"errors: {len(fit.refused_counts)}, the largest {fit.refused_counts[-1] if fit.refused_counts else 0}."
    )


__all__ = ["put_in", "table"]
