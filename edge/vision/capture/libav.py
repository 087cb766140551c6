"""RTSP streams and video files, read packet by packet with libav."""

from __future__ import annotations

from collections.abc import Iterator

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from edge.events import CameraReason
from edge.vision.capture.pulse import Pulse
from edge.vision.capture.sampling import Picture, SamplingDecoder
from edge.vision.capture.trouble import PlayedOut, StreamTrouble
from edge.vision.source import CameraSource
from edge.vision.times import CaptureTimes

av.logging.set_level(None)  # libav prints addresses with their passwords

RTSP = {
    "rtsp_transport": "tcp",
    "allowed_media_types": "video",
    "fflags": "nobuffer+discardcorrupt",
    "analyzeduration": "0",  # the description names codec and size: the first picture is soon there
    "probesize": "32",
}

ERRORS: tuple[tuple[type[Exception], CameraReason, str], ...] = (
    (av.error.HTTPUnauthorizedError, CameraReason.CREDENTIALS, "refused the user name or password"),
    (av.error.HTTPForbiddenError, CameraReason.CREDENTIALS, "forbids this user to watch"),
    (av.error.HTTPNotFoundError, CameraReason.NOT_FOUND, "has no such stream"),
    (av.error.FileNotFoundError, CameraReason.NOT_FOUND, "is not there"),
    (av.error.ConnectionRefusedError, CameraReason.CONNECTION_REFUSED, "refused the connection"),
    (av.error.HTTPClientError, CameraReason.CONNECTION_REFUSED, "refused the request"),
    (av.error.HTTPServerError, CameraReason.CONNECTION_REFUSED, "failed to answer the request"),
    (av.error.DecoderNotFoundError, CameraReason.WRONG_CODEC, "is coded in a way that cannot be decoded here"),
    (av.error.ProtocolNotFoundError, CameraReason.NO_VIDEO, "has an address of an unknown kind"),
    (av.error.EOFError, CameraReason.ENDED, "ended the stream"),
)
"""What an error of libav means, first match; others depend on the kind of source."""


def pictures(source: CameraSource, times: CaptureTimes, pulse: Pulse) -> Iterator[Picture]:
    """Open the source and yield pictures until it ends, which is a `StreamTrouble` too."""
    try:
        with _open(source, times) as container:
            stream = _video(container, source)
            pulse.opened()
            decoder = SamplingDecoder(stream.codec_context, times, pulse)
            for packet in _packets(container, stream, source, pulse):
                yield from decoder.feed(packet, pulse.data())
    except av.error.FFmpegError as error:
        raise _trouble(error, source, times, pulse) from None  # its text holds the address with the password


def _open(source: CameraSource, times: CaptureTimes) -> InputContainer:
    options = RTSP | {"timeout": str(round(times.open_s * 1e6))} if source.kind == "rtsp" else {}
    return av.open(source.address_with_credentials, options=options, timeout=(times.open_s, times.read_s))


def _video(container: InputContainer, source: CameraSource) -> VideoStream:
    if not container.streams.video:
        raise StreamTrouble(CameraReason.NO_VIDEO, f"{source.masked} carries no video.")
    stream = container.streams.video[0]
    if stream.codec_context is None:
        raise StreamTrouble(CameraReason.WRONG_CODEC, f"{source.masked} is coded in a way that cannot be decoded here.")
    stream.codec_context.thread_count = 1
    return stream


def _packets(
    container: InputContainer, stream: VideoStream, source: CameraSource, pulse: Pulse
) -> Iterator[av.Packet[VideoStream]]:
    packets = (packet for packet in container.demux(stream) if packet.size)
    if source.live:
        for packet in packets:
            if pulse.cancelled:
                return
            yield packet
        raise StreamTrouble(CameraReason.ENDED, f"{source.masked} ended the stream.")
    while True:
        yield from _in_real_time(packets, float(stream.time_base or 0), pulse)
        if pulse.cancelled:
            return
        if pulse.data_at is None:
            raise StreamTrouble(CameraReason.UNREADABLE, f"{source.masked} holds no picture.")
        if not source.loop:
            raise PlayedOut(f"{source.masked} has been played to its end.")
        container.seek(0)
        stream.codec_context.flush_buffers()
        packets = (packet for packet in container.demux(stream) if packet.size)


def _in_real_time(
    packets: Iterator[av.Packet[VideoStream]], tick_s: float, pulse: Pulse
) -> Iterator[av.Packet[VideoStream]]:
    """A file's packets, each when it would have come from a camera. `tick_s`: what its stamps count."""
    started_at, first_s = pulse.now(), None
    for packet in packets:
        stamp = packet.dts if packet.dts is not None else packet.pts
        at_s = stamp * tick_s if stamp is not None else 0.0
        first_s = at_s if first_s is None else first_s
        if not pulse.sleep(started_at + at_s - first_s - pulse.now()):
            return
        yield packet


def _trouble(error: Exception, source: CameraSource, times: CaptureTimes, pulse: Pulse) -> StreamTrouble:
    for kind, reason, words in ERRORS:
        if isinstance(error, kind):
            return StreamTrouble(reason, f"{source.masked} {words}.")
    if not source.live:
        return StreamTrouble(CameraReason.UNREADABLE, f"{source.masked} is no readable video file.")
    if pulse.opened_at is not None:
        return StreamTrouble(CameraReason.NO_DATA, f"{source.masked} sent nothing for {times.read_s:g} s.")
    if pulse.now() - pulse.started_at >= 0.9 * times.open_s:
        return StreamTrouble(CameraReason.NO_ANSWER, f"{source.masked} did not answer within {times.open_s:g} s.")
    if isinstance(error, av.error.InvalidDataError):
        return StreamTrouble(CameraReason.NO_VIDEO, f"{source.masked} answers, but not with a video stream.")
    return StreamTrouble(CameraReason.NO_ANSWER, f"{source.masked} cannot be reached.")


__all__ = ["pictures"]
