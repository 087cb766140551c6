"""Token buckets."""

from hypothesis import given
from hypothesis import strategies as st

from edge.clock import ManualClock
from edge.web.limits import Allowance, Buckets


@given(
    st.integers(1, 10),
    st.sampled_from([0.1, 1.0, 5.0]),
    st.lists(st.tuples(st.floats(0, 5), st.integers(1, 5)), max_size=30),
)
def test_never_more_than_the_burst_and_what_time_gives(
    burst: int, per_s: float, visits: list[tuple[float, int]]
) -> None:
    clock = ManualClock()
    buckets = Buckets(Allowance(burst, per_s), clock.monotonic)
    granted = 0
    for pause_s, tries in visits:
        clock.advance(pause_s)
        granted += sum(buckets.take("a") == 0.0 for _ in range(tries))
        assert granted <= burst + clock.monotonic() * per_s + 1e-6


@given(st.integers(1, 5), st.sampled_from([0.5, 2.0]))
def test_waiting_as_long_as_told_is_enough(burst: int, per_s: float) -> None:
    clock = ManualClock()
    buckets = Buckets(Allowance(burst, per_s), clock.monotonic)
    for _ in range(burst):
        assert buckets.take("a") == 0.0
    wait_s = buckets.take("a")
    assert wait_s > 0
    clock.advance(wait_s)
    assert buckets.take("a") == 0.0


def test_one_does_not_pay_for_another_and_memory_is_bounded() -> None:
    clock = ManualClock()
    buckets = Buckets(Allowance(1, 0.001), clock.monotonic, most=100)
    assert all(buckets.take(f"host-{number}") == 0.0 for number in range(1000))
    assert buckets.take("host-999") > 0
    assert buckets.take("host-0") == 0.0, "forgotten long ago"
