"""The filter's two steps, as properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from edge.events import SEEN, Availability
from edge.vision.belief import BeliefSettings, Dwell, Filter, Rates, Vector, exponential

EVEN = (1 / 3, 1 / 3, 1 / 3)
RULE = Filter(BeliefSettings(), EVEN)

elapsed = st.floats(0.0, 7 * 86_400.0)


@st.composite
def probabilities(draw: st.DrawFn) -> tuple[float, float, float]:
    parts = np.array(draw(st.tuples(*[st.floats(0.0, 1.0)] * 3))) + 1e-6
    clean, occupied, dirty = parts / parts.sum()
    return float(clean), float(occupied), float(dirty)


@st.composite
def beliefs(draw: st.DrawFn) -> Vector:
    return RULE.bounded(np.array(draw(probabilities())))


@given(beliefs(), st.lists(st.tuples(elapsed, probabilities(), st.floats(0.0, 3.0)), max_size=20))
def test_whatever_is_seen_the_belief_stays_normalised_and_open(
    belief: Vector, seen: list[tuple[float, tuple[float, float, float], float]]
) -> None:
    settings = BeliefSettings()
    for elapsed_s, says, weight in seen:
        belief = RULE.update(RULE.predict(belief, elapsed_s), weight * RULE.log_likelihood(says))
        assert belief.sum() == pytest.approx(1.0)
        assert belief.max() <= settings.certainty + 1e-9
        assert belief.min() >= (1.0 - settings.certainty) / 2 * 0.97


@given(beliefs(), st.floats(0.0, 7200.0), st.floats(0.0, 7200.0))
def test_predicting_twice_is_predicting_once(belief: Vector, first_s: float, then_s: float) -> None:
    rates = Rates().matrix()
    twice = belief @ exponential(rates * first_s) @ exponential(rates * then_s)
    np.testing.assert_allclose(twice, belief @ exponential(rates * (first_s + then_s)), atol=1e-12)


@given(beliefs())
def test_left_alone_every_belief_fades_into_that_of_a_table_never_seen(belief: Vector) -> None:
    np.testing.assert_allclose(RULE.predict(belief, 7 * 86_400.0), RULE.unseen(), atol=1e-6)


@pytest.mark.parametrize(("before", "after"), [(a, b) for a in SEEN for b in SEEN if a is not b])
def test_a_transition_happens_at_its_rate(before: Availability, after: Availability) -> None:
    shares = exponential(Rates().matrix() * 1.0)
    per_hour = shares[SEEN.index(before), SEEN.index(after)] * 3600.0
    assert per_hour == pytest.approx(getattr(Rates(), f"{before}_to_{after}"), rel=0.1)


@given(beliefs(), st.floats(0.0, 3.0))
def test_evidence_that_only_repeats_the_class_prior_says_nothing(belief: Vector, weight: float) -> None:
    prior = (0.5, 0.3, 0.2)
    rule = Filter(BeliefSettings(), prior)
    np.testing.assert_allclose(rule.update(belief, weight * rule.log_likelihood(prior)), belief, atol=1e-12)


def test_bayes_rule_by_hand() -> None:
    belief = RULE.update(np.array([0.5, 0.3, 0.2]), RULE.log_likelihood((0.2, 0.6, 0.2)))
    np.testing.assert_allclose(belief, np.array([0.10, 0.18, 0.04]) / 0.32)


def test_no_look_is_surer_than_the_floor_allows() -> None:
    certain = RULE.log_likelihood((0.0, 1.0, 0.0))
    assert np.exp(certain[1] - certain[0]) == pytest.approx(1.0 / 0.02)


@given(st.floats(0.0, 1e6), st.floats(0.0, 1e6))
def test_a_picture_gains_weight_with_time_up_to_its_limit(one_s: float, other_s: float) -> None:
    shorter, longer = sorted((one_s, other_s))
    assert 0.0 <= RULE.weight(shorter) <= RULE.weight(longer) <= BeliefSettings().picture_weight


@pytest.mark.parametrize("picture_weight", [1.5, 3.0, 20.0])
def test_one_look_is_what_a_picture_is_worth_after_one_look_s(picture_weight: float) -> None:
    rule = Filter(BeliefSettings(picture_weight=picture_weight), EVEN)
    assert rule.weight(rule.one_look_s) == pytest.approx(1.0)


def test_a_part_of_the_dwell_times_can_be_set() -> None:
    settings = BeliefSettings.model_validate({"dwell_s": {"occupied_to_clean": 3}})
    assert settings.dwell_s.between(Availability.OCCUPIED, Availability.CLEAN) == 3.0
    assert settings.dwell_s.between(Availability.OCCUPIED, Availability.DIRTY) == Dwell().occupied_to_dirty


@pytest.mark.parametrize(
    "wrong",
    [
        {"threshold": 0.4},
        {"certainty": 1.0},
        {"evidence_floor": 0.0},
        {"dwell_s": {"occupied_to_reserved": 3}},
        {"rates_per_hour": {"clean_to_dirty": 0}},
        {"stale_after_s": float("inf")},
        {"unheard_of": 1},
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        BeliefSettings.model_validate(wrong)
