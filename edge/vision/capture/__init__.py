"""Cameras: from an address to the newest masked frame, whatever the camera does."""

from edge.vision.capture.camera import CameraState, Capture, CaptureStats
from edge.vision.capture.frame import Frame, Image, NewestFrame
from edge.vision.source import REVEAL, CameraSource, SourceKind
from edge.vision.times import CaptureTimes

__all__ = [
    "REVEAL",
    "CameraSource",
    "CameraState",
    "Capture",
    "CaptureStats",
    "CaptureTimes",
    "Frame",
    "Image",
    "NewestFrame",
    "SourceKind",
]
