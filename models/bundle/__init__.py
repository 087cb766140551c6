"""The runtime door of the classifier: load a bundle, classify crops.

Needs onnxruntime, numpy and pydantic, never torch.
"""

from models.bundle.card import Card, Thresholds
from models.bundle.errors import BundleError
from models.bundle.figures import Figures, TagFigures
from models.bundle.runtime import Bundle, Output, embedded

__all__ = ["Bundle", "BundleError", "Card", "Figures", "Output", "TagFigures", "Thresholds", "embedded"]
