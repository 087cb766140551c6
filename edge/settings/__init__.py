"""What the box is wired to: `maitred.toml` and the environment, read once, refused whole if anything is wrong."""

from edge.settings.check import check_files
from edge.settings.load import Problem, SettingsRefused, load, read
from edge.settings.receivers import MessagesWiring, WebhookWiring
from edge.settings.wiring import (
    CameraWiring,
    ModelWiring,
    PosWiring,
    Settings,
    StoreWiring,
    VisionTuning,
    WebWiring,
)

__all__ = [
    "CameraWiring",
    "MessagesWiring",
    "ModelWiring",
    "PosWiring",
    "Problem",
    "Settings",
    "SettingsRefused",
    "StoreWiring",
    "VisionTuning",
    "WebWiring",
    "WebhookWiring",
    "check_files",
    "load",
    "read",
]
