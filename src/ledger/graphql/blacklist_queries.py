"""Look-ups on lists: who is on one, on a day, as known then."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.graphql import moments, paging, types
from ledger.graphql.context import Context, Info
from ledger.graphql.moments import AsOf
from ledger.graphql.objects import Position
from ledger.graphql.paging import Connection, Page
from ledger.graphql.permissions import authorise
from ledger.projections import reading
from ledger.projections.blacklist import blacklist as view
from ledger.projections.reading import Condition, Order, Query
from ledger.values.errors import InvalidInput, NotPermitted
from ledger.values.times import local_day

MAX_SUBJECTS = 1000
Listing: Any = types.Listing

EffectiveOn = Annotated[date | None, argument(description="In force on this day (生效日); today when left out.")]
AsOfArgument = Annotated[AsOf | None, argument(description="What the ledger knew then (截至).")]


@strawberry.type(description="What a look-up found for one subject (查询结果).")
class Lookup:
    """One answer of a batch."""

    subject: str = strawberry.field(description="What was asked (所查主体): a credit code or a name.")
    listed: bool = strawberry.field(description="Whether an entry is in force on the day (是否在名单).")
    entries: list[Listing] = strawberry.field(description="The entries in force on the day (有效条目).")


@strawberry.type(description="The answers of a look-up, with the moment and the day they hold for (批量查询结果).")
class Lookups:
    """A batch of answers."""

    results: list[Lookup] = strawberry.field(description="In the order asked (按所查顺序).")
    effective_on: date = strawberry.field(description="The day (生效日).")
    as_of_position: Position | None = strawberry.field(description="The position (截至位置); null is now.")


def _day(context: Context, effective_on: date | None) -> date:
    if effective_on is not None and context.is_public:
        raise NotPermitted(
            "HISTORY_NOT_PUBLIC",
            "Without a token only what is in force today can be asked for.",
            "未登录只能查询当前公开的信息。",
            path=("effectiveOn",),
            rule="DESIGN §8",
        )
    return effective_on or local_day(context.now)


def _in_force(day: date, as_of: int | None) -> list[Condition]:
    return [reading.as_it_stood(as_of), reading.holding_on(day), reading.equals("annulled", False)]


async def _blacklist(
    info: Info,
    effective_on: EffectiveOn = None,
    as_of: AsOfArgument = None,
    first: Annotated[int | None, argument(description="How many from the front (前几条), at most 500.")] = None,
    after: Annotated[str | None, argument(description="Behind this cursor (游标之后).")] = None,
    last: Annotated[int | None, argument(description="How many from the back (后几条), at most 500.")] = None,
    before: Annotated[str | None, argument(description="Before this cursor (游标之前).")] = None,
) -> Connection[Listing]:
    authorise(info.context, "blacklist")
    position = await moments.resolve(info.context, as_of)
    conditions = _in_force(_day(info.context, effective_on), position)
    page = Page(first, after, last, before)
    return await paging.connect(info.context, Listing, view, conditions, Order("valid_from"), page, position)


async def _lookup(
    info: Info,
    subjects: Annotated[list[str], argument(description="Credit codes or names (信用代码或名称), up to 1,000.")],
    effective_on: EffectiveOn = None,
    as_of: AsOfArgument = None,
) -> Lookups:
    authorise(info.context, "blacklistLookup")
    if not 1 <= len(subjects) <= MAX_SUBJECTS:
        raise InvalidInput(
            "BATCH_TOO_LARGE",
            f"A look-up has 1 to {MAX_SUBJECTS} subjects.",
            f"一次查询 1 至 {MAX_SUBJECTS} 个主体。",
            path=("subjects",),
        )
    position = await moments.resolve(info.context, as_of)
    day = _day(info.context, effective_on)
    either = Condition("credit_code = ANY(%s) OR subject_name = ANY(%s)", (subjects, subjects))
    query = Query(view, [*_in_force(day, position), either], Order("valid_from"), limit=100_000)
    async with info.context.reading() as connection:
        rows = await reading.select(connection, query)
    results = []
    for subject in subjects:
        found = [Listing.of(r, position) for r in rows if subject in {r["credit_code"], r["subject_name"]}]
        results.append(Lookup(subject=subject, listed=bool(found), entries=found))
    return Lookups(results=results, effective_on=day, as_of_position=None if position is None else Position(position))


blacklist: Any = strawberry.field(
    resolver=_blacklist, description="Entries in force (“黑名单”与严重失信主体名单) today, or on another day."
)
blacklist_lookup: Any = strawberry.field(
    resolver=_lookup, description="Which of these subjects are on a list (批量查询名单)."
)
