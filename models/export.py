"""From a network in torch to `model.onnx`: fixed input size, any batch, normalisation inside, proved equal."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime as ort
import torch
from onnx import TensorProto, helper, numpy_helper

from models.classifier import Classifier

OPSET = 18
OUTPUTS = ("state", "people", "embedding")
LEAST_COSINE = 0.999
_WORTH_HALVING = 1024
"""Constants with fewer numbers stay float32: they weigh nothing and may be sensitive."""


class ExportError(RuntimeError):
    """The exported graph is not the network."""


@dataclass(frozen=True)
class Parity:
    """How close the graph in ONNX Runtime comes to the network in torch on the same crops."""

    cosine: float
    same_state: bool
    people_gap: float


def export(classifier: Classifier, side: int, *, half_weights: bool = True) -> bytes:
    """The network as ONNX: uint8 `crops` [n, side, side, 3] to `state` [n, 3], `people` [n], `embedding` [n, d].

    With `half_weights` large constants are stored as float16 and widened once at load; all arithmetic stays float32.
    Raises `ExportError` if the graph holds operators that TensorRT cannot take.
    """
    example = torch.zeros(2, side, side, 3, dtype=torch.uint8)
    program = torch.onnx.export(
        classifier.eval(),
        (example,),
        input_names=["crops"],
        output_names=list(OUTPUTS),
        dynamic_shapes=({0: torch.export.Dim("n", min=1, max=1024)},),
        opset_version=OPSET,
        dynamo=True,
        verbose=False,
    )
    if program is None:
        raise ExportError("torch gave no ONNX program")
    model = program.model_proto
    _refuse_sequences(model)
    _forget_origin(model)
    if half_weights:
        _halve(model)
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString())


def parity(classifier: Classifier, model: bytes, crops: npt.NDArray[np.uint8]) -> Parity:
    """Compare on crops [n, h, w, 3]: the least cosine over all outputs' rows, states called, largest people gap."""
    with torch.inference_mode():
        wanted = [part.numpy() for part in classifier.eval()(torch.from_numpy(crops))]
    session = ort.InferenceSession(model, providers=["CPUExecutionProvider"])
    found = session.run(list(OUTPUTS), {"crops": crops})
    rows = [_cosine(a, b) for a, b in ((wanted[0], found[0]), (wanted[2], found[2]))]
    return Parity(
        cosine=float(min(row.min() for row in rows)),
        same_state=bool((wanted[0].argmax(axis=1) == found[0].argmax(axis=1)).all()),
        people_gap=float(np.abs(wanted[1] - found[1]).max()),
    )


def checked_export(classifier: Classifier, side: int, crops: npt.NDArray[np.uint8]) -> tuple[bytes, Parity]:
    """Export with half-size weights where that passes the parity gate on `crops`, else with full ones.

    Raises `ExportError` if neither passes: cosine >= 0.999, the same state for every crop, numbers that are finite.
    """
    for half_weights in (True, False):
        model = export(classifier, side, half_weights=half_weights)
        close = parity(classifier, model, crops)
        if close.cosine >= LEAST_COSINE and close.same_state and np.isfinite(close.people_gap):
            return model, close
    raise ExportError(f"the exported graph answers differently from the network: {close}")


def operators(model: bytes) -> set[str]:
    """The names of all operators in a graph."""
    return {node.op_type for node in onnx.load(io.BytesIO(model)).graph.node}


def _refuse_sequences(model: onnx.ModelProto) -> None:
    sequences = sorted({node.op_type for node in model.graph.node if "Sequence" in node.op_type})
    if sequences:
        raise ExportError(f"the graph holds {', '.join(sequences)}, which TensorRT cannot take")


def _forget_origin(model: onnx.ModelProto) -> None:
    """Drop the stack traces that torch writes into the graph: paths of the machine that exported it."""
    graph = model.graph
    for part in (model, graph, *graph.node, *graph.value_info, *graph.input, *graph.output, *graph.initializer):
        del part.metadata_props[:]
        part.doc_string = ""


def _halve(model: onnx.ModelProto) -> None:
    """Store large float32 constants as float16, each behind a cast that is folded away at load."""
    graph, casts = model.graph, []
    for constant in graph.initializer:
        if constant.data_type != TensorProto.FLOAT or np.prod(constant.dims) < _WORTH_HALVING:
            continue
        full, half = constant.name, f"{constant.name}.half"
        constant.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(constant).astype(np.float16), half))
        casts.append(helper.make_node("Cast", [half], [full], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    del graph.value_info[:]


def _cosine(a: npt.NDArray[np.float32], b: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    norms = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    return np.asarray((a * b).sum(axis=1) / np.maximum(norms, 1e-12))
