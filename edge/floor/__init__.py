"""The floor: what every table and camera is right now, and what it was."""

from edge.floor.floor import Floor
from edge.floor.projection import FloorProjection
from edge.floor.views import CameraView, FloorView, TableChange, TableView

__all__ = ["CameraView", "Floor", "FloorProjection", "FloorView", "TableChange", "TableView"]
