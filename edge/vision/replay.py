"""A recording through the whole pipeline as fast as it goes: the same sampling, looks, classifier and beliefs as live.

Time is the recording's own: a virtual clock follows the packets, so that every dwell lasts as long as it would have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from calibration import Calibration, CalibrationError
from edge.clock import ManualClock
from edge.errors import BadInput
from edge.events import Availability, Observation, Value
from edge.vision.belief import BeliefSettings
from edge.vision.capture import CaptureTimes, Image
from edge.vision.capture.privacy import PrivacyMasks
from edge.vision.capture.pulse import Pulse
from edge.vision.capture.sampling import SamplingDecoder
from edge.vision.classify import Classifier, classify
from edge.vision.crops import CropSpec
from edge.vision.looks import Look
from edge.vision.tables import Tables
from edge.vision.views import CameraLooks, LookSettings
from edge.vision.watch import LOOK_FOR_S

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

Progress = Callable[[float], None]
"""Told the share of the recording that is done, 0 to 1."""


class Change(Value):
    """One published change. `t_s`: when it is published, `since_s`: when the state began to show, in the recording."""

    t_s: float
    table: str
    value: Availability
    previous: Availability | None
    since_s: float
    confidence: float
    people: int | None


class Replay:
    """One camera's recording in front of the eyes and the brain, without threads between them."""

    def __init__(
        self,
        calibration: Calibration,
        classifier: Classifier,
        belief: BeliefSettings | None = None,
        looks: LookSettings | None = None,
        times: CaptureTimes | None = None,
    ) -> None:
        self._camera = calibration.camera
        self._classifier = classifier
        self._times = times or CaptureTimes()
        self._clock = ManualClock(start=BEGINNING)
        self._pulse = Pulse(self._clock)
        self._masks = PrivacyMasks(calibration)
        self._eyes = CameraLooks(calibration, CropSpec.of(classifier.card), looks)
        self._tables = Tables(belief or BeliefSettings(), classifier.card.class_prior)
        self._tables.configure(calibration)
        self._published: dict[str, Availability] = {}

    def play(self, video: Path, progress: Progress = lambda _: None) -> Iterator[Change]:
        """Every published change, in order. Raises `BadInput` for what cannot be read or is of another frame size."""
        pictures = 0
        try:
            with av.open(str(video)) as container:
                for image in self._pictures(_video(container, video), container, progress):
                    pictures += 1
                    yield from self._see(image)
        except av.error.FFmpegError as error:
            raise _unreadable(video, self._clock.elapsed_s, error) from error
        except CalibrationError as error:
            raise BadInput(f"{video}: {error}", hint="Use the calibration of the camera that recorded it.") from error
        if not pictures:
            raise BadInput(f"{video} holds no picture that can be decoded.", hint="Export it again as H.264 in MP4.")

    def _pictures(self, stream: VideoStream, container: InputContainer, progress: Progress) -> Iterator[Image]:
        """What live sampling would have picked, masked. The clock stands at each picture's time while it is out."""
        decoder = SamplingDecoder(stream.codec_context, self._times, self._pulse)
        length_s = float((container.duration or 0) / av.time_base)
        for packet in container.demux(stream):
            if not packet.size:
                continue
            stamp = packet.dts if packet.pts is None else packet.pts
            if stamp is not None and packet.time_base:
                self._clock.move_to(float(stamp * packet.time_base))
            progress(min(1.0, self._clock.elapsed_s / length_s) if length_s else 0.0)
            for picture in decoder.feed(packet, self._clock.elapsed_s):
                self._masks.apply(picture.image)
                yield picture.image

    def _see(self, image: Image) -> Iterator[Change]:
        """One picture to what it changes; a pending change is looked at more closely, as it would be live."""
        at = self._clock.elapsed_s
        seen = self._eyes.see(image, at)
        looks = [*seen.looks, *self._eyes.answered(classify(self._classifier, seen.crops))]
        yield from self._told(looks)
        if pending := self._tables.pending(at):
            self._eyes.look_now([view for _, view in pending], at + LOOK_FOR_S)
            self._pulse.attention_until = at + LOOK_FOR_S

    def _told(self, looks: Sequence[Look]) -> Iterator[Change]:
        for observation in self._tables.see(looks, self._clock.now()):
            if observation.value and observation.value is not self._published.get(observation.table):
                yield self._change(observation, observation.value)

    def _change(self, observation: Observation, value: Availability) -> Change:
        previous = self._published.get(observation.table)
        self._published[observation.table] = value
        return Change(
            t_s=round(self._clock.elapsed_s, 3),
            table=observation.table,
            value=value,
            previous=previous,
            since_s=_seconds(observation.since or self._clock.now()),
            confidence=observation.confidence,
            people=observation.people,
        )


def replay(
    video: Path,
    calibration: Calibration,
    classifier: Classifier,
    *,
    belief: BeliefSettings | None = None,
    looks: LookSettings | None = None,
    times: CaptureTimes | None = None,
    progress: Progress = lambda _: None,
) -> Iterator[Change]:
    """Every change that a camera showing `video` would have had published. Raises `BadInput`."""
    return Replay(calibration, classifier, belief, looks, times).play(video, progress)


def _video(container: InputContainer, video: Path) -> VideoStream:
    if not container.streams.video or container.streams.video[0].codec_context is None:
        raise BadInput(f"{video} carries no video that can be decoded here.", hint="Export it again as H.264 in MP4.")
    return container.streams.video[0]


def _unreadable(video: Path, at_s: float, error: av.error.FFmpegError) -> BadInput:
    if at_s:
        return BadInput(f"{video} breaks off after {at_s:.1f} s: {error.strerror}.", hint="Copy the recording again.")
    return BadInput(f"{video} is no readable video: {error.strerror}.", hint="Give an MP4, MOV, AVI, MKV or WebM file.")


def _seconds(moment: datetime) -> float:
    return round((moment - BEGINNING) / timedelta(seconds=1), 3)


__all__ = ["Change", "Progress", "Replay", "replay"]
