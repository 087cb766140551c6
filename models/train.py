"""Training a classifier from scratch on labelled crops.

Small crops first, full size last: the rotary positions are relative to the crop, so the same weights go on at another
size, and most of what is to be learnt is learnt at a quarter of the cost. The weights that are kept are a running mean.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import cast

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel

from models.augment import augment
from models.bundle import Output
from models.classifier import Classifier
from models.crops import Crops
from models.evaluate import answers
from models.scores import Ranking, best_temperature, calibration_error, log_loss, rankings, softmax

Tensors = Sequence[Tensor]


@dataclass(frozen=True)
class Stage:
    """`epochs` over all crops at `side` pixels."""

    epochs: int
    side: int


@dataclass(frozen=True)
class Plan:
    """Everything that decides a training besides the crops and the network's size."""

    stages: tuple[Stage, ...] = (Stage(25, 96), Stage(7, 144))
    batch: int = 64
    learning_rate: float = 1.5e-3
    weight_decay: float = 0.05
    warm_up_steps: int = 500
    smoothing: float = 0.08
    people_weight: float = 0.25
    hints_weight: float = 0.25
    averaging: float = 0.999
    seed: int = 1
    workers: int = 1
    threads: int = 1

    @property
    def epochs(self) -> int:
        return sum(stage.epochs for stage in self.stages)


@dataclass(frozen=True)
class Examination:
    """How the averaged weights do on the validation rooms, at the temperature that suits them best."""

    ranking: Ranking
    accuracy: float
    nll: float
    ece: float
    temperature: float
    people_mae: float

    @property
    def merit(self) -> float:
        """What a checkpoint is chosen by: ranking and calibration on unseen rooms, not accuracy."""
        return self.ranking.mean - 0.1 * self.nll


@dataclass(frozen=True)
class Epoch:
    """One pass over all crops: their size, mean loss on the state, seconds taken, and the examination after it."""

    number: int
    side: int
    loss: float
    seconds: float
    examination: Examination


@dataclass(frozen=True)
class Network:
    """A network as something that runs, like a bundle."""

    classifier: nn.Module

    def run(self, crops: npt.NDArray[np.uint8]) -> Output:
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            answer = self.classifier(torch.from_numpy(crops))
        return Output(*(part.float().numpy() for part in answer))


