"""How long parties stay, from seated to clean: defaults, what the house's own visits teach, and what is left of a meal.

Lengths are lognormal. The defaults: a four-top takes 61 minutes with a deviation of 18 (a survey of 23 restaurants in
Duluth); couples are quicker and large parties slower in about the steps that reservation books plan with.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from edge.events import Phase
from edge.floor.quotes.facts import Meal, PastVisit

Minutes = npt.NDArray[np.float64]

UNKNOWN_SIZE = 2
"""What a party is taken for while nobody has said how many they are: most are couples."""

BRACKETS = ((1, 2), (3, 4), (5, 6), (7, 100))
MEAN_MIN = (52.0, 61.0, 75.0, 90.0)
"""For each bracket of `BRACKETS`, at dinner."""
DEVIATION = 18.0 / 61.0
"""Standard deviation as a share of the mean."""
LUNCH = 0.85
"""Lunch takes less."""
LUNCH_ENDS_MIN = 15 * 60

HOUSES, WITHIN_HOUSE = 0.25, 0.1
"""Deviation of the logarithm between houses, and between brackets or dayparts of one house beside the defaults."""
PRIOR_VISITS = 20.0
"""How many visits the default deviations are worth."""

REACHED: Mapping[Phase, tuple[float, float]] = {
    Phase.GREETED: (0.06, 0.6),
    Phase.ORDERED: (0.12, 0.45),
    Phase.MAINS: (0.38, 0.22),
    Phase.DESSERT: (0.62, 0.16),
    Phase.CHECK: (0.76, 0.12),
    Phase.PAID: (0.83, 0.10),
}
"""The share of a stay that is over when a phase is reached, and the deviation of its logarithm."""
PRIOR_PHASES = 10.0

ROUNDS = 8
"""How often what is expected of open visits is reckoned anew from what is learned: it settles quickly."""

OVERSTAYED = 0.99
OVERSTAY_MIN = 10.0
"""Whoever sits longer than this share of parties leaves within so many minutes on average, however long they sit."""

_GRID = np.linspace(0.0005, 0.9995, 2000)
_SCORES = np.array([NormalDist().inv_cdf(float(share)) for share in _GRID])


class Daypart(StrEnum):
    """Parts of the day with their own pace."""

    LUNCH = "lunch"
    DINNER = "dinner"

    @classmethod
    def at(cls, minute_of_day: int) -> Daypart:
        """The part that a local time is in."""
        return cls.LUNCH if minute_of_day < LUNCH_ENDS_MIN else cls.DINNER


@dataclass(frozen=True, slots=True)
class Turns:
    """The house's pace. `house`, `brackets`, `dayparts`: logarithms to add to the defaults; `sigma`: of the logarithm.

    `phases`: logarithm of the share of a stay that is over when a phase is reached, and its deviation.
    """

    house: float = 0.0
    brackets: tuple[float, ...] = (0.0,) * len(BRACKETS)
    dayparts: Mapping[Daypart, float] = field(default_factory=dict)
    sigma: float = math.sqrt(math.log1p(DEVIATION**2))
    phases: Mapping[Phase, tuple[float, float]] = field(
        default_factory=lambda: {phase: (math.log(share), sigma) for phase, (share, sigma) in REACHED.items()}
    )

    def mu(self, size: int | None, daypart: Daypart) -> float:
        """Mean of the logarithm of minutes for a party of `size`."""
        place = bracket(size)
        return default_mu(place, daypart) + self.house + self.brackets[place] + self.dayparts.get(daypart, 0.0)

    def draw(self, size: int | None, daypart: Daypart, runs: int, rng: np.random.Generator) -> Minutes:
        """Whole stays, minutes [runs]."""
        return np.asarray(np.exp(rng.normal(self.mu(size, daypart), self.sigma, runs)))

    def draw_remaining(self, meal: Meal, daypart: Daypart, runs: int, rng: np.random.Generator) -> Minutes:
        """What is left of a meal until its table is clean, minutes [runs]: given how long they sit and what phase.

        The stay's logarithm is normal; reaching a phase is a noisy reading of it (two normals make one); sitting still
        cuts off all shorter stays.
        """
        mu, sigma = self._given_phase(meal, daypart)
        gone = NormalDist(mu, sigma).cdf(math.log(max(meal.elapsed_min, 0.1)))
        if gone > OVERSTAYED:
            return rng.exponential(OVERSTAY_MIN, runs)
        scores = np.interp(rng.uniform(gone, 1.0, runs), _GRID, _SCORES)
        return np.asarray(np.maximum(np.exp(mu + sigma * scores) - meal.elapsed_min, 0.0))

    def remaining(self, meal: Meal, daypart: Daypart) -> float:
        """Minutes until half of such meals' tables are clean."""
        mu, sigma = self._given_phase(meal, daypart)
        stay = NormalDist(mu, sigma)
        gone = stay.cdf(math.log(max(meal.elapsed_min, 0.1)))
        if gone > OVERSTAYED:
            return OVERSTAY_MIN * math.log(2.0)
        return math.exp(stay.inv_cdf((1.0 + gone) / 2.0)) - meal.elapsed_min

    def _given_phase(self, meal: Meal, daypart: Daypart) -> tuple[float, float]:
        mu, sigma = self.mu(meal.size, daypart), self.sigma
        if meal.phase not in self.phases or meal.phase_min <= 0.0:
            return mu, sigma
        share, noise = self.phases[meal.phase]
        precision, told = sigma**-2, max(0.0, meal.confidence) * noise**-2
        reading = math.log(meal.phase_min) - share
        return (mu * precision + reading * told) / (precision + told), (precision + told) ** -0.5


