"""Jumps of the wall clock become events; slow corrections do not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from edge.clock import ManualClock
from edge.journal import ClockWatch


@pytest.mark.parametrize(
    ("step_s", "elapsed_s", "expected_ms"),
    [
        (0.0, 5.0, None),
        (2.0, 5.0, None),
        (-2.0, 0.0, None),
        (2.001, 5.0, 2001),
        (-3600.0, 5.0, -3_600_000),
        (1e9, 0.0, 10**12),
    ],
)
def test_a_jump_is_seen_once(step_s: float, elapsed_s: float, expected_ms: int | None) -> None:
    clock = ManualClock()
    watch = ClockWatch(clock)
    clock.advance(elapsed_s)
    clock.start += timedelta(seconds=step_s)
    step = watch.look()
    assert (step and step.step_ms) == expected_ms
    clock.advance(elapsed_s)
    assert watch.look() is None


def test_a_clock_that_is_slewed_does_not_step() -> None:
    clock = ManualClock()
    watch = ClockWatch(clock)
    for _ in range(100):
        clock.advance(10)
        clock.start += timedelta(seconds=0.5)
        assert watch.look() is None
