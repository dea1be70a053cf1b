"""What follows from an order (文书的执行与公开): the stop of the mine under it, and what is made public about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ledger.domain import order_effect_events as f
from ledger.domain.guards import OURS, refuse
from ledger.domain.mine_status_events import WHOLE_MINE, MineStatus
from ledger.domain.order_effect_events import Publication
from ledger.domain.order_events import OnSiteMeasure, OrderKind, OrderScope
from ledger.domain.order_penalty import PenaltyProcedure
from ledger.values.actor import Actor
from ledger.values.deadline import days_late
from ledger.values.labels import zh

_STOPPING = frozenset({OnSiteMeasure.WITHDRAW_PEOPLE, OnSiteMeasure.SUSPEND_PRODUCTION})


class OrderEffects(PenaltyProcedure):
    """The mine keeps the record of its stop and of the way back from it; the order knows that there is one."""

    @property
    def stopped_part(self) -> str:
        """The part of the mine that the order is about."""
        return self.demand.place or WHOLE_MINE if self.demand else WHOLE_MINE

    @property
    def orders_stop(self) -> MineStatus | None:
        """The kind of stop that the order orders while it stands; None for one that lets the mine work on."""
        demand = self.demand
        if demand is None or self.ended is not None or not self.issued or demand.scope is OrderScope.EQUIPMENT:
            return None
        if self.kind is OrderKind.STOP_FOR_RECTIFICATION:
            return MineStatus.STOPPED_FOR_RECTIFICATION
        return MineStatus.STOPPED_ON_SITE if demand.measure in _STOPPING else None

    def stops_as(self) -> MineStatus:
        """The kind of stop that the order orders; `ORDER_STOPS_NOTHING` for one that lets the mine work on."""
        self._must_stand()
        kind = self.orders_stop
        if kind is None:
            refuse(
                "ORDER_STOPS_NOTHING",
                "The order stops no part of the mine: it is neither a stop for rectification nor such a measure.",
                "该文书既不是停产整顿决定，也不是停止作业、撤出人员的现场处理措施，不产生停产。",
                rule=OURS,
                path=("order",),
            )
        return kind

    def stop_mine(self, stop: UUID, on: date, *, by_service: bool = False, by: Actor, at: datetime) -> None:
        """A part of the mine stands still under the order since `on`, which is not before the order.

        `by_service` when nobody said so: the order was served, which is what makes it bind.
        """
        self.must_stop_yet(on)
        told = {"part": self.stopped_part, "stopped_on": on, "by_service": by_service}
        self._happen(f.OrderStoppedMine, by, at, stop=stop, **told)

    def must_stop_yet(self, on: date) -> None:
        """Refuse a stop on a day where the order stops nothing, or stops already, or was not there yet."""
        self.stops_as()
        if self.stop is not None:
            refuse("STOP_BEGAN_ALREADY", "A stop stands under it.", "该文书已有停产措施正在执行。", rule=OURS)
        if self.issued_on is not None and on < self.issued_on:
            refuse(
                "STOP_BEFORE_ORDER",
                f"The order is of {self.issued_on}; a stop before it was not ordered by it.",
                f"文书日期为 {self.issued_on}，在此之前的停产并非依据该文书。",
                rule=OURS,
                path=("stoppedOn",),
            )

    def end_stop(self, on: date, how: str, *, with_order: bool, by: Actor, at: datetime) -> None:
        """The stop under it ended, by its way back or with the order."""
        if self.stop is None:
            refuse("NO_STOP_STANDS", "No stop stands under it.", "该文书没有正在执行的停产措施。", rule=OURS)
        self._happen(f.OrderStopEnded, by, at, stop=self.stop, ended_on=on, how=how, with_order=with_order)

    def owe_publication(
        self, what: Publication, since: date, due: date | None, article: str, *, by: Actor, at: datetime
    ) -> None:
        """Something about it has to be made public by `due`."""
        told = {"since": since, "due_on": due, "article": article}
        self._happen(f.PublicationOwed, by, at, what=what, department=self.department, **told)

    def let_publications_lapse(self, why: str, *kinds: Publication, by: Actor, at: datetime) -> None:
        """What of these was not made public yet has not to be any more."""
        for what in [what for what in kinds if what in self.publications and what not in self.published]:
            self._happen(f.PublicationLapsed, by, at, what=what, why=why)

    def publish(
        self, what: Publication, on: date, medium: str, reference: str | None, *, by: Actor, at: datetime
    ) -> None:
        """It was made public: a fact, late or not, also where nothing had to be."""
        due = self.publications.get(what)
        late = None if due is None else days_late(due, on)
        told = {"published_on": on, "medium": medium, "reference": reference, "days_late": late}
        self._fact(f.OrderPublished, by, at, what=what, **told)

    def retract_publication(self, what: Publication, why: str, *, by: Actor, at: datetime) -> None:
        """That it was made public proved wrong."""
        if what not in self.published:
            refuse(
                "NOT_PUBLISHED",
                "No such publication is on record.",
                "没有该事项的公开记录。",
                rule=OURS,
                path=("what",),
            )
        self._happen(f.PublicationRetracted, by, at, what=what, why=why)

    def _fact(self, event_class: type[Any], by: Actor, at: datetime, **data: Any) -> None:
        early = not self.issued
        self._happen(event_class, by, at, **data)
        if early:
            self._flag(
                by, at, OURS, f"{event_class.type_name()} before the order was issued.", "该事实发生时文书尚未下达。"
            )  # fmt: skip

    def _must_stand(self) -> None:
        if self.ended is not None or not self.issued:
            self._not_issued()

    def _not_issued(self) -> None:
        refuse(
            "ORDER_NOT_IN_STATE",
            f"The order is {self.status}; this needs one that is issued and has not ended.",
            f"文书当前状态为“{zh(self.status)}”，不能办理。",
            rule=OURS,
        )
