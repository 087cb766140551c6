"""Rendered dining rooms with their truth: for training and testing the embedded classifier, and for the demo."""

from models.simulate.render import Rendered, Renderer, render
from models.simulate.room import Room
from models.simulate.sample import sample_room
from models.simulate.shards import write_shards
from models.simulate.truth import TableTruth

__all__ = ["Rendered", "Renderer", "Room", "TableTruth", "render", "sample_room", "write_shards"]
