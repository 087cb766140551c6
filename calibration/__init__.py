"""Where the tables are in a camera's picture: rotated boxes, privacy masks, crops, and the document that holds them.

Coordinates are pixels of the frame, continuous, y down; angles are degrees, clockwise on screen.
"""

from calibration.crops import Fit, Placement, frame_from_crop, place, rectify
from calibration.document import Calibration, View, dump, load, scaled
from calibration.errors import CalibrationError
from calibration.geometry import Frame, RotatedBox
from calibration.masks import apply_masks, rasterize_masks
from calibration.seed import import_seed

__all__ = [
    "Calibration",
    "CalibrationError",
    "Fit",
    "Frame",
    "Placement",
    "RotatedBox",
    "View",
    "apply_masks",
    "dump",
    "frame_from_crop",
    "import_seed",
    "load",
    "place",
    "rasterize_masks",
    "rectify",
    "scaled",
]
