"""Pixels to evidence to beliefs. Pixels are touched by the worker process only."""

from edge.vision.belief import BeliefSettings
from edge.vision.eyes import Eyes, EyesSettings
from edge.vision.messages import CameraReport, Heartbeat, Looks, Report
from edge.vision.pace import PaceSettings
from edge.vision.plan import draft_plan
from edge.vision.probe import Probed, probe
from edge.vision.register import CalibrationRegister, adopt, in_force
from edge.vision.source import CameraSource, SourceKind
from edge.vision.tables import Tables
from edge.vision.times import CaptureTimes
from edge.vision.views import LookSettings
from edge.vision.watch import Watch

__all__ = [
    "BeliefSettings",
    "CalibrationRegister",
    "CameraReport",
    "CameraSource",
    "CaptureTimes",
    "Eyes",
    "EyesSettings",
    "Heartbeat",
    "LookSettings",
    "Looks",
    "PaceSettings",
    "Probed",
    "Report",
    "SourceKind",
    "Tables",
    "Watch",
    "adopt",
    "draft_plan",
    "in_force",
    "probe",
]
