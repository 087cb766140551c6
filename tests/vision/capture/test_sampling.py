"""Which packets of a real H.264 stream are decoded, and which frames become pictures. Time is passed in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from av.video.stream import VideoStream

from edge.clock import ManualClock
from edge.vision.capture.pulse import Pulse
from edge.vision.capture.sampling import Picture, SamplingDecoder
from edge.vision.times import CaptureTimes
from tests.rtsp.video import Patch, Scene, film, read_clock

FPS = 10


class Player:
    """Feeds the packets of a video to a decoder at their own times."""

    def __init__(self, path: Path, times: CaptureTimes) -> None:
        self.clock = ManualClock()
        self.pulse = Pulse(self.clock)
        with av.open(str(path)) as container:
            self.packets = [packet for packet in container.demux(container.streams.video[0]) if packet.size]
            self.codec = av.CodecContext.create("h264", "r")
            self.codec.extradata = container.streams.video[0].codec_context.extradata
        self.decoder = SamplingDecoder(self.codec, times, self.pulse)

    def pictures(self, packets: list[av.Packet[VideoStream]], offset_s: float = 0.0) -> Iterator[tuple[float, Picture]]:
        """The pictures that come out, and when."""
        for packet in packets:
            self.clock.move_to(offset_s + float((packet.pts or 0) * (packet.time_base or 0)))
            for picture in self.decoder.feed(packet, self.clock.monotonic()):
                yield self.clock.monotonic(), picture

    def play(self, packets: list[av.Packet[VideoStream]] | None = None) -> list[int]:
        """The ticks of the pictures that come out."""
        chosen = self.packets if packets is None else packets
        return [read_clock(picture.image) for _, picture in self.pictures(chosen)]


def _film(path: Path, **scene: object) -> Path:
    return film(path / "room.mp4", Scene(**({"fps": FPS, "gop_s": 1.0, "duration_s": 12.0} | scene)))  # type: ignore[arg-type]


EVERY = CaptureTimes(sample_s=0.5, quiet_s=0.5)


def test_keyframes_only_after_the_first_gop(tmp_path: Path) -> None:
    player = Player(_film(tmp_path), EVERY)
    assert player.play() == [0, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110]
    assert player.pulse.mode == "keyframes"
    assert player.pulse.gop_s == pytest.approx(1.0)


def test_long_gops_are_decoded_whole_and_sampled(tmp_path: Path) -> None:
    player = Player(_film(tmp_path, gop_s=4.0), EVERY)
    assert player.play() == list(range(0, 120, 5))
    assert player.pulse.mode == "all"


@pytest.mark.parametrize("b_frames", ["0", "2"])
def test_a_keyframe_shows_at_once_even_where_pictures_are_reordered(tmp_path: Path, b_frames: str) -> None:
    player = Player(_film(tmp_path, options={"bf": b_frames, "preset": "medium"}), EVERY)
    keyframes = [packet for packet in player.packets if packet.is_keyframe]
    player.play(keyframes[:2])
    assert player.play(keyframes[2:]) == list(range(20, 120, 10))


def test_a_late_keyframe_costs_no_picture(tmp_path: Path) -> None:
    """GOPs of 1 s, then one of 6 s: what was held undecoded is decoded when the next keyframe does not come."""
    short, long = tmp_path / "short", tmp_path / "long"
    short.mkdir()
    long.mkdir()
    player = Player(_film(short, duration_s=4.0), EVERY)
    later = Player(_film(long, gop_s=6.0, duration_s=6.0), EVERY)
    assert player.play()[-1] == 30
    ticks = [read_clock(picture.image) for _, picture in player.pictures(later.packets, offset_s=4.0)]
    assert ticks[0] == 0
    assert ticks[1] == 31, "3 s after the last keyframe patience ends, with the present picture"
    assert ticks[2:] == [36, 41, 46, 51, 56]


def test_nothing_stirs_so_every_second_keyframe_will_do(tmp_path: Path) -> None:
    player = Player(_film(tmp_path, clock=False, duration_s=20.0), CaptureTimes())
    decoded = len(player.play())
    assert decoded <= 13, "the first GOP whole, then one keyframe in two seconds"


def test_attention_wants_every_keyframe(tmp_path: Path) -> None:
    player = Player(_film(tmp_path, clock=False, duration_s=20.0), CaptureTimes())
    player.pulse.attention_until = 100.0
    assert len(player.play()) == 21


def test_what_stirs_is_seen_at_the_next_keyframe(tmp_path: Path) -> None:
    seated_at_s = 9.3
    guest = Patch((60, 40, 150, 100), [(0, (96, 96, 96)), (seated_at_s, (200, 20, 20))])
    player = Player(_film(tmp_path, patches=[guest], clock=False, duration_s=14.0), CaptureTimes())
    seen_at = [at for at, picture in player.pictures(player.packets) if picture.image[45, 65, 0] > 150]
    assert seen_at[0] == pytest.approx(10.0)


def test_garbage_is_counted_and_shows_nothing(tmp_path: Path) -> None:
    player = Player(_film(tmp_path), EVERY)
    for packet in player.packets[5:]:
        packet.update(random.Random(4).randbytes(packet.size))
    assert player.play() == [0]
    assert player.pulse.corrupt >= 10
