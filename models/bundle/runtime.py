"""Loading a bundle and running it, with every promise of its card checked first."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from models.bundle.card import CARD_NAME, MODEL_NAME, Card
from models.bundle.errors import BundleError

PREFERRED_PROVIDERS = ("CUDAExecutionProvider", "CPUExecutionProvider")
"""Tried in this order where nothing else is asked for. TensorRT is left out: it builds for minutes."""

_EXPORT_AGAIN = "Export it again with `python -m models export`."
_ORT_ERRORS = (
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NotImplemented,
    ort_errors.RuntimeException,
    ort_errors.EPFail,
)


@dataclass(frozen=True)
class Output:
    """What the network says of n crops, uncalibrated.

    `state_logits` float32 [n, 3] (clean, occupied, dirty), `people` float32 [n] (>= 0), `embedding` float32 [n, d].
    """

    state_logits: npt.NDArray[np.float32]
    people: npt.NDArray[np.float32]
    embedding: npt.NDArray[np.float32]


class Bundle:
    """A classifier ready to run. Get one from `Bundle.load`."""

    def __init__(self, card: Card, session: ort.InferenceSession) -> None:
        self.card = card
        self._session = session

    @classmethod
    def load(cls, folder: Path | str, *, providers: Sequence[str] | None = None, threads: int = 1) -> Bundle:
        """The bundle in `folder`, its checksum, labels, input, outputs and thresholds checked, and tried on one crop.

        `providers` are ONNX Runtime execution providers in order of preference (default: CUDA where the installed
        runtime has it, then CPU); `threads` is how many cores one run may use. Raises `BundleError` saying what is
        wrong, where and what to do.
        """
        folder = Path(folder)
        card = Card.read(folder)
        session = _open(folder / MODEL_NAME, card, _available(providers), threads)
        _check_graph(folder / MODEL_NAME, card, session)
        bundle = cls(card, session)
        bundle._try_out(folder)
        return bundle

    @property
    def provider(self) -> str:
        """The execution provider that is really active, after any silent fallback."""
        return str(self._session.get_providers()[0])

    def run(self, crops: npt.NDArray[np.uint8]) -> Output:
        """Classify RGB crops uint8 [n, h, w, 3] of the card's input size; n may be 0.

        Raises `ValueError` for crops of another shape or dtype.
        """
        expected = (self.card.input.height, self.card.input.width, 3)
        if crops.dtype != np.uint8 or crops.ndim != 4 or crops.shape[1:] != expected:
            raise ValueError(
                f"crops are {crops.dtype} {list(crops.shape)}, expected uint8 [n, {expected[0]}, {expected[1]}, 3]"
            )
        if len(crops) == 0:
            empty = np.zeros((0, 3), np.float32)
            return Output(empty, empty[:, 0], np.zeros((0, self.card.embedding), np.float32))
        state, people, embedding = self._session.run(["state", "people", "embedding"], {self._input: crops})
        return Output(state, people, embedding)

    @property
    def _input(self) -> str:
        return str(self._session.get_inputs()[0].name)

    def _try_out(self, folder: Path) -> None:
        """One grey crop: the graph runs on this provider and gives finite numbers of the promised shapes."""
        size = self.card.input
        grey = np.full((2, size.height, size.width, 3), 128, np.uint8)
        try:
            output = self.run(grey)
        except _ORT_ERRORS as error:
            raise BundleError(
                f"{folder / MODEL_NAME}: does not run on {self.provider}: {error}.", hint=_EXPORT_AGAIN
            ) from error
        shapes = (output.state_logits.shape, output.people.shape, output.embedding.shape)
        if shapes != ((2, 3), (2,), (2, self.card.embedding)):
            raise BundleError(f"{folder / MODEL_NAME}: two crops give shapes {shapes}.", hint=_EXPORT_AGAIN)
        if not all(np.isfinite(part).all() for part in (output.state_logits, output.people, output.embedding)):
            raise BundleError(
                f"{folder / MODEL_NAME}: gives numbers that are not finite on {self.provider}.",
                hint="Use another provider, or export it again in float32.",
            )


def embedded() -> Path:
    """The folder of the bundle that ships with maitred."""
    return Path(__file__).parents[1] / "bundles" / "rooms"


def _available(wanted: Sequence[str] | None) -> list[str]:
    available = ort.get_available_providers()
    if wanted is None:
        return [provider for provider in PREFERRED_PROVIDERS if provider in available]
    missing = [provider for provider in wanted if provider not in available]
    if missing or not wanted:
        raise BundleError(
            f"Execution provider {', '.join(missing) or '(none named)'} is not in this onnxruntime.",
            hint=f"Install a build that has it, or choose from: {', '.join(available)}.",
        )
    return list(wanted)


def _open(path: Path, card: Card, providers: list[str], threads: int) -> ort.InferenceSession:
    """Hash and open the same bytes, so that what was checked is what runs."""
    try:
        model = path.read_bytes()
    except OSError as error:
        raise BundleError(
            f"{path}: cannot be read ({error.strerror}).", hint="A bundle is a folder with bundle.json and model.onnx."
        ) from error
    digest = hashlib.sha256(model).hexdigest()
    if digest != card.sha256:
        raise BundleError(
            f"{path}: sha256 is {digest[:12]}..., but {CARD_NAME} says {card.sha256[:12]}...",
            hint="The file was altered or only partly copied: copy the whole bundle again.",
        )
    try:
        return ort.InferenceSession(model, _options(threads), providers=providers)
    except _ORT_ERRORS as error:
        raise BundleError(f"{path}: is no model that onnxruntime can open: {error}.", hint=_EXPORT_AGAIN) from error


def _options(threads: int) -> ort.SessionOptions:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # small boxes: memory over the last few percent of speed
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # cameras need those cores
    return options


def _check_graph(path: Path, card: Card, session: ort.InferenceSession) -> None:
    """Names, types and shapes of input and outputs against the card."""
    inputs = {(one.type, tuple(one.shape[1:])) for one in session.get_inputs()}
    wanted = ("tensor(uint8)", (card.input.height, card.input.width, 3))
    if len(session.get_inputs()) != 1 or inputs != {wanted}:
        raise BundleError(
            f"{path}: takes {sorted(inputs, key=str)}, but {CARD_NAME} says {wanted}.", hint=_EXPORT_AGAIN
        )
    found = {one.name: (one.type, tuple(one.shape[1:])) for one in session.get_outputs()}
    for name, shape in {"state": (3,), "people": (), "embedding": (card.embedding,)}.items():
        if found.get(name) != ("tensor(float)", shape):
            raise BundleError(
                f"{path}: output {name} is {found.get(name, 'missing')}, expected float32 of shape n by {shape}.",
                hint=_EXPORT_AGAIN,
            )
