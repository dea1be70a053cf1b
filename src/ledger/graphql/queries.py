"""The query fields: each a list or a thing of a view, within the caller's scope."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.domain.hazard_events import HazardLevel, HazardStatus
from ledger.domain.task import TaskStatus
from ledger.graphql import blacklist_queries, moments, paging, types
from ledger.graphql.context import Context, Info
from ledger.graphql.ids import parse_global_id, uuid_of
from ledger.graphql.labels import HazardOrder
from ledger.graphql.moments import AsOf
from ledger.graphql.objects import TYPES, VIEW_OF, Position
from ledger.graphql.paging import Connection, Page
from ledger.graphql.permissions import authorise
from ledger.graphql.trace_types import TraceBack, trace_back
from ledger.projections import reading
from ledger.projections.reading import Condition, Order
from ledger.projections.reading import Query as ViewQuery
from ledger.projections.trace import trace_hazard
from ledger.values.errors import InvalidInput
from ledger.values.times import local_day

Mine: Any = types.Mine
Hazard: Any = types.Hazard
Task: Any = types.Task
CreditRating: Any = types.CreditRating
SupervisionTier: Any = types.SupervisionTier
Event: Any = types.Event

First = Annotated[int | None, argument(description="How many from the front (前几条), at most 500.")]
After = Annotated[str | None, argument(description="Behind this cursor (游标之后).")]
Last = Annotated[int | None, argument(description="How many from the back (后几条), at most 500.")]
Before = Annotated[str | None, argument(description="Before this cursor (游标之前).")]
AsOfArgument = Annotated[AsOf | None, argument(description="What the ledger knew then (截至).")]
MineArgument = Annotated[strawberry.ID | None, argument(description="Of this mine (煤矿).")]
Descending = Annotated[bool, argument(description="The other way round (倒序).")]


@strawberry.type(description="Which ledger this is, and how far it has come (台账).")
class Ledger:
    """The ledger itself."""

    origin: str = strawberry.field(description="Origin of its log (日志来源).")
    simulated: bool = strawberry.field(description="Whether its time is simulated (是否模拟).")
    division: str = strawberry.field(description="Whose district it is (行政区划代码).")
    position: Position = strawberry.field(description="The last position (最新位置).")
    views_position: Position = strawberry.field(description="How far the views have come (视图位置).")


def visible(context: Context, type_name: str, as_of: int | None) -> list[Condition]:
    """The conditions that hold in every read of a type: the moment, and the caller's scope."""
    return [reading.as_it_stood(as_of), *reading.within(VIEW_OF[type_name], context.scope)]


async def one(context: Context, type_name: str, conditions: list[Condition], as_of: int | None) -> Any:
    """The one thing of a type that meets the conditions, or None."""
    query = ViewQuery(VIEW_OF[type_name], [*conditions, *visible(context, type_name, as_of)], limit=1)
    async with context.reading() as connection:
        rows = await reading.select(connection, query)
    made: Any = TYPES[type_name]
    return made.of(rows[0], as_of) if rows else None


def _overdue(today: date, wanted: bool) -> Condition:
    closed = ["ACCEPTED", "RECHECKED", "CLEARED", "WITHDRAWN"]
    return Condition("coalesce(deadline < %s AND NOT status = ANY(%s), false) = %s", (today, closed, wanted))


