"""A camera's picture for people: boxes and tables drawn in, as JPEG."""

from __future__ import annotations

import cv2
import numpy as np

from calibration import Calibration, CalibrationError, Frame, View, scaled
from edge.vision.capture import Image

BOX_COLOUR_BGR = (0, 210, 255)
JPEG_QUALITY = 85
LINES_PER_WIDTH_PX = 1 / 640


def draw(image: Image, calibration: Calibration | None) -> bytes:
    """A masked picture (RGB uint8 [h, w, 3]) as JPEG, with the boxes and table names of its calibration."""
    picture = np.ascontiguousarray(image[..., ::-1])
    thickness = max(1, round(image.shape[1] * LINES_PER_WIDTH_PX))
    for view in _views(image, calibration):
        corners = np.rint(view.box.corners()).astype(np.int32)
        cv2.polylines(picture, [corners], True, BOX_COLOUR_BGR, thickness, cv2.LINE_AA)
        _write(picture, view, thickness)
    _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return jpeg.tobytes()


def _write(picture: Image, view: View, thickness: int) -> None:
    """The table's name in the middle of its box."""
    font, scale = cv2.FONT_HERSHEY_SIMPLEX, 0.5 * thickness
    (width, height), _ = cv2.getTextSize(view.table, font, scale, thickness)
    at = (round(view.box.center[0] - width / 2), round(view.box.center[1] + height / 2))
    cv2.putText(picture, view.table, at, font, scale, BOX_COLOUR_BGR, thickness, cv2.LINE_AA)


def _views(image: Image, calibration: Calibration | None) -> tuple[View, ...]:
    """Where the views lie in a picture of this size; none if the calibration is for another shape."""
    if calibration is None:
        return ()
    try:
        return scaled(calibration, Frame(width=image.shape[1], height=image.shape[0])).tables
    except CalibrationError:
        return ()


__all__ = ["draw"]
