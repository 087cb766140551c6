"""How good a classifier's answers are: pure figures from probabilities and truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]
Ints = npt.NDArray[np.integer]
Flags = npt.NDArray[np.bool_]

CLEAN, OCCUPIED, DIRTY = range(3)
STATES = 3
CALIBRATION_BINS = 15
_TINY = 1e-12


def confusion(truth: Ints, called: Ints) -> npt.NDArray[np.int64]:
    """Counts int64 [truth, called]."""
    counts = np.bincount(truth.astype(np.int64) * STATES + called, minlength=STATES * STATES)
    return counts.reshape(STATES, STATES).astype(np.int64)


def recall(counts: npt.NDArray[np.int64]) -> Floats:
    """Share of each true state that was called so, float [3]; 0 for a state that does not occur."""
    return np.asarray(counts.diagonal() / np.maximum(counts.sum(axis=1), 1))


def calibration_error(probabilities: Floats, truth: Ints) -> float:
    """Expected calibration error: mean gap between top probability and accuracy over equal bins, in [0, 1].

    Guo et al., "On calibration of modern neural networks", 2017.
    """
    top = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == truth
    bins = np.minimum((top * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    gaps = np.bincount(bins, weights=right - top, minlength=CALIBRATION_BINS)
    return float(np.abs(gaps).sum() / max(len(truth), 1))


def log_loss(probabilities: Floats, truth: Ints) -> float:
    """Mean negative log-likelihood of the truth, in nats."""
    return float(-np.log(probabilities[np.arange(len(truth)), truth] + _TINY).mean())


def ranking(scores: Floats, positive: Flags) -> float:
    """Area under the ROC curve: the chance that a positive scores above a negative (ties count half), in [0, 1].

    0.5 where one of the two is missing.
    """
    positives, negatives = int(positive.sum()), int((~positive).sum())
    if not positives or not negatives:
        return 0.5
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    return float((rank[positive].sum() - positives * (positives + 1) / 2) / (positives * negatives))


@dataclass(frozen=True)
class Ranking:
    """How well the order of the scores parts the states, whatever the thresholds: areas under the curve."""

    occupied: float
    dirty: float

    @property
    def mean(self) -> float:
        return (self.occupied + self.dirty) / 2


def rankings(probabilities: Floats, truth: Ints) -> Ranking:
    """Occupied against the rest, and dirty against clean among the tables that are not occupied."""
    free = truth != OCCUPIED
    odds = np.log(probabilities[:, DIRTY] + _TINY) - np.log(probabilities[:, CLEAN] + _TINY)
    return Ranking(
        occupied=ranking(probabilities[:, OCCUPIED], truth == OCCUPIED),
        dirty=ranking(odds[free], truth[free] == DIRTY),
    )


def softmax(logits: Floats, temperature: float = 1.0) -> Floats:
    """Probabilities [n, 3] of logits [n, 3]."""
    scaled = logits.astype(np.float64) / temperature
    shares = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def best_temperature(logits: Floats, truth: Ints, *, low: float = 0.25, high: float = 8.0) -> float:
    """The temperature in [low, high] with the least log loss: golden section on its logarithm."""
    golden = (np.sqrt(5) - 1) / 2
    left, right = np.log(low), np.log(high)
    while right - left > 1e-3:
        inner, outer = right - golden * (right - left), left + golden * (right - left)
        if log_loss(softmax(logits, np.exp(inner)), truth) < log_loss(softmax(logits, np.exp(outer)), truth):
            right = outer
        else:
            left = inner
    return float(np.exp((left + right) / 2))
