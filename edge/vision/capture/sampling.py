"""Decides which packets of a stream are decoded, and which decoded frames become pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import av
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from edge.vision.capture.cadence import Cadence, Stir
from edge.vision.capture.frame import Image
from edge.vision.capture.pulse import Pulse
from edge.vision.times import CaptureTimes

EARLY = 0.9
"""A sample may come this much early, else a jittery keyframe would skip its turn."""


@dataclass(frozen=True)
class Picture:
    """One decoded picture, not yet masked: it stays inside the reader."""

    image: Image
    keyframe: bool


class SamplingDecoder:
    """Keyframes only where they come often enough, every frame otherwise; at most one picture per `sample_s`.

    In keyframe mode the packets in between are held, undecoded, until the next keyframe: should it not come in time,
    they are decoded after all and nothing is missed. While nothing stirs, keyframes are decoded every `quiet_s` only.
    """

    def __init__(self, codec: VideoCodecContext, times: CaptureTimes, pulse: Pulse) -> None:
        self._codec = codec
        self._times = times
        self._pulse = pulse
        self._cadence = Cadence(times.keyframe_gop_s)
        self._stir = Stir()
        self._held: list[av.Packet[VideoStream]] = []
        self._sampled_at = float("-inf")

    def feed(self, packet: av.Packet[VideoStream], now: float) -> Iterator[Picture]:
        """Take one packet that arrived at monotonic time `now`; yields the picture to look at, if any."""
        if packet.is_keyframe:
            self._cadence.keyframe(now)
            self._stir.keyframe(packet.size)
            self._pulse.gop_s = self._cadence.gop_s
            self._held.clear()
        else:
            self._stir.predicted(packet.size)
        if not self._cadence.begun:
            return iter(())
        if self._cadence.keyframes_suffice(now):
            self._pulse.mode = "keyframes"
            self._held.append(packet)
            return self._keyframe(packet, now)
        self._pulse.mode = "all"
        return self._every(packet, now)

    def _keyframe(self, packet: av.Packet[VideoStream], now: float) -> Iterator[Picture]:
        eager = self._stir.seen or self._pulse.attentive
        if packet.is_keyframe and self._due(now, self._times.sample_s if eager else self._times.quiet_s):
            frames = [*self._decode(packet), *self._decode(None)]
            self._codec.flush_buffers()
            yield from self._sample(frames, now)

    def _every(self, packet: av.Packet[VideoStream], now: float) -> Iterator[Picture]:
        late, self._held = self._held, []
        frames = [frame for held in (*late, packet) for frame in self._decode(held)]
        if self._due(now, self._times.sample_s):
            yield from self._sample(frames, now)

    def _due(self, now: float, interval_s: float) -> bool:
        return now - self._sampled_at >= interval_s * EARLY

    def _decode(self, packet: av.Packet[VideoStream] | None) -> list[av.VideoFrame]:
        try:
            frames = self._codec.decode(packet)
        except av.error.FFmpegError:
            self._pulse.corrupt += 1
            return []
        whole = [frame for frame in frames if not frame.is_corrupt]
        self._pulse.corrupt += len(frames) - len(whole)
        return whole

    def _sample(self, frames: list[av.VideoFrame], now: float) -> Iterator[Picture]:
        """The newest of the frames, as a picture."""
        for frame in frames[-1:]:
            self._sampled_at = now
            self._stir.looked()
            yield Picture(cast(Image, frame.to_ndarray(format="rgb24")), bool(frame.key_frame))


__all__ = ["Picture", "SamplingDecoder"]
