"""Events about how the restaurant is set up: sections, tables, joined tables and the house's rules."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import ConfigDict, Field

from edge.events.data import EventData
from edge.events.values import Id, Value


class TableType(StrEnum):
    """What kind of table it is; also what a party may wish for."""

    BOOTH = "booth"
    BAR = "bar"
    TABLE = "table"
    HIGH_TOP = "high_top"


class Location(StrEnum):
    """Where a table stands; also what a party may wish for."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    PATIO = "patio"
    BAR_AREA = "bar_area"


class Place(Value):
    """Where a table is drawn, in plan units (1000 wide). `angle_deg` turns clockwise, y down."""

    model_config = ConfigDict(allow_inf_nan=False)

    x: float
    y: float
    width: float = Field(gt=0)
    height: float = Field(gt=0)
    angle_deg: float = 0.0
    shape: Literal["rectangle", "round"] = "rectangle"


class RoutingMode(StrEnum):
    """`section`: a party goes to the waiter of its table's section. `rotation`: waiters take turns."""

    SECTION = "section"
    ROTATION = "rotation"


class RoutingPolicy(Value):
    """How parties are dealt. The first seven are the keys and defaults that users of earlier systems know.

    `cross_section`: in section mode, a waiter of another section may help where the table's own cannot, or rather not.
    """

    mode: RoutingMode = RoutingMode.SECTION
    max_tables_per_waiter: int = Field(5, ge=1, le=50)
    efficiency_weight: float = Field(1.0, ge=0, le=10)
    workload_penalty: float = Field(3.0, ge=0, le=100)
    tip_penalty: float = Field(2.0, ge=0, le=100)
    recency_penalty_minutes: float = Field(5.0, ge=0, le=120)
    recency_penalty_weight: float = Field(1.5, ge=0, le=100)
    options: int = Field(3, ge=1, le=10)
    join_tables: bool = True
    cross_section: bool = True


class AlertPolicy(Value):
    """When somebody must be told, in minutes unless named otherwise. None: never.

    `over_capacity_ratio`, `idle_ratio`: parties to all that the waiters on the floor may have; `pace_ratio`: guests in
    an hour to the usual.
    """

    model_config = ConfigDict(allow_inf_nan=False)

    waiting_over_quote: float | None = Field(5.0, gt=0)
    dirty: float | None = Field(8.0, gt=0)
    not_greeted: float | None = Field(5.0, gt=0)
    not_ordered: float | None = Field(15.0, gt=0)
    camera_blind: float | None = Field(2.0, gt=0)
    over_capacity_ratio: float | None = Field(1.2, gt=0)
    idle_ratio: float | None = Field(0.5, gt=0)
    pace_ratio: float | None = Field(1.5, gt=0)


class PacingPolicy(Value):
    """How many covers may begin in a quarter of an hour; None: no limit."""

    covers_per_quarter: int | None = Field(None, ge=1, le=1000)


class HousePolicy(Value):
    """The rules of the house that a manager may change while it runs."""

    routing: RoutingPolicy = RoutingPolicy()
    alerts: AlertPolicy = AlertPolicy()
    pacing: PacingPolicy = PacingPolicy()
    hold_s: float = Field(90.0, ge=0, le=3600)
    dispute_after_s: float = Field(120.0, ge=10, le=3600)
    undo_s: float = Field(30.0, ge=0, le=600)
    bussing_min: float = Field(4.0, ge=0, le=60)
    quote_above_wait: bool = True


class SectionSet(EventData):
    """A section was made or changed."""

    kind: ClassVar[str] = "section.set"
    section: Id
    active: bool = True

    @property
    def key(self) -> str:
        return self.section


class SectionRemoved(EventData):
    """A section is gone."""

    kind: ClassVar[str] = "section.removed"
    section: Id

    @property
    def key(self) -> str:
        return self.section


class TableSet(EventData):
    """A table was made or changed: all that is known of it, not only what changed."""

    kind: ClassVar[str] = "table.set"
    table: Id
    section: Id | None = None
    seats_min: int = Field(1, ge=1, le=100)
    seats_max: int = Field(4, ge=1, le=100)
    type: TableType = TableType.TABLE
    location: Location = Location.INSIDE
    place: Place | None = None
    active: bool = True

    @property
    def key(self) -> str:
        return self.table


class TableRemoved(EventData):
    """A table is gone."""

    kind: ClassVar[str] = "table.removed"
    table: Id

    @property
    def key(self) -> str:
        return self.table


class TablesJoined(EventData):
    """Tables were pushed together and seat one party; the first one leads and gives the name."""

    kind: ClassVar[str] = "tables.joined"
    tables: tuple[Id, ...] = Field(min_length=2, max_length=8)
    seats_max: int = Field(ge=1, le=200)

    @property
    def key(self) -> str:
        return self.tables[0]


class TablesParted(EventData):
    """Joined tables stand alone again."""

    kind: ClassVar[str] = "tables.parted"
    tables: tuple[Id, ...] = Field(min_length=2, max_length=8)

    @property
    def key(self) -> str:
        return self.tables[0]


class PolicySet(EventData):
    """The rules of the house were changed."""

    kind: ClassVar[str] = "policy.set"
    policy: HousePolicy

    @property
    def key(self) -> str:
        return "policy"


__all__ = [
    "AlertPolicy",
    "HousePolicy",
    "Location",
    "PacingPolicy",
    "Place",
    "PolicySet",
    "RoutingMode",
    "RoutingPolicy",
    "SectionRemoved",
    "SectionSet",
    "TableRemoved",
    "TableSet",
    "TableType",
    "TablesJoined",
    "TablesParted",
]
