"""Figures of probabilities against small cases worked out by hand, and against their own definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import scores


def test_confusion_counts_truth_by_row() -> None:
    counts = scores.confusion(np.array([0, 0, 1, 2, 2]), np.array([0, 2, 1, 2, 2]))
    assert counts.tolist() == [[1, 0, 1], [0, 1, 0], [0, 0, 2]]
    assert scores.recall(counts).tolist() == [0.5, 1.0, 1.0]


@pytest.mark.parametrize(
    ("scored", "positive", "area"),
    [
        ([0.1, 0.2, 0.8, 0.9], [False, False, True, True], 1.0),
        ([0.9, 0.8, 0.2, 0.1], [False, False, True, True], 0.0),
        ([0.5, 0.5, 0.5, 0.5], [False, True, False, True], 0.5),
        ([0.1, 0.4, 0.35, 0.8], [False, False, True, True], 0.75),
        ([0.1, 0.2], [True, True], 0.5),
    ],
)
def test_ranking(scored: list[float], positive: list[bool], area: float) -> None:
    assert scores.ranking(np.array(scored), np.array(positive)) == pytest.approx(area)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=40))
def test_ranking_is_the_chance_that_a_positive_stands_above(rows: list[tuple[int, bool]]) -> None:
    positives = [score for score, positive in rows if positive]
    negatives = [score for score, positive in rows if not positive]
    area = scores.ranking(np.array([score for score, _ in rows], float), np.array([positive for _, positive in rows]))
    pairs = [(p > n) + 0.5 * (p == n) for p in positives for n in negatives]
    assert area == pytest.approx(np.mean(pairs) if pairs else 0.5)


def test_calibration_error_of_one_who_is_always_sure() -> None:
    sure = np.tile([1.0, 0.0, 0.0], (4, 1))
    assert scores.calibration_error(sure, np.array([0, 0, 0, 1])) == pytest.approx(0.25)
    assert scores.calibration_error(sure, np.zeros(4, int)) == 0


@pytest.mark.parametrize("stretch", [0.5, 1.0, 2.5])
def test_temperature_undoes_stretched_logits(stretch: float) -> None:
    rng = np.random.default_rng(1)
    logits = rng.normal(0, 2, (20_000, 3))
    truth = np.array([rng.choice(3, p=shares) for shares in scores.softmax(logits)])
    assert scores.best_temperature(logits * stretch, truth) == pytest.approx(stretch, rel=0.05)


def test_rankings_judge_dirt_on_free_tables_only() -> None:
    probabilities = np.array([[0.8, 0.1, 0.1], [0.1, 0.1, 0.8], [0.05, 0.9, 0.05]])
    assert scores.rankings(probabilities, np.array([0, 2, 1])) == scores.Ranking(occupied=1.0, dirty=1.0)
    assert scores.rankings(probabilities, np.array([2, 0, 1])).dirty == 0