def bracket(size: int | None) -> int:
    """The place in `BRACKETS` of a party."""
    return next(place for place, (_, most) in enumerate(BRACKETS) if (size or UNKNOWN_SIZE) <= most)


def default_mu(place: int, daypart: Daypart) -> float:
    """Mean of the logarithm of minutes before anything is known of the house."""
    mean = MEAN_MIN[place] * (LUNCH if daypart is Daypart.LUNCH else 1.0)
    return math.log(mean) - math.log1p(DEVIATION**2) / 2.0


def learn_turns(visits: Sequence[PastVisit]) -> Turns:
    """The house's pace from its own visits, shrunk towards the defaults: est = B x, B = n / (n + within² / between²).

    Visits still going on count with what they can be expected to last, given that they have lasted so long
    (Buckley & James, Biometrika 66, 1979): without them, early in an evening only quick meals would be known.
    """
    known = [one for one in visits if one.minutes > 0.0]
    turns = Turns()
    for _ in range(ROUNDS if any(not one.over for one in known) else 1):
        turns = _fitted(known, [_log_minutes(one, turns) for one in known])
    return turns


def _fitted(visits: Sequence[PastVisit], log_minutes: Sequence[tuple[float, float]]) -> Turns:
    within = Turns().sigma ** 2
    beside = [
        minutes - default_mu(bracket(one.size), Daypart.at(one.minute_of_day))
        for one, (minutes, _) in zip(visits, log_minutes, strict=True)
    ]
    house = _shrunk(beside, within / HOUSES**2)
    rest = [value - house for value in beside]
    brackets = tuple(
        _shrunk(
            [value for one, value in zip(visits, rest, strict=True) if bracket(one.size) == place],
            within / WITHIN_HOUSE**2,
        )
        for place in range(len(BRACKETS))
    )
    rest = [value - brackets[bracket(one.size)] for one, value in zip(visits, rest, strict=True)]
    dayparts = {
        daypart: _shrunk(
            [value for one, value in zip(visits, rest, strict=True) if Daypart.at(one.minute_of_day) is daypart],
            within / WITHIN_HOUSE**2,
        )
        for daypart in Daypart
    }
    squares = math.fsum(value**2 + doubt for value, (_, doubt) in zip(rest, log_minutes, strict=True))
    sigma = math.sqrt((PRIOR_VISITS * within + squares) / (PRIOR_VISITS + len(visits)))
    return Turns(house, brackets, dayparts, sigma, _learn_phases(visits))


def _learn_phases(visits: Iterable[PastVisit]) -> dict[Phase, tuple[float, float]]:
    shares: dict[Phase, list[float]] = {phase: [] for phase in REACHED}
    for one in visits:
        for phase, at in one.reached_min.items():
            if one.over and phase in shares and 0.0 < at <= one.minutes:
                shares[phase].append(math.log(at / one.minutes))
    return {phase: _learn_phase(seen, *REACHED[phase]) for phase, seen in shares.items()}


def _learn_phase(seen: Sequence[float], share: float, noise: float) -> tuple[float, float]:
    prior = math.log(share)
    mean = (PRIOR_PHASES * prior + math.fsum(seen)) / (PRIOR_PHASES + len(seen))
    squares = PRIOR_PHASES * noise**2 + math.fsum((value - mean) ** 2 for value in seen)
    return mean, max(0.03, math.sqrt(squares / (PRIOR_PHASES + len(seen))))


def _log_minutes(visit: PastVisit, turns: Turns) -> tuple[float, float]:
    """The logarithm of a visit's minutes and its variance; of one that goes on, of what it can be expected to come to.

    Mean and variance of a normal cut off below: Greene, Econometric Analysis, theorem 19.2.
    """
    lasted = math.log(visit.minutes)
    if visit.over:
        return lasted, 0.0
    mu = turns.mu(visit.size, Daypart.at(visit.minute_of_day))
    score = (lasted - mu) / turns.sigma
    longer = 1.0 - NormalDist().cdf(score)
    if longer < 1.0 - OVERSTAYED:
        return lasted + 0.1, 0.0
    hazard = NormalDist().pdf(score) / longer
    return mu + turns.sigma * hazard, turns.sigma**2 * (1.0 + hazard * (score - hazard))


def _shrunk(values: Sequence[float], prior: float) -> float:
    return math.fsum(values) / (len(values) + prior)


__all__ = ["Daypart", "Minutes", "Turns", "bracket", "default_mu", "learn_turns"]