def train(
    classifier: Classifier, crops: Crops, validation: Crops, plan: Plan, *, on_step: Callable[[float], None]
) -> Iterator[tuple[Epoch, Classifier]]:
    """Train in place; after each epoch yield its figures and the averaged network as it then is.

    `on_step` hears the loss on the state at every step. The same plan, crops and threads give the same weights, but
    for the running statistics of normalisation where there are several workers.
    """
    torch.manual_seed(plan.seed)
    lesson = _Lesson(classifier, len(crops.tags), plan)
    mean = AveragedModel(classifier, multi_avg_fn=_running_mean(plan.averaging), use_buffers=True)
    optimizer = torch.optim.AdamW(_groups(lesson, plan.weight_decay), plan.learning_rate, betas=(0.9, 0.98))
    steps = plan.epochs * (len(crops) // plan.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step, steps, plan.warm_up_steps))
    sides = [stage.side for stage in plan.stages for _ in range(stage.epochs)]
    with ThreadPoolExecutor(plan.workers, initializer=torch.set_num_threads, initargs=(plan.threads,)) as pool:
        for number, side in enumerate(sides, start=1):
            started, losses = time.monotonic(), []
            for batch in _batches(crops, side, plan, number):
                losses.append(_step(lesson, batch, optimizer, pool))
                schedule.step()
                mean.update_parameters(classifier)
                on_step(losses[-1])
            averaged = cast(Classifier, mean.module)
            examination = _examine(averaged, validation, plan.stages[-1].side)
            yield Epoch(number, side, float(np.mean(losses)), time.monotonic() - started, examination), averaged


@dataclass(frozen=True)
class _Batch:
    crops: Tensor
    state: Tensor
    people: Tensor
    tags: Tensor

    def split(self, parts: int) -> list[_Batch]:
        columns = (self.crops, self.state, self.people, self.tags)
        return [_Batch(*part) for part in zip(*(column.chunk(parts) for column in columns), strict=True)]


class _Lesson(nn.Module):
    """What is learnt: the state, the people and, as a hint about what to look at, the tags (dropped afterwards)."""

    def __init__(self, classifier: Classifier, tags: int, plan: Plan) -> None:
        super().__init__()
        self.classifier = classifier.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.hints = nn.Linear(2 * classifier.config.dim, tags)
        self.plan = plan

    def forward(self, batch: _Batch) -> tuple[Tensor, Tensor]:
        """The loss to go down, and the part of it that is the state's."""
        with torch.autocast("cpu", torch.bfloat16):
            answer = self.classifier(batch.crops)
        state = functional.cross_entropy(answer.state.float(), batch.state, label_smoothing=self.plan.smoothing)
        people = functional.smooth_l1_loss(answer.people.float(), batch.people)
        tags = functional.binary_cross_entropy_with_logits(self.hints(answer.embedding.float()), batch.tags)
        return state + self.plan.people_weight * people + self.plan.hints_weight * tags, state


def _step(lesson: _Lesson, batch: _Batch, optimizer: torch.optim.Optimizer, pool: Executor) -> float:
    """Each worker derives its share of the batch; one step along the mean.

    Workers that meet once a step waste far less on a busy machine than torch's threads, which meet in every operator.
    """
    lesson.train()
    shares = list(pool.map(partial(_derive, lesson), batch.split(lesson.plan.workers)))
    for parameter, *slopes in zip(lesson.parameters(), *(share for share, _ in shares), strict=True):
        parameter.grad = torch.empty_like(parameter).copy_(torch.stack(slopes).mean(dim=0))  # in the parameter's layout
    nn.utils.clip_grad_norm_(lesson.parameters(), 1.0)
    optimizer.step()
    return float(np.mean([loss for _, loss in shares]))


def _derive(lesson: _Lesson, batch: _Batch) -> tuple[Tensors, float]:
    loss, state = lesson(batch)
    return torch.autograd.grad(loss, list(lesson.parameters())), float(state.detach())


def _examine(classifier: Classifier, validation: Crops, full_side: int) -> Examination:
    output = answers(Network(classifier.eval()), validation, full_side)
    temperature = best_temperature(output.state_logits, validation.state)
    probabilities = softmax(output.state_logits, temperature)
    return Examination(
        ranking=rankings(probabilities, validation.state),
        accuracy=float((probabilities.argmax(axis=1) == validation.state).mean()),
        nll=log_loss(probabilities, validation.state),
        ece=calibration_error(probabilities, validation.state),
        temperature=temperature,
        people_mae=float(np.abs(output.people - validation.people).mean()),
    )


def _running_mean(kept: float) -> Callable[[Tensors, Tensors, Tensor | int], None]:
    """Averages that keep a share `kept` of themselves at each step, less in the first steps: (1 + n) / (10 + n)."""

    @torch.no_grad()
    def average(means: Tensors, values: Tensors, taken: Tensor | int) -> None:
        share = 1 - min(kept, (1 + int(taken)) / (10 + int(taken)))
        for mean, value in zip(means, values, strict=True):
            mean.copy_(torch.lerp(mean, value, share) if mean.is_floating_point() else value)

    return average


def _groups(lesson: _Lesson, weight_decay: float) -> list[dict[str, object]]:
    """Weights of maps decay; biases, norms, scales and tokens do not."""
    maps = [p for p in lesson.parameters() if p.ndim in (2, 4)]
    rest = [p for p in lesson.parameters() if p.ndim not in (2, 4)]
    return [{"params": maps, "weight_decay": weight_decay}, {"params": rest, "weight_decay": 0.0}]


def _pace(step: int, steps: int, warm_up: int) -> float:
    """Share of the learning rate: a short rise, then half a cosine down to 2 %."""
    if step < warm_up:
        return (step + 1) / warm_up
    done = (step - warm_up) / max(steps - warm_up, 1)
    return 0.02 + 0.98 * (1 + math.cos(math.pi * min(done, 1.0))) / 2


def _batches(crops: Crops, side: int, plan: Plan, epoch: int) -> Iterator[_Batch]:
    """One epoch in random order, each batch made while the one before is learnt from."""
    rng = np.random.default_rng((plan.seed, epoch))
    order = rng.permutation(len(crops))
    picks = [order[at : at + plan.batch] for at in range(0, len(order) - plan.batch + 1, plan.batch)]
    jobs = (partial(_batch, crops, pick, side, own) for pick, own in zip(picks, rng.spawn(len(picks)), strict=True))
    with ThreadPoolExecutor(1) as ahead:
        coming = deque(ahead.submit(job) for job in islice(jobs, 2))
        while coming:
            batch = coming.popleft().result()
            coming.extend(ahead.submit(job) for job in islice(jobs, 1))
            yield batch


def _batch(crops: Crops, pick: npt.NDArray[np.int64], side: int, rng: np.random.Generator) -> _Batch:
    pixels = np.stack([augment(crops.pixels[index], side, rng) for index in pick])
    tags = np.column_stack([flags[pick] for flags in crops.tags.values()]).astype(np.float32)
    labels = (torch.from_numpy(part) for part in (crops.state[pick], crops.people[pick], tags))
    return _Batch(torch.from_numpy(pixels), *labels)
