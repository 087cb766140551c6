"""The floor: what every table and camera is right now, and what it was."""

from edge.floor.disputes import DisputeView, Kept, read_disputes
from edge.floor.floor import Floor
from edge.floor.projection import FloorProjection
from edge.floor.taps import Follow
from edge.floor.views import CameraView, FloorView, TableChange, TableView

__all__ = [
    "CameraView",
    "DisputeView",
    "Floor",
    "FloorProjection",
    "FloorView",
    "Follow",
    "Kept",
    "TableChange",
    "TableView",
    "read_disputes",
]
