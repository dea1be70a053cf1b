"""Double control systems and risk assessments."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.domain.risk_events import AssessmentKind
from ledger.graphql import double_control_types, moments
from ledger.graphql.context import Info
from ledger.graphql.declared import DECLARED
from ledger.graphql.ids import uuid_of
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.mine_queries import MineArgument
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.permissions import KNOWN
from ledger.graphql.reads import AskedOne, read
from ledger.projections import reading
from ledger.projections.reading import Condition, Order

DoubleControl: Any = double_control_types.DoubleControl


@list_of(
    "DoubleControl",
    KNOWN,
    "Double control systems (“双控”体系建设), the first to be due first.",
    on="Mine.doubleControls",
)
def double_controls(
    info: Info,
    mine: MineArgument = None,
    complete: Annotated[bool | None, argument(description="With all its parts, or not (是否建成).")] = None,
    stale_since: Annotated[
        date | None, argument(description="Whose ledger of risks was not kept since then (台账未更新).")
    ] = None,
    assessed_before: Annotated[
        date | None, argument(description="Last assessed before this day, or never (上次年度评估早于).")
    ] = None,
) -> Wanted:
    """A page of systems."""
    conditions = [reading.equals("mine", uuid_of(mine, "Mine"))] if mine else []
    conditions += [] if complete is None else [reading.is_null("complete_on", not complete)]
    before = {"ledger_updated_on": stale_since, "assessed_on": assessed_before}
    for column, day in before.items():
        if day is not None:
            conditions.append(Condition(f"({column} IS NULL OR {column} < %s)", (day,)))
    return Wanted(Order("begun_on", descending=True), tuple(conditions))


@read(DoubleControl | None, KNOWN, "One double control system with its history (“双控”体系).")
async def double_control(
    info: Info,
    id: Annotated[strawberry.ID, argument(description="Global id (全局编号).")],
    as_of: AsOfArgument = None,
) -> AskedOne:
    """One system."""
    position = await moments.resolve(info.context, as_of)
    declared = DECLARED["DoubleControl"]
    return AskedOne(declared, [reading.equals("double_control", uuid_of(id, "DoubleControl"))], position)


@list_of("RiskAssessment", KNOWN, "Risk assessments (安全风险辨识评估), newest first.", on="Mine.riskAssessments")
def risk_assessments(
    info: Info,
    mine: MineArgument = None,
    assessment: Annotated[AssessmentKind | None, argument(description="Of this kind (辨识评估类型).")] = None,
    held_from: Annotated[date | None, argument(description="Held on this day or later (评估日期起).")] = None,
    held_to: Annotated[date | None, argument(description="Held on this day or earlier (评估日期止).")] = None,
    withdrawn: Annotated[bool, argument(description="Taken back rather than standing (已撤回).")] = False,
) -> Wanted:
    """A page of assessments."""
    wanted = {"mine": uuid_of(mine, "Mine") if mine else None, "assessment": assessment}
    conditions = reading.where(wanted)
    conditions += [reading.compares("held_on", ">=", held_from)] if held_from else []
    conditions += [reading.compares("held_on", "<=", held_to)] if held_to else []
    conditions.append(reading.is_null("withdrawn", not withdrawn))
    return Wanted(Order("held_on", descending=True), tuple(conditions))
