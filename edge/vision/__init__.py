"""Pixels to evidence to beliefs. Pixels are touched by the worker process only."""

from edge.vision.belief import BeliefSettings
from edge.vision.plan import draft_plan
from edge.vision.register import CalibrationRegister, adopt, in_force
from edge.vision.tables import Tables

__all__ = [
    "BeliefSettings",
    "CalibrationRegister",
    "Tables",
    "adopt",
    "draft_plan",
    "in_force",
]
