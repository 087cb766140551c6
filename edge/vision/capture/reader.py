"""One attempt at a camera: a thread that reads its stream until that ends."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator

from edge.clock import Clock
from edge.events import CameraReason
from edge.vision.capture import jpeg, libav
from edge.vision.capture.pulse import Pulse
from edge.vision.capture.sampling import Picture
from edge.vision.capture.trouble import StreamTrouble
from edge.vision.source import CameraSource, SourceKind
from edge.vision.times import CaptureTimes

log = logging.getLogger(__name__)

Stream = Callable[[CameraSource, CaptureTimes, Pulse], Iterator[Picture]]
"""Yields pictures until the stream ends, which it says by raising `StreamTrouble`."""

STREAMS: dict[SourceKind, Stream] = {
    "rtsp": libav.pictures,
    "file": libav.pictures,
    "mjpeg": jpeg.mjpeg,
    "snapshot": jpeg.snapshots,
}


class Reader:
    """Runs a stream in its own daemon thread. If the thread hangs it can be left behind: nobody listens to it then."""

    def __init__(
        self,
        source: CameraSource,
        times: CaptureTimes,
        clock: Clock,
        *,
        deliver: Callable[[Reader, Picture], None],
        ended: Callable[[], None],
    ) -> None:
        self.pulse = Pulse(clock)
        self.trouble: StreamTrouble | None = None
        self._source = source
        self._times = times
        self._deliver = deliver
        self._ended = ended
        self._thread = threading.Thread(target=self._run, name=f"read-{source.camera}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def cancel(self) -> None:
        """Ask the thread to end; it does at its next packet, or when its read times out."""
        self.pulse.cancel()

    def join(self, timeout_s: float) -> None:
        self._thread.join(timeout_s)

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            for picture in STREAMS[self._source.kind](self._source, self._times, self.pulse):
                if self.pulse.cancelled:
                    break
                self.pulse.picture()
                self._deliver(self, picture)
        except StreamTrouble as trouble:
            self.trouble = trouble
        except Exception:  # the supervised loop of one stream: whatever breaks it, the camera is retried
            log.exception("camera %s: reading the stream failed", self._source.camera)
            self.trouble = StreamTrouble(CameraReason.UNREADABLE, f"{self._source.masked} cannot be read.")
        finally:
            self._ended()


__all__ = ["Reader", "Stream"]
