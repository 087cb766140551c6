"""How long parties stay: what is assumed, what is learned, what is left of a meal."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.events import Phase
from edge.floor.quotes import Daypart, Meal, PastVisit, Turns, learn_turns

DINNER = 19 * 60
PHASES = [Phase.SEATED, Phase.GREETED, Phase.ORDERED, Phase.MAINS, Phase.DESSERT, Phase.CHECK, Phase.PAID]


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def stays(mean_min: float, count: int, size: int = 4, seed: int = 1) -> list[PastVisit]:
    """Past dinners of one length, with the usual spread."""
    drawn = np.random.default_rng(seed).lognormal(math.log(mean_min) - 0.042, 0.29, count)
    return [PastVisit(size, float(minutes), DINNER) for minutes in drawn]


def test_a_four_top_takes_an_hour_give_or_take_eighteen_minutes_before_anything_is_known() -> None:
    drawn = Turns().draw(4, Daypart.DINNER, 20_000, rng())
    assert float(drawn.mean()) == pytest.approx(61.0, abs=1.0)
    assert float(drawn.std()) == pytest.approx(18.0, abs=1.0)


def test_larger_parties_stay_longer_and_lunch_is_quicker() -> None:
    means = [Turns().mu(size, Daypart.DINNER) for size in (2, 4, 6, 8)]
    assert means == sorted(set(means))
    assert Turns().mu(4, Daypart.LUNCH) < Turns().mu(4, Daypart.DINNER)


@pytest.mark.parametrize(("count", "at_least", "at_most"), [(0, 60.0, 62.0), (2, 65.0, 88.0), (200, 88.0, 96.0)])
def test_the_house_s_own_visits_count_the_more_there_are(count: int, at_least: float, at_most: float) -> None:
    drawn = learn_turns([PastVisit(4, 90.0, DINNER)] * count).draw(4, Daypart.DINNER, 20_000, rng())
    assert at_least <= float(drawn.mean()) <= at_most


def test_what_one_size_teaches_is_believed_of_others_too() -> None:
    learned = learn_turns(stays(90.0, 200, size=4))
    assert learned.mu(2, Daypart.DINNER) > Turns().mu(2, Daypart.DINNER) + 0.2


def test_early_in_the_evening_those_who_still_sit_keep_it_from_believing_that_everybody_is_quick() -> None:
    everybody = stays(60.0, 300)
    after_min = 50.0
    seen = [one if one.minutes < after_min else PastVisit(one.size, after_min, DINNER, over=False) for one in everybody]
    only_over = learn_turns([one for one in seen if one.over]).mu(4, Daypart.DINNER)
    with_sitting = learn_turns(seen).mu(4, Daypart.DINNER)
    truth = learn_turns(everybody).mu(4, Daypart.DINNER)
    assert abs(with_sitting - truth) < 0.05 < truth - only_over


@given(st.floats(0.0, 300.0), st.sampled_from(PHASES), st.floats(0.0, 1.0), st.integers(1, 12))
def test_what_is_left_is_never_negative_nor_endless(elapsed_min: float, phase: Phase, share: float, size: int) -> None:
    meal = Meal(("T1",), size, elapsed_min, phase, elapsed_min * share)
    left = Turns().draw_remaining(meal, Daypart.DINNER, 50, rng())
    assert np.isfinite(left).all()
    assert float(left.min()) >= 0.0
    assert 0.0 <= Turns().remaining(meal, Daypart.DINNER) < 400.0


def test_the_longer_they_sit_the_sooner_they_go() -> None:
    left = [Turns().remaining(Meal(("T1",), 4, elapsed), Daypart.DINNER) for elapsed in (0.0, 20.0, 40.0, 60.0)]
    assert all(sooner < later for later, sooner in pairwise(left))


def test_a_later_phase_at_the_same_time_means_sooner() -> None:
    left = [
        Turns().remaining(Meal(("T1",), 4, 40.0, phase, 38.0), Daypart.DINNER)
        for phase in (Phase.MAINS, Phase.DESSERT, Phase.CHECK, Phase.PAID)
    ]
    assert all(sooner < later for later, sooner in pairwise(left))


def test_a_doubtful_phase_says_less() -> None:
    told = Meal(("T1",), 4, 25.0, Phase.PAID, 24.0)
    inferred = Meal(("T1",), 4, 25.0, Phase.PAID, 24.0, confidence=0.05)
    nothing = Meal(("T1",), 4, 25.0)
    sooner, between, later = (Turns().remaining(meal, Daypart.DINNER) for meal in (told, inferred, nothing))
    assert sooner < between < later


def test_when_phases_are_reached_is_learned() -> None:
    quick_to_pay = [PastVisit(4, 60.0, DINNER, reached_min={Phase.PAID: 30.0}) for _ in range(100)]
    share, _ = learn_turns(quick_to_pay).phases[Phase.PAID]
    assert math.exp(share) == pytest.approx(0.5, abs=0.05)
