"""Rule sets: which are adopted, how they read, and what of two of them differs for one penalty."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from strawberry import argument

from ledger.graphql import moments, rule_types
from ledger.graphql.context import Info
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.permissions import KNOWN
from ledger.graphql.reads import AskedValue, read
from ledger.graphql.rule_types import RuleSet, RulesSideBySide
from ledger.projections import reading
from ledger.projections.adopted_rule_sets import adopted_rule_sets
from ledger.projections.reading import Order, Query
from ledger.rules.catalogue import KINDS
from ledger.rules.side_by_side import side_by_side
from ledger.values.errors import InvalidInput

Kind = Annotated[str | None, argument(description="Of this kind (规则种类).")]


@list_of("AdoptedRuleSet", KNOWN, "Rule sets that were adopted (规则集); everybody's to read.", everybodys=True)
def rule_sets(
    info: Info,
    effective_on: Annotated[date | None, argument(description="Adopted, and in force on this day (生效日).")] = None,
    kind: Kind = None,
    adopted: Annotated[bool | None, argument(description="Whether the ledger goes by it (是否采用).")] = None,
) -> Wanted:
    """A page of the rule sets."""
    wanted = {"rule_kind": kind, "adopted": True if effective_on is not None else adopted}
    conditions = reading.where(wanted)
    if effective_on is not None:
        conditions.append(reading.holding_on(effective_on))
    return Wanted(Order("rule_set"), tuple(conditions))


@read(RuleSet | None, KNOWN, "One rule set with its rules, as it was adopted (规则集内容).")
async def rule_set(
    info: Info,
    id: Annotated[str, argument(description="Id of the rule set (规则集编号), such as ORDER-21-2026.")],
    as_of: AsOfArgument = None,
) -> AskedValue:
    """One rule set as the record has it, not as a file says."""
    position = await moments.resolve(info.context, as_of)
    conditions = [reading.equals("rule_set", id), reading.as_it_stood(position)]
    async with info.context.reading() as reader:
        rows = await reading.select(reader, Query(adopted_rule_sets, conditions, limit=1))
    return AskedValue(rule_types.rule_set(rows[0]) if rows else None)


@read(
    RulesSideBySide,
    KNOWN,
    "Rules of the conduct beside those of the decision (新旧规则对照); nothing is decided.",
)
async def rules_side_by_side(
    info: Info,
    matter: Annotated[str, argument(description="The matter (事项), such as PRODUCING_WITH_MAJOR_HAZARD.")],
    conduct_from: Annotated[date, argument(description="First day of the conduct (行为开始日).")],
    conduct_to: Annotated[date, argument(description="Last day of the conduct (行为终了日).")],
    decided_on: Annotated[date, argument(description="Day of the decision (决定日).")],
    kind: Annotated[str, argument(description="Kind of rule sets (规则种类).")] = "penalties",
) -> AskedValue:
    """A comparison of what the shipped rule sets say."""
    if kind not in KINDS:
        raise InvalidInput("KIND_UNKNOWN", f"There is no kind {kind[:40]}.", "没有该规则种类。", path=("kind",))
    both = side_by_side(KINDS[kind], matter, (conduct_from, conduct_to), decided_on)
    return AskedValue(rule_types.rules_side_by_side(both))
