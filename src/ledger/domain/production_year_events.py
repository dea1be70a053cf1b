"""What can happen to a year of a mine's production: output by month, people underground by shift."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from ledger.domain.mine_event import MineEvent
from ledger.values.labels import named


@named("生产班 检修班")
class ShiftKind(StrEnum):
    """What a shift is for (班次性质)."""

    PRODUCTION = "PRODUCTION"
    MAINTENANCE = "MAINTENANCE"


class OverLimit(BaseModel):
    """A limit that a figure exceeds: the rule, and what it says."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    rule: str
    zh: str


class OutputEvent(MineEvent):
    """What is known of the output of a month.

    `days_at_work` are those of its days on which production broke no rule by what the whole mine did (当月可生产天数);
    version 1 did not tell them. Nothing is held against a share of a month: no rule known here does (ours).
    """

    schema_version: ClassVar[int] = 2

    days_at_work: int | None

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: int) -> dict[str, Any]:
        """In version 1 the days were not counted."""
        return data | {"daysAtWork": None} if schema_version == 1 else super().upcast(data, schema_version)


class OutputReported(OutputEvent):
    """The output (原煤产量) of a month in 万吨, beside the capacity in 万吨/年 that it was held against."""

    year: int
    month: int
    output: Decimal
    capacity: Decimal
    of_year: Decimal
    over: list[OverLimit]


class OutputCorrected(OutputEvent):
    """The output of a month was corrected, with a reason; what was reported stays in the record."""

    year: int
    month: int
    output: Decimal
    previous: Decimal
    capacity: Decimal
    of_year: Decimal
    over: list[OverLimit]
    why: str


class OutputJudgedAgain(OutputEvent):
    """It was learned late that another capacity held in a month, or what the mine did, and its output was judged anew.

    `over` are the limits it exceeds by what is known now; what was found before stays in the record.
    """

    year: int
    month: int
    output: Decimal
    capacity: Decimal
    previous_capacity: Decimal
    over: list[OverLimit]
    why: str


class HeadcountReported(MineEvent):
    """How many people were at a place in one shift; `limit` is the lowest that applies, none when none is known."""

    day: date
    shift: str
    shift_kind: ShiftKind
    place: str
    people: int
    limit: int | None
    limit_rule: str | None
    over: list[OverLimit]


class HeadcountCorrected(MineEvent):
    """How many people were at a place in a shift was corrected; `entry` is the report that was wrong.

    `over` are the limits exceeded by the figure that is known now.
    """

    entry: UUID
    people: int
    previous: int
    limit: int | None
    limit_rule: str | None
    over: list[OverLimit]
    why: str
