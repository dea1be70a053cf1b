"""Rule sets as GraphQL types: what is adopted, how it reads, and two rules side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import strawberry

from ledger.domain.rule_text import RuleText
from ledger.graphql import types
from ledger.graphql.declared import ToMany
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.adopted_rule_sets import adopted_rule_sets
from ledger.rules.side_by_side import Difference, Ruling, SideBySide

_ = types  # events are declared by being imported
_VERIFIED = "How it is known (核实程度): text 原文, excerpt 摘录, memory 记忆, ours 自定."

AdoptedRuleSet = object_type(
    "AdoptedRuleSet",
    adopted_rule_sets,
    KNOWN,
    "A rule set that was adopted (已采用的规则集); its rules are those of `ruleSet`.",
    f"""
    rule_set: Id of the rule set (规则集编号).
    rule_kind: Kind (规则种类): versions of one kind follow each other.
    title: Title (名称).
    source: Source (来源).
    verified: {_VERIFIED}
    note: What is known of it, and what is missing (说明).
    digest: Digest of its content (内容摘要), which results carry.
    valid_from: First day it is in force (生效日).
    valid_to: First day it is no longer (失效日); null while it goes on.
    rule_count: How many rules it has (条数).
    adopted: Whether the ledger goes by it (是否采用).
    shipped: Whether it came with the software and nobody decided it (系统首次启动时采用).
    adopted_at: When it was adopted (采用时间).
    adopted_by: Who adopted it (采用人).
    department: For which department (单位).
    withdrawn_at: When it was withdrawn (停用时间).
    withdrawn_why: Why (停用理由).
    version: Version of the thing, for expectedVersion (版本).
    """,
    many={"history": ToMany("Event", "stream", "adopted_rule_set", "position", "Every step of it (全过程).")},
)


@strawberry.type(description="A value of a rule that can be compared (可比较的数值).")
class RuleValue:
    """A limit, an amount, a day."""

    name: str = strawberry.field(description="What it is (名称).")
    value: str = strawberry.field(description="The value (数值).")


@strawberry.type(description="One rule as it reads (规则条文).")
class RuleLine:
    """A rule."""

    code: str = strawberry.field(description="Code within its set (规则代码).")
    matter: str = strawberry.field(description="What it is about, in the same word in every version (事项).")
    article: str = strawberry.field(description="Article (条款).")
    source: str = strawberry.field(description="Source (来源).")
    verified: str = strawberry.field(description=_VERIFIED)
    text_zh: str = strawberry.field(description="How it reads (条文).")
    values: list[RuleValue] = strawberry.field(description="What can be compared (可比较的数值).")


@strawberry.type(description="A rule set with its rules, as it was adopted (规则集内容).")
class RuleSet:
    """A rule set to be read."""

    rule_set: str = strawberry.field(description="Id of the rule set (规则集编号).")
    rule_kind: str = strawberry.field(description="Kind (规则种类).")
    title: str = strawberry.field(description="Title (名称).")
    source: str = strawberry.field(description="Source (来源).")
    verified: str = strawberry.field(description=_VERIFIED)
    note: str = strawberry.field(description="What is known of it, and what is missing (说明).")
    digest: str = strawberry.field(description="Digest of its content (内容摘要).")
    valid_from: date = strawberry.field(description="First day it is in force (生效日).")
    valid_to: date | None = strawberry.field(description="First day it is no longer (失效日); null while it goes on.")
    adopted: bool = strawberry.field(description="Whether the ledger goes by it (是否采用).")
    shipped: bool = strawberry.field(description="Whether it came with the software (系统首次启动时采用).")
    adopted_at: datetime = strawberry.field(description="When it was adopted (采用时间).")
    rules: list[RuleLine] = strawberry.field(description="Its rules (规则).")


@strawberry.type(description="A rule with the set it stands in (所在规则集的规则).")
class RuleRuling:
    """A rule and its set."""

    rule_set: str = strawberry.field(description="Id of the rule set (规则集编号).")
    valid_from: date = strawberry.field(description="First day it is in force (生效日).")
    valid_to: date | None = strawberry.field(description="Last day it is in force (最后有效日).")
    rule: RuleLine = strawberry.field(description="The rule (规则).")


@strawberry.type(description="Something in which two rules differ (不同之处).")
class RuleDifference:
    """A difference, with both values."""

    at_conduct: str = strawberry.field(description="Rule set of the conduct (行为时规则集).")
    at_decision: str = strawberry.field(description="Rule set of the decision (决定时规则集).")
    field: str = strawberry.field(description="In what they differ (项目).")
    then: str | None = strawberry.field(description="By the rule of the conduct (行为时).")
    now: str | None = strawberry.field(description="By the rule of the decision (决定时).")


@strawberry.type(
    description="Rules of the conduct and of the decision (从旧兼从轻对照, 行政处罚法 §37); a reviewer decides."
)
class RulesSideBySide:
    """Two rules side by side."""

    at_conduct: list[RuleRuling] = strawberry.field(description="In force during the conduct (行为时规则).")
    at_decision: list[RuleRuling] = strawberry.field(description="In force at the decision (决定时规则).")
    differences: list[RuleDifference] = strawberry.field(description="What differs (不同之处).")


def rule_set(row: Mapping[str, Any]) -> RuleSet:
    """The rule set of a row of the view."""
    shown = {name: row[name] for name in RuleSet.__annotations__ if name != "rules"}
    return RuleSet(**shown, rules=[_line(RuleText.model_validate(rule)) for rule in row["rules"]])


def rules_side_by_side(both: SideBySide) -> RulesSideBySide:
    """The GraphQL form of a comparison."""
    return RulesSideBySide(
        at_conduct=[_ruling(ruling) for ruling in both.at_conduct],
        at_decision=[_ruling(ruling) for ruling in both.at_decision],
        differences=[_difference(difference) for difference in both.differences],
    )


def _line(text: RuleText) -> RuleLine:
    return RuleLine(
        code=text.code,
        matter=text.matter,
        article=text.article,
        source=text.source,
        verified=text.verified.value,
        text_zh=text.zh,
        values=[RuleValue(name=name, value=value) for name, value in text.values.items()],
    )


def _ruling(ruling: Ruling) -> RuleRuling:
    return RuleRuling(
        rule_set=ruling.rule_set,
        valid_from=ruling.valid_from,
        valid_to=ruling.valid_to,
        rule=_line(ruling.rule),
    )


def _difference(difference: Difference) -> RuleDifference:
    return RuleDifference(**vars(difference))
