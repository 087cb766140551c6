"""The numbers of a house from its checks. Medians and quartiles throughout: exports hold typing errors.

What is left out, and why: a guest count that nobody can have meant (more than `MOST_GUESTS`, or a bill of less than a
fifth of the usual a guest); meals under 5 minutes or over 3 hours (checks opened late or closed the next day); bills
of less than 3.00 (voided, or nothing ordered); tips of checks that were not paid by card, which nobody wrote down.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, linear_regression, median, pvariance, quantiles

from benchmarks.fit.exports import Check
from edge.demo.evening.house import QUARTERS, WEEKDAYS, Arrivals, FittedHouse, MealLength, Spend, Tipping

MOST_GUESTS = 40
LARGEST = 12
"""Larger parties are events of their own: they are agreed on beforehand."""
SHORTEST_MIN, LONGEST_MIN = 5, 180
LEAST_CENTS = 300
ENOUGH = 20
"""Sizes seen less often than this say nothing about the spread of a size."""
_NORMAL_IQR = 1.349
"""Interquartile range of a standard normal."""


@dataclass(frozen=True)
class Fit:
    """The numbers, and what they stand on: samples by party size, kept to show how well they fit."""

    house: FittedHouse
    minutes: dict[int, list[float]]
    cents_per_guest: dict[int, list[float]]
    tip_shares: list[float]
    raw_per_quarter: tuple[tuple[float, ...], ...]
    refused_counts: list[int]


def estimate(days: int, checks: Sequence[Check]) -> Fit:
    """Fit a house. Raises `ValueError` where there is too little to fit anything."""
    sized, refused = _believable(checks)
    minutes, spends, shares = _minutes(sized), _spends(sized), _tip_shares(checks)
    if len([size for size in minutes if len(minutes[size]) >= ENOUGH]) < 2 or not shares:
        raise ValueError(f"{len(checks)} checks are too few to fit a house to")
    raw = _raw_arrivals(checks)
    house = FittedHouse(
        days=days,
        checks=len(checks),
        arrivals=Arrivals(per_quarter=tuple(map(_smooth, raw)), day_cv=_day_cv(checks)),
        sizes=_sizes(sized),
        meal=_meal(minutes),
        spend=_spend(spends),
        tipping=_tipping(shares),
    )
    return Fit(house, minutes, spends, shares, raw, sorted(refused))


def _believable(checks: Sequence[Check]) -> tuple[list[tuple[int, Check]], list[int]]:
    """Checks with their guest counts, and the counts that are typing errors."""
    counted = [(check.guests, check) for check in checks if check.guests]
    usual = median(check.amount / guests for guests, check in counted if check.amount >= LEAST_CENTS)
    believed, refused = [], []
    for guests, check in counted:
        if guests > MOST_GUESTS or (guests > 1 and LEAST_CENTS <= check.amount < guests * usual / 5):
            refused.append(guests)
        else:
            believed.append((guests, check))
    return believed, refused


def _minutes(sized: Sequence[tuple[int, Check]]) -> dict[int, list[float]]:
    found = defaultdict(list)
    for size, check in sized:
        if check.minutes is not None and SHORTEST_MIN <= check.minutes <= LONGEST_MIN:
            found[size].append(check.minutes)
    return dict(sorted(found.items()))


def _spends(sized: Sequence[tuple[int, Check]]) -> dict[int, list[float]]:
    found = defaultdict(list)
    for size, check in sized:
        if check.amount >= LEAST_CENTS:
            found[size].append(check.amount / size)
    return dict(sorted(found.items()))


def _tip_shares(checks: Sequence[Check]) -> list[float]:
    return [check.tip / check.amount for check in checks if check.by_card and check.amount >= LEAST_CENTS]


def _raw_arrivals(checks: Sequence[Check]) -> tuple[tuple[float, ...], ...]:
    """Mean checks opened per weekday and quarter hour."""
    days = Counter(day.weekday() for day in {check.day for check in checks})
    opened = Counter((check.day.weekday(), check.opened.hour * 4 + check.opened.minute // 15) for check in checks)
    return tuple(
        tuple(opened[weekday, quarter] / max(1, days[weekday]) for quarter in range(QUARTERS))
        for weekday in range(WEEKDAYS)
    )


def _smooth(rates: Sequence[float]) -> tuple[float, ...]:
    """Over five quarters, weights 1-2-3-2-1: a dozen days leave the single quarter hour noisy."""
    weights = (1, 2, 3, 2, 1)
    padded = (0.0, 0.0, *rates, 0.0, 0.0)
    return tuple(
        round(sum(weight * padded[index + k] for k, weight in enumerate(weights)) / 9, 4) for index in range(len(rates))
    )


def _day_cv(checks: Sequence[Check]) -> float:
    """Variation of a day's total about its weekday's mean, less what a Poisson process varies anyway."""
    totals = Counter(check.day for check in checks)
    by_weekday = defaultdict(list)
    for day, total in totals.items():
        by_weekday[day.weekday()].append(total)
    excess = [(pvariance(each) - fmean(each)) / fmean(each) ** 2 for each in by_weekday.values() if len(each) > 1]
    return round(math.sqrt(max(0.0, fmean(excess))), 4) if excess else 0.0


def _sizes(sized: Sequence[tuple[int, Check]]) -> tuple[float, ...]:
    counts = Counter(size for size, _ in sized if size <= LARGEST)
    return tuple(round(counts[size] / counts.total(), 5) for size in range(1, LARGEST + 1))


def _meal(minutes: dict[int, list[float]]) -> MealLength:
    """Medians on a line in log-log, every size weighing as often as it was seen; one spread for all."""
    points = [(math.log(size), math.log(median(each))) for size, each in minutes.items() for _ in each]
    line = linear_regression([x for x, _ in points], [y for _, y in points])
    rest = [
        math.log(one) - line.intercept - line.slope * math.log(size) for size, each in minutes.items() for one in each
    ]
    return MealLength(
        median_min=round(math.exp(line.intercept), 2), growth=round(line.slope, 4), sigma=round(_spread(rest), 4)
    )


def _spend(spends: dict[int, list[float]]) -> Spend:
    """One median for all sizes; the spread falls with the size on a line in log-log."""
    everything = [one for each in spends.values() for one in each]
    often = {size: _spread([math.log(one) for one in each]) for size, each in spends.items() if len(each) >= ENOUGH}
    points = [(math.log(size), math.log(sigma)) for size, sigma in often.items() for _ in spends[size]]
    line = linear_regression([x for x, _ in points], [y for _, y in points])
    return Spend(
        median_cents=round(median(everything), 1),
        sigma=round(math.exp(line.intercept), 4),
        calming=round(min(1.0, max(0.0, -line.slope)), 4),
    )


def _tipping(shares: Sequence[float]) -> Tipping:
    given = [share for share in shares if share > 0]
    return Tipping(
        none=round(1 - len(given) / len(shares), 4),
        median=round(median(given), 4),
        sigma=round(_spread([math.log(share) for share in given]), 4),
    )


def _spread(values: Sequence[float]) -> float:
    """Standard deviation from the quartiles."""
    low, _, high = quantiles(values, n=4)
    return (high - low) / _NORMAL_IQR


__all__ = ["ENOUGH", "Fit", "estimate"]
