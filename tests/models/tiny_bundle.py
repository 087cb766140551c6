"""A bundle small enough to read: it classifies by mean colour. For tests of everything that runs a bundle."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from models.bundle import Card, Thresholds
from models.bundle.card import Backbone, InputSize, Training

SHARPNESS = 12.0
PEOPLE_AT_FULL_RED = 4.0
_STATE_OF_COLOUR = np.array([[0, 1, 0], [1, 0, 0], [0, 0, 1]], np.float32)  # red: occupied, green: clean, blue: dirty


def build_colour_bundle(folder: Path, *, width: int = 64, height: int = 64) -> Path:
    """Write a bundle into `folder` (made if missing) and return it.

    A crop whose mean is red is occupied (people: 4 at full red), green is clean, blue is dirty; grey is undecided, so
    that it abstains. The embedding is the mean colour, float32 [n, 3] in [0, 1].
    """
    folder.mkdir(parents=True, exist_ok=True)
    model = colour_model(width, height)
    (folder / "model.onnx").write_bytes(model)
    colour_card(model, width, height).write(folder)
    return folder


def colour_model(width: int, height: int) -> bytes:
    """The graph: uint8 [n, h, w, 3] -> mean colour -> state, people, embedding."""
    constants = [
        numpy_helper.from_array(np.float32(255.0), "white"),
        numpy_helper.from_array(np.array([1, 2], np.int64), "pixels"),
        numpy_helper.from_array(_STATE_OF_COLOUR * np.float32(SHARPNESS), "state_of_colour"),
        numpy_helper.from_array(np.array([0], np.int64), "red"),
        numpy_helper.from_array(np.array([1], np.int64), "channel"),
        numpy_helper.from_array(np.float32(PEOPLE_AT_FULL_RED), "people_at_full_red"),
    ]
    nodes = [
        helper.make_node("Cast", ["crops"], ["float"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["float", "pixels"], ["mean"], keepdims=0),
        helper.make_node("Div", ["mean", "white"], ["embedding"]),
        helper.make_node("MatMul", ["embedding", "state_of_colour"], ["state"]),
        helper.make_node("Gather", ["embedding", "red"], ["redness"], axis=1),
        helper.make_node("Squeeze", ["redness", "channel"], ["red_share"]),
        helper.make_node("Mul", ["red_share", "people_at_full_red"], ["people"]),
    ]
    graph = helper.make_graph(
        nodes,
        "colour",
        [helper.make_tensor_value_info("crops", TensorProto.UINT8, ["n", height, width, 3])],
        [
            helper.make_tensor_value_info("state", TensorProto.FLOAT, ["n", 3]),
            helper.make_tensor_value_info("people", TensorProto.FLOAT, ["n"]),
            helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["n", 3]),
        ],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString())


def colour_card(model: bytes, width: int, height: int) -> Card:
    """The card of `colour_model`."""
    return Card(
        name="colour",
        version="1",
        note="Classifies by mean colour. For tests only.",
        input=InputSize(width=width, height=height),
        fit="stretch",
        margin=0.0,
        embedding=3,
        temperature=1.0,
        class_prior=(1 / 3, 1 / 3, 1 / 3),
        thresholds=Thresholds(abstain_below=0.5),
        backbone=Backbone(name="mean-colour", weights="none", licence="Apache-2.0", parameters=9),
        licence="Apache-2.0",
        training=Training(data="none", split="none", rooms=0, crops=0, epochs=0, seed=0, data_sha256=""),
        sha256=hashlib.sha256(model).hexdigest(),
    )
