"""The pure rules of capture: when to decode, when to worry, when to try again."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.backoff import Backoff
from edge.clock import ManualClock
from edge.events import CameraReason, CameraStatus
from edge.vision.capture.cadence import Cadence, Stir
from edge.vision.capture.frame import Frame, NewestFrame
from edge.vision.capture.pulse import Pulse
from edge.vision.capture.stillness import Stillness
from edge.vision.capture.trouble import MEANINGS, PlayedOut, Retry, StreamTrouble
from edge.vision.capture.watchdog import diagnose, judge
from edge.vision.source import CameraSource
from edge.vision.times import CaptureTimes

TIMES = CaptureTimes()


# --- pauses


@given(st.integers(0, 40), st.floats(0.1, 5), st.floats(5, 100), st.integers())
def test_pauses_grow_to_their_cap_and_never_beyond(failures: int, first_s: float, cap_s: float, seed: int) -> None:
    backoff = Backoff(first_s, random.Random(seed))
    pauses = [backoff.next_s(cap_s) for _ in range(failures + 1)]
    full = [min(cap_s, first_s * 2**failure) for failure in range(failures + 1)]
    assert all(0.75 * most <= pause <= most for pause, most in zip(pauses, full, strict=True))
    backoff.reset()
    assert backoff.next_s(cap_s) <= first_s


@pytest.mark.parametrize(("cap_s", "most_a_minute"), [(TIMES.backoff_silent_s, 6), (TIMES.backoff_refusing_s, 2)])
def test_a_dead_camera_is_tried_a_few_times_a_minute_only(cap_s: float, most_a_minute: int) -> None:
    backoff = Backoff(TIMES.backoff_first_s, random.Random(1))
    pauses = [backoff.next_s(cap_s) for _ in range(200)]
    assert 60 * len(pauses) / sum(pauses) <= most_a_minute


# --- keyframes


@pytest.mark.parametrize(
    ("keyframes_at", "now", "suffice"),
    [
        ([], 0.0, False),
        ([0.0], 0.5, False),
        ([0.0, 1.0], 1.5, True),
        ([0.0, 2.0], 3.0, True),
        ([0.0, 2.5], 3.0, False),
        ([0.0, 1.0], 4.1, False),
        ([0.0, 1.0, 5.0, 6.0], 6.5, False),
        ([0.0, 5.0, 6.0, 7.0, 8.0], 8.5, True),
    ],
    ids=["none", "one", "1 s", "2 s", "2.5 s", "1 s, then none", "1 s, but one of 4 s", "5 s, then 1 s"],
)
def test_keyframes_suffice_where_they_come_every_two_seconds(
    keyframes_at: list[float], now: float, suffice: bool
) -> None:
    cadence = Cadence(limit_s=2.0)
    for at in keyframes_at:
        cadence.keyframe(at)
    assert cadence.keyframes_suffice(now) is suffice


def _quiet_stream(stir: Stir, gops: int = 5) -> None:
    for gop in range(gops):
        stir.keyframe(50_000 + 100 * gop)
        stir.looked()
        for size in (1000, 1100, 900, 1050):
            stir.predicted(size)


def test_a_quiet_stream_stirs_nobody() -> None:
    stir = Stir()
    _quiet_stream(stir)
    assert not stir.seen


@pytest.mark.parametrize(("sizes", "keyframe"), [([5000], 50_000), ([1000], 80_000), ([1000], 30_000)])
def test_what_moves_makes_pictures_bigger_or_keyframes_other(sizes: list[int], keyframe: int) -> None:
    stir = Stir()
    _quiet_stream(stir)
    for size in sizes:
        stir.predicted(size)
    stir.keyframe(keyframe)
    assert stir.seen
    stir.looked()
    assert not stir.seen


# --- life


def _source(kind: str = "rtsp") -> CameraSource:
    return CameraSource.model_validate({"camera": "cam", "kind": kind, "url": f"{kind}://box/a"})


def _pulse(opened: float | None, data: float | None, picture: float | None, gop_s: float | None = 1.0) -> Pulse:
    pulse = Pulse(ManualClock())
    pulse.opened_at, pulse.data_at, pulse.picture_at, pulse.gop_s = opened, data, picture, gop_s
    return pulse


@pytest.mark.parametrize(
    ("pulse", "now", "reason"),
    [
        (_pulse(None, None, None), 12.0, None),
        (_pulse(None, None, None), 13.5, CameraReason.NO_ANSWER),
        (_pulse(1.0, None, None), 4.9, None),
        (_pulse(1.0, None, None), 5.1, CameraReason.NO_DATA),
        (_pulse(1.0, 20.0, 19.5), 23.9, None),
        (_pulse(1.0, 20.0, 19.5), 24.1, CameraReason.NO_DATA),
        (_pulse(1.0, 15.9, None), 16.0, None),
        (_pulse(1.0, 16.1, None), 16.2, CameraReason.UNREADABLE),
        (_pulse(1.0, 24.9, 20.0), 25.0, None),
        (_pulse(1.0, 25.1, 20.0), 25.2, CameraReason.UNREADABLE),
        (_pulse(1.0, 40.0, 20.0, gop_s=10.0), 40.1, None),
    ],
)
def test_a_stream_is_judged_by_its_signs(pulse: Pulse, now: float, reason: CameraReason | None) -> None:
    trouble = diagnose(pulse, _source(), TIMES, now)
    assert (trouble.reason if trouble else None) == reason


def test_a_stall_is_noticed_within_five_seconds() -> None:
    pulse = _pulse(1.0, 20.0, 20.0)
    assert diagnose(pulse, _source(), TIMES, 20.0 + 5.0 - TIMES.tick_s) is not None


def test_a_file_may_pause_between_its_pictures() -> None:
    assert diagnose(_pulse(1.0, 20.0, 20.0), _source("file"), TIMES, 90.0) is None


@pytest.mark.parametrize(
    ("age_s", "trouble", "status", "reason"),
    [
        (None, None, CameraStatus.STARTING, CameraReason.NONE),
        (1.0, None, CameraStatus.ONLINE, CameraReason.NONE),
        (6.0, None, CameraStatus.STALLED, CameraReason.NO_DATA),
        (1.0, CameraReason.ENDED, CameraStatus.ONLINE, CameraReason.NONE),
        (6.0, CameraReason.ENDED, CameraStatus.OFFLINE, CameraReason.ENDED),
        (None, CameraReason.NO_ANSWER, CameraStatus.OFFLINE, CameraReason.NO_ANSWER),
        (1.0, CameraReason.CREDENTIALS, CameraStatus.REFUSED, CameraReason.CREDENTIALS),
        (1.0, CameraReason.NO_DATA, CameraStatus.STALLED, CameraReason.NO_DATA),
        (1.0, CameraReason.FRAME_SIZE, CameraStatus.STALLED, CameraReason.FRAME_SIZE),
    ],
)
def test_the_status_follows_the_age_of_the_newest_frame(
    age_s: float | None, trouble: CameraReason | None, status: CameraStatus, reason: CameraReason
) -> None:
    verdict = judge(age_s, 5.0, StreamTrouble(trouble, "") if trouble else None)
    assert (verdict.status, verdict.reason) == (status, reason)


def test_every_reason_of_a_stream_has_a_meaning() -> None:
    assert set(MEANINGS) == set(CameraReason) - {CameraReason.NONE, CameraReason.WORKER_DOWN}
    assert MEANINGS[CameraReason.CREDENTIALS].retry is Retry.NEVER
    assert PlayedOut("").meaning.retry is Retry.NEVER


# --- stillness


def test_the_same_picture_is_frozen_noise_is_not() -> None:
    noise = np.random.default_rng(5)
    room = noise.integers(0, 200, (90, 160, 3), dtype=np.uint8)
    stillness = Stillness()
    assert [stillness.seconds(room, at) for at in (0.0, 10.0, 50.0)] == [0.0, 10.0, 50.0]
    for at in (51.0, 60.0, 120.0):
        assert stillness.seconds(room + noise.integers(0, 2, room.shape, dtype=np.uint8), at) == 0.0


def test_a_dark_room_is_not_frozen() -> None:
    stillness, dark = Stillness(), np.full((90, 160, 3), 16, np.uint8)
    assert [stillness.seconds(dark, at) for at in (0.0, 100.0, 200.0)] == [0.0, 0.0, 0.0]


# --- the newest frame


def test_only_the_newest_frame_is_kept_and_drops_are_counted() -> None:
    slot, clock = NewestFrame(), ManualClock()
    image = np.zeros((2, 2, 3), np.uint8)
    for seq in (1, 2, 3):
        slot.put(Frame(image, float(seq), clock.now(), seq, True))
    frame = slot.newest()
    assert frame is not None
    assert (frame.seq, slot.dropped) == (3, 2)
    assert slot.newest(after_seq=3) is None
    assert slot.wait(3, 0.0) is None
    slot.put(Frame(image, 4.0, clock.now(), 4, True))
    assert slot.dropped == 2, "the third had been taken"
    slot.forget()
    assert slot.newest() is None
