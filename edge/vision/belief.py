"""What is believed of one table: a forward filter in continuous time over clean, occupied and dirty.

Pure rules: numbers in, numbers out, no clock. `docs/explanation/belief.md` derives every formula used here.
A vector is float64 [3] in the order of `edge.events.SEEN`.
"""

from __future__ import annotations

import math
from typing import Annotated

import numpy as np
import numpy.typing as npt
from pydantic import Field

from edge.events import SEEN, Availability, Value

Vector = npt.NDArray[np.float64]

Seconds = Annotated[float, Field(ge=0.0, le=3600.0, allow_inf_nan=False)]
PerHour = Annotated[float, Field(gt=0.0, le=3600.0, allow_inf_nan=False)]


class Dwell(Value):
    """How long a new state must have been showing before it is published, in seconds, for each transition."""

    clean_to_occupied: Seconds = 2.0
    clean_to_dirty: Seconds = 10.0
    occupied_to_clean: Seconds = 10.0
    occupied_to_dirty: Seconds = 6.0
    dirty_to_clean: Seconds = 6.0
    dirty_to_occupied: Seconds = 2.0

    def between(self, before: Availability, after: Availability) -> float:
        """Seconds for this transition; both are seen states and differ."""
        return float(getattr(self, f"{before.value}_to_{after.value}"))


class Rates(Value):
    """How often a table in one state goes to another, per hour: what is expected before anything is seen."""

    clean_to_occupied: PerHour = 1.5
    clean_to_dirty: PerHour = 0.05
    occupied_to_clean: PerHour = 0.2
    occupied_to_dirty: PerHour = 1.0
    dirty_to_clean: PerHour = 6.0
    dirty_to_occupied: PerHour = 0.3

    def matrix(self) -> Vector:
        """The rate matrix Q, per second, float64 [3, 3]: rows sum to 0, row = from, column = to."""
        rates = np.array([[0.0 if a is b else getattr(self, f"{a.value}_to_{b.value}") for b in SEEN] for a in SEEN])
        return (rates - np.diag(rates.sum(axis=1))) / 3600.0


class BeliefSettings(Value):
    """`[belief]` in maitred.toml: how evidence becomes a published state. The defaults suit a dining room."""

    threshold: float = Field(0.8, gt=0.5, lt=1.0, description="Probability a state needs to be published.")
    dwell_s: Dwell = Field(Dwell(), description="How long a new state must have been showing, for each transition.")
    rates_per_hour: Rates = Field(Rates(), description="How often tables change, for each transition.")
    certainty: float = Field(
        0.95, gt=0.5, lt=1.0, description="No state is believed more than this, so that a change is believed quickly."
    )
    evidence_floor: float = Field(
        0.02, gt=0.0, lt=0.3, description="No look rules a state out further than this, however sure the classifier is."
    )
    correlation_s: float = Field(
        3.0, gt=0.0, le=600.0, description="Seconds after which another look that says the same is worth a new one."
    )
    picture_weight: float = Field(
        3.0, ge=1.0, le=20.0, description="What a picture that does not change is worth at most, in independent looks."
    )
    views_weight: float = Field(
        1.5, ge=1.0, le=10.0, description="What several views of one table are worth together at most, in views."
    )
    recent_s: float = Field(
        10.0, gt=0.0, le=600.0, description="How long a view's people count, and its word, stand beside other views'."
    )
    stale_after_s: float = Field(
        10.0, gt=0.0, le=3600.0, description="Seconds without a usable look until a table is stale."
    )
    burst_s: float = Field(
        12.0, ge=0.0, le=600.0, description="How long a pending change is looked at every second before backing off."
    )
    burst_pause_max_s: float = Field(
        60.0, ge=1.0, le=3600.0, description="The longest pause between looks while a change stays undecided."
    )


class Filter:
    """The two steps of the forward filter, with the settings they depend on."""

    def __init__(self, settings: BeliefSettings, class_prior: tuple[float, float, float]) -> None:
        """`class_prior`: share of each class in the classifier's training, positive, summing to 1."""
        self._rates = settings.rates_per_hour.matrix()
        self._class_prior = np.asarray(class_prior, dtype=np.float64)
        self._evidence_floor = settings.evidence_floor
        self._floor = (1.0 - settings.certainty) / (len(SEEN) - 1)
        self._information_per_s = 1.0 / settings.correlation_s
        self._picture_weight = settings.picture_weight

    @property
    def one_look_s(self) -> float:
        """Seconds after which a picture is worth one independent look: a new picture never starts with more."""
        if self._picture_weight <= 1.0:
            return math.inf
        return -math.log1p(-1.0 / self._picture_weight) * self._picture_weight / self._information_per_s

    def unseen(self) -> Vector:
        """The belief about a table nobody has looked at: where the rates settle in the long run."""
        balance = np.vstack([self._rates.T, np.ones(len(SEEN))])
        return self.bounded(np.linalg.lstsq(balance, np.array([0.0, 0.0, 0.0, 1.0]), rcond=None)[0])

    def predict(self, belief: Vector, elapsed_s: float) -> Vector:
        """The belief `elapsed_s` seconds on with nothing seen: belief @ expm(Q * elapsed_s)."""
        if elapsed_s <= 0.0:
            return belief
        return self.bounded(belief @ exponential(self._rates * elapsed_s))

    def update(self, belief: Vector, log_likelihood: Vector) -> Vector:
        """Bayes' rule: the belief after evidence of this log-likelihood (any constant may be added to it)."""
        log_belief = np.log(belief) + log_likelihood
        return self.bounded(np.exp(log_belief - log_belief.max()))

    def log_likelihood(self, probabilities: tuple[float, float, float]) -> Vector:
        """What one look says: log of calibrated probabilities (at least the floor) over the class prior."""
        return np.asarray(np.log(np.maximum(probabilities, self._evidence_floor) / self._class_prior))

    def weight(self, shown_s: float) -> float:
        """What a picture is worth that has been showing for `shown_s` seconds, in independent looks.

        Grows by one look each `correlation_s` and saturates at `picture_weight`. Nothing for a picture overtaken by a
        newer one.
        """
        return self._picture_weight * -math.expm1(-max(0.0, shown_s) * self._information_per_s / self._picture_weight)

    def bounded(self, belief: Vector) -> Vector:
        """Normalised, and no state further from possible than the certainty allows."""
        share = np.maximum(belief / belief.sum(), 0.0)
        low = share < self._floor
        if low.any():
            share[low] = 0.0
            share *= (1.0 - low.sum() * self._floor) / share.sum()
            share[low] = self._floor
        return np.asarray(share)


def exponential(matrix: Vector) -> Vector:
    """The exponential of a small square matrix: scaling, Taylor, squaring (Moler & Van Loan 2003, method 3)."""
    norm = float(np.abs(matrix).sum(axis=1).max())
    squarings = max(0, math.ceil(math.log2(norm / 0.25))) if norm > 0.0 else 0
    scaled = matrix / 2.0**squarings
    term = result = np.eye(len(matrix))
    for order in range(1, 10):  # 0.25^10 / 10! < 1e-12
        term = term @ scaled / order
        result = result + term
    for _ in range(squarings):
        result = result @ result
    return np.asarray(result)


__all__ = ["BeliefSettings", "Dwell", "Filter", "Rates", "Vector", "exponential"]
