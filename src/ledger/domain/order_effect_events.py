"""What follows from an order: the stop of the mine under it, and what has to be made public about it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from ledger.domain.mine_event import MineEvent
from ledger.values.labels import named


@named("停产整顿公告 处罚决定公开 恢复生产公告 处罚决定撤回说明")
class Publication(StrEnum):
    """What about an order has to be made public (公开事项)."""

    STOP_ORDERED = "STOP_ORDERED"
    PENALTY_DECIDED = "PENALTY_DECIDED"
    PRODUCTION_RESUMED = "PRODUCTION_RESUMED"
    PENALTY_WITHDRAWN = "PENALTY_WITHDRAWN"


class OrderStoppedMine(MineEvent):
    """A part of the mine stands still under the order (执行停产) since a day; `stop` is the mine's own record of it.

    `by_service` when it began by the service of the order; what version 1 tells was entered as a stop.
    """

    schema_version: ClassVar[int] = 2

    stop: UUID
    part: str
    stopped_on: date
    by_service: bool

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: int) -> dict[str, Any]:
        """A stop of version 1 was entered by somebody."""
        return data | {"byService": False} if schema_version == 1 else super().upcast(data, schema_version)


class OrderStopEnded(MineEvent):
    """The stop under the order ended; `with_order` when it ended because the order did, or the other way round."""

    stop: UUID
    ended_on: date
    how: str
    with_order: bool


class PublicationOwed(MineEvent):
    """Something about the order has to be made public; `due_on` is null where the calendar of that year is not known.

    `department` owes it, by `article`.
    """

    what: Publication
    department: str
    since: date
    due_on: date | None
    article: str


class PublicationLapsed(MineEvent):
    """Something has not to be made public any more."""

    what: Publication
    why: str


class OrderPublished(MineEvent):
    """Something about the order was made public; `days_late` counts from the day it was due, where one is known."""

    what: Publication
    published_on: date
    medium: str
    reference: str | None
    days_late: int | None


class PublicationRetracted(MineEvent):
    """That it was made public proved wrong; it is owed as before."""

    what: Publication
    why: str
