"""What a classifier scored on rooms it has never seen: the figures a card carries."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Counts = Annotated[tuple[int, int, int], "how many crops were called clean, occupied, dirty"]


class TagFigures(BaseModel):
    """The same, of the crops that carry one tag (`laid`, `occluded`, `renderer:panda`, ...)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    crops: int = Field(ge=0)
    accuracy: Share
    people_within_one: Share


class Figures(BaseModel):
    """Scores on one frozen set of crops.

    `data_sha256` pins the set. `confusion[truth][called]` counts crops in the order clean, occupied, dirty. `recall`
    follows that order too. `ece` is the expected calibration error (15 equal bins of the top probability);
    `occupied_auc` the chance that an occupied crop is ranked above one that is not; `abstained` the share of crops
    below the card's threshold. `people_mae` is in persons.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_sha256: str
    crops: int = Field(ge=0)
    rooms: int = Field(ge=0)
    accuracy: Share
    confusion: tuple[Counts, Counts, Counts]
    recall: tuple[Share, Share, Share]
    ece: Share
    nll: float = Field(ge=0.0)
    occupied_auc: Share
    abstained: Share
    people_mae: float = Field(ge=0.0)
    people_within_one: Share
    tags: dict[str, TagFigures] = {}