@strawberry.type(description="What can be asked (查询).")
class Query:
    """The root of all reads."""

    blacklist = blacklist_queries.blacklist
    blacklist_lookup = blacklist_queries.blacklist_lookup

    @strawberry.field(description="Which ledger this is (台账信息).")
    async def ledger(self, info: Info) -> Ledger:
        services = info.context.services
        head = await services.store.head()
        identity = services.identity
        return Ledger(
            origin=identity.origin,
            simulated=identity.simulated,
            division=identity.division,
            position=Position(head.position),
            views_position=Position(services.projector.position),
        )

    @strawberry.field(description="The mine register (煤矿名录).")
    async def mines(
        self,
        info: Info,
        name_contains: Annotated[str | None, argument(description="Part of the name (名称包含).")] = None,
        as_of: AsOfArgument = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Mine]:
        authorise(info.context, "mines")
        position = await moments.resolve(info.context, as_of)
        conditions = visible(info.context, "Mine", position)
        if name_contains is not None:
            conditions.append(reading.contains("name", name_contains))
        page = Page(first, after, last, before)
        return await paging.connect(info.context, Mine, VIEW_OF["Mine"], conditions, Order("code"), page, position)

    @strawberry.field(description="One mine by id or code (煤矿).")
    async def mine(
        self,
        info: Info,
        id: Annotated[strawberry.ID | None, argument(description="Global id (全局编号).")] = None,
        code: Annotated[str | None, argument(description="Mine code (煤矿编码).")] = None,
        as_of: AsOfArgument = None,
    ) -> Mine | None:
        authorise(info.context, "mine")
        position = await moments.resolve(info.context, as_of)
        if (id is None) == (code is None):
            raise InvalidInput(
                "ARGUMENT_MISSING", "Give the id or the code.", "须给出编号或煤矿编码之一。", path=("id",)
            )
        by = reading.equals("code", code) if id is None else reading.equals("mine", uuid_of(id, "Mine"))
        return await one(info.context, "Mine", [by], position)

    @strawberry.field(description="The hazard ledger (隐患台账).")
    async def hazards(
        self,
        info: Info,
        mine: MineArgument = None,
        level: Annotated[HazardLevel | None, argument(description="Of this level (等级).")] = None,
        category: Annotated[str | None, argument(description="Of this category (类别代码).")] = None,
        status: Annotated[HazardStatus | None, argument(description="In this state (状态).")] = None,
        overdue: Annotated[bool | None, argument(description="Past the deadline, or not (是否逾期).")] = None,
        listed: Annotated[bool | None, argument(description="Under listed supervision, or not (是否挂牌督办).")] = None,
        found_from: Annotated[date | None, argument(description="Found on this day or later (发现日期起).")] = None,
        found_to: Annotated[date | None, argument(description="Found on this day or earlier (发现日期止).")] = None,
        order_by: Annotated[HazardOrder, argument(description="Ordered by (排序).")] = HazardOrder.FOUND_ON,
        descending: Descending = True,
        as_of: AsOfArgument = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Hazard]:
        authorise(info.context, "hazards")
        position = await moments.resolve(info.context, as_of)
        conditions = visible(info.context, "Hazard", position)
        wanted = {"mine": uuid_of(mine, "Mine") if mine else None, "level": level, "category": category}
        conditions += [reading.equals(c, v) for c, v in (wanted | {"status": status}).items() if v is not None]
        if overdue is not None:
            conditions.append(_overdue(local_day(info.context.now), overdue))
        if listed is not None:
            conditions.append(reading.is_null("listed_by", not listed))
        conditions += [reading.compares("found_on", ">=", found_from)] if found_from else []
        conditions += [reading.compares("found_on", "<=", found_to)] if found_to else []
        order = Order(order_by.value.lower(), descending)
        page = Page(first, after, last, before)
        return await paging.connect(info.context, Hazard, VIEW_OF["Hazard"], conditions, order, page, position)

    @strawberry.field(description="One hazard with its history (隐患).")
    async def hazard(
        self,
        info: Info,
        id: Annotated[strawberry.ID, argument(description="Global id (全局编号).")],
        as_of: AsOfArgument = None,
    ) -> Hazard | None:
        authorise(info.context, "hazard")
        position = await moments.resolve(info.context, as_of)
        return await one(info.context, "Hazard", [reading.equals("hazard", uuid_of(id, "Hazard"))], position)

    @strawberry.field(description="The task board (任务台账).")
    async def tasks(
        self,
        info: Info,
        status: Annotated[TaskStatus | None, argument(description="In this state (状态).")] = None,
        as_of: AsOfArgument = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Task]:
        authorise(info.context, "tasks")
        position = await moments.resolve(info.context, as_of)
        conditions = visible(info.context, "Task", position)
        if status is not None:
            conditions.append(reading.equals("status", status))
        page = Page(first, after, last, before)
        return await paging.connect(info.context, Task, VIEW_OF["Task"], conditions, Order("reference"), page, position)

    @strawberry.field(description="A mine's credit rating, explained (信用评级).")
    async def credit_rating(
        self,
        info: Info,
        mine: Annotated[strawberry.ID, argument(description="The mine (煤矿).")],
        as_of: AsOfArgument = None,
    ) -> CreditRating | None:
        authorise(info.context, "creditRating")
        position = await moments.resolve(info.context, as_of)
        by = reading.equals("mine", uuid_of(mine, "Mine"))
        return await one(info.context, "CreditRating", [by], position)

    @strawberry.field(description="How mines are supervised (差异化监管等级), today or on another day.")
    async def supervision_tiers(
        self,
        info: Info,
        effective_on: Annotated[date | None, argument(description="On this day (生效日); today.")] = None,
        as_of: AsOfArgument = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[SupervisionTier]:
        authorise(info.context, "supervisionTiers")
        position = await moments.resolve(info.context, as_of)
        day = effective_on or local_day(info.context.now)
        conditions = [*visible(info.context, "SupervisionTier", position), reading.holding_on(day)]
        view, order = VIEW_OF["SupervisionTier"], Order("supervision_class", descending=True)
        page = Page(first, after, last, before)
        return await paging.connect(info.context, SupervisionTier, view, conditions, order, page, position)

    @strawberry.field(description="The course of a hazard: duties, posts, persons on the day (全过程追溯).")
    async def traceback_of(
        self,
        info: Info,
        hazard: Annotated[strawberry.ID, argument(description="The hazard (隐患).")],
        as_of: AsOfArgument = None,
    ) -> TraceBack | None:
        context = info.context
        authorise(context, "tracebackOf")
        position = await moments.resolve(context, as_of)
        async with context.reading() as connection:
            id = uuid_of(hazard, "Hazard")
            trace = await trace_hazard(connection, id, as_of=position, scope=context.scope)
        return None if trace is None else trace_back(trace, position)

    @strawberry.field(description="The events themselves (事件).")
    async def events(
        self,
        info: Info,
        stream: Annotated[strawberry.ID | None, argument(description="Of this thing (所属编号).")] = None,
        mine: MineArgument = None,
        type: Annotated[str | None, argument(description="Of this type (事件类型).")] = None,
        actor: Annotated[str | None, argument(description="By this person (行为人).")] = None,
        after_position: Annotated[Position | None, argument(description="Behind this position (位置之后).")] = None,
        descending: Descending = False,
        as_of: AsOfArgument = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Event]:
        authorise(info.context, "events")
        position = await moments.resolve(info.context, as_of)
        conditions = visible(info.context, "Event", position)
        wanted = {
            "stream": parse_global_id(stream)[1] if stream else None,
            "mine": uuid_of(mine, "Mine") if mine else None,
            "type": type,
            "actor": actor,
        }
        conditions += [reading.equals(c, v) for c, v in wanted.items() if v is not None]
        if after_position is not None:
            conditions.append(reading.compares("position", ">", after_position))
        order, page = Order("position", descending), Page(first, after, last, before)
        return await paging.connect(info.context, Event, VIEW_OF["Event"], conditions, order, page, position)
