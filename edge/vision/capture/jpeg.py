"""Cameras that send JPEG pictures over HTTP: one unending answer (MJPEG), or one picture per request (snapshot)."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPResponse

import cv2
import numpy as np

from edge.events import CameraReason
from edge.vision.capture.frame import Image
from edge.vision.capture.http import LARGEST_PICTURE, Browser
from edge.vision.capture.pulse import Pulse
from edge.vision.capture.sampling import EARLY, Picture
from edge.vision.capture.trouble import StreamTrouble
from edge.vision.source import CameraSource
from edge.vision.times import CaptureTimes

VALIDATORS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
"""Response headers that name a picture, and the request headers that ask for another one only."""


def mjpeg(source: CameraSource, times: CaptureTimes, pulse: Pulse) -> Iterator[Picture]:
    """Pictures of a `multipart/x-mixed-replace` answer, decoded only when a sample is due."""
    with Browser(source).get({}, open_s=times.open_s, read_s=times.read_s) as response:
        if response is None or response.headers.get_content_maintype() != "multipart":
            raise _no_picture(source, response, "a stream of pictures")
        pulse.opened()
        sampled_at = float("-inf")
        for part in _parts_in_time(response, source, times):
            now = pulse.data()
            if pulse.cancelled:
                return
            if now - sampled_at >= EARLY * times.sample_s and (image := _decoded(part, pulse)) is not None:
                sampled_at = now
                yield Picture(image, keyframe=True)
    raise StreamTrouble(CameraReason.ENDED, f"{source.masked} ended the stream.")


def snapshots(source: CameraSource, times: CaptureTimes, pulse: Pulse) -> Iterator[Picture]:
    """One picture every `poll_s`. The camera is asked to send it only if it is another one than the last; if it is
    not, the last one is the present picture, and comes again."""
    browser, known, image = Browser(source), dict[str, str](), None
    while not pulse.cancelled:
        asked_at = pulse.now()
        with browser.get(known, open_s=times.open_s, read_s=times.read_s) as response:
            pulse.opened()
            if response is not None:
                image = _decoded(_still(source, response), pulse)
                known = {ask: value for name, ask in VALIDATORS.items() if (value := response.headers.get(name))}
            pulse.data()
        if image is None:
            raise StreamTrouble(CameraReason.UNREADABLE, f"{source.masked} sent a picture that cannot be read.")
        yield Picture(image, keyframe=True)
        poll_s = min(source.poll_s, times.sample_s) if pulse.attentive else source.poll_s
        pulse.sleep(asked_at + poll_s - pulse.now())


def _still(source: CameraSource, response: HTTPResponse) -> bytes:
    if response.headers.get_content_maintype() in ("text", "multipart"):
        raise _no_picture(source, response, "a picture")
    body = response.read(LARGEST_PICTURE + 1)
    if len(body) > LARGEST_PICTURE:
        raise StreamTrouble(CameraReason.UNREADABLE, f"{source.masked} sent more than {LARGEST_PICTURE} bytes.")
    return body


def _no_picture(source: CameraSource, response: HTTPResponse | None, wanted: str) -> StreamTrouble:
    kind = response.headers.get_content_type() if response is not None else "nothing"
    reason = CameraReason.NO_VIDEO if kind.startswith("text/") else CameraReason.WRONG_CODEC
    return StreamTrouble(reason, f"{source.masked} answers {kind}, not {wanted}.")


def _parts_in_time(response: HTTPResponse, source: CameraSource, times: CaptureTimes) -> Iterator[bytes]:
    """Parts of the answer; one that does not come in time is a stall."""
    try:
        yield from _parts(response)
    except TimeoutError:
        raise StreamTrouble(CameraReason.NO_DATA, f"{source.masked} sent nothing for {times.read_s:g} s.") from None


def _parts(response: HTTPResponse) -> Iterator[bytes]:
    """Bodies of a multipart answer: by their Content-Length where given, else up to the next boundary."""
    name = str(response.headers.get_param("boundary", "")).strip('"').removeprefix("--")
    boundary = b"--" + name.encode()
    _, found = _up_to(boundary, response)
    while found:
        length = _content_length(response)
        body = response.read(length)
        rest, found = _up_to(boundary, response)
        yield body or rest


def _content_length(response: HTTPResponse) -> int:
    """Of the part whose headers come next; 0 where it gives none."""
    length = 0
    while line := response.readline(4096).strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length" and value.strip().isdigit():
            length = min(int(value), LARGEST_PICTURE)
    return length


def _up_to(boundary: bytes, response: HTTPResponse) -> tuple[bytes, bool]:
    """What comes before the next boundary, and whether there is one."""
    body = bytearray()
    while len(body) < LARGEST_PICTURE and (line := response.readline(65536)):
        if line.startswith(boundary):
            return bytes(body), True
        body += line
    return bytes(body), False


def _decoded(jpeg: bytes, pulse: Pulse) -> Image | None:
    """The picture, or None if it is cut off or no picture at all."""
    whole = jpeg[:2] != b"\xff\xd8" or b"\xff\xd9" in jpeg[-64:]
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR_RGB) if whole and jpeg else None
    if image is None:
        pulse.corrupt += 1
        return None
    return image.astype(np.uint8, copy=False)


__all__ = ["mjpeg", "snapshots"]
