"""Look-ups on lists: who is on one, on a day, as known then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, TypeVar

import strawberry
from strawberry import argument

from ledger.commands.listing import Regime
from ledger.domain.listing import SubjectKind
from ledger.graphql import moments, types
from ledger.graphql.context import Context, Info
from ledger.graphql.declared import DECLARED
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.permissions import EVERYONE
from ledger.graphql.reads import read
from ledger.graphql.scalars import Position
from ledger.projections import reading
from ledger.projections.blacklist import blacklist as view
from ledger.projections.reading import Condition, Order, Query
from ledger.values.errors import InvalidInput, NotPermitted
from ledger.values.spellings import spellings
from ledger.values.times import local_day

MAX_SUBJECTS, MAX_ENTRIES = 1000, 100_000
T = TypeVar("T")
Listing: Any = types.Listing

EffectiveOn = Annotated[date | None, argument(description="In force on this day (生效日); today when left out.")]


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
            rule="docs/rights.md",
        )
    return effective_on or local_day(context.now)


def _in_force(day: date) -> list[Condition]:
    return [reading.holding_on(day), reading.equals("annulled", False)]


@list_of(
    "Listing", EVERYONE, "Entries in force (“黑名单”与严重失信主体名单) today, or on another day.", everybodys=True
)
def blacklist(
    info: Info,
    effective_on: EffectiveOn = None,
    regime: Annotated[Regime | None, argument(description="Of this regime (名单制度).")] = None,
    ground: Annotated[str | None, argument(description="On this ground (列入情形), such as 11-7-1.")] = None,
    subject_kind: Annotated[SubjectKind | None, argument(description="Of units or of persons (主体类别).")] = None,
) -> Wanted:
    """A page of the entries in force, by the day they began."""
    conditions = _in_force(_day(info.context, effective_on))
    wanted = {"regime": regime, "ground": ground, "subject_kind": subject_kind}
    conditions += reading.where(wanted)
    return Wanted(Order("valid_from"), tuple(conditions))


def _any_of(subjects: list[str]) -> Condition:
    spelled = list(dict.fromkeys(spelling for subject in subjects for spelling in spellings(subject)))
    if len(spelled) == 1:
        return Condition("credit_code = %s OR subject_name = %s", (spelled[0], spelled[0]))
    return Condition("credit_code = ANY(%s) OR subject_name = ANY(%s)", (spelled, spelled))


@dataclass(frozen=True)
class AskedLookup:
    """A batch of subjects, each to be looked up by code or name."""

    subjects: list[str]
    effective_on: date
    as_of: int | None
    query: Query

    async def answer(self, context: Context) -> Lookups:
        """The answers with everything of the entries."""
        declared = DECLARED["Listing"]
        items = declared.everything(local_day(context.now))
        async with context.reading() as reader:
            rows = await reading.select(reader, replace(self.query, items=items))
        found = self.by_subject((row["credit_code"], row["subject_name"], row) for row in rows)
        return Lookups(
            results=[
                Lookup(subject=subject, listed=bool(of), entries=[declared.of(row, self.as_of) for row in of])
                for subject, of in zip(self.subjects, found, strict=True)
            ],
            effective_on=self.effective_on,
            as_of_position=None if self.as_of is None else Position(self.as_of),
        )

    def by_subject(self, entries: Iterable[tuple[str | None, str, T]]) -> list[list[T]]:
        """For each subject the entries with its code or name, however it was typed, in their order."""
        asking: dict[str | None, list[int]] = {}
        for number, subject in enumerate(self.subjects):
            for spelling in spellings(subject):
                asking.setdefault(spelling, []).append(number)
        found: list[list[T]] = [[] for _ in self.subjects]
        for code, name, entry in entries:
            for number in {*asking.get(code, ()), *asking.get(name, ())}:
                found[number].append(entry)
        return found


@read(Lookups, EVERYONE, "Which of these subjects are on a list (批量查询名单).")
async def blacklist_lookup(
    info: Info,
    subjects: Annotated[
        list[str], argument(description="Credit codes or names (信用代码或名称) as typed, up to 1,000.")
    ],
    effective_on: EffectiveOn = None,
    as_of: AsOfArgument = None,
) -> AskedLookup:
    """A look-up of a batch; lists are everybody's to consult, whatever the division."""
    if not 1 <= len(subjects) <= MAX_SUBJECTS:
        raise InvalidInput(
            "BATCH_TOO_LARGE",
            f"A look-up has 1 to {MAX_SUBJECTS} subjects.",
            f"一次查询 1 至 {MAX_SUBJECTS} 个主体。",
            path=("subjects",),
        )
    position = await moments.resolve(info.context, as_of)
    day = _day(info.context, effective_on)
    conditions = [reading.as_it_stood(position), *_in_force(day), _any_of(subjects)]
    return AskedLookup(subjects, day, position, Query(view, conditions, Order("valid_from"), limit=MAX_ENTRIES))
