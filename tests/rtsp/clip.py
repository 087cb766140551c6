"""A video cut into H.264 access units, and those into RTP payloads (RFC 6184, packetisation mode 1)."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import av

LONGEST_PAYLOAD = 1400
FU_A = 28


@dataclass(frozen=True)
class AccessUnit:
    """One coded picture, as NAL units without start codes.

    `at_s` is when it shows and `due_s` when it is sent, in seconds from the start: in the order of decoding, so that a
    picture which others are predicted from goes before them.
    """

    at_s: float
    due_s: float
    keyframe: bool
    nals: tuple[bytes, ...]


@dataclass(frozen=True)
class Clip:
    """A whole video, ready to be served in a loop."""

    units: Sequence[AccessUnit]
    parameter_sets: tuple[bytes, ...]
    duration_s: float

    @property
    def sdp(self) -> str:
        """The session description a camera gives for this video."""
        sets = ",".join(base64.b64encode(nal).decode() for nal in self.parameter_sets)
        profile = self.parameter_sets[0][1:4].hex()
        lines = (
            "v=0",
            "o=- 0 0 IN IP4 127.0.0.1",
            "s=camera",
            "c=IN IP4 0.0.0.0",
            "t=0 0",
            "a=control:*",
            "m=video 0 RTP/AVP 96",
            "a=rtpmap:96 H264/90000",
            f"a=fmtp:96 packetization-mode=1;profile-level-id={profile};sprop-parameter-sets={sets}",
            "a=control:track0",
        )
        return "\r\n".join(lines) + "\r\n"


def load(path: Path) -> Clip:
    """Cut an MP4 with one H.264 stream into access units, without decoding it."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        extradata = bytes(stream.codec_context.extradata or b"")
        packets = [packet for packet in container.demux(stream) if packet.size]
        tick_s = float(stream.time_base or 0)
        first_dts, first_pts = packets[0].dts or 0, min(packet.pts or 0 for packet in packets)
        units = tuple(
            AccessUnit(
                at_s=((packet.pts or 0) - first_pts) * tick_s,
                due_s=((packet.dts or 0) - first_dts) * tick_s,
                keyframe=packet.is_keyframe,
                nals=tuple(_nals(bytes(packet))),
            )
            for packet in packets
        )
        return Clip(units, tuple(_parameter_sets(extradata)), len(units) / float(stream.average_rate or 1))


def _nals(unit: bytes) -> Iterator[bytes]:
    """NAL units of an MP4 sample, each after its length in four bytes."""
    at = 0
    while at < len(unit):
        size = int.from_bytes(unit[at : at + 4], "big")
        yield unit[at + 4 : at + 4 + size]
        at += 4 + size


def _parameter_sets(avcc: bytes) -> Iterator[bytes]:
    """SPS and PPS of an `avcC` box (ISO 14496-15)."""
    at = 5
    for mask in (0x1F, 0xFF):
        count, at = avcc[at] & mask, at + 1
        for _ in range(count):
            size = int.from_bytes(avcc[at : at + 2], "big")
            yield avcc[at + 2 : at + 2 + size]
            at += 2 + size


def payloads(nals: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """RTP payloads of one access unit, each with its marker: set on the last one."""
    for nal in nals:
        parts = list(_fragments(nal))
        for index, part in enumerate(parts):
            yield part, nal is nals[-1] and index == len(parts) - 1


def _fragments(nal: bytes) -> Iterator[bytes]:
    """The NAL unit itself, or FU-A fragments of it where it is too long for one packet."""
    if len(nal) <= LONGEST_PAYLOAD:
        yield nal
        return
    indicator, kind = nal[0] & 0xE0 | FU_A, nal[0] & 0x1F
    for start in range(1, len(nal), LONGEST_PAYLOAD):
        first, last = start == 1, start + LONGEST_PAYLOAD >= len(nal)
        header = kind | (0x80 if first else 0) | (0x40 if last else 0)
        yield bytes((indicator, header)) + nal[start : start + LONGEST_PAYLOAD]


__all__ = ["AccessUnit", "Clip", "load", "payloads"]
